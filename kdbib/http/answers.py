"""The cache: answers already paid for, found again by question.

Answers are kept raw, as they arrived, each with the batch of questions that it answered, and an
index says which answer knows what about a question. So of 500 questions with one new among them,
499 need no request, and a later version of kdbib reads old answers with new eyes.

It is one SQLite file in WAL mode (https://www.sqlite.org/wal.html), with a transaction per answer:
several processes and threads can use it, and one that is killed leaves it whole.
"""

import json
import logging
import sqlite3
import threading
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from kdbib.http.answers_claims import Claims
from kdbib.http.answers_file import FILE_NAME, Transaction, inode, open_file, set_aside

_log = logging.getLogger(__name__)

Asked = tuple[str, str]
"""A question to a source: its kind and its value."""

_DAY = 86400.0
_MOMENT = 0.1
KEPT = {"found": 90 * _DAY, "missing": 14 * _DAY}
"""For how many seconds an outcome holds. What is missing may have been published since."""

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Known:
    """What the cache knows about a question: ``answer`` is the number of the answer that says so.

    ``outcome`` is ``found`` or ``missing``; ``time`` is when the answer arrived.
    """

    outcome: str
    answer: int
    time: float


@dataclass(frozen=True, slots=True)
class Info:
    """What is in the cache: counts, bytes on disk, and when the oldest and newest answer arrived.

    ``questions`` counts them for each source; ``path`` is None where there is no cache.
    """

    path: Path | None = None
    questions: Mapping[str, int] = field(default_factory=dict)
    found: int = 0
    missing: int = 0
    answers: int = 0
    size: int = 0
    oldest: float | None = None
    newest: float | None = None


