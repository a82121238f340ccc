"""What sites put around the titles of papers, and how to take it off.

The table is ``kdbib/data/decorations.tsv``: ``… - ACM Digital Library``, ``… | OpenReview``,
``(PDF) …``. Browsers' tab savers, link checkers and people who paste what they see keep it.
"""

import re
from functools import cache
from importlib.resources import files

from kdbib.model import identifier

_LONGEST = 600  # characters of a title that has decorations
_SEPARATORS = {
    "any": r"\s+(?:[-–—|·•]|::?)\s+|\s*\|\s*",
    "|": r"\s*\|\s*",
    "on": r"\s+on\s+",
    "none": r"\s+",
}
_ARXIV_ID = re.compile(r"\[(?P<id>[\w./-]{9,25})\]\s*")


def undecorated(title: str) -> str:
    """A title without what sites put around it.

    >>> undecorated("[1412.6550] FitNets: Hints for Thin Deep Nets | OpenReview")
    'FitNets: Hints for Thin Deep Nets'
    """
    start, end = inner(title)
    return title[start:end]


def inner(title: str) -> tuple[int, int]:
    """The range of a title that is left without its decorations; all of it if nothing would be."""
    start, end = _without(title, 0, len(title))
    return (start, end) if any(map(str.isalnum, title[start:end])) else (0, len(title))


def _without(title: str, start: int, end: int) -> tuple[int, int]:
    if end - start > _LONGEST:
        return start, end
    before, after = _patterns()
    while True:
        if lead := (before.match(title, start, end) or _id_before(title, start, end)):
            start = lead.end()
        elif tail := after.search(title, max(start, end - 80), end):
            end = tail.start()
        else:
            return start, end


def _id_before(title: str, start: int, end: int) -> re.Match[str] | None:
    found = _ARXIV_ID.match(title, start, end)
    return found if found and identifier.arxiv(found["id"]) else None


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What may stand before a title, and what behind it."""
    words: dict[tuple[str, str], list[str]] = {}
    lines = (files("kdbib") / "data" / "decorations.tsv").read_text("utf-8").splitlines()
    for line in lines:
        if not line.startswith(("#", "place\t")):
            place, separator, text = line.split("\t")
            words.setdefault((place, separator), []).append(re.escape(text))
    before = [
        rf"(?:{'|'.join(texts)})(?:{_SEPARATORS[separator]})"
        for (place, separator), texts in words.items()
        if place == "before"
    ]
    after = [
        rf"(?:{_SEPARATORS[separator]})(?:{'|'.join(texts)})"
        for (place, separator), texts in words.items()
        if place == "after"
    ]
    return (
        re.compile(rf"\s*(?:{'|'.join(before)})\s*", re.IGNORECASE),
        re.compile(rf"(?:{'|'.join(after)})[\s.]*$", re.IGNORECASE),
    )
