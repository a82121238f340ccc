"""OpenAlex (https://developers.openalex.org): retractions, open copies, and a second opinion.

Since 2026 a call has a price: a work by its DOI is free, a list of up to a hundred costs $0.0001,
a search $0.001, and a day has $0.10 without a key, $1 with one that is free
(https://developers.openalex.org/api-reference/authentication).
"""

import logging
import os
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from kdbib.errors import BadAnswer, Forbidden
from kdbib.http.policy import Policy
from kdbib.model import Record, Scheme, identifier
from kdbib.resolve.address import base_address
from kdbib.resolve.base import TITLE, Answer, Failed, Found, Missing, Question
from kdbib.resolve.openalex_budget import LIST, SEARCH, Budget
from kdbib.resolve.openalex_work import FIELDS, OpenAlexWork, doi_of, record
from kdbib.resolve.role import PDF, Role, Stage
from kdbib.resolve.titles import Crowded, assigned, packed, phrase

if TYPE_CHECKING:
    from kdbib.http.client import Client

_log = logging.getLogger(__name__)

_UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeError)
_LONGEST = 3600  # of the DOIs in an address, all of which may have 4094 bytes
_SHOWN = 25  # works of a search
_SPLITS = re.compile(r"[,|]")  # what separates filters and values, so that it can't be in one
_UNKNOWN = b'{"status": 404}'
"""What stands for the page with which OpenAlex says that it has no work of a DOI."""


class _Meta(msgspec.Struct):
    count: int


class _Page(msgspec.Struct):
    meta: _Meta
    results: list[msgspec.Raw]


class OpenAlex:
    """What OpenAlex knows, by DOIs and by titles. Never the only witness: it merges works.

    The cheapest way is taken: one DOI alone is looked up for nothing, several are one list; titles
    come last, and only as long as what is left of the day's budget is enough for lists as well.
    The key is taken from OPENALEX_API_KEY; KDBIB_OPENALEX_URL replaces
    ``https://api.openalex.org``.
    """

    name = "openalex"
    policy = Policy(interval=0.2, content="json", retries=2)
    trust = 1.0
    surest: Mapping[str, int] = {Scheme.DOI: 3}
    role = Role(frozenset((PDF,)), None, Stage.REST)
    accepts: Mapping[str, int] = {Scheme.DOI.value: 100, TITLE: 1}

    def __init__(self) -> None:
        self._refused_key = ""
        self._budget = Budget()

    @property
    def url(self) -> str:
        """The base address of the API."""
        return base_address("KDBIB_OPENALEX_URL", "https://api.openalex.org", "")

    @property
    def has_key(self) -> bool:
        """Whether the environment has a key, and it has not been refused."""
        return bool(self._key())

    def batches(self, questions: Sequence[Question]) -> list[tuple[Question, ...]]:
        """The questions in batches: DOIs before titles; those that a list would split, alone."""
        alone = [q for q in questions if q.kind != TITLE and _SPLITS.search(q.value)]
        titles = [q for q in questions if q.kind == TITLE]
        listed = [q for q in questions if q.kind != TITLE and not _SPLITS.search(q.value)]
        single = dict.fromkeys(self.accepts, 1)
        return [
            *packed(listed, self.accepts, _size, _LONGEST),
            *packed(alone, single, _size, _LONGEST),
            *packed(titles, single, _size, _LONGEST),
        ]

    def fetch(self, client: "Client", batch: Sequence[Question]) -> bytes:
        """The work of one DOI, or a page of works. Raises SourceError.

        RateLimited, too, where not enough is left of the day's budget.
        """
        key = self._key()
        try:
            return self._fetch(client, batch, key)
        except Forbidden:
            if not key:
                raise
            _log.warning("OpenAlex does not accept the key that is set; going on without")
            self._refused_key, self._budget = key, Budget()
            return self._fetch(client, batch, "")

    def read(self, answer: bytes, batch: Sequence[Question]) -> dict[Question, Answer]:
        """What an answer says to a batch.

        Raises BadAnswer where the body as a whole is not what is documented; a work that isn't
        makes the questions Failed that nothing else answers.
        """
        if len(batch) == 1 and batch[0].kind != TITLE:
            return {batch[0]: _single(answer, batch[0])}
        page = _page(answer)
        works = [_work(item) for item in page.results]
        otherwise: Answer = Missing()
        if page.meta.count > len(page.results):
            otherwise = Crowded("OpenAlex has more than it showed")
        elif None in works:  # it may have been the one
            otherwise = Failed("OpenAlex sent a work of another shape")
        known = [work for work in works if work]
        if batch and batch[0].kind == TITLE:
            found = (record(work) for work in known)
            records = [each for each in found if isinstance(each, Record)]
            return assigned(records, batch, otherwise=otherwise)
        return {question: _told(question, known, otherwise) for question in batch}

    def _key(self) -> str:
        key = os.environ.get("OPENALEX_API_KEY", "").strip()
        if key != self._refused_key and not re.fullmatch(r"[!-~]*", key):
            _log.warning("the key for OpenAlex can't be one; going on without")
            self._refused_key = key
        return "" if key == self._refused_key else key

    def _fetch(self, client: "Client", batch: Sequence[Question], key: str) -> bytes:
        from kdbib.http.messages import Request

        path, params, price = _asked(batch)
        self._budget.allow(price)
        if key:
            params["api_key"] = key
        asked = Request(
            self.url + path,
            params,
            secrets=(key,) if key else (),
            absent=(404,) if not price else (),
        )
        reply = client.exchange(self, asked)
        self._budget.note(reply.headers)
        return _UNKNOWN if reply.body is None else reply.body


