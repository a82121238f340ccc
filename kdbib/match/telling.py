"""Which words of a title tell works apart, and how much the words that two titles share tell."""

from functools import lru_cache

from kdbib.match.words import one_slip
from kdbib.model.title import STOP_WORDS

_ANOTHER_WORK = frozenset(
    "book survey review tutorial overview erratum corrigendum correction reply comment comments "
    "response rebuttal part volume supplement supplementary thesis dissertation revisited "
    "revisiting rethinking proposal ii iii iv vi vii viii plusplus".split()
)
"""Words of a title that make it another work's wherever they stand."""
_TELLING = _ANOTHER_WORK | frozenset(
    "not no never non without discussion workshop challenge competition benchmark dataset one two "
    "three first second third".split()
)
"""Words that tell works apart however much else is the same."""
_TELLING_LONG = [word for word in _TELLING if len(word) >= 6]
COMMON_WORDS = frozenset(
    "adaptation adaptive adversarial analysis approach attention based classification "
    "convolutional data deep detection distillation distilled distilling domain efficient "
    "feature features framework generative graph image images improving information knowledge "
    "language large learning method methods model models multi network networks neural object "
    "online progressive recognition recommendation representation representations scale "
    "segmentation self semantic semi supervised system systems task tasks teacher student "
    "training transfer unsupervised using video vision visual new novel machine deep toward".split()
)
"""Words of so many titles of the field that sharing them says little."""
_LONG_SUBTITLE = 4.0
"""Weight of a subtitle that says what a work is about, and not just which of two it is."""


def weight_of(words: tuple[str, ...] | list[str]) -> float:
    """How telling words are: one for each, half for the field's commonest, none for *of*."""
    return sum(0.5 if w in COMMON_WORDS else 1.0 for w in words if w not in STOP_WORDS)


@lru_cache(maxsize=1 << 16)
def tells_apart(word: str) -> bool:
    """Whether a word that only one of two titles has makes them two works'.

    >>> [word for word in "a suvrey of 3 fast nets".split() if tells_apart(word)]
    ['suvrey', '3']
    """
    if word in _TELLING or any(char.isdigit() for char in word):
        return True
    return len(word) >= 6 and any(one_slip(word, other) for other in _TELLING_LONG)


def is_of_another(subtitle: list[str]) -> list[str]:
    """The words of a subtitle by which it is another work's than the main title alone.

    ``A Second Look`` and ``A Survey of Two Decades`` are; ``Two Streams of Non-Rigid Shapes in
    Motion`` only says what the work of the main title is about.
    """
    if weight_of(subtitle) < _LONG_SUBTITLE:
        return [word for word in subtitle if tells_apart(word)]
    return [word for word in subtitle if word in _ANOTHER_WORK]
