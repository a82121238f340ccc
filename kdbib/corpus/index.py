"""The keys of all works of a corpus: computed file by file in all cores, then sorted."""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise, repeat
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from kdbib.corpus import keys
from kdbib.corpus.schema import KEY_BITS
from kdbib.corpus.tables import WORDS, write_keys, write_words

if TYPE_CHECKING:
    import duckdb

OnStep = Callable[[str, int, int], None]
"""Is told what is being done, how many works (or files) it is done for, and of how many."""

Files = list[tuple[Path, int]]
"""Files, each with its number of rows."""

LARGEST_BLOCK = 200
"""Near keys of more works than that tell nothing, and are left out."""
_SORTED_AT_ONCE = 8_000_000
_BATCH = 8_192
_COLUMNS = ["id", "title_key", "title", "aliases", "author", "issued", "identifiers"]


def index(
    database: "duckdb.DuckDBPyConnection", works: list[Path], folder: Path, on_step: OnStep
) -> dict[str, Files]:
    """Write the tables of keys (titles, identifiers, near) and of words; gives their files."""
    parts = folder / "parts"
    parts.mkdir()
    tables: dict[str, Files] = {}
    _each(_exact_parts, works, parts, "titles and words", on_step)
    words = database.sql(
        "SELECT word, sum(works)::INT AS works FROM read_parquet($1) "
        "GROUP BY word HAVING sum(works) > 1 ORDER BY word",
        params=[_paths(parts, "words", WORDS)],
    ).to_arrow_table()
    tables["words"] = [write_words(words.cast(WORDS), folder)]
    for name in ("titles", "identifiers"):
        on_step(f"sorting {name}", 0, 1)
        tables[name] = write_keys(_sorted(database, parts, name, KEY_BITS), folder, name)
    _each(_near_part, works, parts, "keys of words", on_step)
    on_step("sorting keys of words", 0, 1)
    tables["near"] = write_keys(_sorted(database, parts, "near", keys.NEAR_BITS), folder, "near")
    for path in [*parts.iterdir()]:
        path.unlink()
    parts.rmdir()
    return tables


def _each(
    job: Callable[[Path, Path], None], works: list[Path], parts: Path, step: str, on_step: OnStep
) -> None:
    """Run a job for each file of works, in all cores if there are many."""
    if len(works) < 3:
        for path in works:
            job(path, parts)
        return
    cores = min(len(os.sched_getaffinity(0)), 16)
    with ProcessPoolExecutor(cores, mp_context=get_context("spawn")) as pool:
        for done, _ in enumerate(pool.map(job, works, repeat(parts)), start=1):
            on_step(step, done, len(works))


def _batches(path: Path) -> Iterator[pa.RecordBatch]:
    yield from pq.ParquetFile(path).iter_batches(_BATCH, columns=_COLUMNS, use_threads=False)


def _exact_parts(path: Path, parts: Path) -> None:
    titles, identifiers = [], []
    counts: Counter[str] = Counter()
    for batch in _batches(path):
        titles.append(keys.title_keys(batch))
        identifiers.append(keys.identifier_keys(batch))
        counts.update(keys.words(batch).to_pylist())
    _write(pa.Table.from_batches(titles).sort_by("key"), parts / f"titles-{path.name}")
    _write(pa.Table.from_batches(identifiers).sort_by("key"), parts / f"identifiers-{path.name}")
    counted = [pa.array(list(counts), pa.string()), pa.array(list(counts.values()), pa.int32())]
    _write(pa.Table.from_arrays(counted, schema=WORDS), parts / f"words-{path.name}")


_frequencies: dict[Path, keys.Frequencies] = {}


def _near_part(path: Path, parts: Path) -> None:
    words = parts.parent / "words-00000.parquet"
    if words not in _frequencies:  # once in a process
        _frequencies.clear()
        _frequencies[words] = frequencies(pq.read_table(words))
    found = [keys.near_keys(batch, _frequencies[words]) for batch in _batches(path)]
    _write(pa.Table.from_batches(found).sort_by("key"), parts / f"near-{path.name}")


def frequencies(words: pa.Table) -> keys.Frequencies:
    """The frequencies in a table of words."""
    columns = (words.column(name).to_pylist() for name in ("word", "works"))
    return dict(zip(*columns, strict=True))


def _write(table: pa.Table, path: Path) -> None:
    pq.write_table(table, path, row_group_size=1 << 17, compression="none")


def _paths(parts: Path, name: str, schema: pa.Schema) -> list[str]:
    found = [str(path) for path in sorted(parts.glob(f"{name}-*"))]
    if not found:  # an empty corpus
        _write(schema.empty_table(), parts / f"{name}-none")
        return [str(parts / f"{name}-none")]
    return found


def _sorted(
    database: "duckdb.DuckDBPyConnection", parts: Path, name: str, bits: int
) -> Iterator[pa.RecordBatch]:
    """All keys of a table in order, a range of keys after the other."""
    paths = _paths(parts, name, keys.KEYS)
    rows = sum(pq.read_metadata(path).num_rows for path in paths)
    ranges = 1 + rows // _SORTED_AT_ONCE
    bounds = [(at << bits) // ranges for at in range(ranges + 1)]
    few = f"QUALIFY count(*) OVER (PARTITION BY key) <= {LARGEST_BLOCK}" if name == "near" else ""
    for low, high in pairwise(bounds):
        yield from database.sql(
            "SELECT key, id FROM read_parquet($1) WHERE key >= $2 AND key < $3 "
            f"{few} ORDER BY key, id",
            params=[paths, low, high],
        ).to_arrow_reader(1 << 20)
