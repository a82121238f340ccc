"""Unpaywall's API (https://unpaywall.org/products/api): where a paper can be read for free."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from kdbib.errors import BadAnswer
from kdbib.http.policy import Policy
from kdbib.model import Record, Scheme, Work, identifier
from kdbib.model.work import PREPRINT_TYPE
from kdbib.resolve.address import base_address
from kdbib.resolve.base import Answer, Failed, Found, Missing, Question
from kdbib.resolve.environment import Looked, mailto
from kdbib.resolve.markup import unmarked
from kdbib.resolve.role import PDF, Role, Stage
from kdbib.resolve.titles import packed
from kdbib.resolve.web import web_address

if TYPE_CHECKING:
    from kdbib.http.client import Client

_UNKNOWN = b'{"HTTP_status_code": 404, "error": true}'
"""What is kept where Unpaywall says 404: its own body is a page or an object like this one."""

# msgspec's own errors, too many brackets, half a pair of surrogates
_UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeError)


class _Location(msgspec.Struct):
    url_for_pdf: str | None = None
    version: str | None = None


class _Paper(msgspec.Struct):
    doi: str
    title: str | None = None
    best_oa_location: _Location | None = None
    oa_locations: list[_Location] | None = None


class _Error(msgspec.Struct):
    status: int = msgspec.field(name="HTTP_status_code")


def _accepts() -> Mapping[str, int]:
    return {Scheme.DOI.value: 1} if mailto() else {}


class Unpaywall:
    """The PDF of a paper by its DOI, where one may be read for free; it is asked for nothing else.

    It wants a mail address, in KDBIB_MAILTO, and is not asked without one. A hundred thousand
    requests a day are what it allows; it knows the DOIs of Crossref alone. KDBIB_UNPAYWALL_URL
    replaces ``https://api.unpaywall.org``.
    """

    name = "unpaywall"
    policy = Policy(interval=0.2, content="json")
    trust = 0.5
    role = Role(frozenset((PDF,)), None, Stage.LAST)
    accepts = Looked(_accepts)

    has_key = False

    @property
    def url(self) -> str:
        """The base address of the API."""
        return base_address("KDBIB_UNPAYWALL_URL", "https://api.unpaywall.org", "/v2")

    def batches(self, questions: Sequence[Question]) -> list[tuple[Question, ...]]:
        """The questions one by one, without what is no DOI; none where there is no mail address."""
        asked = [question for question in questions if question.kind in self.accepts]
        return packed(asked, self.accepts, _size, 4000)

    def fetch(self, client: "Client", batch: Sequence[Question]) -> bytes:
        """What Unpaywall has of the one DOI of a batch. Raises SourceError."""
        from kdbib.http.messages import Request

        url = f"{self.url}/{identifier.in_path(batch[0].value)}"
        asked = Request(url, params={"email": mailto()}, absent=(404,))
        body = client.exchange(self, asked).body
        return _UNKNOWN if body is None else body

    def read(self, answer: bytes, batch: Sequence[Question]) -> dict[Question, Answer]:
        """A work with title, DOI and PDF; Missing where there is no PDF for everybody.

        Raises BadAnswer where the body is nothing that is documented.
        """
        try:
            paper = msgspec.json.decode(answer, type=_Paper)
        except _UNREADABLE:
            return dict.fromkeys(batch, _unknown(answer))
        return {question: _told(paper, question) for question in batch}


def _size(question: Question) -> int:
    found = identifier.doi(question.value)
    return 1 if found and found.scheme == Scheme.DOI else 0


def _unknown(answer: bytes) -> Answer:
    try:
        status = msgspec.json.decode(answer, type=_Error).status
    except _UNREADABLE:
        raise BadAnswer("Unpaywall sent something else than a paper") from None
    return Missing() if status == 404 else Failed(f"Unpaywall says HTTP {status}")


def _told(paper: _Paper, question: Question) -> Answer:
    own, title = identifier.doi(paper.doi), unmarked(paper.title or "")
    if not own or own.value.lower() != question.value.lower():
        return Failed("Unpaywall sent another paper than the one asked for")
    pdf = next(_pdfs(paper), None)
    if not pdf or not title:
        return Missing()
    # not as a publication: what it is, and where it appeared, is for others to say
    work = Work(type=PREPRINT_TYPE, title=title, DOI=own.value, pdf_url=pdf[0])
    return Found((Record(work, "unpaywall", origins=(f"pdf: {pdf[1]}",) if pdf[1] else ()),))


def _pdfs(paper: _Paper) -> Iterator[tuple[str, str]]:
    """The addresses of PDFs, the best first, each with its version (``publishedVersion``)."""
    best = [paper.best_oa_location] if paper.best_oa_location else []
    for location in (*best, *(paper.oa_locations or [])):
        if url := web_address(location.url_for_pdf):
            yield url, unmarked(location.version or "", 40)
