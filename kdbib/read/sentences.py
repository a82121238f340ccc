"""Where the sentences of a reference end: at stops that shorten neither a name nor a word."""

import re
from collections.abc import Iterator
from itertools import islice

_STOP = re.compile(r"[.?!。][\"”’']?\s+(?=\S)")
_SHORTENED = re.compile(r"(?:^|[\s.(-])(?:[^\W\d_]|vs|resp|approx|[JS]r|[Ee]ds?|St|Dr)$")
_GOES_ON = re.compile(r"(?!arXiv|bioRxiv)[a-z]")
_SURNAME = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?\s*(?:,|;|&|\.\s|and\s|et\s)")
_MOST = 60  # stops of a line


def sentence_ends(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where sentences end in a range of a text, and where the next ones begin.

    >>> list(sentence_ends("Hello. J. T. Chen. ACL", 0, 22))
    [(5, 7), (17, 19)]
    """
    for stop in islice(_STOP.finditer(text, start, end), _MOST):
        at = stop.start()
        shortens = text[at] == "." and stop_of_initial(text, start, at)
        shortens = shortens and not text.startswith("In: ", stop.end())
        if not shortens and not _GOES_ON.match(text, stop.end()):
            yield at + (text[at] in "?!"), stop.end()


def stop_of_initial(text: str, start: int, at: int) -> bool:
    """Whether the stop at an offset shortens a name or a word, and ends no sentence."""
    return bool(_SHORTENED.search(text, max(start, at - 7), at))


def surname_follows(text: str, at: int) -> bool:
    """Whether one word and a separator begin at an offset: after an initial it is a surname."""
    return bool(_SURNAME.match(text, at))
