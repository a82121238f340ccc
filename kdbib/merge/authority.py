"""Whom to believe for which field.

A publication is cited as its publisher has it, so records of a publication come before those of
its preprint; among them, who copies from the publisher comes before who guesses. arXiv knows best
what arXiv has: identifier, category, PDF.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from msgspec.structs import fields

from kdbib.merge.doubts import Doubt, doubt_about
from kdbib.model import Record, Scheme, Work
from kdbib.resolve.role import declared

_FIELDS = frozenset(field.name for field in fields(Work))

_TRUST_OF_CORPORA = 4.0
_TRUST = 1.0
"""How far a source is believed that says nothing of it (:mod:`kdbib.resolve.role`)."""

OF_FIRST_VERSION = " (first version)"
"""What is added to the name of the source of a year that may be the first version's."""

WHY = {
    "alone": "no other source has a value",
    "agreed": "all sources that have a value agree",
    "trust": "the most trusted of the sources that have a value",
    "publication": "records of the publication outrank those of its preprint",
    "spelt-out": "full names outrank initials",
    "arxiv": "arXiv's own fields are known best by arXiv",
    "identifiers": "its identifiers, or its authors' remark on it, tell the year of publication",
    "first-version": "only the first version's year is known",
    "list": "the list's own year; the sources only know the first version's",
    "bibliography": "the bibliography's own, since the sources only know the preprint",
    "address": "arXiv has a page and a PDF for each of its identifiers",
}
"""The rules by which a value wins, in words."""

NOTHING_TO_DECIDE = ("", "alone", "agreed")
"""The rules of fields on which nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who is heard on a field, in the order of belief, and whose words are not counted, and why.

    ``rule`` is the reason for the order, where it is another than trust.
    """

    heard: Sequence[Record]
    unheard: Sequence[tuple[Record, Doubt]] = ()
    rule: str = "trust"


def trust(record: Record) -> float:
    """How far a record is believed, when others say otherwise."""
    name, _, _ = record.source.partition(":")
    known = _TRUST_OF_CORPORA if name == "corpus" else declared(name, "trust", _TRUST)
    return float(known) * record.confidence


def in_order(records: list[Record]) -> list[Record]:
    """The records from the most to the least believed: publications first, then by trust."""
    return sorted(records, key=lambda r: (not r.work.published, -trust(r), r.source))


def hear(field: str, ordered: Sequence[Record]) -> Hearing:
    """The Hearing of those of the records, in the order of belief, that say something of a field.

    A doubtful value is better than none.
    """
    speaking = [record for record in ordered if says(field, record)]
    doubted = [(record, doubt_about(field, record, ordered)) for record in speaking]
    heard = [record for record, doubt in doubted if doubt is None]
    heard = heard or [record for record, doubt in doubted if doubt and not doubt.fatal]
    unheard = [(record, doubt) for record, doubt in doubted if doubt and record not in heard]
    if field == "author":
        spelt = sorted(heard, key=_spelt_out, reverse=True)  # stable: belief decides among equals
        return Hearing(spelt, unheard, "trust" if spelt == heard else "spelt-out")
    if field in ("arxiv_category", Scheme.ARXIV):
        return Hearing(sorted(heard, key=lambda r: r.source != Scheme.ARXIV), unheard, "arxiv")
    return Hearing(heard, unheard, _rule(heard))


def says(field: str, record: Record) -> Any:
    """What a record says of a field, or of the identifier of a scheme; nothing, if nothing."""
    work = record.work
    return getattr(work, field) if field in _FIELDS else work.identifier(field)


def _rule(heard: Sequence[Record]) -> str:
    """Why the first comes first: as a publication among preprints, or by trust."""
    mixed = len({record.work.published for record in heard}) > 1
    return "publication" if mixed else "trust"


def _spelt_out(record: Record) -> int:
    """How far a record spells given names out: 2 for all, 1 for most, 0 for initials or nobody."""
    authors = record.work.author
    full = [n for n in authors if n.literal or len((n.given or "").split(" ")[0].strip(".")) > 1]
    return (len(full) == len(authors)) + (2 * len(full) >= len(authors)) if authors else 0
