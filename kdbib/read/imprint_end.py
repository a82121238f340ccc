"""Where the imprint of a whole reference begins, and the venue and the year that it gives.

In ``Title. Second sentence. In: Proceedings of the Workshop, 2015`` it begins at ``In:``.
"""

import re
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from kdbib.model.venue import short_name
from kdbib.read.dates import DATE, YEAR, year_in
from kdbib.read.imprint import LEAD, end_of_venue
from kdbib.read.reading import EDGE, TAKEN
from kdbib.read.sentences import sentence_ends
from kdbib.read.tags import Span, tight


class Imprint(Struct, frozen=True, gc=False):
    """The venue and the year that end a reference."""

    venue: Span | None = None
    year: tuple[int, Span] | None = None


_IN = re.compile(r"In(?::\s*|\s+)(?=[A-Z\d])")
_FIRST_PART = re.compile(r"[^,;(\ufffc]{2,240}")
# words that venues are called by, and that hardly begin the second sentence of a title
_VENUE_WORD = re.compile(
    r"\b(?:journal|conference|conf|proceedings|proc|transactions|trans|symposium|symp|workshop|"
    r"annals|lecture notes|advances in|letters|magazine|actes|revue|zeitschrift|university press|"
    r"(?:annual|international|joint) meeting|arxiv|corr)\b",
    re.IGNORECASE,
)
# of journals: "Nature Genetics. 2010" is nobody
_JOURNAL_WORD = re.compile(
    r"\b(?:nature|science|sciences|cell|acta|plos|physica|biology|medicine|genetics|physics|"
    r"chemistry|neuroscience|psychology|ecology|economics|statistics|mathematics|bioinformatics|"
    r"neurocomputing|biometrika|cognition|computation|communications|materials|engineering|"
    r"technology|technologies|publishers?|verlag|wiley|springer|kaufmann|computers|intelligenza|"
    r"linguistics|signal|sensors|access|surveys|bell|york|cambridge|oxford|thesis|report)\b",
    re.IGNORECASE,
)
_ACRONYM = re.compile(
    r"(?:[A-Z]{2}|[A-Z][a-z]+[A-Z])[\w&/-]*(?!\w)(?:[\s'’-]*\d{2,4})?(?=[\s.,)]*$|[\s,)]*\d)"
)
_YEAR = re.compile(rf"[(\[]?{YEAR}[a-z]?(?:[)\]]|[\s.,;:]|$)(?!\s*[^\W\d_])")
_YEAR_ALONE = re.compile(rf"[(\[]?{YEAR}[a-z]?[)\]]?[\s.,;\ufffc]*$")
_COMMA = re.compile(r",\s+(?=[A-Z\d])")
_NUMBERS = re.compile(r"[\s,.;(]*\d")
_STOPS = " \t\n.,;:" + TAKEN
_CLOSERS = _STOPS + ")]"
_AROUND = EDGE + "()[]*\"'“”"
_LONGEST_UNKNOWN = 16  # words
_LONGEST_SHORT = 5
_LONGEST_VENUE = 30
_MOST = 60  # commas that are tried


def begins_imprint(text: str, start: int, end: int) -> bool:
    """Whether what begins at ``start`` is a venue or a year, and no sentence of a title."""
    if text[start] == TAKEN or _IN.match(text, start, end) or _YEAR_ALONE.match(text, start, end):
        return True
    part = _FIRST_PART.match(text, start, end)
    if part is None or (text[start].islower() and not text.startswith("arXiv", start)):
        return False
    words = part[0].split(". ")[0]
    if _VENUE_WORD.search(words) or (is_journal(words) and _is_short_name(words)):
        return True
    if ":" not in words and words.count(" ") <= _LONGEST_UNKNOWN and short_name(words.rstrip(" .")):
        return True
    return bool(_ACRONYM.match(text, start, end))


def end_of_title_before_imprint(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the title that begins at ``start`` ends, and where the imprint after it begins.

    That is the first sentence that is surely a venue; or else the last one, if a year or numbers
    follow in it. None if no sentence is.
    """
    before: tuple[int, int] | None = None
    for stop, after in sentence_ends(text, start, end):
        if stop > start and text[start:stop].strip(EDGE):
            if _YEAR.match(text, after, end):
                named = before and _is_short_name(text[before[1] : stop])
                acronym = before and _ACRONYM.match(text, before[1], stop)
                return before if named or acronym else (stop, after)
            if begins_imprint(text, after, end):
                return stop, after
            before = (stop, after)
    if before and (_is_dated(text, before[1], end) or _is_last_name(text, before, end)):
        return before
    return None


def _is_last_name(text: str, stop: tuple[int, int], end: int) -> bool:
    """Whether the last sentence is the name of a venue that is not known, without a year."""
    return text[stop[1] - 2] == "." and _is_short_name(text[stop[1] : end].rstrip(_STOPS))


def _is_short_name(text: str) -> bool:
    """Whether a sentence before a year may be a venue that is not known: ``Neural Comput``."""
    words = text.split()
    return 1 < len(words) <= _LONGEST_SHORT and all(w[0].isupper() or len(w) <= 3 for w in words)


def is_journal(text: str) -> bool:
    """Whether words that may be a name are those of a journal or a publisher."""
    return bool(_JOURNAL_WORD.search(text))


def is_imprint(text: str, start: int, end: int) -> bool:
    """Whether what begins at ``start`` is a venue, known or not, or a year."""
    return begins_imprint(text, start, end) or _is_dated(text, start, end)


def commas_before_imprints(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The commas after which a venue begins, and where it does."""
    for comma in islice(_COMMA.finditer(text, start, end), _MOST):
        if begins_imprint(text, comma.end(), end) and not _YEAR.match(text, comma.end(), end):
            yield comma.start(), comma.end()


def read_imprint_at_end(text: str, start: int, end: int, *, dated: bool = False) -> Imprint | None:
    """Venue and year of a range that is nothing else; None if other words are in it.

    Where the reference is ``dated`` already, years in the range are part of its venue.
    """
    while start < end and text[start] in EDGE + "([":
        start += 1
    if lead := LEAD.match(text, start, end):
        start = lead.end()
    last = _last_year(text, start, end)
    year = None if dated else last
    stop = end_of_venue(text, start, end, year)
    if last and not text[last[1][1] : end].strip(_STOPS if dated else _CLOSERS):
        stop = min(stop, last[1][0])  # "BigData 2016, 2016"
    venue = tight(text, start, stop, _AROUND)
    if venue and text[venue[1] : venue[1] + 1] == ")" and "(" in text[slice(*venue)]:
        venue = (venue[0], venue[1] + 1)
    if venue and not any(map(str.isalpha, text[slice(*venue)])):
        venue = None
    if venue and len(text[slice(*venue)].split()) > _LONGEST_VENUE:
        return None
    return Imprint(venue, year)


def _is_dated(text: str, start: int, end: int) -> bool:
    """Whether a sentence may be the imprint of an unknown venue: short, with numbers behind it."""
    part = _FIRST_PART.match(text, start, end)
    if part is None or len(part[0].split()) > _LONGEST_UNKNOWN or text[start].islower():
        return False
    year = _last_year(text, start, end)
    return bool(year and not text[year[1][1] : end].strip(_CLOSERS)) or bool(
        _NUMBERS.match(text, part.end(), end)
    )


def _last_year(text: str, start: int, end: int) -> tuple[int, Span] | None:
    found = None
    for date in DATE.finditer(text, start, end):
        found = year_in(date)
    return found
