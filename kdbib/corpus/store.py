"""A corpus in a folder of Parquet, on this machine or in an object store.

A few look-ups read the few row groups that can hold what is asked for; many become one join (see
:mod:`kdbib.corpus.bulk`). Both find the same works.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from heapq import nsmallest
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.fs as pafs

from kdbib.corpus import citations as cited
from kdbib.corpus import keys, manifest
from kdbib.corpus.candidates import LEAST_SHARE, MOST_CANDIDATES, WEIGHT
from kdbib.corpus.rowgroups import Files, Numbered, Sorted
from kdbib.corpus.schema import WORKS, title_hash, to_works
from kdbib.corpus.tables import STORED
from kdbib.errors import UsageError
from kdbib.model import Citation, Record, Span, Text
from kdbib.resolve.base import TITLE, WORDS, Answer, Found, Missing, Question

_COLUMNS = ("id", *(name for name in WORKS.names if name != "title_key"))
_NOWHERE = Span(0, 0, 1, 1)


class ParquetCorpus:
    """The corpus in a folder: raises UsageError if there is none, or none that is whole."""

    def __init__(self, location: str) -> None:
        self.system, self.base = _located(location)
        self.manifest = _read_manifest(self.system, self.base, location)
        name = self.base.rstrip("/").rpartition("/")[2] or "corpus"
        self.name = f"corpus:{name}"
        self.edition = self.manifest.edition
        self.titles = self._sorted("titles", "key", "id")
        self.identifiers = self._sorted("identifiers", "key", "id")
        self._near = self._sorted("near", "key", "id")
        self._words = self._sorted("words", "word", "works")
        self._works = Numbered(Files(self.system, self.paths("works")), self.manifest.rows["works"])

    def paths(self, table: str) -> list[str]:
        """The paths of a table's files on the corpus's file system."""
        return [f"{self.base}/{name}" for name in self.manifest.files.get(table, ())]

    def _sorted(self, table: str, key: str, value: str) -> Sorted:
        files = Files(self.system, self.paths(table))
        return Sorted(files, (key, value), self.manifest.firsts.get(table, []))

    def answer(self, questions: Sequence[Question]) -> dict[Question, Answer]:
        """An answer to every question: the records found, the likeliest first, or Missing."""
        asked = [q for q in dict.fromkeys(questions) if q.kind == WORDS]
        found = dict(zip(asked, self.near([_titled(q.value) for q in asked]), strict=True))
        wanted = {
            question: title_hash(question.value)
            if question.kind == TITLE
            else keys.identifier_key(f"{question.kind}:{question.value}")
            for question in questions
            if question.kind != WORDS
        }
        found |= self._exact(wanted)
        return {q: Found(found[q]) if found[q] else Missing() for q in questions}

    def _exact(self, wanted: dict[Question, int]) -> dict[Question, tuple[Record, ...]]:
        titles = {key for question, key in wanted.items() if question.kind == TITLE and key}
        others = {key for question, key in wanted.items() if question.kind != TITLE}
        by_title = _by_key(self.titles.find(titles))
        by_identifier = _by_key(self.identifiers.find(others))
        ids = {
            question: (by_title if question.kind == TITLE else by_identifier).get(key, [])
            for question, key in wanted.items()
        }
        records = self.records({id_ for found in ids.values() for id_ in found})
        return {q: tuple(records[id_] for id_ in found) for q, found in ids.items()}

    def near(self, citations: Sequence[Citation]) -> list[tuple[Record, ...]]:
        """For each citation the records that it may mean, errors and all, the likeliest first."""
        if not citations:
            return []
        ids = self.near_ids(cited.to_batch(citations))
        records = self.records({id_ for found in ids.values() for id_ in found})
        return [tuple(records[id_] for id_ in ids.get(row, ())) for row, _ in enumerate(citations)]

    def near_ids(self, citations: pa.RecordBatch) -> dict[int, list[int]]:
        """For the rows of CITATIONS the ids of the works that share most near keys with each."""
        known = dict(self._words.find(keys.cited_words(citations)))
        return self._ranked(keys.cited_near_keys(citations, known))

    def _ranked(self, asked: pa.RecordBatch) -> dict[int, list[int]]:
        """For each row of asked keys the ids of the works with the most and the rarest of them."""
        hits = _by_key(self._near.find(asked.column("key").to_pylist()))
        weights: dict[int, Counter[int]] = defaultdict(Counter)
        for key, row in zip(*(column.to_pylist() for column in asked.columns), strict=True):
            works = hits.get(key, ())
            for id_ in works:
                weights[row][id_] += WEIGHT - len(works).bit_length()
        return {row: _likeliest(of_row) for row, of_row in weights.items()}

    def works(self, ids: Iterable[int], columns: Sequence[str]) -> pa.Table:
        """Some columns of works by their ids, in the order of the ids."""
        return self._works.take(ids, columns) or STORED.empty_table().select(columns)

    def rows(self, ids: Iterable[int], columns: Sequence[str]) -> list[dict[str, Any]]:
        """Some columns of works by their ids, in the order of the ids, as rows."""
        return list(self.works(ids, columns).to_pylist())

    def records(self, ids: Iterable[int]) -> dict[int, Record]:
        """The records of works by their ids."""
        table = self.works(ids, _COLUMNS)
        found = zip(table.column("id").to_pylist(), to_works(table), strict=True)
        return {id_: Record(work, self.name, None, sources) for id_, (work, sources) in found}


def _likeliest(weights: Mapping[int, int]) -> list[int]:
    """The works of the most weight, as :data:`kdbib.corpus.candidates.NEAR` has them."""
    least = max(weights.values()) / LEAST_SHARE
    likely = (id_ for id_, weight in weights.items() if weight >= least)
    return nsmallest(MOST_CANDIDATES, likely, key=lambda id_: (-weights[id_], id_))


def _located(location: str) -> tuple[pafs.FileSystem, str]:
    """The file system and the path on it that a location means: a path, or ``s3://...``."""
    if "://" not in location:
        return pafs.LocalFileSystem(), str(Path(location).absolute())
    try:
        system, path = pafs.FileSystem.from_uri(location)
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UsageError(f"{location}: {error}") from None
    return system, path.rstrip("/")


def _read_manifest(system: pafs.FileSystem, base: str, location: str) -> manifest.Manifest:
    path = f"{base}/{manifest.FILE_NAME}"
    try:
        with system.open_input_stream(path) as file:
            data = file.read()
    except FileNotFoundError:
        raise UsageError(
            f"{location}: no corpus, or one whose build was not finished: "
            f"run `kdbib corpus build -o {location} SOURCE...`"
        ) from None
    except OSError as error:
        raise UsageError(f"{location}: {error}") from None
    return manifest.decode(data, f"{location}/{manifest.FILE_NAME}")


def _by_key(rows: Iterable[tuple[Any, int]]) -> dict[Any, list[int]]:
    found: dict[Any, list[int]] = {}
    for key, id_ in rows:
        found.setdefault(key, []).append(id_)
    return found


def _titled(title: str) -> Citation:
    return Citation("", title, _NOWHERE, 1, title=Text(title, _NOWHERE))
