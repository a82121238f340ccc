"""Which lines of a file differ from a commit, as git tells."""

import os
import re
import subprocess
import tempfile
from functools import cached_property
from pathlib import Path

from kdbib.config import as_it_looks
from kdbib.errors import UsageError
from kdbib.linter.document import Document
from kdbib.read.encoding import decode

_HUNK = re.compile(rb"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_LINE_END = re.compile(rb"\r\n|\r")
_PATIENCE = 60


class Changes:
    """What differs from a commit in the working tree.

    ``rev`` names the commit. Where it is not an ancestor of what is checked out, the last common
    ancestor of the two is meant, so that what others did meanwhile does not count. Raises
    UsageError if git does not know it.
    """

    def __init__(self, rev: str, folder: Path) -> None:
        top = _git(folder, "rev-parse", "--show-toplevel")
        if top is None:
            raise UsageError(f"{folder} is not in a clone of git, so there is no change to look at")
        self._top = Path(os.fsdecode(top.rstrip(b"\n")))
        named = _git(
            folder, "rev-parse", "--verify", "--quiet", "--end-of-options", rev + "^{commit}"
        )
        if named is None:
            raise UsageError(f"git knows no commit {rev!r}; in CI, is it in the (shallow) clone?")
        commit = named.decode().strip()
        base = _git(folder, "merge-base", commit, "HEAD")
        self._commit = base.decode().strip() if base else commit

    def lines(self, document: Document) -> frozenset[int] | None:
        """The lines of a document, from 1, that are new or changed, or beside those removed.

        None if all are, since the commit has no such file.
        """
        path = Path(os.path.realpath(as_it_looks(Path(document.name))))
        if not path.is_relative_to(os.path.realpath(self._top)):
            return None
        name = os.fsencode(path.relative_to(os.path.realpath(self._top)).as_posix())
        name = self._renamed.get(name, name)
        before = _git(self._top, "cat-file", "blob", f"{self._commit}:{os.fsdecode(name)}")
        if before is None:
            return None
        text, _ = decode(before, document.name)
        return _differing(text, document.source.data)

    @cached_property
    def _renamed(self) -> dict[bytes, bytes]:
        """The names that files had in the commit, by those they have now."""
        told = _git(self._top, "diff", *_PLAIN, "--name-status", "-z", "-M", "--diff-filter=R",
                    self._commit, "--")  # fmt: skip
        fields = (told or b"").split(b"\0")
        return {fields[at + 2]: fields[at + 1] for at in range(0, len(fields) - 2, 3)}


_PLAIN = ("--no-ext-diff", "--no-textconv", "--no-color")


def _differing(before: bytes, after: bytes) -> frozenset[int]:
    if before == after:
        return frozenset()
    with tempfile.TemporaryDirectory(prefix="kdbib-") as name:
        folder = Path(name)
        for file, data in (("before", before), ("after", after)):
            (folder / file).write_bytes(_LINE_END.sub(b"\n", data))
        told = _git(folder, "diff", "--no-index", "--text", *_PLAIN, "-U0", "before", "after")
    lines: set[int] = set()
    for found in _HUNK.finditer(told or b""):
        first, count = int(found[1]), int(found[2] or 1)
        # without new lines, the hunk stands behind the line before those that were removed
        lines.update(range(first, first + count) if count else (first, first + 1))
    return frozenset(lines)


def _git(folder: Path, *arguments: str) -> bytes | None:
    """What git prints; None if it fails. No program that a clone's settings name is started."""
    command = ["git", "-c", "core.fsmonitor=false", "-c", "core.quotePath=false", *arguments]
    environment = os.environ | {"GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    try:
        done = subprocess.run(  # noqa: S603 - the arguments are no shell's
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except FileNotFoundError:
        raise UsageError("--since and --diff-only need git, which is not installed") from None
    except subprocess.TimeoutExpired:
        raise UsageError(f"git {arguments[0]} has not ended after {_PATIENCE} seconds") from None
    differs = "--no-index" in arguments and done.returncode == 1
    return done.stdout if done.returncode == 0 or differs else None
