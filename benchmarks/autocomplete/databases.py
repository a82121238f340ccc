"""The databases that bibtexautocomplete asks and kdbib does not, for the local server.

It is given more than it would get: DBLP's search answers here, which in truth has been behind a
challenge for programs since 2026.
"""

import html as entities
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.support.databases.base import Answer, Database, Rate, Request, html, json_answer
from tests.support.databases.paper import Paper
from tests.support.databases.words import words


@dataclass
class DblpSearch(Database):
    """DBLP's search (https://dblp.org/faq/13501473.html): every word begins one of a record's.

    One request a second, as its FAQ asks for.
    """

    _papers: list[tuple[Paper, list[str]]] = field(default_factory=list, init=False)

    name: ClassVar[str] = "dblp_search"
    base: ClassVar[str] = "/search/publ/api"

    def load(self, papers: Sequence[Paper]) -> None:
        self._papers = [
            (paper, words(" ".join((paper.title, *(a.display for a in paper.authors)))))
            for paper in papers
        ]

    def rate(self, request: Request) -> Rate:
        return Rate("everybody", seconds=1)

    def answer(self, request: Request) -> Answer:
        sought = words(request.params.get("q", ""))
        found = [
            paper
            for paper, held in self._papers
            if sought and all(any(h.startswith(word) for h in held) for word in sought)
        ]
        shown = found[: int(request.params.get("h", "30"))]
        hits: dict[str, Any] = {"@total": str(len(found)), "@sent": str(len(shown)), "@first": "0"}
        if shown:
            hits["hit"] = [{"@score": "1", "info": _info(paper)} for paper in shown]
        return json_answer(200, {"result": {"status": {"@code": "200"}, "hits": hits}})


def _info(paper: Paper) -> dict[str, Any]:
    """A record; a single author is no list, and titles end in a full stop."""
    people = [{"@pid": "0/1", "text": author.display} for author in paper.authors]
    info: dict[str, Any] = {
        "authors": {"author": people if len(people) != 1 else people[0]},
        "title": entities.escape(paper.title) + ".",
        "venue": paper.container_short or paper.container,
        "volume": paper.volume,
        "pages": paper.page,
        "year": str(paper.year or ""),
        "type": "Conference and Workshop Papers",
        "access": "open",
        "doi": paper.doi.upper(),
        "ee": f"https://doi.org/{paper.doi}" if paper.doi else paper.pdf_url,
    }
    return {name: value for name, value in info.items() if value}


class Researchr(Database):
    """It has nothing of the field. Limits are not published: one request a second."""

    name: ClassVar[str] = "researchr"

    def load(self, papers: Sequence[Paper]) -> None:
        pass

    def rate(self, request: Request) -> Rate:
        return Rate("everybody", seconds=1)

    def answer(self, request: Request) -> Answer:
        return json_answer(200, {"result": []})


class Inspire(Database):
    """It has nothing of the field; 15 requests in 5 seconds (https://github.com/inspirehep/rest-api-doc)."""

    name: ClassVar[str] = "inspire"

    def load(self, papers: Sequence[Paper]) -> None:
        pass

    def rate(self, request: Request) -> Rate:
        return Rate("everybody", seconds=5, requests=15)

    def answer(self, request: Request) -> Answer:
        return json_answer(200, {"hits": {"hits": [], "total": 0}})


@dataclass
class DoiHandles(Database):
    """doi.org's handles: every DOI of the papers leads to a page."""

    _known: frozenset[str] = field(default_factory=frozenset, init=False)

    name: ClassVar[str] = "doi_handles"

    def load(self, papers: Sequence[Paper]) -> None:
        arxiv = {f"10.48550/arxiv.{p.arxiv_id}".lower() for p in papers if p.arxiv_id}
        self._known = frozenset(arxiv | {paper.doi.lower() for paper in papers if paper.doi})

    def rate(self, request: Request) -> Rate:
        return Rate("everybody", seconds=1, requests=50)

    def answer(self, request: Request) -> Answer:
        doi = request.path.removeprefix("/api/handles/").lower()
        if doi not in self._known:
            return Answer(404, json.dumps({"responseCode": 100}).encode(), "application/json")
        url = {"type": "URL", "data": {"value": f"https://publisher.example/{doi}"}}
        return json_answer(200, {"responseCode": 1, "handle": doi, "values": [url]})


class Web(Database):
    """Publishers' pages: all are there."""

    name: ClassVar[str] = "web"

    def load(self, papers: Sequence[Paper]) -> None:
        pass

    def rate(self, request: Request) -> Rate:
        return Rate("everybody", seconds=1, requests=1000)

    def answer(self, request: Request) -> Answer:
        return html(200, "A paper")


def others() -> tuple[Database, ...]:
    """All of them."""
    return DblpSearch(), Researchr(), Inspire(), DoiHandles(), Web()
