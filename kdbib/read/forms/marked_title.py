"""Lines whose title is set off by markup or quotation marks."""

import re
from collections.abc import Iterator

from kdbib.model import LinkKind
from kdbib.read.dates import YEAR
from kdbib.read.forms.line import ENUMERATOR, NO_WORDS, Line, guess, words
from kdbib.read.imprint import read_imprint
from kdbib.read.inline import LinkRange
from kdbib.read.links import is_label
from kdbib.read.names import NO_NAMES, NameList, find_et_al, leading_names, read_names
from kdbib.read.reading import EDGE, TAKEN, Guess, Range
from kdbib.read.tags import read_tag
from kdbib.read.titles import trimmed

_QUOTED = re.compile(r"[\"“”„«「『《]([^\"“”„«»「」『』《》]{4,400})[\"“”»」』》]")
_YEAR_BEFORE = re.compile(rf"(?:[\s,(]|(?<=\w\w)\.)+({YEAR})[a-z]?[\s.,:)\"“]*$")
_OPENING = EDGE.replace(".", "") + "[(\"“*'"
_MOST = 40  # ranges with one kind of markup that are tried as titles
_BY = re.compile(r"(?:by|from|authors?:)\s+", re.IGNORECASE)


def marked_title(line: Line) -> Iterator[Guess]:
    """A title that is a link, bold, quoted or italic, with the rest before and after it."""
    seen: set[tuple[int, int]] = set()
    for start, end, evidence, link in _marked(line):
        if (start, end) in seen:
            continue  # a link in bold
        seen.add((start, end))
        number = ENUMERATOR.match(line.head, start, end)
        title = trimmed(line.head, number.end() if number else start, end)
        if title is None or _is_no_title(line.head[title.start : title.end]):
            continue
        follows = line.head[end : end + 2]
        if follows[:1] in {":", "："} and words(line.head, end, len(line.head)) > 1:
            if link is None and words(line.head, title.start, title.end) <= 4:
                continue  # "**KD-Lib**: A PyTorch library" goes on
            if link and words(line.head, title.start, title.end) <= 2:
                continue
        yield from _around(line, title, end, evidence, link)


def _marked(line: Line) -> Iterator[tuple[int, int, float, LinkRange | None]]:
    """The ranges with markup, how much each speaks for a title, and the link that it is."""
    paper = (LinkKind.PAPER, LinkKind.PDF)
    first = True
    for link, kind in line.read.links[:_MOST]:
        if not is_label(link.text) and link.text != link.url and TAKEN not in link.text:
            yield link.start, link.end, (1.6 if kind in paper else 0.9) - (not first) * 0.5, link
            first = False
    for mark in line.prose.emphasis[:_MOST]:
        if mark.end - mark.start > 3:
            inner = [x for x, _ in line.read.links if mark.start <= x.start and x.end <= mark.end]
            only = inner[0] if len(inner) == 1 else None
            yield mark.start, mark.end, 1.1 if mark.strong else 0.3, only
    for quote in list(_QUOTED.finditer(line.head))[:_MOST]:
        closed = quote[1].rstrip()[-1:] in {",", ".", "?", "!"}
        after = line.head[quote.end() :].lstrip()[:1]
        if (
            closed
            or not after
            or after in EDGE + "(（"
            or line.head.startswith((" in ", " by "), quote.end())
        ):
            yield quote.start(1), quote.end(1), 1.4, None


def _is_no_title(text: str) -> bool:
    """Whether marked words are names, a venue or nothing, and surely not a title."""
    if find_et_al(text) or not any(map(str.isalpha, text)):
        return True
    return len(text) < 80 and text.count(" ") < 7 and read_tag(text) is not None


def _around(
    line: Line, title: Range, end: int, evidence: float, link: LinkRange | None
) -> Iterator[Guess]:
    """The authors before or after a marked title, and the imprint after it."""
    head = line.head
    start = len(head) - len(head.lstrip(EDGE + "[("))
    if title.start <= start and not head[end:].strip(NO_WORDS):
        yield Guess(title, evidence=evidence, main=link)
        return
    lead = head[start : title.start]
    dated = _YEAR_BEFORE.search(lead)  # "Breiman, Leo. 2001."
    before = read_names(_names_end(lead[: dated.start() if dated else None]).replace(TAKEN, " "))
    if before.evidence < 1 and not before.et_al:
        before = NO_NAMES
    after = end + len(head[end:]) - len(head[end:].lstrip(EDGE + "()]\"”»」』》*'"))
    if by := _BY.match(head, after):
        after = by.end()
    stop = len(head.rstrip(EDGE))
    names: NameList | None = before
    rest_at = after
    if not before.names:
        names, rest_at = _names_after(line, after, end, stop)
    offset = start if before.names else after
    left = 0 if before.names else words(head, start, title.start)
    imprint = None if line.venue and line.read.venue else read_imprint(head, rest_at, stop)
    venue = _imprint_before_year(line, rest_at) if line.venue else None
    if imprint and imprint[0]:
        venue, rest_at = Range(*imprint[0]), imprint[0][1]
    elif venue:
        rest_at = max(rest_at, venue.end)
    year = (imprint[1][0], Range(*imprint[1][1])) if imprint and imprint[1] else None
    if dated and before.names:
        year = (int(dated[1]), Range(start + dated.start(1), start + dated.end(1)))
    rest = left + (0 if imprint and imprint[0] else words(head, rest_at, stop))
    yield guess(
        title,
        names if names and names.names else None,
        offset,
        evidence=evidence,
        rest=rest,
        venue=venue,
        year=year if venue or dated or (year and rest <= 6) else None,
        main=link,
    )


def _names_end(text: str) -> str:
    """A text without what separates it from a title; the full stop of an initial is part of it."""
    end = len(text)
    while end and (
        text[end - 1] in _OPENING
        or (text[end - 1] == "." and not text[end - 2 : end - 1].isalnum())
    ):
        end -= 1
    return text[:end]


def _names_after(line: Line, after: int, end: int, stop: int) -> tuple[NameList | None, int]:
    """The authors after a marked title, and where they end; emphasis may set them off."""
    for mark in line.prose.emphasis:
        if after - 3 <= mark.start <= after < mark.end and not mark.strong:
            set_off = read_names(line.head[after : mark.end].replace(TAKEN, " "))
            if set_off.evidence >= 1:
                return set_off, mark.end
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
