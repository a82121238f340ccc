"""Which files without a seal kdbib wrote: corrected lists, in which no byte is its own to mark.

``written.sha256`` lies beside ``resolutions.jsonl``, to be committed with it: a line for each file,
with its digest and its path from that folder.
"""

import hashlib
import logging
import os
import re
from pathlib import Path

from kdbib.errors import UsageError
from kdbib.write.files import replace

_log = logging.getLogger(__name__)
FILE_NAME = "written.sha256"
_LINE = re.compile(rb"([0-9a-f]{64})  ([^\r\n]+)")


class Written:
    """The files that kdbib wrote, kept in a folder; ``Written(None)`` knows none."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def knows(self, path: Path, data: bytes) -> bool:
        """Whether kdbib wrote these bytes to this path."""
        return self._folder is not None and (self._name(path), _digest(data)) in self._lines()

    def write(self, path: Path, data: bytes, *, before: bytes | None) -> None:
        """Make ``data`` the content of the file, in the place of ``before``, and remember it.

        It is noted first: whenever the run is killed, what lies there is known.

        Raises UsageError if the file can't be written, or holds other bytes than ``before``.
        """
        known = {_digest(data)} | ({_digest(before)} if before is not None else set())
        self._note(path, known)
        replace(path, data, before=before)
        self._note(path, {_digest(data)})

    def _note(self, path: Path, digests: set[bytes]) -> None:
        name = self._name(path)
        if self._folder is None or b"\n" in name or b"\r" in name:
            return
        others = {line for line in self._lines() if line[0] != name}
        lines = sorted(others | {(name, digest) for digest in digests})
        content = b"".join(digest + b"  " + name + b"\n" for name, digest in lines)
        try:
            replace(self._folder / FILE_NAME, content)
        except UsageError as error:
            _log.warning("%s; the next run won't know that %s is kdbib's", error, path)

    def _lines(self) -> set[tuple[bytes, bytes]]:
        """The paths with the digests; a path has two while its file is being replaced."""
        if self._folder is None:
            return set()
        try:
            found = (self._folder / FILE_NAME).read_bytes()
        except OSError:
            return set()
        lines = (_LINE.fullmatch(line) for line in found.splitlines())
        return {(line[2], line[1]) for line in lines if line}

    def _name(self, path: Path) -> bytes:
        file, folder = Path(os.path.realpath(path)), os.path.realpath(self._folder or Path())
        try:
            name = Path(os.path.relpath(file, folder)).as_posix()
        except ValueError:  # on another drive
            name = file.as_posix()
        return os.fsencode(name)


def _digest(data: bytes) -> bytes:
    """The digest of a text; line ends don't count, since git changes them for Windows."""
    return hashlib.sha256(data.replace(b"\r\n", b"\n")).hexdigest().encode()
