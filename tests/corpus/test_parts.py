"""A match that was interrupted goes on where it was."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pytest

from kdbib.corpus.citations import CITATIONS
from kdbib.corpus.matching import FOUND
from kdbib.corpus.parts import resumed


def part(*titles: str) -> pa.RecordBatch:
    rows = [{"row": row, "title": title} for row, title in enumerate(titles)]
    return pa.RecordBatch.from_pylist(rows, schema=CITATIONS)


PARTS = [part("Deep Mutual Learning"), part("Attention"), part("DAFL", "Introduction")]


class Matcher:
    """Finds nothing, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[pa.RecordBatch] = []

    def __call__(self, citations: pa.RecordBatch) -> pa.Table:
        self.asked.append(citations)
        rows = [{"row": row, "status": "not_found"} for row in citations.column("row").to_pylist()]
        return pa.Table.from_pylist(rows, schema=FOUND)


def test_finished_parts_are_not_matched_again(tmp_path: Path) -> None:
    first = Matcher()

    def cut_off() -> Iterator[pa.RecordBatch]:
        yield from PARTS[:2]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        list(resumed(tmp_path, "edition", cut_off(), first))
    second = Matcher()
    results = list(resumed(tmp_path, "edition", PARTS, second))
    assert (first.asked, second.asked) == (PARTS[:2], PARTS[2:])
    assert results == [Matcher()(batch) for batch in PARTS]


def test_other_citations_and_another_corpus_are_matched_anew(tmp_path: Path) -> None:
    list(resumed(tmp_path, "edition", PARTS, Matcher()))
    for edition, batches in (("another", PARTS[:1]), ("edition", [part("Deep Mutual Learning.")])):
        matcher = Matcher()
        list(resumed(tmp_path, edition, batches, matcher))
        assert matcher.asked == batches


def test_a_damaged_part_is_matched_again(tmp_path: Path) -> None:
    list(resumed(tmp_path, "edition", PARTS[:1], Matcher()))
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:-9])
    matcher = Matcher()
    list(resumed(tmp_path, "edition", PARTS[:1], matcher))
    assert matcher.asked == PARTS[:1]
