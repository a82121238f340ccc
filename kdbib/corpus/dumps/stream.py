"""Files as streams of bytes, compressed or not, bounded in what they may blow up to."""

import bz2
import gzip
import lzma
import zipfile
import zlib
from collections.abc import Callable
from typing import BinaryIO, Protocol, cast

PIECE = 1 << 20
"""Bytes that are read at once."""

_MOST_BLOWN_UP = 500  # dumps of JSON are compressed to a tenth, not to a thousandth
_FREE = 256 << 20  # bytes that anything may blow up to


class CutOff(ValueError):  # noqa: N818 - says what is the matter with a file
    """A file ends before its end, or can't be decompressed any further; says so to a person."""


class _Reader(Protocol):
    def read1(self, size: int, /) -> bytes: ...
    def close(self) -> None: ...


class Stream:
    """The bytes of a file, decompressed as they are read."""

    def __init__(self, raw: BinaryIO) -> None:
        """Read from ``raw``; how it is compressed is told by its first bytes."""
        self._raw = raw
        self._opened = _decompressed(raw)
        self.compressed = self._opened is not cast("_Reader", raw)
        self._read = 0
        self.position = 0
        """How much of the file has been read, in bytes as they are stored."""
        self.on_read: Callable[[], None] = lambda: None

    def read(self, size: int = PIECE) -> bytes:
        """At most ``size`` bytes; none at the end. Raises CutOff where it is damaged."""
        try:
            # a single step, none of which is lost if the next one fails
            piece = self._opened.read1(size)
        except EOFError:
            raise CutOff("it is cut off: the compressed data end too soon") from None
        except (OSError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, ValueError) as error:
            raise CutOff(f"it can't be decompressed any further: {error}") from None
        if self._read == 0:
            piece = piece.removeprefix(b"\xef\xbb\xbf")  # the mark of byte order
        self._read += len(piece)
        self.position = self._raw.tell()
        if self.compressed and self._read > _FREE + _MOST_BLOWN_UP * self.position:
            raise CutOff(
                f"it blows up to more than {_MOST_BLOWN_UP} times its size: that is no dump"
            )
        self.on_read()
        return piece

    def close(self) -> None:
        self._opened.close()
        self._raw.close()


def _decompressed(raw: BinaryIO) -> _Reader:
    magic = raw.read(6)
    raw.seek(0)
    if magic.startswith(b"\x1f\x8b"):
        return gzip.GzipFile(fileobj=raw)
    if magic.startswith(b"BZh"):
        return bz2.BZ2File(raw)
    if magic.startswith(b"\xfd7zXZ\x00"):
        return cast("_Reader", lzma.open(raw))
    if magic.startswith(b"\x28\xb5\x2f\xfd"):
        import pyarrow as pa

        return cast("_Reader", pa.CompressedInputStream(pa.PythonFile(raw, mode="r"), "zstd"))
    return cast("_Reader", raw)
