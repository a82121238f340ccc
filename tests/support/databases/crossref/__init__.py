"""Crossref's REST API (https://www.crossref.org/documentation/retrieve-metadata/rest-api/).

Limits since December 2025: for lists one request a second and one at a time, three with a mail
address; for single records 5 and 10; 150 with a token of Metadata Plus
(https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.support.databases.base import Answer, Database, Rate, RefusedError, Request, json_answer
from tests.support.databases.crossref.record import Message, copy_of, describe
from tests.support.databases.paper import Paper
from tests.support.databases.registration import agency, mail_of
from tests.support.databases.semantic_scholar.relevance import STOP_WORDS, Index, index
from tests.support.databases.words import stems

MOST_ROWS = 1000
SELECTS = frozenset(
    "abstract URL resource member posted score created degree update-policy short-title license "
    "ISSN container-title issued update-to issue prefix approved indexed article-number "
    "clinical-trial-number accepted author group-title DOI is-referenced-by-count updated-by event "
    "chair standards-body original-title funder translator published archive published-print "
    "alternative-id subject subtitle published-online publisher-location content-domain reference "
    "title link type publisher volume references-count ISBN issn-type assertion deposited page "
    "short-container-title relation editor".split()
)
FILTERS = frozenset({"doi", "type", "prefix"})
# pool: requests a second for a single record, for a list
SPEEDS = {"public": (5, 1), "polite": (10, 3), "plus": (150, 150)}


class _InvalidError(RefusedError):
    """A request that doesn't pass validation: what is wrong with which value."""

    def __init__(self, kind: str, value: str, message: str) -> None:
        super().__init__(400, message)
        self.told = {"type": kind, "value": value, "message": message}


@dataclass
class Crossref(Database):
    """``token`` is the one of Metadata Plus that is accepted; ``copies`` how many false
    registrations of each paper there are; ``more`` are further records, as they are.
    """

    token: str = "a-plus-token"
    copies: int = 0
    more: Sequence[Mapping[str, Any]] = ()
    _messages: list[Message] = field(default_factory=list, init=False)
    _index: Index = field(default_factory=lambda: index(()), init=False)

    name: ClassVar[str] = "crossref"

    def load(self, papers: Sequence[Paper]) -> None:
        copies = [copy_of(paper, number) for paper in papers for number in range(self.copies)]
        ours = [paper for paper in papers if paper.doi and agency(paper.doi) == "Crossref"]
        self._messages = [*copies, *map(describe, ours), *map(dict, self.more)]
        self._index = index(map(_searched, self._messages))

    def refusal(self, request: Request) -> Answer | None:
        given = request.headers.get("crossref-plus-api-token")
        wrong = given is not None and given != f"Bearer {self.token}"
        return Answer(401, b"Invalid token", "text/plain") if wrong else None

    def rate(self, request: Request) -> Rate:
        pool, single = self._pool(request), _single(request)
        most = SPEEDS[pool][0 if single else 1]
        bucket = f"{pool}-{'single' if single else 'array'}"
        return Rate(bucket, seconds=1, requests=most, alone=pool == "public")

    def items(self, request: Request) -> int:
        return max(1, request.params.get("filter", "").count("doi:"))

    def too_many_requests(self) -> Answer:
        return Answer(429, b"", "text/plain")

    def forbidden(self) -> Answer:
        return Answer(403, b"Forbidden", "text/plain")

    def answer(self, request: Request) -> Answer:
        try:
            answer = self._found(request)
        except _InvalidError as invalid:
            answer = json_answer(
                400,
                {
                    "status": "failed",
                    "message-type": "validation-failure",
                    "message": [invalid.told],
                },
            )
        except RefusedError as refused:
            answer = Answer(refused.status, str(refused).encode(), "text/plain")
        return Answer(answer.status, answer.body, answer.content_type, self._headers(request))

    def _pool(self, request: Request) -> str:
        if "crossref-plus-api-token" in request.headers:
            return "plus"
        mail = mail_of(request.headers.get("user-agent", ""), request.params.get("mailto", ""))
        return "polite" if mail else "public"

    def _headers(self, request: Request) -> tuple[tuple[str, str], ...]:
        rate, pool = self.rate(request), self._pool(request)
        return (
            ("x-rate-limit-limit", str(rate.requests)),
            ("x-rate-limit-interval", "1s"),
            ("x-concurrency-limit", "1" if pool == "public" else "3"),
            ("x-api-pool", pool if pool == "plus" else rate.bucket),
        )

    def _found(self, request: Request) -> Answer:
        if request.method == "GET" and request.path == "/works":
            return self._list(request)
        if request.method == "GET" and _single(request):
            return self._single(request.path.removeprefix("/works/"))
        raise RefusedError(404, "Resource not found.")

    def _single(self, doi: str) -> Answer:
        for message in self._messages:
            if message["DOI"] == doi.lower():
                return _enveloped("work", message)
        raise RefusedError(404, "Resource not found.")

    def _list(self, request: Request) -> Answer:
        rows, names = _rows(request), _selected(request)
        filters = _filters(request.params.get("filter", ""))
        found = [m for m in range(len(self._messages)) if _passes(self._messages[m], filters)]
        query = _queried(request)
        if query:
            found = self._ranked(query, found)
        items = [self._messages[number] for number in found[:rows]]
        if names:
            items = [{k: v for k, v in item.items() if k in names} for item in items]
        page = {
            "facets": {},
            "total-results": len(found),
            "items": items,
            "items-per-page": rows,
            "query": {"start-index": 0, "search-terms": request.params.get("query")},
        }
        return _enveloped("work-list", page)

    def _ranked(self, query: str, numbers: Sequence[int]) -> list[int]:
        """Whatever shares a telling word with the query; the copies, being first, win ties."""
        sought = frozenset(stems(query))
        shared = [n for n in numbers if (sought - STOP_WORDS) & self._index.titles[n]]
        return sorted(shared, key=lambda n: -self._index.score(n, sought))


