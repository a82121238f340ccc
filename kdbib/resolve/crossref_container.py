"""What a work of Crossref's appeared in: of several names the one to cite, and its series apart.

``container-title`` is a list without roles: a chapter has its book's title and the series' in it,
in either order.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from msgspec import Struct

from kdbib.model.venue import short_name
from kdbib.resolve.markup import unmarked
from kdbib.resolve.titles import folded

_SERIES = re.compile(
    r"lecture notes\b|(?:advances in intelligent systems and computing"
    r"|advances in computer vision and pattern recognition|advances in soft computing"
    r"|communications in computer and information science|studies in \w+|smart innovation, systems"
    r"|ifip advances in|leibniz international proceedings|acm international conference proceeding"
    r"|springer series|springer proceedings|springerbriefs|procedia|ceur workshop"
    r"|frontiers in artificial intelligence and applications|the springer international series)\b",
    re.IGNORECASE,
)
_MEETING = re.compile(
    r"\b(?:conference|symposium|workshops?|meeting|congress|proceedings of the \d{4})\b",
    re.IGNORECASE,
)
# the conferences that number their proceedings like a journal, and are registered as one
_NUMBERED = re.compile(
    r"proceedings of (?:the )?.*\b(?:conference|symposium|workshop|meeting)\b", re.IGNORECASE
)
_ACRONYM = re.compile(r"(?=.*[A-Z].*[A-Z])([A-Z][A-Za-z0-9&/-]{1,15})(?:[ :-]*['’]?\d{2,4})?")


class Container(Struct, frozen=True, gc=False):
    """``title`` and ``short`` as a Work has them; ``type`` is the work's, now that it is known."""

    type: str
    title: str | None = None
    short: str | None = None
    series: str | None = None
    occasion: str = ""
    """The name of the meeting, where the record has one."""


def container(
    kind: str, titles: Sequence[str | None], shorts: Sequence[str | None], event: Any
) -> Container:
    """The container of a work of CSL type ``kind``.

    ``event`` is what Crossref has of the meeting: an object with ``name`` and ``acronym``.
    """
    names = _cleaned(titles)
    books = [name for name in names if not _is_series(name)] or names
    meeting, acronym = _of_event(event, "name"), _of_event(event, "acronym")
    title = next(iter(books), "") or (meeting if kind == "paper-conference" else "")
    kind = _type(kind, title, bool(meeting))
    short = next(iter(_cleaned(shorts)), "")
    if kind == "paper-conference":
        found = _ACRONYM.fullmatch(acronym)
        short = found[1] if found else ""
    if short and (folded(short) == folded(title) or _is_series(short)):
        short = ""
    series = next((name for name in names if name not in books), None)
    return Container(kind, title or None, short or None, series, meeting)


@lru_cache(maxsize=4096)
def _is_series(name: str) -> bool:
    return bool(_SERIES.match(name))


def _cleaned(names: Sequence[str | None]) -> list[str]:
    return [text for name in names if (text := unmarked(name or "", 300))]


def _of_event(event: Any, what: str) -> str:
    given = event.get(what) if isinstance(event, dict) else None
    return unmarked(given, 300) if isinstance(given, str) else ""


def _type(kind: str, title: str, at_meeting: bool) -> str:
    """Papers of conferences are registered as chapters or articles as well."""
    if kind == "chapter" and (at_meeting or _of_conference(title)):
        return "paper-conference"
    if kind == "article-journal" and _NUMBERED.match(title):
        return "paper-conference"
    return kind


def _of_conference(title: str) -> bool:
    return bool(_MEETING.search(title)) or bool(re.search(r"\d{4}", title) and short_name(title))
