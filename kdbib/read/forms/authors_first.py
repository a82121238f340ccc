"""Lines that begin with the authors."""

import re
from collections.abc import Iterator
from itertools import islice

from kdbib.model import Name
from kdbib.read.dates import DATE, year_in
from kdbib.read.forms.line import ENUMERATOR, MOST_BOUNDARIES, Line, guess, words
from kdbib.read.imprint import read_imprint
from kdbib.read.names import NameList, cannot_be_names, leading_names, read_names
from kdbib.read.reading import EDGE, TAKEN, Guess, Range
from kdbib.read.sentences import surname_follows
from kdbib.read.titles import end_of_title, trimmed

_INITIAL_BEFORE = re.compile(r"(?:^|[\s.,-])[A-Z]$")
_AFTER_NAMES = re.compile(r"[.:：]\s*(?=\S)|\ufffc+|,\s+(?=(?:19|20)\d\d[a-z]?[.,:])")
# those who sign as a group: "ENCODE Project Consortium.", "Gemini Team, Google."
_GROUP_OF_PEOPLE = re.compile(
    r"((?:(?:The )?(?:[A-Z][\w&-]*\s){1,6}(?:Consortium|Collaboration|Team|Initiative|Committee|"
    r"Organization|Organisation|Foundation|Group)(?:,\s(?:[A-Z]\w+\s?){1,2})?"
    r"|OpenAI|DeepMind|Google DeepMind|Google|Anthropic|Meta AI|Microsoft|NVIDIA|DeepSeek-AI))"
    r"(?:\.|:|\s\(?\ufffc+\.?)\s+(?=\S)"
)
_AFTER_YEAR = re.compile(r"[a-z]?(?:,\s[A-Z][a-z]+(?:\s\d{1,2})?(?=\)))?[).,:]*\s+")


def authors_first(line: Line) -> Iterator[Guess]:
    """Forms such as ``G. Surname, G. Surname, Title`` and ``Surname, G. (2015). Title``."""
    head = line.head
    tag = ENUMERATOR.match(head)
    start, end = tag.end() if tag else 0, len(head.rstrip(EDGE))
    if group := _GROUP_OF_PEOPLE.match(head, start, end):
        name = (Name(literal=group[1]), 0, len(group[1]))
        yield from _after_names(line, NameList((name,), False, 2.5), start, group.end(), None)
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
    for stop in islice(stops, MOST_BOUNDARIES):
        at, after = stop.span()
        date = DATE.match(head, after)
        if date and (closing := _AFTER_YEAR.match(head, date.end())):
            value, year = year_in(date)
            yield at, closing.end(), (value, Range(*year))
        if not _INITIAL_BEFORE.search(head, max(0, at - 3), at) or not surname_follows(head, after):
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
    if title is None or (head[at : at + 1] in {'"', "“"} and not year):
        return
    venue, when = None, year
    rest = words(head, stop, len(head))
    if line.read.venue is None:
        place, found = read_imprint(head, stop, len(head))
        if place:
            venue, rest = Range(*place), 0
        if found and when is None and line.read.year is None:
            when = (found[0], Range(*found[1]))
    # a list in which authors come first makes up for the doubt
    evidence = 0.2 if _surely_people(names) or names.names[0][0].literal else -1.9
    yield guess(title, names, start, evidence=evidence, rest=rest, venue=venue, year=when)
