"""Who was asked what, and what came of it, read again from the cache."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from kdbib.corpus.memory import MemoryCorpus
from kdbib.errors import BadAnswer
from kdbib.explain import Decided, statements
from kdbib.http.answers import Answers
from kdbib.http.client import Client
from kdbib.http.policy import Policy
from kdbib.model import Record, Status, Work
from kdbib.resolutions import Resolution
from kdbib.resolve.base import TITLE, Answer, Found, Missing, Question
from tests.support.records import citation, record, work

PAPER = work("A Paper on Lists", ["Löwe, Ana"], "ICML", 2020, arxiv="2010.12345")
OTHER = work("A Paper on Lists of Lists", ["Weber, Max"], "ICML", 2021)


class Shelf:
    """A source that answers with the works whose titles stand in its answer."""

    name = "shelf"
    policy = Policy(interval=0.0)
    url = "https://shelf.example.org"
    has_key = False
    accepts: Mapping[str, int] = {TITLE: 1, "arxiv": 10}

    def batches(self, questions: Sequence[Question]) -> list[tuple[Question, ...]]:
        raise AssertionError("nobody is asked")

    def fetch(self, client: Client, batch: Sequence[Question]) -> bytes:
        raise AssertionError("nobody is asked")

    def read(self, answer: bytes, batch: Sequence[Question]) -> dict[Question, Answer]:
        if answer == b"of an older kind":
            raise BadAnswer("something else")
        works = [each for each in (PAPER, OTHER) if each.title in answer.decode().split("|")]
        found = Found(tuple(record(each, "shelf") for each in works)) if works else Missing()
        return dict.fromkeys(batch, found)


def decision(known: Work | None = PAPER, asked: Sequence[str] = ("shelf",)) -> Decided:
    status = Status.MATCHED if known else Status.NOT_FOUND
    title = "A paper on lists"
    return Decided(Resolution("0" * 16, title, status, asked=frozenset(asked), work=known))


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    return Answers(tmp_path, clock=lambda: 1_800_000_000.0)


def keep(answers: Answers, kind: str, value: str, body: str, outcome: str = "found") -> None:
    answers.keep("shelf", body.encode(), [(kind, value)], {(kind, value): outcome})


def test_an_answer_is_told_with_its_question_and_its_time(answers: Answers) -> None:
    keep(answers, "arxiv", "2010.12345", f"{PAPER.title}|{OTHER.title}")
    (told,) = statements(decision(), {"shelf": Shelf()}, [], answers)
    assert (told.source, told.question) == ("shelf", Question("arxiv", "2010.12345"))
    assert told.time == "2027-01-15T08:00:00+00:00"
    assert told.records == (record(PAPER, "shelf"),)
    assert told.others == 1


def test_that_there_was_nothing_is_told_too(answers: Answers) -> None:
    keep(answers, TITLE, "A paper on lists", "", "missing")
    (told,) = statements(decision(None), {"shelf": Shelf()}, [], answers)
    assert (told.question.kind, told.records, told.others) == (TITLE, (), 0)


def test_where_no_work_was_decided_on_all_records_are_told(answers: Answers) -> None:
    keep(answers, TITLE, "A paper on lists", f"{PAPER.title}|{OTHER.title}")
    (told,) = statements(decision(None), {"shelf": Shelf()}, [], answers)
    assert [each.work for each in told.records] == [PAPER, OTHER]


def test_identifiers_of_the_citation_may_have_been_asked_for(answers: Answers) -> None:
    keep(answers, "arxiv", "1503.02531", OTHER.title)
    cited = citation("1. A paper on lists. Löwe, Ana et al. arXiv:1503.02531")
    with_place = Decided(decision().resolution, cited)
    (told,) = statements(with_place, {"shelf": Shelf()}, [], answers)
    assert (told.question.value, told.records, told.others) == ("1503.02531", (), 1)


def test_the_same_records_by_another_question_are_told_once(answers: Answers) -> None:
    keep(answers, "arxiv", "2010.12345", PAPER.title)
    keep(answers, TITLE, "A paper on lists", PAPER.title)
    assert len(statements(decision(), {"shelf": Shelf()}, [], answers)) == 1


def test_what_is_gone_or_unreadable_is_left_out(answers: Answers) -> None:
    assert statements(decision(), {"shelf": Shelf()}, [], answers) == []
    keep(answers, "arxiv", "2010.12345", "of an older kind")
    assert statements(decision(), {"shelf": Shelf()}, [], answers) == []


def test_corpora_are_looked_up_again(answers: Answers) -> None:
    known = Record(PAPER, "corpus:own", origins=("own.bib",))
    corpora = [MemoryCorpus("corpus:own", [known]), MemoryCorpus("corpus:other", [known])]
    (told,) = statements(decision(asked=["corpus:own#1a2b"]), {}, corpora, answers)
    assert (told.source, told.time, told.records) == ("corpus:own", "", (known,))
