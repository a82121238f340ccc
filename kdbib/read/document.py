"""What the block scanner finds: list items, paragraphs and tables, in order, under headings."""

from msgspec import Struct, field

from kdbib.read.source import Passage

Section = tuple[str, ...]


class Item(Struct, gc=False):
    """One item of a list.

    ``passages`` are its own paragraphs, the first of which stands beside the marker; ``children``
    are the items of the lists inside it. ``start`` is where its marker stands in the file.
    ``group`` tells the items of one list from those of others.
    """

    start: int
    section: Section
    group: int
    numbered: bool
    passages: list[Passage] = field(default_factory=list)
    children: list["Item"] = field(default_factory=list)


class Paragraph(Struct, frozen=True, gc=False):
    """A paragraph outside of lists, or a heading, whose ``section`` are those above it.

    ``below`` is the section of what follows.
    """

    passage: Passage
    section: Section
    below: Section
    is_heading: bool = False


class Row(Struct, gc=False):
    """A row of a table: its cells, and the range of the file that it takes."""

    cells: list[Passage]
    start: int
    end: int


class Table(Struct, gc=False):
    """A table: the row of its headers, which may be empty, and the others."""

    header: Row
    rows: list[Row]
    section: Section


Block = Item | Paragraph | Table


class Document(Struct, gc=False):
    """A file's blocks, in order, and its reference links by normal label."""

    blocks: list[Block] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)
