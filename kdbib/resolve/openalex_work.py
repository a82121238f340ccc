"""A work as OpenAlex describes it (https://developers.openalex.org/api-reference/works).

Rule ``openalex-merged``: OpenAlex joins records that it takes for one work, and joins wrong ones: a
famous preprint has the year of somebody's copy, others have the titles of other papers. So its
records should never be the only witness. They are vouched for by no more than CONFIDENCE; one whose
parts belong to two papers, by SUSPECTED, without identifiers, and its origins name the rule.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import msgspec
from msgspec.structs import replace

from kdbib.http.plain import plain
from kdbib.model import Identifier, Name, Record, Scheme, Work, identifier
from kdbib.model.identifier import arxiv_year
from kdbib.model.work import PREPRINT_TYPE
from kdbib.resolve.bad_records import Rule, Suspect, rule_against
from kdbib.resolve.markup import typeset, unmarked
from kdbib.resolve.names import name
from kdbib.resolve.retractions import marked
from kdbib.resolve.web import web_address

FIELDS = (
    "id,doi,ids,title,type,publication_year,publication_date,is_retracted,authorships,"
    "primary_location,best_oa_location,locations,biblio"
)
"""What is asked for."""

CONFIDENCE, SUSPECTED = 0.8, 0.4
RULE = "openalex-merged"

_MOST_AUTHORS = 100  # of a work in a list: what is beyond is cut off
_LONGEST_NAME = 800  # characters that are looked at and kept
_RESOLVER = re.compile(r"^https?://doi\.org/", re.IGNORECASE)
_ID = re.compile(r"https://openalex\.org/(W\d{1,12})")
_DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_SUFFIX = re.compile(r",\s*(?:Jr|Sr|I{2,3}|IV)\.?$")
_BY_TYPE = {
    "book": "book",
    "dissertation": "thesis",
    "report": "report",
    "conference-paper": "paper-conference",
    "preprint": PREPRINT_TYPE,
}


class _Source(msgspec.Struct):
    display_name: str | None = None
    type: str | None = None
    host_organization_name: str | None = None


class _Location(msgspec.Struct):
    landing_page_url: str | None = None
    pdf_url: str | None = None
    source: _Source | None = None
    raw_source_name: str | None = None
    raw_type: str | None = None


class _Author(msgspec.Struct):
    display_name: str | None = None


class _Authorship(msgspec.Struct):
    author: _Author | None = None
    raw_author_name: str | None = None


class _Biblio(msgspec.Struct):
    volume: str | None = None
    issue: str | None = None
    first_page: str | None = None
    last_page: str | None = None


class OpenAlexWork(msgspec.Struct):
    """What we rely on in a work."""

    id: str | None = None
    doi: str | None = None
    ids: dict[str, str | int | None] | None = None
    title: str | None = None
    type: str | None = None
    publication_year: int | None = None
    publication_date: str | None = None
    is_retracted: bool | None = None
    is_authors_truncated: bool | None = None
    authorships: list[_Authorship] | None = None
    primary_location: _Location | None = None
    best_oa_location: _Location | None = None
    locations: list[_Location] | None = None
    biblio: _Biblio | None = None


def doi_of(work: OpenAlexWork) -> str:
    """The DOI of a work in small letters; empty if it has none."""
    return _RESOLVER.sub("", work.doi).lower() if work.doi else ""


def record(work: OpenAlexWork) -> Record | Rule | None:
    """The work; the rule by which it is not the paper; None if it has no title."""
    title = typeset(unmarked(work.title or ""))
    if not title:
        return None
    own = doi_of(work)
    if rule := rule_against(Suspect(title, own, work.type or "")):
        return rule
    doi, preprint = identifier.doi(own), next(_arxiv_ids(work), None)
    merged = _merged_because(work, doi, preprint)
    ids = {} if merged else _identifiers(work, doi, preprint)
    mark = marked(title)
    place = work.primary_location or _Location()
    known = Work(
        type=_type(work, place),
        title=mark.title,
        author=_authors(work),
        issued=_issued(work),
        DOI=ids[Scheme.DOI].value if Scheme.DOI in ids else None,
        status="retracted" if work.is_retracted else mark.status,
        identifiers=tuple(found for scheme, found in ids.items() if scheme != Scheme.DOI),
        pdf_url=web_address((work.best_oa_location or place).pdf_url),
    )
    origins = (*_origin(work), *((f"{RULE}: {merged}",) if merged else ()))
    confidence = SUSPECTED if merged else CONFIDENCE
    return Record(_placed(known, work, place), "openalex", origins=origins, confidence=confidence)


def _placed(known: Work, work: OpenAlexWork, place: _Location) -> Work:
    """The work with where it was published, or where its preprint is."""
    source, biblio = place.source or _Source(), work.biblio or _Biblio()
    container = _text(source.display_name, 300) or _text(place.raw_source_name, 300)
    if not known.published:
        arxiv = (container or "").lower().startswith("arxiv")
        return replace(known, container_title="arXiv" if arxiv else container)
    return replace(
        known,
        container_title=container,
        volume=_text(biblio.volume),
        issue=_text(biblio.issue),
        page=_pages(biblio),
        publisher=_text(source.host_organization_name, 200),
    )


def _merged_because(work: OpenAlexWork, doi: Identifier | None, preprint: Identifier | None) -> str:
    """Why a record can't be of one paper alone; empty if nothing speaks against it."""
    year = work.publication_year
    if work.type == "preprint" and preprint and year and abs(year - arxiv_year(preprint.value)) > 1:
        return f"{preprint} is not a preprint of {year}"
    if preprint and doi and doi.scheme == Scheme.ARXIV and preprint != doi:
        return f"it is both {doi} and {preprint}"
    return ""


