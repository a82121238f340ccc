"""Replacing files whole: whoever looks, and whenever, sees the old one or the new one.

The new bytes go to a temporary file in the same folder, to the disk, and are read back; then one
rename (``os.replace``, atomic by POSIX, https://pubs.opengroup.org/onlinepubs/9699919799/functions/rename.html)
puts them in place. A process keeps its temporary file locked: one that nobody has locked belongs
to a process that was killed, and the next one to write the same file removes it.
"""

import contextlib
import errno
import os
import secrets
import stat
import sys
import time
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Final, Literal

from kdbib.errors import UsageError

if sys.platform != "win32":
    import fcntl

_SUFFIX = ".kdbib-tmp"
_ABANDONED_AFTER = 3600.0
"""Seconds; only where files can't be locked."""


class _Any(Enum):
    anything = 0


ANYTHING: Final = _Any.anything
"""Whatever a file held before."""

Before = bytes | Literal[_Any.anything] | None
"""What a file has to hold, to be replaced: these bytes, ANYTHING, or None for no file at all."""


def replace(path: str | Path, content: bytes, *, before: Before = ANYTHING) -> bool:
    """Makes ``content`` the content of the file at ``path``; False if it was already.

    With ``before``, only a file that holds these bytes is replaced, and none but a new one is made
    where that is None: what somebody saved in the meantime stays.

    An existing file keeps its permissions (and its owner, as far as we may give files away); a
    symbolic link stays, and the file that it leads to is replaced, or made. Pipes and devices are
    simply written to. Other hard links of the file keep the old content.

    Raises UsageError, with the file as it was, if that can't be done.
    """
    try:
        target = Path(os.path.realpath(path))
        status = _status(target)
        if status and not stat.S_ISREG(status.st_mode):
            _write_to(target, status, content)
            return True
        if status and not os.access(target, os.W_OK):
            raise UsageError(f"{path} is write-protected")
        _remove_abandoned(target)
        if status and status.st_size == len(content) and target.read_bytes() == content:
            return False
        _replace(target, status, content, before)
    except _ChangedError:
        raise UsageError(
            f"{path} was changed while kdbib was at work, and is left as it is; run kdbib again"
        ) from None
    except OSError as error:
        raise UsageError(f"can't write {path}: {_reason(error, Path(path))}") from error
    return True


@contextlib.contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Holds a folder against everybody else who locks it, to read and replace files in it.

    The system gives it back when the process ends, however it ends, and nothing is left in the
    folder. Where folders can't be locked, nobody is waited for.
    """
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # some network file systems
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _status(target: Path) -> os.stat_result | None:
    try:
        return target.stat()
    except FileNotFoundError:
        return None


def _write_to(target: Path, status: os.stat_result, content: bytes) -> None:
    """Writes to a pipe or a device (``/dev/stdout``), which a rename would destroy."""
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    with target.open("wb") as file:
        file.write(content)


class _ChangedError(Exception):
    pass


def _replace(target: Path, status: os.stat_result | None, content: bytes, before: Before) -> None:
    temporary, descriptor = _create(target, status)
    try:
        with os.fdopen(descriptor, "w+b") as file:
            _take_after(file.fileno(), status)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            file.seek(0)
            if file.read() != content:
                raise OSError(errno.EIO, "the disk gave back other bytes than were written")
            if sys.platform != "win32":  # where an open file can't be renamed
                _rename(temporary, target, before)
        if sys.platform == "win32":
            _rename(temporary, target, before)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(target.parent)


def _rename(temporary: Path, target: Path, before: Before) -> None:
    """Puts the new file in place, if there is still what was there before."""
    if before is not ANYTHING and (target.read_bytes() if target.exists() else None) != before:
        raise _ChangedError
    temporary.replace(target)


def _create(target: Path, before: os.stat_result | None) -> tuple[Path, int]:
    """A new locked file beside the target, which nobody may read who may not read the target."""
    mode = stat.S_IMODE(before.st_mode) & 0o777 if before else 0o666
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    while True:
        temporary = target.with_name(f"{_prefix(target)}{secrets.token_hex(4)}{_SUFFIX}")
        descriptor = os.open(temporary, flags, mode | stat.S_IRUSR | stat.S_IWUSR)
        if _lock(descriptor, wait=True) and os.fstat(descriptor).st_nlink:
            return temporary, descriptor
        os.close(descriptor)  # someone took it for abandoned before we had locked it


def _prefix(target: Path) -> str:
    name = os.fsencode(target.name)[:200]  # file systems allow 255 bytes
    return f".{os.fsdecode(name)}."


def _take_after(descriptor: int, before: os.stat_result | None) -> None:
    if before is None or sys.platform == "win32":
        return
    now = os.fstat(descriptor)
    if (now.st_uid, now.st_gid) != (before.st_uid, before.st_gid):
        with contextlib.suppress(PermissionError):
            os.fchown(descriptor, before.st_uid, before.st_gid)
    os.fchmod(descriptor, stat.S_IMODE(before.st_mode))


def _sync_folder(folder: Path) -> None:
    """Makes the rename last through a power cut, where folders can be synced."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


# --- what dead runs left behind ----------------------------------------------------------------


def _remove_abandoned(target: Path) -> None:
    for leftover in _leftovers(target):
        with contextlib.suppress(OSError):
            descriptor = os.open(leftover, os.O_RDWR)
            try:
                if _lock(descriptor, wait=False) and _old_enough(descriptor):
                    leftover.unlink()
            finally:
                os.close(descriptor)


def _leftovers(target: Path) -> Iterator[Path]:
    prefix = _prefix(target)
    with contextlib.suppress(OSError), os.scandir(target.parent) as entries:
        for entry in entries:
            if entry.name.startswith(prefix) and entry.name.endswith(_SUFFIX):
                yield Path(entry.path)


def _old_enough(descriptor: int) -> bool:
    locks = sys.platform != "win32"
    return locks or time.time() - os.fstat(descriptor).st_mtime > _ABANDONED_AFTER


def _lock(descriptor: int, *, wait: bool) -> bool:
    if sys.platform == "win32":
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def _reason(error: OSError, path: Path) -> str:
    """What is wrong, in words for a person."""
    known = {
        errno.EISDIR: "it is a folder",
        errno.ENOENT: f"there is no folder {path.parent}",
        errno.ENOTDIR: f"{path.parent} is not a folder",
        errno.EACCES: "you may not write there",
        errno.EPERM: "you may not write there",
        errno.EROFS: "the disk is read-only",
        errno.ENOSPC: "there is no space left on the disk",
        errno.EDQUOT: "your quota of the disk is used up",
        errno.ELOOP: "its symbolic links lead in a circle",
        errno.ENAMETOOLONG: "the name is too long",
    }
    return known.get(error.errno or 0, error.strerror or str(error))
