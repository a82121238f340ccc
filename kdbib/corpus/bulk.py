"""Many citations at once: their keys are joined with the corpus's, by DuckDB, on all cores.

What is asked of the database is which works share keys with which citations, and what those works
are; the keys and the decisions are the pure functions of :mod:`kdbib.corpus.keys` and
:mod:`kdbib.corpus.judge`, batch by batch.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.fs as pafs

from kdbib.corpus import keys
from kdbib.corpus.citations import CITATIONS
from kdbib.corpus.database import connection
from kdbib.corpus.judge import CANDIDATE, MATCHES, QUESTIONS, judge
from kdbib.corpus.store import MOST_CANDIDATES, ParquetCorpus
from kdbib.model import Status

if TYPE_CHECKING:
    import duckdb

MOST_NAMESAKES = 64
"""How many works of exactly one title a citation is compared with."""
_AT_ONCE = 512
"""Citations that one call of a function decides about."""
_WEIGHT = 23
"""As in :mod:`kdbib.corpus.store`, of the floor of the logarithm."""

EXACT = f"""(
    SELECT DISTINCT asked.id AS "row", known.id AS id
    FROM (SELECT *, 'titles' AS of FROM cited_titles UNION ALL
          SELECT *, 'identifiers' FROM cited_identifiers) AS asked
    JOIN (SELECT *, 'titles' AS of FROM titles UNION ALL
          SELECT *, 'identifiers' FROM identifiers) AS known USING (key, of)
    QUALIFY row_number() OVER (PARTITION BY "row" ORDER BY known.id) <= {MOST_NAMESAKES}
)"""
"""The works that share a title or an identifier with a citation: (row, id)."""

NEAR = f"""(
    WITH asked AS (SELECT DISTINCT key FROM cited_near),
         hits AS (SELECT key, id, count(*) OVER (PARTITION BY key) AS works
                  FROM near SEMI JOIN asked USING (key)),
         weighed AS (SELECT cited_near.id AS "row", hits.id AS id,
                            sum({_WEIGHT} - floor(log2(works))::INT) AS weight
                     FROM cited_near JOIN hits USING (key) GROUP BY ALL)
    SELECT "row", id FROM weighed
    QUALIFY row_number() OVER (PARTITION BY "row" ORDER BY weight DESC, id) <= {MOST_CANDIDATES}
)"""
"""The works that share the most and the rarest near keys with a citation: (row, id)."""


def match(
    corpus: ParquetCorpus, citations: Iterable[pa.RecordBatch], *, memory: int = 1_000
) -> Iterator[pa.Table]:
    """For each batch of CITATIONS a table of MATCHES, in the order of its rows.

    A batch may have 100,000 rows, and is answered with a few joins. What has a work of exactly its
    title or identifier that decides is not looked up further. ``memory`` bounds the database's, in
    megabytes.
    """
    with ExitStack() as stack:
        spill = Path(stack.enter_context(TemporaryDirectory(prefix="kdbib-")))
        database = stack.enter_context(connection(spill, memory))
        cores = len(os.sched_getaffinity(0))
        pool = stack.enter_context(ProcessPoolExecutor(cores, mp_context=get_context("spawn")))
        for table in ("works", "titles", "identifiers", "near", "words"):
            _view(database, corpus, table)
        for batch in citations:
            yield _match(database, pool, batch)


def _view(database: "duckdb.DuckDBPyConnection", corpus: ParquetCorpus, table: str) -> None:
    paths = corpus.paths(table)
    if isinstance(corpus.system, pafs.LocalFileSystem):
        database.read_parquet(paths).create_view(table)
    else:  # DuckDB reads object stores by an extension that it would have to download
        database.register(table, ds.dataset(paths, filesystem=corpus.system, format="parquet"))


def _match(
    database: "duckdb.DuckDBPyConnection", pool: ProcessPoolExecutor, citations: pa.RecordBatch
) -> pa.Table:
    _register(database, citations)
    exact = _judged(database, pool, EXACT)
    decided = exact.filter(pc.equal(exact.column("status"), Status.MATCHED.value))
    undecided = _without(citations, set(decided.column("row").to_pylist()))
    _register(database, undecided)
    _register_near(database, undecided)
    near = _judged(database, pool, f"{NEAR} UNION {EXACT}")
    rows = pa.concat_tables([decided, near])
    found = set(rows.column("row").to_pylist())
    missing = [row for row in citations.column("row").to_pylist() if row not in found]
    nothing = [{"row": row, "status": Status.NOT_FOUND.value} for row in missing]
    return pa.concat_tables([rows, pa.Table.from_pylist(nothing, schema=MATCHES)]).sort_by("row")


def _register(database: "duckdb.DuckDBPyConnection", citations: pa.RecordBatch) -> None:
    database.register("citations", _table(citations))
    database.register("cited_titles", _table(keys.cited_title_keys(citations)))
    database.register("cited_identifiers", _table(keys.cited_identifier_keys(citations)))


def _register_near(database: "duckdb.DuckDBPyConnection", citations: pa.RecordBatch) -> None:
    cited = pa.table({"word": pa.array(sorted(keys.cited_words(citations)), pa.string())})
    database.register("cited_words", cited)
    known = database.sql("SELECT word, works FROM words SEMI JOIN cited_words USING (word)")
    frequencies = dict(known.fetchall())
    database.register("cited_near", _table(keys.cited_near_keys(citations, frequencies)))


def _without(citations: pa.RecordBatch, rows: set[int]) -> pa.RecordBatch:
    open_ = [row not in rows for row in citations.column("row").to_pylist()]
    return citations.filter(pa.array(open_, pa.bool_()))


def _judged(
    database: "duckdb.DuckDBPyConnection", pool: ProcessPoolExecutor, candidates: str
) -> pa.Table:
    """The decisions on the citations that a query (of row, id) finds candidates for."""
    database.execute(f"CREATE OR REPLACE TEMP TABLE wanted AS {candidates}")
    struct = ", ".join(f'"{field.name}": works."{field.name}"' for field in CANDIDATE)
    columns = ", ".join(f'citations."{name}"' for name in CITATIONS.names)
    questions = database.sql(
        f"SELECT {columns}, candidates FROM citations JOIN "
        f'(SELECT "row", list({{{struct}}} ORDER BY id) AS candidates '
        f'FROM wanted JOIN works USING (id) GROUP BY "row") USING ("row")'
    ).to_arrow_reader(_AT_ONCE)
    batches = (batch.cast(QUESTIONS) for batch in questions)
    return pa.Table.from_batches(_each(pool, judge, batches), MATCHES)


def _each(
    pool: ProcessPoolExecutor,
    function: Callable[[pa.RecordBatch], pa.RecordBatch],
    batches: Iterator[pa.RecordBatch],
) -> Iterator[pa.RecordBatch]:
    """The function of each batch, computed in the pool; few batches are held at a time."""
    waiting: deque[Future[pa.RecordBatch]] = deque()
    for batch in batches:
        waiting.append(pool.submit(function, batch))
        if len(waiting) > 8:
            yield waiting.popleft().result()
    for future in islice(waiting, None):
        yield future.result()


def _table(batch: pa.RecordBatch) -> pa.Table:
    return pa.Table.from_batches([batch])
