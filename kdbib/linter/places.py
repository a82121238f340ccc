"""Bytes, lines and columns of many places of a text, in one pass over it."""

from collections.abc import Iterable

from kdbib.model import Span
from kdbib.read.source import SourceText


class Places:
    """The byte offsets of characters of a text.

    A SourceText counts the bytes of a line from its beginning for each place, which takes long
    for many places on a line of a megabyte. Here each character is counted once.
    """

    def __init__(self, source: SourceText, characters: Iterable[int]) -> None:
        self._source = source
        self._bytes: dict[int, int] = {}
        position = 0
        total = len(source.data) - len(source.text.encode("utf-8", "surrogateescape"))
        for character in sorted(set(characters)):
            total += len(source.text[position:character].encode("utf-8", "surrogateescape"))
            position = character
            self._bytes[character] = total

    def byte(self, character: int) -> int:
        """The offset in bytes of a character."""
        return self._bytes[character]

    def span(self, start: int, end: int) -> Span:
        """The span of the characters [start, end)."""
        return Span(self.byte(start), self.byte(end), *self.line_and_column(start))

    def line_and_column(self, character: int) -> tuple[int, int]:
        """Line and column of a character, from 1."""
        line = self._source.line_of(character)
        return line + 1, character - self._source.line_starts[line] + 1
