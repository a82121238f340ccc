"""The look-ups of a corpus on a Spark cluster, with the functions that every engine calls.

Joins are Spark's own; keys and decisions are the pure functions of :mod:`kdbib.corpus.keys` and
:mod:`kdbib.corpus.judge`, of Arrow batches in the workers' Python. A lost worker is Spark's to
replace: what is asked again gets the same answer.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from kdbib.corpus import keys
from kdbib.corpus.candidates import EXACT, NEAR
from kdbib.corpus.citations import CITATIONS
from kdbib.corpus.index import frequencies
from kdbib.corpus.judge import CANDIDATE, MATCHES, QUESTIONS, judge
from kdbib.corpus.store import ParquetCorpus
from kdbib.corpus.tables import TABLES

if TYPE_CHECKING:
    from pyspark import Broadcast
    from pyspark.sql import DataFrame, SparkSession

_AT_ONCE = 512
"""Rows that one call of a function gets: few enough for a worker with little memory."""
_SCHEMES = {"local": "file", "s3": "s3a", "gcs": "gs"}
"""What Spark calls the file systems of pyarrow."""
_ASKED_WORDS = pa.schema([pa.field("word", pa.string())])
_EXACT_KEYS = keys.KEYS.append(pa.field("of", pa.string()))

Function = Callable[[pa.RecordBatch], pa.RecordBatch]


class SparkEngine:
    """A corpus on a cluster, all of whose workers can read its files by the same paths."""

    def __init__(self, session: "SparkSession", corpus: ParquetCorpus) -> None:
        self._session = session
        self._tables = {name: _frame(session, corpus, name) for name in TABLES}

    def exact(self, citations: pa.RecordBatch) -> pa.Table:
        """MATCHES of the citations that share a title or an identifier with a work, unordered."""
        with ExitStack() as kept:
            self._ask(citations, kept)
            return self._judged(EXACT)

    def near(self, citations: pa.RecordBatch) -> pa.Table:
        """MATCHES of the citations that share any key with a work, unordered."""
        with ExitStack() as kept:
            asked = self._ask(citations, kept)
            words = _mapped(asked, _words, CITATIONS, _ASKED_WORDS).distinct()
            words.createOrReplaceTempView("asked_words")
            known = self._session.sql(
                "SELECT word, works FROM words SEMI JOIN asked_words USING (word)"
            )
            counted = self._session.sparkContext.broadcast(frequencies(known.toArrow()))
            kept.callback(counted.destroy)
            near = _mapped(asked, partial(_near_keys, counted), CITATIONS, keys.KEYS)
            _keep(near, "cited_near", kept)
            return self._judged(f"({NEAR}) UNION ({EXACT})")

    def _ask(self, citations: pa.RecordBatch, kept: ExitStack) -> "DataFrame":
        """Make the corpus, the citations and their exact keys known to the queries."""
        for table, frame in self._tables.items():
            frame.createOrReplaceTempView(table)
        asked = self._session.createDataFrame(pa.Table.from_batches([citations]))
        asked.createOrReplaceTempView("citations")
        exact = _keep(_mapped(asked, _exact_keys, CITATIONS, _EXACT_KEYS), "cited_exact", kept)
        for kind in ("titles", "identifiers"):
            of_kind = exact.where(exact.of == kind).select("key", "id")
            of_kind.createOrReplaceTempView(f"cited_{kind}")
        return asked

    def _judged(self, candidates: str) -> pa.Table:
        """The decisions on the citations that a query (of row, id) finds candidates for."""
        struct = ", ".join(f"works.`{field.name}`" for field in CANDIDATE)
        columns = ", ".join(f'citations."{name}"' for name in CITATIONS.names)
        questions = self._session.sql(
            f"SELECT {columns}, candidates FROM citations JOIN "
            f'(SELECT "row", sort_array(collect_list(struct({struct}))) AS candidates '
            f'FROM ({candidates}) AS wanted JOIN works USING (id) GROUP BY "row") USING ("row")'
        )
        decided = _mapped(questions, judge, QUESTIONS, MATCHES).toArrow()
        return decided.cast(MATCHES)


def _frame(session: "SparkSession", corpus: ParquetCorpus, table: str) -> "DataFrame":
    schema = _spark(TABLES[table])
    scheme = _SCHEMES.get(corpus.system.type_name, corpus.system.type_name)
    paths = [f"{scheme}://{path}" for path in corpus.paths(table)]
    if not paths:  # of a corpus without works
        return session.createDataFrame([], schema)
    return session.read.schema(schema).parquet(*paths)


def _keep(frame: "DataFrame", name: str, kept: ExitStack) -> "DataFrame":
    """Name a frame, and compute it no more than once."""
    frame.persist()
    kept.callback(frame.unpersist)
    frame.createOrReplaceTempView(name)
    return frame


def _mapped(
    frame: "DataFrame", function: Function, takes: pa.Schema, gives: pa.Schema
) -> "DataFrame":
    return frame.mapInArrow(partial(_each, function, takes), _spark(gives))


def _each(
    function: Function, takes: pa.Schema, batches: Iterable[pa.RecordBatch]
) -> Iterator[pa.RecordBatch]:
    """What a worker does: the function of a few rows after the other."""
    for batch in batches:
        for at in range(0, len(batch), _AT_ONCE):
            yield function(batch.slice(at, _AT_ONCE).cast(takes))


def _exact_keys(citations: pa.RecordBatch) -> pa.RecordBatch:
    """The title and the identifier keys of citations, in one table."""
    titles = keys.cited_title_keys(citations)
    identifiers = keys.cited_identifier_keys(citations)
    kinds = ["titles"] * len(titles) + ["identifiers"] * len(identifiers)
    both = (
        pa.concat_arrays(pair) for pair in zip(titles.columns, identifiers.columns, strict=True)
    )
    columns = [*both, pa.array(kinds, pa.string())]
    return pa.RecordBatch.from_arrays(columns, schema=_EXACT_KEYS)


def _words(citations: pa.RecordBatch) -> pa.RecordBatch:
    words = pa.array(sorted(keys.cited_words(citations)), pa.string())
    return pa.RecordBatch.from_arrays([words], schema=_ASKED_WORDS)


def _near_keys(counted: "Broadcast[keys.Frequencies]", citations: pa.RecordBatch) -> pa.RecordBatch:
    return keys.cited_near_keys(citations, counted.value)


def _spark(schema: pa.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)
