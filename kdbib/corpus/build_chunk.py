"""One chunk of records, read and staged: the part of a build that takes the time.

It runs in processes of its own (:mod:`kdbib.corpus.workers`).
"""

import gc
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kdbib.corpus.dumps import DUMPS
from kdbib.corpus.dumps.base import LONGEST_RECORD, Damaged, Dump, NotAWork, Seen
from kdbib.corpus.staging import Chunk

_MOST_EXAMPLES = 100  # of damaged records in a chunk that are named


@dataclass(frozen=True, slots=True)
class Task:
    """What there is to do: ``records`` of a file, the first of which is its ``first``-th."""

    dump: int
    file: str
    fingerprint: str
    index: int
    first: int
    records: Sequence[bytes]
    staged: Path


def stage(task: Task) -> Chunk:
    """Read the records, write the works, say what there was."""
    collecting = gc.isenabled()
    gc.disable()  # a hundred thousand new objects, and no cycle among them
    try:
        return _stage(task)
    finally:
        if collecting:
            gc.enable()


def _stage(task: Task) -> Chunk:
    import pyarrow as pa
    import pyarrow.parquet as pq

    from kdbib.corpus.schema import WORKS, to_batch

    dump, works, damaged, examples = DUMPS[task.dump], [], 0, []
    no_works: Counter[str] = Counter()
    for number, record in enumerate(task.records, start=task.first):
        try:
            if found := _read(dump, record):
                works.append(found)
        except Damaged as error:
            damaged += 1
            if damaged <= _MOST_EXAMPLES:
                examples.append(f"{_place(dump, task.file, number)}: {error}"[:500])
        except NotAWork as reason:
            no_works[str(reason)] += 1
    batch = to_batch([seen.work for seen in works], [[seen.source] for seen in works])
    unfinished = task.staged.with_suffix(".unfinished")
    pq.write_table(pa.Table.from_batches([batch], WORKS), unfinished, compression="zstd")
    unfinished.replace(task.staged)
    return Chunk(
        file=task.file,
        fingerprint=task.fingerprint,
        index=task.index,
        records=len(task.records),
        works=len(works),
        damaged=damaged,
        examples=examples,
        no_works=dict(no_works),
    )


def _read(dump: Dump, record: bytes) -> Seen | None:
    if len(record) > LONGEST_RECORD:
        raise Damaged(f"longer than {LONGEST_RECORD >> 20} MB")
    try:
        return dump.read(record)
    except (Damaged, NotAWork):
        raise
    except Exception as error:  # one record in a hundred million must not end a day's work
        raise Damaged(f"it can't be read: {type(error).__name__}: {error}") from None


def _place(dump: Dump, file: str, number: int) -> str:
    return f"{file}:{number}" if dump.in_lines else f"{file}: record {number}"
