"""The plan: what will be asked of whom, in how many requests, and how long that takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kdbib.pipeline.board import Batch, Board
from kdbib.pipeline.cases import Case
from kdbib.pipeline.expectation import BEST, WORST, Rates, expected, seconds_of
from kdbib.pipeline.order import Order
from kdbib.resolve.base import TITLE, Question, Source

_ONE_BY_ONE = 12.5
"""Seconds that may be spent at a source that takes one question in a request."""
_MOST_ONE_BY_ONE = 15


@dataclass(frozen=True, slots=True)
class Share:
    """What one source is asked.

    ``batches`` are certain: they are sent whatever the others find. ``requests`` is how many there
    will be in all, as far as that can be known: the others depend on answers. ``interval`` are the
    seconds from one request to the next, ``at_hand`` the answers that the cache has already.
    """

    source: str
    interval: float
    batches: tuple[Batch, ...] = ()
    requests: int = 0
    at_hand: int = 0

    @property
    def identifiers(self) -> int:
        """How many identifiers it is asked for in any case."""
        return sum(question.kind != TITLE for batch in self.batches for question in batch)

    @property
    def titles(self) -> int:
        """How many titles it is asked for in any case."""
        return sum(question.kind == TITLE for batch in self.batches for question in batch)

    @property
    def seconds(self) -> float:
        """What its limits make of the requests."""
        return self.requests * self.interval


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of whom: a share for each source; ``carry_out`` of an Inquiry does it.

    ``citations`` are those that are looked for, ``decided`` were settled by earlier runs, and
    ``complete`` are known completely from corpora and cache. ``seconds`` is the time that it all
    takes, the sources side by side. ``fewest`` and ``most`` are the requests if every question is
    answered where it is asked first, and if nobody knows anything.
    """

    shares: tuple[Share, ...]
    citations: int = 0
    complete: int = 0
    decided: int = 0
    seconds: float = 0.0
    fewest: int = 0
    most: int = 0
    at_hand: Mapping[str, int] = field(default_factory=dict)
    corpora: Mapping[str, int] = field(default_factory=dict)
    """How many of the citations each corpus knows."""

    @property
    def requests(self) -> int:
        """The requests to all sources together."""
        return sum(share.requests for share in self.shares)

    def share_of(self, source: str) -> Share:
        """The share of a source."""
        return next(share for share in self.shares if share.source == source)


def board_of(cases: Sequence[Case], order: Order) -> Board:
    """What is to be asked about the cases, with the titles shared out among the sources."""
    room = None if order.thorough else {s.name: _room(s) for s in order.sources}
    return Board(cases, order, _shared_out(cases, order), room)


def drawn_up(board: Board, at_hand: Mapping[str, int], rates: Rates) -> Plan:
    """The Plan by which a board will be worked off."""
    requests = expected(board, rates)
    shares = tuple(
        Share(
            source.name,
            source.policy.spacing(with_key=source.has_key),
            tuple(batch for _, batch in board.promised(source)),
            sum(requests[source.name].values()),
            at_hand.get(source.name, 0),
        )
        for source in board.order.sources
    )
    totals = [
        sum(sum(stages.values()) for stages in each.values())
        for each in (requests, expected(board, BEST), expected(board, WORST))
    ]
    return Plan(
        shares,
        citations=len(board.cases),
        complete=sum(not case.lacks for case in board.cases),
        seconds=seconds_of(requests, {share.source: share.interval for share in shares}),
        fewest=min(totals),
        most=max(totals),
        at_hand=at_hand,
    )


def _room(source: Source) -> int:
    spacing = source.policy.spacing(with_key=source.has_key)
    return min(_MOST_ONE_BY_ONE, 1 + int(_ONE_BY_ONE / max(spacing, 0.01)))


def _shared_out(cases: Sequence[Case], order: Order) -> dict[int, Source]:
    """For each case that is looked for by its title, the source that is asked for it first.

    The titles are dealt out in batches so that these sources are all done at the same time, each
    by its own speed, after the identifiers that it is asked for. On a tie, who tells more has it.
    """
    shared, waiting = _by_first(cases, order)
    spacing = {s.name: s.policy.spacing(with_key=s.has_key) for s in order.first}
    busy = {s.name: _texts(cases, s) * spacing[s.name] for s in order.first}
    left = list(waiting) if order.first else []
    while left:
        source = min(
            order.first,
            key=lambda s: (busy[s.name] + spacing[s.name], -len(order.roles[s.name].tells)),
        )
        batches = source.batches(left)
        given = set(batches[0] if batches else left)
        busy[source.name] += spacing[source.name]
        shared |= dict.fromkeys((index for q in given for index in waiting[q]), source)
        left = [question for question in left if question not in given]
    return shared


def _by_first(
    cases: Sequence[Case], order: Order
) -> tuple[dict[int, Source], dict[Question, list[int]]]:
    """The cases whose titles an earlier run has asked somebody for, and those that are open."""
    shared: dict[int, Source] = {}
    waiting: dict[Question, list[int]] = {}
    for index, case in enumerate(cases):
        if case.matched or not case.title:
            continue
        title = Question(TITLE, case.title)
        asked = [s for s in order.first if (s.name, title) in case.answered]
        if asked:
            shared[index] = asked[0]
        elif not case.citation.identifiers:
            waiting.setdefault(title, []).append(index)
    return shared, waiting


def _texts(cases: Sequence[Case], source: Source) -> int:
    """The requests for the identifiers that the text gives."""
    given = [
        Question(found.scheme, found.value)
        for case in cases
        if case.lacks and not case.heard_from(source.name)
        for found, _ in case.citation.identifiers
        if found.scheme in source.accepts
    ]
    return len(source.batches(given))
