"""The anchors of a document, by GitHub's rules for headings."""

import re
from collections import Counter
from urllib.parse import unquote

from kdbib.linter.document import Document
from kdbib.read.inline import scan

_DROPPED = re.compile(r"[^\w\- ]")
_HTML = re.compile(r"<[a-z][^<>]{0,300}?\b(?:id|name)\s*=\s*[\"']?([^\"'<>\s]+)", re.IGNORECASE)
_HTML_HEADING = re.compile(r"<h[1-6][^<>]*>(.{1,300}?)</h[1-6]>", re.IGNORECASE | re.DOTALL)


def anchors(document: Document) -> "Anchors":
    """Everything that a link within the document may lead to."""
    seen: Counter[str] = Counter()
    known: set[str] = {"", "top", "readme"}
    titles = [heading.text for heading in document.structure.headings]
    titles += [found[1] for found in _HTML_HEADING.finditer(document.text)]
    for title in titles:
        name = slug(scan(title, {}).plain)
        known.add(f"{name}-{seen[name]}" if seen[name] else name)
        seen[name] += 1
    known |= {found[1].casefold() for found in _HTML.finditer(document.text)}
    return Anchors(known)


class Anchors:
    """Anchors, as links write them: percent-encoded or not, ``user-content-`` or not."""

    def __init__(self, known: set[str]) -> None:
        self._known = known | {_bare(name) for name in known}

    def __contains__(self, anchor: object) -> bool:
        name = unquote(str(anchor)).casefold().removeprefix("user-content-")
        return name in self._known or _bare(name) in self._known


def _bare(anchor: str) -> str:
    """Without what emoji and their variation selectors leave at the edges."""
    return re.sub(r"[^\w-]", "", anchor).strip("-")


def slug(heading: str) -> str:
    """The anchor of a heading.

    >>> slug("KD + GAN"), slug("Knowledge Amalgamation（KA) - zju-VIPA")
    ('kd--gan', 'knowledge-amalgamationka---zju-vipa')
    """
    return _DROPPED.sub("", heading.strip().casefold()).replace(" ", "-")
