"""The grammar of a citation line: which words are title, authors, venue, year, identifiers, links.

A line is read from its surest parts to its least sure ones. Links by their labels, identifiers and
venues by their form are taken out first. What is left is read in every form that fits
(:mod:`kdbib.read.forms`), and the form that explains the line best wins.
"""

import re

from msgspec import Struct, field

from kdbib.model import Identifier
from kdbib.model.identifier import Finding, find, from_url
from kdbib.read.forms import FORMS, PART_FORMS, Line, Recognisers
from kdbib.read.inline import Prose
from kdbib.read.links import is_label, link_kind
from kdbib.read.reading import TAKEN, Guess, Range, Reading
from kdbib.read.tags import read_tag
from kdbib.read.titles import quality
from kdbib.read.venues import find_venue

# a label whose reference is defined nowhere: "[[code]][3.4]"
_BROKEN_LINK = re.compile(r"\[\[?([^\[\]\ufffc]{1,30})\]?\](?:\[[^\[\]\ufffc]{0,30}\])?")
_EMPTY_BRACKETS = re.compile(r"[\[(（]\s*+(?:\ufffc++[\s,|/;]*+)++[\])）]")
_PREPRINT = re.compile(
    r"\b(?:arxiv|corr)[\s,]+(?:e-?print|preprint)?[\s:,]*(?:abs/)?$", re.IGNORECASE
)
_INSIDE = re.compile(r"\s*\ufffc+(?=[:,.])|\ufffc+")
# the type of a work after its title, by the Chinese standard GB/T 7714: "[J]", "[C]//"
_TYPE_MARK = re.compile(r"(?<=\S)\s?\[(?:[JCMDRSPNAZ]|EB|DB)(?:/OL|/CD)?\](?:\s?//)?")
_LONGEST = 6_000  # characters of a line that may be a citation
_CLEAR = 0.8  # by so much the best form beats the second one in a clear line
_SURELY = 9.0  # the score of a guess that leaves no room for another one
_SURE = 1.5  # the evidence of a title that is a link to its paper
_HABIT = 1.0  # what the list's own habit adds to a form


class Forms(Struct, gc=False):
    """The ways to read a line, with the score of each; the best is the line's Reading.

    ``choose`` may be asked again when the habits of the list are known.
    """

    prose: Prose
    base: Reading
    head: str
    whole: str = ""
    guesses: list[tuple[float, str, Guess]] = field(default_factory=list)
    chosen: tuple[str | None, Reading] | None = None

    def surest(self) -> tuple[Reading, str]:
        """Links and identifiers of the line, and its words with TAKEN in their place."""
        base = self.base
        sure = Reading(
            identifiers=base.identifiers, malformed=base.malformed, links=list(base.links)
        )
        return sure, self.whole

    @property
    def clear(self) -> str | None:
        """The form of a line that can hardly be read in another one, or None."""
        if not self.guesses:
            return None
        best = max(self.guesses, key=lambda guess: guess[0])
        others = [score for score, form, _ in self.guesses if form != best[1]]
        return best[1] if not others or best[0] - max(others) >= _CLEAR else None

    def choose(self, habit: str | None = None) -> Reading:
        """The best Reading, where ``habit`` is the form that the list's clear lines have."""
        if not self.guesses:
            return self.base
        if len(self.guesses) == 1:
            habit = None
        if self.chosen is None or self.chosen[0] != habit:
            best = self.guesses[0]
            if len(self.guesses) > 1:
                best = max(self.guesses, key=lambda one: one[0] + _HABIT * (one[1] == habit))
            self.chosen = (habit, _accept(self.base, self.head, *best))
        return self.chosen[1]


def read_forms(prose: Prose, *, part: bool = False) -> Forms:
    """The ways to read a line; a ``part`` of an entry may be nothing but names."""
    return _read(prose, PART_FORMS if part else FORMS)


def _read(prose: Prose, recognisers: Recognisers) -> Forms:
    if len(prose.plain) > _LONGEST:
        return Forms(prose, Reading(), "")
    base, rest = read_surest(prose)
    head = _take_venue(base, rest)
    line = Line(prose, base, head, find_venue_whole(base), rest)
    forms = Forms(prose, base, head, rest)
    for name, form in recognisers:
        for guess in form(line):
            if not guess.rest and _is_sure(guess):  # nothing of the line is left to explain
                forms.guesses.append((_SURELY, name, guess))
                return forms
            forms.guesses.append((_score(head, guess), name, guess))
    return forms


def _is_sure(guess: Guess) -> bool:
    if guess.title is None:
        return guess.sure_names >= 4 or not guess.names
    return guess.evidence >= _SURE or (guess.evidence >= 1 and guess.sure_names >= 3)


def read_surest(prose: Prose) -> tuple[Reading, str]:
    """Links and identifiers of a line, and its words with TAKEN in their place."""
    base = Reading()
    if len(prose.plain) > _LONGEST:
        return base, ""
    rest, found = _take_links(prose, base)
    for start, end in prose.badges:
        tag = read_tag(rest, start, end)
        if tag is None or not (tag.known or (tag.year and not tag.venue)):
            rest = rest[:start] + TAKEN * (end - start) + rest[end:]
    rest = _take_identifiers(prose, base, rest)
    base.identifiers.extend(found)
    return base, rest


