"""Rows of tables drawn with pipes (https://github.github.com/gfm/#tables-extension-)."""

import re

from kdbib.read.document import Row
from kdbib.read.source import Passage

_DELIMITERS = re.compile(r"\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+$")


def is_delimiter_row(text: str) -> bool:
    """Whether a line is the one under a table's header: ``|---|:--:|``."""
    return "|" in text and bool(_DELIMITERS.match(text))


def cells_of(text: str, place: int) -> Row:
    """The row that a line is, which stands at ``place``; an escaped pipe belongs to its cell.

    >>> [cell.text for cell in cells_of("| a | b |", 0).cells]
    ['a', 'b']
    """
    first = 1 if text.startswith("|") else 0
    last = len(text) - 1 if text.endswith("|") and not text.endswith("\\|") else len(text)
    cells = []
    start = first
    while start <= last:
        end = text.find("|", start, last)
        while end > 0 and text[end - 1] == "\\":
            end = text.find("|", end + 1, last)
        end = last if end < 0 else end
        cell = text[start:end]
        words = cell.strip()
        lead = len(cell) - len(cell.lstrip())
        cells.append(Passage(words, [0], [place + start + (lead if words else 0)]))
        start = end + 1
    return Row(cells, place, place + len(text))
