"""A few thousand works, and citations of them with errors as people make them."""

from collections.abc import Iterator
from random import Random

import pyarrow as pa

from kdbib.corpus import embedded
from kdbib.corpus.citations import CITATIONS
from kdbib.corpus.schema import name_text
from kdbib.model import Work
from tests.support.records import work

KNOWN = tuple(record.work for record in embedded().records)


def varied_works(number: int) -> list[Work]:
    """Works whose titles and people are recombined from those of the corpus in the package.

    One in twenty is an ``Introduction``, which says nothing.
    """
    random = Random(1)
    return [_varied(random, at) for at in range(number)]


def _varied(random: Random, at: int) -> Work:
    one, other = random.choice(KNOWN), random.choice(KNOWN)
    head, tail = one.title.split(), other.title.split()
    title = " ".join([*head[: len(head) // 2 + 1], *tail[len(tail) // 2 :]])
    if at % 20 == 0:
        title = "Introduction"
    authors = [name_text(name) for name in random.sample(other.author, min(3, len(other.author)))]
    doi = f"10.1000/{at}" if random.random() < 0.5 else None
    return work(title, authors, one.container_title, random.randrange(1995, 2025), doi=doi)


def faulty_citations(works: list[Work], number: int) -> pa.RecordBatch:
    """Citations of some of the works; in one of five nothing is wrong, one of ten is of no work."""
    rows = [{"row": row, **said} for row, said in zip(range(number), _cited(works), strict=False)]
    return pa.RecordBatch.from_pylist(rows, schema=CITATIONS)


def _cited(works: list[Work]) -> Iterator[dict[str, object]]:
    random = Random(2)
    while True:
        cited = random.choice(works)
        title, authors = cited.title, [name_text(name) for name in cited.author]
        said: dict[str, object] = {"year": cited.year, "container_title": cited.container_title}
        fault = random.randrange(10)
        if fault < 4 and len(title) > 8:  # a letter is lost, or there twice
            at = random.randrange(1, len(title) - 1)
            title = title[:at] + (title[at] * 2 if fault % 2 else "") + title[at + 1 :]
        if fault in {3, 4}:
            authors = authors[:1]
        if fault == 5:
            title = " ".join(title.split()[:-2]) or title
        if fault == 6:
            said |= {"year": None, "container_title": None}
        if fault == 7:
            said |= {"title": None, "identifiers": [f"doi:{cited.DOI}"] if cited.DOI else []}
        if fault == 8:
            title, authors = f"Memoirs of {title[:12]} and {random.random()}", ["Nobody, Nemo"]
        yield {"title": title, "author": authors, **said}
