"""Semantic Scholar's Graph API (https://api.semanticscholar.org/api-docs/graph)."""

import logging
import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import msgspec

from kdbib.errors import BadAnswer, Forbidden, Refused
from kdbib.http.policy import Policy
from kdbib.model import Scheme, identifier
from kdbib.resolve.address import base_address
from kdbib.resolve.base import TITLE, WORDS, Answer, Failed, Found, Missing, Question
from kdbib.resolve.role import LACKING, Role, Stage
from kdbib.resolve.semantic_scholar_paper import FIELDS, Paper, record
from kdbib.resolve.titles import Crowded, assigned, packed, phrase, telling

if TYPE_CHECKING:
    from kdbib.http.client import Client

_log = logging.getLogger(__name__)

_LONGEST = 3700  # of the questions in an address; with the rest of it less than 4000
# msgspec's own errors, too many brackets, half a pair of surrogates
_UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeError)
_PAGES = 3  # of a thousand papers each
_KEYS = ("S2_API_KEY", "SEMANTIC_SCHOLAR_API_KEY")
_PREFIXES = {
    Scheme.ARXIV.value: "ARXIV:",
    Scheme.DOI.value: "DOI:",
    Scheme.ACL.value: "ACL:",
    Scheme.PMID.value: "PMID:",
    Scheme.S2.value: "",
}


_NONE_KNOWN = "No valid paper ids given"
"""What a batch is refused with, by HTTP 400, in which no id is known: all are missing."""


class _Page(msgspec.Struct):
    """A page of a bulk search. Where nothing is found, there is a total and no data."""

    total: int
    token: str | None = None
    data: list[msgspec.Raw] = []


class SemanticScholar:
    """What Semantic Scholar knows, by ids of five schemes, by titles and by words of titles.

    Without a key all the world shares one pool; with one it is a request per second
    (https://www.semanticscholar.org/product/api). The key is taken from S2_API_KEY or
    SEMANTIC_SCHOLAR_API_KEY; KDBIB_SEMANTIC_SCHOLAR_URL replaces
    ``https://api.semanticscholar.org``.
    """

    name = "semantic_scholar"
    policy = Policy(interval=3.1, interval_with_key=1.1, content="json")
    trust = 2.0
    surest: Mapping[str, int] = {Scheme.ARXIV: 2, Scheme.DOI: 2, Scheme.ACL: 2}
    role = Role(LACKING, Stage.TITLES, Stage.FOUND)
    has_titles = 0.82
    accepts: Mapping[str, int] = {**dict.fromkeys(_PREFIXES, 500), TITLE: 100, WORDS: 100}

    def __init__(self) -> None:
        self._refused_key: str | None = None

    @property
    def url(self) -> str:
        """The base address of the Graph API."""
        host = "https://api.semanticscholar.org"
        return base_address("KDBIB_SEMANTIC_SCHOLAR_URL", host, "/graph/v1")

    @property
    def has_key(self) -> bool:
        """Whether the environment has a key, and it has not been refused."""
        return bool(self._key())

    def batches(self, questions: Sequence[Question]) -> list[tuple[Question, ...]]:
        """The questions in batches; those without a valid id or a word to look for are left out.

        Ids of all schemes go together.
        """
        return packed(questions, self.accepts, _size, _LONGEST, together=_PREFIXES)

    def fetch(self, client: "Client", batch: Sequence[Question]) -> bytes:
        """The answer to a batch: an array in the order of the ids, or pages of a search.

        Several pages come as an array of pages. Raises SourceError.
        """
        key = self._key()
        try:
            return self._fetch(client, batch, key)
        except Forbidden:
            if not key:
                raise
            _log.warning("Semantic Scholar does not accept the key that is set; going on without")
            self._refused_key = key["x-api-key"]
            return self._fetch(client, batch, {})

    def read(self, answer: bytes, batch: Sequence[Question]) -> dict[Question, Answer]:
        """What an answer says to a batch.

        Raises BadAnswer where the body as a whole is not what is documented; a paper that isn't
        makes its question Failed.
        """
        if batch and batch[0].kind in _PREFIXES:
            return _by_id(answer, batch)
        return _by_title(answer, batch)

    def _key(self) -> dict[str, str]:
        found = (os.environ.get(name, "").strip() for name in _KEYS)
        key = next((key for key in found if key), "")
        if key != self._refused_key and not re.fullmatch(r"[!-~]*", key):
            _log.warning("the key for Semantic Scholar can't be one; going on without")
            self._refused_key = key
        return {"x-api-key": key} if key and key != self._refused_key else {}

    def _fetch(self, client: "Client", batch: Sequence[Question], key: Mapping[str, str]) -> bytes:
        base = self.url
        if batch[0].kind in _PREFIXES:
            ids = {"ids": [_PREFIXES[question.kind] + question.value for question in batch]}
            url, fields = f"{base}/paper/batch", {"fields": FIELDS}
            try:
                return client.post(self, url, params=fields, json=ids, key=key)
            except Refused as refused:
                if _NONE_KNOWN not in str(refused):
                    raise
                return b"[" + b",".join([b"null"] * len(batch)) + b"]"
        params = {"query": " | ".join(_clause(question) for question in batch), "fields": FIELDS}
        pages: list[bytes] = []
        token: str | None = ""
        while token is not None and len(pages) < _PAGES:
            more = {**params, "token": token} if token else params
            pages.append(client.get(self, f"{base}/paper/search/bulk", params=more, key=key))
            token = _page(pages[-1]).token
        return pages[0] if len(pages) == 1 else b"[" + b",".join(pages) + b"]"


