"""Keys: what a work and a citation of it have in common, as numbers that can be joined.

Three kinds. A title key is shared by equal titles, an identifier key by equal identifiers. Near
keys are for citations with errors: the ones that a citation shares with a work make the work a
candidate, and the more and the rarer they are, the likelier. They are pairs of the title's rarest
words, of the rarest words before its colon, the first author with each of the rarest words, and,
where a title has too few words for that (before its colon), the first author with the year. A
misspelt word is one that the corpus does not know; the pairs without it are still there.

Pure functions over Arrow batches (of :data:`kdbib.corpus.schema.WORKS` with an ``id``, and of
:data:`kdbib.corpus.citations.CITATIONS`), the same for every engine.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations
from typing import Any

import pyarrow as pa

from kdbib.corpus.schema import name_of, text_hash, title_hash
from kdbib.model.title import STOP_WORDS, folded, title_words

KEYS = pa.schema(
    [pa.field("key", pa.int64(), nullable=False), pa.field("id", pa.int32(), nullable=False)]
)
"""A table of keys: each with the id of a work, or with the number of a citation."""

NEAR_BITS = 40
_SHIFT = 64 - NEAR_BITS
_OF_A_WORK = 4
_OF_A_CITATION = 7
"""How many of a title's rarest words make pairs; more of a citation's, which may be misspelt."""
_OF_A_HEAD = 3
_SHORT = 2
"""Telling words of a title, or of it before its colon, up to which author and year are a key."""

Frequencies = Mapping[str, int]
"""In how many works of a corpus a word is, for the words that are in two or more."""


# --- of works ------------------------------------------------------------------------------------


def title_keys(works: pa.RecordBatch) -> pa.RecordBatch:
    """The title keys of works: of their titles, and of the other titles under which they go."""
    rows = [
        (key, id_)
        for id_, of_title, aliases in _rows(works, "id", "title_key", "aliases")
        for key in {of_title, *map(title_hash, aliases or ())}
        if key
    ]
    return _keys(rows)


def identifier_keys(works: pa.RecordBatch) -> pa.RecordBatch:
    """The identifier keys of works."""
    rows = [
        (key, id_)
        for id_, texts in _rows(works, "id", "identifiers")
        for key in {identifier_key(text) for text in texts or ()}
    ]
    return _keys(rows)


def words(works: pa.RecordBatch) -> pa.StringArray:
    """The telling words of each work's titles, each once for a work: what frequencies count."""
    found: list[str] = []
    for title, aliases in _rows(works, "title", "aliases"):
        found += _telling(title, *(aliases or ()))
    return pa.array(found, pa.string())


def near_keys(works: pa.RecordBatch, frequencies: Frequencies) -> pa.RecordBatch:
    """The near keys of works."""
    columns = ("id", "title", "aliases", "author", "issued")
    keys: list[int] = []
    ids: list[int] = []
    for id_, title, aliases, author, issued in _rows(works, *columns):
        families = [name_of(author[0]).last] if author else []
        years = [int(issued[:4])] if issued else []
        found = _near(title, families, years, frequencies, _OF_A_WORK)
        for alias in aliases or ():
            found |= _near(alias, families, years, frequencies, _OF_A_WORK)
        keys += found
        ids += [id_] * len(found)
    return _batch(keys, ids)


# --- of citations --------------------------------------------------------------------------------


def cited_title_keys(citations: pa.RecordBatch) -> pa.RecordBatch:
    """The title key of each citation that has a title, with the number of the citation."""
    numbers, titles = (citations.column(name).to_pylist() for name in ("row", "title"))
    hashes = [title_hash(title) if title else 0 for title in titles]
    titled = [(key, number) for key, number in zip(hashes, numbers, strict=True) if key]
    return _keys(titled)


def cited_identifier_keys(citations: pa.RecordBatch) -> pa.RecordBatch:
    """The identifier keys of citations, with the citations' numbers."""
    rows = [
        (identifier_key(text), number)
        for number, texts in _rows(citations, "row", "identifiers")
        for text in texts or ()
    ]
    return _keys(rows)


def cited_words(citations: pa.RecordBatch) -> set[str]:
    """The telling words of all the citations' titles: those whose frequencies are needed."""
    return set().union(*(_telling(title or "") for (title,) in _rows(citations, "title")))


def cited_near_keys(citations: pa.RecordBatch, frequencies: Frequencies) -> pa.RecordBatch:
    """The near keys of citations, with the citations' numbers."""
    keys: list[int] = []
    numbers: list[int] = []
    for number, title, author, year in _rows(citations, "row", "title", "author", "year"):
        families = [name_of(text).last for text in (author or ())[:2]]
        years = [year - 1, year, year + 1] if year else []
        found = _near(title or "", families, years, frequencies, _OF_A_CITATION)
        keys += found
        numbers += [number] * len(found)
    return _batch(keys, numbers)


# --- one by one ----------------------------------------------------------------------------------


def identifier_key(text: str) -> int:
    """The key of ``doi:10.1109/...`` or of another scheme's identifier; case does not matter."""
    return text_hash(text.lower())


def _near(
    title: str, families: Sequence[str], years: Iterable[int], frequencies: Frequencies, most: int
) -> set[int]:
    """The near keys of a title with its (first) authors' family names and its possible years."""
    telling = _telling(title)
    rarest = [_hash(word) for word in _rarest(telling, frequencies, most)]
    found = {(a ^ b) >> _SHIFT for a, b in combinations(rarest, 2)}
    words = set(rarest)
    is_short = len(telling) <= _SHORT
    if head := _head(title):
        of_head = [_hash(word) for word in _rarest(_telling(head), frequencies, _OF_A_HEAD)]
        found |= {(a ^ b) >> _SHIFT for a, b in combinations(of_head, 2)}
        words |= set(of_head)
        is_short = is_short or len(of_head) <= _SHORT
    for family in families:
        person = _family(family)
        found |= {(person ^ word) >> _SHIFT for word in words}
        if is_short:
            found |= {(person ^ _hash(f"year {year}")) >> _SHIFT for year in years}
    return found


def _telling(*titles: str) -> set[str]:
    return {word for title in titles for word in title_words(title)} - STOP_WORDS


def _rarest(telling: set[str], frequencies: Frequencies, most: int) -> list[str]:
    if len(telling) <= most:
        return list(telling)
    return sorted(telling, key=lambda word: (frequencies.get(word, 1), word))[:most]


_HEAD = re.compile(r"(.{3,}?)(?::| [-–—] |\? )", re.DOTALL)


def _head(title: str) -> str | None:
    """The main title, before a subtitle; None if there is no subtitle."""
    found = _HEAD.match(title)
    return found[1] if found else None


@lru_cache(maxsize=1 << 18)
def _hash(word: str) -> int:
    return text_hash(word, 64)


@lru_cache(maxsize=1 << 18)
def _family(name: str) -> int:
    return text_hash(f"family {folded(name)}", 64)


def _rows(batch: pa.RecordBatch, *columns: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(batch.column(name).to_pylist() for name in columns), strict=True)


def _keys(rows: Sequence[tuple[int, int]]) -> pa.RecordBatch:
    return _batch([key for key, _ in rows], [id_ for _, id_ in rows])


def _batch(keys: Sequence[int], ids: Sequence[int]) -> pa.RecordBatch:
    arrays = [pa.array(keys, pa.int64()), pa.array(ids, pa.int32())]
    return pa.RecordBatch.from_arrays(arrays, schema=KEYS)
