"""Unpaywall's API (https://unpaywall.org/products/api): one DOI of Crossref's in a request.

It takes a hundred thousand requests a day, each with a mail address that isn't made up
(https://github.com/ourresearch/oadoi has the checks).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.support.databases.base import Answer, Database, Rate, RefusedError, Request, json_answer
from tests.support.databases.paper import Paper
from tests.support.databases.registration import agency
from tests.support.databases.words import stems

NO_MAIL = "Email address required in API call, see http://unpaywall.org/products/api"
NOT_YOURS = "Please use your own email address in API calls. See http://unpaywall.org/products/api"


@dataclass
class Unpaywall(Database):
    """The papers with a DOI of Crossref's."""

    _papers: dict[str, Paper] = field(default_factory=dict, init=False)

    name: ClassVar[str] = "unpaywall"
    base: ClassVar[str] = "/v2"

    def load(self, papers: Sequence[Paper]) -> None:
        ours = (paper for paper in papers if paper.doi and agency(paper.doi) == "Crossref")
        self._papers = {paper.doi.lower(): paper for paper in ours}

    def rate(self, request: Request) -> Rate:
        return Rate("everybody", seconds=86400, requests=100_000)

    def answer(self, request: Request) -> Answer:
        try:
            return json_answer(200, self._found(request))
        except RefusedError as refused:
            told = {"HTTP_status_code": refused.status, "error": True, "message": str(refused)}
            return json_answer(refused.status, told)

    def _found(self, request: Request) -> dict[str, Any]:
        mail = request.params.get("email", "")
        if not mail:
            raise RefusedError(422, NO_MAIL)
        if mail.endswith("example.com") or "@" not in mail:
            raise RefusedError(422, NOT_YOURS)
        if request.path.rstrip("/") == "/search":
            return self._search(request.params.get("query", ""))
        doi = request.path.removeprefix("/").lower()
        if doi not in self._papers:
            raise RefusedError(404, f"'{doi}' isn't in Unpaywall.")
        return _describe(self._papers[doi])

    def _search(self, query: str) -> dict[str, Any]:
        """The papers with all words of a query in their titles, 50 at most."""
        wanted = set(stems(query))
        found = [p for p in self._papers.values() if wanted and wanted <= set(stems(p.title))]
        results = [
            {"response": _describe(paper), "score": 1.0, "snippet": paper.title}
            for paper in found[:50]
        ]
        return {"results": results, "elapsed_seconds": 0.1}


def _describe(paper: Paper) -> dict[str, Any]:
    doi = paper.doi.lower()
    locations = [_location(paper)] if paper.pdf_url else []
    best = locations[0] if locations else None
    authors = [
        {"author_position": "middle" if n else "first", "raw_author_name": author.display}
        for n, author in enumerate(paper.authors)
    ]
    return {
        "doi": doi,
        "doi_url": f"https://doi.org/{doi}",
        "title": paper.title,
        "genre": "journal-article" if paper.type == "article-journal" else "proceedings-article",
        "is_paratext": False,
        "published_date": f"{paper.year}-01-01" if paper.year else None,
        "year": paper.year,
        "journal_name": paper.container or None,
        "publisher": "A Publisher",
        "is_oa": bool(locations),
        "oa_status": "green" if locations else "closed",
        "has_repository_copy": bool(locations),
        "best_oa_location": best,
        "first_oa_location": best,
        "oa_locations": locations,
        "oa_locations_embargoed": [],
        "data_standard": 2,
        "z_authors": authors or None,
        "updated": "deprecated",
    }


def _location(paper: Paper) -> dict[str, Any]:
    return {
        "url": paper.pdf_url,
        "url_for_pdf": paper.pdf_url,
        "url_for_landing_page": f"https://doi.org/{paper.doi.lower()}",
        "evidence": "deprecated",
        "license": None,
        "version": "submittedVersion",
        "host_type": "repository",
        "is_best": True,
        "oa_date": None,
        "updated": "deprecated",
    }
