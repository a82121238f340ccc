"""A new entry in a list: written as the list writes its entries, at the place where it belongs.

No other byte of the list changes, but for the numbers of the items that follow in one count. The
list is read again with the entry in it: where another entry then reads otherwise, it is not added.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kdbib.correct.bare import LINKED
from kdbib.correct.habits import style_of
from kdbib.correct.shape import ARXIV, VENUE, filled, usual_shapes, values_of
from kdbib.errors import UsageError
from kdbib.match.decide import same_work
from kdbib.model import Citation, Identifier, LinkKind, Scheme, Work
from kdbib.model.title import title_key
from kdbib.model.venue import short_name
from kdbib.ordering import FEW, order_of
from kdbib.read import List, read_text
from kdbib.read.source import SourceText
from kdbib.resolutions import Resolutions
from kdbib.write.latex import address
from kdbib.write.reference import page_of

_MARKER = re.compile(rb"([-*+\xe2\x80\xa2]+|(\d{1,9})([.)]))([ \t]+)")
_NUMBERED = re.compile(rb"^([ \t]*)(\d{1,9})([.)])(?=[ \t])", re.MULTILINE)
_NOT_IN_A_LINK = re.compile(r"[\s()<>|\\\"`]")
_CELL = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class Added:
    """A list with an entry more: its bytes, the line of the entry, and its text.

    ``is_of_form`` is whether it is written as others are: in some lists, no two are alike.
    """

    data: bytes
    line: int
    text: str
    is_of_form: bool = True


def find(work: Work, citations: Sequence[Citation], resolutions: Resolutions) -> Citation | None:
    """The citation of a list that cites a work already; None if none does."""
    keys = {("doi", work.DOI.lower())} if work.DOI else set()
    keys |= {identifier.key for identifier in work.identifiers}
    titles = {title_key(title) for title in (work.title, *work.aliases)}
    for citation in citations:
        decided = resolutions.get(citation)
        if decided and decided.work and same_work(decided.work, work):
            return citation
        if any(identifier.key in keys for identifier, _ in citation.identifiers):
            return citation
        if citation.title and title_key(citation.title.text) in titles:
            return citation
    return None


def add(one: List, data: bytes, work: Work, section: str | None = None) -> Added:
    """A markdown list with an entry for a work.

    ``section`` is the heading that it goes below, or a part of it. Raises UsageError if that is no
    heading of entries, if none is named and there are several, or if there is no place where the
    entry could stand without a change of others.
    """
    if not one.citations:
        return _alone(one, data, work)
    chosen = _section(one, work, section)
    peers = [c for c in one.citations if c.section == chosen]
    entry = written(work, peers, one.citations)
    for place in _places(peers, one.citations, work):
        if added := _added(one, data, entry, place):
            of_form = bool(usual_shapes(peers) or usual_shapes(one.citations))
            return replace(added, is_of_form=of_form)
    raise UsageError(
        f"{one.file}: {work.title!r} is not added: there is no place for it where no other entry"
        " would read otherwise"
    )


def _alone(one: List, data: bytes, work: Work) -> Added:
    """The first entry of a list, at its end."""
    entry = "- " + filled(LINKED, values_of(work, style_of(()), link=_link(work, ())))
    start = data.rstrip(b"\r\n")
    gap = b"\n\n" if start else b""
    after = start + gap + entry.encode() + b"\n"
    if len(read_text(SourceText(after, one.file, one.form)).citations) != 1:
        raise UsageError(f"{one.file}: has no entries, and nowhere to put the first one")
    return Added(after, after.count(b"\n"), entry)


# --- in which section ------------------------------------------------------------------------


def _section(one: List, work: Work, wanted: str | None) -> tuple[str, ...]:
    """The headings that the entry goes below."""
    sections = list(dict.fromkeys(c.section for c in one.citations))
    if wanted is not None:
        sought = _plain(wanted)
        fitting: list[tuple[str, ...]] = []
        for fits in (_is_last, _is_within, _is_part):
            fitting = fitting or [s for s in sections if fits(s, sought)]
        if len(fitting) == 1:
            return fitting[0]
        why = "no section with entries is called" if not fitting else "several sections are called"
        raise UsageError(f"{one.file}: {why} {wanted!r}:{_listed(one, fitting or sections)}")
    of_year = [s for s in sections if s and work.year and re.search(rf"\b{work.year}\b", s[-1])]
    if len(sections) == 1 or len(of_year) == 1:
        return (of_year or sections)[0]
    raise UsageError(f"{one.file}: say where it goes, with --section:{_listed(one, sections)}")


def _is_last(section: tuple[str, ...], sought: str) -> bool:
    return bool(section) and sought in {_plain(section[-1]), _plain(" / ".join(section))}


def _is_within(section: tuple[str, ...], sought: str) -> bool:
    return any(_plain(heading) == sought for heading in section)


def _is_part(section: tuple[str, ...], sought: str) -> bool:
    return bool(section and sought) and sought in _plain(section[-1])


def _plain(heading: str) -> str:
    """A heading without markup, numbers in front, and upper case."""
    text = re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])|<[^>]*>|[*_`#]", r"\1", heading)
    return " ".join(re.sub(r"^[\W\d]+(?=\w*[^\W\d])", "", text).split()).casefold()


def _listed(one: List, sections: Sequence[tuple[str, ...]]) -> str:
    counts = [sum(c.section == section for c in one.citations) for section in sections]
    shown = [
        f"\n  {' / '.join(section) or '(above all headings)'} ({count})"
        for section, count in zip(sections[:40], counts, strict=False)
    ]
    return "".join(shown) + (f"\n  and {len(sections) - 40} more" if len(sections) > 40 else "")


# --- how it is written -------------------------------------------------------------------------


def written(work: Work, peers: Sequence[Citation], citations: Sequence[Citation]) -> str:
    """A work as the entries around it are written, without the marker of an item.

    Where no two are written alike, it is ``[Title](link). Authors. Venue Year``. Raises UsageError
    for such a table.
    """
    in_table = peers[-1].raw.lstrip().startswith("|")
    usual = [
        shape
        for shape in (*usual_shapes(peers), *usual_shapes(citations))
        if shape.startswith("|") == in_table
        and (not in_table or shape.count("|") == len(_CELL.findall(peers[-1].raw.strip())))
    ]
    if in_table and not usual:
        raise UsageError(f"{peers[-1].place}: no two rows of this table are filled in alike")
    shapes = usual or [LINKED]
    shape = shapes[0]
    if not work.published and work.identifier(Scheme.ARXIV):
        shape = next((s for s in shapes if ARXIV in s and VENUE not in s), shape)
    elif ARXIV in shape and VENUE not in shape:
        shape = next((s for s in shapes if VENUE in s), shape)
    values = values_of(work, style_of(citations), link=_link(work, peers), pdf=_pdf(work))
    if not work.published:
        values[VENUE] = _preprint(citations, values[VENUE], work)
    entry = filled(shape, values)
    return _aligned(entry, peers) if entry.startswith("|") else entry


def _preprint(citations: Sequence[Citation], venue: str, work: Work) -> str:
    """How a list writes ``arXiv`` where others have a venue."""
    if not work.identifier(Scheme.ARXIV):
        return venue
    known = [c.venue.text for c in citations if c.venue and short_name(c.venue.text) == "arXiv"]
    known = [text for text in known if text.isalpha()]
    return max(known, key=known.count) if known else "arXiv"


def _link(work: Work, peers: Sequence[Citation]) -> str:
    """The address of a paper, at arXiv where the list links there; of its PDF if it links those."""
    of_papers = ([k for k in c.links if k.kind in {LinkKind.PAPER, LinkKind.PDF}] for c in peers)
    links = [found[0] for found in of_papers if found]
    at_arxiv = 2 * sum("arxiv.org/" in link.url for link in links) >= len(links)
    if 2 * sum(link.kind is LinkKind.PDF for link in links) > len(links) and (pdf := _pdf(work)):
        return pdf
    arxiv = work.identifier(Scheme.ARXIV)
    if arxiv and at_arxiv:
        return Identifier(Scheme.ARXIV, arxiv).url
    return _safe(page_of(work))


def _pdf(work: Work) -> str:
    arxiv = work.identifier(Scheme.ARXIV)
    at_arxiv = Identifier(Scheme.ARXIV, arxiv).url.replace("/abs/", "/pdf/") if arxiv else ""
    return _safe(address(work.pdf_url or "") or "") or at_arxiv


def _safe(url: str) -> str:
    """An address as it can stand in the brackets of a link."""
    return _NOT_IN_A_LINK.sub(lambda found: f"%{ord(found[0]):02X}", url)


def _aligned(row: str, peers: Sequence[Citation]) -> str:
    """A row of a table with the blanks around its cells that the row above has."""
    model = peers[-1].raw.strip()
    cells = _CELL.split(model)[1:-1]
    ours = row.split("|")[1:-1]
    if len(cells) != len(ours):
        return "| " + " | ".join(ours) + " |"
    lengths = {tuple(map(len, _CELL.split(c.raw.strip())[1:-1])) for c in peers}
    padded = len(peers) > 1 and len(lengths) == 1
    fillers = [_filler(peers, column) for column in range(len(cells))]
    shown = []
    for cell, text, filler in zip(cells, ours, fillers, strict=True):
        lead = cell[: len(cell) - len(cell.lstrip())] if cell.strip() else " "
        tail = cell[len(cell.rstrip()) :] if cell.strip() else " "
        whole = f"{lead[:1]}{text or filler}{' ' if tail else ''}"
        shown.append(whole.ljust(len(cell)) if padded else whole)
    return "|" + "|".join(shown) + "|"


def _filler(peers: Sequence[Citation], column: int) -> str:
    """What stands in the cells of a column that say nothing: ``-``, or nothing."""
    rows = (_CELL.split(c.raw.strip())[1:-1] for c in peers)
    silent = [row[column].strip() for row in rows if len(row) > column]
    silent = [text for text in silent if not any(char.isalnum() for char in text)]
    return max(silent, key=silent.count) if silent else ""


# --- where it stands ---------------------------------------------------------------------------

_Place = tuple[Citation, bool]
"""An entry, and whether the new one goes behind it."""


def _places(
    peers: Sequence[Citation], citations: Sequence[Citation], work: Work
) -> Iterator[_Place]:
    """Where the entry may go, by the order of its section or at its end; the best comes first."""
    index = _index(peers, citations, work)
    if index < len(peers):
        yield peers[index], False
    if index:
        yield peers[index - 1], True
    yield peers[-1], True
    yield peers[0], False


def _index(peers: Sequence[Citation], citations: Sequence[Citation], work: Work) -> int:
    """How many of the section's entries stand before the new one."""
    sections: dict[tuple[str, ...], list[Citation]] = {}
    for one in citations:
        sections.setdefault(one.section, []).append(one)
    mine = {"year": work.year, "title": title_key(work.title)}
    order = order_of([peers])
    if order is None and len(peers) < FEW:
        order = order_of(list(sections.values()), times=2)
    value = mine.get(order.key) if order else None
    if order is None or value is None:
        return len(peers)
    return order.place(peers, value)


def _added(one: List, data: bytes, entry: str, place: _Place) -> Added | None:
    """The list with the entry at a place; None if that would change another entry."""
    beside, behind = place
    start = data.rfind(b"\n", 0, beside.span.start) + 1
    end = beside.span.end
    lead = data[start : beside.span.start]
    if lead.strip():
        return None
    newline = b"\r\n" if b"\r\n" in data[: data.find(b"\n") + 1] else b"\n"
    raw = data[beside.span.start : end]
    marker = _MARKER.match(raw)
    counts = _counts(one, beside)
    item = _item(lead, marker, entry, step=int(behind and counts)).replace(b"\n", newline)
    if behind:
        gap = _gap(one, data, beside, newline)
        at, new = end, gap + item
    else:
        at, new = start, item + _gap(one, data, beside, newline)
    after = data[:at] + new + data[at:]
    written_at = at + (len(new) - len(item) if behind else 0)
    if marker and marker[2] and counts:
        after = _renumbered(after, written_at + len(item), lead, int(marker[2]) + behind)
    read = read_text(SourceText(after, one.file, one.form)).citations
    before = [_said(c) for c in one.citations]
    index = next((n for n, c in enumerate(read) if c.span.start >= written_at), None)
    if index is None or [_said(c) for n, c in enumerate(read) if n != index] != before:
        return None
    if read[index].title is None:
        return None
    return Added(after, after[:written_at].count(b"\n") + 1, item.decode("utf-8", "replace"))


