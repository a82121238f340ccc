"""Many citations at once, decided as one by one."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from kdbib.corpus import bulk
from kdbib.corpus.bulk import look_up, match
from kdbib.corpus.citations import to_batch, to_citations
from kdbib.corpus.store import ParquetCorpus
from kdbib.match.decide import decide
from kdbib.model import Status
from kdbib.resolve.base import TITLE, Found, Question
from tests.corpus.test_store import DAFL, MUTUAL, build, opened
from tests.support.records import citation, work

LINES = [
    "- Deep Mutual Learning. Zhang, Ying. CVPR 2018",
    "- DAFL: Data-Fre Learning of Student Networks. Chen, Hanting et al. ICCV 2019",
    "- Cats and Dogs in the Rain. Silva, Ana. ICML 2020",
    "- Something else [arXiv:1706.00384]",
    "- Deep Mutual Learning. Silva, Ana. ICML 2020",
]


def test_citations_come_back_from_their_columns() -> None:
    batch = to_batch([citation(line) for line in LINES])
    assert to_batch(to_citations(batch)) == batch


@pytest.mark.parametrize("few", [0, 1_000])
def test_many_are_found_and_decided_as_one_by_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(bulk, "FEW", few)  # with 0, even these are joined by DuckDB
    build(tmp_path, DAFL, MUTUAL, work("Deep Learning II", ["Zhang, Ying"], "CVPR", 2018))
    corpus = opened(tmp_path)
    cited = [citation(line) for line in LINES]
    (table,) = match([corpus], [to_batch(cited)])
    statuses = table.column("status").to_pylist()
    assert statuses == ["matched", "matched", "not_found", "contradicted", "contradicted"]
    assert table.column("row").to_pylist() == [0, 1, 2, 3, 4]
    for one, row in zip(cited, table.to_pylist(), strict=True):
        questions = [Question(TITLE, one.title.text if one.title else "")]
        questions += [Question(i.scheme, i.value) for i, _ in one.identifiers]
        answers = corpus.answer(questions).values()
        exact = [r for a in answers if isinstance(a, Found) for r in a.records]
        decision = decide(one, [*dict.fromkeys([*exact, *corpus.near([one])[0]])])
        assert row["status"] == decision.status
        if decision.status is Status.MATCHED:
            assert row["title"] == decision.matches[0].record.work.title
            assert row["confidence"] == decision.matches[0].confidence


def test_the_work_of_a_match_is_told_by_its_id(tmp_path: Path) -> None:
    made = build(tmp_path, DAFL, MUTUAL)
    (table,) = match([opened(tmp_path)], [to_batch([citation(LINES[0])])])
    works = pq.read_table(tmp_path / "corpus" / made.files["works"][0]).to_pylist()
    (row,) = table.to_pylist()
    assert works[row["id"]]["title"] == row["title"] == "Deep Mutual Learning"


@pytest.mark.parametrize("few", [0, 1_000])
def test_several_corpora_are_asked_in_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(bulk, "FEW", few)
    corpora = []
    for name, works in (("dblp", [MUTUAL]), ("acl", [DAFL, MUTUAL]), ("none", [])):
        (tmp_path / name).mkdir()
        build(tmp_path / name, *works)
        (tmp_path / name / "corpus").rename(tmp_path / name / name)
        corpora.append(ParquetCorpus(str(tmp_path / name / name)))
    (table,) = match(corpora, [to_batch([citation(line) for line in LINES])])
    told = zip(*(table.column(name).to_pylist() for name in ("status", "corpus")), strict=True)
    assert list(told) == [
        ("matched", "corpus:dblp"),
        ("matched", "corpus:acl"),
        ("not_found", None),
        ("contradicted", None),
        ("contradicted", None),
    ]
    alone = [next(match([corpus], [to_batch([citation(LINES[0])])])) for corpus in corpora[:2]]
    assert [t.column("corpus").to_pylist() for t in alone] == [["corpus:dblp"], ["corpus:acl"]]


def test_which_works_are_meant_can_be_asked_without_a_judgement(tmp_path: Path) -> None:
    build(tmp_path, DAFL, MUTUAL)
    corpus = opened(tmp_path)
    found = look_up(corpus, to_batch([citation(line) for line in LINES])).sort_by("row")
    titles = [
        row["title"] for id_ in found["id"].to_pylist() for row in corpus.rows([id_], ["title"])
    ]
    assert found.column("row").to_pylist() == [0, 3, 4]
    assert titles == ["Deep Mutual Learning"] * 3
