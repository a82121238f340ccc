"""What was asked of whom, and answered, as far as it is still kept."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from kdbib.match.decide import same_work
from kdbib.model import Record, Work
from kdbib.resolve.base import TITLE, WORDS, Answer, Found, Question, Source

if TYPE_CHECKING:
    from kdbib.explain.lookup import Decided
    from kdbib.http.answers import Answers


class Corpus(Protocol):
    """Works that are looked up without a network."""

    name: str

    def answer(self, questions: Sequence[Question]) -> dict[Question, Answer]:
        """An answer to every question."""
        ...


@dataclass(frozen=True, slots=True)
class Statement:
    """One question to one source, and what came of it.

    ``source`` is named as in records; ``time`` is ISO 8601 in UTC, empty for a corpus; ``records``
    are those of the work in question, or, where there is none, all that there are.
    """

    source: str
    question: Question
    time: str = ""
    records: tuple[Record, ...] = ()
    others: int = 0
    """How many records of other works came with them."""


def statements(
    decision: "Decided",
    sources: Mapping[str, Source],
    corpora: Iterable[Corpus],
    answers: "Answers",
) -> list[Statement]:
    """The statements on a citation, from whoever was heard on it and whose answer is kept."""
    resolution = decision.resolution
    questions = list(dict.fromkeys(_questions(decision)))
    heard = {name.partition("#")[0] for name in resolution.asked}
    told: list[Statement] = []
    for corpus in corpora:
        if corpus.name in heard:
            for question, answer in corpus.answer(questions).items():
                if isinstance(answer, Found):
                    told.append(_statement(corpus.name, question, "", answer, resolution.work))
    for source in sources.values():
        told += _kept(source, questions, answers, resolution.work)
    return list(_telling(told))


def _questions(decision: "Decided") -> Iterator[Question]:
    """What may have been asked: identifiers of the citation and of the work, and the titles."""
    work, citation = decision.resolution.work, decision.citation
    for known in [i for i, _ in citation.identifiers] if citation else []:
        yield Question(known.scheme, known.value)
    for known in work.identifiers if work else ():
        yield Question(known.scheme, known.value)
    if work and work.DOI:
        yield Question("doi", work.DOI)
    for title in dict.fromkeys((decision.resolution.title, *((work.title,) if work else ()))):
        yield Question(TITLE, title)
        yield Question(WORDS, title)


def _kept(
    source: Source, questions: Sequence[Question], answers: "Answers", work: Work | None
) -> Iterator[Statement]:
    asked = [question for question in questions if question.kind in source.accepts]
    known = answers.recall(source.name, [(q.kind, q.value) for q in asked])
    for question in asked:
        entry = known.get((question.kind, question.value))
        if entry is None:
            continue
        time = datetime.fromtimestamp(entry.time, UTC).isoformat(timespec="seconds")
        stored = answers.answer(entry.answer)
        if entry.outcome == "missing" or stored is None:
            yield Statement(source.name, question, time)
            continue
        body, batch = stored
        try:
            answer = source.read(body, [Question(*each) for each in batch]).get(question)
        except Exception:  # noqa: S112 - of a version that read it otherwise, or a stranger's mistake
            continue
        if isinstance(answer, Found):
            yield _statement(source.name, question, time, answer, work)


def _statement(
    source: str, question: Question, time: str, answer: Found, work: Work | None
) -> Statement:
    own = tuple(r for r in answer.records if work is None or same_work(r.work, work))
    return Statement(source, question, time, own, len(answer.records) - len(own))


def _telling(told: Sequence[Statement]) -> Iterator[Statement]:
    """The statements, without those that only say again what another one of the source says."""
    seen: set[tuple[str, tuple[Record, ...]]] = set()
    for one in told:
        said = (one.source, one.records)
        if one.records and said in seen:
            continue
        seen.add(said)
        yield one
