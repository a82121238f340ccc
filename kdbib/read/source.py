"""A file's bytes as text, and the way back from the text to bytes, lines and columns."""

import re
from bisect import bisect_right
from functools import cached_property

from kdbib.model import Span

_LINE_END = re.compile(r"\r\n|\r|\n")


class SourceText:
    """A text file with its coordinates.

    ``text`` is the file decoded as UTF-8; bytes that are not UTF-8 are kept as lone surrogates
    (PEP 383), so that nothing is lost on the way back. A byte order mark is not part of ``text``,
    but counts in the byte offsets.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.data = data
        self.name = name
        self._mark = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        self.text = data[self._mark :].decode("utf-8", "surrogateescape")

    @cached_property
    def line_starts(self) -> list[int]:
        """The character offset at which each line starts; lines end in LF, CR LF or CR."""
        return [0, *(found.end() for found in _LINE_END.finditer(self.text))]

    @cached_property
    def _byte_starts(self) -> list[int]:
        starts, total = [], self._mark
        ends = [*self.line_starts[1:], len(self.text)]
        for start, end in zip(self.line_starts, ends, strict=True):
            starts.append(total)
            total += len(self.text[start:end].encode("utf-8", "surrogateescape"))
        return starts

    def line_of(self, offset: int) -> int:
        """The index (from 0) of the line that a character stands in."""
        return bisect_right(self.line_starts, offset) - 1

    def lines(self, first: int, end: int) -> tuple[int, int]:
        """The character range of the lines [first, end), without the last line's end."""
        start = self.line_starts[first]
        stop = self.line_starts[end] if end < len(self.line_starts) else len(self.text)
        return start, start + len(self.text[start:stop].rstrip("\r\n"))

    def span(self, start: int, end: int) -> Span:
        """The span of the characters [start, end)."""
        line = self.line_of(start)
        return Span(
            self._byte(start), self._byte(end), line + 1, start - self.line_starts[line] + 1
        )

    def _byte(self, offset: int) -> int:
        line = self.line_of(offset)
        before = self.text[self.line_starts[line] : offset]
        return self._byte_starts[line] + len(before.encode("utf-8", "surrogateescape"))
