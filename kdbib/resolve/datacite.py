"""DataCite's REST API (https://support.datacite.org/docs/api): DOIs of preprints, reports, theses.

arXiv registers a DOI for each of its papers here
(https://info.arxiv.org/help/doi.html): where arXiv does not answer, DataCite knows what it said.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

import msgspec

from kdbib.errors import BadAnswer
from kdbib.http.policy import Policy
from kdbib.model import Record, Scheme, identifier
from kdbib.resolve.address import base_address
from kdbib.resolve.base import Answer, Failed, Found, Missing, Question
from kdbib.resolve.datacite_shape import FIELDS, Attributes
from kdbib.resolve.datacite_work import ARXIV_PREFIX, record
from kdbib.resolve.environment import Looked, mailto
from kdbib.resolve.role import LACKING, Role, Stage
from kdbib.resolve.titles import packed

if TYPE_CHECKING:
    from kdbib.http.client import Client

_LONGEST = 3200  # of the DOIs in an address; with the rest of it less than 3500
# msgspec's own errors, too many brackets, half a pair of surrogates
_UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeError)
_NONE = b'{"status": 404}'
"""What stands for the page with which DataCite says that it has no such DOI."""
_OTHER_SHAPE = Failed("DataCite sent a record of another shape")


class _List(msgspec.Struct):
    data: list[msgspec.Raw]


class _Single(msgspec.Struct):
    data: msgspec.Raw


class _Resource(msgspec.Struct):
    id: str
    attributes: Attributes


class _Named(msgspec.Struct):
    id: str


def _policy() -> Policy:
    """500 requests in five minutes; 1000 for who leaves a mail address.

    https://support.datacite.org/docs/is-there-a-rate-limit-for-making-requests-against-the-datacite-apis
    """
    return Policy(interval=0.31 if mailto() else 0.61, content="json")


class DataCite:
    """The works whose DOIs are of DataCite, and arXiv's by their ids.

    KDBIB_MAILTO doubles the limit; KDBIB_DATACITE_URL replaces ``https://api.datacite.org``.
    """

    name = "datacite"
    policy = Looked(_policy)
    trust = 1.5
    registry_of = (Scheme.DOI,)
    surest: Mapping[str, int] = {Scheme.ARXIV: 3, Scheme.DOI: 4}
    role = Role(LACKING, None, Stage.LAST)
    accepts: Mapping[str, int] = {Scheme.DOI.value: 50, Scheme.ARXIV.value: 50}

    has_key = False

    @property
    def url(self) -> str:
        """The base address of the API."""
        return base_address("KDBIB_DATACITE_URL", "https://api.datacite.org", "")

    def batches(self, questions: Sequence[Question]) -> list[tuple[Question, ...]]:
        """The questions in batches, without what is no identifier.

        A DOI with a comma would be two; it is asked for alone, by its own address.
        """
        alone = [question for question in questions if _is_alone(question)]
        listed = [question for question in questions if not _is_alone(question)]
        return [
            *packed(listed, self.accepts, _size, _LONGEST),
            *packed(alone, dict.fromkeys(self.accepts, 1), _size, _LONGEST),
        ]

    def fetch(self, client: "Client", batch: Sequence[Question]) -> bytes:
        """The list of records for a batch, or the one record of a DOI. Raises SourceError."""
        if _is_alone(batch[0]):
            return self._fetch_single(client, batch[0])
        params = {
            "ids": ",".join(_doi(question) for question in batch),
            "page[size]": str(len(batch)),
            "fields[dois]": FIELDS,
        }
        return client.get(self, f"{self.url}/dois", params=params)

    def _fetch_single(self, client: "Client", question: Question) -> bytes:
        from kdbib.http.messages import Request

        url = f"{self.url}/dois/{identifier.in_path(_doi(question))}"
        body = client.exchange(self, Request(url, {"fields[dois]": FIELDS}, absent=(404,))).body
        return _NONE if body is None else body

    def read(self, answer: bytes, batch: Sequence[Question]) -> dict[Question, Answer]:
        """What an answer says to a batch; unknown DOIs are just not there.

        Raises BadAnswer where the body as a whole is not what is documented.
        """
        items = _items(answer, alone=len(batch) == 1 and _is_alone(batch[0]))
        known: dict[str, Answer] = {}
        otherwise: Answer = Missing()
        for item in items:
            doi, answered = _read(item)
            if doi:
                known[doi] = answered
            else:  # nobody knows whose it is
                otherwise = answered
        return {question: known.get(_doi(question), otherwise) for question in batch}


def _is_alone(question: Question) -> bool:
    """Whether a DOI can't be one of a list."""
    return "," in question.value


def _items(answer: bytes, *, alone: bool) -> list[msgspec.Raw]:
    """The records of an answer; raises BadAnswer where it is not what is documented."""
    if answer == _NONE:
        return []
    try:
        if alone:
            return [msgspec.json.decode(answer, type=_Single).data]
        return msgspec.json.decode(answer, type=_List).data
    except _UNREADABLE:
        what = "a record" if alone else "a list of records"
        raise BadAnswer(f"DataCite sent something else than {what}") from None


def _doi(question: Question) -> str:
    """The DOI that is asked for, in small letters.

    An arXiv id has one of its own; that of an old id is without the subject (``math.GT/0309136``).
    """
    if question.kind == Scheme.ARXIV:
        return ARXIV_PREFIX + re.sub(r"\.[A-Z]{2}/", "/", question.value).lower()
    return question.value.lower()


def _size(question: Question) -> int:
    """What a question adds to the address; 0 where it can't be asked."""
    found = identifier.parse(question.kind, question.value)
    good = found and found.scheme == question.kind
    return len(quote_plus(_doi(question))) + len("%2C") if good else 0


def _read(item: msgspec.Raw) -> tuple[str, Answer]:
    """The DOI of an item, and what it says; without a DOI where it can't be told whose it is."""
    try:
        resource = msgspec.json.decode(item, type=_Resource)
    except _UNREADABLE:
        try:
            return msgspec.json.decode(item, type=_Named).id.lower(), _OTHER_SHAPE
        except _UNREADABLE:
            return "", _OTHER_SHAPE
    found = record(resource.id, resource.attributes, by_doi=True)
    return resource.id.lower(), Found((found,)) if isinstance(found, Record) else Missing()
