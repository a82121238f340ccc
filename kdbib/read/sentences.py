"""Stops that shorten a name or a word, and end no sentence."""

import re

_SHORTENED = re.compile(r"(?:^|[\s.(-])(?:[^\W\d_]|vs|resp|approx|[JS]r|[Ee]ds?|St|Dr)$")
_SURNAME = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)?\s*(?:,|;|&|\.\s|and\s|et\s)")


def stop_of_initial(text: str, start: int, at: int) -> bool:
    """Whether the stop at an offset shortens a name or a word, and ends no sentence."""
    return bool(_SHORTENED.search(text, max(start, at - 7), at))


def surname_follows(text: str, at: int) -> bool:
    """Whether one word and a separator begin at an offset: after an initial it is a surname."""
    return bool(_SURNAME.match(text, at))