def _item(lead: bytes, marker: re.Match[bytes] | None, entry: str, *, step: int) -> bytes:
    """An entry with the blanks and the marker that its neighbour has."""
    text = entry.encode("utf-8", "surrogateescape")
    if marker is None:
        return lead + text
    shown = marker[1]
    if marker[2]:
        shown = str(int(marker[2]) + step).encode() + marker[3]
    first, *rest = text.split(b"\n")
    return b"\n".join([lead + shown + marker[4] + first, *(lead + r if r else r for r in rest)])


def _gap(one: List, data: bytes, beside: Citation, newline: bytes) -> bytes:
    """What stands between the entry and its neighbour: as between the others of the section."""
    peers = [c for c in one.citations if c.section == beside.section]
    gaps = []
    for a, b in pairwise(peers):
        start = data.rfind(b"\n", 0, b.span.start) + 1
        between = data[a.span.end : start]
        if not between.strip():
            gaps.append(between.count(b"\n"))
    return newline * (max(gaps, key=gaps.count) if gaps else 1)


def _counts(one: List, beside: Citation) -> bool:
    """Whether the items of a section are counted: markdown allows ``1.`` for each of them."""
    found = (
        _MARKER.match(c.raw.encode("utf-8", "surrogateescape"))
        for c in one.citations
        if c.section == beside.section
    )
    numbers = [int(marker[2]) for marker in found if marker and marker[2]]
    steps = [other == one + 1 for one, other in pairwise(numbers)]
    return 2 * sum(steps) >= len(steps)


def _renumbered(data: bytes, start: int, lead: bytes, number: int) -> bytes:
    """The list with the numbers behind a new item one higher, as far as they go on in one count."""
    pieces, position = [], 0
    expected = number
    for found in _NUMBERED.finditer(data, start):
        if found[1] != lead:
            continue
        if int(found[2]) != expected:
            break
        expected += 1
        pieces += [data[position : found.start(2)], str(expected).encode()]
        position = found.end(2)
    return b"".join([*pieces, data[position:]])


def _said(citation: Citation) -> tuple[object, ...]:
    """What an entry says, whatever its number."""
    marker = _MARKER.match(citation.raw.encode("utf-8", "surrogateescape"))
    raw = citation.raw.encode("utf-8", "surrogateescape")[marker.end() if marker else 0 :]
    title = citation.title.text if citation.title else None
    names = tuple(author.name for author in citation.authors)
    return raw, title, names, citation.section, tuple(i for i, _ in citation.identifiers)
