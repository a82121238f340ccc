"""Whether two words are one: misspelt, mistyped or inflected."""

from dataclasses import dataclass

from rapidfuzz.distance import OSA

_OPPOSITES = {
    frozenset(pair.split("/"))
    for pair in "micro/macro text/test node/mode video/audio row/low hard/herd mono/mini "
    "male/mile task/mask test/best cost/lost soft/sort dual/duel".split()
}
"""Words a letter apart that are two words, and not one misspelt."""


def same_word(a: str, b: str) -> bool:
    """Whether two words are one, misspelt or inflected.

    ``distillating`` and ``distilling``, ``towars`` and ``towards`` are; ``supervised`` and
    ``unsupervised``, ``gpt2`` and ``gpt3``, ``intra`` and ``inter``,
    ``implicit`` and ``explicit`` are not.
    """
    if a == b:
        return True
    if not may_be_one(a, b):
        return False
    short, long = sorted((len(a), len(b)))
    if long - short > 4 or not (a.isalpha() and b.isalpha()) or a.endswith(b) or b.endswith(a):
        return False
    stem = next((i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), short)
    if stem >= 4 and long - stem <= 4 and stem >= short - 3:
        return True
    allowed = 0 if short < 5 else (2 if short >= 8 and a[0] == b[0] else 1)
    return bool(OSA.distance(a, b, score_cutoff=allowed) <= allowed)


_ENDINGS = frozenset(
    """
    able al ally ating ation ational ations ed e er ers es ic ical ied ies ing ion ional ions ism
    ity ive ize ized izing ly ment ments or ors s y
    """.split()
) | {""}


def is_inflected(a: str, b: str) -> bool:
    """Whether two words are forms of one, and neither need be misspelt.

    >>> is_inflected("representation", "representational"), is_inflected("trian", "train")
    (True, False)
    """
    stem = next(
        (i for i, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )
    return a != b and stem >= _SHORTEST_STEM and a[stem:] in _ENDINGS and b[stem:] in _ENDINGS


_SHORTEST_STEM = 3


def may_be_one(a: str, b: str) -> bool:
    """Whether two words can be one at all: a glance, as most pairs of words have nothing in common.

    A misspelt word has its first letter right, or else what follows the first two; and where two
    letters of three are swapped, the last one.
    """
    return a[0] == b[0] or a[-2:] == b[-2:] or (min(len(a), len(b)) < 5 and a[-1] == b[-1])


@dataclass(frozen=True, slots=True)
class Slip:
    """A word for another with a slip of the keyboard in it; ``faint``: or perhaps another word."""

    cited: str
    known: str
    faint: bool


def slip_of(cited: str, known: str) -> Slip | None:
    """The slip that makes one word of another: a letter lost, doubled, swapped or wrong, or two.

    Beside words that are all the same, that is; ``same_word`` needs no such company. An opposite
    is no slip, nor are the names of networks (``CNN``, ``RNN``), nor ``symmetric`` for
    ``asymmetric``, nor ``decoder`` for ``encoder``.
    """
    if not may_be_one(cited, known):
        return None
    short, long = sorted((cited, known), key=len)
    if len(long) < 3 or len(short) < 2 or not (short.isalpha() and long.isalpha()):
        return None
    if frozenset((cited, known)) in _OPPOSITES:
        return None
    if long.endswith(short) and (long[0] in "aeiou" or len(long) < 6):
        return None
    if one_slip(cited, known):
        swapped = sorted(short) == sorted(long)
        if len(long) == 3 and not swapped and short[0] != long[0]:
            return None
        return Slip(cited, known, faint=len(long) == 3)
    two = len(short) >= 6 and short[0] == long[0] and OSA.distance(short, long) == 2
    return Slip(cited, known, faint=True) if two else None


def one_slip(a: str, b: str) -> bool:
    """Whether a letter lost, added, wrong or swapped makes one word of another."""
    return bool(OSA.distance(a, b, score_cutoff=1) <= 1)
