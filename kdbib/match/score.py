"""The one function that judges a record against a citation, for every source and every corpus.

The title makes a claim, in proportion to how long and how rare it is; authors, venue, year and
identifiers support or contradict it. What the scales mean: an exact title of four telling words or
more can stand alone; an exact short one needs support; a near one always does; wrong is worse than
missing. A title that is not exact is no match where the venue or the year is another, or the list
of authors, unless an identifier says the same. The weights were set by hand on the field's
confusable cases and are tested on them.
"""

from dataclasses import replace

from kdbib.match.occasion import LONG_NEAR, Occasion, compare_venue, compare_year, same_occasion
from kdbib.match.people import compare_authors, listing
from kdbib.match.titles import Comparison, compare_titles
from kdbib.model import (
    Agreement,
    Citation,
    Evidence,
    Match,
    Record,
    Relation,
    Scheme,
    Verdict,
    Work,
)
from kdbib.model.title import title_key, title_words
from kdbib.model.venue import is_publisher
from kdbib.model.work import CSL_TYPES
from kdbib.resolve.bad_records import Suspect, rule_between

AGREES, DISAGREES, UNKNOWN = Agreement.AGREES, Agreement.DISAGREES, Agreement.UNKNOWN

_STANDS_ALONE = 4.0
_LONG_TITLE = 7
"""Words from which on an exact title is hardly another work's, however common each of them."""
_ENOUGH = {
    Relation.EXACT: 3.0,
    Relation.NEAR: 3.5,
    Relation.PART: 4.5,
    Relation.RETITLED: 4.5,
    Relation.OTHER: 6.0,
}
_IDENTIFIER = 3.0
_IDENTIFIER_AGAINST = 2.0
_COINED_NAME = 0.5
_SAME_PAPER_RETITLED = 0.4
"""Overlap of titles from which an identifier and its authors are believed over a new title."""


def score(citation: Citation, record: Record) -> Match:
    """The Match of a record with a citation. Pure; the same for every source."""
    work = record.work
    cited = citation.title.text if citation.title else ""
    if rule := rule_between(cited, Suspect(work.title, work.DOI or "")):
        against = Evidence("record", DISAGREES, f"{rule.name}: {rule.reason}")
        return Match(record, Verdict.NO_MATCH, 0.0, (against,))
    if not cited or not work.title:
        return _without_title(citation, record)
    title, shown = _best_title(citation, work)
    authors, strength = compare_authors(citation, work)
    venue = compare_venue(citation, work)
    year = compare_year(citation, work)
    identifier = _compare_identifiers(citation, work)
    evidence = (shown, authors, venue, year, identifier)
    if identifier.agreement is not AGREES and (other := _another_kind(citation, work, year)):
        return Match(record, Verdict.NO_MATCH, 0.0, (other, *evidence))
    total = (
        _title_credit(title)
        + _signed(authors, strength, strength)
        + _signed(venue, 1.0, 1.0)
        + _signed(year, 1.0, 1.0)
        + _signed(identifier, _IDENTIFIER, _IDENTIFIER_AGAINST)
    )
    preprint = citation.identifier(Scheme.ARXIV) is not None
    beside = Occasion(listing(citation, work), venue, year, work.published, preprint)
    supported = _supported(title, authors, venue, year, identifier) and (
        title.relation is Relation.EXACT
        or identifier.agreement is AGREES
        or same_occasion(title, beside)
    )
    enough = _ENOUGH[title.relation]
    words = len(title_words(citation.title.text)) if citation.title else 0
    if AGREES not in {e.agreement for e in evidence[1:]} and words < _LONG_TITLE:
        enough = max(enough, _STANDS_ALONE)
    if supported and total >= enough:
        return Match(record, Verdict.MATCH, _confidence(total, record), evidence)
    points_here = title.relation is Relation.EXACT and title.weight >= 2
    if identifier.agreement is AGREES or (
        points_here and DISAGREES in {e.agreement for e in evidence}
    ):
        return Match(record, Verdict.CONTRADICTED, 0.3, evidence)
    return Match(record, Verdict.NO_MATCH, 0.0, evidence)


def _without_title(citation: Citation, record: Record) -> Match:
    """The Match where one of the two has no title: only an identifier can say that it is the work.

    What is missing says nothing; the authors, or venue and year together, can still contradict.
    """
    work = record.work
    authors, strength = compare_authors(citation, work)
    venue, year = compare_venue(citation, work), compare_year(citation, work)
    identifier = _compare_identifiers(citation, work)
    evidence = (Evidence("title", UNKNOWN), authors, venue, year, identifier)
    if identifier.agreement is not AGREES or not work.title:
        return Match(record, Verdict.NO_MATCH, 0.0, evidence)
    if authors.agreement is DISAGREES or venue.agreement is year.agreement is DISAGREES:
        return Match(record, Verdict.CONTRADICTED, 0.3, evidence)
    total = (
        _STANDS_ALONE
        + _signed(authors, strength, strength)
        + _signed(venue, 1.0, 1.0)
        + _signed(year, 1.0, 1.0)
    )
    return Match(record, Verdict.MATCH, _confidence(total, record), evidence)


