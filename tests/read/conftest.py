"""What the tests of reading say of a citation."""

from typing import NamedTuple

from kdbib.model import Citation
from kdbib.read import List, read_text
from kdbib.read.source import SourceText


class Said(NamedTuple):
    """A citation in short: authors as they are written, identifiers as text."""

    title: str | None
    authors: list[str] = []  # noqa: RUF012 - never changed
    venue: str | None = None
    year: int | None = None
    identifiers: tuple[str, ...] = ()
    et_al: bool = False


def read(text: str, name: str = "list.md") -> List:
    return read_text(SourceText(text.encode(), name))


def said(citation: Citation, text: str) -> Said:
    data = text.encode()
    return Said(
        citation.title.text if citation.title else None,
        [" ".join(data[a.span.start : a.span.end].decode().split()) for a in citation.authors],
        citation.venue.text if citation.venue else None,
        citation.year.value if citation.year else None,
        tuple(str(found) for found, _ in citation.identifiers),
        citation.et_al,
    )


def all_said(text: str, name: str = "list.md") -> list[Said]:
    return [said(citation, text) for citation in read(text, name).citations]
