"""What looks like a citation in a text, and belongs to none that was read there.

It is counted on the text itself, so that a form that no reader knows is told, not passed over in
silence.
"""

import re
from collections.abc import Iterator

from msgspec import Struct

from kdbib.model import Form, LinkKind
from kdbib.model.identifier import find, from_url
from kdbib.read.links import link_kind
from kdbib.read.listing import List
from kdbib.read.source import SourceText

_URL = re.compile(r"https?://[^\s<>\"'()\[\]{}|]++")
_ENTRY = re.compile(r"[ \t]*+@(?!comment|string|preamble)[a-z]{2,30}[ \t]*+\{", re.IGNORECASE)
_ODD_ENTRY = re.compile(
    r"[ \t]*+@(?!comment|string|preamble)[^\s{(][^{(]{0,100}[{(]", re.IGNORECASE
)
_OF_BIBTEX = re.compile(r"\s*+(?:[%@}]|[\w-]++\s*+=)")
"""A comment in a bibliography, or a line of an entry that could not be read, which is told."""
_FENCE = re.compile(r"[ \t]*+(`{3,}|~{3,})[ \t]*([\w+-]*)")
_PROGRAMS = frozenset(
    """
    bash console cmd diff html ini js json powershell py python pycon rust sh shell toml yaml
    """.split()
)
_END = ".,;:!?*_~"


class Leftover(Struct, frozen=True, gc=False):
    """How many there are of a kind, and the line of the first."""

    kind: str
    count: int
    line: int


LINKS, IDENTIFIERS, ENTRIES = "link to a paper", "identifier", "BibTeX entry"


def leftovers(source: SourceText, read: List) -> tuple[Leftover, ...]:
    """What of a text no citation took, by its kind, in list items that were passed over too.

    A paper that is cited elsewhere in the text is not counted, nor one twice.
    """
    if read.form not in {Form.markdown, Form.plain, Form.bibtex}:
        return ()
    counts = dict.fromkeys((LINKS, IDENTIFIERS, ENTRIES), 0)
    first: dict[str, int] = {}
    seen = {str(found) for one in read.citations for found, _ in one.identifiers}
    seen |= {link.url for one in read.citations for link in one.links}
    others = _others(source, read)
    for number, line in _outside_programs(others) if read.form is Form.markdown else others:
        for kind, what in _in_line(line, read.form):
            if what in seen:
                continue
            if what:
                seen.add(what)
            counts[kind] += 1
            first.setdefault(kind, number)
    return tuple(Leftover(kind, counts[kind], line) for kind, line in first.items())


def _others(source: SourceText, read: List) -> Iterator[tuple[int, str]]:
    """The lines, or parts of lines, outside of citations."""
    spans = [one.span for one in read.citations]
    position, number = 0, 1
    for start, end in [*sorted((s.start, s.end) for s in spans), (len(source.data),) * 2]:
        if start > position:
            text = source.data[position:start].decode("utf-8", "replace")
            pieces = re.split(r"\r\n|\r|\n", text)
            yield from ((number + i, piece) for i, piece in enumerate(pieces) if piece.strip())
            number += len(pieces) - 1
        if end > position:
            taken = source.data[max(start, position) : end].decode("utf-8", "replace")
            number += len(re.findall(r"\r\n|\r|\n", taken))
            position = end


def _outside_programs(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The lines of markdown that are not in a fence of a program or of what one prints.

    A fence of another language, or of none, may hold references.
    """
    closing = ""
    for number, line in lines:
        fence = _FENCE.match(line)
        if closing:
            closing = "" if fence and line.strip().startswith(closing) and not fence[2] else closing
        elif fence and fence[2].lower() in _PROGRAMS:
            closing = fence[1]
        else:
            yield number, line


def _in_line(line: str, form: Form) -> Iterator[tuple[str, str]]:
    """What a line holds: its kind, and what names it, if anything does."""
    if (_ODD_ENTRY if form is Form.bibtex else _ENTRY).match(line):
        yield ENTRIES, ""
    if form is Form.bibtex and _OF_BIBTEX.match(line):
        return
    for found in _URL.finditer(line):
        url = found[0].rstrip(_END)
        identifier = from_url(url)
        if identifier or link_kind("", url) is LinkKind.PAPER:
            yield LINKS, str(identifier or url)
    without = _URL.sub(lambda found: " " * len(found[0]), line)
    yield from ((IDENTIFIERS, str(one.identifier)) for one in find(without) if one.identifier)
