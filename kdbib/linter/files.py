"""Which files a command line means: files, folders and globs, without what ``.gitignore`` excludes.

Patterns are those of ``.gitignore``, from the folder that they are given for.
"""

import glob
import os
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from pathspec import GitIgnoreSpec

from kdbib.config import as_it_looks
from kdbib.errors import UsageError
from kdbib.read.form import BY_HAND

_STDIN = "-"
_NEVER = GitIgnoreSpec.from_lines(
    (".*/", "node_modules/", "venv/", "site-packages/", "__pycache__/", "*.enriched.*")
)
"""What nobody keeps his lists in, and the lists that kdbib has corrected."""
_GLOB = frozenset("*?[")
_LARGEST = 1 << 20  # of a .gitignore


def patterns(lines: Sequence[str], option: str) -> GitIgnoreSpec:
    """Patterns of ``.gitignore``. Raises UsageError with the option's name for one that is none."""
    try:
        return GitIgnoreSpec.from_lines(lines)
    except ValueError as error:
        raise UsageError(f"{option}: {error}") from None


def inside(path: str | Path, root: Path) -> str | None:
    """The path from a folder, with slashes; None for one outside of it."""
    absolute, top = as_it_looks(Path(path)), as_it_looks(root)
    return absolute.relative_to(top).as_posix() if absolute.is_relative_to(top) else None


class Files:
    """The files that are meant. ``excluded`` are patterns from the folder ``root``.

    ``gitignore`` is whether ``.gitignore`` files count; ``always``, whether what is excluded is
    left out where it is named itself, too.
    """

    def __init__(
        self, root: Path, excluded: GitIgnoreSpec, *, gitignore: bool = True, always: bool = False
    ) -> None:
        self._root, self._excluded = root, excluded
        self._gitignore, self._always = gitignore, always

    def of(self, named: Iterable[str]) -> list[str]:
        """The files, each once, in the order in which they are named.

        Raises UsageError if a file is named twice, or for a glob that fits none.
        """
        files: dict[str, None] = {}
        given: set[str] = set()
        for name in named:
            if name in given:
                raise UsageError("a FILE is named twice")
            given.add(name)
            files.update(dict.fromkeys(self._meant(name)))
        return list(files)

    def _meant(self, name: str) -> Iterator[str]:
        if name == _STDIN:
            yield name
        elif Path(name).is_dir():
            yield from self._below(Path(name))
        elif _GLOB & set(name) and not Path(name).exists():
            yield from self._fitting(name)
        elif not (self._always and self._is_within_excluded(Path(name))):
            yield name

    def _fitting(self, pattern: str) -> Iterator[str]:
        found = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207 - takes absolute ones, too
        if not found:
            raise UsageError(f"{pattern}: no file fits")
        for name in found:
            path = Path(name)
            if path.is_file() and not self._is_within_excluded(path):
                yield str(path)

    def _is_within_excluded(self, path: Path) -> bool:
        folders = [parent for parent in path.parents if parent.name not in {"", ".."}]
        return self._excludes(path) or any(self._excludes(one, "/") for one in folders)

    def _below(self, top: Path) -> Iterator[str]:
        for name, folders, files in os.walk(top):
            folder = Path(name)
            folders[:] = sorted(one for one in folders if not self._excludes(folder / one, "/"))
            for path in (folder / one for one in sorted(files)):
                written = path.name.lower().endswith(BY_HAND)
                if written and path.is_file() and not self._excludes(path):
                    yield str(path)

    def _excludes(self, path: Path, end: str = "") -> bool:
        """Whether patterns exclude a path; it ends with a slash if it is a folder.

        Of several ``.gitignore`` files, the one nearest to it decides.
        """
        absolute = as_it_looks(path)
        own = inside(path, self._root)
        if _NEVER.match_file(f"{absolute.name}{end}"):
            return True
        if own is not None and self._excluded.match_file(f"{own}{end}"):
            return True
        if not self._gitignore:
            return False
        for parent in absolute.parents:
            relative = f"{absolute.relative_to(parent).as_posix()}{end}"
            ignored = _ignored_in(parent).check_file(relative).include
            if ignored is not None:
                return ignored
            if (parent / ".git").exists():
                break
        return False


@cache
def _ignored_in(folder: Path) -> GitIgnoreSpec:
    """The patterns of a folder's ``.gitignore``, and of a clone's ``.git/info/exclude``."""
    return GitIgnoreSpec.from_lines(
        [
            line
            for file in (folder / ".git" / "info" / "exclude", folder / ".gitignore")
            for line in _lines(file)
            if _is_pattern(line)
        ]
    )


def _lines(file: Path) -> list[str]:
    try:
        with file.open("rb") as opened:
            return opened.read(_LARGEST).decode("utf-8", "replace").splitlines()
    except OSError:
        return []


def _is_pattern(line: str) -> bool:
    """Whether git takes a line for a pattern; it passes over the others."""
    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
