"""Corpora: their text form, and what is found in them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.corpus import embedded
from kdbib.corpus.memory import MemoryCorpus
from kdbib.corpus.textfile import line_of, read_lines, work_of
from kdbib.errors import UsageError
from kdbib.model import Identifier, Name, Scheme, Work
from kdbib.resolve.base import TITLE, WORDS, Found, Missing, Question
from tests.support.records import record, work

LINE = {
    "type": "paper-conference",
    "title": "Relational Knowledge Distillation",
    "author": [{"family": "Park", "given": "Wonpyo"}, {"literal": "The Team"}],
    "issued": [2019],
    "container-title": "IEEE Conference on Computer Vision and Pattern Recognition, CVPR 2019",
    "container-title-short": "CVPR",
    "DOI": "10.1109/CVPR.2019.00409",
    "identifiers": {"arxiv": "1904.05068"},
    "aliases": ["RKD"],
    "confidence": "low",
    "sources": ["dblp: conf/cvpr/ParkKLC19"],
}


def test_a_line_is_a_record() -> None:
    (found,) = read_lines(json.dumps(LINE).encode(), "corpus:test")
    assert found.work == Work(
        type="paper-conference",
        title="Relational Knowledge Distillation",
        author=(Name(family="Park", given="Wonpyo"), Name(literal="The Team")),
        issued=(2019,),
        container_title="IEEE Conference on Computer Vision and Pattern Recognition, CVPR 2019",
        container_title_short="CVPR",
        DOI="10.1109/CVPR.2019.00409",
        identifiers=(Identifier(Scheme.ARXIV, "1904.05068"),),
        aliases=("RKD",),
    )
    assert (found.source, found.origins) == ("corpus:test", ("dblp: conf/cvpr/ParkKLC19",))
    assert found.confidence < 0.8


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '"x"',
        '{"title": "no type"}',
        '{"type": "article", "title": 5}',
        '{"type": "article", "title": "T", "identifiers": {"isbn": "1"}}',
        '{"type": "article", "title": "T", "identifiers": ["arxiv"]}',
    ],
)
def test_a_line_that_is_no_record_is_named(line: str) -> None:
    with pytest.raises(UsageError, match="mine:2: not a record of a corpus"):
        list(read_lines(json.dumps(LINE).encode() + b"\n" + line.encode(), "mine"))


TEXTS = st.text(min_size=1, max_size=20)


@given(
    st.builds(
        Work,
        type=st.sampled_from(["article", "paper-conference"]),
        title=TEXTS,
        author=st.lists(st.builds(Name, family=TEXTS, given=TEXTS), max_size=3).map(tuple),
        issued=st.sampled_from([(), (2019,), (2019, 7), (2019, 7, 1)]),
        container_title=st.none() | TEXTS,
        DOI=st.none() | TEXTS,
        identifiers=st.just((Identifier(Scheme.ARXIV, "1503.02531"),)),
        aliases=st.lists(TEXTS, max_size=2).map(tuple),
    )
)
def test_a_work_comes_back_from_its_line(known: Work) -> None:
    assert work_of(json.loads(json.dumps(line_of(known)))) == known


CORPUS = MemoryCorpus(
    "corpus:test",
    [
        record(
            work(
                "DAFL: Data-Free Learning of Student Networks",
                ["Chen, Hanting"],
                "ICCV",
                2019,
                arxiv="1904.01186",
                doi="10.1109/ICCV.2019.00361",
                aliases=("Data-Free Learning of Student Networks",),
            )
        ),
        record(work("Deep Mutual Learning", ["Zhang, Ying"], "CVPR", 2018)),
    ],
)


@pytest.mark.parametrize(
    "question",
    [
        Question(TITLE, "DAFL:Data-free learning of student networks"),
        Question(TITLE, "Data-Free Learning of Student Networks"),
        Question("arxiv", "1904.01186"),
        Question("doi", "10.1109/iccv.2019.00361"),
        Question(WORDS, "Data-Free Learning of Studnet Networks"),
    ],
)
def test_a_work_is_found_by_its_titles_identifiers_and_words(question: Question) -> None:
    (answer,) = CORPUS.answer([question]).values()
    assert isinstance(answer, Found)
    assert answer.records[0].work.identifier("arxiv") == "1904.01186"


@pytest.mark.parametrize(
    "question",
    [
        Question(TITLE, "Data-Free Learning"),
        Question("arxiv", "1503.02531"),
        Question(WORDS, "Cats"),
    ],
)
def test_what_is_not_there_is_missing(question: Question) -> None:
    assert CORPUS.answer([question]) == {question: Missing()}


def test_the_corpus_inside_the_package_says_where_everything_is_from() -> None:
    records = embedded().records
    assert len(records) == 470
    assert all(record.origins for record in records)
    assert len({record.work.title for record in records}) == 470


def test_a_doi_among_the_identifiers_is_the_works_doi() -> None:
    line = b'{"type": "book", "title": "A Title", "identifiers": {"doi": "10.1000/x"}}\n'
    (record,) = read_lines(line, "mine")
    assert (record.work.DOI, record.work.identifiers) == ("10.1000/x", ())
