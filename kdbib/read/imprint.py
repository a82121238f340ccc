"""What stands after title and authors, as ``In Proc. CVPR, pp. 1-9, 2016``."""

import re

from kdbib.model.venue import short_name
from kdbib.read.dates import DATE, year_in
from kdbib.read.reading import EDGE, TAKEN
from kdbib.read.tags import Span, tight

LEAD = re.compile(
    r"(?:in:?|presented at(?: the)?|published in|accepted (?:by|at|to))\s+", re.IGNORECASE
)
# where the name of a venue ends, and volume, pages, place or publisher begin
_DETAIL = re.compile(
    r"[,;.:]?\s*\b(?:vol(?:ume)?|no|nos|number|issue|pp?|pages?|art(?:icle)?|series|ed|eds|edited)\b\.?\s"
    r"|[,;:.]?\s*\(?\d+\s?[(:]\s?\d|[,;]\s*\d+|\s\d+(?:\.\d+)?(?=\s*[,;:(]|\s*$)|[.;]\s+(?=[A-Z\d(])|[;\n]|\ufffc"
    r"|,\s+(?=[A-Z][\w. ]*,)",
    re.IGNORECASE,
)
_VENUE_WORD = re.compile(
    r"\b(?:journal|j|conference|conf|proc|proceedings|transactions|trans|letters|lett|review|reviews|"
    r"magazine|workshop|symposium|symp|lectures|annals|advances|press|publishers|ieee|acm|springer|"
    r"elsevier|international|nature|science|university|notes|archives?|bulletin|thesis)\b",
    re.IGNORECASE,
)
_DETAIL_WORD = re.compile(r"(?:vol|no|nos|pp?|art|eds?)\b", re.IGNORECASE)
_NUMBERS = re.compile(r"[\s,.;(]*\d")
_NEXT_WORD = re.compile(r"\s*(\S+)")
_ACRONYM = re.compile(r"[A-Z][\w-]*[A-Z][\w-]*")
_LONGEST = 16  # words


def read_imprint(text: str, start: int, end: int) -> tuple[Span | None, tuple[int, Span] | None]:
    """Where venue and year stand in the range of a text after title and authors, if they do."""
    end = min(end, start + 600)
    year = _year(text, start, end)
    begin = start
    while begin < end and text[begin] in EDGE + "“”\"'(":
        begin += 1
    if lead := LEAD.match(text, begin, end):
        begin = lead.end()
    if year and year[1][0] - begin < 2 and text[year[1][1] : year[1][1] + 1] in {".", ",", ")"}:
        begin = year[1][1] + 1  # "2016. In Proceedings ..."
        begin += len(text[begin:end]) - len(text[begin:end].lstrip(EDGE + ")"))
        if lead := LEAD.match(text, begin, end):
            begin = lead.end()
    venue = tight(text, begin, end_of_venue(text, begin, end, year), EDGE + "()[]*\"'“”")
    if venue and text[venue[1] : venue[1] + 1] == ")" and "(" in text[slice(*venue)]:
        venue = (venue[0], venue[1] + 1)
    return (venue if venue and _is_venue(text, venue, end) else None), year


def _year(text: str, start: int, end: int) -> tuple[int, Span] | None:
    found = [year_in(date) for date in DATE.finditer(text, start, end)]
    return found[-1] if found else None


def end_of_venue(text: str, begin: int, end: int, year: tuple[int, Span] | None) -> int:
    """Where the name of the venue that begins at ``begin`` ends."""
    stop = end
    for detail in _DETAIL.finditer(text, begin, end):
        if detail.start() > begin and not _abbreviated(text, begin, detail.start()):
            stop = detail.start()
            break
    if year and begin < year[1][0] < stop and year[1][0] - begin > 2:
        stop = year[1][0]
    return stop


def _abbreviated(text: str, begin: int, end: int) -> bool:
    """Whether the full stop at ``end`` only shortens a word, as in ``Proc. IEEE``."""
    if text[end : end + 1] != ".":
        return False
    word = text[begin:end].rpartition(" ")[2]
    following = _NEXT_WORD.match(text, end + 1)
    if following is None or following[1][0].isdigit() or short_name(word):
        return False
    if _DETAIL_WORD.match(following[1]):
        return False
    return len(word) <= 5 or following[1][0] in "(（" or following[1].endswith(".")


def _is_venue(text: str, where: Span, end: int) -> bool:
    venue = text[slice(*where)]
    words = venue.split()
    if len(words) > _LONGEST or TAKEN in venue or venue[0] in "-–(":
        return False
    if venue[0].islower():
        return bool(_NUMBERS.match(text, where[1], end))
    if short_name(venue) or _VENUE_WORD.search(venue) or _ACRONYM.fullmatch(words[0]):
        return True
    return bool(_NUMBERS.match(text, where[1], end))
