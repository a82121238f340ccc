"""A long match in parts, so that one that was interrupted goes on where it was.

A part is a file that is named after what it answers: the citations, the corpus, the version of
kdbib. So it is used again only where computing it again would give the same.
"""

from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2b
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from kdbib import __version__
from kdbib.corpus.matching import FOUND


def resumed(
    folder: Path,
    edition: str,
    citations: Iterable[pa.RecordBatch],
    match: Callable[[pa.RecordBatch], pa.Table],
) -> Iterator[pa.Table]:
    """For each batch of CITATIONS its FOUND.

    ``match`` computes those that are not in ``folder`` yet, which then keeps them. ``edition`` is
    that of the corpora.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for batch in citations:
        path = folder / f"{_name(batch, edition)}.parquet"
        table = _known(path)
        if table is None:
            table = match(batch)
            written = path.with_suffix(".new")
            pq.write_table(table, written, compression="zstd")
            written.replace(path)
        yield table


def _name(batch: pa.RecordBatch, edition: str) -> str:
    digest = blake2b(f"{__version__} {edition} {FOUND}".encode(), digest_size=12)
    digest.update(batch.serialize())
    return digest.hexdigest()


def _known(path: Path) -> pa.Table | None:
    """The matches in a part; None if there is no such part, or a damaged one."""
    try:
        return pq.read_table(path).cast(FOUND)
    except (OSError, ValueError):  # what is wrong in Parquet is a ValueError for pyarrow
        return None