def _clause(question: Question) -> str:
    """One question in the language of the bulk search; empty if there is nothing to look for.

    ``"…"`` is a phrase, ``+`` is and, ``|`` is or; a hyphen would negate what follows. A single
    word would bring thousands of papers: then the whole title is looked for instead.
    """
    words = telling(question.value)
    if question.kind == WORDS and len(words) > 1:
        return f"({' + '.join(words)})"
    title = phrase(question.value)
    return f'"{title}"' if title else ""


@lru_cache(maxsize=16384)  # a plan asks for it again and again
def _size(question: Question) -> int:
    """What a question adds to the address; 1 where it goes into the body."""
    if question.kind in _PREFIXES:
        return 1 if identifier.parse(question.kind, question.value) else 0
    clause = _clause(question)
    return len(quote_plus(clause)) + len("+%7C+") if clause else 0


def _by_id(answer: bytes, batch: Sequence[Question]) -> dict[Question, Answer]:
    try:
        items = msgspec.json.decode(answer, type=list[msgspec.Raw])
    except _UNREADABLE:
        raise BadAnswer("Semantic Scholar sent something else than an array of papers") from None
    if len(items) != len(batch):
        raise BadAnswer("Semantic Scholar sent more or fewer papers than it was asked for")
    return {question: _told(item) for question, item in zip(batch, items, strict=True)}


def _told(item: msgspec.Raw) -> Answer:
    if bytes(item) == b"null":
        return Missing()
    paper = _paper(item)
    found = record(paper) if paper else None
    return Found((found,)) if found else Failed("Semantic Scholar sent a paper of another shape")


def _paper(item: msgspec.Raw) -> Paper | None:
    """A paper; None if it is of another shape."""
    try:
        return msgspec.json.decode(item, type=Paper)
    except _UNREADABLE:
        return None


def _by_title(answer: bytes, batch: Sequence[Question]) -> dict[Question, Answer]:
    pages = _pages(answer)
    papers = [_paper(item) for page in pages for item in page.data]
    records = [found for paper in papers if paper and (found := record(paper))]
    otherwise: Answer = Missing()
    if pages and pages[-1].token:
        otherwise = Crowded("Semantic Scholar has more than it showed")
    elif None in papers:  # it may have been the one
        otherwise = Failed("Semantic Scholar sent a paper of another shape")
    return assigned(records, batch, otherwise=otherwise)


def _pages(answer: bytes) -> list[_Page]:
    if not answer.lstrip().startswith(b"["):
        return [_page(answer)]
    try:
        return msgspec.json.decode(answer, type=list[_Page])
    except _UNREADABLE:
        raise BadAnswer("Semantic Scholar sent something else than pages of papers") from None


def _page(answer: bytes) -> _Page:
    try:
        return msgspec.json.decode(answer, type=_Page)
    except _UNREADABLE:
        raise BadAnswer("Semantic Scholar sent something else than a page of papers") from None
