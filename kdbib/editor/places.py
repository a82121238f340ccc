"""Places of a text as editors count them, and back."""

from lsprotocol.types import Position, PositionEncodingKind, Range, TextEdit

from kdbib.model import Edit
from kdbib.read.source import SourceText

_BYTES = {PositionEncodingKind.Utf8: "utf-8", PositionEncodingKind.Utf16: "utf-16-le"}
_UNIT = {PositionEncodingKind.Utf8: 1, PositionEncodingKind.Utf16: 2}


class Places:
    """The places of a text; an editor counts columns in the units of an encoding, from 0."""

    def __init__(self, source: SourceText, encoding: PositionEncodingKind | str | None) -> None:
        self._source = source
        self._encoding = PositionEncodingKind(encoding or PositionEncodingKind.Utf16)

    def position(self, character: int) -> Position:
        """The position of a character."""
        line = self._source.line_of(character)
        start = self._source.line_starts[line]
        return Position(line, self._units(self._source.text[start:character]))

    def position_of(self, line: int, column: int) -> Position:
        """The position of a line and a column in characters, both from 1."""
        return self.position(self._source.line_starts[line - 1] + column - 1)

    def character(self, position: Position) -> int:
        """The character at a position; the nearest one for a position outside of the text."""
        if position.line >= len(self._source.line_starts):
            return len(self._source.text)
        start, end = self._source.lines(position.line, position.line + 1)
        units, at = 0, start
        while at < end and units < position.character:
            units += self._units(self._source.text[at])
            at += 1
        return at

    def edit(self, one: Edit) -> TextEdit:
        """An edit of bytes as an edit of the editor's text."""
        start = len(self._source.data[: one.start].decode("utf-8", "surrogateescape"))
        length = len(self._source.data[one.start : one.end].decode("utf-8", "surrogateescape"))
        place = Range(self.position(start), self.position(start + length))
        return TextEdit(place, one.text.encode("utf-8", "replace").decode())

    def _units(self, text: str) -> int:
        if text.isascii() or self._encoding not in _BYTES:
            return len(text)
        data = text.encode(_BYTES[self._encoding], "surrogatepass")
        return len(data) // _UNIT[self._encoding]
