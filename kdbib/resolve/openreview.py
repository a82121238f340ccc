"""OpenReview (https://docs.openreview.net): what was submitted where, and what became of it.

Without an account, only the search is open, five times a minute; everything else answers with a
challenge, which we do not try to pass.
"""

import logging
import os
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from kdbib.errors import BadAnswer, Forbidden, SourceError
from kdbib.http.policy import Policy
from kdbib.model import Citation, Record, Scheme, identifier
from kdbib.model.venue import short_name
from kdbib.resolve.address import base_address
from kdbib.resolve.base import TITLE, Answer, Failed, Found, Missing, Question
from kdbib.resolve.openreview_note import Note, record
from kdbib.resolve.role import OF_PUBLICATIONS, Role, Stage
from kdbib.resolve.titles import assigned, packed

if TYPE_CHECKING:
    from kdbib.http.client import Client

_log = logging.getLogger(__name__)

_UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeError)
_HOST = "https://api2.openreview.net"
_EARLIER = "https://api.openreview.net"
"""Where the notes are of venues before about 2023."""

_SHOWN = 50  # notes of a search
_MOST_WORDS = 12  # longer terms bring worse results
_FEWEST_WORDS = 3  # fewer of them, before a colon, are in hundreds of titles


class _Notes(msgspec.Struct):
    notes: list[msgspec.Raw]


_VENUES = ("ICLR", "TMLR", "COLM", "NeurIPS")


def _may_have(citation: Citation) -> bool:
    venue = (short_name(citation.venue.text) or "") if citation.venue else ""
    return venue.removesuffix(" Workshop") in _VENUES


class OpenReview:
    """The submissions at OpenReview by title and, with a token, by the ids of their forums.

    KDBIB_OPENREVIEW_URL replaces ``https://api2.openreview.net``. The token, of a login that is
    the user's own affair, is taken from OPENREVIEW_TOKEN when the source is made: without one, it
    does not accept ids.
    """

    name = "openreview"
    # 5 searches a minute; with a token, 180 notes a minute
    policy = Policy(interval=12.2, interval_with_key=0.4, content="json")
    trust = 2.5
    registry_of = (Scheme.OPENREVIEW,)
    role = Role(OF_PUBLICATIONS, Stage.REST, Stage.LAST, _may_have)
    has_titles = 0.01

    def __init__(self) -> None:
        self._token = os.environ.get("OPENREVIEW_TOKEN", "").strip().removeprefix("Bearer ")
        if not re.fullmatch(r"[!-~]*", self._token):
            _log.warning("the token for OpenReview can't be one; going on without")
            self._token = ""
        with_token = {Scheme.OPENREVIEW.value: 1} if self._token else {}
        self.accepts: Mapping[str, int] = {TITLE: 1, **with_token}

    @property
    def url(self) -> str:
        """The base address of the API."""
        return base_address("KDBIB_OPENREVIEW_URL", _HOST, "")

    @property
    def has_key(self) -> bool:
        """Whether the environment had a token, and it has not been refused."""
        return bool(self._token)

    def batches(self, questions: Sequence[Question]) -> list[tuple[Question, ...]]:
        """The questions one by one; those without a valid id or a word are left out."""
        return packed(questions, self.accepts, _size, len(questions))

    def fetch(self, client: "Client", batch: Sequence[Question]) -> bytes:
        """The notes that a search brings, or the note of an id. Raises SourceError."""
        (question,) = batch
        if question.kind == Scheme.OPENREVIEW:
            return self._note(client, question.value)
        params = {
            "term": term(question.value),
            "type": "terms",
            "content": "title",
            "group": "all",
            "source": "forum",
            "limit": f"{_SHOWN}",
        }
        return client.get(self, f"{self.url}/notes/search", params=params)

    def read(self, answer: bytes, batch: Sequence[Question]) -> dict[Question, Answer]:
        """What the notes say to a question.

        A search brings whatever has a word of the title, the likeliest first: what is not among
        them is missing. Raises BadAnswer where it is no list of notes.
        """
        try:
            notes = [_decoded(item) for item in msgspec.json.decode(answer, type=_Notes).notes]
        except _UNREADABLE:
            raise BadAnswer("OpenReview sent something else than notes") from None
        otherwise: Answer = Missing()
        if None in notes:  # it may have been the one
            otherwise = Failed("OpenReview sent a note of another shape")
        records = [found for note in notes if note and (found := record(note))]
        if batch and batch[0].kind == TITLE:
            return assigned(records, batch, otherwise=otherwise)
        return {question: _told(question, records, otherwise) for question in batch}

    def _note(self, client: "Client", forum: str) -> bytes:
        """The note of a forum, which is at one of two hosts; an empty list where it is at none."""
        here = self.url
        for base in (here, _EARLIER) if here == _HOST else (here,):
            body = self._ask(client, f"{base}/notes", forum)
            if body is not None:
                return body
        return b'{"notes": []}'

    def _ask(self, client: "Client", url: str, forum: str) -> bytes | None:
        from kdbib.http.messages import Request

        if not self._token:
            raise SourceError("OpenReview tells who has an id only to those who have an account")
        key = {"Authorization": f"Bearer {self._token}"}
        asked = Request(url, {"id": forum}, key=key, secrets=(self._token,), absent=(404,))
        try:
            body = client.exchange(self, asked).body
        except Forbidden:
            # titles can be searched for all the same, so that this is the end of the token alone
            _log.warning("OpenReview does not accept the token that is set; going on without")
            self._token = ""
            raise SourceError("OpenReview does not accept the token that is set") from None
        return None if body is None or _is_empty(body) else body


def term(title: str) -> str:
    """What is searched for: the title up to its colon, or its first words where that is short.

    >>> term("FEED: Feature-level Ensemble Effect for knowledge Distillation")
    'FEED Feature level Ensemble Effect for knowledge Distillation'
    >>> term("Paying more attention to attention: improving the performance of networks")
    'Paying more attention to attention'
    """
    words = re.findall(r"\w+(?:['’]\w+)*", title.partition(":")[0])
    if len(words) < _FEWEST_WORDS:
        words = re.findall(r"\w+(?:['’]\w+)*", title)
    return " ".join(word[:100] for word in words[:_MOST_WORDS])


def _size(question: Question) -> int:
    if question.kind == Scheme.OPENREVIEW:
        return 1 if identifier.openreview(question.value) else 0
    return 1 if term(question.value) else 0


def _told(question: Question, records: Sequence[Record], otherwise: Answer) -> Answer:
    mine = (each for each in records if each.work.identifier("openreview") == question.value)
    found = tuple(mine)
    return Found(found) if found else otherwise


def _decoded(item: msgspec.Raw) -> Note | None:
    """A note; None if it is of another shape."""
    try:
        return msgspec.json.decode(item, type=Note)
    except _UNREADABLE:
        return None


def _is_empty(body: bytes) -> bool:
    try:
        return not msgspec.json.decode(body, type=_Notes).notes
    except _UNREADABLE:
        return False  # which reading it will tell
