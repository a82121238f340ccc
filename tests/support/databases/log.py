"""What was asked of the databases, and when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from threading import Lock


@dataclass(slots=True)
class Asked:
    """One request.

    ``time`` is of a monotonic clock, in seconds; ``items`` counts the identifiers or titles asked
    for; ``status`` is None as long as no status line was sent; ``fault`` is the kind of the fault
    that struck it.
    """

    time: float
    database: str
    method: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    items: int = 0
    status: int | None = None
    fault: str | None = None


class Log:
    """All requests in the order in which they came."""

    def __init__(self) -> None:
        self._asked: list[Asked] = []
        self._lock = Lock()

    def add(self, asked: Asked) -> None:
        with self._lock:
            self._asked.append(asked)

    def clear(self) -> None:
        with self._lock:
            self._asked.clear()

    def of(self, database: str) -> list[Asked]:
        """The requests to one database; those that a redirect led away are of ``elsewhere``."""
        return [asked for asked in self if asked.database == database]

    def gaps(self, database: str) -> list[float]:
        """The seconds between each request to a database and the next."""
        times = [asked.time for asked in self.of(database)]
        return [later - earlier for earlier, later in pairwise(times)]

    def __iter__(self) -> Iterator[Asked]:
        with self._lock:
            return iter(list(self._asked))

    def __len__(self) -> int:
        return len(self._asked)

    def __getitem__(self, index: int) -> Asked:
        return self._asked[index]
