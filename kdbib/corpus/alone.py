"""One build at a time in a corpus folder: two would write over what the other one stages."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from kdbib.errors import UsageError

FILE_NAME = ".building"


@contextmanager
def alone_in(corpus: Path) -> Iterator[None]:
    """Hold the folder, which is made if need be; raises UsageError if another build holds it."""
    with closing(_held(corpus)):
        yield


def _held(corpus: Path) -> sqlite3.Connection:
    """A lock of SQLite's, on an empty file.

    The system takes it from a process that ends, however it ends, wherever Python runs.
    """
    try:
        corpus.mkdir(parents=True, exist_ok=True)
        lock = sqlite3.connect(corpus / FILE_NAME, timeout=0)
        lock.execute("BEGIN EXCLUSIVE")
    except OSError as error:
        raise UsageError(f"{corpus}: {(error.strerror or str(error)).lower()}") from None
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            raise UsageError(f"{corpus}: another build is at work on it: wait for it") from None
        raise UsageError(f"{corpus}: it can't be written to: {error}") from None
    return lock
