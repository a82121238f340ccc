"""Files with dumps in them, read as a build reads them."""

import io
from collections.abc import Callable
from pathlib import Path

from kdbib.corpus.dumps import recognised
from kdbib.corpus.dumps.base import Damaged, Dump, NotAWork, Seen
from kdbib.corpus.dumps.files import DumpFile
from kdbib.corpus.dumps.stream import Stream

Read = Seen | Damaged | NotAWork | None


def opened(data: bytes) -> Callable[[], Stream]:
    return lambda: Stream(io.BytesIO(data))


def dump_of(data: bytes) -> Dump:
    found = recognised(data)
    assert found, data[:200]
    return found


def outcomes(data: bytes) -> list[Read]:
    """What becomes of each record of a dump, told by its content."""
    dump = dump_of(data)
    return [outcome(dump, record) for record in dump.split(opened(data))]


def outcome(dump: Dump, record: bytes) -> Read:
    try:
        return dump.read(record)
    except (Damaged, NotAWork) as error:
        return error


def works(data: bytes) -> list[Seen]:
    """The works in a dump, all of whose records are works."""
    found = outcomes(data)
    assert all(isinstance(each, Seen) for each in found), found
    return [each for each in found if isinstance(each, Seen)]


def file_of(path: Path, data: bytes) -> DumpFile:
    path.write_bytes(data)
    return DumpFile(path, len(data))
