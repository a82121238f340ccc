"""Files whose lines are records."""

from collections.abc import Callable, Iterator

from kdbib.corpus.dumps.base import LONGEST_RECORD
from kdbib.corpus.dumps.stream import Stream


def lines(opened: Callable[[], Stream]) -> Iterator[bytes]:
    """The lines of a file; of one that is too long only the beginning."""
    stream, rest, skipping = opened(), b"", False
    try:
        while piece := stream.read():
            first, *others = piece.split(b"\n")
            if not skipping:
                rest += first
            if not others:
                if len(rest) > LONGEST_RECORD and not skipping:
                    rest, skipping = rest[: LONGEST_RECORD + 1], True
                continue
            yield rest
            *whole, rest = others
            skipping = False
            yield from whole
    finally:
        stream.close()
    if rest:
        yield rest
