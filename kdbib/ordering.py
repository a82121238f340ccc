"""In which order a list has its entries: by year or by title, upwards or downwards."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kdbib.model import Citation
from kdbib.model.title import folded, title_key

_IN_ORDER = 0.9
"""The part of the neighbours that must be in an order for it to be the list's."""
FEW = 10
"""Entries below which a section alone need not show its order."""

Value = int | str


def _year(citation: Citation) -> Value | None:
    return citation.year.value if citation.year else None


def _title(citation: Citation) -> Value | None:
    return title_key(citation.title.text) if citation.title else None


def _author(citation: Citation) -> Value | None:
    return folded(citation.authors[0].name.last) if citation.authors else None


KEYS: dict[str, Callable[[Citation], Value | None]] = {
    "year": _year,
    "title": _title,
    "author": _author,
}
"""What entries can be ordered by."""
_FEWEST = {"year": 2, "title": 5}
"""The neighbours that must differ for an order to be seen in them: a few titles may be in order by
chance."""


@dataclass(frozen=True, slots=True)
class Order:
    """What entries are ordered by, and whether from the last to the first."""

    key: str
    descending: bool = False

    def values(self, citations: Sequence[Citation]) -> list[Value | None]:
        """What each of the entries is ordered by; None where it does not say."""
        return [KEYS[self.key](citation) for citation in citations]

    def place(self, citations: Sequence[Citation], value: Value) -> int:
        """How many of the entries a new one follows: where the fewest are on the wrong side."""
        known = self.values(citations)
        before = [v is not None and v != value and self._precedes(v, value) for v in known]
        behind = [
            v is not None and v != value and not b for v, b in zip(known, before, strict=True)
        ]
        wrong = [sum(behind[:place]) + sum(before[place:]) for place in range(len(known) + 1)]
        return max(range(len(wrong)), key=lambda place: (-wrong[place], place))

    def sorted(self, citations: Sequence[Citation]) -> list[int]:
        """The numbers of the entries in this order; one that does not say stays behind its own."""
        values = self.values(citations)
        for number in range(1, len(values)):
            if values[number] is None:
                values[number] = values[number - 1]
        known = [number for number, value in enumerate(values) if value is not None]
        left = [number for number, value in enumerate(values) if value is None]
        keys = {number: values[number] for number in known}
        if self.descending:
            return left + _descending(known, keys)
        return left + sorted(known, key=lambda number: _comparable(keys[number]))

    def steps(self, citations: Sequence[Citation]) -> Iterator[bool]:
        """Of each two neighbours that differ, whether they are in this order."""
        known = [value for value in self.values(citations) if value is not None]
        for one, other in pairwise(known):
            if one != other:
                yield self._precedes(one, other)

    def _precedes(self, one: Value, other: Value) -> bool:
        return (_comparable(one) < _comparable(other)) != self.descending


def _comparable(value: Value | None) -> tuple[int, str]:
    return (value, "") if isinstance(value, int) else (0, value or "")


def _descending(known: Sequence[int], keys: dict[int, Value | None]) -> list[int]:
    """The numbers from the last value to the first; those alike in the order that they have."""
    return sorted(
        known, key=lambda n: (-_comparable(keys[n])[0], _Reversed(_comparable(keys[n])[1]))
    )


class _Reversed(str):
    """A text that comes before those that it would follow."""

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)


def order_of(groups: Sequence[Sequence[Citation]], times: int = 1) -> Order | None:
    """The order that the entries of sections have; None if they show none.

    ``times`` is how many times as many neighbours as usual must show it.
    """
    for key, fewest in _FEWEST.items():
        for descending in (False, True):
            order = Order(key, descending)
            steps = [step for citations in groups for step in order.steps(citations)]
            if len(steps) >= times * fewest and sum(steps) >= _IN_ORDER * len(steps):
                return order
    return None
