"""Asking everyone who may know, in rounds: what one finds spares the others.

Identifiers are asked first, many at once; then exact titles; then the telling words of titles that
nobody has, for the misspelt ones. Sources are asked side by side, each by its own rules.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from kdbib.match.decide import Decision, decide
from kdbib.merge.merge import merge
from kdbib.model import Citation, Entry, Record, Scheme, Status, Work
from kdbib.model.title import STOP_WORDS, title_words
from kdbib.resolve.ask import ask
from kdbib.resolve.base import TITLE, WORDS, Answer, Failed, Found, Question, Source

if TYPE_CHECKING:
    from kdbib.http.answers import Answers
    from kdbib.http.client import Client

OnProgress = Callable[[str, int, int], None]
"""Is told the name of a source, how many questions it has answered, and of how many."""

_FEWEST_WORDS = 3  # a title of fewer telling words is not looked for by its words


class Corpus(Protocol):
    """Works that are looked up without a network."""

    name: str
    edition: str
    """What tells one state of the corpus from the next."""

    def answer(self, questions: Sequence[Question]) -> dict[Question, Answer]:
        """An answer to every question."""
        ...


@dataclass(slots=True)
class Case:
    """A citation that is being resolved: the records found for it so far, and what they amount to.

    ``asked`` are the sources and the editions of corpora that have had their say on it; ``failed``
    are the sources that have not, with the reason; ``known`` is what an earlier run decided.
    """

    citation: Citation
    asked: set[str] = field(default_factory=set)
    known: Entry | None = None
    failed: dict[str, str] = field(default_factory=dict)
    records: list[Record] = field(default_factory=list)
    decision: Decision = field(default_factory=lambda: Decision(Status.NOT_FOUND))
    questions: set[tuple[str, Question]] = field(default_factory=set)

    @property
    def title(self) -> str:
        return self.citation.title.text if self.citation.title else ""

    @property
    def matched(self) -> bool:
        return self.decision.status is Status.MATCHED

    @property
    def work(self) -> Work | None:
        """The work that the records describe, if they match."""
        if not self.matched:
            return None
        return merge([match.record for match in self.decision.matches])[0]

    def add(self, records: Sequence[Record]) -> None:
        """Add what was found, and decide again."""
        new = [record for record in records if record not in self.records]
        if new:
            self.records += new
            self.decision = decide(self.citation, self.records)


def is_open(work: Work | None) -> bool:
    """Whether a source could add to what is known: nothing is, or a field that most papers have.

    A preprint may have been published since, and a work without authors is half known.
    """
    return work is None or not (work.author and work.issued and work.pdf_url and work.published)


class Inquiry:
    """One inquiry after many citations, at all corpora and sources."""

    def __init__(
        self,
        corpora: Sequence[Corpus],
        sources: Sequence[Source],
        connect: "Callable[[], AbstractContextManager[Client]]",
        answers: "Answers",
    ) -> None:
        self._corpora = corpora
        self._sources = list(sources)
        self._connect = connect
        self._answers = answers
        self.outages: dict[str, str] = {}
        self.counters: dict[str, dict[str, int | float]] = {}

    def run(self, cases: Sequence[Case], refresh: bool, on_progress: OnProgress | None) -> None:
        """Find records for all cases."""
        for corpus in self._corpora:
            self._consult(corpus, cases)
        with ExitStack() as stack:
            client: Client | None = None
            for round_of in (_identifiers, _titles, _words):
                asked = {s.name: _to_ask(s, cases, round_of) for s in self._sources}
                if not any(asked.values()):
                    continue
                client = client or stack.enter_context(self._connect())
                self._ask_all(asked, client, refresh, on_progress)
            for case in cases:
                # as long as one source is missing, the others may not have heard all questions
                sources = [] if case.failed else self._sources
                case.asked |= said_by(self._corpora, sources)
            if client:
                for name, counter in client.counters.items():
                    self.counters[name] = counter.as_dict()

    def _consult(self, corpus: Corpus, cases: Sequence[Case]) -> None:
        """Ask a corpus, words only where nothing else finds the work."""
        hits = 0
        for case in cases:
            first = [Question(i.scheme, i.value) for i, _ in case.citation.identifiers]
            for questions in ([*first, Question(TITLE, case.title)], [Question(WORDS, case.title)]):
                if not case.matched:
                    case.add(_records(corpus.answer(questions)))
            hits += case.matched
        self.counters[corpus.name] = {"requests": 0, "hits": hits, "errors": 0, "seconds": 0.0}

    def _ask_all(
        self,
        asked: dict[str, dict[Question, list[Case]]],
        client: "Client",
        refresh: bool,
        on_progress: OnProgress | None,
    ) -> None:
        """Ask all sources at once; they are serial by their own rules, so a thread each will do."""
        answered: dict[str, dict[Question, Answer]] = {}

        def work(source: Source) -> None:
            def tell(done: int, total: int) -> None:
                if on_progress:
                    on_progress(source.name, done, total)

            answered[source.name] = ask(
                source,
                list(asked[source.name]),
                client,
                self._answers,
                refresh=refresh,
                on_progress=tell,
            )

        # daemons: the end of the program does not wait for a host that does not answer
        busy = [source for source in self._sources if asked[source.name]]
        threads = [threading.Thread(target=work, args=(s,), daemon=True) for s in busy]
        for thread in threads:
            thread.start()
        for thread in threads:
            while thread.is_alive():
                thread.join(0.1)  # with a time limit, so that an interrupt gets through
        for source in busy:
            self._hand_out(source, asked[source.name], answered.get(source.name, {}))

    def _hand_out(
        self,
        source: Source,
        asked: dict[Question, list[Case]],
        answers: dict[Question, Answer],
    ) -> None:
        for question, cases in asked.items():
            answer = answers.get(question, Failed(f"{source.name} stopped with an error of ours"))
            for case in cases:
                if isinstance(answer, Failed):
                    case.failed[source.name] = answer.reason
                    self.outages.setdefault(source.name, answer.reason)
                if isinstance(answer, Found):
                    case.add(answer.records)


def said_by(corpora: Sequence[Corpus], sources: Sequence[Source]) -> set[str]:
    """What a decision records of whom it has heard: sources, and corpora with their editions."""
    return {f"{c.name}#{c.edition}" for c in corpora} | {source.name for source in sources}


def _records(answers: dict[Question, Answer]) -> list[Record]:
    return [r for answer in answers.values() if isinstance(answer, Found) for r in answer.records]


RoundOf = Callable[[Case, Source], list[Question]]


def _to_ask(source: Source, cases: Sequence[Case], round_of: RoundOf) -> dict[Question, list[Case]]:
    """The questions of a round to a source, each with the cases that wait for its answer."""
    asked: dict[Question, list[Case]] = {}
    for case in cases:
        has_answered = any(record.source == source.name for record in case.records)
        if not case.title or source.name in case.failed or (has_answered and case.matched):
            continue
        for question in round_of(case, source):
            if question.kind in source.accepts and (source.name, question) not in case.questions:
                case.questions.add((source.name, question))
                asked.setdefault(question, []).append(case)
    return asked


def _identifiers(case: Case, source: Source) -> list[Question]:
    """The identifiers of the citation and of what is known of its work; without any, the title."""
    work = case.work
    if work is not None and not is_open(work):
        return []
    known = [Question(i.scheme, i.value) for i, _ in case.citation.identifiers]
    if work is not None:
        known += [Question(i.scheme, i.value) for i in work.identifiers]
        known += [Question(Scheme.DOI, work.DOI)] if work.DOI else []
    usable = [question for question in dict.fromkeys(known) if question.kind in source.accepts]
    if usable:
        return usable
    # a database of preprints is asked for titles only when one of publications has nothing
    return [Question(TITLE, case.title)] if Scheme.DOI in source.accepts else []


def _titles(case: Case, _: Source) -> list[Question]:
    """The title, where the identifiers led nowhere; else identifiers that were just found."""
    if not case.matched:
        return [Question(TITLE, case.title)]
    work = case.work
    if work is None or not is_open(work):
        return []
    return [Question(i.scheme, i.value) for i in work.identifiers]


def _words(case: Case, _: Source) -> list[Question]:
    """The words of a title that nobody has."""
    telling = [word for word in title_words(case.title) if word not in STOP_WORDS]
    if case.matched or len(telling) < _FEWEST_WORDS:
        return []
    return [Question(WORDS, case.title)]
