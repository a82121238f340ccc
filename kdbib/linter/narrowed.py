"""Findings that count, and the others, while fixes move the text that both stand in."""

from collections.abc import Iterable, Sequence

from kdbib.linter.document import Document
from kdbib.linter.registry import Rule
from kdbib.linter.scope import Scope
from kdbib.model import Diagnostic, Edit

_Range = tuple[int, int]


class Narrowed:
    """The lines, in bytes, that may be changed: those of findings that count in the first text.

    What is found there later, after a fix, counts too; what did not count in the first text does
    not count later.
    """

    def __init__(
        self, document: Document, found: Sequence[Diagnostic], scope: Scope, rules: Sequence[Rule]
    ) -> None:
        counted = set(scope.counted(document, found, rules))
        self._lines = [_lines(document.source.data, one) for one in counted]
        self._aside = {(one.code, one.span.start) for one in found if one not in counted}

    def counted(self, found: Iterable[Diagnostic]) -> list[Diagnostic]:
        """The findings that count in the text as it is now."""
        return [
            one
            for one in found
            if (one.code, one.span.start) not in self._aside
            and any(start <= one.span.start <= end for start, end in self._lines)
        ]

    def move(self, edits: Iterable[Edit]) -> None:
        """Follow the text through edits."""
        made = sorted(set(edits))
        self._lines = [
            (_moved(start, made, behind=False), _moved(end, made, behind=True))
            for start, end in self._lines
        ]
        self._aside = {(code, _moved(start, made, behind=True)) for code, start in self._aside}


def _lines(data: bytes, one: Diagnostic) -> _Range:
    """The lines of a finding, without the last one's end."""
    end = data.find(b"\n", one.span.end)
    return data.rfind(b"\n", 0, one.span.start) + 1, end if end >= 0 else len(data)


def _moved(place: int, edits: Sequence[Edit], *, behind: bool) -> int:
    """Where a place is after edits; at an edit's own place, before or behind what it writes."""
    moved = place
    for edit in edits:
        if edit.start > place or (edit.start == place and not behind):
            break
        length = len(edit.text.encode("utf-8", "surrogateescape"))
        moved += length - (min(edit.end, place) - edit.start)
    return moved
