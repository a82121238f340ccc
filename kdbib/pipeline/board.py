"""What is still to be asked, of whom: the one thing that the threads of the sources share."""

import sys
import threading
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from kdbib.pipeline.cases import Case
from kdbib.pipeline.order import Order, Stage
from kdbib.resolve.base import Answer, Failed, Found, Missing, Question, Source

Batch = tuple[Question, ...]

AGENCY = "agency: "
"""What doi.org's answers begin with; see :mod:`kdbib.resolve.doi_ra`."""


class Board:
    """The open questions, each with the cases that wait for its answer.

    A thread for each source takes batches from it until there are none left. A batch that is full
    goes at once; one that isn't waits until nobody is at anything earlier that may fill it, or make
    it needless. So no source waits as long as it has something useful to do, and as few requests
    as possible are sent. ``first`` gives the source that is asked for a case's title first;
    ``room`` is how many questions a source may be asked that takes one in a request.
    """

    def __init__(
        self,
        cases: Sequence[Case],
        order: Order,
        first: Mapping[int, Source],
        room: Mapping[str, int] | None = None,
    ) -> None:
        self.cases, self.order, self.first = cases, order, first
        self.outages: dict[str, str] = {}
        self._room = dict(room) if room is not None else None
        self._admitted: set[tuple[str, Question]] = set()
        self._changed = threading.Condition()
        self._todo: dict[str, dict[Question, dict[int, Stage]]] = {
            s.name: {} for s in order.sources
        }
        self._waiting: dict[tuple[str, Question], list[int]] = {}
        self._busy: dict[str, Stage] = {}
        self._wanted: dict[int, list[tuple[str, Question]]] = {}
        for index in range(len(cases)):
            self._update(index)
        self._promised = {s.name: self._at_once(s) for s in order.sources}

    def _at_once(self, source: Source) -> deque[tuple[Stage, Batch, list[list[int]]]]:
        """What a source is asked whatever the others find: identifiers, and titles of its share."""
        todo = self._todo[source.name]
        batches = [(stage, b) for stage, b in self.open_batches(source) if stage <= Stage.TITLES]
        return deque((stage, b, [list(todo[question]) for question in b]) for stage, b in batches)

    def promised(self, source: Source) -> list[tuple[Stage, Batch]]:
        """The batches that a source will be asked in any case, in their order."""
        return [(stage, batch) for stage, batch, _ in self._promised[source.name]]

    def room(self, source: Source) -> int:
        """How many questions more a source may be asked one by one."""
        return sys.maxsize if self._room is None else self._room.get(source.name, 0)

    def open_batches(self, source: Source) -> list[tuple[Stage, Batch]]:
        """The batches that a source would be asked now, each with its stage, in their order."""
        todo = self._todo[source.name]
        stages = {question: min(cases.values()) for question, cases in todo.items()}
        questions = sorted(todo, key=stages.__getitem__)
        batches = [(min(map(stages.__getitem__, b)), b) for b in source.batches(questions)]
        return sorted(batches, key=lambda batch: batch[0])

    def is_busy(self) -> bool:
        """Whether anything is on its way, or waits for its turn."""
        return bool(self._busy) or any(self._todo.values()) or any(self._promised.values())

    def take(self, source: Source) -> Batch | None:
        """The next batch for a source, as soon as there is one; None when nothing is left."""
        with self._changed:
            while True:
                if batch := self._sendable(source):
                    return batch
                if not self.is_busy():
                    self._changed.notify_all()
                    return None
                self._changed.wait()

    def _sendable(self, source: Source) -> Batch | None:
        if self._promised[source.name]:
            stage, batch, waiting = self._promised[source.name].popleft()
            self._waiting |= {
                (source.name, question): cases
                for question, cases in zip(batch, waiting, strict=True)
            }
            self._busy[source.name] = stage
            return batch
        todo = self._todo[source.name]
        if not todo:
            return None
        batches = self.open_batches(source)
        asked = {question for _, batch in batches for question in batch}
        if unaskable := [question for question in todo if question not in asked]:
            self._hand_out(source, dict.fromkeys(unaskable, Missing()))
            return self._sendable(source)
        by_kind = {k: len(list(g)) for k, g in groupby(sorted(_kind(b) for _, b in batches))}
        for stage, batch in batches:
            by_kind[_kind(batch)] -= 1
            full = by_kind[_kind(batch)] > 0 or len(batch) >= source.accepts[_kind(batch)]
            if full or self._is_quiet_before(stage, source):
                self._busy[source.name] = stage
                return batch
        return None

    def _is_quiet_before(self, stage: Stage, source: Source) -> bool:
        """Whether nobody else is at anything earlier."""
        return all(
            self._busy.get(name, stage) >= stage
            and all(promised >= stage for promised, _, _ in self._promised[name])
            and all(min(cases.values()) >= stage for cases in todo.values())
            for name, todo in self._todo.items()
            if name != source.name
        )

    def settle(self, source: Source, answers: Mapping[Question, Answer]) -> None:
        """Hand out the answers to a batch; its source is free again."""
        with self._changed:
            self._hand_out(source, answers)
            self._busy.pop(source.name, None)
            self._changed.notify_all()

    def leave_out(self, source: Source, reason: str) -> None:
        """Ask a source no more: whatever it could have known stays unknown."""
        with self._changed:
            self.order.out.setdefault(source.name, reason)
            self._busy.pop(source.name, None)
            self._promised[source.name].clear()
            for index in range(len(self.cases)):
                self._update(index)
            self._changed.notify_all()

    def _hand_out(self, source: Source, answers: Mapping[Question, Answer]) -> None:
        touched: set[int] = set()
        for question, answer in answers.items():
            promised = self._waiting.pop((source.name, question), ())
            for index in {*self._todo[source.name].get(question, ()), *promised}:
                touched.add(index)
                receive(self.cases[index], source.name, question, answer)
            if isinstance(answer, Failed):
                self.outages.setdefault(source.name, answer.reason)
        for index in sorted(touched):
            self._update(index)

    def _update(self, index: int) -> None:
        """Put up what is to be asked about a case now, once the rung that it is on is done.

        A rung is asked as a whole: so what is found does not depend on who answers first.
        """
        case = self.cases[index]
        left = []
        for name, question in self._wanted.pop(index, ()):
            if (name, question) in case.answered or name in self.order.out:
                waiting = self._todo[name].get(question, {})
                waiting.pop(index, None)
                if not waiting:
                    self._todo[name].pop(question, None)
            else:
                left.append((name, question))
        if left:
            self._wanted[index] = left
            return
        for stage, pairs in self.order.rungs(case, self.first.get(index)):
            asked = [
                (source, question)
                for source, question in pairs
                if (source.name, question) not in case.answered
                and self._may_ask(case, source, question)
            ]
            if asked:
                self._wanted[index] = [(source.name, question) for source, question in asked]
                for source, question in asked:
                    self._todo[source.name].setdefault(question, {})[index] = stage
                return

    def _may_ask(self, case: Case, source: Source, question: Question) -> bool:
        """Whether a source is there to be asked, and has room for a question of its own request."""
        if source.name in self.order.out:
            case.failed.setdefault(source.name, self.order.out[source.name])
            return False
        if self._room is None or source.accepts[question.kind] > 1:
            return True
        if source.name in case.passed_over:
            return False
        if (source.name, question) not in self._admitted:
            if self._room.get(source.name, 0) <= 0:
                case.passed_over.add(source.name)
                return False
            self._room[source.name] -= 1
            self._admitted.add((source.name, question))
        return True


def receive(case: Case, source: str, question: Question, answer: Answer) -> None:
    """Let a case take the answer of a source to a question."""
    case.answered.add((source, question))
    if isinstance(answer, Failed):
        case.failed[source] = answer.reason
    elif isinstance(answer, Found) and (agency := _agency(answer)):
        case.agencies[question.value] = agency
    elif isinstance(answer, Found):
        case.add(answer.records)


def _agency(answer: Found) -> str:
    said: Iterable[str] = answer.records[0].origins
    return next((text.removeprefix(AGENCY) for text in said if text.startswith(AGENCY)), "")


def _kind(batch: Batch) -> str:
    return batch[0].kind
