"""The shape of an entry: what stands between its title, authors, venue, year and links.

In a shape, private characters stand for the parts of a citation, and everything else stays as the
list writes it. The usual shape of a list's entries is the form in which a new one is written.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from kdbib.correct.habits import Habits
from kdbib.correct.inert import as_text
from kdbib.model import Citation, LinkKind, Scheme, Work
from kdbib.model.venue import short_name

TITLE, AUTHORS, VENUE, YEAR, SHORT_YEAR, DATE, LINK, PDF, ARXIV = map(chr, range(0xE000, 0xE009))
PARTS = frozenset((TITLE, AUTHORS, VENUE, YEAR, SHORT_YEAR, DATE, LINK, PDF, ARXIV))
_OPEN, _CLOSE = "\ue010\ue011"
"""Around a link with all of its brackets: without an address, nothing of it is written."""

FEWEST = 2
"""Entries of one shape that make it the list's."""

_MARKER = re.compile(r"\s*(?:[-*+•]|\d{1,9}[.)])?\s*")
_OTHER_WORDS = re.compile(r"[^\W_]")
_OF_PAPER = (LinkKind.PAPER, LinkKind.PDF)
_PDF_LABEL = re.compile(r"\W*pdf\W*", re.IGNORECASE)
_ADDRESS = re.compile(
    r"\]\(\s*(<[^>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)[^()\n]*\)|\]\[[^\]\n]*\]"
)
_EMPTY_ITEM = re.compile(r"\n[ \t]*[-*+][ \t]*(?=\n|$)")
_TAG = re.compile(r"</?[a-z][a-z0-9]*\s*/?>", re.IGNORECASE)
_ARXIV_LABEL = re.compile(
    rf"arxiv[\s:]*(?:preprint[\s:]*)?(?:arxiv[\s:]*)?(?={ARXIV})", re.IGNORECASE
)
_IN_LINK = re.compile("\ue010([^\ue011]*)\ue011")
_DATE = re.compile(rf"{YEAR}-\d\d(?:-\d\d)?(?!\w)")
_ALONE = re.compile(f"[{AUTHORS}{VENUE}{YEAR}{DATE}]")
_STOP = "\ue012"
"""The stop after *et al.*"""
_PAIRS = ("[]", "()")
_CELL = re.compile(r"(?<!\\)\|")

_Piece = tuple[int, int, str]
"""The bytes [start, end) of an entry, and what stands for them in its shape."""


def usual_shape(citations: Sequence[Citation]) -> str:
    """How most of the citations are written; "" where no two are written alike."""
    return next(iter(usual_shapes(citations)), "")


def usual_shapes(citations: Sequence[Citation]) -> list[str]:
    """The shapes that at least two citations have, the most usual first.

    The stop of *et al.* is its own where other authors are followed by none.
    """
    found = Counter(shape for one in citations if one.title and (shape := shape_of(one)))
    shapes: Counter[str] = Counter()
    for shape, count in found.items():
        unstopped = shape.replace(_STOP, "")
        stopped = unstopped if found[unstopped] else shape.replace(_STOP, ".")
        shapes[stopped] += count
    return [shape for shape, count in shapes.most_common() if count >= FEWEST]


def shape_of(citation: Citation) -> str | None:
    """The shape of an entry; None if it has other words beside its parts.

    Links to code, videos and the like belong to their paper, and are left out.
    """
    data = citation.raw.encode("utf-8", "surrogateescape")
    pieces = _pieces(citation, data)
    if pieces is None:
        return None
    text = _text(data, pieces)
    text = re.sub(rf"(?<={AUTHORS}),? et al\b(\.?)", lambda end: _STOP if end[1] else "", text)
    text = _DATE.sub(DATE, text)
    if text.lstrip().startswith("|"):
        return _row(text)
    text = _EMPTY_ITEM.sub("", text).rstrip()
    text = text[marker.end() :] if (marker := _MARKER.match(text)) else text
    return text if _is_pure(text) else None


