"""A list's own majority, by which inconsistent style is judged."""

from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_ENOUGH = 4
"""Entries that a habit takes; fewer show nothing."""


def exceptions(odd: Sequence[T], regular: int, *, at_most: float = 0.2) -> Sequence[T]:
    """The entries that do otherwise than the list, or none if the list has no such habit.

    ``odd`` are the entries that do one thing, ``regular`` is how many do the other.
    """
    whole = len(odd) + regular
    return odd if regular >= _ENOUGH and len(odd) <= at_most * whole else ()


def is_habit(those: int, of: int, *, share: float = 0.6) -> bool:
    """Whether so many of all do something that it is the list's habit."""
    return of >= _ENOUGH and those >= share * of