def _confidence(total: float, record: Record) -> float:
    share = float(1 - 0.5 ** (total / 1.3))
    return round(share * record.confidence, 3)


def _signed(evidence: Evidence, support: float, against: float) -> float:
    return {AGREES: support, DISAGREES: -against, UNKNOWN: 0.0}[evidence.agreement]


def _best_title(citation: Citation, work: Work) -> tuple[Comparison, Evidence]:
    cited = citation.title.text if citation.title else ""
    titles = (work.title, *work.aliases)
    comparisons = [compare_titles(cited, known) for known in titles]
    if work.container_title and title_key(cited).endswith(title_key(work.container_title)):
        # the venue was read as the title's end: then that is no word of it
        glued = [compare_titles(cited, f"{known} {work.container_title}") for known in titles]
        comparisons += [replace(one, relation=_GLUED[one.relation]) for one in glued]
    best = min(comparisons, key=lambda comparison: comparison.rank)
    agreement = DISAGREES if best.relation is Relation.OTHER else AGREES
    return best, Evidence("title", agreement, best.detail, best.relation)


_GLUED = dict.fromkeys(Relation, Relation.OTHER) | {Relation.EXACT: Relation.NEAR}
"""What a title is that has its venue behind it: only the very words tell that."""


def _title_credit(title: Comparison) -> float:
    """What a title is worth by itself."""
    weight = min(title.weight, _STANDS_ALONE)
    if title.relation is Relation.EXACT:
        return weight
    if title.relation is Relation.NEAR:
        return 0.7 * weight
    if title.relation is Relation.PART:
        return 0.8 * weight * title.overlap + (_COINED_NAME if title.named else 0.0)
    return 3.0 * title.overlap if title.overlap >= _SAME_PAPER_RETITLED else 0.0


def _supported(
    title: Comparison, authors: Evidence, venue: Evidence, year: Evidence, identifier: Evidence
) -> bool:
    """Whether a title has the support without which its relation decides nothing."""
    people = authors.agreement is AGREES
    same_id = identifier.agreement is AGREES
    if title.faint and not same_id:
        return people and year.agreement is AGREES and venue.agreement is not DISAGREES
    occasion = venue.agreement is AGREES and year.agreement is AGREES
    # beside a long title that is all but exact, one of the two will do
    if title.relation is Relation.NEAR and title.weight >= LONG_NEAR:
        against = DISAGREES in {venue.agreement, year.agreement}
        occasion = AGREES in {venue.agreement, year.agreement} and not against
    if title.relation is Relation.EXACT:
        return True
    if title.relation is Relation.NEAR:
        return (people or same_id or occasion) and authors.agreement is not DISAGREES
    if title.relation is Relation.PART:
        return (
            people or same_id or (occasion and title.named)
        ) and authors.agreement is not DISAGREES
    if title.relation is Relation.RETITLED:
        return people and (year.agreement is not DISAGREES or same_id)
    return same_id and people and title.overlap >= _SAME_PAPER_RETITLED


_DATA = frozenset(("dataset", "software"))
"""Types of works that are registered under a paper's title, and cited by their identifier."""


def _another_kind(citation: Citation, work: Work, year: Evidence) -> Evidence | None:
    """The evidence that a record is another kind of thing than what is cited; None without any.

    A book is no article of a journal, which under its title is a review of it; the reviewer is
    often listed with the book's own authors.
    """
    if work.type in _DATA and CSL_TYPES.get(citation.type or "") not in _DATA:
        return Evidence("type", DISAGREES, f"the record is that of a {work.type}")
    if work.type != "article-journal":
        return None
    published_as_book = citation.venue is not None and is_publisher(citation.venue.text)
    is_book = CSL_TYPES.get(citation.type or "") == "book"
    if is_book or (published_as_book and year.agreement is not AGREES):
        return Evidence("type", DISAGREES, "a book, the record is an article of a journal")
    return None


def _compare_identifiers(citation: Citation, work: Work) -> Evidence:
    different = None
    for cited, _ in citation.identifiers:
        known = [found.value for found in work.identifiers if found.scheme == cited.scheme]
        known += [work.DOI] if work.DOI and cited.scheme == Scheme.DOI else []
        if cited.value.lower() in (value.lower() for value in known):
            return Evidence("identifier", AGREES, str(cited))
        if known:
            different = different or f"{cited}, the record has {known[0]}"
    if different:
        return Evidence("identifier", DISAGREES, different)
    return Evidence("identifier", UNKNOWN)
