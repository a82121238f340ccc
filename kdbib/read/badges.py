"""Badges: images of words, as https://shields.io draws them, where the words are in the address."""

import re

_STATIC = re.compile(
    r"https?://(?:img\.|www\.)?(?:shields\.io|badgen\.net)/(?:static/v1\?\S*?label=)?"
    r"(?:badge/)(?P<words>[^\s?#]{1,200})"
)
_COLOR = re.compile(r"[-/](?:[a-zA-Z]{3,20}|[0-9a-fA-F]{3,8})(?:\.svg|\.png)?$")


def badge_words(url: str) -> tuple[int, int] | None:
    """Where in a badge's address its words stand, without the colour; None if it is no badge.

    >>> url = "https://img.shields.io/badge/CVPR-2020-blue.svg"
    >>> url[slice(*badge_words(url))]
    'CVPR-2020'
    """
    found = _STATIC.match(url)
    if not found:
        return None
    color = _COLOR.search(found["words"])
    start = found.start("words")
    return start, start + (color.start() if color else len(found["words"]))
