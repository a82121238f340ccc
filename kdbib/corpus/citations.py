"""Citations as Arrow, so that any number of them can be joined with the keys of a corpus."""

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from kdbib.corpus.schema import name_of, name_text
from kdbib.model import Author, Citation, Identifier, Span, Text, Year
from kdbib.model.identifier import Scheme, parse

_TEXTS = pa.list_(pa.string())

CITATIONS = pa.schema(
    [
        pa.field("row", pa.int32(), nullable=False),
        pa.field("title", pa.string()),
        pa.field("author", _TEXTS),
        pa.field("year", pa.int32()),
        pa.field("container_title", pa.string()),
        pa.field("identifiers", _TEXTS),
    ]
)
"""What citations say, in the words of a corpus; ``row`` tells which citation it is."""

_NOWHERE = Span(0, 0, 1, 1)
_YEARS = range(1000, 2200)
_SCHEMES = frozenset(scheme.value for scheme in Scheme)


def to_batch(citations: Sequence[Citation], first: int = 0) -> pa.RecordBatch:
    """The citations as a batch of :data:`CITATIONS`, their rows counted from ``first``."""
    columns: dict[str, list[Any]] = {
        "row": list(range(first, first + len(citations))),
        "title": [c.title.text if c.title else None for c in citations],
        "author": [[name_text(author.name) for author in c.authors] for c in citations],
        "year": [c.year.value if c.year and c.year.value in _YEARS else None for c in citations],
        "container_title": [c.venue.text if c.venue else None for c in citations],
        "identifiers": [[str(found) for found, _ in c.identifiers] for c in citations],
    }
    arrays = [pa.array(columns[field.name], field.type) for field in CITATIONS]
    return pa.RecordBatch.from_arrays(arrays, schema=CITATIONS)


def to_citations(batch: pa.RecordBatch) -> list[Citation]:
    """The citations that a batch of :data:`CITATIONS` describes; they stand nowhere."""
    columns = (batch.column(field.name).to_pylist() for field in CITATIONS)
    return [_citation(*row) for row in zip(*columns, strict=True)]


def _citation(
    _: int,
    title: str | None,
    author: list[str] | None,
    year: int | None,
    venue: str | None,
    identifiers: list[str] | None,
) -> Citation:
    return Citation(
        file="",
        raw="",
        span=_NOWHERE,
        end_line=1,
        title=Text(title, _NOWHERE) if title else None,
        authors=tuple(Author(name_of(text), _NOWHERE) for text in author or ()),
        venue=Text(venue, _NOWHERE) if venue else None,
        year=Year(year, _NOWHERE) if year else None,
        identifiers=tuple((found, _NOWHERE) for found in _valid(identifiers or ())),
    )


def _valid(texts: Iterable[str]) -> Iterable[Identifier]:
    for text in texts:
        scheme, _, value = text.partition(":")
        if scheme in _SCHEMES and (found := parse(scheme, value)):
            yield found
