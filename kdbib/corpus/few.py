"""Few citations at once: their keys are looked up in the row groups that can hold them.

No database is started for them. The same keys, candidates and decisions as for many.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice

import pyarrow as pa

from kdbib.corpus import keys
from kdbib.corpus.candidates import MOST_NAMESAKES
from kdbib.corpus.judge import CANDIDATE, MATCHES, QUESTIONS, judge
from kdbib.corpus.store import ParquetCorpus

FEW = 1_000
"""Citations for which starting a database takes longer than reading row groups does."""

_Ids = Mapping[int, set[int]]
"""The works that the citation of a row is compared with."""


@dataclass(frozen=True, slots=True)
class RowGroups:
    """The engine for few citations; see :class:`kdbib.corpus.matching.Engine`."""

    corpus: ParquetCorpus

    def exact(self, citations: pa.RecordBatch) -> pa.Table:
        """See :class:`kdbib.corpus.matching.Engine`."""
        return self._judged(citations, self._exact(citations))

    def near(self, citations: pa.RecordBatch) -> pa.Table:
        """See :class:`kdbib.corpus.matching.Engine`."""
        near, exact = self.corpus.near_ids(citations), self._exact(citations)
        rows = near.keys() | exact.keys()
        both = {row: {*near.get(row, ()), *exact.get(row, ())} for row in rows}
        return self._judged(citations, both)

    def _exact(self, citations: pa.RecordBatch) -> _Ids:
        found: dict[int, set[int]] = {}
        for table, asked in (
            (self.corpus.titles, keys.cited_title_keys(citations)),
            (self.corpus.identifiers, keys.cited_identifier_keys(citations)),
        ):
            wanted = asked.column("key").to_pylist()
            works: dict[int, list[int]] = {}
            for key, id_ in table.find(wanted):
                works.setdefault(key, []).append(id_)
            for key, row in zip(wanted, asked.column("id").to_pylist(), strict=True):
                if key in works:
                    found.setdefault(row, set()).update(sorted(works[key])[:MOST_NAMESAKES])
        return {row: set(islice(sorted(ids), MOST_NAMESAKES)) for row, ids in found.items()}

    def _judged(self, citations: pa.RecordBatch, ids: _Ids) -> pa.Table:
        places = {
            row: at for at, row in enumerate(citations.column("row").to_pylist()) if row in ids
        }
        if not places:
            return MATCHES.empty_table()
        asked = citations.take(pa.array(places.values(), pa.int32()))
        candidates = self._works([sorted(ids[row]) for row in places])
        columns = [*asked.columns, candidates]
        questions = pa.RecordBatch.from_arrays(columns, schema=QUESTIONS)
        return pa.Table.from_batches([judge(questions)], MATCHES)

    def _works(self, ids: Sequence[Sequence[int]]) -> pa.ListArray:
        """The works of lists of ids, in as many lists."""
        wanted = sorted({id_ for of_one in ids for id_ in of_one})
        works = self.corpus.works(wanted, [field.name for field in CANDIDATE])
        place = {id_: at for at, id_ in enumerate(wanted)}
        every = pa.array([place[id_] for of_one in ids for id_ in of_one], pa.int32())
        ends = pa.array([0, *accumulate(map(len, ids))], pa.int32())
        structs = works.take(every).to_struct_array().combine_chunks().cast(CANDIDATE)
        return pa.ListArray.from_arrays(ends, structs, type=QUESTIONS.field("candidates").type)
