"""A Work judged against a Citation."""

from dataclasses import dataclass
from enum import StrEnum

from kdbib.model.work import Record

COMPARED = ("title", "authors", "venue", "year", "identifier")
"""The fields that are compared, in the order of the evidence."""


class Agreement(StrEnum):
    """What one piece of evidence says. Unknown is not the same as disagreeing."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    UNKNOWN = "unknown"


class Relation(StrEnum):
    """How two titles relate, from the same to unrelated."""

    EXACT = "exact"
    NEAR = "near"
    """Only spelling, inflection and function words differ."""
    PART = "part"
    """One has words more than the other, and otherwise they are the same."""
    RETITLED = "retitled"
    """The same name before the colon, and a subtitle that is partly the same."""
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One comparison: which field, how it came out, and a few words for a person.

    ``relation`` is what the titles are to each other, None for the other fields.
    """

    field: str
    agreement: Agreement
    detail: str = ""
    relation: Relation | None = None


class Verdict(StrEnum):
    """The conclusion from the evidence.

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

    @property
    def relation(self) -> Relation:
        """How the titles relate; OTHER where they were not compared."""
        return next((e.relation for e in self.evidence if e.relation), Relation.OTHER)

    def agreement(self, field: str) -> Agreement:
        """How a field came out; UNKNOWN where it was not compared."""
        return next((e.agreement for e in self.evidence if e.field == field), Agreement.UNKNOWN)