def _origin(work: OpenAlexWork) -> tuple[str, ...]:
    found = _ID.fullmatch(work.id or "")
    return (f"work: {found[1]}",) if found else ()


def _type(work: OpenAlexWork, place: _Location) -> str:
    """The kind of a work, by what its publisher calls it, where it is, and what OpenAlex says."""
    source = (place.source and place.source.type) or ""
    if work.type in _BY_TYPE:
        return _BY_TYPE[work.type]
    if source == "repository":
        return PREPRINT_TYPE
    if source == "conference" or place.raw_type == "proceedings-article":
        return "paper-conference"
    if work.type == "book-chapter":
        return "chapter"
    return "article-journal" if source == "journal" else PREPRINT_TYPE


def _authors(work: OpenAlexWork) -> tuple[Name, ...]:
    """The authors as the paper has them; none where the list is cut off."""
    given = work.authorships or []
    if work.is_authors_truncated or len(given) == _MOST_AUTHORS:
        return ()
    found = (
        _author(
            (each.raw_author_name or "")[:_LONGEST_NAME],
            ((each.author and each.author.display_name) or "")[:_LONGEST_NAME],
        )
        for each in given[:5000]
    )
    return tuple(filter(None, found))


@lru_cache(maxsize=1 << 15)
def _author(raw: str, displayed: str) -> Name | None:
    """The name on the paper, which may be inverted; OpenAlex's own is that of some other paper."""
    raw = plain(raw, 200)
    family, comma, first = (part.strip() for part in raw.partition(","))
    if comma and family and first and "," not in first and not _SUFFIX.search(raw):
        return Name(family=family, given=first)
    return name(raw) or name(displayed)


def _issued(work: OpenAlexWork) -> tuple[int, ...]:
    """The date; its year alone where it is January 1st, which stands for a date not known."""
    year = work.publication_year
    date = _DATE.fullmatch(work.publication_date or "")
    if date and year in (None, int(date[1])) and (date[2], date[3]) != ("01", "01"):
        return int(date[1]), int(date[2]), int(date[3])
    year = year or (int(date[1]) if date else None)
    return (year,) if year and 1500 <= year <= 2100 else ()


def _identifiers(
    work: OpenAlexWork, doi: Identifier | None, preprint: Identifier | None
) -> dict[Scheme, Identifier]:
    pmid = str((work.ids or {}).get("pmid") or "").rstrip("/").rpartition("/")[2]
    found: dict[Scheme, Identifier] = {}
    for each in (doi, preprint, identifier.pmid(pmid)):
        if each:
            found.setdefault(each.scheme, each)
    return found


def _arxiv_ids(work: OpenAlexWork) -> Iterator[Identifier]:
    """The arXiv ids among the places where a work is said to be."""
    for place in (work.primary_location, *(work.locations or ())):
        page = place and place.landing_page_url
        if page and _may_be_at_arxiv(page):
            found = identifier.from_url(page)
            if found and found.scheme == Scheme.ARXIV:
                yield found


def _may_be_at_arxiv(page: str) -> bool:
    """Whether an address may have an arXiv id in it, which is told of most in no time."""
    if not page.isascii() or "%" in page:
        return True
    lower = page.lower()
    return "arxiv" in lower or "huggingface" in lower


def _pages(biblio: _Biblio) -> str | None:
    first, last = _text(biblio.first_page), _text(biblio.last_page)
    return f"{first}-{last}" if first and last and first != last else first


def _text(value: str | None, longest: int = 50) -> str | None:
    return (plain(value, longest) or None) if value else None
