"""The file of the cache: made, recognised, and set aside when it is damaged or somebody else's."""

import logging
import sqlite3
import time
from pathlib import Path

_log = logging.getLogger(__name__)

FILE_NAME = "answers.sqlite"
_OURS = 0x6B646262  # "kdbb": https://www.sqlite.org/pragma.html#pragma_application_id
_VERSION = 1
_PAUSE, _TRIES = 0.02, 250  # seconds, and how often they are waited
_TABLES = (
    "CREATE TABLE answer (id INTEGER PRIMARY KEY, source TEXT NOT NULL, time REAL NOT NULL,"
    " batch TEXT NOT NULL, body BLOB NOT NULL)",
    "CREATE TABLE question (source TEXT, kind TEXT, value TEXT, outcome TEXT NOT NULL,"
    " answer INTEGER NOT NULL, time REAL NOT NULL, PRIMARY KEY (source, kind, value))"
    " WITHOUT ROWID",
    "CREATE INDEX question_answer ON question (answer)",
    f"PRAGMA application_id = {_OURS}",
    f"PRAGMA user_version = {_VERSION}",
)
_CLAIMS = (
    "CREATE TABLE IF NOT EXISTS claim (source TEXT, kind TEXT, value TEXT, owner TEXT NOT NULL,"
    " until REAL NOT NULL, PRIMARY KEY (source, kind, value)) WITHOUT ROWID"
)
"""Which questions are being asked at this moment; files of earlier versions have no such table."""


class Transaction:
    """All or nothing; begun as a writer, so that nothing waits half-way for another writer."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file

    def __enter__(self) -> None:
        self._file.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self._file.execute("COMMIT")
        elif self._file.in_transaction:
            self._file.execute("ROLLBACK")


def open_file(path: Path) -> sqlite3.Connection | None:
    """The cache at ``path``, made if need be; None, with a warning, where there can't be one."""
    why: object = "it can't be set aside"
    for _ in range(2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            before = inode(path)
            file = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            why = error
            break
        try:
            strange = _prepare(file)
            if strange is None:
                return file
        except sqlite3.OperationalError as error:  # read-only, locked for long, ...
            file.close()
            why = error
            break
        except sqlite3.DatabaseError as error:  # not a database, or malformed
            strange = str(error)
        file.close()
        set_aside(path, strange, before)
    _log.warning("going on without a cache: %s can't be used (%s)", path, why)
    return None


def _prepare(file: sqlite3.Connection) -> str | None:
    """Makes the tables if there is nothing yet; what is wrong with the file, if it isn't ours."""
    # somebody else's file is only looked at: at one moment, for another process may be making ours
    file.execute("BEGIN")
    try:
        strange = _strange(file)
    finally:
        file.rollback()
    if strange is not None:
        return strange
    _write_ahead(file)
    file.execute("PRAGMA synchronous = NORMAL")
    with Transaction(file):  # two processes may come to a new file at the same moment
        if _pragma(file, "application_id") != _OURS:
            for statement in _TABLES:
                file.execute(statement)
        file.execute(_CLAIMS)
    return None


def _write_ahead(file: sqlite3.Connection) -> None:
    """Puts the file into WAL mode, as soon as nobody else is at it.

    While another process is making the same new file, SQLite refuses the change at once instead of
    waiting for its turn (https://www.sqlite.org/rescode.html#busy: a wait might be a deadlock).
    """
    for pause in (*[_PAUSE] * _TRIES, None):
        try:
            file.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if pause is None:
                raise
            time.sleep(pause)
        else:
            return


def _strange(file: sqlite3.Connection) -> str | None:
    if _pragma(file, "application_id") != _OURS:
        holds_something = file.execute("SELECT 1 FROM sqlite_master").fetchone()
        return "it is not a file of kdbib's" if holds_something else None
    if _pragma(file, "user_version") != _VERSION:
        return "it is of another version of kdbib"
    return None


def _pragma(file: sqlite3.Connection, name: str) -> int:
    return int(file.execute(f"PRAGMA {name}").fetchone()[0])


def inode(path: Path) -> int | None:
    """What tells this file from another one of the same name; None if there is none."""
    try:
        return path.stat().st_ino
    except OSError:
        return None


def set_aside(path: Path, why: str, number: int | None) -> None:
    """Renames a file that can't be used, with a warning, so that a new one can take its place.

    ``number`` is its inode: another process may have put a new file in its place already.
    """
    if number is not None and inode(path) != number:
        return
    aside = path.with_name(f"{path.name}.{time.time_ns()}.aside")
    try:
        path.rename(aside)
        for end in ("-wal", "-shm"):
            beside = Path(f"{path}{end}")
            if beside.exists():
                beside.rename(f"{aside}{end}")
    except OSError:
        return
    _log.warning("the cache %s can't be read (%s); it is set aside as %s", path, why, aside.name)
