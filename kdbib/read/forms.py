"""The forms of citation lines: recognisers that each read title and authors in one way.

A form gets a Line and yields Guesses. It need not know the others: which guess is believed is
decided by how well it explains the line. To add a form, write a recogniser and put it in FORMS.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from kdbib.model import LinkKind
from kdbib.read.dates import DATE, year_in
from kdbib.read.imprint import read_imprint
from kdbib.read.inline import LinkRange, Prose
from kdbib.read.links import is_label
from kdbib.read.names import NameList, cannot_be_names, find_et_al, leading_names, read_names
from kdbib.read.reading import EDGE, TAKEN, Guess, Range, Reading
from kdbib.read.tags import read_tag
from kdbib.read.titles import end_of_title, trimmed


class Line(NamedTuple):
    """A line whose links, identifiers, venue and year have been read already.

    ``head`` is its words with TAKEN in the place of what has been read; ``venue`` is the range of
    venue and year.
    """

    prose: Prose
    read: Reading
    head: str
    venue: Range | None


Form = Callable[[Line], Iterator[Guess]]

_TAG = re.compile(r"^[\s\ufffc]*[(（\[][a-z ]{3,12}[)）\]]\s*", re.IGNORECASE)  # "(survey)"
_ENUMERATOR = re.compile(r"[\s\ufffc]*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}[.:)](?=\s))\s*")
_BOUNDARY = re.compile(r"(?<=[.?!。])\s*(?=\S)|\n|(?<=\ufffc)(?=[^\ufffc])|(?<=,)\s+(?=\S)")
_QUOTED = re.compile(r"[\"“”„«「『《]([^\"“”„«»「」『』《》]{4,400})[\"“”»」』》]")
_INITIAL_BEFORE = re.compile(r"(?:^|[\s.,-])[A-Z]$")
_SURNAME = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?\s*(?:,|;|&|\.\s|and\s|et\s)")
_NO_WORDS = EDGE + "()[]*\"'“”"
_WORD = re.compile(r"\w+")
_BY = re.compile(r"(?:by|from|authors?:)\s+", re.IGNORECASE)
_AFTER_NAMES = re.compile(r"[.:：]\s*(?=\S)|\ufffc+|,\s+(?=(?:19|20)\d\d[a-z]?[.,:])")
_AFTER_YEAR = re.compile(r"[a-z]?[).,:]*\s+")
_AUTHORS_LABEL = re.compile(
    r"(?:[\s*]*(?:authors?|by|作者|著者)\s*[:：]|[\s*]*by\s)\s*", re.IGNORECASE
)
_MOST_BOUNDARIES = 40


def _words(head: str, start: int, end: int) -> int:
    return len(_WORD.findall(head, start, end)) if end > start else 0


def _ranges(names: NameList, offset: int) -> tuple[tuple[object, Range], ...]:
    return tuple((name, Range(offset + a, offset + b)) for name, a, b in names.names)


def _guess(title: Range | None, names: NameList | None, offset: int, **more: object) -> Guess:
    if names is None:
        return Guess(title, **more)  # type: ignore[arg-type]
    return Guess(
        title,
        _ranges(names, offset),  # type: ignore[arg-type]
        names.et_al,
        names.evidence,
        **more,  # type: ignore[arg-type]
    )


# --- a title first, then the authors ----------------------------------------------------------


def title_first(line: Line) -> Iterator[Guess]:
    """``Title. Surname, Given et al.`` and ``Title, G. Surname and G. Surname``."""
    head = line.head
    tag = _TAG.match(head) or _ENUMERATOR.match(head)
    start, end = tag.end() if tag else 0, len(head.rstrip(EDGE))
    if whole := trimmed(head, start, end):
        yield Guess(whole)
    boundaries = [b for b in _BOUNDARY.finditer(head, start, end) if start < b.end() < end]
    found = False
    for boundary in boundaries[-_MOST_BOUNDARIES:]:
        at = boundary.end()
        comma = head[boundary.start() - 1] == ","
        if (comma and found) or cannot_be_names(head, at):
            continue  # after the first comma with names behind it there are only fewer names
        names = read_names(head[at:end].replace(TAKEN, " "))
        if names.names and _can_be_authors(head, at, end, names, comma=comma):
            found = found or comma
            title = trimmed(head, start, at)
            yield _guess(title, names, at, evidence=0.3 if not comma else 0.0)


def _can_be_authors(head: str, at: int, end: int, names: NameList, *, comma: bool) -> bool:
    """Weak evidence will do where the sentence before is a title by itself."""
    before = head[:at].rstrip(EDGE)
    if len(before.split()) < 2 and names.evidence < 2:
        return False
    if comma and not names.et_al:
        return names.evidence >= 2 and (len(names.names) > 1 or "." in head[at:end].rstrip(EDGE))
    if not names.et_al and names.evidence < 1:
        # "FAIR." or "Cheol": one word, believed only if it is a sentence and not half of a name
        return head[at:end].strip(" .").isupper() and not re.search(r",[^.]*$", before[-200:])
    return True


# --- a title that is set off by markup --------------------------------------------------------


def marked_title(line: Line) -> Iterator[Guess]:
    """A title that is a link, bold, quoted or italic, with the rest before and after it."""
    seen: set[tuple[int, int]] = set()
    for start, end, evidence, link in _marked(line):
        if (start, end) in seen:
            continue  # a link in bold
        seen.add((start, end))
        number = _ENUMERATOR.match(line.head, start, end)
        title = trimmed(line.head, number.end() if number else start, end)
        if title is None or _is_no_title(line.head[title.start : title.end]):
            continue
        follows = line.head[end : end + 2]
        if follows[:1] in {":", "："} and _words(line.head, end, len(line.head)) > 1:
            if link is None and _words(line.head, title.start, title.end) <= 4:
                continue  # "**KD-Lib**: A PyTorch library" goes on
            if link and _words(line.head, title.start, title.end) <= 2:
                continue
        yield from _around(line, title, end, evidence, link)


def _marked(line: Line) -> Iterator[tuple[int, int, float, LinkRange | None]]:
    """The ranges with markup, how much each speaks for a title, and the link that it is."""
    paper = (LinkKind.PAPER, LinkKind.PDF)
    first = True
    for link, kind in line.read.links:
        if not is_label(link.text) and link.text != link.url and TAKEN not in link.text:
            yield link.start, link.end, (1.6 if kind in paper else 0.9) - (not first) * 0.5, link
            first = False
    for mark in line.prose.emphasis[:40]:
        if mark.end - mark.start > 3:
            inner = [x for x, _ in line.read.links if mark.start <= x.start and x.end <= mark.end]
            only = inner[0] if len(inner) == 1 else None
            yield mark.start, mark.end, 1.1 if mark.strong else 0.3, only
    for quote in list(_QUOTED.finditer(line.head))[:20]:
        closed = quote[1].rstrip()[-1:] in {",", ".", "?", "!"}
        after = line.head[quote.end() :].lstrip()[:1]
        if (
            closed
            or not after
            or after in EDGE + "(（"
            or line.head[quote.end() :].startswith(" in ")
        ):
            yield quote.start(1), quote.end(1), 1.4, None


def _is_no_title(text: str) -> bool:
    """Whether marked words are names, a venue or nothing, and surely not a title."""
    if find_et_al(text) or not text.strip(_NO_WORDS):
        return True
    return len(text) < 80 and text.count(" ") < 7 and read_tag(text) is not None


def _around(
    line: Line, title: Range, end: int, evidence: float, link: LinkRange | None
) -> Iterator[Guess]:
    """The authors before or after a marked title, and the imprint after it."""
    head = line.head
    start = len(head) - len(head.lstrip(EDGE + "[("))
    if title.start <= start and not head[end:].strip(_NO_WORDS):
        yield Guess(title, evidence=evidence, main=link)
        return
    before = read_names(head[start : title.start].rstrip(EDGE + "[(\"“*'").replace(TAKEN, " "))
    after = end + len(head[end:]) - len(head[end:].lstrip(EDGE + ")]\"”»*'"))
    if by := _BY.match(head, after):
        after = by.end()
    stop = len(head.rstrip(EDGE))
    names, rest_at = (before, after) if before.names else _names_after(line, after, end, stop)
    offset = start if before.names else after
    left = 0 if before.names else _words(head, start, title.start)
    imprint = None if line.venue and line.read.venue else read_imprint(head, rest_at, stop)
    venue = _imprint_before_year(line, rest_at) if line.venue else None
    if imprint and imprint[0]:
        venue, rest_at = Range(*imprint[0]), imprint[0][1]
    elif venue:
        rest_at = max(rest_at, venue.end)
    year = (imprint[1][0], Range(*imprint[1][1])) if imprint and imprint[1] else None
    rest = left + (0 if imprint and imprint[0] else _words(head, rest_at, stop))
    yield _guess(
        title,
        names if names and names.names else None,
        offset,
        evidence=evidence,
        rest=rest,
        venue=venue,
        year=year if venue or (year and rest <= 6) else None,
        main=link,
    )


def _names_after(line: Line, after: int, end: int, stop: int) -> tuple[NameList | None, int]:
    """The authors after a marked title, and where they end; emphasis may set them off."""
    for mark in line.prose.emphasis:
        if after - 3 <= mark.start <= after < mark.end and not mark.strong:
            emphasised = read_names(line.head[after : mark.end].replace(TAKEN, " "))
            if emphasised.evidence >= 1:
                return emphasised, mark.end
    names, rest_at = leading_names(_without_links(line, end), after, stop)
    if names and not names.et_al and names.evidence < 1:
        return None, after
    return names, rest_at


def _without_links(line: Line, start: int) -> str:
    """The head without the words of links from an offset on that lead to papers and code."""
    head = line.head
    for link, kind in line.read.links:
        if link.start >= start and kind not in {LinkKind.OTHER, LinkKind.PROJECT}:
            head = head[: link.start] + TAKEN * (link.end - link.start) + head[link.end :]
    return head


def _imprint_before_year(line: Line, start: int) -> Range | None:
    """A venue that begins earlier than it seemed: "Synthesis Lectures, Morgan & Claypool, 2020"."""
    read = line.read
    if not line.venue or not read.year or (line.venue.start <= start):
        return None
    end = read.year[1].start
    text = line.prose.plain
    begin = start
    gap = text[begin : line.venue.start]
    if TAKEN in line.head[begin : line.venue.start] or not gap.strip(EDGE + "([") or "(" in gap:
        return None
    if len(text[begin:end].split()) > 16 or not text[begin].isupper() or ". " in gap:
        return None
    while end > begin and text[end - 1] in EDGE:
        end -= 1
    return Range(begin, end)


# --- authors first ----------------------------------------------------------------------------


def authors_first(line: Line) -> Iterator[Guess]:
    """``G. Surname, G. Surname, Title``, ``Surname, G. (2015). Title. Journal``."""
    head = line.head
    tag = _ENUMERATOR.match(head)
    start, end = tag.end() if tag else 0, len(head.rstrip(EDGE))
    if cannot_be_names(head, start):
        return
    for names_end, title_start, year in _ends_of_names(line, start, end):
        stop = names_end + (head[names_end : names_end + 1] == ".")
        names = read_names(head[start:stop].rstrip(" \t\n,;:(（").replace(TAKEN, " "))
        if names.evidence >= 2 or (names.et_al and names.names):
            yield from _after_names(line, names, start, title_start, year)
    names_, at = leading_names(head, start, end)
    titled = head[start:at].rstrip().endswith((":", "：")) and names_ and not _surely_people(names_)
    if (
        names_
        and names_.names
        and at < end
        and (names_.evidence >= 2 or names_.et_al)
        and not titled
    ):
        yield from _after_names(line, names_, start, at, None)


def _surely_people(names: NameList) -> bool:
    """Whether names are not half a title, as "Preparing Lessons: Improve Distillation" has it."""
    people = [name for name, _, _ in names.names]
    initials = any("." in (name.given or "") for name in people)
    return names.et_al or initials or (len(people) > 1 and all(name.given for name in people))


def _ends_of_names(
    line: Line, start: int, end: int
) -> Iterator[tuple[int, int, tuple[int, Range] | None]]:
    """Where the authors may end and the title begin, and a year between them."""
    head = line.head
    stops = _AFTER_NAMES.finditer(head, start, min(end, start + 4000))
    for stop in islice(stops, _MOST_BOUNDARIES):
        at, after = stop.span()
        date = DATE.match(head, after)
        closing = _AFTER_YEAR.match(head, date.end()) if date else None
        if date and closing:
            value, year = year_in(date)
            yield at, closing.end(), (value, Range(*year))
        if not _INITIAL_BEFORE.search(head, max(0, at - 3), at) or not _SURNAME.match(head, after):
            yield at, after, None


def _after_names(
    line: Line, names: NameList, start: int, at: int, year: tuple[int, Range] | None
) -> Iterator[Guess]:
    """The title after the authors, and the imprint after it."""
    head = line.head
    while at < len(head) and head[at] in EDGE + ")":
        at += 1
    stop = end_of_title(head, at)
    title = trimmed(head, at, stop)
    if title is None or head[at : at + 1] in {'"', "“"}:
        return
    venue, when = None, year
    rest = _words(head, stop, len(head))
    if line.read.venue is None:
        place, found = read_imprint(head, stop, len(head))
        if place:
            venue, rest = Range(*place), 0
        if found and when is None and line.read.year is None:
            when = (found[0], Range(*found[1]))
    # a list in which authors come first makes up for the doubt
    evidence = 0.2 if _surely_people(names) else -1.9
    yield _guess(title, names, start, evidence=evidence, rest=rest, venue=venue, year=when)


def names_only(line: Line) -> Iterator[Guess]:
    """No title at all: the authors of an entry on a line of their own."""
    head = line.head
    lead = _AUTHORS_LABEL.match(head)
    start, end = lead.end() if lead else 0, len(head.rstrip(EDGE + "*"))
    start += len(head[start:end]) - len(head[start:end].lstrip(EDGE + "*"))
    names, at = leading_names(head, start, end)
    if names and names.names and (names.evidence >= 2 or names.et_al or lead):
        rest = _words(head, at, end)
        venue = read_imprint(head, at, end)[0] if rest and not line.read.venue else None
        yield _guess(
            None,
            names,
            start,
            evidence=0.8 if lead or len(names.names) > 1 or not rest else 0.0,
            rest=0 if venue else 2 * rest,
            venue=Range(*venue) if venue else None,
        )


def nothing(line: Line) -> Iterator[Guess]:
    """A part that says nothing but links, venue, year or identifiers."""
    if not _words(line.head.replace(TAKEN, " "), 0, len(line.head)):
        yield Guess(None, evidence=0.5)


FORMS: tuple[tuple[str, Form], ...] = (
    ("marked title", marked_title),
    ("title first", title_first),
    ("authors first", authors_first),
)
"""The forms of an entry's line; of two that explain it equally well the first is believed."""

PART_FORMS: tuple[tuple[str, Form], ...] = (
    ("names", names_only),
    ("nothing", nothing),
    *FORMS,
)
"""The forms of a line within an entry."""
