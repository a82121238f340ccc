"""Asking a source: what is known first, then the fewest requests, and an answer to everything."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kdbib.errors import BadAnswer, Refused, SourceError, Unreachable
from kdbib.http.answers import Answers
from kdbib.http.client import Client
from kdbib.http.policy import Policy
from kdbib.model import Record, Work
from kdbib.resolve.ask import ask
from kdbib.resolve.base import Answer, Failed, Found, Missing, Question
from kdbib.resolve.titles import Crowded

TODAY = datetime.now(UTC).date().isoformat()


class Library:
    """A source that knows the works with even numbers."""

    name = "library"
    policy = Policy(interval=0.0)
    url = "https://library.example.org"
    has_key = False
    accepts: Mapping[str, int] = {"number": 8}

    def __init__(self, *, refuses: Sequence[str] = (), fault: SourceError | None = None) -> None:
        self.asked: list[list[str]] = []
        self.read_: list[list[str]] = []
        self.refuses, self.fault = refuses, fault
        self.most = 99

    def batches(self, questions: Sequence[Question]) -> list[tuple[Question, ...]]:
        good = [question for question in questions if question.value != "unaskable"]
        return [tuple(good[start : start + 8]) for start in range(0, len(good), 8)]

    def fetch(self, client: Client, batch: Sequence[Question]) -> bytes:
        values = [question.value for question in batch]
        self.asked.append(values)
        if self.fault and len(self.asked) > 1:
            raise self.fault
        if "*" in self.refuses or any(value in self.refuses for value in values):
            raise Refused("bad number")
        return ",".join(values).encode()

    def read(self, answer: bytes, batch: Sequence[Question]) -> dict[Question, Answer]:
        values = answer.decode().split(",")
        self.read_.append(values)
        answers: dict[Question, Answer] = {}
        for question in batch:
            if question.value == "silent":
                continue
            if question.value == "strange":
                answers[question] = Failed("strange")
            elif len(batch) > self.most:
                answers[question] = Crowded("more")
            else:
                answers[question] = self.answer(question)
        return answers

    def answer(self, question: Question) -> Answer:
        if int(question.value) % 2:
            return Missing()
        return Found((Record(Work("book", question.value), self.name),))


def numbers(*values: object) -> list[Question]:
    return [Question("number", str(value)) for value in values]


def titles(answers: dict[Question, Answer]) -> dict[str, object]:
    return {
        question.value: answer.records[0].work.title if isinstance(answer, Found) else answer
        for question, answer in answers.items()
    }


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with Client(state=tmp_path / "state") as client:
        yield client


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    return Answers(tmp_path / "cache")


def test_every_question_is_answered_in_its_order(client: Client, answers: Answers) -> None:
    library, told = Library(), []
    found = ask(
        library,
        numbers(*range(10), 3),
        client,
        answers,
        on_progress=lambda done, of: told.append((done, of)),
    )
    assert list(found) == numbers(*range(10))
    assert found[Question("number", "1")] == Missing()
    assert library.asked == [[*"01234567"], ["8", "9"]]
    assert told == [(8, 10), (10, 10)]


def test_records_say_when_they_were_retrieved(client: Client, answers: Answers) -> None:
    for _ in range(2):
        (answer,) = ask(Library(), numbers(2), client, answers).values()
        assert isinstance(answer, Found)
        assert answer.records[0].retrieved == TODAY


def test_what_is_known_is_not_asked_again(client: Client, answers: Answers, tmp_path: Path) -> None:
    ask(Library(), numbers(*range(8)), client, answers)
    library = Library()
    found = ask(library, numbers(7, 2, 100, 4), client, Answers(tmp_path / "cache"))
    assert titles(found) == {"7": Missing(), "2": "2", "100": "100", "4": "4"}
    assert library.asked == [["100"]]
    assert library.read_ == [[*"01234567"], ["100"]]  # the kept body once, with its own batch
    assert client.counters["library"].hits == 3


def test_refresh_asks_again(client: Client, answers: Answers) -> None:
    ask(Library(), numbers(2), client, answers)
    library = Library()
    ask(library, numbers(2), client, answers, refresh=True)
    assert library.asked == [["2"]]
    assert client.counters["library"].hits == 0


def test_failures_are_asked_again(client: Client, answers: Answers) -> None:
    found = ask(Library(), numbers("strange", "silent", 2), client, answers)
    assert titles(found) == {
        "strange": Failed("strange"),
        "silent": Failed("library did not say"),
        "2": "2",
    }
    library = Library()
    ask(library, numbers("strange", "silent", 2), client, answers)
    assert library.asked == [["strange", "silent"]]


def test_a_refused_batch_is_halved_until_the_bad_one_is_alone(
    client: Client, answers: Answers
) -> None:
    library = Library(refuses=["5"])
    found = ask(library, numbers(*range(8)), client, answers)
    assert library.asked == [[*"01234567"], [*"0123"], [*"4567"], [*"45"], ["4"], ["5"], [*"67"]]
    assert titles(found)["5"] == Failed("bad number")
    assert titles(found)["4"] == "4"


def test_who_refuses_everything_is_not_asked_forever(client: Client, answers: Answers) -> None:
    library = Library(refuses=["*"])
    found = ask(library, numbers(*range(400)), client, answers)
    assert set(found.values()) == {Failed("bad number")}
    assert len(library.asked) < 20


def test_a_crowded_answer_is_asked_for_in_halves(client: Client, answers: Answers) -> None:
    library = Library()
    library.most = 2
    found = ask(library, numbers(0, 2, 4, 6), client, answers)
    assert titles(found) == {"0": "0", "2": "2", "4": "4", "6": "6"}
    assert library.asked == [[*"0246"], [*"02"], [*"46"]]


def test_a_question_crowded_alone_is_failed(client: Client, answers: Answers) -> None:
    library = Library()
    library.most = 0
    found = ask(library, numbers(0, 2), client, answers)
    assert set(found.values()) == {Crowded("more")}
    assert library.asked == [[*"02"], ["0"], ["2"]]


@pytest.mark.parametrize("fault", [Unreachable("no network"), BadAnswer("a web page")])
def test_when_a_source_is_gone_the_rest_has_failed(
    client: Client, answers: Answers, fault: SourceError
) -> None:
    library = Library(fault=fault)
    found = ask(library, numbers(*range(30)), client, answers)
    assert len(library.asked) <= 7  # nonsense may be about one question: it is looked for
    assert titles(found)["6"] == "6"
    assert set(list(found.values())[8:]) == {Failed(str(fault))}


def test_a_source_that_stops_with_an_error_of_its_own_is_gone_too(
    client: Client, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sources come from other packages as well: what they raise is nobody's traceback."""
    library = Library()

    def read(answer: bytes, batch: Sequence[Question]) -> dict[Question, Answer]:
        raise KeyError(answer)

    monkeypatch.setattr(library, "read", read)
    found = ask(library, numbers(*range(20)), client, answers)
    assert set(found.values()) == {Failed("library stopped with an error: KeyError")}
    assert len(library.asked) == 1


def test_another_fault_of_a_batch_is_its_own(client: Client, answers: Answers) -> None:
    library = Library(fault=SourceError("odd"))
    found = ask(library, numbers(*range(20)), client, answers)
    assert len(library.asked) == 3
    assert set(list(found.values())[8:]) == {Failed("odd")}


def test_what_cannot_be_asked_is_failed(client: Client, answers: Answers) -> None:
    found = ask(Library(), [*numbers("unaskable", 2), Question("doi", "10.1/x")], client, answers)
    assert [type(answer) for answer in found.values()] == [Failed, Found, Failed]


def test_a_kept_answer_that_can_no_longer_be_read_is_asked_for_again(
    client: Client, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask(Library(), numbers(2), client, answers)
    library = Library()

    def read(answer: bytes, batch: Sequence[Question]) -> dict[Question, Answer]:
        if not library.asked:
            raise BadAnswer("of an older kind")
        return Library.read(library, answer, batch)

    monkeypatch.setattr(library, "read", read)
    assert titles(ask(library, numbers(2), client, answers)) == {"2": "2"}
    assert library.asked == [["2"]]


def test_nothing_asked_is_nothing_answered(client: Client, answers: Answers) -> None:
    assert ask(Library(), [], client, answers) == {}
