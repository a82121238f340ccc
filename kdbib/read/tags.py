"""Short texts that are nothing but a venue, a year, or both: ``CVPR 2019``, ``ICLR'17``, ``2016``.

They stand in brackets, in cells of tables, in badges, before titles and on lines of their own.
"""

import re

from msgspec import Struct

from kdbib.model.venue import short_name
from kdbib.read.dates import DATE, full_year, year_in

Span = tuple[int, int]


class Tag(Struct, frozen=True, gc=False):
    """The venue and the year that a text gives, with their ranges; ``known`` is of the venue."""

    venue: Span | None
    year: Span | None
    value: int
    known: bool = False


_NUMBER = re.compile(r"\d\d")
_SHORT_YEAR = re.compile(
    r"(?<=\w)(?:\s?['’‘`´]\s?|[ _-])(?P<year>\d\d)(?!\w)"
    r"|(?<=[A-Za-z])(?P<tight>\d\d(?:\d\d)?)(?!\w)"
)
_LEAD = re.compile(
    r"(?:(?:accepted|published|presented)\s(?:by|at|in|to)|to appear (?:in|at)|in:?|at|@)\s+(?=\S)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"[\s,;:|/(\[-]*(?:(?:workshops?|oral|spotlights?|posters?|findings|main|demo|short|long|best"
    r"(?: student)?(?: paper)?(?: award)?|award|honorable mention|highlight|tutorial|journal|w"
    r"|track)\b"
    r"[\s,()\]]*)*",
    re.IGNORECASE,
)
_TRACK_AT_END = re.compile(
    r"\s*[(\[（].{0,60}$|\s+(?:oral|spotlight|poster|highlight|main|best paper)\s*$", re.IGNORECASE
)
_SEASON = re.compile(r"(?:spring|summer|autumn|fall|winter)", re.IGNORECASE)
_WORKSHOP = re.compile(r"\bworkshops?\b|\bw\b", re.IGNORECASE)
_NO_VENUE = frozenset("book survey paper papers tutorial thesis new old latest since from".split())
_ACRONYM = re.compile(r"[A-Z][A-Za-z+&.-]*[A-Z][A-Za-z+&.-]*(?:[ -](?:W|Workshop))?")
_EDGE = " \t\n.,;:|/[](（）)【】{}*-–—·'’`"
_LONGEST = 9  # words of a venue


def tight(text: str, start: int, end: int, edge: str = _EDGE) -> Span | None:
    """The range without what does not belong to the words at its ends; None if nothing is left."""
    while start < end and (text[start] in edge or text[start].isspace()):
        start += 1
    while end > start and (text[end - 1] in edge or text[end - 1].isspace()):
        end -= 1
    return (start, end) if end > start else None


def read_tag(text: str, start: int = 0, end: int | None = None) -> Tag | None:
    """The Tag that the whole of a text is; None if there are other words in it.

    >>> read_tag("ICLR'17").value
    2017
    >>> read_tag("2nd ranked in VOC 2012") is None
    True
    """
    end = len(text) if end is None else end
    if end - start > 120 or (whole := tight(text, start, end)) is None:
        return None
    start, end = whole
    if lead := _LEAD.match(text, start, end):
        start = lead.end()
    numbered = _NUMBER.search(text, start, end) is not None
    for date in DATE.finditer(text, start, end) if numbered else ():
        if tag := _with_year(text, (start, end), date.span(), *year_in(date)):
            return tag
    for date in _SHORT_YEAR.finditer(text, start, end) if numbered else ():
        name = str(date.lastgroup)
        tag = _with_year(text, (start, end), date.span(), full_year(date[name]), date.span(name))
        if tag and tag.venue and (tag.known or (name == "year" and _is_acronym(text, date, tag))):
            return tag
    if track := _TRACK_AT_END.search(text, start, end):
        end = track.start()
    venue = tight(text, start, end)
    return Tag(venue, None, 0, known=True) if venue and _is_known(text[slice(*venue)]) else None


def _is_acronym(text: str, date: re.Match[str], tag: Tag) -> bool:
    marked = any(mark in date[0] for mark in "'’‘`´")
    return marked and tag.venue is not None and bool(_ACRONYM.fullmatch(text[slice(*tag.venue)]))


def _is_known(words: str) -> bool:
    return len(words) < 110 and words.count(" ") < _LONGEST and short_name(words) is not None


def _with_year(text: str, whole: Span, date: Span, value: int, year: Span) -> Tag | None:
    """The Tag of a text with a date in it: what stands before the date or after it is the venue."""
    before = tight(text, whole[0], date[0])
    after = tight(text, date[1], whole[1])
    if before is None and after is None:
        return Tag(None, year, value)
    track = _AFTER.match(text, date[1], whole[1])
    rest = tight(text, track.end() if track else date[1], whole[1])
    if before is None:
        return _after_the_year(text, rest, value, year)
    if rest and not text[date[1] : whole[1]].lstrip().startswith((",", ";", "(", "|", "/")):
        return None  # words that the venue does not explain
    if rest and len(text[slice(*rest)].split()) > 5:
        return None
    venue = _venue(text, before)
    if venue and _SEASON.fullmatch(text, *venue):
        return Tag(None, year, value)
    if venue is None:
        return Tag(None, year, value) if _says_nothing(text[slice(*before)]) else None
    known = _is_known(text[slice(*venue)])
    if track and known and (workshop := _WORKSHOP.search(track[0])):
        venue = (venue[0], date[1] + workshop.end())  # "ICML 2019 Workshop" is no ICML
    return Tag(venue, year, value, known)


def _after_the_year(text: str, rest: Span | None, value: int, year: Span) -> Tag | None:
    """``2019-ICCV``, ``2020 CVPR``; any other words after a year make it part of a sentence."""
    if rest is None:
        return Tag(None, year, value)
    words = text[slice(*rest)]
    if _is_known(words) or (len(words.split()) <= 3 and _ACRONYM.fullmatch(words.split()[0])):
        return Tag(rest, year, value, _is_known(words))
    return None


def _venue(text: str, where: Span) -> Span | None:
    """The venue that a text before a year is: known, or at least a name with a capital."""
    words = text[slice(*where)]
    if _is_known(words):
        return where
    comma = max(text.rfind(",", *where), text.rfind(";", *where))
    if comma > 0 and (last := tight(text, comma + 1, where[1])) and _is_known(text[slice(*last)]):
        return last
    if not words[0].isupper() or len(words.split()) > _LONGEST or _says_nothing(words):
        return None
    return where


def _says_nothing(words: str) -> bool:
    return words.rsplit(maxsplit=1)[-1].casefold().rstrip(",:") in _NO_VENUE
