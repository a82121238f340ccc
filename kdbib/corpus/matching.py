"""Deciding about many citations: in which order is asked what, the same for every engine."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

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


class Asked(NamedTuple):
    """A corpus as it is asked for many citations: its name, and the engine that joins them."""

    corpus: str
    engine: Engine


FOUND = MATCHES.append(pa.field("corpus", pa.string()))
"""MATCHES, and the corpus that has the work of the ``id``."""


def match_in_turn(corpora: Sequence[Asked], citations: pa.RecordBatch) -> pa.Table:
    """The table of FOUND for a batch of CITATIONS, ordered by row.

    What a corpus decides is not looked up in the next; of what none decides, the first that knows
    anything of it tells what.
    """
    decided, left = [FOUND.empty_table()], citations
    doubtful = MATCHES.empty_table()
    for corpus, engine in corpora:
        matches = match(engine, left)
        is_match = pc.equal(matches.column("status"), Status.MATCHED.value)
        found = matches.filter(is_match)
        names = pa.array([corpus] * len(found), pa.string())
        decided.append(found.append_column(FOUND.field("corpus"), names))
        doubtful = _completed(doubtful, matches.filter(pc.invert(is_match)))
        left = _without(left, found)
    open_ = doubtful.filter(pc.is_in(doubtful.column("row"), value_set=left.column("row")))
    decided.append(open_.append_column(FOUND.field("corpus"), pa.nulls(len(open_), pa.string())))
    return pa.concat_tables(decided).sort_by("row")


def _completed(told: pa.Table, more: pa.Table) -> pa.Table:
    """What is told of citations so far, with what more is told of those of which nothing is."""
    nothing = pc.equal(told.column("status"), Status.NOT_FOUND.value)
    known = told.filter(pc.invert(nothing))
    return pa.concat_tables([known, more.filter(_not_among(more, known))])


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
    return citations.filter(_not_among(citations, known))


def _not_among(some: pa.RecordBatch | pa.Table, known: pa.Table) -> pa.Array | pa.ChunkedArray:
    """For each row of some citations whether the known ones lack it."""
    rows = known.column("row").combine_chunks()
    return pc.invert(pc.is_in(some.column("row"), value_set=rows))


def _not_found(citations: pa.RecordBatch) -> pa.Table:
    """What is said of citations that share nothing with any work."""
    rows = [
        {"row": row, "status": Status.NOT_FOUND.value}
        for row in citations.column("row").to_pylist()
    ]
    return pa.Table.from_pylist(rows, schema=MATCHES)
