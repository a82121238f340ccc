"""A corrected list: the list with the changes applied, and every other byte as it was."""

import difflib
from collections.abc import Iterable, Iterator

from kdbib.model import Change


def corrected(data: bytes, changes: Iterable[Change]) -> bytes:
    """The file's bytes with the changes applied.

    Raises ValueError if a change does not fit (see :func:`misfits`). Then nothing is written,
    rather than a damaged list.
    """
    changes = list(changes)
    for change in misfits(data, changes):
        raise ValueError(f"a correction of line {change.span.line} does not fit the file")
    pieces: list[bytes] = []
    position = 0
    for change in sorted(changes, key=_place):
        pieces += [
            data[position : change.span.start],
            change.after.encode("utf-8", "surrogateescape"),
        ]
        position = change.span.end
    return b"".join([*pieces, data[position:]])


def misfits(data: bytes, changes: Iterable[Change]) -> Iterator[Change]:
    """The changes at whose spans another text stands, or that overlap one before them."""
    position = 0
    for change in sorted(changes, key=_place):
        before = change.before.encode("utf-8", "surrogateescape")
        if change.span.start < position or data[change.span.start : change.span.end] != before:
            yield change
        else:
            position = change.span.end


def _place(change: Change) -> tuple[int, int]:
    return change.span.start, change.span.end


def unified_diff(before: bytes, after: bytes, old: str, new: str) -> str:
    """The difference between two versions of a text, as ``diff -u`` shows it; "" if none."""
    lines = difflib.unified_diff(
        before.decode("utf-8", "replace").splitlines(keepends=True),
        after.decode("utf-8", "replace").splitlines(keepends=True),
        old,
        new,
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )
