"""arXiv's API (https://info.arxiv.org/help/api/user-manual.html).

Its terms of use allow one request each three seconds and one connection at a time
(https://info.arxiv.org/help/api/tou.html).
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import ClassVar

from tests.support.databases.arxiv import feed as atom
from tests.support.databases.arxiv.eprint import Eprint, versions
from tests.support.databases.arxiv.query import (
    Query,
    Texts,
    parse,
    relevance,
    texts_of,
)
from tests.support.databases.base import (
    Answer,
    Database,
    Rate,
    RefusedError,
    Request,
    quoted_phrases,
)
from tests.support.databases.paper import Paper

VERSION = re.compile(r"v(\d+)$")
ID = re.compile(r"\d{4}\.\w+|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?")
"""What arXiv takes for an identifier: more than what is one (1706.0376x is merely not found)."""

MOST_RESULTS = 2000
"""The largest page; the manual asks to take 2000 at a time of at most 30000."""

SORTS = ("relevance", "lastUpdatedDate", "submittedDate")


@dataclass
class Arxiv(Database):
    """``layout``: the feeds of 2024 or of 2026; ``seed``: of the order in which entries come."""

    layout: atom.Layout = 2026
    seed: int = 0
    _versions: dict[str, tuple[Eprint, ...]] = field(default_factory=dict, init=False)
    _texts: dict[str, Texts] = field(default_factory=dict, init=False)

    name: ClassVar[str] = "arxiv"
    base: ClassVar[str] = "/api/query"

    def load(self, papers: Sequence[Paper]) -> None:
        self._versions = {paper.arxiv_id: versions(paper) for paper in papers if paper.first_public}
        self._texts = {name: texts_of(held[-1]) for name, held in self._versions.items()}

    def rate(self, request: Request) -> Rate:
        return Rate("everybody", seconds=3, alone=True)

    def items(self, request: Request) -> int:
        asked = _ids(request)
        return len(asked) if asked else quoted_phrases(request.params.get("search_query", ""))

    def too_many_requests(self) -> Answer:
        return Answer(429, b"Rate exceeded.", "text/plain")

    def other_shape(self) -> Answer:
        return Answer(200, b'<rss version="2.0"><channel/></rss>', "application/rss+xml")

    def answer(self, request: Request) -> Answer:
        now = datetime.now(UTC)
        try:
            body = self._feed(request, now)
            status = 200
        except RefusedError as refused:
            body = atom.error_feed(str(refused), now)
            status = refused.status
        return Answer(status, body, "application/atom+xml; charset=utf-8")

    def _feed(self, request: Request, now: datetime) -> bytes:
        start = _number(request, "start", 0)
        most = min(_number(request, "max_results", 10), MOST_RESULTS)
        ids = _ids(request)
        query = _query(request)
        if not ids and query is None:
            raise RefusedError(400, "search_query or id_list is missing")
        for each in ids:
            if not ID.fullmatch(each):
                raise RefusedError(400, f"incorrect id format for {each}")
        found = self._looked_up(ids) if ids else [held[-1] for held in self._versions.values()]
        if query is not None:
            found = [each for each in found if query.holds(self._texts[each.id])]
        found = self._ordered(found, query, request)
        asked = atom.Asked(str(query or ""), request.params.get("id_list", ""), start, most)
        return atom.feed(asked, len(found), found[start : start + most], now, self.layout)

    def _looked_up(self, ids: Sequence[str]) -> list[Eprint]:
        """The versions asked for, or the latest; each only once, the unknown left out silently."""
        found: dict[str, Eprint] = {}
        for each in ids:
            version = VERSION.search(each)
            held = self._versions.get(VERSION.sub("", each), ())
            number = int(version[1]) if version else len(held)
            if 1 <= number <= len(held):
                found[held[number - 1].versioned] = held[number - 1]
        return list(found.values())

    def _ordered(
        self, found: Sequence[Eprint], query: Query | None, request: Request
    ) -> list[Eprint]:
        """As sorted on request; ties, and all that was asked by id alone, are shuffled."""
        fixed = sorted(found, key=lambda each: each.versioned)
        order = random.Random(f"{self.seed} {query} {request.params.get('id_list')}")
        shuffled = order.sample(fixed, len(fixed))
        sort = request.params.get("sortBy", "relevance")
        if sort not in SORTS:
            raise RefusedError(400, f"sortBy must be in: {', '.join(SORTS)}")
        descending = request.params.get("sortOrder", "descending") != "ascending"
        if sort != "relevance":
            attribute = "updated" if sort == "lastUpdatedDate" else "published"
            return sorted(shuffled, key=lambda e: getattr(e, attribute), reverse=descending)
        if query is None:
            return shuffled
        return sorted(
            shuffled, key=lambda e: relevance(query, self._texts[e.id]), reverse=descending
        )


def _ids(request: Request) -> list[str]:
    return [part for each in request.params.get("id_list", "").split(",") if (part := each.strip())]


def _query(request: Request) -> Query | None:
    text = request.params.get("search_query", "").strip()
    return parse(text) if text else None


def _number(request: Request, name: str, default: int) -> int:
    """A parameter that is a number. A wrong one is told in a feed, with the status of success."""
    text = request.params.get(name) or str(default)
    if not text.removeprefix("-").isdecimal():
        raise RefusedError(200, f"{name} must be an integer")
    if text.startswith("-"):
        raise RefusedError(200, f"{name} must be non-negative")
    return int(text)
