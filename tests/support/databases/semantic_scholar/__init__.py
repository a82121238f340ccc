"""Semantic Scholar's Graph API (https://api.semanticscholar.org/api-docs/graph).

Limits: https://www.semanticscholar.org/product/api#api-key. One request a second with a key, over
all paths together; without one, a pool that all such callers share, here as slow as one has to
plan for: one request each three seconds.
"""

import base64
import binascii
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.support.databases.base import (
    Answer,
    Database,
    Rate,
    RefusedError,
    Request,
    json_answer,
    quoted_phrases,
)
from tests.support.databases.paper import Paper
from tests.support.databases.semantic_scholar import boolean
from tests.support.databases.semantic_scholar.fields import select, wanted
from tests.support.databases.semantic_scholar.filters import passes, whole_number
from tests.support.databases.semantic_scholar.identifiers import Key, key, keys
from tests.support.databases.semantic_scholar.paper import Description, describe_all
from tests.support.databases.semantic_scholar.relevance import Index, index
from tests.support.databases.words import words

MOST_IDS = 500
MOST_RESULTS = 1000
LARGEST_PAGE = 100
SORTS = ("paperId", "publicationDate", "citationCount")
TOO_LARGE = "Response would exceed maximum size. Please reduce the number of papers or fields."
TOO_MANY_REQUESTS = (
    "Too Many Requests. Please wait and try again or apply for a key for higher rate limits. "
    "https://www.semanticscholar.org/product/api#api-key-form"
)


