"""A Citation with the Work that it cites, or the reason why there is none."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from msgspec import Struct

from kdbib.model.citation import Citation
from kdbib.model.conflict import Conflict
from kdbib.model.match import Evidence, Match
from kdbib.model.reason import Reason
from kdbib.model.span import Span
from kdbib.model.work import Work


class Status(StrEnum):
    """The outcome for a citation.

    ``NOT_FOUND``: everyone who could know was asked, and nobody does. ``UNKNOWN``: a source that
    could know failed.
    """

    MATCHED = "matched"
    AMBIGUOUS = "ambiguous"
    CONTRADICTED = "contradicted"
    NOT_FOUND = "not_found"
    UNKNOWN = "unknown"


class Claim(Struct, frozen=True, gc=False):
    """Where the value of a field comes from: the source, the day, and how the others voted.

    ``rule`` names why this value won; the rules, in words, are in :mod:`kdbib.merge.authority`.
    """

    source: str
    retrieved: str | None = None
    dissent: tuple[tuple[str, str], ...] = ()
    """(source, its value) for each source that gives another value."""
    rule: str = ""
    agreed: tuple[str, ...] = ()
    """The other sources that say the same."""
    unheard: tuple[tuple[str, str, str], ...] = ()
    """(source, its value, name of the doubt) for each value that was not counted as a vote."""

    def abstained(self, sources: Iterable[str]) -> tuple[str, ...]:
        """The sources that have the work and say nothing of this field."""
        voted = [self.source, *self.agreed, *(name for name, *_ in (*self.dissent, *self.unheard))]
        names = {name.partition(" (")[0] for name in voted}  # "semantic_scholar (first version)"
        return tuple(sorted(name for name in sources if name not in names))


class Choice(Struct, frozen=True, gc=False):
    """What a person decided: ``by`` is who, ``what`` an identifier (``doi:10.1109/...``) or NONE.

    Of a work without identifiers, it is KEPT: the work that is kept with the decision.

    It outlasts every run: kdbib looks the work up, and never decides in the person's place.
    """

    by: str
    what: str

    @property
    def is_none(self) -> bool:
        """Whether none of the works that kdbib knows is the one that is cited."""
        return self.what == NONE


NONE = "none"
"""The Choice of no work at all."""
KEPT = "kept"
"""The Choice of the work that is kept with it."""


@dataclass(frozen=True, slots=True)
class Change:
    """One correction of the list: the span's text ``before`` becomes ``after``."""

    field: str
    before: str
    after: str
    span: Span


@dataclass(frozen=True, slots=True)
class Entry:
    """The unit that is exported.

    ``key`` and ``work`` are set when ``status`` is MATCHED; ``match`` is the best candidate's
    judgement, also when it was turned down; ``evidence`` is its evidence, which is kept longer than
    the record. ``why`` says why there is no work. ``provenance`` has a Claim for each field of
    ``work`` that has a value. ``choice`` is set where a person decided.
    """

    citation: Citation
    status: Status
    match: Match | None = None
    work: Work | None = None
    key: str | None = None
    confidence: float = 0.0
    why: Reason | None = None
    decided_by: str = ""
    evidence: tuple[Evidence, ...] = ()
    provenance: Mapping[str, Claim] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    changes: tuple[Change, ...] = ()
    choice: Choice | None = None

    @property
    def reason(self) -> str:
        """Why there is no work, in words; "" if there is one."""
        from kdbib.wording import worded_reason

        return worded_reason(self.why)
