"""The grammar of a citation line: which words are title, authors, venue, year, identifiers, links.

A line is read from its surest parts to its least sure ones. Links by their labels, identifiers and
venues by their form are taken out first; what is left is title and authors, which is read in every
way that fits, each reading with evidence, and the best one wins.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kdbib.model import Identifier, LinkKind, Name
from kdbib.model.identifier import Finding, find, from_url
from kdbib.read.inline import LinkRange, Prose
from kdbib.read.links import is_label, link_kind
from kdbib.read.names import ET_AL, NameList, read_names
from kdbib.read.venues import VenueYear, find_venue

TAKEN = "\ufffc"
"""Stands in for every character of a part that has been read already."""


# a label whose reference is defined nowhere: "[[code]][3.4]"
_BROKEN_LINK = re.compile(r"\[\[?([^\[\]\ufffc]{1,30})\]?\](?:\[[^\[\]\ufffc]{0,30}\])?")


@dataclass(frozen=True, slots=True)
class Range:
    """The words [start, end) of a Prose."""

    start: int
    end: int


@dataclass(slots=True)
class Reading:
    """What a line says; ranges are of its Prose. ``evidence`` says how surely it is a citation."""

    title: Range | None = None
    authors: list[tuple[Name, Range]] = field(default_factory=list)
    et_al: bool = False
    venue: Range | None = None
    year: tuple[int, Range] | None = None
    identifiers: list[tuple[Identifier, Range]] = field(default_factory=list)
    malformed: list[tuple[str, str, Range]] = field(default_factory=list)
    links: list[tuple[LinkRange, LinkKind]] = field(default_factory=list)
    evidence: float = 0.0


def read_line(prose: Prose) -> Reading:
    """The best Reading of a line. Never fails: a line that says nothing has no evidence."""
    reading = Reading()
    rest = list(prose.plain)
    _take_links(prose, reading, rest)
    _take_identifiers(prose, reading, rest)
    head = _take_venue(reading, rest)
    _take_title_and_authors(prose, reading, head)
    reading.evidence = _evidence(reading)
    return reading


def _take(rest: list[str], start: int, end: int) -> None:
    rest[start:end] = TAKEN * (end - start)


def _take_links(prose: Prose, reading: Reading, rest: list[str]) -> None:
    """Every link is kept; one whose words are a label (``code``) is no part of the sentence."""
    for link in sorted(prose.links, key=lambda link: link.start):
        reading.links.append((link, link_kind(link.text, link.url)))
        if is_label(link.text):
            _take(rest, *_with_brackets(rest, link.start, link.end))
        if identifier := from_url(link.url):
            reading.identifiers.append((identifier, Range(link.start, link.end)))


def _take_identifiers(prose: Prose, reading: Reading, rest: list[str]) -> None:
    for finding in find("".join(rest)):
        where = Range(finding.start, finding.end)
        if finding.identifier:
            reading.identifiers.append((finding.identifier, where))
        if finding.problem:
            reading.malformed.append((_kind(finding), finding.problem, where))
        if finding.identifier is None and _is_year(prose.plain[finding.start : finding.end]):
            continue  # "arXiv:2020" gives a venue and a year, wrongly written
        start, end = _with_brackets(rest, finding.start, finding.end)
        _take(rest, start, end)
    for broken in _BROKEN_LINK.finditer("".join(rest)):
        if is_label(broken[1]):
            _take(rest, *broken.span())


def _with_brackets(rest: list[str], start: int, end: int) -> tuple[int, int]:
    """A part that stands alone in brackets takes them along."""
    while start and end < len(rest) and rest[start - 1] + rest[end] in {"[]", "()", "（）"}:
        start, end = start - 1, end + 1
    return start, end


def _kind(finding: Finding) -> str:
    return "arxiv-id" if finding.identifier is None else "arxiv-form"


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"arxiv:\s*(?:19|20)\d\d", text, re.IGNORECASE))


def _take_venue(reading: Reading, rest: list[str]) -> str:
    """Read venue and year; what is left of the line before and after them is returned."""
    found: VenueYear | None = find_venue("".join(rest))
    if found:
        if found.venue:
            reading.venue = Range(*found.venue)
        if found.year:
            reading.year = (found.value, Range(*found.year))
        _take(rest, *found.whole)
    return "".join(rest)


# --- title and authors -------------------------------------------------------------------------

_TAG = re.compile(r"^[\s\ufffc]*[(（\[][a-z ]{3,12}[)）\]]\s*", re.IGNORECASE)  # "(survey)"
_BOUNDARY = re.compile(r"(?<=[.?!])\s*(?=\S)|\n|(?<=\ufffc)(?=[^\ufffc])")
_EDGE = " \t\n,;:.|·-–—" + TAKEN
_SHORTEST_TITLE = 3


def _take_title_and_authors(prose: Prose, reading: Reading, head: str) -> None:
    tag = _TAG.match(head)
    start = tag.end() if tag else 0
    for title, after in _marked_titles(prose, head):
        names, where = _authors_anywhere(head, after)
        _accept(reading, title, names, where)
        return
    end = len(head.rstrip(_EDGE))
    best: tuple[float, int, NameList | None] = (0.0, end, None)
    for boundary in _boundaries(head, start, end):
        names = read_names(head[boundary:end].replace(TAKEN, " "))
        if names.evidence > best[0] and _can_be_authors(head, boundary, end, names):
            best = (names.evidence, boundary, names)
    _, boundary, found = best
    _accept(reading, _trimmed(head, start, boundary), found, boundary)


def _accept(reading: Reading, title: Range | None, names: NameList | None, offset: int) -> None:
    reading.title = title
    if names:
        reading.authors = [(name, Range(offset + a, offset + b)) for name, a, b in names.names]
        reading.et_al = names.et_al


def _marked_titles(prose: Prose, head: str) -> Iterator[tuple[Range, int]]:
    """A title that is set off by markup at the start of the line: a link, or bold."""
    marked = [(link.start, link.end) for link in prose.links if not is_label(link.text)]
    marked += [(mark.start, mark.end) for mark in prose.emphasis if mark.strong]
    for start, end in sorted(marked):
        before = head[:start].strip(_EDGE + "[(*\"'")
        words = prose.plain[start:end].split()
        if before or len(words) < _SHORTEST_TITLE or ET_AL.search(head, start, end):
            continue
        follows = prose.plain[end : end + 1]
        if follows == ":":  # "[KD-Lib]: A PyTorch library" goes on
            continue
        if title := _trimmed(head, start, end):
            yield title, end


def _authors_anywhere(head: str, start: int) -> tuple[NameList | None, int]:
    """The authors after a title that is marked as one."""
    end = len(head.rstrip(_EDGE))
    while start < end and head[start] in _EDGE + ")]":
        start += 1
    names = read_names(head[start:end].replace(TAKEN, " "))
    return (names if names.evidence >= 0.5 else None), start


def _boundaries(head: str, start: int, end: int) -> list[int]:
    return [b.end() for b in _BOUNDARY.finditer(head, start, end) if start < b.end() < end]


def _can_be_authors(head: str, boundary: int, end: int, names: NameList) -> bool:
    """Weak evidence will do where the sentence before is a title by itself."""
    before = head[:boundary].rstrip(_EDGE)
    if len(before.split()) < 2 and names.evidence < 2:
        return False
    if not names.et_al and names.evidence < 1:
        # "FAIR." or "Cheol": one word, believed only if it is a sentence and not half of a name
        return head[boundary:end].strip(" .").isupper() and not re.search(r",[^.]*$", before)
    return True


def _trimmed(head: str, start: int, end: int) -> Range | None:
    while start < end and head[start] in _EDGE + '*"“':
        start += 1
    while end > start and head[end - 1] in _EDGE + '[("”':
        end -= 1
    while end > start and (cut := _trailing_group(head, start, end)) is not None:
        end = cut
    return Range(start, end) if end > start else None


def _trailing_group(head: str, start: int, end: int) -> int | None:
    """Where a title ends that has a group such as ``(HUAWEI-Noah)`` as a sentence after it."""
    group = re.search(r"\.\s*[(（][^()（）]{2,40}[)）]$", head[start:end])
    return start + group.start() if group else None


# --- is it a citation? -------------------------------------------------------------------------


def _evidence(reading: Reading) -> float:
    """2 or more: a citation. Below 1: nothing but words or a link."""
    if not reading.title:
        return 0.0
    evidence = 0.0
    evidence += 2.0 if reading.identifiers else 0.0
    evidence += 1.0 if reading.malformed else 0.0
    evidence += (1.5 if reading.year else 1.0) if reading.venue else (0.5 if reading.year else 0.0)
    evidence += (1.5 if reading.et_al else 1.0) if reading.authors else 0.0
    evidence += 1.5 if any(k in (LinkKind.PAPER, LinkKind.PDF) for _, k in reading.links) else 0.0
    return evidence
