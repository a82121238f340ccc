"""Deciding about many citations: in which order an engine is asked, the same for every engine."""

from typing import Protocol

import pyarrow as pa
import pyarrow.compute as pc

from kdbib.corpus.judge import MATCHES
from kdbib.model import Status


class Engine(Protocol):
    """What joins citations with a corpus: DuckDB on this machine, or Spark on many."""

    def exact(self, citations: pa.RecordBatch) -> pa.Table:
        """MATCHES of the citations that share a title or an identifier with a work, unordered."""

    def near(self, citations: pa.RecordBatch) -> pa.Table:
        """MATCHES of the citations that share any key with a work, unordered."""


def match(engine: Engine, citations: pa.RecordBatch) -> pa.Table:
    """The table of MATCHES for a batch of CITATIONS, ordered by row.

    What has a work of exactly its title or identifier that decides is not looked up further.
    """
    exact = engine.exact(citations)
    decided = exact.filter(pc.equal(exact.column("status"), Status.MATCHED.value))
    undecided = _without(citations, decided)
    near = engine.near(undecided) if len(undecided) else MATCHES.empty_table()
    nothing = _not_found(_without(undecided, near))
    return pa.concat_tables([decided, near, nothing]).sort_by("row")


def _without(citations: pa.RecordBatch, known: pa.Table) -> pa.RecordBatch:
    rows = pa.array(known.column("row").to_pylist(), pa.int32())
    return citations.filter(pc.invert(pc.is_in(citations.column("row"), value_set=rows)))


def _not_found(citations: pa.RecordBatch) -> pa.Table:
    """What is said of citations that share nothing with any work."""
    rows = [
        {"row": row, "status": Status.NOT_FOUND.value}
        for row in citations.column("row").to_pylist()
    ]
    return pa.Table.from_pylist(rows, schema=MATCHES)
