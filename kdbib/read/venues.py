"""The venue and the year in a citation line: ``CVPR 2019``, ``[KDD 2021]``, ``(ICLR'17)``."""

import re
from collections.abc import Callable
from functools import lru_cache

from kdbib.read.dates import DATE, year_in
from kdbib.read.names import read_names
from kdbib.read.tags import Span, Tag, read_tag
from kdbib.read.venue_at_end import (
    VenueYear,
    at_the_end,
    evidence,
    short_at_the_end,
    without_year,
)

__all__ = ["VenueYear", "find_venue"]

_GROUP = re.compile(r"[\[(（【]([^\[\]()（）【】]{2,120})[\])）】]")
_UNCLOSED = re.compile(rf"[(（]\s*({DATE.pattern})\s*(?=,[^()（）]*$)", re.IGNORECASE)
_PREFIX = re.compile(
    r"[\s\ufffc]*(?P<date>20\d{6}|(?:19|20)\d\d[-/.]\d\d(?:[-/.]\d\d)?)?[\s,:|-]*"
    r"(?P<tag>[A-Za-z]{2,12}(?:[_ -](?:W|workshop))?[ -]?(?:['’]\s?\d\d|[ -]?(?:19|20)\d\d|-\d\d)"
    r"|(?:19|20)\d\d(?=\s*[:：|]\s|\s+[-–—]\s)"
    r"|(?:19|20)\d\d[\s-]+[A-Za-z]{2,12}(?:[_ -](?:W|workshop))?(?=\s+[-–—:|]))?",
    re.IGNORECASE,
)
_JOINED = re.compile(r"(?:19|20)\d\d-[A-Z]")
_DASH = re.compile(r"\s+[-–—|]\s")
_DIGIT = re.compile(r"\d")
_SURE = 3.3  # more evidence than other places of a line can have


@lru_cache(maxsize=2048)  # the lines of links are alike in many lists: "Paper: ..., Code: ..."
def find_venue(text: str) -> VenueYear | None:
    """The venue and year of a line whose links and identifiers are taken out; None if neither.

    Every form is tried, and the one with the most evidence is believed.
    """
    best: VenueYear | None = None
    for form in _FORMS:
        found = form(text)
        if found and (best is None or found.evidence > best.evidence):
            best = found
            if found.evidence >= _SURE:
                break
    return best


def _in_brackets(text: str) -> VenueYear | None:
    best: VenueYear | None = None
    if not ("[" in text or "(" in text or "（" in text or "【" in text):
        return None
    for group in _GROUP.finditer(text):
        tag = read_tag(text, *group.span(1))
        if tag is None or (tag.year is None and group[0][0] not in "[【"):
            continue
        if not tag.known and not _closes_a_part(text, group.end()):
            continue
        if tag.venue and tag.year and not tag.known and _is_names(text[slice(*tag.venue)]):
            return VenueYear(None, tag.year, tag.value, tag.year, 2.5)  # "(Zhang et al., 2018)"
        found = evidence(tag) + 0.4
        if best is None or found > best.evidence:
            best = VenueYear(tag.venue, tag.year, tag.value, group.span(), found)
    if best is None and (unclosed := _UNCLOSED.search(text)):
        value, year = _year_of(text, unclosed.start(1), unclosed.end(1))
        return VenueYear(None, year, value, unclosed.span(), 1.0)
    return best


def _is_names(text: str) -> bool:
    names = read_names(text)
    return names.et_al or (len(names.names) > 1 and names.evidence >= 2)


def _year_of(text: str, start: int, end: int) -> tuple[int, Span]:
    date = DATE.search(text, start, end)
    return year_in(date) if date else (0, (start, start))


def _closes_a_part(text: str, end: int) -> bool:
    """Whether "(2015)" stands where a part ends, rather than within a title."""
    return not text[end : end + 20].lstrip()[:1].islower()


def _is_marked(text: str, found: re.Match[str], tag: Tag) -> bool:
    """Whether the venue before a title is known, or its form says that it is one."""
    if tag.known or "'" in found[0]:
        return True
    return bool(tag.year and _JOINED.match(found["tag"]) and _DASH.match(text, found.end("tag")))


def _at_the_start(text: str) -> VenueYear | None:
    """``2016-CVPR - Title``, ``CVPR'22 Title``, ``20181107 NIPS-18 Title``.

    What a year is joined to, and a dash sets off from the title, is a venue, known or not:
    ``2015-TNLS - Title``.
    """
    if not _DIGIT.search(text, 0, 40):
        return None
    found = _PREFIX.match(text)
    if not found or not (found["date"] or found["tag"]):
        return None
    tag = read_tag(text, *found.span("tag")) if found["tag"] else None
    if tag and ((tag.venue and _is_marked(text, found, tag)) or found["tag"].isdigit()):
        end = found.end("tag")
    elif found["date"]:
        tag, end = None, found.end("date")
    else:
        return None
    start = found.start("date") if found["date"] else found.start("tag")
    if tag:
        return VenueYear(tag.venue, tag.year, tag.value, (start, end), evidence(tag) + 0.3)
    year = (start, start + 4)
    return VenueYear(None, year, int(text[slice(*year)]), (start, end), 0.9)


_FORMS: tuple[Callable[[str], VenueYear | None], ...] = (
    _in_brackets,
    _at_the_start,
    at_the_end,
    short_at_the_end,
    without_year,
)
"""The places where lists put venue and year; of two with equal evidence the first is believed."""