class Answers:
    """The cache in a folder, which is made if need be; ``Answers(None)`` keeps nothing.

    Nothing here raises on account of the file: where it can't be used, a warning is logged and
    everything goes on without a cache; a file that is damaged or somebody else's is set aside.
    """

    def __init__(self, folder: Path | None, *, clock: Callable[[], float] = time.time) -> None:
        self._path = folder / FILE_NAME if folder else None
        self._clock = clock
        self._lock = threading.RLock()
        self._claims = Claims(clock)
        self._file = open_file(self._path) if self._path else None
        self._inode = inode(self._path) if self._path else None

    def close(self) -> None:
        """Closes the file; nothing is claimed any more."""
        self._try(self._claims.give_up_all, None)
        with self._lock:
            if self._file:
                self._file.close()
                self._file = None

    def recall(self, source: str, questions: Iterable[Asked]) -> dict[Asked, Known]:
        """What is known, and not too old, about the questions to a source."""
        wanted = list(questions)
        return self._try(lambda file: self._recall(file, source, wanted), {})

    def answer(self, number: int) -> tuple[bytes, list[Asked]] | None:
        """An answer as it arrived, with the batch that it answers; None if it is gone."""
        return self._try(lambda file: _answer(file, number), None)

    def keep(
        self, source: str, answer: bytes, batch: Sequence[Asked], outcomes: Mapping[Asked, str]
    ) -> None:
        """Keeps an answer to a batch, with the outcome (``found``, ``missing``) for each question.

        Questions of the batch without an outcome are not known afterwards.
        """
        if outcomes:
            self._try(lambda file: self._keep(file, source, answer, batch, outcomes), None)

    def now(self) -> float:
        """The time by the clock that answers are dated by."""
        return self._clock()

    def claim(self, source: str, questions: Sequence[Asked], seconds: float) -> set[Asked]:
        """Those of the questions that nobody else is asking the source: now they are claimed.

        A claim ends when it is released, when its process has ended, or after ``seconds``.
        """
        everything = set(questions)
        return self._try(
            lambda file: self._claims.take(file, source, everything, seconds), everything
        )

    def release(self, source: str, questions: Sequence[Asked]) -> None:
        """Gives up the claims on these questions."""
        self._try(lambda file: self._claims.give_up(file, source, questions), None)

    def pause(self) -> None:
        """Waits for a moment: somebody else is asking."""
        time.sleep(_MOMENT)

    def found(self) -> dict[tuple[str, str], tuple[int, int]]:
        """How many questions of a kind to a source were answered with something, and of how many.

        By source and kind.
        """
        return self._try(
            lambda file: {
                (source, kind): (found, total)
                for source, kind, found, total in file.execute(
                    "SELECT source, kind, sum(outcome = 'found'), count(*) FROM question"
                    " GROUP BY source, kind"
                )
            },
            {},
        )

    def info(self) -> Info:
        """Counts, size on disk and the age of what is kept."""
        return self._try(self._info, Info())

    def clear(self) -> None:
        """Forgets everything."""
        self._try(_clear, None)

    def _try(self, work: Callable[[sqlite3.Connection], _T], otherwise: _T) -> _T:
        with self._lock:
            if self._file is None or self._path is None:
                return otherwise
            try:
                return work(self._file)
            except (sqlite3.OperationalError, OSError) as error:  # locked, full, read-only, ...
                _log.warning("going on without the cache %s: %s", self._path, error)
                self._file.close()
                self._file = None
            except sqlite3.DatabaseError as error:  # malformed
                self._file.close()
                set_aside(self._path, str(error), self._inode)
                self._file, self._inode = open_file(self._path), inode(self._path)
            return otherwise

    def _recall(
        self, file: sqlite3.Connection, source: str, questions: list[Asked]
    ) -> dict[Asked, Known]:
        known: dict[Asked, Known] = {}
        for kind, value in questions:
            row = file.execute(
                "SELECT outcome, answer, time FROM question"
                " WHERE source = ? AND kind = ? AND value = ?",
                (source, kind, value),
            ).fetchone()
            if row and self._clock() - row[2] < KEPT.get(row[0], 0):
                known[kind, value] = Known(*row)
        return known

    def _keep(
        self,
        file: sqlite3.Connection,
        source: str,
        answer: bytes,
        batch: Sequence[Asked],
        outcomes: Mapping[Asked, str],
    ) -> None:
        packed, now = zlib.compress(answer), self._clock()
        with Transaction(file):
            number = file.execute(
                "INSERT INTO answer (source, time, batch, body) VALUES (?, ?, ?, ?)",
                (source, now, json.dumps(batch), packed),
            ).lastrowid
            for (kind, value), outcome in outcomes.items():
                file.execute(
                    "REPLACE INTO question VALUES (?, ?, ?, ?, ?, ?)",
                    (source, kind, value, outcome, number, now),
                )
            file.execute("DELETE FROM answer WHERE id NOT IN (SELECT answer FROM question)")

    def _info(self, file: sqlite3.Connection) -> Info:
        per_source = file.execute("SELECT source, count(*) FROM question GROUP BY source")
        outcomes = file.execute("SELECT outcome, count(*) FROM question GROUP BY outcome")
        answers, oldest, newest = file.execute(
            "SELECT count(*), min(time), max(time) FROM answer"
        ).fetchone()
        counts = dict(outcomes.fetchall())
        assert self._path is not None  # noqa: S101 - there is a file
        sizes = (Path(f"{self._path}{end}") for end in ("", "-wal"))
        return Info(
            path=self._path,
            questions=dict(per_source.fetchall()),
            found=counts.get("found", 0),
            missing=counts.get("missing", 0),
            answers=answers,
            size=sum(path.stat().st_size for path in sizes if path.exists()),
            oldest=oldest,
            newest=newest,
        )


def _answer(file: sqlite3.Connection, number: int) -> tuple[bytes, list[Asked]] | None:
    row = file.execute("SELECT body, batch FROM answer WHERE id = ?", (number,)).fetchone()
    try:
        return (zlib.decompress(row[0]), [(k, v) for k, v in json.loads(row[1])]) if row else None
    except (zlib.error, ValueError, TypeError):  # damaged in a way that SQLite doesn't see
        return None


def _clear(file: sqlite3.Connection) -> None:
    with Transaction(file):
        file.execute("DELETE FROM question")
        file.execute("DELETE FROM answer")
    file.execute("VACUUM")
    file.execute("PRAGMA wal_checkpoint(TRUNCATE)")
