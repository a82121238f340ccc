"""The parts of an entry, and the entry as far as it is known."""

from msgspec import Struct, field

from kdbib.read.document import Item, Section
from kdbib.read.grammar import Forms
from kdbib.read.prose import Prose
from kdbib.read.said import Said
from kdbib.read.source import Passage


class Part(Struct, frozen=True, gc=False):
    """One passage of an entry, with the ways to read it."""

    passage: Passage
    prose: Prose
    forms: Forms


class Node(Struct):
    """An Item whose passages have been scanned."""

    item: Item
    parts: list[Part]
    children: list["Node"]


class Draft(Struct):
    """An entry, or a list item that may be none: what it says and the range of the file it takes.

    ``below`` is the section of its details, if that is another one. ``is_label`` says that it
    stands over the citations that follow. ``parts`` are all that it was read from, in order; a row
    of a table has ``cells``, and the ``roles`` of their columns. ``venue_above`` is whether the
    item above it is nothing but a venue; ``label_above`` whether its first part is a label.
    """

    said: Said
    words: str
    section: Section
    group: int
    start: int
    end: int
    below: Section = ()
    is_label: bool = False
    is_paragraph: bool = False
    parts: list[Part] = field(default_factory=list)
    cells: list[Passage] = field(default_factory=list)
    roles: list[str] = field(default_factory=list)
    venue_above: bool = False
    label_above: bool = False
