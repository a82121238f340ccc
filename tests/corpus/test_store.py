"""A corpus in a folder: built of staged works, looked up in."""

from pathlib import Path
from tempfile import TemporaryDirectory

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kdbib.corpus import open_corpus
from kdbib.corpus.finish import finish
from kdbib.corpus.manifest import Manifest
from kdbib.corpus.memory import MemoryCorpus
from kdbib.corpus.schema import WORKS, to_batch
from kdbib.corpus.store import ParquetCorpus
from kdbib.errors import UsageError
from kdbib.model import Record, Work
from kdbib.resolve.base import TITLE, WORDS, Found, Missing, Question
from tests.support.records import citation, work

DAFL = work(
    "DAFL: Data-Free Learning of Student Networks",
    ["Chen, Hanting", "Wang, Yunhe"],
    "ICCV",
    2019,
    doi="10.1109/ICCV.2019.00361",
)
PREPRINT = work(
    "Data-Free Learning of Student Networks", ["Chen, Hanting"], "arXiv", 2019, arxiv="1904.01186"
)
MUTUAL = work("Deep Mutual Learning", ["Zhang, Ying"], "CVPR", 2018, arxiv="1706.00384")
MUTUAL_AT_ACM = work(
    "Deep mutual learning", ["Zhang, Ying"], "CVPR", 2018, doi="10.1109/CVPR.2018.00454"
)


def stage(folder: Path, *works: Work, source: str = "dblp") -> Path:
    folder.mkdir(exist_ok=True)
    batch = to_batch(works, [[f"{source}: {at}"] for at, _ in enumerate(works)])
    pq.write_table(pa.Table.from_batches([batch]), folder / f"{source}.parquet")
    return folder


def build(folder: Path, *works: Work) -> Manifest:
    return finish(stage(folder / "staging", *works), folder / "corpus")


def opened(folder: Path) -> ParquetCorpus:
    corpus = open_corpus(folder / "corpus")
    assert isinstance(corpus, ParquetCorpus)
    return corpus


def titles(corpus: ParquetCorpus, question: Question) -> list[str]:
    answer = corpus.answer([question])[question]
    return [record.work.title for record in answer.records] if isinstance(answer, Found) else []


@pytest.mark.parametrize(
    "question",
    [
        Question(TITLE, "Deep mutual-learning"),
        Question("arxiv", "1706.00384"),
        Question("doi", "10.1109/cvpr.2018.00454"),
        Question(WORDS, "Deep Mutual Lerning"),
    ],
)
def test_records_of_one_work_become_one_that_is_found_by_all_they_say(
    tmp_path: Path, question: Question
) -> None:
    made = build(tmp_path, MUTUAL, DAFL, MUTUAL_AT_ACM)
    assert (made.works, made.records) == (2, 3)
    answer = opened(tmp_path).answer([question])[question]
    assert isinstance(answer, Found)
    (found,) = answer.records
    assert found.work.DOI == "10.1109/CVPR.2018.00454"
    assert found.work.identifier("arxiv") == "1706.00384"
    assert found.origins == ("dblp: 0", "dblp: 2")
    assert found.source == "corpus:corpus"


def test_an_identifier_joins_records_of_different_titles(tmp_path: Path) -> None:
    published = work(DAFL.title, ["Chen, Hanting"], "ICCV", 2019, arxiv="1904.01186")
    assert build(tmp_path, published, MUTUAL, PREPRINT).works == 2
    corpus = opened(tmp_path)
    assert titles(corpus, Question(TITLE, PREPRINT.title)) == [DAFL.title]
    assert titles(corpus, Question(TITLE, DAFL.title)) == [DAFL.title]


def test_works_of_the_same_title_by_others_stay_apart(tmp_path: Path) -> None:
    again = work("Deep Mutual Learning", ["Silva, Ana"], "ICML", 2021)
    assert build(tmp_path, MUTUAL, again).works == 2
    assert len(titles(opened(tmp_path), Question(TITLE, "Deep Mutual Learning"))) == 2


@pytest.mark.parametrize(
    "line",
    [
        "- DAFL: Data-Fre Learning of Studnet Networks. Chen, Hanting et al. ICCV 2019",
        "- Data-Free Learning of Student Networks. Chen, Hanting et al. ICCV 2019",
        "- DAFL: Data-Free Learning. Chen, Hanting et al. ICCV 2019",
        "- DAFLL. Chen, Hanting et al. ICCV 2019",
    ],
)
def test_a_citation_with_errors_finds_its_work(tmp_path: Path, line: str) -> None:
    build(tmp_path, DAFL, MUTUAL)
    ((first, *_),) = opened(tmp_path).near([citation(line)])
    assert first.work.title == DAFL.title


def test_what_is_not_there_is_missing(tmp_path: Path) -> None:
    build(tmp_path, DAFL)
    questions = [Question(TITLE, "Cats"), Question("arxiv", "1503.02531"), Question(WORDS, "Cats")]
    assert opened(tmp_path).answer(questions) == dict.fromkeys(questions, Missing())


