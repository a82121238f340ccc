"""Words that say what they are: names of people, of venues, of publishers, of places, months.

The tables are in ``kdbib/data``, a word or a name a line; ``training`` makes those of names.
"""

import re
from functools import cache
from importlib.resources import files

_MONTHS = frozenset(
    "january february march april may june july august september october november december "
    "jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
_ANY_NAME = frozenset("and the von des les new van sons university international".split())
_WORD = re.compile(r"[^\W_]+")


class Lexicon:
    """The tables, and what they say of a word."""

    def __init__(self) -> None:
        self.family = _table("family_names")
        self.given = _table("given_names")
        self.venues = frozenset(map(_folded, _table("venues")))
        self.venue_words = _table("venue_words")
        self.publishers = _words("publishers")
        self.places = _words("places")
        self.acronyms = frozenset(name.lower() for name in _table("venues") if name.isupper())

    def features(self, low: str) -> list[str]:
        """What a word in lower case may be."""
        found = []
        if low in self.family:
            found.append("fam")
        if low in self.given:
            found.append("giv")
        if low in self.venue_words:
            found.append("ven")
        if low in self.acronyms:
            found.append("acr")
        if low in self.publishers:
            found.append("pub")
        if low in self.places:
            found.append("pla")
        if low in _MONTHS:
            found.append("mon")
        return found

    def is_venue(self, words: str) -> bool:
        """Whether words are the whole name of a venue."""
        return _folded(words) in self.venues


@cache
def lexicon() -> Lexicon:
    """The lexicon, which is read once, when the first entry is."""
    return Lexicon()


def _table(name: str) -> frozenset[str]:
    text = files("kdbib.data").joinpath(f"{name}.tsv").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def _words(name: str) -> frozenset[str]:
    """The words of a table's names, but for those that any name may have."""
    words = {word.lower() for line in _table(name) for word in re.findall(r"[^\W\d_]{3,}", line)}
    return frozenset(words - _ANY_NAME)


def _folded(name: str) -> str:
    return "".join(_WORD.findall(name.lower()))
