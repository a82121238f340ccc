"""What a person looks for in some corpora, in a few words."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rapidfuzz.fuzz import token_sort_ratio

from kdbib.match.decide import describe
from kdbib.match.score import score
from kdbib.model import Citation, Record, Span, Text, Verdict, identifier
from kdbib.model.identifier import Identifier, Scheme
from kdbib.model.title import title_key, title_words
from kdbib.resolve.base import TITLE, WORDS, Answer, Found, Question

if TYPE_CHECKING:
    from kdbib.corpus.memory import MemoryCorpus
    from kdbib.corpus.store import ParquetCorpus

_NOWHERE = Span(0, 0, 1, 1)
_LEAST = 0.5
"""Similarity of titles from which a work is shown."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A work that may be meant.

    ``confidence`` (0..1) is that of a match, and 0 where the text alone does not make one;
    ``similarity`` (0..1) compares the titles.
    """

    record: Record
    confidence: float
    similarity: float

    @property
    def description(self) -> str:
        """The work in a few words."""
        return describe(self.record.work)

    @property
    def name(self) -> str:
        """An identifier of the work, or else its title's letters."""
        work = self.record.work
        if work.DOI:
            return work.DOI
        return str(work.identifiers[0]) if work.identifiers else title_key(work.title)


def search(text: str, corpora: "Sequence[MemoryCorpus | ParquetCorpus]") -> list[Hit]:
    """The works that a title, an identifier or a whole reference may mean, the likeliest first."""
    named = _identifiers(text)
    questions = [Question(i.scheme, i.value) for i in named] or [
        Question(TITLE, text),
        Question(WORDS, text),
    ]
    citations = [
        Citation(
            "",
            text,
            _NOWHERE,
            1,
            title=Text(text, _NOWHERE),
            identifiers=tuple((found, _NOWHERE) for found in named),
        ),
        *([] if named else _read(text)),
    ]
    records: dict[Record, None] = {}
    for corpus in corpora:
        records |= dict.fromkeys(_found(corpus.answer(questions).values()))
        for citation in citations[1:]:
            records |= dict.fromkeys(corpus.near([citation])[0])
    hits = [_hit(record, citations, named) for record in records]
    likely = [hit for hit in hits if hit.confidence or hit.similarity >= _LEAST]
    return sorted(likely, key=lambda hit: (-hit.confidence, -hit.similarity))


def _identifiers(text: str) -> list[Identifier]:
    found = [f.identifier for f in identifier.find(text) if f.identifier]
    bare = [identifier.arxiv(text.strip()), identifier.doi(text), identifier.acl(text.strip())]
    return [*dict.fromkeys([*found, *(one for one in bare if one)])]


_REFERENCE = re.compile(r"\b(?:1[89]|20)\d\d\b|\bet al\b")


def _read(text: str) -> list[Citation]:
    """The text as a reference, if it reads as one with authors."""
    if not _REFERENCE.search(text):
        return []
    from kdbib.read.plain import read_plain
    from kdbib.read.source import SourceText

    composed = unicodedata.normalize("NFC", text)
    read = read_plain(SourceText(composed.encode(), "reference.txt")).citations
    return [one for one in read if one.authors and one.title]


def _found(answers: Iterable[Answer]) -> list[Record]:
    return [record for a in answers if isinstance(a, Found) for record in a.records]


def _hit(record: Record, citations: Sequence[Citation], named: Sequence[Identifier]) -> Hit:
    work = record.work
    titles = [one.title.text for one in citations if one.title]
    similarity = max(_similarity(cited, t) for cited in titles for t in (work.title, *work.aliases))
    judged = [score(citation, record) for citation in citations]
    sure = max((m.confidence for m in judged if m.verdict is Verdict.MATCH), default=0.0)
    keys = {i.key for i in work.identifiers} | (
        {Identifier(Scheme.DOI, work.DOI).key} if work.DOI else set()
    )
    if any(one.key in keys for one in named):
        return Hit(record, 1.0, 1.0)
    return Hit(record, sure, similarity)


def _similarity(a: str, b: str) -> float:
    return token_sort_ratio(" ".join(title_words(a)), " ".join(title_words(b))) / 100
