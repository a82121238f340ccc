"""Crossref's REST API (https://www.crossref.org/documentation/retrieve-metadata/rest-api/)."""

import logging
import os
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote_plus

import msgspec

from kdbib.errors import BadAnswer, Forbidden
from kdbib.http.policy import Policy
from kdbib.model import Citation, Record, Scheme, identifier
from kdbib.model.venue import short_name
from kdbib.resolve.address import base_address
from kdbib.resolve.base import TITLE, WORDS, Answer, Failed, Found, Missing, Question
from kdbib.resolve.crossref_types import SEARCHED
from kdbib.resolve.crossref_work import SELECT, Message, record
from kdbib.resolve.environment import Looked, mailto
from kdbib.resolve.role import OF_PUBLICATIONS, Role, Stage
from kdbib.resolve.titles import assigned, packed, phrase, telling

if TYPE_CHECKING:
    from kdbib.http.client import Client

_log = logging.getLogger(__name__)

_LONGEST = 3000  # of the questions in an address; with the rest of it less than 3500
# seven copies of one paper have been seen before the paper: five rows more than those
_ROWS = 12
_KEY = "CROSSREF_PLUS_TOKEN"
# msgspec's own errors, too many brackets, half a pair of surrogates
_UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeError)
_NONE = b'{"status": 404}'
"""What stands for the page with which Crossref says that it has no record of a DOI."""
T = TypeVar("T")
_OTHER_SHAPE = Failed("Crossref sent a record of another shape")


class _Page(msgspec.Struct):
    items: list[msgspec.Raw]


class _List(msgspec.Struct):
    message: _Page


class _Single(msgspec.Struct):
    message: msgspec.Raw


class _Named(msgspec.Struct):
    doi: str = msgspec.field(name="DOI")


def _policy() -> Policy:
    """The limits of the pool that we are in, for lists.

    One request a second, three for who leaves a mail address, 150 with a token, of which we need
    no more than 20 (https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/).
    """
    return Policy(interval=0.38 if mailto() else 1.1, interval_with_key=0.05, content="json")


_WITHOUT_DOIS = ("arXiv", "NeurIPS", "ICLR", "ICML", "JMLR", "TMLR", "COLM", "AISTATS", "CoRL")


def _may_have(citation: Citation) -> bool:
    """Whether it was published by somebody who registers DOIs with Crossref."""
    venue = short_name(citation.venue.text) if citation.venue else None
    return citation.venue is not None and venue not in _WITHOUT_DOIS


class Crossref:
    """What publishers tell of their works, by DOI and by title.

    Titles are looked for one by one, among everything that a reference may consist of: the best
    hit is no more than that, and its score says nothing. KDBIB_MAILTO leads to the polite pool, a
    token in CROSSREF_PLUS_TOKEN to the one of Metadata Plus; KDBIB_CROSSREF_URL replaces
    ``https://api.crossref.org``.
    """

    name = "crossref"
    policy = Looked(_policy)
    trust = 3.5
    registry_of = (Scheme.DOI,)
    surest: Mapping[str, int] = {Scheme.DOI: 1}
    role = Role(OF_PUBLICATIONS, Stage.REST, Stage.FOUND, _may_have)
    accepts: Mapping[str, int] = {Scheme.DOI.value: 40, TITLE: 1, WORDS: 1}

    def __init__(self) -> None:
        self._refused_key: str | None = None

    @property
    def url(self) -> str:
        """The base address of the API."""
        return base_address("KDBIB_CROSSREF_URL", "https://api.crossref.org", "")

    @property
    def has_key(self) -> bool:
        """Whether the environment has a token, and it has not been refused."""
        return bool(self._key())

    def batches(self, questions: Sequence[Question]) -> list[tuple[Question, ...]]:
        """The questions in batches; without what is no DOI, or has no word to look for.

        A DOI with a comma would be two filters; it is asked for alone, by its own address.
        """
        alone = [question for question in questions if _is_alone(question)]
        listed = [question for question in questions if not _is_alone(question)]
        return [
            *packed(listed, self.accepts, _size, _LONGEST),
            *packed(alone, dict.fromkeys(self.accepts, 1), _size, _LONGEST),
        ]

    def fetch(self, client: "Client", batch: Sequence[Question]) -> bytes:
        """The list of records for a batch, or the one record of a DOI. Raises SourceError."""
        key = self._key()
        try:
            return self._fetch(client, batch, key)
        except Forbidden:
            if not key:
                raise
            _log.warning("Crossref does not accept the token that is set; going on without")
            self._refused_key = next(iter(key.values()))
            return self._fetch(client, batch, {})

    def read(self, answer: bytes, batch: Sequence[Question]) -> dict[Question, Answer]:
        """What an answer says to a batch.

        Unknown DOIs are just not there, and what a rule of bad_records holds of counts as not
        there. Raises BadAnswer where the body as a whole is not what is documented.
        """
        items = _items(answer, alone=len(batch) == 1 and _is_alone(batch[0]))
        if batch and batch[0].kind == Scheme.DOI:
            return _by_doi(items, batch)
        messages = [_decoded(item, Message) for item in items]
        found = [each for message in messages if message and (each := _paper(message))]
        return assigned(found, batch, otherwise=_OTHER_SHAPE if None in messages else Missing())

    def _fetch(self, client: "Client", batch: Sequence[Question], key: Mapping[str, str]) -> bytes:
        from kdbib.http.messages import Request

        if not _is_alone(batch[0]):
            return client.get(self, f"{self.url}/works", params=_params(batch), key=key)
        asked = Request(
            f"{self.url}/works/{identifier.in_path(batch[0].value)}", key=key, absent=(404,)
        )
        body = client.exchange(self, asked).body
        return _NONE if body is None else body

    def _key(self) -> dict[str, str]:
        token = os.environ.get(_KEY, "").strip().removeprefix("Bearer ")
        if not token:
            return {}
        key = f"Bearer {token}"
        if key != self._refused_key and not re.fullmatch(r"[!-~]+", token):
            _log.warning("the token for Crossref can't be one; going on without")
            self._refused_key = key
        return {"Crossref-Plus-API-Token": key} if key != self._refused_key else {}


