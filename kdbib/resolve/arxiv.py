"""arXiv's API (https://info.arxiv.org/help/api/user-manual.html): preprints by id and by title.

Addresses are built and feeds are read by the ``arxiv`` package. Its own client has neither
timeouts nor a way to put in ours, so two of its private names are used, here and nowhere else:
``Client._format_url`` and ``_feed.parse``. tests/resolve/test_arxiv.py tells when they move.
"""

import logging
import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from kdbib.errors import BadAnswer, Refused
from kdbib.http.plain import plain
from kdbib.http.policy import Policy
from kdbib.model import Identifier, Record, Scheme, Work, identifier
from kdbib.resolve.address import base_address
from kdbib.resolve.base import TITLE, WORDS, Answer, Failed, Found, Missing, Question
from kdbib.resolve.markup import typeset
from kdbib.resolve.names import names
from kdbib.resolve.role import AUTHOR, PDF, Role, Stage
from kdbib.resolve.titles import Crowded, assigned, packed, phrase, telling

if TYPE_CHECKING:
    import arxiv
    from arxiv._feed import ParsedFeed

    from kdbib.http.client import Client

logging.getLogger("arxiv").addHandler(logging.NullHandler())  # what it skips, we see ourselves

_LONGEST = 3300  # of the questions in an address; with the rest of it less than 3500
_FEED = re.compile(rb"<(?:\w+:)?feed[\s>]")
_ENTRY = re.compile(rb"<(?:\w+:)?entry[\s>]")
WITHDRAWN = re.compile(
    r"^\W*withdrawn\b|\bwithdrawn (?:by|due|because|from)\b"
    r"|\b(?:is|was|are|been|being) (?:\w+ )?withdrawn\b",
    re.IGNORECASE,
)
"""What a comment on a withdrawn paper says."""


class Arxiv:
    """The preprints of arXiv, by their ids, by exact titles and by words of titles.

    One request in three seconds is what arXiv's terms allow
    (https://info.arxiv.org/help/api/tou.html); there are no keys. KDBIB_ARXIV_URL replaces
    ``https://export.arxiv.org``.
    """

    name = "arxiv"
    policy = Policy(interval=3.1, content="xml", redirects=("arxiv.org",))
    trust = 3.0
    registry_of = (Scheme.ARXIV,)
    surest: Mapping[str, int] = {Scheme.ARXIV: 1}
    role = Role(frozenset((AUTHOR, PDF)), Stage.TITLES, Stage.REST)
    has_titles = 0.4
    accepts: Mapping[str, int] = {Scheme.ARXIV.value: 100, TITLE: 100, WORDS: 100}

    has_key = False

    @property
    def url(self) -> str:
        """The base address of arXiv's API."""
        return _base()

    def batches(self, questions: Sequence[Question]) -> list[tuple[Question, ...]]:
        """The questions in batches; those without a valid id or a word to look for are left out."""
        return packed(questions, self.accepts, _size, _LONGEST)

    def fetch(self, client: "Client", batch: Sequence[Question]) -> bytes:
        """The Atom feed for a batch, as it arrived. Raises SourceError."""
        return client.get(self, address(batch))

    def read(self, answer: bytes, batch: Sequence[Question]) -> dict[Question, Answer]:
        """What a feed says to a batch.

        Entries come in any order, and ids that arXiv doesn't know are just not there, though some
        versions of its API count them in ``totalResults``. Raises
        BadAnswer where it is no whole feed, Refused where one entry spoils it for the others: an
        ``Error`` entry, or one that can't be read.
        """
        feed = _parsed(answer)
        more = feed.header.total_results > len(feed.results)
        otherwise = Crowded("arXiv has more than it showed") if more else Missing()
        records = [_record(result) for result in feed.results]
        if batch and batch[0].kind != Scheme.ARXIV:
            found = (record for record in records if record)
            return assigned(found, batch, otherwise=otherwise)
        known = {
            _key(record.work.identifier("arxiv") or ""): record for record in records if record
        }
        return {question: _told(question, known) for question in batch}


def _base() -> str:
    return base_address("KDBIB_ARXIV_URL", "https://export.arxiv.org", "/api/query")


