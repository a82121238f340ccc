"""Lines within an entry that say no title: its authors, or only its links."""

import re
from collections.abc import Iterator

from kdbib.read.forms.line import Line, guess, words
from kdbib.read.imprint import read_imprint
from kdbib.read.names import leading_names
from kdbib.read.reading import EDGE, TAKEN, Guess, Range

_AUTHORS_LABEL = re.compile(
    r"(?:[\s*]*(?:authors?|by|作者|著者)\s*[:：]|[\s*]*by\s)\s*", re.IGNORECASE
)


def names_only(line: Line) -> Iterator[Guess]:
    """No title at all: the authors of an entry on a line of their own."""
    head = line.head
    lead = _AUTHORS_LABEL.match(head)
    start, end = lead.end() if lead else 0, len(head.rstrip(EDGE + "*"))
    start += len(head[start:end]) - len(head[start:end].lstrip(EDGE + "*"))
    names, at = leading_names(head, start, end)
    if names and names.names and (names.evidence >= 2 or names.et_al or lead):
        rest = words(head, at, end)
        venue = read_imprint(head, at, end)[0] if rest and not line.read.venue else None
        yield guess(
            None,
            names,
            start,
            evidence=0.8 if lead or len(names.names) > 1 or not rest else 0.0,
            rest=0 if venue else 2 * rest,
            venue=Range(*venue) if venue else None,
        )


def nothing(line: Line) -> Iterator[Guess]:
    """A part that says nothing but links, venue, year or identifiers."""
    if not words(line.head.replace(TAKEN, " "), 0, len(line.head)):
        yield Guess(None, evidence=0.5)
