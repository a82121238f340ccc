"""A note at OpenReview, and the work that it is.

https://docs.openreview.net/reference/api-v2/entities/note: a submission is the note that begins a
forum. API 2 has each value as ``{"value": ...}``, API 1 (before about 2023) the value itself. Where
a paper stands, its ``venueid`` says: that of the venue alone if it was accepted, with something
like ``Rejected_Submission`` after it if it was not.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec

from kdbib.http.plain import plain
from kdbib.model import Identifier, Record, Scheme, Work, identifier
from kdbib.model.work import PREPRINT_TYPE
from kdbib.resolve.markup import typeset
from kdbib.resolve.names import names

# copies of what was published elsewhere: other databases know that better
_MIRRORS = re.compile(r"dblp\.org\b|OpenReview\.net\b|ORCID\.org\b", re.IGNORECASE)
# the last part of a venueid, and what it says of a submission; the longer ones first
_STANDINGS = {
    "desk_rejected": "desk rejected",
    "rejected": "rejected",
    "withdrawn": "withdrawn",
    "retracted": "retracted",
    "submi": "",
    "under_review": "",
    "decision_pending": "",
    "blind": "",
    "active": "",
}
_JOURNALS = {"TMLR": "Transactions on Machine Learning Research"}
_DECIDED = re.compile(r"\b(?:desk rejected|rejected|withdrawn)\b", re.IGNORECASE)
_SUBMITTED = re.compile(r"\b(?:submitted|submission|under review)\b", re.IGNORECASE)
_SUBMITTED_TO = re.compile(r"submitted to (\w[\w -]{1,60}?) ((?:19|20)\d\d)", re.IGNORECASE)
_NOBODY = re.compile(r"anonymous|.*\bpaper\d+ authors", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d")


class Note(msgspec.Struct):
    """What we rely on in a note. Its content is what the forms of a thousand venues ask for."""

    id: str
    content: dict[str, Any]
    forum: str | None = None
    pdate: int | None = None


@dataclass(frozen=True, slots=True)
class Venue:
    """``name`` and ``year`` as in *ICLR 2020*; ``standing`` is None for an accepted paper.

    Otherwise it is a word such as ``rejected``, empty where nothing has been decided.
    """

    name: str
    year: int | None
    standing: str | None


def record(note: Note) -> Record | None:
    """The work that a note submits; None for a review, a copy, and what no venue stands for."""
    if note.forum not in (None, note.id) or not identifier.openreview(note.id):
        return None
    title = typeset(_text(note.content, "title"))
    place = venue(_text(note.content, "venueid"), _text(note.content, "venue"))
    if not title or not place:
        return None
    own = Identifier(Scheme.OPENREVIEW, note.id)
    accepted = place.standing is None
    year = place.year or _year(note.pdate)
    kind = "article-journal" if place.name in _JOURNALS else "paper-conference"
    work = Work(
        type=kind if accepted else PREPRINT_TYPE,
        title=title,
        author=names(_authors(note.content)),
        issued=(year,) if year else (),
        container_title=_JOURNALS.get(place.name, place.name) if accepted else "OpenReview",
        container_title_short=place.name if accepted and place.name in _JOURNALS else None,
        URL=own.url,
        status=_status(place),
        identifiers=(own,),
        pdf_url=f"https://openreview.net/pdf?id={note.id}" if _text(note.content, "pdf") else None,
    )
    said = plain(_text(note.content, "venue"), 200)
    return Record(work, "openreview", origins=(f"venue: {said}",) if said else ())


def venue(venueid: str, said: str) -> Venue | None:
    """Where a venueid says that a paper stands; None if that of a copy, or nothing to go by.

    ``said`` is the venue in words: where it is *Submitted to ICLR 2020*, nothing was accepted,
    whatever the venueid says: for some years, it was the same for all, or there was none.

    >>> venue("ICLR.cc/2024/Conference/Rejected_Submission", "Submitted to ICLR 2024")
    Venue(name='ICLR', year=2024, standing='rejected')
    """
    parts = [plain(part, 100) for part in venueid.split("/") if part.strip()]
    if not parts:
        to = _SUBMITTED_TO.fullmatch(said.strip())
        return Venue(to[1], int(to[2]), "") if to else None
    if _MIRRORS.match(parts[0]):
        return None
    last = parts[-1].lower() if len(parts) > 1 else ""
    standing = next((word for mark, word in _STANDINGS.items() if last.startswith(mark)), None)
    if not standing and (decided := _DECIDED.search(said)):
        standing = decided[0].lower()
    elif standing is None and _SUBMITTED.search(said):
        standing = ""
    at = next((i for i, part in enumerate(parts) if i and _YEAR.fullmatch(part)), 0)
    name = re.sub(r"\.(?:cc|org|com|net|io|ai)$", "", parts[at - 1] if at else parts[0])
    if "Workshop" in parts or "Workshops" in parts:
        name += " Workshop"
    return Venue(name, int(parts[at]) if at else None, standing)


def _status(place: Venue) -> str | None:
    """As a reader is told: ``submitted to ICLR 2020, rejected``."""
    if place.standing is None:
        return None
    if place.standing == "retracted":
        return "retracted"
    where = (
        f"submitted to {place.name} {place.year}" if place.year else f"submitted to {place.name}"
    )
    return f"{where}, {place.standing}" if place.standing else where


def _said(content: Mapping[str, Any], name: str) -> Any:
    value = content.get(name)
    return value.get("value") if isinstance(value, dict) else value


def _text(content: Mapping[str, Any], name: str) -> str:
    value = _said(content, name)
    return value if isinstance(value, str) else ""


def _authors(content: Mapping[str, Any]) -> list[str]:
    """The names of the authors; none of a paper whose authors are hidden."""
    given = _said(content, "authors")
    people = [
        each.get("fullname") if isinstance(each, dict) else each
        for each in (given if isinstance(given, list) else [])
    ]
    told = [each for each in people if isinstance(each, str)]
    whole = len(told) == len(people) and not any(_NOBODY.fullmatch(each.strip()) for each in told)
    return told if whole else []


def _year(milliseconds: int | None) -> int | None:
    """The year of a moment after 1990, in milliseconds since 1970 UTC."""
    if milliseconds is None or not 631_152_000_000 <= milliseconds <= 4_102_444_800_000:
        return None
    return datetime.fromtimestamp(milliseconds / 1000, UTC).year
