"""Asking everyone who may know: corpora and cache first, then the databases, as planned."""

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kdbib.pipeline.board import receive
from kdbib.pipeline.cases import Case
from kdbib.pipeline.expectation import learned
from kdbib.pipeline.order import Order
from kdbib.pipeline.plan import board_of, drawn_up
from kdbib.pipeline.setting import Corpus, Setting
from kdbib.resolve.ask import Asking, remembered
from kdbib.resolve.base import TITLE, WORDS, Found, Question, Source

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
        self._silent: list[str] | None = []
        """The sources that could not be reached; None as soon as one has answered."""
        for corpus in setting.corpora:
            self._consult(corpus)
        at_hand = {} if setting.refresh else self._recall()
        order = Order(self._sources, thorough=setting.thorough)
        self._board = board_of(cases, order)
        known = {name: int(counts["hits"]) for name, counts in self.counters.items()}
        plan = drawn_up(self._board, at_hand, learned(self._answers.found()))
        self.plan = replace(plan, corpora=known)

    def _consult(self, corpus: Corpus) -> None:
        """Ask a corpus for all citations at once; for near ones where nothing else decides."""
        open_ = [case for case in self._cases if not case.matched]
        asked = {id(case): _exactly(case) for case in open_}
        answers = corpus.answer([question for one in asked.values() for question in one])
        for case in open_:
            for question in asked[id(case)]:
                if not case.matched and isinstance(answer := answers[question], Found):
                    case.add(answer.records)
        open_ = [case for case in open_ if not case.matched]
        for case, records in zip(open_, corpus.near([c.citation for c in open_]), strict=True):
            case.add(records)
        self.counters[corpus.name] = _counts(sum(case.matched for case in self._cases))

    def _recall(self) -> dict[str, int]:
        """Let the cache answer what it can; how many answers of each source it had."""
        at_hand = dict.fromkeys((source.name for source in self._sources), 0)
        news = True
        while news:
            news = False
            for source in self._sources:
                waiting = self._conceivable(source)
                for question, answer in remembered(source, list(waiting), self._answers).items():
                    at_hand[source.name] += 1
                    news = True
                    for case in waiting[question]:
                        receive(case, source.name, question, answer)
        return at_hand

    def _conceivable(self, source: Source) -> dict[Question, list[Case]]:
        """Whatever a source could be asked, with the cases that wait for it."""
        waiting: dict[Question, list[Case]] = {}
        for case in self._cases:
            if not case.lacks or case.heard_from(source.name):
                continue
            titles = [Question(kind, case.title) for kind in (TITLE, WORDS) if case.title]
            for question in (*case.identifiers(), *titles):
                unheard = (source.name, question) not in case.answered
                if unheard and question.kind in source.accepts:
                    waiting.setdefault(question, []).append(case)
        return waiting

    def carry_out(self) -> None:
        """Ask as planned. No source's failure is raised; ``outages`` tells them."""
        self.counters |= {name: _counts(hits) for name, hits in self.plan.at_hand.items() if hits}
        if self._board.is_busy():
            with self._setting.connect() as client:
                self._ask_all(client)
                self._count(client)
        self.outages |= self._board.outages
        missing = bool(self._board.order.out)
        for case in self._cases:
            # as long as one source is missing, the others may not have heard all questions
            sources = [] if case.failed or missing else self._sources
            case.asked |= said_by(self._setting.corpora, sources)
            case.asked -= case.passed_over
            if sources:
                case.asked |= {name + PASSED_OVER for name in case.passed_over}

    def _count(self, client: "Client") -> None:
        for name, counter in client.counters.items():
            known = self.plan.at_hand.get(name, 0)
            self.counters[name] = counter.as_dict() | {"hits": counter.hits + known}

    def _ask_all(self, client: "Client") -> None:
        """Ask all sources at once; they are serial by their own rules, so a thread each will do."""
        # daemons: the end of the program does not wait for a host that does not answer
        threads = [
            threading.Thread(target=self._work, args=(s, client), daemon=True)
            for s in self._sources
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(0.1)  # with a time limit, so that an interrupt gets through

    def _work(self, source: Source, client: "Client") -> None:
        """Ask one source, as long as there is something to ask it."""
        asking = Asking(source, client, self._answers, self._since)
        reason = f"{source.name} stopped with an error of ours"
        done = 0
        try:
            while batch := self._board.take(source):
                answers = asking.batch(batch)
                self._board.settle(source, answers)
                done += 1
                if asking.gone:
                    reason = asking.gone
                    self._notice_silence(source, unreachable=asking.unreachable)
                    return
                self._silent = None
                self._tell(source, done)
            reason = ""
        finally:
            if reason:
                self._board.leave_out(source, reason)

    def _tell(self, source: Source, done: int) -> None:
        """Tell how far a source is: the requests to come are an interval apart."""
        if self._setting.on_progress:
            total = max(done, self.plan.share_of(source.name).requests)
            spacing = source.policy.spacing(with_key=source.has_key)
            self._setting.on_progress(source.name, done, total, (total - done) * spacing)

    def _notice_silence(self, source: Source, *, unreachable: bool) -> None:
        """Where nobody at all can be reached, there is no network: the others are not tried."""
        if self._silent is None or not unreachable:
            return
        self._silent.append(source.name)
        if len(self._silent) >= _SILENT:
            for other in self._sources:
                self._board.leave_out(other, "no database could be reached")


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
