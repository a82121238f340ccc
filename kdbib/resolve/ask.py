"""Asking one source: what is known first, then the fewest requests, none of them twice."""

import logging
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace

from kdbib.errors import BadAnswer, Refused, SourceError, Unavailable, Unreachable
from kdbib.http.answers import Answers, Asked, Known
from kdbib.resolve.base import Answer, Failed, Found, Missing, Question, Source
from kdbib.resolve.titles import Crowded

if TYPE_CHECKING:
    from kdbib.http.client import Client

Progress = Callable[[int, int], None]
"""Is told how many of how many questions have an answer, after each batch."""

_log = logging.getLogger(__name__)
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
    since = answers.now() if refresh else 0.0
    settled = remembered(source, wanted, answers, since)
    client.hit(source.name, len(settled))
    left = [question for question in wanted if question not in settled]
    batches = source.batches([question for question in left if question.kind in source.accepts])
    asking = Asking(source, client, answers, since)
    for batch in batches:
        settled |= asking.batch(batch)
        if on_progress:
            on_progress(len(settled), len(wanted))
    reason = asking.gone or f"{source.name} can't be asked this"
    return {question: settled.get(question, Failed(reason)) for question in wanted}


class Asking:
    """Asks one source batch after batch, as long as it answers.

    What another process is asking at this moment is not asked as well: its answer is waited for.
    Answers that arrived before ``since`` don't count. ``gone`` is the reason why the source is
    asked no more, or an empty text; ``unreachable`` tells whether that is for want of a connection.
    """

    def __init__(
        self, source: Source, client: "Client", answers: Answers, since: float = 0.0
    ) -> None:
        self.gone, self.unreachable = "", False
        self._since = since
        self._refusals = 0  # one after the other, over all batches
        self._source, self._client, self._answers = source, client, answers
        self._hold = source.policy.patience + source.policy.attempt

    def batch(self, batch: Batch) -> dict[Question, Answer]:
        """An answer to each question of a batch; Failed, without a request, once it is gone."""
        settled: dict[Question, Answer] = {}
        left = batch
        while left and not self.gone:
            mine = self._claimed(left)
            try:
                # whoever had claimed them before may have left answers
                told = remembered(self._source, mine, self._answers, self._since)
                self._client.hit(self._source.name, len(told))
                open_still = tuple(question for question in mine if question not in told)
                settled |= told | (self._halving(open_still) if open_still else {})
            finally:
                self._answers.release(self._source.name, [_asked(q) for q in mine])
            if not mine:
                self._answers.pause()
            left = tuple(question for question in left if question not in settled)
        return settled | dict.fromkeys(left, Failed(self.gone))

    def _claimed(self, batch: Batch) -> Batch:
        """Those questions of a batch that nobody else is asking: from now on, we are."""
        mine = self._answers.claim(self._source.name, [_asked(q) for q in batch], self._hold)
        return tuple(question for question in batch if _asked(question) in mine)

    def _halving(self, batch: Batch) -> dict[Question, Answer]:
        """The answers to a batch, or to its parts where it is refused as a whole."""
        settled: dict[Question, Answer] = {}
        waiting = deque([batch])
        while waiting and not self.gone:
            part = waiting.popleft()
            try:
                told, open_still = self._ask(part)
                settled |= told
                self._refusals = 0
            except (Refused, BadAnswer) as error:
                self._refusals += 1
                if self._refusals > _most_refusals(error, batch):
                    self.gone = str(error)  # it is not about one bad question among good ones
                elif len(part) == 1:
                    settled[part[0]] = Failed(str(error))
                    continue
                open_still = part
            except Unavailable as error:
                self.gone, self.unreachable = str(error), isinstance(error, Unreachable)
                open_still = part
            except SourceError as error:
                settled |= dict.fromkeys(part, Failed(str(error)))
                continue
            except Exception as error:  # a source of another package may raise anything
                _log.debug("%s stopped", self._source.name, exc_info=True)
                self.gone = f"{self._source.name} stopped with an error: {type(error).__name__}"
                open_still = part
            half = (len(open_still) + 1) // 2
            waiting.extendleft(rest for rest in (open_still[half:], open_still[:half]) if rest)
        return settled | {q: Failed(self.gone) for part in waiting for q in part}

    def _ask(self, batch: Batch) -> tuple[dict[Question, Answer], Batch]:
        """The answers to a batch, and the questions that only a smaller one may settle."""
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
        return {question: told[question] for question in batch if question not in crowded}, crowded


def _most_refusals(error: SourceError, batch: Batch) -> int:
    """How often a source may refuse in a row, or answer nonsense, on the way to one bad question.

    Nonsense is sooner a source that is out of order.
    """
    halvings = len(batch).bit_length()
    return 4 + 2 * halvings if isinstance(error, Refused) else 1 + halvings


def remembered(
    source: Source, questions: Sequence[Question], answers: Answers, since: float = 0.0
) -> dict[Question, Answer]:
    """What the cache knows, of answers that arrived ``since`` then.

    Each kept answer is read again, once.
    """
    known = answers.recall(source.name, [_asked(question) for question in questions])
    kept: dict[int, dict[Question, Answer]] = {}
    told: dict[Question, Answer] = {}
    for question in questions:
        entry = known.get(_asked(question))
        if entry is None or entry.time < since:
            continue
        if entry.outcome == "missing":
            told[question] = Missing()
            continue
        if entry.answer not in kept:
            kept[entry.answer] = _read_again(source, answers, entry)
        answer = kept[entry.answer].get(question)
        if isinstance(answer, Found):
            told[question] = _dated(answer, _day(entry.time))
    return told


def _read_again(source: Source, answers: Answers, entry: Known) -> dict[Question, Answer]:
    """The answers in a kept body; none if it is gone or can't be read any more."""
    stored = answers.answer(entry.answer)
    if stored is None:
        return {}
    body, batch = stored
    try:
        return source.read(body, [Question(kind, value) for kind, value in batch])
    except Exception:  # a source of another package may raise anything
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
