"""Misspelt words, told by a list's own vocabulary: no dictionary knows its terms better."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kdbib.linter.finding import Range
from kdbib.model.title import STOP_WORDS

_WORD = re.compile(r"(?<![\w-])[A-Za-z][a-z]{5,}(?![\w-])")
_BRITISH = re.compile(r"[ae]ll?(?:ing|ed|er|ers)$")
_OFTEN = 4
_ENDINGS = ("s", "d", "r", "y", "e", "n", "l", "al", "ly", "ed", "er", "es", "or", "ic")
_SHORTEST = 6
_LONG = 9
"""Letters from which on a word that lacks one is hardly another word (diving, driving)."""


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word that seems misspelt, where it stands, and what is probably meant."""

    where: Range
    word: str
    better: str


def misspellings(texts: Iterable[tuple[int, str]]) -> Iterator[Spelling]:
    """The words that occur once and are a letter away from one that occurs often.

    ``texts`` are pieces of a document with their offsets. Words that differ by an ending are other
    forms of one word, save those that end in half a suffix (``Regularizatio``).
    """
    places: dict[str, list[Range]] = {}
    written: dict[Range, str] = {}
    for offset, text in texts:
        for found in _WORD.finditer(text):
            where = (offset + found.start(), offset + found.end())
            places.setdefault(found[0].lower(), []).append(where)
            written[where] = found[0]
    counts = Counter({word: len(where) for word, where in places.items()})
    often = [word for word, count in counts.items() if count >= _OFTEN]
    near = _neighbourhood(often)
    for word, found_at in places.items():
        if counts[word] > 1:
            continue
        if better := next((w for w in _candidates(word, near) if _is_slip(word, w)), None):
            here = written[found_at[0]]
            yield Spelling(found_at[0], here, better.capitalize() if here[0].isupper() else better)


def _neighbourhood(words: Iterable[str]) -> dict[str, list[str]]:
    """The words by each form of them that lacks a letter, or none."""
    near: dict[str, list[str]] = {}
    for word in words:
        for form in {word, *_shorter(word)}:
            near.setdefault(form, []).append(word)
    return near


def _shorter(word: str) -> Iterator[str]:
    for index in range(len(word)):
        yield word[:index] + word[index + 1 :]


def _candidates(word: str, near: dict[str, list[str]]) -> Iterator[str]:
    yield from near.get(word, ())
    for form in _shorter(word):
        yield from near.get(form, ())


def _is_slip(word: str, right: str) -> bool:
    """Whether one letter was lost, doubled, or two neighbours exchanged; not another form."""
    if len(right) < _SHORTEST or word == right or _BRITISH.search(word):
        return False
    if len(word) == len(right) - 1:
        if right.startswith(word):
            return word.endswith("tio") or (word.endswith("in") and right.endswith("ing"))
        return not _other_form(word, right) and _one_lost(word, right)
    if len(word) == len(right) + 1:
        return _doubled(word, right)
    differ = [i for i, (a, b) in enumerate(zip(word, right, strict=False)) if a != b]
    return (
        len(word) == len(right)
        and len(differ) == 2
        and differ[1] == differ[0] + 1
        and word[differ[0]] == right[differ[1]]
        and word[differ[1]] == right[differ[0]]
    )


def _one_lost(word: str, right: str) -> bool:
    """Whether a letter is lost that is one of two equal ones, or stands within the word."""
    at = next((i for i, (a, b) in enumerate(zip(word, right, strict=False)) if a != b), len(word))
    doubled = right[at] in {right[at - 1], right[at + 1 : at + 2]}
    return 0 < at < len(right) - 1 and (doubled or len(right) >= _LONG or right in STOP_WORDS)


def _doubled(word: str, right: str) -> bool:
    at = next((i for i, (a, b) in enumerate(zip(word, right, strict=False)) if a != b), len(right))
    return 0 < at < len(word) and word[at] == word[at - 1]


def _other_form(word: str, right: str) -> bool:
    stems = {word.removesuffix(ending) for ending in _ENDINGS} - {word}
    return any(right.removesuffix(ending) in stems for ending in _ENDINGS)
