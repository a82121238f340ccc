"""A line as the forms get it, and the guess that they make of it."""

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from kdbib.read.inline import LinkRange, Prose
from kdbib.read.names import NameList
from kdbib.read.reading import EDGE, Guess, Range, Reading


class Line(Struct, frozen=True, gc=False):
    """A line whose links, identifiers, venue and year have been read already.

    ``head`` is its words with TAKEN in the place of what has been read; ``venue`` is the range of
    venue and year. ``whole`` still has these in it, for the forms that find them by themselves.
    """

    prose: Prose
    read: Reading
    head: str
    venue: Range | None
    whole: str = ""


Form = Callable[[Line], Iterator[Guess]]
"""A recogniser: the ways in which it can read a line, none if the line is of another form."""

ENUMERATOR = re.compile(r"[\s\ufffc]*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.:)](?=\s))\s*")
"""A number that somebody gave an entry by hand."""

NO_WORDS = EDGE + "()[]*\"'“”"
"""What may stand around words and is none of them."""

MOST_BOUNDARIES = 40
"""So many places of a line are tried as the end of the title, or of the authors."""

_WORD = re.compile(r"\w+")


def words(head: str, start: int, end: int) -> int:
    """How many words a range of a line has."""
    return len(_WORD.findall(head, start, end)) if end > start else 0


def guess(  # noqa: PLR0913 - a guess is these
    title: Range | None,
    names: NameList | None,
    offset: int,
    *,
    evidence: float = 0.0,
    rest: int = 0,
    venue: Range | None = None,
    year: tuple[int, Range] | None = None,
    main: LinkRange | None = None,
) -> Guess:
    """A Guess whose authors were read from the line at an offset."""
    if names is None:
        return Guess(title, (), False, 0.0, evidence, rest, venue, year, main)
    people = tuple((name, Range(offset + a, offset + b)) for name, a, b in names.names)
    return Guess(title, people, names.et_al, names.evidence, evidence, rest, venue, year, main)
