"""The venue and the year in a citation line: ``CVPR 2019``, ``[KDD 2021]``, ``(ICLR'17)``."""

import re
from dataclasses import dataclass

from kdbib.model.venue import short_name
from kdbib.read.names import ET_AL, read_names

_YEAR = r"(?:19[5-9]\d|20\d\d)"
_SHORT_YEAR = r"['’ -]\s?(\d\d)"


@dataclass(frozen=True, slots=True)
class VenueYear:
    """Where venue and year stand in a text; ``whole`` covers both and the brackets around them."""

    venue: tuple[int, int] | None
    year: tuple[int, int] | None
    value: int
    whole: tuple[int, int]


_GROUP = re.compile(r"[\[(（]([^\[\]()（）]{2,120})[\])）]")
_IN_GROUP = re.compile(
    rf"\s*(?P<venue>\D.*?)??[\s,-]*(?:(?P<year>{_YEAR})|(?<=\w){_SHORT_YEAR})"
    r"(?P<track>\s*,?\s*(?:workshops?|oral|spotlight|poster|findings|main|demo|short|long)?)\s*",
    re.IGNORECASE,
)
_YEAR_AT_END = re.compile(
    rf"(?P<year>{_YEAR})\b(?P<track>\s*[,(]?\s*[\w ]{{0,12}}\)?)?[\s.,;:\ufffc]*$"
)
# where a venue can begin: after a sentence, after "et al.", after something that was read already
_STOP = re.compile(
    rf"[.?!;]\s*(?:[(（][^()（）]*[)）]\s*)?(?=\S)|[\ufffc\n]|{ET_AL.pattern}\s*(?:[(（][^()（）]*[)）])?[\s.,]*",
    re.IGNORECASE,
)
_LONGEST_VENUE = 9  # words
_EDGE = " \t\n.,;:[](（）)\ufffc"


def find_venue(text: str) -> VenueYear | None:
    """The venue and year of a line whose links and identifiers are taken out; None if neither."""
    return _in_brackets(text) or _at_the_end(text) or _without_year(text)


def _in_brackets(text: str) -> VenueYear | None:
    for group in _GROUP.finditer(text):
        found = _IN_GROUP.fullmatch(group[1])
        if not found:
            if short_name(group[1]) and group[0][0] == "[":
                return VenueYear(_tight(text, *group.span(1)), None, 0, group.span())
            continue
        year = found["year"] or found[3]
        name = "year" if found["year"] else 3
        base = group.start(1)
        if found["venue"] and len(found["venue"].split()) > _LONGEST_VENUE:
            continue
        if not found["venue"] and not _closes_a_part(text, group):
            continue
        if not found["year"] and not short_name(found["venue"] or ""):
            continue  # "(Part 22)"
        venue = _tight(text, base + found.start("venue"), base + found.end("venue"))
        value = int(year) if len(year) == 4 else 2000 + int(year) - (100 if int(year) > 60 else 0)
        span = (base + found.start(name), base + found.end(name))
        return VenueYear(venue if found["venue"] else None, span, value, group.span())
    return None


def _closes_a_part(text: str, group: re.Match[str]) -> bool:
    """Whether "(2015)" stands where a part ends, rather than within a title."""
    return not re.match(r"\s*[a-z]", text[group.end() :])


def _at_the_end(text: str) -> VenueYear | None:
    found = _YEAR_AT_END.search(text)
    if not found:
        return None
    track = (found["track"] or "").strip(" ,()")
    if track and not re.fullmatch(r"\w{2,8}", track):
        return None
    stops = [stop.end() for stop in _STOP.finditer(text, 0, found.start() + 1)]
    begin = stops[-1] if stops else 0
    venue = _tight(text, begin, found.start("year"))
    if venue and not _plausible(text[slice(*venue)], first=begin == 0):
        after_comma = text.rfind(",", begin, venue[1])
        venue = _tight(text, after_comma + 1, found.start("year")) if after_comma > 0 else None
        if venue and not _after_a_comma(text[slice(*venue)]):
            venue = None
    if venue is None and not (stops or text[: found.start()].rstrip().endswith((",", "."))):
        return None  # "A survey of 2019": part of a title
    if venue is None and begin < found.start() and text[begin : found.start()].strip(_EDGE):
        separated = text[: found.start()].rstrip().endswith((",", ".", ";"))
        if not separated:
            return None
    start = venue[0] if venue else found.start("year")
    return VenueYear(venue, found.span("year"), int(found["year"]), (start, len(text)))


def _without_year(text: str) -> VenueYear | None:
    """A known venue as the last sentence, its year forgotten: ``et al. IEEE RAL``."""
    stops = [stop.end() for stop in _STOP.finditer(text.rstrip(_EDGE))]
    venue = _tight(text, stops[-1], len(text)) if stops else None
    if venue and short_name(text[slice(*venue)]) and len(text[slice(*venue)].split()) <= 4:
        return VenueYear(venue, None, 0, (venue[0], len(text)))
    return None


def _plausible(text: str, *, first: bool) -> bool:
    """Whether a text before a year can be a venue; at the start of a line it is rather a title."""
    words = text.split()
    if short_name(text) and len(words) <= _LONGEST_VENUE:
        return True
    return not first and 1 <= len(words) <= _LONGEST_VENUE and text[0].isupper() and "," not in text


def _after_a_comma(text: str) -> bool:
    """Whether a text between a comma and a year is a venue, rather than the last author."""
    return short_name(text) is not None or (
        _plausible(text, first=False) and not read_names(text).names
    )


def _tight(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and text[start] in _EDGE:
        start += 1
    while end > start and text[end - 1] in _EDGE:
        end -= 1
    return (start, end) if end > start else None
