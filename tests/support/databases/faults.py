"""When something goes wrong: which request of which database is struck by which fault."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from threading import Lock

from tests.support.databases.misbehaviour import MISBEHAVIOURS, Details

REFUSED = "refused"
"""The one fault that strikes before there is a request: nobody listens at the address."""


@dataclass(slots=True)
class Fault:
    """``on``: the numbers of the requests that are struck, from 1 for the next one; None: all."""

    kind: str
    on: frozenset[int] | None
    details: Details
    seen: int = field(default=0)

    def strikes(self) -> bool:
        """Count one more request; does the fault strike it?"""
        self.seen += 1
        return self.on is None or self.seen in self.on


class Faults:
    """The faults that have been set, by database."""

    def __init__(self) -> None:
        self._set: dict[str, list[Fault]] = {}
        self._lock = Lock()

    def add(
        self, database: str, kind: str, on: int | Iterable[int] | None, details: Details
    ) -> None:
        if kind != REFUSED and kind not in MISBEHAVIOURS and not _is_error_status(kind):
            known = ", ".join(sorted(MISBEHAVIOURS))
            raise ValueError(f"no fault {kind!r}: one of {REFUSED}, {known}, or a status 400..599")
        numbers = frozenset([on] if isinstance(on, int) else on) if on is not None else None
        with self._lock:
            self._set.setdefault(database, []).append(Fault(kind, numbers, details))

    def clear(self, database: str | None = None) -> None:
        with self._lock:
            if database is None:
                self._set.clear()
            else:
                self._set.pop(database, None)

    def refused(self, database: str) -> bool:
        with self._lock:
            return any(fault.kind == REFUSED for fault in self._set.get(database, ()))

    def next(self, database: str) -> Fault | None:
        """The fault that strikes the request that has just come; of several, the first set."""
        with self._lock:
            struck = [fault for fault in self._set.get(database, ()) if fault.strikes()]
        return next((fault for fault in struck if fault.kind != REFUSED), None)


def _is_error_status(kind: str) -> bool:
    return kind.isdigit() and 400 <= int(kind) <= 599
