"""Deciding about citations whose candidates have been found. Pure, over Arrow batches."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any

import pyarrow as pa

from kdbib.corpus.citations import CITATIONS, to_citations
from kdbib.corpus.schema import work_of_row
from kdbib.corpus.tables import STORED
from kdbib.match.decide import Decision, decide, may_concern
from kdbib.model import Citation, Record, Status
from kdbib.wording import worded_reason

_NEEDED = (
    "id",
    "type",
    "title",
    "author",
    "issued",
    "container_title",
    "container_title_short",
    "identifiers",
    "aliases",
)
"""The columns of a work that a decision depends on, and that it is shown by."""

CANDIDATE = pa.struct([STORED.field(name) for name in _NEEDED])

QUESTIONS = CITATIONS.append(pa.field("candidates", pa.list_(CANDIDATE)))
"""Citations, each with the works that it may cite."""

_SHOWN = ("title", "author", "issued", "container_title", "identifiers")
MATCHES = pa.schema(
    [
        CITATIONS.field("row"),
        pa.field("status", pa.string(), nullable=False),
        pa.field("id", pa.int32()),
        pa.field("confidence", pa.float64()),
        *(pa.field(name, STORED.field(name).type) for name in _SHOWN),
        pa.field("reason", pa.string()),
    ]
)
"""What became of citations: the ``id`` of the work that each cites, its facts, how sure it is."""


def judge(questions: pa.RecordBatch) -> pa.RecordBatch:
    """The batch of :data:`MATCHES` for a batch of :data:`QUESTIONS`, in its order.

    Where the status is not ``matched``, ``id`` and what follows are null, but for the reason.
    """
    citations = to_citations(questions.select(CITATIONS.names))
    rows = [
        _row(number, decide(citation, _records(works)), works)
        for number, citation, works in zip(
            questions.column("row").to_pylist(),
            citations,
            _concerned(citations, questions.column("candidates")),
            strict=True,
        )
    ]
    return pa.RecordBatch.from_pylist(rows, schema=MATCHES)


def _concerned(
    citations: Sequence[Citation], candidates: pa.ListArray
) -> Iterator[list[dict[str, Any]]]:
    """For each citation the candidates that are worth scoring: one in five, made rows late."""
    works = pa.RecordBatch.from_struct_array(candidates.flatten())
    told = [works.column(name).to_pylist() for name in ("title", "aliases", "identifiers")]
    every = zip(*told, strict=True)
    numbers = [number or 0 for number in candidates.value_lengths().to_pylist()]
    concerned = [
        [may_concern(citation, (title, *(aliases or ())), map(_value, identifiers or ()))
         for title, aliases, identifiers in islice(every, number)]
        for citation, number in zip(citations, numbers, strict=True)
    ]  # fmt: skip
    kept = works.filter(pa.array([each for some in concerned for each in some], pa.bool_()))
    rows = iter(kept.to_pylist())
    for some in concerned:
        yield list(islice(rows, sum(some)))


def _value(identifier: str) -> str:
    return identifier.partition(":")[2]


def _records(works: Sequence[dict[str, Any]]) -> list[Record]:
    """The works as records, each with its id as its origin."""
    return [Record(work_of_row(row), "corpus", origins=(str(row["id"]),)) for row in works]


def _row(number: int, decision: Decision, candidates: Sequence[dict[str, Any]]) -> dict[str, Any]:
    row: dict[str, Any] = {"row": number, "status": decision.status.value}
    if decision.status is Status.MATCHED:
        best = decision.matches[0]
        id_ = int(best.record.origins[0])
        work = next(one for one in candidates if one["id"] == id_)
        row |= {"id": id_, "confidence": best.confidence}
        row |= {name: work[name] for name in _SHOWN}
    elif reason := worded_reason(decision.why):
        row["reason"] = reason
    return row
