"""Many citations at once: their keys are joined with the corpus's, by DuckDB, on all cores.

What is asked of the database is which works share keys with which citations, and what those works
are; the keys and the decisions are the pure functions of :mod:`kdbib.corpus.keys` and
:mod:`kdbib.corpus.judge`, batch by batch.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.fs as pafs

from kdbib.corpus import keys
from kdbib.corpus.candidates import EXACT, NEAR
from kdbib.corpus.citations import CITATIONS
from kdbib.corpus.database import connection
from kdbib.corpus.few import FEW, RowGroups
from kdbib.corpus.judge import CANDIDATE, MATCHES, QUESTIONS, judge
from kdbib.corpus.matching import Asked, Engine, match_in_turn
from kdbib.corpus.store import ParquetCorpus
from kdbib.corpus.tables import TABLES

if TYPE_CHECKING:
    import duckdb

_AT_ONCE = 512
"""Citations that one call of a function decides about."""
_KEYS_AT_ONCE = 8_192
"""Citations whose keys one call computes."""


def match(
    corpora: Sequence[ParquetCorpus], citations: Iterable[pa.RecordBatch], *, memory: int = 1_000
) -> Iterator[pa.Table]:
    """For each batch of CITATIONS a table of FOUND, in the order of its rows.

    A batch may have 100,000 rows, and is answered with a few joins. What has a work of exactly its
    title or identifier that decides is not looked up further, nor is it in the next corpus.
    ``memory`` bounds that of the databases, in megabytes.
    """
    with ExitStack() as stack:
        machine = _Machine(stack, memory // max(len(corpora), 1))
        asked = [Asked(corpus.name, _Embedded(corpus, machine)) for corpus in corpora]
        for batch in citations:
            yield match_in_turn(asked, batch)


def look_up(corpus: ParquetCorpus, citations: pa.RecordBatch, *, memory: int = 1_000) -> pa.Table:
    """The works that share a title or an identifier with the citations, which nobody has judged.

    A table of ``row``, that of a citation, and ``id``, that of a work.
    """
    with ExitStack() as stack:
        join = _joined(corpus, _Machine(stack, memory))
        _register(join.database, citations)
        return join.database.sql(EXACT).to_arrow_table()


class _Machine:
    """What the engines of a match use: databases, and processes that are started but once."""

    def __init__(self, stack: ExitStack, memory: int) -> None:
        self._stack = stack
        self._memory = memory

    @cached_property
    def pool(self) -> ProcessPoolExecutor:
        """Processes on all cores, which end with the stack."""
        cores = len(os.sched_getaffinity(0))
        pool = ProcessPoolExecutor(cores, mp_context=get_context("spawn"))
        return self._stack.enter_context(pool)

    def database(self) -> "duckdb.DuckDBPyConnection":
        """Another database, which ends with the stack."""
        spill = Path(self._stack.enter_context(TemporaryDirectory(prefix="kdbib-")))
        return self._stack.enter_context(connection(spill, self._memory))


class _Embedded:
    """The engine for any number of citations; see :class:`kdbib.corpus.matching.Engine`."""

    def __init__(self, corpus: ParquetCorpus, machine: _Machine) -> None:
        self._corpus = corpus
        self._machine = machine

    def exact(self, citations: pa.RecordBatch) -> pa.Table:
        """See :class:`kdbib.corpus.matching.Engine`."""
        return self._fit_for(citations).exact(citations)

    def near(self, citations: pa.RecordBatch) -> pa.Table:
        """See :class:`kdbib.corpus.matching.Engine`."""
        return self._fit_for(citations).near(citations)

    def _fit_for(self, citations: pa.RecordBatch) -> Engine:
        return RowGroups(self._corpus) if len(citations) <= FEW else self._join

    @cached_property
    def _join(self) -> "_Join":
        return _joined(self._corpus, self._machine)


@dataclass(frozen=True, slots=True)
class _Join:
    """The engine: a database that has the corpus, and a pool of processes that decide."""

    database: "duckdb.DuckDBPyConnection"
    pool: ProcessPoolExecutor

    def exact(self, citations: pa.RecordBatch) -> pa.Table:
        """See :class:`kdbib.corpus.matching.Engine`."""
        _register(self.database, citations)
        return _judged(self.database, self.pool, EXACT)

    def near(self, citations: pa.RecordBatch) -> pa.Table:
        """See :class:`kdbib.corpus.matching.Engine`."""
        _register(self.database, citations)
        self.database.register("cited_near", _table(self._near_keys(citations)))
        return _judged(self.database, self.pool, f"({NEAR}) UNION ({EXACT})")

    def _near_keys(self, citations: pa.RecordBatch) -> pa.RecordBatch:
        pieces = [_piece(citations, at) for at in range(0, len(citations), _KEYS_AT_ONCE)]
        words = list(self.pool.map(keys.cited_words, pieces))
        known = self._frequencies(set().union(*words))
        of_pieces = [{word: known[word] for word in some if word in known} for some in words]
        return pa.concat_batches(self.pool.map(keys.cited_near_keys, pieces, of_pieces))

    def _frequencies(self, words: set[str]) -> keys.Frequencies:
        self.database.register("cited_words", pa.table({"word": pa.array(words, pa.string())}))
        return dict(
            self.database.sql(
                "SELECT word, works FROM words SEMI JOIN cited_words USING (word)"
            ).fetchall()
        )


def _joined(corpus: ParquetCorpus, machine: _Machine) -> _Join:
    """The engine, of a database that knows the tables of the corpus."""
    database = machine.database()
    for table in TABLES:
        _view(database, corpus, table)
    return _Join(database, machine.pool)


def _piece(citations: pa.RecordBatch, start: int) -> pa.RecordBatch:
    """Some of the citations, copied: of a slice, all that it is a slice of would be sent."""
    stop = min(start + _KEYS_AT_ONCE, len(citations))
    return citations.take(pa.array(range(start, stop), pa.int32()))


def _view(database: "duckdb.DuckDBPyConnection", corpus: ParquetCorpus, table: str) -> None:
    paths = corpus.paths(table)
    if not paths:  # of a corpus without works
        database.register(table, TABLES[table].empty_table())
    elif isinstance(corpus.system, pafs.LocalFileSystem):
        database.read_parquet(paths).create_view(table)
    else:  # DuckDB reads object stores by an extension that it would have to download
        import pyarrow.dataset as ds

        database.register(table, ds.dataset(paths, filesystem=corpus.system, format="parquet"))


def _register(database: "duckdb.DuckDBPyConnection", citations: pa.RecordBatch) -> None:
    database.register("citations", _table(citations))
    database.register("cited_titles", _table(keys.cited_title_keys(citations)))
    database.register("cited_identifiers", _table(keys.cited_identifier_keys(citations)))


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
