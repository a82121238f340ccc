"""A paper as Semantic Scholar describes it, and the work that it is.

The fields are those of https://api.semanticscholar.org/api-docs/graph. Nothing but the shape is
relied on: nearly every value may be null, empty, or somebody's typing error.
"""

import re
from functools import lru_cache
from urllib.parse import urlsplit

import msgspec

from kdbib.http.plain import plain
from kdbib.model import Identifier, Record, Scheme, Work, identifier
from kdbib.model.work import PREPRINT_TYPE
from kdbib.resolve.markup import typeset, unmarked
from kdbib.resolve.names import names

FIELDS = (
    "title,authors,year,publicationDate,venue,publicationVenue,journal,publicationTypes,"
    "externalIds,openAccessPdf"
)
"""What is asked for; ``paperId`` comes by itself."""

_PREPRINTS = re.compile(
    r"arxiv(?:\.org)?|corr|computing research repository|(?:bio|med|psy|chem|soc|eng)(?:a?r)?xiv.*"
    r"|ssrn.*|social science research network|research square|preprints(?:\.org)?|openreview.*",
    re.IGNORECASE,
)
_ARXIV = re.compile(r"arxiv(?:\.org)?|corr|computing research repository", re.IGNORECASE)
_CONFERENCE = re.compile(
    r"\b(?:conference|proceedings|symposium|workshops?|meeting|congress|advances in neural"
    r"|neural information processing systems)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(r"(?=.*[A-Z].*[A-Z])[A-Z][A-Za-z0-9&-]{1,11}")
_HYPHEN = re.compile(r"\s*[-–—]+\s*")
_DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class Author(msgspec.Struct):
    """An author as displayed."""

    name: str | None = None


class _Venue(msgspec.Struct):
    name: str | None = None
    type: str | None = None
    alternate_names: list[str] | None = None


class Journal(msgspec.Struct):
    """Where in a journal a paper is."""

    name: str | None = None
    volume: str | None = None
    pages: str | None = None


class _Pdf(msgspec.Struct):
    url: str | None = None


class Paper(msgspec.Struct, rename="camel"):
    """What we rely on in a paper."""

    title: str | None = None
    paper_id: str | None = None
    authors: list[Author] | None = None
    year: int | None = None
    publication_date: str | None = None
    venue: str | None = None
    publication_venue: _Venue | None = None
    journal: Journal | None = None
    publication_types: list[str] | None = None
    external_ids: dict[str, str | int | None] | None = None
    open_access_pdf: _Pdf | None = None


def record(paper: Paper) -> Record | None:
    """The work that a paper is; None if it has no title.

    ``year`` is that of the first version, often a preprint's: it is kept, and
    ``year: first version`` among the origins says so where the paper has been published as well.
    """
    title = typeset(unmarked(paper.title or ""))
    if not title:
        return None
    ids = _identifiers(paper)
    venue, journal = _venue(paper), _journal(paper)
    kind = _type(paper, venue, journal, ids)
    on_arxiv = any(found.scheme == Scheme.ARXIV for found in ids)
    work = Work(
        type=kind,
        title=title,
        author=names([typeset(author.name or "", 200) for author in paper.authors or []]),
        issued=_issued(paper),
        container_title="arXiv" if venue and _is_of_arxiv(venue) else venue,
        container_title_short=_acronym(paper, venue),
        volume=_volume(journal),
        page=_pages(journal),
        DOI=next((found.value for found in ids if found.scheme == Scheme.DOI), None),
        identifiers=tuple(found for found in ids if found.scheme != Scheme.DOI),
        pdf_url=_address(paper.open_access_pdf),
    )
    first = on_arxiv and work.published and bool(work.issued)
    return Record(work, "semantic_scholar", origins=("year: first version",) if first else ())


def _dblp(key: str) -> Identifier | None:
    return None if key.startswith("journals/corr/") else identifier.dblp(key)


_READERS = (
    ("ArXiv", identifier.arxiv),
    ("DOI", identifier.doi),
    ("ACL", identifier.acl),
    ("DBLP", _dblp),
    ("PubMed", identifier.pmid),
)


def _identifiers(paper: Paper) -> tuple[Identifier, ...]:
    """Every valid identifier, each scheme once; a DOI that arXiv gave out is an arXiv id."""
    given = paper.external_ids or {}
    found: dict[Scheme, Identifier] = {}
    for name, read in _READERS:
        if (value := given.get(name)) and (each := read(str(value))):
            found.setdefault(each.scheme, each)
    if own := identifier.s2(paper.paper_id or ""):
        found[own.scheme] = own
    return tuple(found.values())


@lru_cache(maxsize=4096)
def _is_of_arxiv(venue: str) -> bool:
    return bool(_ARXIV.fullmatch(venue))


@lru_cache(maxsize=4096)
def _is_of_preprints(venue: str) -> bool:
    return bool(_PREPRINTS.fullmatch(venue))


@lru_cache(maxsize=4096)
def _is_of_conference(venue: str) -> bool:
    return bool(_CONFERENCE.search(venue))


def _venue(paper: Paper) -> str | None:
    """Where it was published, by the most careful of the names that there are."""
    names_of_it = (
        paper.publication_venue and paper.publication_venue.name,
        paper.venue,
        paper.journal and paper.journal.name,
    )
    return next((text for name in names_of_it if name and (text := plain(name, 300))), None)


def _journal(paper: Paper) -> Journal | None:
    """The journal, unless it is only a name for a place of preprints."""
    journal = paper.journal
    return None if not journal or _is_of_preprints(plain(journal.name or "")) else journal


def _type(
    paper: Paper, venue: str | None, journal: Journal | None, ids: tuple[Identifier, ...]
) -> str:
    types = paper.publication_types or []
    kind = paper.publication_venue and paper.publication_venue.type
    doi = next((found.value for found in ids if found.scheme == Scheme.DOI), "")
    if not venue or _is_of_preprints(venue) or doi.startswith("10.2139/ssrn."):
        return "book" if "Book" in types and not venue else PREPRINT_TYPE
    key = next((found.value for found in ids if found.scheme == Scheme.DBLP), "")
    if key.startswith(("conf/", "journals/")):
        return "paper-conference" if key.startswith("conf/") else "article-journal"
    if kind in ("conference", "journal"):
        return "paper-conference" if kind == "conference" else "article-journal"
    if _is_of_conference(venue):
        return "paper-conference"
    if journal and journal.name and (journal.volume or journal.pages):
        return "article-journal"
    by_type = (
        ("Conference", "paper-conference"),
        ("BookSection", "chapter"),
        ("JournalArticle", "article-journal"),
    )
    return next((csl for theirs, csl in by_type if theirs in types), PREPRINT_TYPE)


def _acronym(paper: Paper, venue: str | None) -> str | None:
    """The name among the venue's other names that is written like an acronym."""
    others = paper.publication_venue and paper.publication_venue.alternate_names
    if not others:
        return None
    short = next((name for name in others if _ACRONYM.fullmatch(name)), None)
    return short if short != venue else None


def _volume(journal: Journal | None) -> str | None:
    return (plain(journal.volume, 50) or None) if journal and journal.volume else None


def _pages(journal: Journal | None) -> str | None:
    if not journal or not journal.pages:
        return None
    return _HYPHEN.sub("-", plain(journal.pages, 50)) or None


def _issued(paper: Paper) -> tuple[int, ...]:
    date = _DATE.fullmatch(paper.publication_date or "")
    if date and paper.year in (None, int(date[1])):
        return int(date[1]), int(date[2]), int(date[3])
    return (paper.year,) if paper.year and 1500 <= paper.year <= 2100 else ()


def _address(pdf: _Pdf | None) -> str | None:
    """The address of a PDF: http(s), of sane length, without anything that breaks a line."""
    if not pdf or not pdf.url:
        return None
    url = pdf.url.strip()
    try:
        whole = urlsplit(url)
    except ValueError:
        return None
    good = whole.scheme in ("http", "https") and whole.hostname and len(url) <= 2000
    return url if good and not re.search(r"[\s\"<>\\^`{|}]|[^ -~]", url) else None
