"""Which agency registered a DOI: so only those are asked that can know it.

doi.org tells (https://www.doi.org/the-identifier/resources/factsheets/doi-resolution-documentation).
That a DOI does not exist is believed only if the handle system itself says so: the list of agencies
says it too while the handle server is down. It knows nothing of works, so it is no source of them
and not among the SOURCES; but it is asked by the same rules, batches and cache as one, through
:func:`agencies`.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from kdbib.errors import BadAnswer, SourceError
from kdbib.http.plain import plain
from kdbib.http.policy import Policy
from kdbib.model import Record, Scheme, Work, identifier
from kdbib.resolve.address import base_address
from kdbib.resolve.ask import ask
from kdbib.resolve.base import Answer, Failed, Found, Missing, Question
from kdbib.resolve.role import LACKING, Role, Stage
from kdbib.resolve.titles import packed

if TYPE_CHECKING:
    from kdbib.http.answers import Answers
    from kdbib.http.client import Client

_LONGEST = 3300  # of the DOIs in an address; with the rest of it less than 3500
_AGENCY = "agency: "
_NOWHERE = "DOI does not exist"
_NO_HANDLE = 100
# msgspec's own errors, too many brackets, half a pair of surrogates
_UNREADABLE = (msgspec.MsgspecError, RecursionError, UnicodeError)


class _Told(msgspec.Struct):
    doi: str | None = msgspec.field(name="DOI", default=None)
    agency: str | None = msgspec.field(name="RA", default=None)
    status: str | None = None
    handle: int | None = None
    """What the handle system says of a DOI that has no agency; None where it said nothing."""


class _Handle(msgspec.Struct):
    code: int = msgspec.field(name="responseCode")


def agencies(
    dois: Iterable[str], client: "Client", answers: "Answers", *, refresh: bool = False
) -> dict[str, str | Missing | Failed]:
    """For each DOI the agency that it is registered with: ``Crossref``, ``DataCite``, ``JaLC``, ...

    Missing where doi.org says that there is no such DOI; Failed, with the reason, where it said
    nothing: that is no word against the DOI.
    """
    wanted = {doi: Question(Scheme.DOI.value, doi) for doi in dois}
    told = ask(DoiAgencies(), wanted.values(), client, answers, refresh=refresh)
    return {doi: _agency(told[question]) for doi, question in wanted.items()}


def _agency(answer: Answer) -> str | Missing | Failed:
    if isinstance(answer, Found):
        return answer.records[0].origins[0].removeprefix(_AGENCY)
    return answer


class DoiAgencies:
    """doi.org, asked for the agencies of DOIs; KDBIB_DOI_URL replaces ``https://doi.org``.

    What it says travels as a Record of a work without a title, with the agency among its origins:
    so it is cached like any answer.
    """

    name = "doi_ra"
    policy = Policy(interval=1.1, redirects=("www.doi.org",))
    role = Role(LACKING, None, Stage.REST)
    accepts: Mapping[str, int] = {Scheme.DOI.value: 6}  # with more doi.org times out

    has_key = False

    @property
    def url(self) -> str:
        """The base address."""
        return base_address("KDBIB_DOI_URL", "https://doi.org", "")

    def batches(self, questions: Sequence[Question]) -> list[tuple[Question, ...]]:
        """The questions in batches; without what is no DOI, and DOIs with a comma."""
        return packed(questions, self.accepts, _size, _LONGEST)

    def fetch(self, client: "Client", batch: Sequence[Question]) -> bytes:
        """What doi.org says to a batch, and of what has no agency the handle system.

        Raises SourceError.
        """
        answer = client.get(self, f"{self.url}/doiRA/{','.join(map(_quoted, batch))}")
        try:
            items = msgspec.json.decode(answer, type=list[_Told])
        except _UNREADABLE:
            return answer  # as reading it will tell
        if len(items) != len(batch):
            return answer
        for item, question in zip(items, batch, strict=True):
            if item.status == _NOWHERE:
                item.handle = self._handle(client, question)
        return msgspec.json.encode(items)

    def _handle(self, client: "Client", question: Question) -> int | None:
        """The handle system's code for a DOI (https://www.handle.net/proxy_servlet.html)."""
        from kdbib.http.messages import Request

        asked = Request(f"{self.url}/api/handles/{_quoted(question)}", absent=(404,))
        try:
            reply = client.exchange(self, asked)
            return msgspec.json.decode(reply.body or reply.said, type=_Handle).code
        except (SourceError, *_UNREADABLE):
            return None

    def read(self, answer: bytes, batch: Sequence[Question]) -> dict[Question, Answer]:
        """What an answer says to a batch, DOI by DOI and in its order.

        Raises BadAnswer where the body as a whole is not what is documented.
        """
        try:
            items = msgspec.json.decode(answer, type=list[_Told])
        except _UNREADABLE:
            raise BadAnswer("doi.org sent something else than a list of agencies") from None
        if len(items) != len(batch):
            raise BadAnswer("doi.org told of more or fewer DOIs than it was asked for")
        return {
            question: _told(each, question) for question, each in zip(batch, items, strict=True)
        }


def _quoted(question: Question) -> str:
    return identifier.in_path(question.value)


def _size(question: Question) -> int:
    """What a question adds to the address; 0 where it can't be asked."""
    found = identifier.doi(question.value)
    good = found and found.scheme == Scheme.DOI and "," not in question.value
    return len(_quoted(question)) + 1 if good else 0


def _told(told: _Told, question: Question) -> Answer:
    if told.doi is not None and told.doi.lower() != question.value.lower():
        return Failed("doi.org told of another DOI than the one asked for")
    if agency := plain(told.agency or "", 40):
        work = Work(type="document", title="", DOI=question.value)
        return Found((Record(work, "doi_ra", origins=(_AGENCY + agency,)),))
    if told.status == _NOWHERE and told.handle == _NO_HANDLE:
        return Missing()
    if told.status == _NOWHERE:
        return Failed("doi.org names no agency of the DOI, and its handle system does not deny it")
    return Failed(f"doi.org says: {plain(told.status or 'nothing', 80)}")
