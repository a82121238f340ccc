"""What the forms have in common that read a reference to its end."""

import re

from kdbib.read.forms.line import ENUMERATOR, guess
from kdbib.read.imprint_end import Imprint
from kdbib.read.names import NameList
from kdbib.read.reading import TAKEN, Guess, Range
from kdbib.read.titles import trimmed

SURE = 1.5
"""The evidence of a form whose marks leave no doubt: a date or a quoted title after people."""

_CLOSING = re.compile(r"[\"”“»](?=[\s.,;:(\ufffc]|$)")
_ENDS_QUOTED = ",.?!"
_FOLLOWS = (*",.;([", TAKEN, "")


def bounds(text: str) -> tuple[int, int]:
    """Where a reference begins after its number, and where it ends before links and identifiers."""
    number = ENUMERATOR.match(text)
    return number.end() if number else 0, len(text.rstrip(" \t\n" + TAKEN))


def whole(  # noqa: PLR0913 - a reference is these
    title: Range,
    people: NameList | None,
    offset: int,
    imprint: Imprint,
    year: tuple[int, Range] | None = None,
    *,
    begin: int,
    evidence: float,
) -> Guess:
    """The Guess of a line that a form has read to its end, its imprint from ``begin`` on."""
    venue = Range(*imprint.venue) if imprint.venue else None
    if year is None and imprint.year:
        year = (imprint.year[0], Range(*imprint.year[1]))
    return guess(title, people, offset, evidence=evidence, venue=venue, year=year, imprint=begin)


def quoted_title(text: str, at: int, end: int) -> tuple[Range, int] | None:
    """A title in quotation marks, and where the imprint after it begins."""
    if text[at : at + 1] not in {'"', "“", "„", "«"}:
        return None
    closings = [c.start() for c in _CLOSING.finditer(text, at + 2, min(end, at + 1000))]
    if not closings:
        return None
    closed = next((c for c in closings if text[c - 1] in _ENDS_QUOTED), closings[-1])
    if text[closed - 1] not in _ENDS_QUOTED and text[closed + 1 : end].lstrip()[:1] not in _FOLLOWS:
        return None  # "Alone Anywhere We Go": Semantics for Entailment
    title = trimmed(text, at + 1, closed)
    if title and text[title.end] in "?!":
        title = Range(title.start, title.end + 1)
    return (title, closed + 1) if title else None
