"""Whom to believe for which field.

A publication is cited as its publisher has it, so records of a publication come before those of
its preprint; among them, who copies from the publisher comes before who guesses. arXiv knows best
what arXiv has: identifier, category, PDF.
"""

from kdbib.model import Record, Scheme

# the higher, the sooner believed; a source that is not named here is believed last
_TRUST = {
    "acl": 4.5,
    "corpus": 4.0,
    "dblp": 4.0,
    "crossref": 3.5,
    "arxiv": 3.0,
    "openreview": 2.5,
    "semantic_scholar": 2.0,
    "datacite": 1.5,
    "openalex": 1.0,
    "unpaywall": 0.5,
}

# the publication's own facts: a preprint's record can't know them once there is a publication
PUBLICATION_FIELDS = (
    "type",
    "title",
    "container_title",
    "container_title_short",
    "volume",
    "issue",
    "page",
    "publisher",
    "status",
    "issued",
)
SHARED_FIELDS = ("author", "DOI", "URL", "pdf_url", "arxiv_category")

FIRST_VERSION = "year: first version"
"""An origin of records whose year may be that of the first version, not of the publication."""


OF_FIRST_VERSION = " (first version)"
"""What is added to the name of the source of a year that may be the first version's."""


def trust(record: Record) -> float:
    """How far a record is believed, when others say otherwise."""
    return _TRUST.get(record.source.partition(":")[0], 1.0) * record.confidence


def in_order(records: list[Record]) -> list[Record]:
    """The records from the most to the least believed: publications first, then by trust."""
    return sorted(records, key=lambda r: (not r.work.published, -trust(r), r.source))


def speakers(field: str, ordered: list[Record]) -> list[Record]:
    """Those of the records, in the order of belief, that may speak on a field."""
    published = [record for record in ordered if record.work.published]
    if field == "issued" and published:
        sure = [record for record in published if FIRST_VERSION not in record.origins]
        return sure or published
    if field in PUBLICATION_FIELDS and published:
        return published
    if field == "author":
        return sorted(ordered, key=_spelt_out, reverse=True)  # stable: belief decides among equals
    if field == "arxiv_category":
        return sorted(ordered, key=lambda r: r.source != Scheme.ARXIV)
    return ordered


def _spelt_out(record: Record) -> bool:
    """Whether a record has given names, rather than initials, or no authors at all."""
    authors = record.work.author
    full = [n for n in authors if n.literal or len((n.given or "").split(" ")[0].strip(".")) > 1]
    return bool(authors) and 2 * len(full) >= len(authors)