def _single(request: Request) -> bool:
    return request.path.startswith("/works/")


def _searched(message: Message) -> str:
    return " ".join((*message.get("title", ()), *message.get("subtitle", ())))


def _queried(request: Request) -> str:
    """What is looked for; here, the authors of ``query.author`` only break ties of titles."""
    names = ("query", "query.bibliographic", "query.title")
    return " ".join(request.params[name] for name in names if name in request.params)


def _enveloped(kind: str, message: Any) -> Answer:
    whole = {"status": "ok", "message-type": kind, "message-version": "1.0.0", "message": message}
    return json_answer(200, whole)


def _rows(request: Request) -> int:
    text = request.params.get("rows", "20")
    if not text.isdecimal() or int(text) > MOST_ROWS:
        told = f"Integer specified as {text} but must be a positive integer less than or equal to"
        raise _InvalidError("integer-not-valid", text, f"{told} {MOST_ROWS}. ")
    return int(text)


def _selected(request: Request) -> frozenset[str]:
    names = frozenset(filter(None, request.params.get("select", "").split(",")))
    for name in sorted(names - SELECTS):
        told = f"Select '{name}' specified but there is no such select for this route."
        raise _InvalidError("select-not-available", name, told)
    return names


def _filters(text: str) -> dict[str, set[str]]:
    """The values of each filter: those of one are alternatives."""
    found: dict[str, set[str]] = {}
    for part in filter(None, text.split(",")):
        name, _, value = part.partition(":")
        if name not in FILTERS:
            told = f"Filter {name} specified but there is no such filter for this route."
            raise _InvalidError("filter-not-available", name, told)
        found.setdefault(name, set()).add(value.lower())
    return found


def _passes(message: Message, filters: Mapping[str, set[str]]) -> bool:
    values = {"doi": message["DOI"], "type": message["type"], "prefix": message.get("prefix")}
    return all(values[name] in wanted for name, wanted in filters.items())
