"""The name of one person: which words can be one, and which of them is the family name."""

import re
from functools import lru_cache

from kdbib.model import Name
from kdbib.model.name import is_group
from kdbib.read.words import NOT_NAMES

_PARTICLES = frozenset(
    "al bin da das de del della den der di dos du el la le ten ter van von zu zur ibn y e".split()
)
_SUFFIXES = frozenset({"jr", "jr.", "sr", "sr.", "ii", "iii", "iv"})
_INITIALS = re.compile(r"(?:[^\W\d_]{1,2}\.-?){1,4}|[JS]r\.")
_NAME_WORD = re.compile(r"(?:[^\W\d_]\.-?){1,4}|[^\W\d_]+(?:['’‐\xad-]{1,3}[^\W\d_]+){0,4}[.\d]?")
_LAST_INITIAL = re.compile(r"(?:^|[\s.-])(?:[^\W\d_]|[JS]r)\.$")
_CJK_PLACE = re.compile(
    r"(?:学报|学会|大学|学院|研究院|研究所|公司|实验室|出版社|期刊|会议|论文志|論文誌|杂志|雑誌|团队)$"
)
_ACRONYM = re.compile(r"[A-Z]{3,}|[A-Z]{1,3}-[A-Z]{2,}\w*")
_FAMILY_INITIALS = re.compile(r"[A-Z](?:-?[A-Z]){0,2}|(?:[A-Z]\.-?){1,3}")


_MOST_INITIALS = 2


def ends_in_initial(word: str) -> bool:
    """Whether a full stop at the end belongs to an initial."""
    return word.endswith(".") and bool(_LAST_INITIAL.search(word[-5:]))


def _is_initials(word: str) -> bool:
    return _INITIALS.fullmatch(word) is not None and not is_cjk(word)


def is_cjk(name: str) -> bool:
    """Whether a name is Chinese, Japanese or Korean: those are written in one, family first."""
    return name[0] >= "\u2e80"


@lru_cache(maxsize=16384)
def surely(name: str) -> float:
    """How surely a text of more words that may be a name is one: ``Visual QA`` is hardly."""
    words = name.split()
    acronyms = sum(bool(_ACRONYM.fullmatch(word)) for word in words)
    return 0.5 if 0 < acronyms < len(words) else 2.0


def _is_word_of_a_name(word: str, before: str = "") -> bool:
    if before and _INITIALS.fullmatch(before):
        return bool(_NAME_WORD.fullmatch(word))  # "Jonathan P. How"
    if word.lower() in _PARTICLES or word.lower() in _SUFFIXES:
        return True
    if (word.lower() in NOT_NAMES and len(word) > 1) or not _NAME_WORD.fullmatch(word):
        return False
    if is_cjk(word):
        return _CJK_PLACE.search(word) is None
    return "-" not in word or NOT_NAMES.isdisjoint(word.lower().split("-"))


@lru_cache(maxsize=16384)
def is_name(text: str) -> bool:
    """Whether words may be a whole name: each can be part of one, and most have capitals."""
    words = text.split()
    if not 1 <= len(words) <= 5 or not all(map(_is_word_of_a_name, words, ("", *words))):
        return False
    if any(word.endswith(".") and not _is_initials(word) for word in words[:-1]):
        return False  # "Matching. Wu": a sentence ends inside
    capitals = sum(word != word.lower() or not word[0].isascii() for word in words)
    particles = sum(
        word in _PARTICLES or (word.islower() and len(word) <= 3) for word in words[:-1]
    )
    return capitals >= 1 and capitals + particles >= len(words)


def is_family(text: str) -> bool:
    """Whether words may be a family name: up to three of them, and particles."""
    words = [word for word in text.split() if word.lower() not in _PARTICLES]
    return len(words) <= 3 and not any(map(_is_initials, words)) and is_name(text)


def is_initials(text: str) -> bool:
    """Whether words are nothing but initials with their stops: ``J. T.``, ``J.-P.``."""
    return all(map(_is_initials, text.split()))


@lru_cache(maxsize=16384)
def is_given(text: str) -> bool:
    """A given name may be damaged (``Byung. Cheol``) or in lower case (``han``)."""
    words = text.replace(".-", ".").replace(".", ". ").split()
    return 1 <= len(words) <= 4 and all(
        _NAME_WORD.fullmatch(word)
        and (len(word.rstrip(".")) == 1 or word.rstrip(".").lower() not in NOT_NAMES)
        for word in words
    )


def unstopped(given: str) -> str:
    """``Zizhao.`` is ``Zizhao``; ``Elliot J.`` stays."""
    return given if ends_in_initial(given) else given.rstrip(".")


def _precedes_initials(word: str, initials: str) -> bool:
    """Whether a word is a family name before initials; in capitals, one that is longer than they.

    GB/T 7714 writes family names in capitals.
    """
    if word == word.upper():
        return "." not in word and len(word) > len(initials) <= _MOST_INITIALS
    return not _FAMILY_INITIALS.fullmatch(word)


@lru_cache(maxsize=16384)
def whole_name(text: str) -> Name:
    """A name in one piece: the last word, with particles before it, is the family name.

    Which word of ``Liu Yu`` is the family name can't be told; it is read in the usual order, and
    the matching knows that it may be the other way round.
    """
    words = text.split()
    if len(words) == 1 or is_group(text):
        return Name(literal=text)
    if _FAMILY_INITIALS.fullmatch(words[-1]) and _precedes_initials(words[0], words[-1]):
        return Name(family=" ".join(words[:-1]), given=words[-1])  # "Hinton GE", "LU Y"
    last = len(words) - (2 if words[-1].lower() in _SUFFIXES and len(words) > 2 else 1)
    first = last
    while first > 1 and words[first - 1].lower() in _PARTICLES:
        first -= 1
    suffix = " ".join(words[last + 1 :]) or None
    return Name(
        family=" ".join(words[first : last + 1]), given=" ".join(words[:first]), suffix=suffix
    )
