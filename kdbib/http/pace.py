"""The pace of requests to a host, kept by all kdbib processes of the machine together.

Databases count requests per address or per key, not per process: arXiv's terms of use
(https://info.arxiv.org/help/api/tou.html) ask for one request in three seconds from all machines
under one's control. So the next free moment of each host stands in a small SQLite file in the
user's state folder, and a process takes it in one exclusive transaction before it waits for it.

(pyrate-limiter's SQLite bucket counts and inserts in two statements, between which another process
can do the same: among 12 processes, some were let through 2 ms after one another. Its file lock
would be one dependency more.)
"""

import logging
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

_log = logging.getLogger(__name__)

_TABLE = "CREATE TABLE IF NOT EXISTS pace (host TEXT PRIMARY KEY, free REAL NOT NULL) WITHOUT ROWID"
_LONGEST_QUEUE = 900.0  # a moment further away than this comes from a clock that was set back


class Pace:
    """Lets requests to a host pass one by one, an interval apart.

    ``folder`` is where the file is kept. Where it can't be written, this process keeps its own
    pace, and says so once. ``clock`` is wall-clock time, which is what processes share.
    """

    def __init__(
        self,
        folder: Path,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._file = folder / "pace.sqlite"
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._own: dict[str, float] = {}
        self._shared = True

    def wait(self, host: str, interval: float) -> None:
        """Returns when it is this caller's turn; the next one's is ``interval`` seconds later."""
        if interval <= 0:
            return
        pause = self._reserve(host, interval) - self._clock()
        if pause > 0:
            self._sleep(pause)

    def sent(self, host: str, interval: float) -> None:
        """Notes that a request goes out only now, later than its turn was, as on a busy machine."""
        if interval <= 0:
            return
        free = self._clock() + interval
        with self._lock:
            self._own[host] = max(free, self._own.get(host, 0.0))
            if self._shared:
                with suppress(OSError, sqlite3.Error):
                    self._postpone(host, free)

    def _postpone(self, host: str, free: float) -> None:
        with closing(sqlite3.connect(self._file, timeout=10, isolation_level=None)) as file:
            file.execute("UPDATE pace SET free = max(free, ?) WHERE host = ?", (free, host))

    def _reserve(self, host: str, interval: float) -> float:
        with self._lock:
            own = self._turn(self._own.get(host, 0.0), interval)
            turn = max(own, self._reserve_shared(host, interval)) if self._shared else own
            self._own[host] = turn + interval
            return turn

    def _reserve_shared(self, host: str, interval: float) -> float:
        try:
            return self._take(host, interval)
        except (OSError, sqlite3.Error) as error:
            self._shared = False
            _log.warning("the pace of requests is not shared between processes: %s", error)
            return 0.0

    def _take(self, host: str, interval: float) -> float:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._file, timeout=10, isolation_level=None)) as file:
            file.execute("BEGIN IMMEDIATE")  # nobody else reads before we have written
            file.execute(_TABLE)
            row = file.execute("SELECT free FROM pace WHERE host = ?", (host,)).fetchone()
            turn = self._turn(row[0] if row else 0.0, interval)
            file.execute("REPLACE INTO pace VALUES (?, ?)", (host, turn + interval))
            file.execute("COMMIT")
            return turn

    def _turn(self, free: float, interval: float) -> float:
        now = self._clock()
        return now if free > now + max(_LONGEST_QUEUE, interval) else max(now, free)
