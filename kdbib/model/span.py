"""A place in a file."""

from msgspec import Struct


class Span(Struct, frozen=True, order=True, gc=False):
    """A half-open range of a file.

    ``start`` and ``end`` count UTF-8 bytes from 0; ``line`` and ``column`` are those of ``start``
    and count from 1, columns in characters, as editors do.
    """

    start: int
    end: int
    line: int
    column: int

    def __len__(self) -> int:
        return self.end - self.start