def test_building_again_adds_what_is_new(tmp_path: Path) -> None:
    first = build(tmp_path, MUTUAL)
    second = finish(
        stage(tmp_path / "more", MUTUAL_AT_ACM, DAFL, source="crossref"), tmp_path / "corpus"
    )
    assert (second.works, second.sources) == (2, {"crossref": 2, "dblp": 1})
    assert first.edition != second.edition
    assert not (tmp_path / "corpus" / first.edition).exists()
    assert titles(opened(tmp_path), Question("arxiv", "1706.00384")) == ["Deep Mutual Learning"]


def test_an_empty_corpus_is_a_corpus(tmp_path: Path) -> None:
    (tmp_path / "staging").mkdir()
    assert finish(tmp_path / "staging", tmp_path / "corpus").works == 0
    question = Question(TITLE, "Cats")
    assert opened(tmp_path).answer([question]) == {question: Missing()}
    assert opened(tmp_path).near([citation("- Cats and Dogs. ICML 2019")]) == [()]


def test_files_of_another_kind_are_refused(tmp_path: Path) -> None:
    (tmp_path / "staging").mkdir()
    pq.write_table(pa.table({"title": [1]}), tmp_path / "staging" / "other.parquet")
    with pytest.raises(UsageError, match=r"other\.parquet: not staged works: title_key"):
        finish(tmp_path / "staging", tmp_path / "corpus")
    (tmp_path / "staging" / "other.parquet").write_bytes(b"no Parquet")
    with pytest.raises(UsageError, match="not a Parquet file"):
        finish(tmp_path / "staging", tmp_path / "corpus")
    assert not (tmp_path / "corpus" / "corpus.json").exists()


def test_a_build_that_was_not_finished_says_so(tmp_path: Path) -> None:
    build(tmp_path, MUTUAL)
    (tmp_path / "corpus" / "corpus.json").unlink()
    with pytest.raises(UsageError, match="whose build was not finished"):
        opened(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not the description of a corpus"),
        ('{"format": 99}', "format 99"),
        ("[]", "not the description of a corpus"),
    ],
)
def test_another_description_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "corpus.json").write_text(text)
    with pytest.raises(UsageError, match=message):
        opened(tmp_path)


@pytest.mark.parametrize("table", ["titles", "works"])
@pytest.mark.parametrize("harm", ["missing", "cut", "other"])
def test_a_damaged_file_is_named(tmp_path: Path, table: str, harm: str) -> None:
    made = build(tmp_path, MUTUAL)
    path = tmp_path / "corpus" / made.files[table][0]
    if harm == "missing":
        path.unlink()
    elif harm == "cut":
        path.write_bytes(path.read_bytes()[:100])
    else:
        pq.write_table(pa.table({"a": [1]}), path)
    with pytest.raises(UsageError, match=rf"{path.name}: "):
        opened(tmp_path).answer([Question(TITLE, MUTUAL.title)])


WORDS_OF_TITLES = st.sampled_from("deep graph learning of networks teacher ii a survey".split())
TITLES = st.lists(WORDS_OF_TITLES, min_size=1, max_size=4).map(" ".join)
AUTHORS = st.lists(st.sampled_from(["Chen, Hanting", "Zhang, Ying"]), max_size=2, unique=True)
SOME = st.lists(
    st.builds(
        work,
        TITLES,
        AUTHORS,
        st.sampled_from(["CVPR", "arXiv"]),
        st.integers(2017, 2019),
        st.none() | st.sampled_from(["1904.01186", "1706.00384"]),
        st.none() | st.sampled_from(["10.1/a", "10.1/B", "10.1/c"]),
    ),
    max_size=8,
)


@settings(max_examples=15, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(SOME)
def test_every_work_is_found_by_its_titles_and_identifiers(works: list[Work]) -> None:
    with TemporaryDirectory() as folder:
        build(Path(folder), *works)
        corpus = opened(Path(folder))
        kept = list(corpus.records(range(corpus.manifest.works)).values())
        memory = MemoryCorpus(corpus.name, kept)
        questions = {Question(TITLE, known.title) for known in works}
        for known in works:
            questions |= {Question(i.scheme, i.value) for i in known.identifiers}
            questions |= {Question("doi", known.DOI)} if known.DOI else set()
        answers, expected = corpus.answer([*questions]), memory.answer([*questions])
        assert all(isinstance(answer, Found) for answer in answers.values())
        assert {q: _records(a) for q, a in answers.items()} == {
            q: _records(a) for q, a in expected.items()
        }


def _records(answer: object) -> list[Record]:
    assert isinstance(answer, Found)
    return sorted(set(answer.records), key=repr)


def test_the_columns_are_there_for_others_to_query(tmp_path: Path) -> None:
    made = build(tmp_path, MUTUAL)
    stored = pq.read_table(tmp_path / "corpus" / made.files["works"][0])
    assert stored.column_names == ["id", *WORKS.names]
    assert stored.column("author").to_pylist() == [["Zhang, Ying"]]