def _asked(batch: Sequence[Question]) -> tuple[str, dict[str, str], float]:
    """The path and the parameters for a batch, and what the call costs, in dollars."""
    select = {"select": FIELDS}
    if batch[0].kind == TITLE:
        words = phrase(batch[0].value).lower()  # in capitals, some words are operators
        return (
            "/works",
            {**select, "filter": f"title.search:{words}", "per_page": f"{_SHOWN}"},
            SEARCH,
        )
    if len(batch) == 1:  # written otherwise, as an address of doi.org, it would not be free
        return f"/works/doi:{identifier.in_path(batch[0].value)}", select, 0.0
    dois = "|".join(question.value for question in batch)
    return "/works", {**select, "filter": f"doi:{dois}", "per_page": "100"}, LIST


def _size(question: Question) -> int:
    """What a question adds to the address, with the separator before it."""
    if question.kind == TITLE:
        return len(quote(phrase(question.value), safe=""))
    if not identifier.parse(question.kind, question.value) or not question.value.isprintable():
        return 0
    return len(quote(question.value, safe="")) + len("%7C")


def _single(answer: bytes, question: Question) -> Answer:
    if answer == _UNKNOWN:
        return Missing()
    try:
        work = msgspec.json.decode(answer, type=OpenAlexWork)
    except _UNREADABLE:
        raise BadAnswer("OpenAlex sent something else than a work") from None
    if not work.id:
        raise BadAnswer("OpenAlex sent something else than a work")
    return _told(question, [work], Missing())


def _told(question: Question, works: Sequence[OpenAlexWork], otherwise: Answer) -> Answer:
    """The works that bear the DOI; what it was merged into bears another one, and is another."""
    mine = [work for work in works if doi_of(work) == question.value.lower()]
    found = [record(work) for work in mine]
    if records := tuple(each for each in found if isinstance(each, Record)):
        return Found(records)
    if None in found:
        return Failed("OpenAlex has no title for it")
    return Missing() if found else otherwise


def _page(answer: bytes) -> _Page:
    try:
        return msgspec.json.decode(answer, type=_Page)
    except _UNREADABLE:
        raise BadAnswer("OpenAlex sent something else than a page of works") from None


def _work(item: msgspec.Raw) -> OpenAlexWork | None:
    """A work; None if it is of another shape."""
    try:
        return msgspec.json.decode(item, type=OpenAlexWork)
    except _UNREADABLE:
        return None
