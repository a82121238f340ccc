"""A venue and a year at the end of a line: ``et al. CVPR 2019``, ``, ICML, 2015``."""

import re

from msgspec import Struct

from kdbib.model.venue import LAST_WORDS, short_name
from kdbib.read.dates import DATE, year_in
from kdbib.read.names import find_et_al, read_names
from kdbib.read.reading import TAKEN
from kdbib.read.tags import Span, Tag, read_tag, tight


class VenueYear(Struct, frozen=True, gc=False):
    """Where venue and year stand in a text; ``whole`` covers both and the brackets around them."""

    venue: Span | None
    year: Span | None
    value: int
    whole: Span
    evidence: float = 0.0


_AT_END = re.compile(
    rf"(?:{DATE.pattern})(?P<track>\s*[,(]?\s*[\w ]{{0,12}}\)?)?[\s.,;:\ufffc]*$", re.IGNORECASE
)
_NOTE_AT_END = re.compile(r"[\s.,;]*[(（][^()（）\ufffc]{1,80}[)）][\s.,;:\ufffc]*$")
_SHORT_AT_END = re.compile(r"(?:^|[.,;:\ufffc\n])\s*([^.,;:\ufffc\n]{2,60}?\d\d)[\s.,;:\ufffc]*$")
# where a venue can begin: after a sentence, after "et al.", after something that was read already
_LAST_STOP = re.compile(r".*(?P<stop>[.?!;。\ufffc\n|·—–]| - )", re.DOTALL)
_AFTER_STOP = re.compile(r"\s*(?:[(（][^()（）]*[)）]\s*)?(?=\S)")
_AFTER_ET_AL = re.compile(r"\s*(?:[(（][^()（）]*[)）])?[\s.,]*")
_INITIAL = re.compile(r"(?:^|[\s,.-])[A-Z]\.\s*$")
_IN = re.compile(r"[Ii]n:?\s+(?=\S)")
_VENUE_WORD = re.compile(
    r"\b(?:journal|conference|proc|proceedings|transactions|letters|review|magazine|workshop|press|"
    r"symposium|lectures|annals|advances|publishers|ieee|acm|springer|international)\b",
    re.IGNORECASE,
)
_VOLUME = re.compile(r"(?<=[^\W\d]),?\s+(?:vol\.?\s*)?\d+\s*[:(,].*$", re.IGNORECASE)
_LAST_WORD = re.compile(r"(?<![^\W_])[^\W_]+$")
_DIGIT = re.compile(r"\d")
_FOUR_DIGITS = re.compile(r"\d\d\d\d")
_TRACK = re.compile(r"\w{2,8}(?: paper)?")
_LETTER = re.compile(r"[^\W\d_]{2}")
_LONGEST_VENUE = 9  # words
_LONGEST_UNKNOWN = 5  # words of a venue that nothing else tells
_LONGEST_TEXT = 200  # characters
_AFTER_ALL = " \t\n.,;:" + TAKEN
_EDGE = ' \t\n.,;:[](（）)【】|/-–—*"“”»\ufffc'


def evidence(tag: Tag) -> float:
    """How surely the words of a tag are a venue and a year."""
    if tag.venue is None:
        return 1.0
    return (2.0 if tag.known else 1.2) + (1.0 if tag.year else -0.5)


def at_the_end(text: str) -> VenueYear | None:
    """A year as the last word, with the venue before it."""
    found = _date_at_the_end(text)
    if found is None:
        return None
    date, end = found
    value, year = year_in(date)
    start = date.start()
    begin = _last_stop(text, start + 1)
    venue, separated = _before_the_year(text, begin, start)
    if venue is None and not separated and (not begin or tight(text, begin, start, _EDGE)):
        return None  # "A survey of 2019": part of a title
    first = venue[0] if venue else start
    if venue and (lead := _IN.match(text, *venue)):
        venue = (lead.end(), venue[1])
    if venue and (volume := _VOLUME.search(text, *venue)):
        venue = tight(text, venue[0], volume.start(), _EDGE)
    known = venue is not None and short_name(text[slice(*venue)]) is not None
    end = max(end, len(text.rstrip(_AFTER_ALL))) if venue else end  # with the note after it
    return VenueYear(venue, year, value, (first, end), evidence(Tag(venue, year, value, known)))


def _date_at_the_end(text: str) -> tuple[re.Match[str], int] | None:
    """The date that a line ends in, but for a word such as *oral* and a note in brackets."""
    end = len(text.rstrip(_AFTER_ALL))
    if text[end - 1 : end] in {")", "）"} and (
        note := _NOTE_AT_END.search(text, max(0, end - 120))
    ):
        end = note.start()
    if not _FOUR_DIGITS.search(text, max(0, end - 60), end):
        return None
    found = _AT_END.search(text, max(0, end - 60), end)
    if not found:
        return None
    track = (found["track"] or "").strip(" ,()")
    if track and not _TRACK.fullmatch(track):
        return None
    date = DATE.match(text, found.start(), end)
    return (date, end) if date else None