def find_venue_whole(base: Reading) -> Range | None:
    """The range of the venue and year that were read."""
    parts = [part for part in (base.venue, base.year[1] if base.year else None) if part]
    return Range(min(p.start for p in parts), max(p.end for p in parts)) if parts else None


def _score(head: str, guess: Guess) -> float:
    title = quality(head[guess.title.start : guess.title.end]) if guess.title else 0.0
    return (
        guess.evidence
        + min(guess.sure_names, 4.0)
        + 0.02 * min(guess.sure_names, 40.0)
        + title
        - 0.15 * min(guess.rest, 14)
    )


def _without(text: str, start: int, end: int) -> str:
    """A text with TAKEN in the place of a part; one that stands alone in brackets takes them."""
    while start and end < len(text) and text[start - 1] + text[end] in {"[]", "()", "（）"}:
        start, end = start - 1, end + 1
    return text[:start] + TAKEN * (end - start) + text[end:]


def _take_links(prose: Prose, reading: Reading) -> tuple[str, list[tuple[Identifier, Range]]]:
    """Every link is kept; one whose words are a label (``code``) is no part of the sentence.

    What is left of the words is returned, and what the addresses identify.
    """
    found: list[tuple[Identifier, Range]] = []
    rest = prose.plain
    for link in sorted(prose.links):
        identifier = from_url(link.url)
        reading.links.append((link, link_kind(link.text, link.url, identifier)))
        if identifier:
            found.append((identifier, Range(link.start, link.end)))
        if is_label(link.text) or link.text == link.url:
            rest = _without(rest, link.start, link.end)
    return rest, found


def _take_identifiers(prose: Prose, reading: Reading, rest: str) -> str:
    for finding in find(rest):
        where = Range(finding.start, finding.end)
        if finding.identifier:
            reading.identifiers.append((finding.identifier, where))
        if finding.problem:
            reading.malformed.append((_kind(finding), finding.problem, where))
        if finding.identifier is None and _is_year(prose.plain[finding.start : finding.end]):
            continue  # "arXiv:2020" gives a venue and a year, wrongly written
        before = _PREPRINT.search(rest, max(0, where.start - 20), where.start)
        rest = _without(rest, before.start() if before else where.start, where.end)
    if "[" in rest:
        rest = _TYPE_MARK.sub(lambda mark: TAKEN * len(mark[0]), rest)
    return _without_leftovers(reading, rest)


def _without_leftovers(reading: Reading, rest: str) -> str:
    """Without labels whose reference is defined nowhere, and brackets with nothing but links."""
    if "[" in rest:
        for broken in _BROKEN_LINK.finditer(rest):
            if is_label(broken[1]) and read_tag(broken[1]) is None:
                rest = rest[: broken.start()] + TAKEN * len(broken[0]) + rest[broken.end() :]
    if TAKEN in rest and ("(" in rest or "[" in rest or "（" in rest):
        masked = rest
        for link, _ in reading.links:  # "([tweet](..), [paper](..))" has no other words
            masked = masked[: link.start] + TAKEN * (link.end - link.start) + masked[link.end :]
        for empty in _EMPTY_BRACKETS.finditer(masked):
            rest = rest[: empty.start()] + TAKEN * len(empty[0]) + rest[empty.end() :]
    return rest


def _kind(finding: Finding) -> str:
    return "arxiv-id" if finding.identifier is None else "arxiv-form"


def _is_year(text: str) -> bool:
    return bool(re.fullmatch(r"arxiv:\s*(?:19|20)\d\d", text, re.IGNORECASE))


def _take_venue(reading: Reading, rest: str) -> str:
    """Read venue and year; what is left of the line before and after them is returned."""
    found = find_venue(rest)
    if not found:
        return rest
    if found.venue:
        reading.venue = Range(*found.venue)
    if found.year:
        reading.year = (found.value, Range(*found.year))
    start, end = found.whole
    return rest[:start] + TAKEN * (end - start) + rest[end:]


def _accept(base: Reading, head: str, score: float, form: str, guess: Guess) -> Reading:
    """The Reading that a guess makes of a line."""
    reading = Reading(
        title=guess.title,
        authors=list(guess.names),
        et_al=guess.et_al,
        venue=guess.venue or base.venue,
        year=base.year or guess.year,
        identifiers=base.identifiers,
        malformed=base.malformed,
        links=base.links,
        main=guess.main,
        form=form,
        score=score,
    )
    if guess.title:
        reading.title_text = _words(head[guess.title.start : guess.title.end])
    return reading


def _words(text: str) -> str:
    """The words of a part, without what was read inside of it: "Models(2017): A Tutorial"."""
    return " ".join((_INSIDE.sub("", text) if TAKEN in text else text).split())
