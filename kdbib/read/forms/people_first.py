"""Whole references that begin with the authors: APA, MLA, IEEE, ACM, Springer, plain sentences.

What stands after the authors tells the style: a year in brackets or as a sentence, a quotation
mark, a colon, or a full stop.
"""

import re
from collections.abc import Iterator

from kdbib.read.dates import YEAR
from kdbib.read.forms.line import Line
from kdbib.read.forms.whole import SURE, bounds, quoted_title, whole
from kdbib.read.imprint_end import (
    begins_imprint,
    end_of_title_before_imprint,
    read_imprint_at_end,
)
from kdbib.read.names import NameList, cannot_be_names, leading_names, read_names
from kdbib.read.reading import EDGE, TAKEN, Guess, Range
from kdbib.read.sentences import stop_of_initial, surname_follows
from kdbib.read.titles import trimmed

_NO_DATE = r"n\.\s?d\.|no date|in press|forthcoming"
_AFTER_PEOPLE = re.compile(
    rf"(?P<date>[.,]?\s?\((?:(?P<year>{YEAR})[a-z]?(?:,\s[^()]{{1,20}})?|{_NO_DATE})\)[.,:]*\s+"
    rf"|[.,]\s+\[?(?:(?P<alone>{YEAR})[a-z]?|{_NO_DATE})\]?[.:]\s+)"
    r"|(?P<quote>[.,:]?\s(?=[\"“„«]))"
    r"|(?P<colon>:\s+)"
    r"|(?P<stop>\.\s+)"
)
_OF_SPRINGER = re.compile(rf"\.\sIn:\s|\({YEAR}\)\W*$")
_NEXT_INITIAL = re.compile(r"(?:[^\W\d_]\.[\s-]?)*[^\W\d_]\.?:|(?:[^\W\d_]\.[\s-]?)+[\s,]")
_FARTHEST = 4000  # characters that the authors may take
_MOST = 80  # places that are tried


def people_first(line: Line) -> Iterator[Guess]:
    """``Surname, G. (2015). Title. Venue.``, ``G. Surname. Title. Venue, 2015.`` and their like."""
    text = line.whole
    start, end = bounds(text)
    if cannot_be_names(text, start):
        return
    dated: re.Match[str] | None = None
    for after in _ends_of_people(text, start, min(end, start + _FARTHEST)):
        people = read_names(text[start : after.start() + 1].rstrip(" ,:;(").replace(TAKEN, " "))
        if people.names and (people.evidence >= 2 or people.et_al) and _fits(text, after, people):
            yield from _after_people(line, people, start, after, end)
            return
        dated = dated or (after if after["date"] else None)
    if dated and (some := _some_people(text, start, dated.start())):
        yield from _after_people(line, some, start, dated, end)


def _ends_of_people(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Where the authors may end: at the first mark that ends no initial, or at an initial's."""
    initials: list[re.Match[str]] = []
    for number, after in enumerate(_AFTER_PEOPLE.finditer(text, start, end)):
        if after.lastgroup != "stop" or not stop_of_initial(text, start, after.start()):
            yield after
            break
        if number >= _MOST:
            break
        if not (_NEXT_INITIAL.match(text, after.end()) or surname_follows(text, after.end())):
            initials.append(after)
    yield from initials[:-4:-1]


def _some_people(text: str, start: int, end: int) -> NameList | None:
    """Those who can be read of the authors before a date, if they surely are people."""
    people, _ = leading_names(text, start, end)
    if people is None or people.evidence < 2 or not _have_initials(people):
        return None
    return NameList(people.names, True, people.evidence)


def _fits(text: str, after: re.Match[str], people: NameList) -> bool:
    """Whether what follows the authors is what follows authors of their form."""
    if after.lastgroup != "colon":
        return True
    stop = text[after.start() - 1 : after.start()] == "."
    return stop or people.et_al or bool(_OF_SPRINGER.search(text, after.end()))


def _after_people(
    line: Line, people: NameList, start: int, after: re.Match[str], end: int
) -> Iterator[Guess]:
    text = line.whole
    value, group = after["year"] or after["alone"], "year" if after["year"] else "alone"
    year = (int(value), Range(*after.span(group))) if value else None
    dated = after["date"] is not None
    at = after.end()
    quoted = quoted_title(text, at, end)
    parts = end_of_title_before_imprint(text, at, end) or (len(text[:end].rstrip(EDGE)), end)
    title, begin = quoted or (trimmed(text, at, parts[0]), parts[1])
    if title is None or not any(map(str.isalpha, text[slice(*title)])):
        return
    marked = dated or quoted or after["colon"]
    if not (marked or _surely_people(people)) and (
        begins_imprint(text, title.start, title.end)
        or _have_initials(read_names(text[slice(*title)]))
    ):
        return
    imprint = read_imprint_at_end(text, begin, end, dated=bool(year))
    if imprint is None:
        return
    evidence = SURE if marked else 0.6 + 0.4 * (begin < end)
    yield whole(title, people, start, imprint, year, begin=begin, evidence=evidence)


def _have_initials(people: NameList) -> bool:
    """Whether a given name is shortened, as no words of a title are."""
    return any("." in (name.given or "") for name, _, _ in people.names)


def _surely_people(people: NameList) -> bool:
    """Whether names are more than two words that might be a title: ``Opportunity Heuristics``."""
    return people.et_al or len(people.names) > 1 or _have_initials(people)
