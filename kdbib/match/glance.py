"""Whether two titles can have anything to do with each other: a glance before a comparison."""

from kdbib.match.titles import head, other_readings
from kdbib.model.title import STOP_WORDS, title_key, title_words


def may_relate(cited: str, known: str) -> bool:
    """Whether two titles can be more to each other than ``Relation.OTHER``.

    They can't if each has a telling word that no word of the other begins or ends like: it can't be
    a misspelt, an inflected or a joined one. Of the works that share rare words and are others,
    that tells six in seven, in an eighth of the time that comparing titles takes.
    """
    readings = (cited, *other_readings(cited)) if "(" in cited or "（" in cited else (cited,)
    return any(_may_relate(reading, known) for reading in readings)


def _may_relate(cited: str, known: str) -> bool:
    a, b = title_words(cited), title_words(known)
    mine, yours = set(a), set(b)
    # of a word that stands twice, one may be misspelt: then all words may be partners
    only_a = mine if len(mine) < len(a) else mine - yours
    only_b = yours if len(yours) < len(b) else yours - mine
    if not _has_stranger(mine - yours, only_b) or not _has_stranger(yours - mine, only_a):
        return True
    if ":" in cited and ":" in known and head(cited) is not None and head(cited) == head(known):
        return True
    return title_key(cited) == title_key(known)


def _has_stranger(words: set[str], others: set[str]) -> bool:
    """Whether any telling word can't be any of the others, misspelt or inflected, nor a part of it.

    A misspelt word has its first letter right, or else its last ones (:mod:`kdbib.match.words`).
    """
    strange = words - STOP_WORDS
    if not strange:
        return False
    beginnings = {word[0] for word in others}
    endings = {word[-2:] for word in others}
    short = {word[-1] for word in others if len(word) < 5}
    return any(
        word[0] not in beginnings
        and word[-2:] not in endings
        and not (len(word) < 5 and word[-1] in short)
        for word in strange
    )
