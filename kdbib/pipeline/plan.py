"""The plan: what will be asked of whom, in how many requests, and how long that takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kdbib.pipeline.cases import Case
from kdbib.pipeline.expectation import BEST, WORST, Rates, expected, seconds_of
from kdbib.pipeline.order import Order
from kdbib.pipeline.rounds import Rounds
from kdbib.resolve.ask import Batch
from kdbib.resolve.base import TITLE, Source

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


def rounds_of(cases: Sequence[Case], order: Order) -> Rounds:
    """The rounds in which the cases are asked for."""
    room = None if order.thorough else {s.name: _room(s) for s in order.sources}
    return Rounds(cases, order, room)


def drawn_up(
    rounds: Rounds,
    certain: Mapping[str, Sequence[Batch]],
    at_hand: Mapping[str, int],
    rates: Rates,
) -> Plan:
    """The Plan of the rounds; ``certain`` are the batches of the first one, by source."""
    requests = expected(rounds, certain, rates)
    shares = tuple(
        Share(
            source.name,
            source.policy.spacing(with_key=source.has_key),
            tuple(certain[source.name]),
            sum(requests[source.name].values()),
            at_hand.get(source.name, 0),
        )
        for source in rounds.order.sources
    )
    totals = [
        sum(sum(stages.values()) for stages in each.values())
        for each in (requests, expected(rounds, certain, BEST), expected(rounds, certain, WORST))
    ]
    return Plan(
        shares,
        citations=len(rounds.cases),
        complete=sum(not case.lacks for case in rounds.cases),
        seconds=seconds_of(requests, {share.source: share.interval for share in shares}),
        fewest=min(totals),
        most=max(totals),
        at_hand=at_hand,
    )


def _room(source: Source) -> int:
    spacing = source.policy.spacing(with_key=source.has_key)
    return min(_MOST_ONE_BY_ONE, 1 + int(_ONE_BY_ONE / max(spacing, 0.01)))
