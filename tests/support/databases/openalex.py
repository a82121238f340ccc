"""OpenAlex (https://developers.openalex.org), with what its calls cost.

A work by its DOI is free, a list costs $0.0001, a search $0.001; a day has $0.10 without a key and
$1 with one (https://developers.openalex.org/api-reference/authentication). An address may have
4094 bytes, a filter 100 values, and a hundred requests a second are taken.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, ClassVar

from tests.support.databases.base import (
    Answer,
    Database,
    Rate,
    RefusedError,
    Request,
    html,
    json_answer,
)
from tests.support.databases.openalex_work import Description, describe
from tests.support.databases.paper import Paper
from tests.support.databases.words import stems

LIST, SEARCH = 0.0001, 0.001
MOST_VALUES = 100
LARGEST_PAGE = 100
STOP = frozenset("a an and are as at be by for from in is it of on or the to with".split())


@dataclass
class OpenAlex(Database):
    """``key`` is the one that is accepted; the budgets are in dollars."""

    key: str = "a-known-key"
    budget: float = 0.1
    budget_with_key: float = 1.0
    _works: list[Description] = field(default_factory=list, init=False)
    _spent: dict[bool, float] = field(default_factory=lambda: {True: 0.0, False: 0.0}, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    name: ClassVar[str] = "openalex"
    longest_request_line: ClassVar[int] = 4094 + len("GET  HTTP/1.1")

    def load(self, papers: Sequence[Paper]) -> None:
        self._works = [work for paper in papers for work in describe(paper)]

    def refusal(self, request: Request) -> Answer | None:
        return self.forbidden() if request.params.get("api_key", self.key) != self.key else None

    def forbidden(self) -> Answer:
        return json_answer(403, {"error": "Forbidden", "message": "API key is invalid"})

    def rate(self, request: Request) -> Rate:
        return Rate("everybody", seconds=1, requests=100)

    def too_many_requests(self) -> Answer:
        message = {"error": "Rate limit exceeded", "message": "More than 100 requests a second"}
        return json_answer(429, message)

    def items(self, request: Request) -> int:
        return request.params.get("filter", "").count("|") + 1

    def answer(self, request: Request) -> Answer:
        price = _price(request)
        with self._lock:
            with_key = "api_key" in request.params
            whole = self.budget_with_key if with_key else self.budget
            enough = whole - self._spent[with_key] >= price - 1e-9
            self._spent[with_key] += price if enough else 0.0
            headers = _headers(whole, whole - self._spent[with_key], price if enough else 0.0)
        if not enough:
            return replace(_no_budget(), headers=headers)
        try:
            return replace(self._answered(request, price), headers=headers)
        except RefusedError as refused:
            message = {"error": "Invalid query parameters error.", "message": str(refused)}
            return replace(json_answer(refused.status, message), headers=headers)

    def _answered(self, request: Request, price: float) -> Answer:
        if request.path.startswith("/works/doi:"):
            doi = request.path.removeprefix("/works/doi:").lower()
            found = [work for work in self._works if _doi(work) == doi]
            return (
                json_answer(200, _selected(found[0], request)) if found else html(404, "Not Found")
            )
        if request.path != "/works":
            return html(404, "Not Found")
        page = int(request.params.get("per_page", request.params.get("per-page", "25")))
        if not 1 <= page <= LARGEST_PAGE:
            raise RefusedError(400, f"per_page must be between 1 and {LARGEST_PAGE}")
        found = self._filtered(request.params.get("filter", ""))
        meta = {"count": len(found), "db_response_time_ms": 20, "page": 1, "per_page": page}
        works = [_listed(_selected(work, request)) for work in found[:page]]
        return json_answer(
            200,
            {"meta": {**meta, "groups_count": None, "cost_usd": price}, "results": works},
        )

    def _filtered(self, text: str) -> list[Description]:
        parts = [part.partition(":") for part in text.split(",") if part]
        if len(parts) != 1:
            raise RefusedError(400, "here, one filter is understood at a time")
        ((name, _, value),) = parts
        values = value.split("|")
        if len(values) > MOST_VALUES:
            raise RefusedError(400, f"Maximum number of values exceeded for {name}")
        if name == "doi":
            wanted = {each.lower() for each in values}
            return [work for work in self._works if _doi(work) in wanted]
        if name == "title.search" and value.strip():
            terms = [stem for stem in stems(value) if stem not in STOP]
            found = [work for work in self._works if set(terms) <= set(stems(work["title"]))]
            return sorted(found, key=lambda work: len(work["title"]))
        raise RefusedError(400, f"{name} is not a valid field")


def _price(request: Request) -> float:
    if request.path.startswith("/works/"):
        return 0.0
    searched = "search" in request.params or ".search:" in request.params.get("filter", "")
    return SEARCH if searched else LIST


def _headers(whole: float, left: float, price: float) -> tuple[tuple[str, str], ...]:
    return (
        ("x-ratelimit-limit-usd", f"{whole:.4f}"),
        ("x-ratelimit-remaining-usd", f"{max(0.0, left):.4f}"),
        ("x-ratelimit-cost-usd", f"{price:.4f}"),
        ("x-ratelimit-reset", "3600"),
    )


def _no_budget() -> Answer:
    return json_answer(
        429, {"error": "Rate limit exceeded", "message": "Insufficient budget for this request"}
    )


def _doi(work: Description) -> str:
    return re.sub("^https://doi.org/", "", work["doi"] or "").lower()


def _selected(work: Description, request: Request) -> dict[str, Any]:
    names = request.params.get("select")
    if not names:
        return dict(work)
    if strange := [name for name in names.split(",") if name not in work]:
        raise RefusedError(400, f"{strange[0]} is not a valid select field")
    return {name: work[name] for name in names.split(",")}


def _listed(work: dict[str, Any]) -> dict[str, Any]:
    """In lists, at most a hundred authors are shown."""
    if len(work.get("authorships", ())) <= 100:
        return work
    return {**work, "authorships": work["authorships"][:100], "is_authors_truncated": True}