def _is_pure(text: str) -> bool:
    """Whether a text has no words but the labels of its links to the paper, and ``arXiv:``."""
    if text.count("_") % 2 or text.count("*") % 2:  # a part of the title is emphasised
        return False
    words = _IN_LINK.sub(lambda link: "".join(c for c in link[1] if c in PARTS), text)
    words = _ARXIV_LABEL.sub("", _TAG.sub("", words))
    return not _OTHER_WORDS.search("".join(c for c in words if c not in PARTS))


def _row(text: str) -> str | None:
    """The shape of a table's row, without what else its cells say; None if that is the title's."""
    cells = [cell.strip() for cell in _CELL.split(text.strip())[1:-1]]
    kept = [cell if _is_pure(cell) else _IN_LINK.sub("", cell) for cell in cells]
    kept = [
        cell if PARTS.intersection(cell) and _is_pure(cell) else "".join(_ALONE.findall(cell)[:1])
        for cell in kept
    ]
    return "|".join(["", *kept, ""]) if any(TITLE in cell for cell in kept) else None


def _text(data: bytes, pieces: Sequence[_Piece]) -> str:
    position, parts = 0, []
    for start, end, stands in pieces:
        parts += [data[position:start].decode("utf-8", "replace"), stands]
        position = end
    return "".join([*parts, data[position:].decode("utf-8", "replace")])


def _pieces(citation: Citation, data: bytes) -> list[_Piece] | None:
    """What is replaced in an entry, in its order; None if two parts overlap."""
    links = list(_links(citation, data))
    parts = [*_parts(citation), *(piece for group in links for piece in group)]
    in_links = [(group[0][0], group[-1][1]) for group in links]
    parts += [
        (start, end, ARXIV)
        for start, end in _arxiv_ids(citation, data)
        if not any(a <= start < b for a, b in in_links)
    ]
    parts.sort(key=lambda piece: (piece[0], piece[1], piece[2] != _OPEN))
    position = 0
    for start, end, _ in parts:
        if start < position or b"\n" in data[start:end].strip():
            return None
        position = end
    return parts


def _parts(citation: Citation) -> Iterator[_Piece]:
    base = citation.span.start
    if citation.title:
        yield citation.title.span.start - base, citation.title.span.end - base, TITLE
    if citation.venue:
        yield citation.venue.span.start - base, citation.venue.span.end - base, VENUE
    if year := citation.year:
        digits = year.span.end - year.span.start
        yield year.span.start - base, year.span.end - base, SHORT_YEAR if digits < 4 else YEAR
    if citation.authors:
        first, last = citation.authors[0].span, citation.authors[-1].span
        yield first.start - base, last.end - base, AUTHORS


def _links(citation: Citation, data: bytes) -> Iterator[list[_Piece]]:
    """The links: the first to the paper and the first to its PDF with their labels, no other."""
    title = citation.title.span if citation.title else None
    text = data.decode("utf-8", "replace")
    if len(text.encode("utf-8")) != len(data):
        return
    seen: set[str] = set()
    for link in citation.links:
        start = len(data[: link.span.start - citation.span.start].decode("utf-8", "replace"))
        end = len(data[: link.span.end - citation.span.start].decode("utf-8", "replace"))
        while start and text[start - 1] in "*_`" and text[end : end + 1] == text[start - 1]:
            start, end = start - 1, end + 1
        opening = start - 1 if text[start - 1 : start] == "[" else start
        found = _ADDRESS.match(text, end) or _ADDRESS.match(text, end - 1)
        if found is None:
            continue
        outer_start, outer_end = opening, found.end()
        while outer_start and f"{text[outer_start - 1]}{text[outer_end : outer_end + 1]}" in _PAIRS:
            outer_start, outer_end = outer_start - 1, outer_end + 1
        of_paper = PDF if _PDF_LABEL.fullmatch(link.text) else LINK
        stands = of_paper if link.kind in _OF_PAPER else ""
        holds_title = title is not None and link.span.start <= title.start < link.span.end
        if holds_title and found[1] is not None:
            yield [_at(text, *found.span(1), LINK)]
        elif stands and stands not in seen and found[1] is not None:
            seen.add(stands)
            yield [
                _at(text, outer_start, outer_start, _OPEN),
                _at(text, *found.span(1), stands),
                _at(text, outer_end, outer_end, _CLOSE),
            ]
        elif not holds_title:
            while outer_start and text[outer_start - 1] in " \t":
                outer_start -= 1
            yield [_at(text, outer_start, outer_end, "")]


