"""The forms of texts with citations."""

from enum import StrEnum


class Form(StrEnum):
    r"""The forms of texts that citations are read from.

    ``csl`` is CSL-JSON, ``yaml`` is Hayagriva, CITATION.cff or a list of papers, ``latex`` is a
    ``.bbl`` or a document with ``\bibitem``, ``rst`` is reStructuredText.
    """

    markdown = "markdown"
    bibtex = "bibtex"
    plain = "plain"
    csl = "csl"
    yaml = "yaml"
    csv = "csv"
    ris = "ris"
    endnote = "endnote"
    pubmed = "pubmed"
    latex = "latex"
    rst = "rst"
    org = "org"

    @property
    def is_corrected(self) -> bool:
        """Whether corrections are made: in markdown and BibTeX; the others are only read."""
        return self in {Form.markdown, Form.bibtex}

    @property
    def is_bibliography(self) -> bool:
        """Whether it holds records, of which each is meant to be cited."""
        return self not in {Form.markdown, Form.plain}
