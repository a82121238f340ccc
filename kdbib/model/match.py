"""A Work judged against a Citation."""

from dataclasses import dataclass
from enum import StrEnum

from kdbib.model.work import Record

COMPARED = ("title", "authors", "venue", "year", "identifier")
"""What is compared of a citation and a work, in the order in which evidence is given."""


class Agreement(StrEnum):
    """What one piece of evidence says. Unknown is not the same as disagreeing."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One comparison: which field, how it came out, and a few words for a person."""

    field: str
    agreement: Agreement
    detail: str = ""


class Verdict(StrEnum):
    """What the evidence amounts to.

    ``MATCH``: this is the work. ``CONTRADICTED``: the citation points here, and something in it
    says otherwise. ``NO_MATCH``: another work.
    """

    MATCH = "match"
    CONTRADICTED = "contradicted"
    NO_MATCH = "no_match"


@dataclass(frozen=True, slots=True)
class Match:
    """A record judged against a citation; ``confidence`` is 0..1."""

    record: Record
    verdict: Verdict
    confidence: float
    evidence: tuple[Evidence, ...]

    def agreement(self, field: str) -> Agreement:
        """How a field came out; UNKNOWN where it was not compared."""
        return next((e.agreement for e in self.evidence if e.field == field), Agreement.UNKNOWN)
