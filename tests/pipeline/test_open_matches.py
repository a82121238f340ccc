"""A match whose title is not exact does not end the search: who may know better is asked."""

from pathlib import Path

import pytest

from kdbib.corpus import open_corpus
from kdbib.pipeline.setting import Corpus
from tests.pipeline.test_pipeline import Run, run, statuses
from tests.support.databases import Record, serve

__all__ = ["run"]

PEOPLE = [
    {"family": "Miao", "given": "Zhengjie"},
    {"family": "Roy", "given": "Sudeepa"},
]


def _work(title: str, number: int) -> Record:
    return {
        "type": "paper-conference",
        "title": title,
        "author": PEOPLE,
        "issued": [2019],
        "container-title": "SIGMOD",
        "container-title-short": "SIGMOD",
        "DOI": f"10.1145/3299869.{number}",
        "identifiers": {"dblp": f"conf/sigmod/Miao{number}"},
    }


# the list names a system, and one of two papers of the same people has that name
SISTER = _work("Explaining Wrong Queries Using Small Examples", 1)
MEANT = _work("RATest: Explaining Wrong Queries Using Small Examples", 2)
LISTED = f"1. {MEANT['title']}. Miao, Zhengjie et al. SIGMOD 2019\n"


@pytest.fixture
def corpora(tmp_path: Path) -> dict[str, Corpus]:
    """A corpus for each of the two works."""
    import msgspec

    opened: dict[str, Corpus] = {}
    for name, record in (("sister", SISTER), ("meant", MEANT)):
        path = tmp_path / f"{name}.jsonl"
        path.write_bytes(msgspec.json.encode(record) + b"\n")
        opened[name] = open_corpus(path)
    return opened


def _title(run: Run, **options: object) -> str:
    [entry] = run(LISTED, **options).entries
    assert entry.work is not None
    return entry.work.title


@pytest.mark.parametrize("order", [("sister", "meant"), ("meant", "sister")])
def test_all_corpora_are_heard(run: Run, corpora: dict[str, Corpus], order: list[str]) -> None:
    assert _title(run, corpora=[corpora[name] for name in order]) == MEANT["title"]


def test_the_sister_alone_is_matched_and_stays_open(run: Run, corpora: dict[str, Corpus]) -> None:
    assert _title(run, corpora=[corpora["sister"]]) == SISTER["title"]


def test_the_databases_are_asked_for_the_title_and_know_better(
    run: Run, corpora: dict[str, Corpus]
) -> None:
    with serve([SISTER, MEANT]) as databases:
        found = _title(run, databases=databases, corpora=[corpora["sister"]])
    assert found == MEANT["title"]


def test_they_are_asked_once_where_nobody_knows_better(
    run: Run, corpora: dict[str, Corpus]
) -> None:
    with serve([SISTER]) as databases:
        options = {"databases": databases, "corpora": [corpora["sister"]]}
        assert _title(run, **options) == SISTER["title"]
        asked = len(databases.log)
        assert asked > 0
        assert _title(run, **options) == SISTER["title"]
        assert len(databases.log) == asked


def test_an_exact_title_ends_the_search(run: Run, corpora: dict[str, Corpus]) -> None:
    with serve([SISTER, MEANT]) as databases:
        outcome = run(LISTED, databases=databases, corpora=[corpora["meant"]], brief=True)
        assert statuses(outcome) == ["matched"]
        assert not databases.log
