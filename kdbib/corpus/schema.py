"""Works as Arrow: the columns of a corpus, made to be read by people and by any other engine.

A corpus is Parquet that DuckDB, Spark or pandas can query without kdbib: authors are ``Family,
Given`` as BibTeX writes them, identifiers are ``doi:10.1109/...``, ``issued`` is an ISO date as far
as it is known (``2019-07``), ``sources`` says where each record was seen (``dblp: conf/...``).
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from hashlib import blake2b
from operator import attrgetter
from typing import Any

import pyarrow as pa

from kdbib.model import Identifier, Name, Scheme, Work
from kdbib.model.title import title_key

_TEXTS = pa.list_(pa.string())
_FIELDS = (
    "container_title",
    "container_title_short",
    "volume",
    "issue",
    "page",
    "publisher",
    "URL",
    "status",
    "arxiv_category",
    "pdf_url",
)
"""The fields of a Work that are a column of text by the same name."""

WORKS = pa.schema(
    [
        pa.field("title_key", pa.int64(), nullable=False),
        pa.field("type", pa.string(), nullable=False),
        pa.field("title", pa.string(), nullable=False),
        pa.field("author", _TEXTS),
        pa.field("issued", pa.string()),
        *(pa.field(name, pa.string()) for name in _FIELDS),
        pa.field("identifiers", _TEXTS),
        pa.field("aliases", _TEXTS),
        pa.field("sources", _TEXTS),
    ]
)
"""What is staged: a row for a work as one source has it, in any order, in any number of files.

``title_key`` is :func:`title_hash` of the title: the works of a corpus are sorted by it.
"""

KEY_BITS = 60


def text_hash(text: str, bits: int = KEY_BITS) -> int:
    """A hash of a text that is the same in every process and on every machine."""
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest()) >> (64 - bits)


def title_hash(title: str) -> int:
    """What equal titles have in common, as a number of 60 bits; 0 for a title without letters."""
    key = title_key(title)
    return text_hash(key) if key else 0


# --- works to Arrow ------------------------------------------------------------------------------


def to_batch(works: Sequence[Work], sources: Sequence[Sequence[str]]) -> pa.RecordBatch:
    """The works as a batch of :data:`WORKS`, in their order; their titles must not be empty.

    ``sources[i]`` says where ``works[i]`` is from: ``["dblp: conf/cvpr/ParkKLC19"]``.
    """
    columns: dict[str, list[Any]] = {
        "title_key": [title_hash(work.title) for work in works],
        "author": [list(map(name_text, work.author)) for work in works],
        "issued": [_issued_text(work.issued) if work.issued else None for work in works],
        "identifiers": list(map(identifier_texts, works)),
        "sources": list(sources),
    }
    for name in ("type", "title", "aliases", *_FIELDS):
        columns[name] = list(map(attrgetter(name), works))
    arrays = [pa.array(columns[field.name], field.type) for field in WORKS]
    return pa.RecordBatch.from_arrays(arrays, schema=WORKS)


@lru_cache(maxsize=4096)
def _issued_text(issued: tuple[int, ...]) -> str:
    return "-".join(f"{part:04d}" if at == 0 else f"{part:02d}" for at, part in enumerate(issued))


def identifier_texts(work: Work) -> list[str]:
    """The identifiers of a work, its DOI first: ``["doi:10.1109/...", "arxiv:1904.05068"]``."""
    texts = [i.scheme + ":" + i.value for i in work.identifiers]
    return [f"doi:{work.DOI}", *texts] if work.DOI else texts


def name_text(name: Name) -> str:
    r"""A name as a column has it: ``Family, Given``, ``Family, Jr., Given``, or a group's name.

    A comma inside a part is escaped (``\2C``, as in LDAP's names, RFC 4514); a family name alone
    ends with a comma, which tells it from a group.
    """
    if not name.family:
        return _escaped(name.literal or "")
    family = _escaped(name.family)
    if name.suffix:
        family = f"{family}, {_escaped(name.suffix)}"
    return f"{family}, {_escaped(name.given)}" if name.given else f"{family},"


def _escaped(text: str) -> str:
    if "," not in text and "\\" not in text:
        return text
    return text.replace("\\", r"\5C").replace(",", r"\2C")


# --- and back ------------------------------------------------------------------------------------


def to_works(batch: pa.RecordBatch | pa.Table) -> Iterator[tuple[Work, tuple[str, ...]]]:
    """Each work of a batch (of :data:`WORKS`, or some of its columns) with its sources."""
    columns = batch.select([n for n in batch.schema.names if n in WORKS.names])
    for row in columns.to_pylist():
        yield work_of_row(row), tuple(row.get("sources") or ())


def work_of_row(row: Mapping[str, Any]) -> Work:
    """The Work of a row of :data:`WORKS`, or of some of its columns; a column left out is None."""
    identifiers = [found for text in row.get("identifiers") or () if (found := _identifier(text))]
    doi = next((i.value for i in identifiers if i.scheme is Scheme.DOI), None)
    issued = row.get("issued")
    return Work(
        type=row.get("type") or "article",
        title=row["title"],
        author=tuple(map(name_of, row.get("author") or ())),
        issued=tuple(map(int, issued.split("-"))) if issued else (),
        DOI=doi,
        identifiers=tuple(i for i in identifiers if i.scheme is not Scheme.DOI),
        aliases=tuple(row.get("aliases") or ()),
        **{name: row.get(name) for name in _FIELDS},
    )


def _identifier(text: str) -> Identifier | None:
    scheme, _, value = text.partition(":")
    return Identifier(_SCHEMES[scheme], value) if scheme in _SCHEMES else None


_SCHEMES = {scheme.value: scheme for scheme in Scheme}


def name_of(text: str) -> Name:
    """The name that a column's text stands for: the inverse of :func:`name_text`."""
    parts = [*text[:-1].split(", "), ""] if text.endswith(",") else text.split(", ")
    if "\\" in text:
        parts = [part.replace(r"\2C", ",").replace(r"\5C", "\\") for part in parts]
    if len(parts) == 1:
        return Name(literal=parts[0] or None)
    return Name(parts[0], parts[-1] or None, parts[1] if len(parts) > 2 else None)