def _is_alone(question: Question) -> bool:
    """Whether a DOI can't be one of a list's filters."""
    return question.kind == Scheme.DOI and "," in question.value


def _items(answer: bytes, *, alone: bool) -> list[msgspec.Raw]:
    """The records of an answer; raises BadAnswer where it is not what is documented."""
    if answer == _NONE:
        return []
    try:
        if alone:
            return [msgspec.json.decode(answer, type=_Single).message]
        return msgspec.json.decode(answer, type=_List).message.items
    except _UNREADABLE:
        what = "a record" if alone else "a list of records"
        raise BadAnswer(f"Crossref sent something else than {what}") from None


def _params(batch: Sequence[Question]) -> dict[str, str]:
    """The parameters that ask for a batch: a filter for DOIs, a query for one title."""
    if batch[0].kind == Scheme.DOI:
        named = ",".join(f"doi:{question.value.lower()}" for question in batch)
        return {"filter": named, "rows": str(len(batch)), "select": SELECT}
    return {
        "query.bibliographic": _query(batch[0]),
        "filter": SEARCHED,
        "rows": str(_ROWS),
        "select": SELECT,
    }


def _query(question: Question) -> str:
    words = telling(question.value, most=6)
    return " ".join(words) if question.kind == WORDS and len(words) > 1 else phrase(question.value)


@lru_cache(maxsize=16384)  # a plan asks for it again and again
def _size(question: Question) -> int:
    """What a question adds to the address; 0 where it can't be asked."""
    if question.kind != Scheme.DOI:
        return len(quote_plus(_query(question)))
    found = identifier.doi(question.value)
    good = found and found.scheme == Scheme.DOI
    return len(quote_plus(question.value)) + len("doi%3A%2C") if good else 0


def _by_doi(items: Sequence[msgspec.Raw], batch: Sequence[Question]) -> dict[Question, Answer]:
    known: dict[str, Answer] = {}
    otherwise: Answer = Missing()
    for item in items:
        message, named = _decoded(item, Message), _decoded(item, _Named)
        if named is None:  # nobody knows whose it is
            otherwise = _OTHER_SHAPE
        elif message is None:
            known[named.doi.lower()] = _OTHER_SHAPE
        else:
            paper = _paper(message, by_doi=True)
            known[named.doi.lower()] = Found((paper,)) if paper else Missing()
    return {question: known.get(question.value.lower(), otherwise) for question in batch}


def _decoded(item: msgspec.Raw, shape: type[T]) -> T | None:
    """An item; None if it is of another shape."""
    try:
        return msgspec.json.decode(item, type=shape)
    except _UNREADABLE:
        return None


def _paper(message: Message, *, by_doi: bool = False) -> Record | None:
    found = record(message, by_doi=by_doi)
    return found if isinstance(found, Record) else None
