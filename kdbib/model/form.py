"""What a text with citations is written in."""

from enum import StrEnum


class Form(StrEnum):
    """The forms of texts that citations are read from."""

    markdown = "markdown"
    bibtex = "bibtex"
    plain = "plain"

    @property
    def is_corrected(self) -> bool:
        """Whether corrections are made: in markdown and BibTeX; the others are only read."""
        return self is not Form.plain
