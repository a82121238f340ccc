"""OpenReview's API (https://docs.openreview.net), as it is to callers without and with a token.

The search is open to all, five times a minute; notes are for those who have an account, 180 times
a minute, and everybody else is sent to a challenge.
"""

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from tests.support.databases.base import (
    Answer,
    Database,
    Rate,
    Request,
    html,
    json_answer,
)
from tests.support.databases.paper import Paper
from tests.support.databases.words import stems

MOST_NOTES = 1000
MOST_COUNTED = 10_000
CHALLENGE = {
    "name": "ChallengeRequiredError",
    "message": "Challenge verification required",
    "status": 403,
    "details": {"challengeUrl": "https://openreview.net/challenge"},
}
HOSTS = {"ICLR": "ICLR.cc", "NeurIPS": "NeurIPS.cc", "ICML": "ICML.cc", "COLM": "colmweb.org/COLM"}


@dataclass
class OpenReview(Database):
    """``token`` is the one that is accepted."""

    token: str = "a-known-token"
    _notes: list[dict[str, Any]] = field(default_factory=list, init=False)

    name: ClassVar[str] = "openreview"

    def load(self, papers: Sequence[Paper]) -> None:
        self._notes = [note for paper in papers for note in _notes(paper)]

    def rate(self, request: Request) -> Rate:
        if request.path == "/notes/search":
            return Rate("search", seconds=60, requests=5)
        return Rate("notes", seconds=60, requests=180)

    def refusal(self, request: Request) -> Answer | None:
        if request.path == "/notes/search" and "authorization" not in request.headers:
            return None
        known = request.headers.get("authorization") == f"Bearer {self.token}"
        return None if known else self.forbidden()

    def forbidden(self) -> Answer:
        return json_answer(403, CHALLENGE)

    def too_many_requests(self) -> Answer:
        message = "Too many requests: please try again later."
        return json_answer(429, {"name": "RateLimitError", "message": message, "status": 429})

    def answer(self, request: Request) -> Answer:
        if request.method != "GET":
            return html(404, "Not Found")
        if request.path == "/notes/search":
            return self._search(request)
        if request.path == "/notes":
            found = [note for note in self._notes if note["id"] == request.params.get("id")]
            if found:
                return json_answer(200, {"notes": found, "count": len(found)})
            return json_answer(404, {"name": "NotFoundError", "message": "The Note was not found"})
        return html(404, "Not Found")

    def _search(self, request: Request) -> Answer:
        term = request.params.get("term", "")
        limit = int(request.params.get("limit", "10"))
        if not term or limit > MOST_NOTES:
            return json_answer(400, {"name": "BadRequestError", "message": "term or limit"})
        wanted = set(stems(term))
        scored = [(len(wanted & set(stems(_title(note)))), note) for note in self._notes]
        found = [note for score, note in sorted(scored, key=lambda s: -s[0]) if score]
        headers = (("ratelimit-policy", "5;w=60"),)
        body = {"notes": found[:limit], "count": min(len(found), MOST_COUNTED)}
        return Answer(200, json_answer(200, body).body, "application/json; charset=utf-8", headers)


def _title(note: dict[str, Any]) -> str:
    title = note["content"].get("title", "")
    return str(title["value"] if isinstance(title, dict) else title)


def _notes(paper: Paper) -> Iterator[dict[str, Any]]:
    """The submission with a review of it, and a copy of what DBLP has."""
    forum = paper.identifiers.get("openreview")
    if forum:
        yield _note(paper, forum, _venue(paper))
        yield {"id": f"{forum}Rv", "forum": forum, "content": {"review": {"value": "Accept."}}}
    if paper.identifiers.get("dblp"):
        number = hashlib.sha1(paper.title.encode()).hexdigest()[:10]
        yield _note(paper, number, (f"dblp.org/conf/X/{paper.year}", f"X {paper.year}"))


def _venue(paper: Paper) -> tuple[str, str]:
    """The venueid and the venue: of a conference, or of a submission that came to nothing."""
    submitted = re.fullmatch(r"submitted to (\w+) (\d{4}), (\w+)", paper.comment)
    if submitted:
        name, year, fate = submitted.groups()
        host = HOSTS.get(name, name)
        return f"{host}/{year}/Conference/{fate.title()}_Submission", f"Submitted to {name} {year}"
    if paper.container_short == "TMLR":
        return "TMLR", "Accepted by TMLR"
    name = paper.container_short or "ICLR"
    return f"{HOSTS.get(name, name)}/{paper.year}/Conference", f"{name} {paper.year} poster"


def _note(paper: Paper, number: str, venue: tuple[str, str]) -> dict[str, Any]:
    content: dict[str, Any] = {
        "title": paper.title,
        "authors": [author.display for author in paper.authors],
        "authorids": [f"~{author.family}1" for author in paper.authors],
        "venue": venue[1],
        "venueid": venue[0],
        "pdf": f"/pdf/{number}.pdf",
        "abstract": paper.abstract,
    }
    earlier = (paper.year or 0) < 2023  # of which API 1 has the notes
    if not earlier:
        content = {name: {"value": value} for name, value in content.items()}
    return {
        "id": number,
        "forum": number,
        "number": 1 + paper.lot("number", 9000),
        "cdate": 1_600_000_000_000,
        "invitations": [f"{venue[0]}/-/Submission"],
        "content": content,
        "version": 1 if earlier else 2,
    }
