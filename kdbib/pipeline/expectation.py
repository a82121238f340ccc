"""How many requests will follow from answers that nobody has yet, and how long all will take.

Certain is the first round: identifiers of the text, and titles at the source that is asked first.
What follows depends on how much is found there. That is reckoned with rates: those of
earlier answers, where the cache has enough of them, or else cautious ones.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kdbib.model import Scheme
from kdbib.pipeline.rounds import Rounds
from kdbib.resolve import SOURCES
from kdbib.resolve.ask import Batch
from kdbib.resolve.base import TITLE, WORDS, Question, Source
from kdbib.resolve.role import Stage

_ENOUGH = 100
"""Earlier answers from which a rate is learned."""
_HALF = 0.5
"""Of a question, is a request; less is none."""


def _shares(*, single: bool) -> dict[str, float]:
    """What sources declare to have of the titles, of those that take one in a request or many."""
    return {
        name: source.has_titles
        for name, source in SOURCES.items()
        if hasattr(source, "has_titles") and (source.accepts.get(TITLE, 0) <= 1) is single
    }


@dataclass(frozen=True, slots=True)
class Rates:
    """Shares, 0..1, of what is found: identifiers of the text, titles by source, what is left.

    ``others`` is the share of titles that DBLP has, where the first has not, ``again`` the share
    of the rest that the other of the first ones has;
    ``words`` the share found by its words. ``doi`` is the share of works found by title with a DOI
    of which more is asked, ``dblp`` with a key of DBLP, ``initials`` with an arXiv id and authors
    that are not spelt out, ``no_pdf`` with a DOI and no PDF. ``single`` is, for sources that take
    one title in a request, the share of the titles likely to be there that nobody else has.
    """

    text: float = 0.35
    titles: Mapping[str, float] = field(default_factory=lambda: _shares(single=False))
    otherwise: float = 0.7
    others: float = 0.2
    again: float = 0.12
    words: float = 0.04
    doi: float = 0.42
    dblp: float = 0.2
    initials: float = 0.07
    no_pdf: float = 0.1
    single: Mapping[str, float] = field(default_factory=lambda: _shares(single=True))
    single_otherwise: float = 0.25

    def title(self, source: str) -> float:
        """The share of titles that a source has, which is asked for them first."""
        return self.titles.get(source, self.otherwise)


BEST = Rates(1.0, {}, 1.0, 1.0, 1.0, 1.0, initials=0.0, no_pdf=0.0, single={}, single_otherwise=0.0)
"""Everything is found where it is asked for first."""
WORST = Rates(0.0, {}, 0.0, 0.0, 0.0, 0.0, single={}, single_otherwise=1.0)
"""Nobody has anything."""

Requests = dict[str, dict[Stage, int]]
"""The requests to each source, by name, in each stage."""


def learned(found: Mapping[tuple[str, str], tuple[int, int]]) -> Rates:
    """The rates that earlier answers show, where there are enough of them.

    ``found`` has, by source and kind of question, how many were found, and of how many.
    """
    shares = {key: part / total for key, (part, total) in found.items() if total >= _ENOUGH}
    rates = Rates()
    titles = {source: share for (source, kind), share in shares.items() if kind == TITLE}
    return replace(
        rates,
        titles={**rates.titles, **titles},
        text=shares.get(("semantic_scholar", Scheme.ARXIV.value), rates.text),
        others=titles.get("dblp", rates.others),
        words=shares.get(("semantic_scholar", WORDS), rates.words),
    )


def expected(rounds: Rounds, certain: Mapping[str, Sequence[Batch]], rates: Rates) -> Requests:
    """The requests that are certain, and those that follow from them by the rates."""
    order = rounds.order
    requests: Requests = {s.name: {} for s in order.sources}
    for source in order.sources:
        for batch in certain[source.name]:
            stage = Stage.TITLES if batch[0].kind == TITLE else Stage.TEXT
            requests[source.name][stage] = requests[source.name].get(stage, 0) + 1
    flow = _flow(rounds, rates)
    for source in order.many:
        is_first = source in order.first
        asked = flow.hard - flow.misses.get(source.name, 0.0)
        asked *= 1 - rates.others if is_first else 1.0
        stage = Stage.AGAIN if is_first else Stage.OTHERS
        kind = WORDS if source.name == "arxiv" else TITLE
        _add(requests, source, stage, asked, _at_once(rounds, source, kind))
        if WORDS in source.accepts:
            asked = flow.nobody if source.name != "arxiv" else flow.nobody * flow.own(source.name)
            _add(requests, source, Stage.WORDS, asked, _at_once(rounds, source, WORDS))
    for source in order.single:
        likely = order.roles[source.name].likely
        open_ = [case for case in rounds.cases if case.is_open and case.title]
        rate = rates.single.get(source.name, rates.single_otherwise)
        asked = sum(likely(case.citation) for case in open_) * rate
        asked = flow.nobody if order.thorough else min(asked, flow.nobody, rounds.room(source))
        _add(requests, source, Stage.REST, round(asked), 1)
    for name, stage, kind, questions in (
        ("semantic_scholar", Stage.FOUND, Scheme.DOI, flow.elsewhere),
        ("arxiv", Stage.REST, Scheme.ARXIV, flow.found * rates.initials),
        ("crossref", Stage.FOUND, Scheme.DOI, flow.found * rates.doi),
        ("dblp", Stage.REST, Scheme.DBLP, flow.found * rates.dblp),
        ("openalex", Stage.REST, Scheme.DOI, flow.found * rates.no_pdf),
        ("unpaywall", Stage.LAST, Scheme.DOI, flow.found * rates.no_pdf),
    ):
        for source in order.sources:
            if source.name == name and kind in source.accepts:
                at_once = source.accepts[kind]
                asked = questions if at_once > 1 else min(questions, rounds.room(source))
                _add(requests, source, stage, asked, at_once)
    return requests


@dataclass(frozen=True, slots=True)
class _Flow:
    """How many titles go where: ``hard`` are those that are not where they were asked for first."""

    misses: Mapping[str, float]
    hard: float
    nobody: float
    found: float
    elsewhere: float

    def own(self, source: str) -> float:
        """The share of a source's own misses among all that are hard."""
        return self.misses.get(source, 0.0) / self.hard if self.hard else 0.0


