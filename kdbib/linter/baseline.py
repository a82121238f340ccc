"""Findings that were there before, kept in a file so that only new ones count.

A finding is known by its file and its fingerprint, so it stays known when it moves. It is new again
when its line is changed.
"""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

import msgspec

from kdbib.errors import UsageError
from kdbib.linter.files import inside
from kdbib.linter.fingerprint import Fingerprints
from kdbib.linter.registry import Rule
from kdbib.model import Diagnostic
from kdbib.read.source import SourceText
from kdbib.write.files import ANYTHING, replace

_VERSION = 1
_LARGEST = 64 << 20


class _Known(msgspec.Struct, forbid_unknown_fields=True):
    """Equal findings: their file, rule and fingerprint, and how many there are."""

    file: str
    code: str
    fingerprint: str
    count: int = msgspec.field(default=1)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    version: int
    findings: list[_Known]


_Key = tuple[str, str, str]


class Baseline:
    """The findings that are known, by file, rule and fingerprint.

    Files are named from the baseline's own folder.
    """

    def __init__(self, path: Path, counts: Counter[_Key]) -> None:
        self._path = path
        self._counts = counts
        self._gone: dict[str, int] = {}

    def new(
        self, source: SourceText, found: Sequence[Diagnostic], rules: Sequence[Rule]
    ) -> list[Diagnostic]:
        """The findings in a text that are not known; each that is known covers one of them.

        ``rules`` are those that were applied.
        """
        file, codes = _name(source.name, self._path), {rule.code for rule in rules}
        left = Counter(
            {key: n for key, n in self._counts.items() if key[0] == file and key[1] in codes}
        )
        fingerprints = Fingerprints(source)
        new = []
        for one in found:
            key = (file, one.code, fingerprints.of(one))
            if left[key] > 0:
                left[key] -= 1
            else:
                new.append(one)
        self._gone[file] = left.total()
        return new

    @property
    def gone(self) -> int:
        """How many of the known findings are no longer in the texts that were looked at."""
        return sum(self._gone.values())


def read_baseline(path: Path) -> Baseline:
    """The Baseline of a file. Raises UsageError if it can't be read, or is none."""
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"{path}: this is too large for a baseline")
        read = msgspec.json.decode(path.read_bytes(), type=_File)
    except OSError as error:
        raise UsageError(
            f"{path}: can't be read: {(error.strerror or str(error)).lower()}; --write-baseline"
            " makes a baseline"
        ) from None
    except (msgspec.DecodeError, ValueError) as error:
        raise UsageError(f"{path}: this is no baseline: {error}") from None
    if read.version != _VERSION:
        raise UsageError(f"{path}: kdbib does not know version {read.version} of a baseline")
    counts: Counter[_Key] = Counter()
    for one in read.findings:
        counts[one.file, one.code, one.fingerprint] += max(one.count, 0)
    return Baseline(path, counts)


def write_baseline(path: Path, found: Iterable[tuple[SourceText, Sequence[Diagnostic]]]) -> int:
    """Write a baseline of the findings in texts, a line each; how many there are.

    Raises UsageError rather than replace a file that is no baseline.
    """
    if path.exists():
        read_baseline(path)
    counts: Counter[_Key] = Counter()
    for source, some in found:
        file, fingerprints = _name(source.name, path), Fingerprints(source)
        counts.update((file, one.code, fingerprints.of(one)) for one in some)
    lines = [
        json.dumps(
            {"file": file, "code": code, "fingerprint": print_}
            | ({"count": count} if count > 1 else {}),
            ensure_ascii=True,
        )
        for (file, code, print_), count in sorted(counts.items())
    ]
    inner = ",\n".join(f"  {line}" for line in lines)
    text = f'{{"version": {_VERSION}, "findings": [\n{inner}\n]}}\n'
    replace(path, text.encode(), before=ANYTHING)
    return counts.total()


def _name(file: str, path: Path) -> str:
    """A file's name from the folder of the baseline."""
    return inside(file, path.parent) or PurePath(file).as_posix()
