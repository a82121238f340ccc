"""Values that are not heard: what is known to go wrong in records that are right otherwise.

Each doubt has a name, a reason, and a test in tests/merge/test_doubts.py. It holds of one record's
value of one field, in the light of the other records of the same work. What a doubt holds of is no
vote; it stays on the claim as ``unheard``. Where nobody else says anything, it is better than
nothing, unless the doubt is ``fatal``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kdbib.model import Name, Record
from kdbib.model.identifier import is_preprint_doi
from kdbib.model.title import folded

FIRST_VERSION = "year: first version"
"""An origin of records whose year may be that of the first version, not of the publication."""

PUBLICATION_FIELDS = frozenset(
    """
    type title container_title container_title_short volume issue page publisher status issued
    """.split()
)
"""The publication's own facts: a preprint's record can't know them once there is a publication."""

_MARKS_OF_MORE = frozenset(map(folded, ("others", "et al", "and others")))
_FEWEST = 3
"""Of so few authors, the order of the alphabet may be chance."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a value is not heard; ``holds`` tells it of (field, record, all records of the work)."""

    name: str
    reason: str
    holds: Callable[[str, Record, Sequence[Record]], bool]
    fatal: bool = False


def _of_a_preprint(field: str, record: Record, others: Sequence[Record]) -> bool:
    published = any(other.work.published for other in others)
    return field in PUBLICATION_FIELDS and published and not record.work.published


def _of_the_preprint(field: str, record: Record, others: Sequence[Record]) -> bool:
    # what arXiv has for a DOI is the journal's, told by the authors
    if field != "DOI":
        return False
    dois = [other.work.DOI for other in others if other.work.DOI]
    if is_preprint_doi(record.work.DOI or "") and not all(map(is_preprint_doi, dois)):
        return True  # whatever else the record says it is
    published = any(other.work.published for other in others)
    return published and not record.work.published and record.source != "arxiv"


def _of_first_version(field: str, record: Record, _: Sequence[Record]) -> bool:
    return field == "issued" and FIRST_VERSION in record.origins


def _alphabetised(field: str, record: Record, others: Sequence[Record]) -> bool:
    names = _families(record)
    if field != "author" or len(names) < _FEWEST or names != sorted(names):
        return False
    return any(theirs != names and sorted(theirs) == names for theirs in map(_families, others))


def _truncated(field: str, record: Record, others: Sequence[Record]) -> bool:
    names = _families(record)
    if field != "author" or not names:
        return False
    if len(names) > 1 and names[-1] in _MARKS_OF_MORE:
        return True
    longer = [theirs for theirs in map(_families, others) if theirs[: len(names)] == names]
    longer = [theirs for theirs in longer if len(theirs) > len(names)]
    # one witness of one author more may as well be the one who is wrong
    return len(longer) > 1 or any(2 * len(names) <= len(theirs) for theirs in longer)


def _families(record: Record) -> list[str]:
    return [_family(name) for name in record.work.author]


def _family(name: Name) -> str:
    return folded(name.last).strip()


DOUBTS = (
    Doubt(
        "preprint-of-a-publication",
        "The record is the preprint's, which can't know the facts of the publication.",
        _of_a_preprint,
        fatal=True,
    ),
    Doubt(
        "doi-of-the-preprint",
        "The DOI is that of a preprint or of a copy, not of the publication.",
        _of_the_preprint,
        fatal=True,
    ),
    Doubt(
        "year-of-first-version",
        "The source dates papers by their first version, often a preprint, not by the publication.",
        _of_first_version,
    ),
    Doubt(
        "alphabetised-authors",
        "The authors are the same, but in the order of the alphabet, as no other record has them.",
        _alphabetised,
    ),
    Doubt(
        "truncated-authors",
        "The list of authors breaks off: other records begin alike and go on.",
        _truncated,
    ),
)


def doubt_about(field: str, record: Record, others: Sequence[Record]) -> Doubt | None:
    """The first doubt about what a record says of a field; None where there is none."""
    return next((doubt for doubt in DOUBTS if doubt.holds(field, record, others)), None)
