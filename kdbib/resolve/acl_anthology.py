"""The ACL Anthology (https://aclanthology.org): static files, a ``.bib`` for each paper.

It has no API.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from kdbib.errors import BadAnswer
from kdbib.http.policy import Policy
from kdbib.model import Scheme, identifier
from kdbib.resolve.acl_entry import entries, record
from kdbib.resolve.address import base_address
from kdbib.resolve.base import Answer, Failed, Found, Missing, Question
from kdbib.resolve.role import LACKING, Role, Stage
from kdbib.resolve.titles import packed

if TYPE_CHECKING:
    from kdbib.http.client import Client

_UNKNOWN = b"% 404: the Anthology has no such paper\n"
"""What stands for the page with which the Anthology says that it has no paper of an id."""


class AclAnthology:
    """The papers of the ACL Anthology by their ids, one in a request.

    No limit is published; a request a second is what tools keep to. KDBIB_ACL_URL replaces
    ``https://aclanthology.org``.
    """

    name = "acl"
    policy = Policy(interval=1.1, max_bytes=2**18, redirects=("www.aclanthology.org",))
    trust = 4.5
    registry_of = (Scheme.ACL,)
    surest: Mapping[str, int] = {Scheme.ACL: 1}
    role = Role(LACKING, None, Stage.LAST)
    accepts: Mapping[str, int] = {Scheme.ACL.value: 1}
    has_key = False

    @property
    def url(self) -> str:
        """The address of the Anthology."""
        return base_address("KDBIB_ACL_URL", "https://aclanthology.org", "")

    def batches(self, questions: Sequence[Question]) -> list[tuple[Question, ...]]:
        """The questions one by one; those without a valid id are left out."""
        return packed(questions, self.accepts, lambda q: bool(identifier.acl(q.value)), 1000)

    def fetch(self, client: "Client", batch: Sequence[Question]) -> bytes:
        """The ``.bib`` of a paper. Raises SourceError."""
        from kdbib.http.messages import Request

        (question,) = batch
        asked = Request(f"{self.url}/{_own(question)}.bib", absent=(404,))
        body = client.exchange(self, asked).body
        return _UNKNOWN if body is None else body

    def read(self, answer: bytes, batch: Sequence[Question]) -> dict[Question, Answer]:
        """What a ``.bib`` says to a question; raises BadAnswer where it is no whole one."""
        if answer == _UNKNOWN:
            return dict.fromkeys(batch, Missing())
        found = entries(answer)
        if not found:
            raise BadAnswer("the ACL Anthology sent something else than an entry of BibTeX")
        records = [each for entry in found if (each := record(entry))]
        answers: dict[Question, Answer] = {}
        for question in batch:
            mine = tuple(r for r in records if r.work.identifier("acl") == _own(question))
            nothing = Failed("the ACL Anthology sent the entry of another paper")
            answers[question] = Found(mine) if mine else nothing
        return answers


def _own(question: Question) -> str:
    """The id as the Anthology writes it, on which its file names depend."""
    found = identifier.acl(question.value)
    return found.value if found else ""
