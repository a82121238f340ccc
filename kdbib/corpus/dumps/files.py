"""The files that a source of a corpus consists of: a file, a folder of them, a zip or a tar."""

import os
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import BinaryIO, cast

from kdbib.corpus.dumps import HEAD, recognised
from kdbib.corpus.dumps.base import Dump
from kdbib.corpus.dumps.stream import CutOff, Stream
from kdbib.errors import UsageError

_WHOLE = 64 << 20  # bytes of a file that are all looked at to tell it from another
_SAMPLE = 1 << 20
_MOST_BLOWN_UP = 500


@dataclass(frozen=True, slots=True)
class DumpFile:
    """A file with records in it, maybe inside an archive.

    ``size`` is in bytes as it is stored: the unit of a Stream's position.
    """

    path: Path
    size: int
    member: str | None = None

    @property
    def name(self) -> str:
        return f"{self.path}!{self.member}" if self.member else str(self.path)

    def open(self) -> Stream:
        """The file from its beginning. Raises UsageError if it is not there or can't be read."""
        try:
            return Stream(_raw(self.path, self.member))
        except (OSError, zipfile.BadZipFile, tarfile.TarError, RuntimeError) as error:
            raise UsageError(f"{self.name}: {_said(error)}") from None

    def dump(self) -> Dump | None:
        """The dump that it is, told by its beginning; None if it is none that we know."""
        stream, head = self.open(), b""
        try:
            while len(head) < HEAD and (piece := stream.read(HEAD)):
                head += piece
        except CutOff:
            pass  # what was read will do, or not
        finally:
            stream.close()
        return recognised(head)

    def fingerprint(self) -> str:
        """What tells the content of a file from another's."""
        status = self.path.stat()
        return _fingerprint(self.path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=8)
def _fingerprint(path: Path, size: int, changed: int) -> str:
    """A digest of a file; of a large one, of samples and of the time when it was changed."""
    told = blake2b(digest_size=16)
    with path.open("rb") as file:
        if size <= _WHOLE:
            while piece := file.read(_SAMPLE):
                told.update(piece)
        else:
            told.update(f"{size} {changed}".encode())
            for at in (0, size // 2, size - _SAMPLE):
                file.seek(at)
                told.update(file.read(_SAMPLE))
    return told.hexdigest()


def files_of(source: Path) -> Iterator[DumpFile]:
    """The files of a source, always in the same order. Raises UsageError if they can't be read.

    Hidden files and empty ones are left out, and in archives what is no plain file.
    """
    try:
        if source.is_dir():
            for folder, folders, names in os.walk(source):
                folders[:] = sorted(name for name in folders if not name.startswith("."))
                for name in sorted(names):
                    if not name.startswith("."):
                        yield from _members(Path(folder, name))
        else:
            yield from _members(source)
    except (OSError, zipfile.BadZipFile, tarfile.TarError) as error:
        raise UsageError(f"{source}: {_said(error)}") from None


def _members(path: Path) -> Iterator[DumpFile]:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for info in archive.infolist():
                if info.file_size and info.file_size <= _MOST_BLOWN_UP * (
                    info.compress_size + 1000
                ):
                    yield DumpFile(path, info.file_size, info.filename)
    elif _is_tar(path):
        with tarfile.open(path, "r:") as archive_of_tar:
            for member in archive_of_tar:
                if member.isreg() and member.size:
                    yield DumpFile(path, member.size, member.name)
    elif size := path.stat().st_size:
        yield DumpFile(path, size)


def _is_tar(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(262)[257:] == b"ustar"


def _raw(path: Path, member: str | None) -> BinaryIO:
    if member is None:
        return path.open("rb")
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:  # an open member keeps its file open
            return cast("BinaryIO", archive.open(member))
    with tarfile.open(path, "r:") as archive_of_tar:
        info = archive_of_tar.getmember(member)
    file = path.open("rb")
    return cast("BinaryIO", _Part(file, info.offset_data, info.size))


class _Part:
    """A part of a file as a file: a member of a tar, which is stored as it is."""

    def __init__(self, file: BinaryIO, start: int, size: int) -> None:
        self._file, self._start, self._size = file, start, size
        file.seek(start)

    def read(self, size: int = -1) -> bytes:
        left = max(self._size - self.tell(), 0)
        return self._file.read(left if size < 0 else min(size, left))

    read1 = read

    def tell(self) -> int:
        return self._file.tell() - self._start

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self.tell(), os.SEEK_END: self._size}[whence]
        self._file.seek(self._start + base + offset)
        return self.tell()

    def close(self) -> None:
        self._file.close()

    @property
    def closed(self) -> bool:
        return self._file.closed

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True


def _said(error: Exception) -> str:
    return str(getattr(error, "strerror", None) or error).lower()
