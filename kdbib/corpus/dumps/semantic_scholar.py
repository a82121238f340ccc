"""Semantic Scholar's data set ``papers`` (https://api.semanticscholar.org/api-docs/datasets).

A line is what the API says of a paper, with keys in small letters, and with a number (``corpusid``)
for what there is a hash.
"""

import msgspec

from kdbib.corpus.dumps.base import Damaged, Dump, Seen
from kdbib.corpus.dumps.json_text import decoded, keys_in
from kdbib.corpus.dumps.lines import lines
from kdbib.resolve.semantic_scholar_paper import Author, Journal, Paper, record


class _Line(msgspec.Struct, rename="lower"):
    corpus_id: int = msgspec.field(name="corpusid")
    title: str | None = None
    authors: list[Author] | None = None
    year: int | None = None
    publication_date: str | None = msgspec.field(name="publicationdate", default=None)
    venue: str | None = None
    journal: Journal | None = None
    publication_types: list[str] | None = msgspec.field(name="publicationtypes", default=None)
    external_ids: dict[str, str | int | None] | None = msgspec.field(
        name="externalids", default=None
    )


_DECODER = msgspec.json.Decoder(_Line)


def _recognises(head: bytes) -> bool:
    return keys_in(head) >= {"corpusid", "title"}


def _read(line: bytes) -> Seen | None:
    if not line.strip():
        return None
    said = decoded(line, _DECODER)
    paper = Paper(
        title=said.title,
        paper_id=f"CorpusId:{said.corpus_id}",
        authors=said.authors,
        year=said.year,
        publication_date=said.publication_date,
        venue=said.venue,
        journal=said.journal,
        publication_types=said.publication_types,
        external_ids=said.external_ids,
    )
    if not (found := record(paper)):
        raise Damaged(f"there is no title of {said.corpus_id}")
    return Seen(found.work, f"semantic_scholar: {said.corpus_id}")


SEMANTIC_SCHOLAR = Dump("semantic_scholar", lines, _read, _recognises, in_lines=True)
"""The Dump of Semantic Scholar."""
