"""A citation: what a text says of a paper, and where.

The parts of a citation are structs, and no dataclasses: a list has many thousands of them, and they
are made several times faster (https://jcristharif.com/msgspec/structs.html). None can be part of a
cycle, so the garbage collector need not know them.
"""

from dataclasses import dataclass
from enum import StrEnum

from msgspec import Struct

from kdbib.model.form import Form
from kdbib.model.identifier import Identifier
from kdbib.model.name import Name
from kdbib.model.span import Span


class Text(Struct, frozen=True, gc=False):
    """A piece of a citation: its words, free of markup, and the span that they were read from."""

    text: str
    span: Span


class Author(Struct, frozen=True, gc=False):
    """One author of a citation: the name as it was read, and where it stands."""

    name: Name
    span: Span


class Year(Struct, frozen=True, gc=False):
    """A year of a citation as a number (``RecSys 22`` is 2022), and where it stands."""

    value: int
    span: Span


class LinkKind(StrEnum):
    """The kind of page that a link of a citation leads to."""

    PAPER = "paper"
    PDF = "pdf"
    CODE = "code"
    PROJECT = "project"
    OTHER = "other"


class Link(Struct, frozen=True, gc=False):
    """A link of a citation; the address of a reference link is the one of its definition."""

    text: str
    url: str
    kind: LinkKind
    span: Span


class Malformed(Struct, frozen=True, gc=False):
    """Something in a citation that can't be right, told to the reader and not followed.

    ``kind`` is a short name such as ``arxiv-id``; ``message`` is a sentence for a person.
    """

    kind: str
    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Citation:
    """One entry of a list.

    Values that the text does not give are None or empty: nothing is guessed. ``span`` covers the
    entry in its file, ``raw`` is that text, ``end_line`` its last line; ``section`` holds the
    headings above it, outermost first. ``et_al`` says that the authors end in some form of
    *et al.* Identifiers are valid and normalised; those that are not are in ``malformed``. ``form``
    is what the file is written in. ``probability`` is how probable it is that the title is right to
    the letter, where words had to tell which of them it is.

    An entry of a bibliography has a ``key`` and a ``type`` too, and ``fields``: the values by their
    names in small letters, as they are written there, in LaTeX.
    """

    file: str
    raw: str
    span: Span
    end_line: int
    section: tuple[str, ...] = ()
    title: Text | None = None
    authors: tuple[Author, ...] = ()
    et_al: bool = False
    venue: Text | None = None
    year: Year | None = None
    identifiers: tuple[tuple[Identifier, Span], ...] = ()
    links: tuple[Link, ...] = ()
    malformed: tuple[Malformed, ...] = ()
    form: Form = Form.markdown
    key: str | None = None
    type: str | None = None
    fields: tuple[tuple[str, Text], ...] = ()
    probability: float | None = None

    @property
    def place(self) -> str:
        """``file:line:column``, as compilers write it."""
        return f"{self.file}:{self.span.line}:{self.span.column}"

    def identifier(self, scheme: str) -> Identifier | None:
        """The first identifier of a scheme, or None."""
        return next((found for found, _ in self.identifiers if found.scheme == scheme), None)
