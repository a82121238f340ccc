"""Who is asking what at this moment, so that two processes never ask the same question.

A claim is a row in the cache's own file. It says whose it is: machine, process, and which cache of
the process. A process that has died on this machine claims nothing any more; for those of other
machines, with which the folder may be shared, a claim ends after its time.
"""

import os
import platform
import sqlite3
import uuid
from collections.abc import Callable, Iterable

from kdbib.http.answers_file import Transaction


class Claims:
    """The claims of one cache object; ``clock`` is wall-clock time.

    ``owner`` is ``machine:process:anything``, by default of this process.
    """

    def __init__(self, clock: Callable[[], float], owner: str = "") -> None:
        self._clock = clock
        self._owner = owner or f"{platform.node()}:{os.getpid()}:{uuid.uuid4().hex}"

    def take(
        self,
        file: sqlite3.Connection,
        source: str,
        questions: Iterable[tuple[str, str]],
        seconds: float,
    ) -> set[tuple[str, str]]:
        """Claims those of the questions that are free, for so many seconds; returns them."""
        now, mine = self._clock(), set()
        with Transaction(file):
            for kind, value in questions:
                row = file.execute(
                    "SELECT owner, until FROM claim WHERE source = ? AND kind = ? AND value = ?",
                    (source, kind, value),
                ).fetchone()
                if row and row[0] != self._owner and now < row[1] and _lives(row[0]):
                    continue
                mine.add((kind, value))
                file.execute(
                    "REPLACE INTO claim VALUES (?, ?, ?, ?, ?)",
                    (source, kind, value, self._owner, now + seconds),
                )
        return mine

    def give_up(
        self, file: sqlite3.Connection, source: str, questions: Iterable[tuple[str, str]]
    ) -> None:
        """Gives up the claims on these questions."""
        with Transaction(file):
            file.executemany(
                "DELETE FROM claim WHERE owner = ? AND source = ? AND kind = ? AND value = ?",
                [(self._owner, source, kind, value) for kind, value in questions],
            )

    def give_up_all(self, file: sqlite3.Connection) -> None:
        """Gives up every claim."""
        file.execute("DELETE FROM claim WHERE owner = ?", (self._owner,))


def _lives(owner: str) -> bool:
    """Whether the process that an owner's name names may still be at work."""
    node, _, rest = owner.rpartition(":")[0].rpartition(":")
    if node != platform.node() or os.name == "nt":  # where signal 0 is not a question
        return True
    try:
        os.kill(int(rest), 0)
    except (ProcessLookupError, ValueError, OverflowError):
        return False
    except OSError:  # somebody else's process
        return True
    return True
