"""Whole references that begin with the title: ``Title. People. Venue 2015``, ``Title, People``."""

import re
from collections.abc import Iterator
from itertools import islice

from kdbib.read.dates import YEAR
from kdbib.read.forms.line import Line
from kdbib.read.forms.whole import SURE, bounds, quoted_title, whole
from kdbib.read.imprint_end import (
    Imprint,
    begins_imprint,
    commas_before_imprints,
    end_of_title_before_imprint,
    is_imprint,
    is_journal,
    read_imprint_at_end,
)
from kdbib.read.names import NameList, cannot_be_names, find_et_al, read_names
from kdbib.read.reading import EDGE, TAKEN, Guess, Range
from kdbib.read.sentences import sentence_ends
from kdbib.read.titles import trimmed

_YEAR_FIRST = re.compile(rf"(?:(?P<first>{YEAR})|\[?n\.\s?d\.\]?)\.\s+(?=\S)")
_YEAR_AFTER = re.compile(rf"[.?!]\s\((?:(?P<after>{YEAR})[a-z]?|n\.\s?d\.)\)[.,:]*(?:\s+|$)")
_ET_AL = re.compile(r"\bet al$")  # of authors who can't be read
_COMMA = re.compile(r",\s+(?=\S)")
_MOST = 60  # places that are tried


def title_then_people(line: Line) -> Iterator[Guess]:
    """A title, and after it people, venue and year, as far as they are there."""
    text = line.whole
    start, end = bounds(text)
    if quoted := quoted_title(text, start, end):
        if imprint := _imprint(text, quoted[1], end):
            yield whole(quoted[0], None, start, imprint, begin=quoted[1], evidence=SURE)
        return
    if year := _YEAR_FIRST.match(text, start, end) or _YEAR_AFTER.search(text, start, end):
        yield from _around_year(text, year, start, end)
        return
    before = _before_imprint(text, start, end)
    surely = before[1] if before and begins_imprint(text, before[1], end) else end
    for find in (_in_sentences, _in_commas):
        for people, title_end, at, stop, begin in find(text, start, end):
            if at >= surely:
                break  # "Los Angeles, CA" are no people
            if begin < surely and not begins_imprint(text, begin, end):
                continue  # people are left before the venue
            words, imprint = _title(text, start, title_end), _imprint(text, begin, end)
            if words and imprint and _are_people(people, text[at:stop], followed=begin < end):
                evidence = 2.0 if begin == surely < end else 0.7
                yield whole(words, people, at, imprint, begin=begin, evidence=evidence)
                break
    title = _title(text, start, before[0]) if before else None
    if before and title and (imprint := read_imprint_at_end(text, before[1], end)):
        yield whole(
            title, None, start, imprint, begin=surely, evidence=0.9 if surely < end else 0.5
        )


def _before_imprint(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where what precedes the imprint ends, and the imprint begins: after a sentence or a comma."""
    sentence = end_of_title_before_imprint(text, start, end)
    if sentence and begins_imprint(text, sentence[1], end):
        return sentence
    return next(commas_before_imprints(text, start, end), None) or sentence


def _imprint(text: str, begin: int, end: int) -> Imprint | None:
    """The imprint that begins at an offset, empty at the end of the line; None if it is none."""
    if begin < end and not text[begin:end].strip(EDGE):
        begin = end
    if begin < end and not is_imprint(text, begin, end):
        return None
    return read_imprint_at_end(text, begin, end)


def _title(text: str, start: int, end: int) -> Range | None:
    title = trimmed(text, start, end)
    return title if title and any(map(str.isalpha, text[slice(*title)])) else None


def _around_year(text: str, year: re.Match[str], start: int, end: int) -> Iterator[Guess]:
    """``2015. Title. In Venue.`` and ``Title. (2015). Venue.``, a work without authors."""
    group = "first" if "first" in year.groupdict() else "after"
    value = (int(year[group]), Range(*year.span(group))) if year[group] else None
    after = year.end()
    title = _title(text, start, year.start() + (text[year.start()] in "?!"))
    if group == "first" or _ET_AL.search(text, start, year.start()):
        parts = end_of_title_before_imprint(text, after, end)
        title = _title(text, after, parts[0] if parts else end)
        after = parts[1] if parts else end
    imprint = read_imprint_at_end(text, after, end, dated=value is not None)
    if title and imprint:
        yield whole(title, None, start, imprint, value, begin=after, evidence=SURE)


_Found = tuple[NameList, int, int, int, int]
"""People, where the title before them ends, where they begin and end, and the imprint after."""


def _in_sentences(text: str, start: int, end: int) -> Iterator[_Found]:
    """People in a sentence of their own."""
    ends = list(sentence_ends(text, start, end))
    for number, (title_end, at) in enumerate(ends):
        stop, after = ends[number + 1] if number + 1 < len(ends) else (end, end)
        if cannot_be_names(text, at) or begins_imprint(text, at, end):
            continue
        people = read_names(text[at : stop + 1].rstrip(" \t\n").replace(TAKEN, " "))
        if people.names and (after == end or is_imprint(text, after, end)):
            yield people, title_end, at, stop, after


def _in_commas(text: str, start: int, end: int) -> Iterator[_Found]:
    """People between commas, each of them a whole name."""
    commas = [comma.span() for comma in islice(_COMMA.finditer(text, start, end), _MOST)]
    stops = [*(comma[0] for comma in commas[1:]), end][: len(commas)]
    pieces = [(at, stop) for (_, at), stop in zip(commas, stops, strict=True)]
    are_names = [_is_whole_name(text[at:stop]) for at, stop in pieces]
    for first, (at, _) in enumerate(pieces):
        if not are_names[first] or (first and are_names[first - 1]):
            continue
        last = first
        while last + 1 < len(pieces) and are_names[last + 1]:
            last += 1
        if last + 1 < len(pieces) and find_et_al(text[slice(*pieces[last + 1])].strip()):
            last += 1
        stop = pieces[last][1]
        after = pieces[last + 1][0] if last + 1 < len(pieces) else end
        if after == end or is_imprint(text, after, end):
            people = read_names(text[at:stop].rstrip(EDGE.replace(".", "")).replace(TAKEN, " "))
            yield people, commas[first][0], at, stop, after


def _is_whole_name(text: str) -> bool:
    names = read_names(text.strip())
    return names.evidence >= 2 and all(name.given for name, _, _ in names.names)


def _are_people(people: NameList, text: str, *, followed: bool) -> bool:
    """Whether names are surely people: more than one, or with initials, or not the last words."""
    if people.et_al:
        return bool(people.names)
    if people.evidence < 2 or is_journal(text):
        return False
    return followed or len(people.names) > 1 or "." in text
