"""What is to be asked next, round by round, so that a result depends on nothing but the answers.

Every case is on a rung of the ladder (:mod:`kdbib.pipeline.order`). A round takes all the cases
that are on the lowest rung, and asks each source all that these want of it. Only when all answers
are in do the cases take them, each in the order of its rung, and go on. So it makes no difference
who answers first, what the cache knew already, or how often the run was interrupted.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence

from kdbib.pipeline.cases import Case
from kdbib.pipeline.order import Order
from kdbib.resolve.base import Answer, Failed, Found, Question, Source
from kdbib.resolve.role import Stage

Asked = tuple[str, Question]
"""A question to a source, by its name."""
Known = Callable[[Source, Sequence[Question]], Mapping[Question, Answer]]
"""What is known already of questions to a source."""

AGENCY = "agency: "
"""What doi.org's answers begin with; see :mod:`kdbib.resolve.doi_ra`."""


class Rounds:
    """The cases, each with the questions that it waits for.

    ``room`` is how many questions a source may be asked that takes one in a request; it is given in
    the order of the cases.
    """

    def __init__(
        self, cases: Sequence[Case], order: Order, room: Mapping[str, int] | None = None
    ) -> None:
        self.cases, self.order = cases, order
        self._room = dict(room) if room is not None else None
        self._admitted: set[Asked] = set()
        self._sources = {source.name: source for source in order.sources}
        self._rungs: dict[int, tuple[Stage, list[Asked]]] = {}
        for index in range(len(cases)):
            self._climb(index)

    def room(self, source: Source) -> int:
        """How many questions more a source may be asked one by one."""
        return sys.maxsize if self._room is None else self._room.get(source.name, 0)

    def catch_up(self, known: Known) -> dict[str, int]:
        """Let the cases go as far as what is known takes them; how much of it they took, by source.

        A rung with a question for which room is needed waits for its round: who gets it is decided
        there.
        """
        taken: dict[str, set[Question]] = {name: set() for name in self._sources}
        waiting = list(self._rungs)
        while waiting:
            wanted = self._by_source(waiting)
            told = {
                (name, question): answer
                for name, questions in wanted.items()
                for question, answer in known(self._sources[name], questions).items()
            }
            waiting = [index for index in waiting if self._is_answered(index, told)]
            for index in waiting:
                for name, question in self._rungs[index][1]:
                    taken[name].add(question)
            self._take(waiting, told)
            waiting = [index for index in waiting if index in self._rungs]
        return {name: len(questions) for name, questions in taken.items()}

    def _is_answered(self, index: int, told: Mapping[Asked, Answer]) -> bool:
        return all(a in told and not self._needs_room(*a) for a in self._rungs[index][1])

    def next_round(self) -> dict[str, list[Question]]:
        """What is to be asked of each source now, by its name; nothing if all is done."""
        while True:
            waits = [self._admit(index) for index in self._of_round()]
            if all(waits):
                return self._by_source(self._of_round())

    def certain(self) -> dict[str, list[Question]]:
        """What is asked of each source in any case: identifiers of the text, and titles."""
        first = [i for i, (stage, _) in self._rungs.items() if stage <= Stage.TITLES]
        wanted = self._by_source(first)
        return {name: wanted.get(name, []) for name in self._sources}

    def settle(self, told: Mapping[Asked, Answer]) -> None:
        """Let the cases of the round take their answers, and go on.

        A question without an answer was not asked: nobody failed, and nothing is known.
        """
        self._take(self._of_round(), told)

    def leave_out(self, source: Source, reason: str) -> None:
        """Ask a source no more: whatever it could have known stays unknown."""
        self.order.out.setdefault(source.name, reason)

    def _of_round(self) -> list[int]:
        """The cases whose turn it is. Identifiers of the text and titles are asked side by side."""
        lowest = min((stage for stage, _ in self._rungs.values()), default=Stage.LAST)
        return sorted(i for i, (s, _) in self._rungs.items() if s <= max(lowest, Stage.TITLES))

    def _by_source(self, indices: Iterable[int]) -> dict[str, list[Question]]:
        """The questions of the cases, each once; those of lower stages first."""
        wanted: dict[str, dict[Question, None]] = {}
        for index in sorted(indices, key=lambda index: (self._rungs[index][0], index)):
            for name, question in self._rungs[index][1]:
                wanted.setdefault(name, {})[question] = None
        names = [name for name in self._sources if name in wanted]
        return {name: list(wanted[name]) for name in names}

    def _take(self, indices: Iterable[int], told: Mapping[Asked, Answer]) -> None:
        for index in indices:
            case = self.cases[index]
            for asked in self._rungs.pop(index)[1]:
                receive(case, *asked, told.get(asked))
            self._climb(index)

    def _climb(self, index: int) -> None:
        """Put a case on its next rung, if there is one."""
        case = self.cases[index]
        for stage, pairs in self.order.rungs(case):
            asked = [
                (source.name, question)
                for source, question in pairs
                if (source.name, question) not in case.answered and self._may_ask(case, source)
            ]
            if asked:
                self._rungs[index] = stage, asked
                return

    def _may_ask(self, case: Case, source: Source) -> bool:
        if source.name in self.order.out:
            case.failed.setdefault(source.name, self.order.out[source.name])
            return False
        return source.name not in case.passed_over

    def _admit(self, index: int) -> bool:
        """Leave out who is gone, and what there is no room for; False if the case goes on so."""
        case, (stage, pairs) = self.cases[index], self._rungs[index]
        left = [
            asked
            for asked in pairs
            if self._may_ask(case, self._sources[asked[0]]) and self._has_room(case, *asked)
        ]
        if left:
            self._rungs[index] = stage, left
            return True
        del self._rungs[index]
        self._climb(index)
        return False

    def _has_room(self, case: Case, name: str, question: Question) -> bool:
        if not self._needs_room(name, question) or self._room is None:
            return True
        if self._room.get(name, 0) <= 0:
            case.passed_over.add(name)
            return False
        self._room[name] -= 1
        self._admitted.add((name, question))
        return True

    def _needs_room(self, name: str, question: Question) -> bool:
        if self._room is None or (name, question) in self._admitted:
            return False
        return self._sources[name].accepts[question.kind] == 1


def receive(case: Case, source: str, question: Question, answer: Answer | None) -> None:
    """Let a case take the answer of a source to a question; None where it was not asked."""
    case.answered.add((source, question))
    if answer is None:
        case.unasked.add(source)
    elif isinstance(answer, Failed):
        case.failed[source] = answer.reason
    elif isinstance(answer, Found) and (agency := _agency(answer)):
        case.agencies[question.value] = agency
    elif isinstance(answer, Found):
        case.add(answer.records)


def _agency(answer: Found) -> str:
    said: Iterable[str] = answer.records[0].origins
    return next((text.removeprefix(AGENCY) for text in said if text.startswith(AGENCY)), "")
