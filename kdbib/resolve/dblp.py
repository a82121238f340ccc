"""DBLP (https://dblp.org) by its SPARQL endpoint, https://sparql.dblp.org.

DBLP's search API and pages are behind a challenge for browsers since September 2026; whoever
meets it is told that DBLP is unavailable, and asks no further.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from kdbib.http.policy import Policy
from kdbib.model import Scheme
from kdbib.resolve.address import base_address
from kdbib.resolve.base import TITLE, Answer, Failed, Found, Missing, Question
from kdbib.resolve.dblp_publication import Publication, publications, record
from kdbib.resolve.dblp_query import ACCEPT, CANARY, MOST_HITS, iri, query, span
from kdbib.resolve.role import OF_PUBLICATIONS, Role, Stage
from kdbib.resolve.titles import Crowded, assigned, packed

if TYPE_CHECKING:
    from kdbib.http.client import Client

_LONGEST = 20_000  # of the questions in a query; they go into the body of a POST


class Dblp:
    """What DBLP knows, by DOIs, arXiv ids, its own keys, and exact beginnings of titles.

    There is no key, and no published limit; one request a second is what its makers advise for
    their other services (https://dblp.org/faq/1474706.html). KDBIB_DBLP_URL replaces
    ``https://sparql.dblp.org``.
    """

    name = "dblp"
    # QLever, the engine, tells its own time-out by 429 or 500: half the query may be done in time
    policy = Policy(interval=1.1, content="json", too_heavy="exception")
    trust = 4.0
    registry_of = (Scheme.DBLP,)
    role = Role(OF_PUBLICATIONS, Stage.OTHERS, Stage.REST)
    accepts: Mapping[str, int] = {
        Scheme.DOI.value: 50,
        Scheme.ARXIV.value: 50,
        Scheme.DBLP.value: 50,
        TITLE: 20,
    }
    has_key = False

    @property
    def url(self) -> str:
        """The address of the endpoint."""
        return base_address("KDBIB_DBLP_URL", "https://sparql.dblp.org", "/sparql")

    def batches(self, questions: Sequence[Question]) -> list[tuple[Question, ...]]:
        """The questions in batches; what can't be said in SPARQL is left out."""
        return packed(questions, self.accepts, _size, _LONGEST)

    def fetch(self, client: "Client", batch: Sequence[Question]) -> bytes:
        """The table of results for a batch. Raises SourceError."""
        from kdbib.http.messages import Request

        asked = Request(self.url, form={"query": query(batch)}, accept=ACCEPT)
        return client.exchange(self, asked).body or b""

    def read(self, answer: bytes, batch: Sequence[Question]) -> dict[Question, Answer]:
        """What a table says to a batch.

        A table has a row for each author and page of a publication, so that one that is not whole
        may lack an author: raises BadAnswer where anything in it is not as expected.
        """
        found = publications(answer)
        if batch and batch[0].kind == TITLE:
            return _by_title(found, batch)
        answers: dict[Question, Answer] = {}
        for question in batch:
            asked = iri(question)
            mine = [record(each) for each in found if asked in (each.iri, *each.asked)]
            records = tuple(each for each in mine if each)
            answers[question] = Found(records) if records else Missing()
        return answers


def _by_title(found: Sequence[Publication], batch: Sequence[Question]) -> dict[Question, Answer]:
    """The publications that each title may mean; not found is not missing in a full range."""
    records = [each for publication in found if (each := record(publication))]
    otherwise: Answer = Missing()
    if not any(map(_range(CANARY), (publication.title for publication in found))):
        otherwise = Failed("DBLP does not find titles in the way that we know")
    answers = assigned(records, batch, otherwise=otherwise)
    for question, answer in answers.items():
        within = _range(question.value)
        hits = sum(within(publication.title) for publication in found)
        if answer == otherwise and hits >= MOST_HITS:
            answers[question] = Crowded("DBLP has more titles that begin so than it showed")
    return answers


def _range(title: str) -> Callable[[str], bool]:
    low, _ = span(title)
    return lambda other: bool(low) and " ".join(other.lower().split()).startswith(low)


@lru_cache(maxsize=16384)  # a plan asks for it again and again
def _size(question: Question) -> int:
    """What a question adds to the query; 0 where there is nothing that could be asked."""
    if question.kind == TITLE:
        return 2 * len(span(question.value)[0].encode()) + 200 if span(question.value)[0] else 0
    return len(iri(question))
