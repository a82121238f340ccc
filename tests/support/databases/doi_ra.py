"""doi.org: its list of agencies, and the handles (https://www.doi.org/the-identifier/resources/factsheets/doi-resolution-documentation).

No limit is published; here it is as slow as one has to plan for: one request a second.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from tests.support.databases.base import Answer, Database, Rate, Request, html, json_answer
from tests.support.databases.paper import Paper
from tests.support.databases.registration import agency

_AGENCIES, _HANDLES = "/doiRA/", "/api/handles/"


@dataclass
class DoiAgencies(Database):
    """It knows every DOI of the papers, and those that arXiv gave them."""

    handles: bool = True
    """Whether the handle server is up; while it is down, nothing exists for the list of agencies."""
    _known: frozenset[str] = field(default_factory=frozenset, init=False)

    name: ClassVar[str] = "doi"

    def load(self, papers: Sequence[Paper]) -> None:
        arxiv = {f"10.48550/arxiv.{p.arxiv_id}".lower() for p in papers if p.arxiv_id}
        self._known = frozenset(arxiv | {paper.doi.lower() for paper in papers if paper.doi})

    def rate(self, request: Request) -> Rate:
        return Rate("everybody", seconds=1)

    def items(self, request: Request) -> int:
        return 1 if request.path.startswith(_HANDLES) else len(_dois(request))

    def answer(self, request: Request) -> Answer:
        if request.path.startswith(_HANDLES):
            return self._handle(request.path.removeprefix(_HANDLES))
        if not request.path.startswith(_AGENCIES):
            return html(404, "Not Found")
        return json_answer(200, [self._told(doi) for doi in _dois(request)])

    def _handle(self, doi: str) -> Answer:
        if not self.handles:
            return json_answer(500, {"responseCode": 2, "handle": doi})
        if doi.lower() not in self._known:
            return json_answer(404, {"responseCode": 100, "handle": doi})
        return json_answer(200, {"responseCode": 1, "handle": doi, "values": []})

    def _told(self, doi: str) -> dict[str, str]:
        if not re.fullmatch(r"10\.\d{4,9}(\.\d+)*/.+", doi):
            return {"DOI": doi, "status": "Invalid DOI"}
        if doi.lower() not in self._known or not self.handles:
            return {"DOI": doi, "status": "DOI does not exist"}
        return {"DOI": doi, "RA": agency(doi)}


def _dois(request: Request) -> list[str]:
    return request.path.removeprefix(_AGENCIES).split(",")
