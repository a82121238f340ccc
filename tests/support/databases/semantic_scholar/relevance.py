"""Which titles come first, and which single one is nearest to a title asked for."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.support.databases.words import stems

STOP_WORDS = frozenset(
    {"a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "in", "is", "it", "of", "on"}
    | {"the", "to", "via", "with"}
)
HYPHENATED = re.compile(r"\w-\w")
SCALE = 8.0
"""Makes the scores of true hits what they are in reality: from about 110 to 245."""


@dataclass(frozen=True, slots=True)
class Index:
    """The titles' words, and how much each tells: the rarer, the more."""

    titles: Sequence[frozenset[str]]
    weights: dict[str, float]

    def score(self, number: int, sought: frozenset[str]) -> float:
        """Shared words count for a title, surplus ones a little against it."""
        title = self.titles[number]
        surplus = 0.1 * self._weight(title - sought)
        return SCALE * max(0.01, self._weight(title & sought) - surplus)

    def nearest(self, query: str, numbers: Iterable[int]) -> tuple[int, float] | None:
        """The title most like the query, with its score; None if none shares a word with it."""
        sought = frozenset(stems(query))
        telling = sought - STOP_WORDS or sought
        similar = [number for number in numbers if telling & self.titles[number]]
        scored = ((self.score(number, sought), -number) for number in similar)
        best = max(scored, default=None)
        return (-best[1], best[0]) if best else None

    def with_all(self, query: str, numbers: Iterable[int]) -> list[int]:
        """Titles with all words of the query, the best first. A hyphenated term is in none."""
        sought = frozenset(stems(query))
        if HYPHENATED.search(query) or not sought:
            return []
        found = [number for number in numbers if sought <= self.titles[number]]
        return sorted(found, key=lambda number: -self.score(number, sought))

    def _weight(self, stemmed: frozenset[str]) -> float:
        return sum(self.weights.get(each, 0.0) for each in stemmed)


def index(titles: Iterable[str]) -> Index:
    """The index of titles."""
    stemmed = [frozenset(stems(title)) for title in titles]
    frequency = Counter(each for title in stemmed for each in title)
    weights = {each: math.log(1 + len(stemmed) / count) for each, count in frequency.items()}
    return Index(stemmed, weights)
