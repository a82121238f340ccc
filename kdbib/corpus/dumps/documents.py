"""Files that are one JSON document with many records in it."""

import re
from collections.abc import Callable, Iterator
from itertools import chain

import msgspec

from kdbib.corpus.dumps.base import LONGEST_RECORD
from kdbib.corpus.dumps.stream import CutOff, Stream

_LARGEST = 128 << 20  # bytes that are decoded at once
_TOKEN = re.compile(rb'"(?:[^"\\]++|\\.)*+(?P<end>")?|[\[\]{}]', re.DOTALL)

_Document = list[msgspec.Raw] | dict[str, msgspec.Raw]


def values(opened: Callable[[], Stream], items: str | None = None) -> Iterator[bytes]:
    """The values in a document: of the array or object that it is, or of its array ``items``."""
    stream = opened()
    try:
        start = bytearray()
        while len(start) <= _LARGEST and (piece := _next(stream)):
            start += piece
        if len(start) <= _LARGEST and (whole := _whole(bytes(start), items)) is not None:
            yield from whole
        else:
            yield from _scanned(bytes(start), stream, 2 if items else 1)
    finally:
        stream.close()


def _next(stream: Stream) -> bytes:
    """The next piece; none where the file is cut off, which is told when it is asked for again."""
    try:
        return stream.read()
    except CutOff:
        return b""


def _whole(data: bytes, items: str | None) -> list[bytes] | None:
    """The values of a document, as it decodes them; None if it is not all well-formed."""
    try:
        if items:
            inside = msgspec.json.decode(data, type=dict[str, msgspec.Raw]).get(items, b"[]")
            return list(map(bytes, msgspec.json.decode(inside, type=list[msgspec.Raw])))
        found = msgspec.json.decode(data, type=_Document)
        return list(map(bytes, found.values() if isinstance(found, dict) else found))
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return None


def _scanned(start: bytes, stream: Stream, depth: int) -> Iterator[bytes]:
    """The arrays and objects that stand ``depth`` deep, told by their brackets and strings alone.

    For documents that are damaged, cut off, or too large to be decoded at once.
    """
    rest, at, level, begin = b"", 0, 0, -1
    for piece in chain((start,), iter(stream.read, b"")):
        rest += piece
        for token in _TOKEN.finditer(rest, at):
            sign = token[0]
            if sign in b"[{":
                if level == depth:
                    begin = token.start()
                level += 1
            elif sign in b"]}":
                level = max(level - 1, 0)
                if level == depth and begin >= 0:
                    yield rest[begin : token.end()]
                    begin = -1
            elif not token["end"]:
                at = token.start()
                break
            at = token.end()
        keep = begin if begin >= 0 else at
        rest, at, begin = rest[keep:], at - keep, 0 if begin >= 0 else -1
        if len(rest) > LONGEST_RECORD:
            yield rest[: LONGEST_RECORD + 1]
            return  # whatever comes now is in the middle of something
