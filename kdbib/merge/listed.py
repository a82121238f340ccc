"""What the citation itself says: the last witness of a work, heard where no record says better.

A list names authors whom a database lacks, gives the year of a publication where the databases know
the first version only; and a bibliography may describe a publication of which they have but the
preprint. Nothing of that is lost; its source is ``list``.
"""

import re
from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from kdbib.merge.authority import OF_FIRST_VERSION
from kdbib.model import Citation, Claim, Form, Scheme, Work
from kdbib.model.name import OTHERS
from kdbib.model.venue import short_name
from kdbib.model.work import CSL_TYPES, PREPRINT_TYPE

SOURCE = "list"

_TO_PUBLICATION = 2
"""Years from a preprint to its publication, at most, for the list's year to be believed."""
_NUMBERS = {
    "volume": ("volume",),
    "issue": ("number", "issue"),
    "page": ("pages",),
    "publisher": ("publisher",),
}
_ALONE = Claim(SOURCE, rule="alone")

Claims = Mapping[str, Claim]


def as_listed(citation: Citation, work: Work, claims: Claims) -> tuple[Work, Claims]:
    """A merged work with what only its citation says, and the claims of that."""
    work, claims = _with_year(citation, work, claims)
    if citation.form is Form.bibtex and not work.published:
        work, claims = _with_publication(citation, work, claims)
    if not work.author and citation.authors:
        names = tuple(author.name for author in citation.authors)
        author = (*names, OTHERS) if citation.et_al else names
        work, claims = replace(work, author=author), {**claims, "author": _ALONE}
    return work, claims


def known_of(work: Work, claims: Claims) -> Work:
    """A work without what only its citation says: that proves nothing of the citation."""
    listed = {field for field, claim in claims.items() if claim.source == SOURCE}
    if "type" in listed:
        of_publication = dict.fromkeys((*_NUMBERS, "DOI", "container_title"), None)
        dropped = {field: None for field in of_publication if field in listed}
        work = replace(work, type=PREPRINT_TYPE, issued=(), **dropped)
    return replace(work, author=()) if "author" in listed else work


def _with_year(citation: Citation, work: Work, claims: Claims) -> tuple[Work, Claims]:
    """The list's own year, where the sources only know that of the first version and it fits."""
    year, claim = citation.year, claims.get("issued")
    if year and not work.issued:
        return replace(work, issued=(year.value,)), {**claims, "issued": _ALONE}
    if not (year and claim and work.year and claim.source.endswith(OF_FIRST_VERSION)):
        return work, claims
    if not (citation.venue and 0 <= year.value - work.year <= _TO_PUBLICATION):
        return work, claims
    theirs = (claim.source.removesuffix(OF_FIRST_VERSION), str(work.year))
    if year.value == work.year:
        listed = Claim(SOURCE, rule="list", agreed=(theirs[0],))
    else:
        listed = Claim(SOURCE, rule="list", dissent=((claim.source, theirs[1]),))
    return replace(work, issued=(year.value,)), {**claims, "issued": listed}


def _with_publication(citation: Citation, work: Work, claims: Claims) -> tuple[Work, Claims]:
    """The publication that an entry of a bibliography describes, where only a preprint is known."""
    kind = CSL_TYPES.get(citation.type or "")
    venue = citation.venue.text if citation.venue else ""
    if kind is None or not venue or (short_name(venue) or venue) in {"arXiv", "OpenReview"}:
        return work, claims
    from kdbib.read.latex import decoded

    said = {name: text.text for name, text in citation.fields}
    values: dict[str, Any] = {"type": kind, "container_title": venue, "container_title_short": None}
    for field, names in _NUMBERS.items():
        written = next((said[name] for name in names if said.get(name)), "")
        values[field] = re.sub(r"\s*[-–—]+\s*", "-", decoded(written)) or None
    if citation.year:
        values["issued"] = (citation.year.value,)
    if doi := citation.identifier(Scheme.DOI):
        values["DOI"] = doi.value
    listed = {field: Claim(SOURCE, rule="bibliography") for field, value in values.items() if value}
    kept = {field: claim for field, claim in claims.items() if field not in values}
    return replace(work, **values), {**kept, **listed}