def address(batch: Sequence[Question]) -> str:
    """The address that asks for a batch: by ``id_list``, or by a ``search_query`` joined by OR."""
    import arxiv

    if batch[0].kind == Scheme.ARXIV:
        search, most = arxiv.Search(id_list=[question.value for question in batch]), len(batch)
    else:
        search = arxiv.Search(query=" OR ".join(_clause(question) for question in batch))
        most = min(1000, max(50, 20 * len(batch)))
    asking = arxiv.Client()
    asking.query_url_format = _base().replace("{", "%7B").replace("}", "%7D") + "?{}"
    return str(asking._format_url(search, 0, most))


def _clause(question: Question) -> str:
    """One question in arXiv's query language; empty if there is nothing to look for.

    A single word would bring thousands of papers: then the whole title is looked for instead.
    """
    words = telling(question.value)
    if question.kind == WORDS and len(words) > 1:
        return f"({' AND '.join(f'ti:{word}' for word in words)})"
    title = phrase(question.value)
    return f'ti:"{title}"' if title else ""


@lru_cache(maxsize=16384)  # a plan asks for it again and again
def _size(question: Question) -> int:
    """What a question adds to the address, with the comma or the OR before it."""
    if question.kind == Scheme.ARXIV:
        return len(question.value) + 5 if identifier.arxiv(question.value) else 0
    clause = _clause(question)
    return len(quote_plus(clause)) + 4 if clause else 0


def _parsed(answer: bytes) -> "ParsedFeed":
    from arxiv import _feed

    # the parser mends what is broken, so that half a feed would be one with less in it
    if not _FEED.search(answer[:2000]) or not answer.rstrip().endswith(b"feed>"):
        raise BadAnswer("arXiv sent something that is not a whole feed")
    try:
        answer.decode("utf-8")  # else names and titles would come with letters replaced
    except UnicodeDecodeError:
        raise BadAnswer("arXiv sent a feed that isn't UTF-8") from None
    try:
        feed = _feed.parse(answer)
    except ValueError as error:  # a date that is none
        raise Refused(f"arXiv sent an entry that can't be read: {plain(str(error), 80)}") from None
    if feed.malformed:
        raise BadAnswer("arXiv sent a feed that can't be read")
    for result in feed.results:
        if "/api/errors" in result.entry_id:
            raise Refused(f"arXiv says: {plain(result.summary, 120)}")
    if len(_ENTRY.findall(answer)) != len(feed.results):
        raise Refused("arXiv sent an error, or an entry that can't be read")
    return feed


def _key(value: str) -> str:
    """An id as it is compared: old ones go with and without a subject (``math.GT/0309136``)."""
    return re.sub(r"\.[A-Z]{2}/", "/", value)


def _told(question: Question, known: Mapping[str, Record]) -> Answer:
    asked = identifier.arxiv(question.value)
    if not asked:
        return Failed(f"{plain(question.value, 40)} is no arXiv id")
    record = known.get(_key(asked.value))
    return Found((record,)) if record else Missing()


def _record(result: "arxiv.Result") -> Record | None:
    """An entry as a record; None if it has no id or no title."""
    own = identifier.arxiv(result.entry_id.rpartition("/abs/")[2])
    title = typeset(result.title)
    if not own or not title:
        return None
    comment, journal = plain(result.comment or "", 500), plain(result.journal_ref or "", 500)
    work = Work(
        type="article",
        title=title,
        author=names([typeset(author.name, 200) for author in result.authors]),
        issued=_day(result.published),
        container_title="arXiv",
        DOI=journal_doi(result.doi or ""),
        URL=own.url,
        status="withdrawn" if WITHDRAWN.search(comment) else None,
        identifiers=(Identifier(Scheme.ARXIV, own.value),),
        arxiv_category=plain(result.primary_category, 40) or None,
        pdf_url=f"https://arxiv.org/pdf/{own.value}",
    )
    said = (("comment", comment), ("journal_ref", journal))
    return Record(work, Arxiv.name, origins=tuple(f"{what}: {text}" for what, text in said if text))


def _day(published: datetime) -> tuple[int, ...]:
    return published.year, published.month, published.day


def journal_doi(given: str) -> str | None:
    """The first DOI that the authors gave (some give several); never arXiv's own."""
    dois = (identifier.doi(text) for text in given.split())
    return next((doi.value for doi in dois if doi and doi.scheme == Scheme.DOI), None)
