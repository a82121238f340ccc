"""A file's bytes as text, and the way back from the text to bytes, lines and columns."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from msgspec import Struct

from kdbib.model import Form, Span
from kdbib.read.form import form_of

_LINE_END = re.compile(r"\r\n|\r|\n")
_STEP = 256  # characters between two known byte offsets


class SourceText:
    """A text file with its coordinates.

    ``text`` is the file decoded as UTF-8; bytes that are not UTF-8 are kept as lone surrogates
    (PEP 383), so that nothing is lost on the way back. A byte order mark is not part of ``text``,
    but counts in the byte offsets. ``form`` is what the text is written in: found out once, here,
    unless it is given.
    """

    def __init__(self, data: bytes, name: str, form: Form | None = None) -> None:
        self.data = data
        self.name = name
        self._form = form
        self._mark = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        self.text, self.is_damaged = _decoded(data[self._mark :])
        self._is_ascii = len(self.text) == len(data)

    @cached_property
    def form(self) -> Form:
        """What the text is written in."""
        return self._form or form_of(self.name, self.text)

    @cached_property
    def line_starts(self) -> list[int]:
        """The character offset at which each line starts; lines end in LF, CR LF or CR."""
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    @cached_property
    def _byte_offsets(self) -> list[int]:
        """The byte offset of every 256th character."""
        offsets, total = [self._mark], self._mark
        for start in range(0, len(self.text), _STEP):
            total += len(self.text[start : start + _STEP].encode("utf-8", "surrogateescape"))
            offsets.append(total)
        return offsets

    def line_of(self, offset: int) -> int:
        """The index (from 0) of the line that a character stands in."""
        return bisect_right(self.line_starts, offset) - 1

    def lines(self, first: int, end: int) -> tuple[int, int]:
        """The character range of the lines [first, end), without the last line's end."""
        start = self.line_starts[first]
        stop = self.line_starts[end] if end < len(self.line_starts) else len(self.text)
        while stop > start and self.text[stop - 1] in "\r\n":
            stop -= 1
        return start, stop

    def span(self, start: int, end: int) -> Span:
        """The span of the characters [start, end)."""
        line = bisect_right(self.line_starts, start) - 1
        first = self._byte(start)
        words = self.text[start:end]
        size = len(words) if words.isascii() else len(_encoded(words))
        return Span(first, first + size, line + 1, start - self.line_starts[line] + 1)

    def _byte(self, offset: int) -> int:
        if self._is_ascii:
            return offset
        step = offset // _STEP
        before = self.text[step * _STEP : offset]
        known = self._byte_offsets[step]
        return known + (len(before) if before.isascii() else len(_encoded(before)))


def _decoded(data: bytes) -> tuple[str, bool]:
    """The text, and whether some of its bytes are not UTF-8."""
    try:
        return data.decode(), False
    except UnicodeDecodeError:
        return data.decode("utf-8", "surrogateescape"), True


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


class Passage(Struct, frozen=True, gc=False):
    """A text put together from pieces of a file, each in one line of it.

    The piece that begins at ``starts[i]`` of ``text`` stands at ``places[i]`` of the file; a line
    end between two pieces belongs to the first of them.
    """

    text: str
    starts: Sequence[int]
    places: Sequence[int]

    def place(self, offset: int) -> int:
        """Where in the file the character at an offset of the text stands."""
        if len(self.starts) == 1:
            return self.places[0] + offset
        piece = bisect_right(self.starts, offset) - 1
        return self.places[piece] + offset - self.starts[piece]

    @property
    def start(self) -> int:
        """Where in the file the text begins."""
        return self.places[0]

    @property
    def end(self) -> int:
        """Where in the file the text ends."""
        return self.places[-1] + len(self.text) - self.starts[-1]


def passage(lines: Sequence[tuple[str, int]]) -> Passage:
    """The Passage of lines, each with where it stands in its file.

    >>> passage([("one", 2), ("two", 8)]).place(4)
    8
    """
    starts, total = [], 0
    for line, _ in lines:
        starts.append(total)
        total += len(line) + 1
    return Passage("\n".join(line for line, _ in lines), starts, [place for _, place in lines])


def joined(passages: Sequence[Passage], between: str) -> Passage:
    """The Passage of passages with something between them, which stands nowhere in the file.

    Its characters are placed behind those of the passage before them.
    """
    starts: list[int] = []
    places: list[int] = []
    total = 0
    for one in passages:
        starts.extend(total + start for start in one.starts)
        places.extend(one.places)
        total += len(one.text) + len(between)
    return Passage(between.join(one.text for one in passages), starts, places)
