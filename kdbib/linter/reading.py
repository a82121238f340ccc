"""From the bytes of a file to a Document."""

from kdbib.linter.document import Document
from kdbib.model import Entry, Form
from kdbib.read import read_text
from kdbib.read.manuscript import Manuscript
from kdbib.read.source import SourceText


def read_document(
    data: bytes,
    name: str,
    entries: tuple[Entry, ...] | None = None,
    form: Form | None = None,
    manuscript: Manuscript | None = None,
) -> Document:
    """The Document of a file's bytes; ``entries`` are its citations with their works.

    ``form`` is what it is written in, if that is known, ``manuscript`` what cites it.
    """
    source = SourceText(data, name, form)
    read = read_text(source)
    return Document(
        source, manuscript.only_cited(read) if manuscript else read, entries, manuscript
    )