def _flow(rounds: Rounds, rates: Rates) -> _Flow:
    by_id: set[str] = set()
    first: dict[str, set[str]] = {}
    for case in rounds.cases:
        if case.title and case.is_open:
            source = rounds.order.first_for(case)
            titles = first.setdefault(source.name, set()) if source else by_id
            titles.add(case.title)
    misses = {name: len(titles) * (1 - rates.title(name)) for name, titles in first.items()}
    hard = len(by_id) * (1 - rates.text) + sum(misses.values())
    by_title = sum(map(len, first.values()))
    nobody = hard * (1 - rates.others) * (1 - rates.again)
    found = len(by_id) + by_title - nobody
    elsewhere = len(first.get("arxiv", ())) * rates.title("arxiv") + hard * rates.others / 2
    return _Flow(misses, hard, nobody, found, elsewhere)


def _add(
    requests: Requests, source: Source, stage: Stage, questions: float, at_once: float
) -> None:
    if questions >= _HALF:
        of_source = requests[source.name]
        of_source[stage] = of_source.get(stage, 0) + math.ceil(questions / at_once - 1e-9)


def _at_once(rounds: Rounds, source: Source, kind: str) -> float:
    """How many questions of a kind go into a request, judging by the titles of these cases."""
    titles = dict.fromkeys(case.title for case in rounds.cases if case.title and case.is_open)
    questions = [Question(kind, title) for title in titles]
    batches = source.batches(questions) if kind in source.accepts else []
    full = batches[:-1] or batches
    return sum(map(len, full)) / len(full) if full else float(source.accepts.get(kind, 1))


def seconds_of(requests: Requests, intervals: Mapping[str, float]) -> float:
    """The time from the first request to the last answer, with all sources side by side.

    A round begins when everybody is done with the one before; identifiers and titles are one round.
    """
    free = dict.fromkeys(requests, 0.0)
    begins = done = 0.0
    for stage in Stage:
        for name, stages in requests.items():
            if count := stages.get(stage, 0):
                last = max(free[name], begins) + (count - 1) * intervals[name]
                free[name] = last + intervals[name]
                done = max(done, last)
        begins = done if stage >= Stage.TITLES else begins
    return max(free.values(), default=0.0)
