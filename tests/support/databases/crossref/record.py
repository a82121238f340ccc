"""A paper as Crossref describes it.

The fields: https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md. What publishers do
to them is done to some papers here: subtitles apart or twice, markup, articles that were online a
year before their issue, series among the containers, chapters and articles that are of conferences.
"""

from typing import Any

from tests.support.databases.paper import Author, Paper

Message = dict[str, Any]

PUBLISHERS = {
    "10.1007": "Springer International Publishing",
    "10.1109": "IEEE",
    "10.1145": "ACM",
    "10.1609": "Association for the Advancement of Artificial Intelligence (AAAI)",
    "10.18653": "Association for Computational Linguistics",
}
TYPES = {
    "article-journal": "journal-article",
    "paper-conference": "proceedings-article",
    "chapter": "book-chapter",
    "book": "book",
    "thesis": "dissertation",
    "report": "report",
}
COPIES = "10.65215"
"""A prefix under which famous papers were registered again."""


def describe(paper: Paper) -> Message:
    """The record of a paper that has a DOI of Crossref."""
    doi, kind = paper.doi.lower(), _type(paper)
    title, subtitle = _titles(paper)
    in_print, online = _dates(paper, kind)
    message: Message = {
        "indexed": _date([2026, 6, 6]),
        "reference-count": 10 + paper.lot("references", 60),
        "publisher": PUBLISHERS.get(_prefix(paper), "A Publisher"),
        "content-domain": {"domain": [], "crossmark-restriction": False},
        "short-container-title": _shorts(paper, kind),
        "DOI": doi,
        "type": kind,
        "created": _date([paper.year or 2000, 1 + paper.lot("created", 12), 3]),
        "source": "Crossref",
        "is-referenced-by-count": paper.lot("citations", 3000),
        "title": [title],
        "prefix": _prefix(paper),
        "author": [_author(author, n) for n, author in enumerate(paper.authors)],
        "container-title": _containers(paper, kind),
        "original-title": [],
        "score": 1,
        "subtitle": [subtitle] if subtitle else [],
        "short-title": [],
        "issued": _date(min((day for day in (in_print, online) if day), default=[None])),
        "URL": f"https://doi.org/{doi}",
        "relation": {},
    }
    optional = {
        "published-print": _date(in_print) if in_print else None,
        "published-online": _date(online) if online else None,
        "page": paper.page,
        "volume": paper.volume,
        "event": _event(paper) if kind == "proceedings-article" else None,
    }
    message |= {name: value for name, value in optional.items() if value}
    if not paper.authors:
        del message["author"]  # it isn't there, rather than empty
    return message


def copy_of(paper: Paper, number: int) -> Message:
    """One of the false registrations of a paper."""
    return {
        "DOI": f"{COPIES}/{paper.lot(f'copy {number}', 16**8):08x}",
        "type": "posted-content",
        "title": [paper.title],
        "author": [_author(author, n) for n, author in enumerate(paper.authors)],
        "container-title": [],
        "publisher": "A Publisher of Copies",
        "issued": _date([2025, 8, 1 + number % 28]),
        "prefix": COPIES,
        "relation": {},
        "score": 1,
    }


def _prefix(paper: Paper) -> str:
    return paper.doi.partition("/")[0]


def _type(paper: Paper) -> str:
    if paper.type == "paper-conference" and _prefix(paper) == "10.1007":
        return "book-chapter"
    if paper.type == "paper-conference" and _prefix(paper) == "10.1609":
        return "journal-article"
    return TYPES.get(paper.type, "posted-content")


def _titles(paper: Paper) -> tuple[str, str]:
    head, colon, tail = paper.title.partition(": ")
    how = paper.lot("subtitle", 4) if colon else 3
    title = head if how == 0 else paper.title
    if paper.lot("markup", 6) == 0:
        first, blank, rest = title.partition(" ")
        title = f"<i>{first}</i>{blank} {rest}" if rest else title
    return title, tail if how < 2 else ""


def _dates(paper: Paper, kind: str) -> tuple[list[int], list[int]]:
    """In print, and online: for some articles in the year before."""
    if not paper.year:
        return [], []
    if kind != "journal-article" or _prefix(paper) == "10.1609":
        return [paper.year, 1 + paper.lot("month", 12)], []
    early = paper.year - 1 if paper.lot("early", 3) == 0 else paper.year
    return [paper.year, 12], [early, 1 + paper.lot("month", 12), 1 + paper.lot("day", 28)]


def _containers(paper: Paper, kind: str) -> list[str]:
    if not paper.container:
        return []
    if _prefix(paper) == "10.1609":
        return ["Proceedings of the AAAI Conference on Artificial Intelligence"]
    if kind != "book-chapter":
        return [paper.container]
    both = [paper.container, "Lecture Notes in Computer Science"]
    return both if paper.lot("series", 2) else both[::-1]


def _shorts(paper: Paper, kind: str) -> list[str]:
    return [paper.container_short or paper.container] if kind == "journal-article" else []


def _event(paper: Paper) -> dict[str, Any] | None:
    if not paper.container:
        return None
    acronym = f"{paper.container_short} '{(paper.year or 2000) % 100:02}"
    named = {"acronym": acronym} if paper.container_short else {}
    return {"name": paper.container, "location": "Somewhere", **named}


def _author(author: Author, number: int) -> dict[str, Any]:
    sequence: dict[str, Any] = {"sequence": "additional" if number else "first", "affiliation": []}
    if author.literal:
        return {"name": author.literal, **sequence}
    parts = {"given": author.given, "family": author.family, "suffix": author.suffix}
    return {name: value for name, value in parts.items() if value} | sequence


def _date(parts: list[Any]) -> dict[str, Any]:
    return {"date-parts": [parts]}
