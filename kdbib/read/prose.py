"""A text without its markup, and the way back."""

from bisect import bisect_right
from collections.abc import Sequence

from msgspec import Struct


class LinkRange(Struct, frozen=True, order=True, gc=False):
    """A link over the words [start, end) of a Prose; ``text`` is what it shows."""

    start: int
    end: int
    url: str
    text: str


class Emphasis(Struct, frozen=True, gc=False):
    """Emphasised words [start, end) of a Prose; ``strong`` is bold."""

    start: int
    end: int
    strong: bool


class Prose:
    """A text without its markup.

    It is put together from pieces: the piece that begins at ``starts[i]`` of ``plain`` was read
    from ``places[i]`` of the marked-up text on, character by character, or, where ``ends[i]`` is
    set, from all of [places[i], ends[i]) (an entity is longer than what it stands for).
    ``badges`` are the words of badges, which are shown in brackets; ``cells`` are those of a row of
    a table, each with the role of its column (``title``, ``venue``, ``year``, ``authors``,
    ``other``, or nothing).
    """

    __slots__ = ("badges", "cells", "emphasis", "ends", "links", "places", "plain", "starts")

    def __init__(
        self,
        plain: str = "",
        starts: Sequence[int] = (),
        places: Sequence[int] = (),
        ends: Sequence[int] = (),
    ) -> None:
        self.plain, self.starts, self.places, self.ends = plain, starts, places, ends
        self.links: list[LinkRange] = []
        self.emphasis: list[Emphasis] = []
        self.badges: list[tuple[int, int]] = []
        self.cells: list[tuple[int, int, str]] = []

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """The range of the marked-up text from which the words [start, end) were read."""
        if not self.starts:
            return 0, 0
        if start >= len(self.plain):
            _, here = self._one(len(self.plain) - 1)
            return here, here
        piece = bisect_right(self.starts, start) - 1
        within = piece + 1 == len(self.starts) or end <= self.starts[piece + 1]
        if within and not self.ends[piece]:  # as most are
            offset = self.places[piece] - self.starts[piece]
            return start + offset, max(start, end) + offset
        begin, _ = self._one(start)
        return (begin, self._one(end - 1)[1]) if end > start else (begin, begin)

    def at(self, place: int) -> int:
        """The offset of the first word that was read from a place of the marked-up text on."""
        piece = bisect_right(self.places, place) - 1
        if piece < 0:
            return 0
        following = self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.plain)
        if self.ends[piece]:
            return self.starts[piece] if place == self.places[piece] else following
        return min(self.starts[piece] + place - self.places[piece], following)

    def _one(self, offset: int) -> tuple[int, int]:
        """The range of the marked-up text that the character at an offset was read from."""
        piece = bisect_right(self.starts, offset) - 1
        if self.ends[piece]:
            return self.places[piece], self.ends[piece]
        place = self.places[piece] + offset - self.starts[piece]
        return place, place + 1
