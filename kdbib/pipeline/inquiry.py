"""Asking everyone who may know: corpora and cache first, then the databases, as planned."""

import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from typing import TYPE_CHECKING

from kdbib.pipeline.cases import Case
from kdbib.pipeline.expectation import learned
from kdbib.pipeline.order import Order
from kdbib.pipeline.plan import drawn_up, rounds_of
from kdbib.pipeline.rounds import Asked
from kdbib.pipeline.setting import Corpus, Setting
from kdbib.resolve.ask import Asking, Batch, remembered
from kdbib.resolve.base import TITLE, Answer, Failed, Found, Missing, Question, Source

if TYPE_CHECKING:
    from kdbib.http.client import Client

_SILENT = 2
"""Sources that can't be reached, where nobody else has answered: then there is no network."""

Counts = dict[str, int | float]


class Inquiry:
    """One inquiry after many citations.

    When it is made, corpora and cache have had their say, and ``plan`` tells what is left to ask of
    whom; ``carry_out`` does it.
    """

    def __init__(self, cases: Sequence[Case], setting: Setting) -> None:
        self._cases, self._setting, self._answers = cases, setting, setting.answers
        self._since = self._answers.now() if setting.refresh else 0.0
        self._sources = _with_router(setting.sources)
        self.counters: dict[str, Counts] = {}
        self.outages: dict[str, str] = {}
        self._heard = False
        """Whether any source has answered; as long as none has, there may be no network."""
        self._silent: set[str] = set()
        """The sources that could not be reached."""
        self._done: dict[str, int] = {}
        for corpus in setting.corpora:
            self._consult(corpus)
        order = Order(self._sources, thorough=setting.thorough, brief=setting.brief)
        self._rounds = rounds_of(cases, order)
        at_hand = self._rounds.catch_up(self._known)
        known = {name: int(counts["hits"]) for name, counts in self.counters.items()}
        certain = {
            source.name: [] if setting.offline else self._batches(source, questions)[0]
            for source in self._sources
            for questions in [self._rounds.certain()[source.name]]
        }
        plan = drawn_up(self._rounds, certain, at_hand, learned(self._answers.found()))
        self.plan = replace(plan, corpora=known)

    def _consult(self, corpus: Corpus) -> None:
        """Ask a corpus for all citations at once; for near ones where nothing else decides.

        A match whose title is not exact doesn't end it: the right work may be in another corpus.
        """
        open_ = [case for case in self._cases if case.is_open]
        asked = {id(case): _exactly(case) for case in open_}
        answers = corpus.answer([question for one in asked.values() for question in one])
        for case in open_:
            for question in asked[id(case)]:
                if case.is_open and isinstance(answer := answers[question], Found):
                    case.add(answer.records)
        open_ = [case for case in open_ if case.is_open]
        for case, records in zip(open_, corpus.near([c.citation for c in open_]), strict=True):
            case.add(records)
        self.counters[corpus.name] = _counts(sum(case.matched for case in self._cases))

    def _known(self, source: Source, questions: Sequence[Question]) -> dict[Question, Answer]:
        return remembered(source, questions, self._answers, self._since)

    def _batches(
        self, source: Source, questions: Sequence[Question]
    ) -> tuple[list[Batch], dict[Question, Answer]]:
        """The batches of questions that are still to be asked, and what is known of the others.

        They are made of all questions of a round: so a run that goes on where another one was cut
        off sends what that one would have sent.
        """
        batches = source.batches(questions)
        told = self._known(source, questions)
        askable = {question for batch in batches for question in batch}
        told |= {question: Missing() for question in questions if question not in askable}
        left = [tuple(q for q in batch if q not in told) for batch in batches]
        return [batch for batch in left if batch], told

    def carry_out(self) -> None:
        """Ask as planned. No source's failure is raised; ``outages`` tells them."""
        self.counters |= {name: _counts(hits) for name, hits in self.plan.at_hand.items() if hits}
        with ExitStack() as stack:
            client: Client | None = None
            while wanted := self._rounds.next_round():
                told: dict[Asked, Answer] = {}
                batches: dict[str, list[Batch]] = {}
                for source in self._sources:
                    left, known = self._batches(source, wanted.get(source.name, []))
                    told |= {(source.name, question): answer for question, answer in known.items()}
                    batches |= {source.name: left} if left else {}
                if batches and not self._setting.offline:
                    client = client or stack.enter_context(self._setting.connect())
                    told |= self._ask_all(batches, client)
                self._rounds.settle(told)
                self._rounds.catch_up(self._known)
            if client:
                self._count(client)
        no_network = bool(self._silent) and not self._heard
        for case in self._cases:
            if not (case.failed or case.unasked or no_network):
                case.asked |= said_by((), self._sources) - case.passed_over
                case.asked |= {name + PASSED_OVER for name in case.passed_over}
            case.asked |= said_by(self._setting.corpora, ())

    def _count(self, client: "Client") -> None:
        for name, counter in client.counters.items():
            known = self.plan.at_hand.get(name, 0)
            self.counters[name] = counter.as_dict() | {"hits": counter.hits + known}

    def _ask_all(
        self, batches: Mapping[str, Sequence[Batch]], client: "Client"
    ) -> dict[Asked, Answer]:
        """Ask all sources of a round at once, a thread each; their answers in the sources' order.

        No source is gone before the round is over.
        """
        turns = [
            _Turn(Asking(source, client, self._answers, self._since), source, batches[source.name])
            for source in self._sources
            if source.name in batches
        ]
        # daemons: the end of the program does not wait for a host that does not answer
        threads = [
            threading.Thread(target=turn.run, args=(self._tell,), daemon=True) for turn in turns
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(0.1)  # with a time limit, so that an interrupt gets through
        told: dict[Asked, Answer] = {}
        for turn in turns:
            told |= {(turn.source.name, q): answer for q, answer in turn.told.items()}
            self._note(turn)
        if not self._heard and len(self._silent) >= _SILENT:
            for source in self._sources:
                self._rounds.leave_out(source, "no database could be reached")
        return told

    def _note(self, turn: "_Turn") -> None:
        """Take note of how a source fared in a round."""
        name = turn.source.name
        failures = [answer.reason for answer in turn.told.values() if isinstance(answer, Failed)]
        if reason := turn.gone or (failures[0] if failures else ""):
            self.outages.setdefault(name, reason)
        if turn.gone:
            self._rounds.leave_out(turn.source, turn.gone)
        if turn.unreachable:
            self._silent.add(name)
        self._heard = self._heard or turn.answered

    def _tell(self, source: Source) -> None:
        """Tell how far a source is: the requests to come are an interval apart."""
        done = self._done[source.name] = self._done.get(source.name, 0) + 1
        if self._setting.on_progress:
            total = max(done, self.plan.share_of(source.name).requests)
            spacing = source.policy.spacing(with_key=source.has_key)
            self._setting.on_progress(source.name, done, total, (total - done) * spacing)


class _Turn:
    """What one source is asked in a round, and what it says."""

    def __init__(self, asking: Asking, source: Source, batches: Sequence[Batch]) -> None:
        self.source = source
        self.gone = f"{source.name} stopped with an error of ours"
        self.told: dict[Question, Answer] = {}
        self.answered = self.unreachable = False
        self._asking, self._batches = asking, batches

    def run(self, tell: Callable[[Source], None]) -> None:
        """Ask; what a source that is gone could have known has failed."""
        try:
            for batch in self._batches:
                self.told |= self._asking.batch(batch)
                if not self._asking.gone:
                    self.answered = True
                    tell(self.source)
            self.gone, self.unreachable = self._asking.gone, self._asking.unreachable
        finally:
            for question in (question for batch in self._batches for question in batch):
                self.told.setdefault(question, Failed(self.gone))


def _exactly(case: Case) -> list[Question]:
    """What a corpus is asked of a citation: its identifiers, and exactly its title."""
    named = [Question(i.scheme, i.value) for i, _ in case.citation.identifiers]
    return [*named, Question(TITLE, case.title)] if case.title else named


def _with_router(sources: Sequence[Source]) -> list[Source]:
    """The sources, with doi.org where it can tell whose a DOI is that Crossref has not."""
    if not {"crossref", "datacite"} <= {source.name for source in sources}:
        return list(sources)
    from kdbib.resolve.doi_ra import DoiAgencies

    return [*sources, DoiAgencies()]


def _counts(hits: int) -> Counts:
    return {"requests": 0, "hits": hits, "errors": 0, "seconds": 0.0}


PASSED_OVER = "~"
"""Follows the names of sources that ask one by one, and were not asked about this citation."""


def said_by(corpora: Sequence[Corpus], sources: Sequence[Source]) -> set[str]:
    """What a decision records of whom it has heard: sources, and corpora with their editions."""
    return {f"{c.name}#{c.edition}" for c in corpora} | {source.name for source in sources}
