"""A citation that is being resolved: what was found for it so far, and what is still lacking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from msgspec import structs

from kdbib.match.decide import Decision, decide
from kdbib.merge.authority import OF_FIRST_VERSION
from kdbib.merge.merge import merge
from kdbib.model import (
    Agreement,
    Citation,
    Claim,
    Entry,
    Name,
    Record,
    Relation,
    Scheme,
    Status,
    Work,
)
from kdbib.model.identifier import is_preprint_doi
from kdbib.model.venue import short_name
from kdbib.resolve.base import Question
from kdbib.resolve.role import AUTHOR, ISSUED, LACKING, PDF, PUBLICATION


@dataclass(slots=True, eq=False)
class Case:
    """The records found for a citation so far, and what they amount to.

    ``asked`` are the sources and the editions of corpora that have had their say on it, ``failed``
    those that have not, with the reason, and ``unasked`` those that would have been asked if there
    were a network; ``answered`` are the questions that are done with, each with the source's name;
    ``passed_over`` are the sources that take one title in a request and were
    not asked for this one. ``known`` is what an earlier run decided, when it
    had ``heard_before`` whom. ``lacks`` is what a source
    could add to the work.
    """

    citation: Citation
    known: Entry | None = None
    heard_before: frozenset[str] = frozenset()
    asked: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)
    unasked: set[str] = field(default_factory=set)
    records: list[Record] = field(default_factory=list)
    decision: Decision = field(default_factory=lambda: Decision(Status.NOT_FOUND))
    answered: set[tuple[str, Question]] = field(default_factory=set)
    passed_over: set[str] = field(default_factory=set)
    agencies: dict[str, str] = field(default_factory=dict)
    """Where DOIs are registered, as far as that had to be asked."""
    work: Work | None = None
    lacks: frozenset[str] = LACKING

    @property
    def title(self) -> str:
        return self.citation.title.text if self.citation.title else ""

    @property
    def matched(self) -> bool:
        return self.decision.status is Status.MATCHED

    @property
    def is_open(self) -> bool:
        """Whether a better match may come: none is found, or one whose title is not exact.

        An identifier settles it; so do all sources, when they have been asked for the title.
        """
        if not self.matched:
            return True
        best = self.decision.matches[0]
        exact = best.relation is Relation.EXACT or not self.title
        return not (exact or best.agreement("identifier") is Agreement.AGREES)

    @property
    def listed_as_published(self) -> bool:
        """Whether the list names where it was published."""
        venue = self.citation.venue
        return venue is not None and short_name(venue.text) != "arXiv"

    def add(self, records: Sequence[Record]) -> None:
        """Add what was found, and decide again."""
        known = {structs.replace(record, retrieved=None) for record in self.records}
        new = [r for r in records if structs.replace(r, retrieved=None) not in known]
        if not new:
            return
        self.records += new
        self.decision = decide(self.citation, self.records)
        self.work, self.lacks = None, LACKING
        if self.matched:
            self.work, claims = merge([match.record for match in self.decision.matches])
            self.lacks = _lacks(self.work, claims)

    def heard_from(self, source: str) -> bool:
        """Whether the source has a record among those found."""
        return any(record.source == source for record in self.records)

    def identifiers(self) -> list[Question]:
        """What the work can be asked for by: the text's own identifiers, then those found."""
        known = [Question(found.scheme, found.value) for found, _ in self.citation.identifiers]
        if self.work:
            known += [Question(Scheme.DOI, self.work.DOI)] if self.work.DOI else []
            known += [Question(found.scheme, found.value) for found in self.work.identifiers]
        known += self.publications()
        return list(dict.fromkeys(known))

    def publications(self) -> list[Question]:
        """The DOIs of what a preprint that was found became."""
        told = (origin for match in self.decision.matches for origin in match.record.origins)
        dois = (each.removeprefix(_PREPRINT_OF) for each in told if each.startswith(_PREPRINT_OF))
        return [Question(Scheme.DOI, doi) for doi in dois if doi.startswith("10.")]


_PREPRINT_OF = "is-preprint-of: "
"""How Crossref's records tell, among their origins, which publication a preprint became."""


def _lacks(work: Work, claims: Mapping[str, Claim]) -> frozenset[str]:
    year = claims.get("issued")
    lacking = {
        AUTHOR: not work.author or any(map(_is_initial, work.author)),
        ISSUED: year is None or year.source.endswith(OF_FIRST_VERSION),
        # a journal's article under the DOI of its preprint is known by half
        PUBLICATION: not work.published or is_preprint_doi(work.DOI or ""),
        PDF: not work.pdf_url,
    }
    return frozenset(field for field, is_lacking in lacking.items() if is_lacking)


def _is_initial(name: Name) -> bool:
    return bool(name.given) and len((name.given or "").split()[0].rstrip(".")) == 1