def _before_the_year(text: str, begin: int, end: int) -> tuple[Span | None, bool]:
    """The venue in the range before a year, and whether the year stands apart from other words."""
    venue = tight(text, begin, end, _EDGE)
    if venue and _is_none(text, venue):
        return None, True
    if venue and "," not in text[slice(*venue)] and _follows_an_initial(text, venue):
        return None, True
    if venue and " and " in text[slice(*venue)] and read_names(text[slice(*venue)]).evidence >= 2:
        return None, True
    if venue and not _plausible(text, venue, first=not begin):
        comma = max(text.rfind(",", begin, venue[1]), text.rfind("，", begin, venue[1]))
        venue = tight(text, comma + 1, end, _EDGE) if comma > 0 else None
        if venue and _is_none(text, venue):
            return None, True
        if venue and not _after_a_comma(text, venue):
            if read_names(text[slice(*venue)]).names:
                return None, True  # the last author
            venue = None
    before = text[max(0, end - 8) : end].rstrip()
    return venue, before.endswith((",", ".", ";", ":", "|"))


def _is_none(text: str, where: Span) -> bool:
    """Whether a text before a year is a quoted title, or only pages and numbers."""
    quoted = where[0] > 0 and text[where[0] - 1] in '"“”«「『《'
    return quoted or not _LETTER.search(text, *where)


def _follows_an_initial(text: str, venue: Span) -> bool:
    """Whether "Salamon" stands after "P.", and is no venue."""
    before = text[max(0, venue[0] - 4) : venue[0]]
    return bool(_INITIAL.search(before)) and short_name(text[slice(*venue)]) is None


def _last_stop(text: str, end: int) -> int:
    """Where the last sentence or part before an offset begins; only so far back as venues reach."""
    begin = first = max(0, end - _LONGEST_TEXT - 60)
    last = end
    while begin == first and (stop := _LAST_STOP.match(text, first, last)):
        last = stop.start("stop")
        if text[last] in "\ufffc\n":
            begin = last + 1
        elif (after := _AFTER_STOP.match(text, last + 1)) and after.end() <= end:
            begin = after.end()
    et_al = find_et_al(text[begin:end])
    after = _AFTER_ET_AL.match(text, begin + et_al.end()) if et_al else None
    return after.end() if after else begin


def short_at_the_end(text: str) -> VenueYear | None:
    """A known venue with a short year as the last part: ``EMNLP 18``."""
    end = len(text.rstrip(_AFTER_ALL))
    if not _DIGIT.search(text, max(0, end - 4), end):
        return None
    found = _SHORT_AT_END.search(text, max(0, end - 80), end)
    tag = read_tag(text, *found.span(1)) if found else None
    if not tag or not tag.known or not tag.year or not tag.venue:
        return None
    return VenueYear(tag.venue, tag.year, tag.value, (tag.venue[0], len(text)), evidence(tag))


def _may_end_a_venue(text: str) -> bool:
    """Whether the last word of a text is one that known venues end in, or has capitals inside."""
    word = _LAST_WORD.search(text)
    if word is None:
        return False
    return word[0][1:] != word[0][1:].lower() or word[0].lower() in LAST_WORDS


def without_year(text: str) -> VenueYear | None:
    """A known venue as the last sentence, its year forgotten: ``et al. IEEE RAL``."""
    end = len(text.rstrip(_EDGE))
    if not _may_end_a_venue(text[max(0, end - 24) : end]):
        return None
    begin = _last_stop(text, end)
    venue = tight(text, begin, end, _EDGE) if begin else None
    if venue and text.count(" ", *venue) <= 3 and short_name(text[slice(*venue)]):
        return VenueYear(venue, None, 0, (venue[0], len(text)), 1.3)
    comma = text.rfind(",", max(0, end - 32), end)
    venue = tight(text, comma + 1, end, _EDGE) if comma > 0 else None
    if venue and (tag := read_tag(text, *venue)) and tag.known:
        return VenueYear(venue, None, 0, (venue[0], len(text)), 1.2)
    return None


def _plausible(text: str, where: Span, *, first: bool) -> bool:
    """Whether a text before a year can be a venue; at the start of a line it is rather a title."""
    if where[1] - where[0] > _LONGEST_TEXT:
        return False
    venue = text[slice(*where)]
    words = venue.split()
    if len(words) > _LONGEST_VENUE:
        return False
    return short_name(venue) is not None or (
        not first and not venue[0].islower() and "," not in venue
    )


def _after_a_comma(text: str, where: Span) -> bool:
    """Whether a text between a comma and a year is a venue, rather than the last author."""
    venue = text[slice(*where)]
    if short_name(venue) is not None:
        return True
    if not _plausible(text, where, first=False) or read_names(venue).names:
        return False
    if _VENUE_WORD.search(venue):
        return True
    words = venue.split()
    small = {"of", "and", "on", "&", "in", "for"}
    return len(words) <= _LONGEST_UNKNOWN and not any(
        w[0].islower() and w not in small for w in words
    )
