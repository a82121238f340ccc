"""One bad entry never costs the others their place in an output."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from kdbib.model import Work

Written = TypeVar("Written", str, bytes)
Items = Sequence[tuple[str, Work]]


def without_bad_entries(
    write: Callable[[Items], Written], items: Items
) -> tuple[Written, dict[str, str]]:
    """What ``write`` makes of the works that it can write, and for each other key why it can't.

    A key that two works have is written for neither. ``write`` raises ValueError for what can't be
    written; so does this, if every entry can be alone, but not all of them together.
    """
    try:
        return write(items), {}
    except ValueError:
        bad = _bad(write, items)
        if not bad:
            raise
        return write([(key, work) for key, work in items if key not in bad]), bad


def _bad(write: Callable[[Items], Written], items: Items) -> dict[str, str]:
    by_key: dict[str, list[tuple[str, Work]]] = {}
    for key, work in items:
        by_key.setdefault(key, []).append((key, work))
    bad: dict[str, str] = {}
    for key, alike in by_key.items():
        try:
            write(alike)
        except ValueError as error:
            bad[key] = str(error)
    return bad
