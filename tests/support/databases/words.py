"""Text as search engines compare it: words without case, accents and punctuation."""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache


def words(text: str) -> list[str]:
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", plain.lower())


@cache
def stem(word: str) -> str:
    """A word without its commonest English endings; far simpler than what the databases do."""
    if len(word) > 5 and word.endswith("ing"):
        return word[:-3]
    if len(word) > 5 and word.endswith("ed"):
        return word[:-2]
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


def stems(text: str) -> list[str]:
    return [stem(word) for word in words(text)]


def has_phrase(text: Sequence[str], phrase: Sequence[str], apart: int = 0) -> bool:
    """Whether ``phrase`` is in ``text`` in order, with at most ``apart`` other words in between."""
    if not phrase:
        return False
    starts = (i for i, word in enumerate(text) if word == phrase[0])
    return any(_follows(text, phrase, start, apart) for start in starts)


def _follows(text: Sequence[str], phrase: Sequence[str], start: int, apart: int) -> bool:
    at = start
    last = start + len(phrase) - 1 + apart
    for word in phrase[1:]:
        at = next((i for i in range(at + 1, min(last, len(text) - 1) + 1) if text[i] == word), -1)
        if at < 0:
            return False
    return True


def within_edits(one: str, other: str, most: int) -> bool:
    """Whether ``most`` insertions, deletions and substitutions make one word the other."""
    if abs(len(one) - len(other)) > most:
        return False
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, row[0] = row[0], i
        for j, its in enumerate(other, 1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (letter != its))
    return row[-1] <= most
