"""Which fields a request wants, and which it can't have."""

from collections.abc import Collection, Sequence
from typing import Any

from tests.support.databases.base import RefusedError
from tests.support.databases.semantic_scholar.paper import Description

ALWAYS = "paperId"
DEFAULT = ("title",)
PLAIN = frozenset(
    {"paperId", "externalIds", "corpusId", "publicationVenue", "url", "title", "abstract", "venue"}
    | {"year", "referenceCount", "citationCount", "influentialCitationCount", "isOpenAccess"}
    | {"openAccessPdf", "fieldsOfStudy", "s2FieldsOfStudy", "publicationTypes", "publicationDate"}
    | {"journal", "citationStyles", "authors"}
)
EXTRA: dict[str, Any] = {"tldr": None, "embedding": None, "citations": [], "references": []}
"""Fields that exist, and that this server has nothing for."""

OF_AUTHORS: dict[str, Any] = {
    "url": None,
    "affiliations": [],
    "homepage": None,
    "paperCount": 1,
    "hIndex": 1,
}
"""What may be asked of authors besides authorId and name, with what this server says to it."""

KNOWN = (
    PLAIN
    | EXTRA.keys()
    | {f"authors.{name}" for name in ("authorId", "name", *OF_AUTHORS)}
    | {f"{name}.{part}" for name in ("citations", "references") for part in ("paperId", "title")}
)


def wanted(text: str | None, refused: Collection[str] = ()) -> tuple[str, ...]:
    """The fields of a ``fields`` parameter; without any, no more than the title."""
    if not text:
        return DEFAULT
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    bad = [name for name in names if name not in KNOWN or name.partition(".")[0] in refused]
    if bad:
        raise RefusedError(400, f"Unrecognized or unsupported fields: [{', '.join(bad)}]")
    return names


def select(description: Description, names: Sequence[str]) -> dict[str, Any]:
    """The wanted part of a paper, in the database's order."""
    tops = {ALWAYS, *(name.partition(".")[0] for name in names)}
    chosen = {name: value for name, value in description.items() if name in tops}
    chosen |= {name: value for name, value in EXTRA.items() if name in tops}
    parts = [name.partition(".")[2] for name in names if name.startswith("authors.")]
    if parts and "authors" not in names:
        chosen["authors"] = [_author(author, parts) for author in chosen["authors"]]
    return chosen


def _author(author: dict[str, Any], parts: Sequence[str]) -> dict[str, Any]:
    everything = author | OF_AUTHORS
    return {"authorId": author["authorId"]} | {part: everything[part] for part in parts}
