"""Asking one source many questions: what is known first, then the fewest requests."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kdbib.errors import Refused, SourceError, Unavailable
from kdbib.http.answers import Answers, Asked, Known
from kdbib.resolve.base import Answer, Failed, Found, Missing, Question, Source
from kdbib.resolve.titles import Crowded

if TYPE_CHECKING:
    from kdbib.http.client import Client

Progress = Callable[[int, int], None]
"""Is told how many of how many questions have an answer."""

Batch = tuple[Question, ...]


def ask(  # noqa: PLR0913 - the last two are named
    source: Source,
    questions: Iterable[Question],
    client: "Client",
    answers: Answers,
    *,
    refresh: bool = False,
    on_progress: Progress | None = None,
) -> dict[Question, Answer]:
    """The answer of a source to each question, in the order of the questions.

    What the cache knows is not asked again, unless ``refresh``. Answers are kept as they arrive, so
    that nothing is lost if we are stopped. A batch that the source refuses is halved. When the
    source becomes unavailable, the questions left are Failed with the reason.

    Every question has an answer; SourceError is not raised.
    """
    wanted = list(dict.fromkeys(questions))
    asking = _Asking(source, client, answers, len(wanted), on_progress)
    if not refresh:
        asking.settle(_remembered(source, wanted, answers))
        client.hit(source.name, len(asking.settled))
    left = [question for question in wanted if question not in asking.settled]
    batches = source.batches([question for question in left if question.kind in source.accepts])
    reason = asking.work_off(batches) or f"{source.name} can't be asked this"
    return {question: asking.settled.get(question, Failed(reason)) for question in wanted}


class _Asking:
    """The answers so far, and the way to the others."""

    def __init__(
        self,
        source: Source,
        client: "Client",
        answers: Answers,
        total: int,
        on_progress: Progress | None,
    ) -> None:
        self.settled: dict[Question, Answer] = {}
        self._source, self._client, self._answers = source, client, answers
        self._total, self._on_progress = total, on_progress

    def settle(self, answered: Mapping[Question, Answer]) -> None:
        self.settled.update(answered)
        if self._on_progress and answered:
            self._on_progress(len(self.settled), self._total)

    def work_off(self, batches: Sequence[Batch]) -> str:
        """Asks batch after batch; the reason why it ended early, or an empty text."""
        waiting = deque(batches)
        refusals, too_many = (
            0,
            4 + 2 * max((len(batch) for batch in batches), default=0).bit_length(),
        )
        while waiting:
            batch = waiting.popleft()
            try:
                open_still = self._ask(batch)
                refusals = 0
            except Refused as error:
                refusals += 1
                if refusals > too_many:  # it is not about one bad question among good ones
                    return str(error)
                if len(batch) == 1:
                    self.settle({batch[0]: Failed(str(error))})
                    continue
                open_still = batch
            except Unavailable as error:
                return str(error)
            except SourceError as error:
                self.settle(dict.fromkeys(batch, Failed(str(error))))
                continue
            half = (len(open_still) + 1) // 2
            waiting.extendleft(part for part in (open_still[half:], open_still[:half]) if part)
        return ""

    def _ask(self, batch: Batch) -> Batch:
        """Settles a batch, but for the questions that a smaller one may settle: they come back."""
        body = self._source.fetch(self._client, batch)
        read = self._source.read(body, batch)
        self._answers.keep(
            self._source.name,
            body,
            [_asked(question) for question in batch],
            {_asked(q): outcome for q, answer in read.items() if (outcome := _outcome(answer))},
        )
        today = _day(datetime.now(UTC).timestamp())
        nothing = Failed(f"{self._source.name} did not say")
        told = {question: _dated(read.get(question, nothing), today) for question in batch}
        crowded = tuple(q for q in batch if isinstance(told[q], Crowded) and len(batch) > 1)
        self.settle({question: told[question] for question in batch if question not in crowded})
        return crowded


def _remembered(
    source: Source, questions: Sequence[Question], answers: Answers
) -> dict[Question, Answer]:
    """What the cache knows: each answer in it is read again, once."""
    known = answers.recall(source.name, [_asked(question) for question in questions])
    kept: dict[int, dict[Question, Answer]] = {}
    remembered: dict[Question, Answer] = {}
    for question in questions:
        entry = known.get(_asked(question))
        if entry is None:
            continue
        if entry.outcome == "missing":
            remembered[question] = Missing()
            continue
        if entry.answer not in kept:
            kept[entry.answer] = _read_again(source, answers, entry)
        answer = kept[entry.answer].get(question)
        if isinstance(answer, Found):
            remembered[question] = _dated(answer, _day(entry.time))
    return remembered


def _read_again(source: Source, answers: Answers, entry: Known) -> dict[Question, Answer]:
    """The answers in a kept body; none if it is gone or can't be read any more."""
    stored = answers.answer(entry.answer)
    if stored is None:
        return {}
    body, batch = stored
    try:
        return source.read(body, [Question(kind, value) for kind, value in batch])
    except SourceError:
        return {}


def _asked(question: Question) -> Asked:
    return question.kind, question.value


def _outcome(answer: Answer) -> str:
    """The word for an answer that is worth keeping; empty for a failure."""
    return "found" if isinstance(answer, Found) else "missing" if answer == Missing() else ""


def _day(time: float) -> str:
    return datetime.fromtimestamp(time, UTC).date().isoformat()


def _dated(answer: Answer, day: str) -> Answer:
    if not isinstance(answer, Found):
        return answer
    return Found(tuple(replace(record, retrieved=day) for record in answer.records))
