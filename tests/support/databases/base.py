"""What a database is to the server: a name, an address, limits, and an answer to each request."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from tests.support.databases.paper import Paper


@dataclass(frozen=True, slots=True)
class Request:
    """A request as a database sees it.

    ``path`` is what follows the database's own base address, decoded; ``headers`` have lower-case
    names.
    """

    method: str
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response: what a database says, before the network does anything to it."""

    status: int
    body: bytes
    content_type: str
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests in so many seconds; ``alone``: and only one at any time.

    Requests share a rate when they share a ``bucket`` (one API key, all callers without a key).
    """

    bucket: str
    seconds: float
    requests: int = 1
    alone: bool = False


class RefusedError(Exception):
    """A request that a database answers with an error, in its own form."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


class Database(ABC):
    """A public database. Adding one is writing one class of this kind and naming it in known.py."""

    name: ClassVar[str]
    """First part of the path, name in the log, and (upper-cased) in KDBIB_..._URL."""

    base: ClassVar[str] = ""
    """What follows the name in the base address, e.g. ``/graph/v1``."""

    longest_request_line: ClassVar[int] = 8190
    """Longer ones are answered 414. This is the default of the web server that most run.

    https://httpd.apache.org/docs/2.4/mod/core.html#limitrequestline
    """

    @abstractmethod
    def load(self, papers: Sequence[Paper]) -> None:
        """Take these papers as all that the database has."""

    @abstractmethod
    def answer(self, request: Request) -> Answer:
        """What the database says to a request that nothing is against."""

    @abstractmethod
    def rate(self, request: Request) -> Rate:
        """The limit that a request falls under."""

    def refusal(self, request: Request) -> Answer | None:
        """The answer to a request that is turned away before it counts, such as for a bad key."""
        return None

    def items(self, request: Request) -> int:
        """How many things (identifiers, titles) a request asks for."""
        return 1

    def too_many_requests(self) -> Answer:
        """The 429 of this database."""
        return html(429, "Too Many Requests")

    def forbidden(self) -> Answer:
        """The 403 of this database."""
        return html(403, "Forbidden")

    def too_heavy(self) -> Answer:
        """What it says of a request that takes it too long."""
        return html(504, "Gateway Timeout")

    def other_shape(self) -> Answer:
        """A well-formed answer that has nothing of what a client relies on."""
        return json_answer(200, {"message": "ok", "result": {"items": [1, 2, 3]}})


def html(status: int, title: str) -> Answer:
    """A page as proxies and web servers send it instead of an answer."""
    page = (
        f"<!DOCTYPE html>\n<html><head><title>{title}</title></head>\n"
        f"<body><h1>{title}</h1><p>This page is meant for people.</p></body></html>\n"
    )
    return Answer(status, page.encode(), "text/html; charset=utf-8")


def json_answer(status: int, value: Any) -> Answer:
    return Answer(status, json.dumps(value).encode() + b"\n", "application/json")


def quoted_phrases(query: str) -> int:
    """How many titles a search asks for, where each is one quoted phrase; at least one."""
    return max(1, query.count('"') // 2)