def _at(text: str, start: int, end: int, stands: str) -> _Piece:
    first = len(text[:start].encode())
    return first, first + len(text[start:end].encode()), stands


def _arxiv_ids(citation: Citation, data: bytes) -> Iterator[tuple[int, int]]:
    """The places of arXiv ids that stand in the text, without the label before them."""
    for identifier, span in citation.identifiers:
        start, end = span.start - citation.span.start, span.end - citation.span.start
        at = data.find(identifier.value.encode(), start, end)
        if identifier.scheme is Scheme.ARXIV and at >= 0:
            yield at, end


# --- writing -----------------------------------------------------------------------------------


def values_of(work: Work, habits: Habits, *, link: str = "", pdf: str = "") -> dict[str, str]:
    """What stands for the parts of a shape, as a list with these habits writes a work."""
    short = short_name(work.container_title or "") or work.container_title_short
    venue = short or work.container_title or ""
    year = str(work.year or "")
    arxiv = work.identifier(Scheme.ARXIV) or ""
    return {
        TITLE: as_text(work.title),
        AUTHORS: as_text(habits.names(work.author)),
        VENUE: as_text(venue),
        YEAR: year,
        SHORT_YEAR: year[2:],
        DATE: "-".join(f"{number:02}" for number in work.issued),
        LINK: link,
        PDF: pdf,
        ARXIV: arxiv,
    }


def filled(shape: str, values: Mapping[str, str]) -> str:
    """A shape with values for its parts: no trace is left of what has none."""
    if shape.startswith("|"):
        return "|".join(_line(cell, values) for cell in shape.split("|"))
    first, *rest = shape.split("\n")
    lines = [_line(first, values)]
    for line in rest:
        written = _line(line, values)
        if not line.strip() or _WORDS.search(written):
            lines.append(line[: len(line) - len(line.lstrip())] + written)
    return "\n".join(lines)


def _line(form: str, values: Mapping[str, str]) -> str:
    form = _IN_LINK.sub(lambda link: link[1] if _may_link(link[1], values) else _NOTHING, form)
    title = values.get(TITLE, "")
    if title.endswith(("?", "!")):
        form = re.sub(rf"({TITLE}[*_\"”]*)\.", r"\1", form)
    if LINK in form and not values.get(LINK):  # the title stands without its link
        form = re.sub(rf"\[([^\[\]]*)\]\({LINK}\)", r"\1", form)
    text = "".join(values.get(char) or _NOTHING if char in PARTS else char for char in form)
    if _NOTHING in text:
        text = _without_traces(text)
        text = text if form.rstrip().endswith(".") else text.rstrip(" .,")
    text = re.sub(r"\.{2,}(?=\s|$)", ".", " ".join(text.split()))
    return text if form.endswith(",") else text.rstrip(" ,")


def _may_link(form: str, values: Mapping[str, str]) -> bool:
    """Whether there is an address for a link, and one that its label says the truth of."""
    address = "".join(values.get(char, "") for char in form if char in PARTS)
    return bool(address) and ("arxiv" not in form.lower() or "arxiv.org/" in address)


_NOTHING = "\ue020"
_WORDS = re.compile(r"[^\W_]")
_TRACES = (
    (re.compile(rf"([*_`]{{1,3}})[\s{_NOTHING},]*{_NOTHING}[\s{_NOTHING},]*\1"), _NOTHING),
    (re.compile(rf"\([\s{_NOTHING},]*\)|\[[\s{_NOTHING},]*\](?!\()"), _NOTHING),
    (re.compile(rf"(?<![\w.*)\]]){_NOTHING}\s*[,.:;–-]?\s*"), ""),
    (re.compile(rf"\s*[,;:/|–-]\s*{_NOTHING}"), ""),
    (re.compile(rf"\.\s+{_NOTHING}(?=[.,])"), ""),
    (re.compile(rf"\s*{_NOTHING}"), ""),
)
"""What is around a part that nobody knows, and what is left of it, in this order."""


def _without_traces(text: str) -> str:
    for traces, left in _TRACES:
        while (shorter := traces.sub(left, text)) != text:
            text = shorter
    return text