@dataclass
class SemanticScholar(Database):
    """``key`` is the one that is accepted; ``initials`` the share of authors without given names.

    ``bulk_page`` and ``largest_answer`` are 1000 papers and 10 MB in reality.
    """

    key: str = "a-known-key"
    initials: float = 0.3
    bulk_page: int = 1000
    largest_answer: int = 10_000_000
    _papers: list[Description] = field(default_factory=list, init=False)
    _titles: list[list[str]] = field(default_factory=list, init=False)
    _index: Index = field(default_factory=lambda: index(()), init=False)
    _by_key: dict[Key, Description] = field(default_factory=dict, init=False)

    name: ClassVar[str] = "semantic_scholar"
    base: ClassVar[str] = "/graph/v1"

    def load(self, papers: Sequence[Paper]) -> None:
        self._papers = describe_all(papers, self.initials)
        self._titles = [words(paper["title"]) for paper in self._papers]
        self._index = index(paper["title"] for paper in self._papers)
        self._by_key = {}
        for paper in self._papers:
            for each in keys(paper):
                self._by_key.setdefault(each, paper)

    def refusal(self, request: Request) -> Answer | None:
        return self.forbidden() if request.headers.get("x-api-key", self.key) != self.key else None

    def rate(self, request: Request) -> Rate:
        if request.headers.get("x-api-key") == self.key:
            return Rate("key", seconds=1)
        return Rate("pool", seconds=3)

    def items(self, request: Request) -> int:
        if request.path == "/paper/batch":
            return len(_ids(request))
        return quoted_phrases(request.params.get("query", ""))

    def forbidden(self) -> Answer:
        return Answer(403, b'{"message":"Forbidden"}', "application/json")

    def too_many_requests(self) -> Answer:
        return json_answer(429, {"message": TOO_MANY_REQUESTS, "code": "429"})

    def answer(self, request: Request) -> Answer:
        try:
            answer = json_answer(200, self._found(request))
            if len(answer.body) > self.largest_answer:
                raise RefusedError(400, TOO_LARGE)
        except RefusedError as refused:
            return _error(refused.status, str(refused))
        return answer

    def _found(self, request: Request) -> Any:
        match (request.method, request.path):
            case ("POST", "/paper/batch"):
                return self._batch(request)
            case ("GET", "/paper/search"):
                return self._search(request)
            case ("GET", "/paper/search/match"):
                return self._match(request)
            case ("GET", "/paper/search/bulk"):
                return self._bulk(request)
            case ("GET", path) if path.startswith("/paper/"):
                return self._paper(request, path.removeprefix("/paper/"))
        raise RefusedError(404, "Not Found")

    def _paper(self, request: Request, identifier: str) -> Any:
        names = wanted(request.params.get("fields"))
        looked_up = key(identifier)
        if looked_up is None or looked_up not in self._by_key:
            raise RefusedError(404, f"Paper with id {identifier} not found")
        return select(self._by_key[looked_up], names)

    def _batch(self, request: Request) -> Any:
        """The papers in the order of their identifiers, with null for each that is unknown."""
        # since August 2026 no longer with BibTeX
        names = wanted(request.params.get("fields"), refused=["citationStyles"])
        ids = _ids(request)
        if not ids:
            raise RefusedError(400, "No valid paper ids given")
        if len(ids) > MOST_IDS:
            raise RefusedError(400, f"The number of ids must not exceed {MOST_IDS}")
        looked_up = [key(each) if isinstance(each, str) else None for each in ids]
        if None in looked_up:
            raise RefusedError(400, f"Invalid paper id: {ids[looked_up.index(None)]}")
        papers = [self._by_key.get(each) if each else None for each in looked_up]
        if not any(papers):  # where one is known, the others are null
            raise RefusedError(400, "No valid paper ids given")
        return [select(paper, names) if paper else None for paper in papers]

    def _search(self, request: Request) -> Any:
        names = wanted(request.params.get("fields"))
        offset = whole_number(request.params.get("offset", "0"))
        limit = whole_number(request.params.get("limit", "10"))
        if not 1 <= limit <= LARGEST_PAGE:
            raise RefusedError(400, f"limit must be between 1 and {LARGEST_PAGE}")
        if offset < 0 or offset + limit > MOST_RESULTS:
            raise RefusedError(400, f"offset + limit must be no more than {MOST_RESULTS}")
        found = self._index.with_all(_query(request), self._passing(request))
        page = found[offset : offset + limit]
        answer: dict[str, Any] = {"total": len(found), "offset": offset}
        if offset + limit < len(found):
            answer["next"] = offset + limit
        # without a hit there is no "data" at all
        return answer | ({"data": self._selected(page, names)} if page else {})

    def _match(self, request: Request) -> Any:
        """The one paper with the nearest title, be it ever so far."""
        names = wanted(request.params.get("fields"))
        nearest = self._index.nearest(_query(request), self._passing(request))
        if nearest is None:
            raise RefusedError(404, "Title match not found")
        number, score = nearest
        return {"data": [select(self._papers[number], names) | {"matchScore": round(score, 5)}]}

    def _bulk(self, request: Request) -> Any:
        refused: Collection[str] = ("tldr", "embedding", "citations", "references")
        names = wanted(request.params.get("fields"), refused)
        matches = boolean.parse(_query(request))
        found = [n for n in self._passing(request) if matches(self._titles[n])]
        found = self._sorted(found, request.params.get("sort", "paperId"))
        start = _position(request.params.get("token"))
        end = start + self.bulk_page
        token = _token(end) if end < len(found) else None
        data = self._selected(found[start:end], names)
        return {"total": len(found), "token": token, "data": data}

    def _passing(self, request: Request) -> list[int]:
        return [n for n, paper in enumerate(self._papers) if passes(paper, request.params)]

    def _selected(self, numbers: Iterable[int], names: Sequence[str]) -> list[dict[str, Any]]:
        return [select(self._papers[number], names) for number in numbers]

    def _sorted(self, numbers: Sequence[int], sort: str) -> list[int]:
        """Papers without the value sorted by come last, ties are in the order of paperId."""
        by, _, order = sort.partition(":")
        if by not in SORTS or order not in ("", "asc", "desc"):
            raise RefusedError(400, f"Unsupported sort: {sort}")
        ordered = sorted(numbers, key=lambda n: self._papers[n]["paperId"])
        valued = [n for n in ordered if self._papers[n][by] is not None]
        valued.sort(key=lambda n: self._papers[n][by], reverse=order == "desc")
        return [*valued, *(n for n in ordered if self._papers[n][by] is None)]


def _error(status: int, reason: str) -> Answer:
    body = json.dumps({"error": reason}, separators=(",", ":")).encode() + b"\n"
    return Answer(status, body, "application/json")


def _ids(request: Request) -> list[Any]:
    try:
        ids = json.loads(request.body)["ids"]
    except (ValueError, KeyError, TypeError):
        return []
    return ids if isinstance(ids, list) else []


def _query(request: Request) -> str:
    query = request.params.get("query", "").strip()
    if not query:
        raise RefusedError(400, "Missing required parameter: query")
    return query


def _token(position: int) -> str:
    return base64.b32encode(f"bulk search from {position}".encode()).decode().rstrip("=")


def _position(token: str | None) -> int:
    """Where a page begins. Raises RefusedError on what this server did not give out."""
    if not token:
        return 0
    try:
        text = base64.b32decode(token + "=" * (-len(token) % 8)).decode()
        return int(text.removeprefix("bulk search from "))
    except (binascii.Error, ValueError) as error:
        raise RefusedError(400, "Invalid token") from error
