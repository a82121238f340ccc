"""One form for a list: its order, its numbers, one style, and the columns of its tables.

Style and numbers are fixes of the linter's. Entries move whole, and the blanks around the cells of
tables change; what any entry says does not.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kdbib.linter.codes import BY_CODE
from kdbib.linter.fixes import fix
from kdbib.linter.reading import read_document
from kdbib.linter.registry import Rule
from kdbib.model import Citation, Form
from kdbib.ordering import Order, order_of
from kdbib.read import List, read_text
from kdbib.read.source import SourceText
from kdbib.resolutions import Resolutions

_STYLE = """
KB103 KB104 KB105 KB106 KB203 KB204 KB205 KB206 KB211 KB212 KB217 KB218 KB219 KB304 KB321 KB322
KB323 KB324 KB325 KB326 KB327 KB403 KB407 KB421 KB422 KB423 KB424 KB425 KB426 KB505 KB525 KB527
KB628 KB629 KB805 KB821 KB826
""".split()
"""The rules about how things are written, not about what is said."""
_COUNT, _NUMBERING = "KB623", "KB621"
_MARKER = re.compile(rb"(?:[-*+\xe2\x80\xa2]+|\d{1,9}[.)])[ \t]+")
_CELL = re.compile(r"(?<!\\)\|")
_RULER = re.compile(r"\s*:?-+:?\s*")
_WIDEST = 400


class Part(StrEnum):
    """What is put into form."""

    order = "order"
    numbers = "numbers"
    style = "style"
    columns = "columns"


@dataclass(frozen=True, slots=True)
class Formatted:
    """A list in form: its bytes, and how many changes each part came to."""

    data: bytes
    counts: dict[Part, int]


def format_list(
    one: List, data: bytes, parts: Sequence[Part], order: Order | None = None
) -> Formatted:
    """A list with these parts of it in form; with ``order``, every section in this one.

    Without, a section is ordered only where nearly all of it is in an order.
    """
    counts: dict[Part, int] = {}
    if Part.style in parts:
        data, counts[Part.style] = _fixed(data, one, [BY_CODE[code] for code in _STYLE])
    if Part.order in parts and one.form is Form.markdown:
        data, counts[Part.order] = _ordered(data, one, order)
    if Part.numbers in parts and one.form is Form.markdown:
        data, counts[Part.numbers] = _fixed(data, one, [BY_CODE[_NUMBERING]], unsafe=True)
        data, other = _fixed(data, one, [BY_CODE[_COUNT]])
        counts[Part.numbers] += other
    if Part.columns in parts and one.form is Form.markdown:
        data, counts[Part.columns] = _aligned(data, one)
    return Formatted(data, counts)


def keep_rewritten(one: List, data: bytes, after: bytes, resolutions: Resolutions) -> None:
    """Keep the decisions on the citations of a list under what they say once it is rewritten.

    The citations have to be the same, in the same order, however they are written now.
    """
    before = read_text(SourceText(data, one.file, one.form)).citations
    now = read_text(SourceText(after, one.file, one.form)).citations
    if len(before) == len(now):
        resolutions.keep_corrected(zip(before, now, strict=True))


def _fixed(
    data: bytes, one: List, rules: Sequence[Rule], *, unsafe: bool = False
) -> tuple[bytes, int]:
    done = fix(read_document(data, one.file, form=one.form), rules, unsafe=unsafe)
    return done.data, len(done.fixed)


def _citations(data: bytes, one: List) -> tuple[Citation, ...]:
    return read_text(SourceText(data, one.file, one.form)).citations


def _said(citations: Sequence[Citation]) -> Counter[tuple[object, ...]]:
    """What entries say, in whatever order they stand."""
    return Counter(
        (
            c.section,
            c.title.text if c.title else None,
            tuple(author.name for author in c.authors),
            c.venue.text if c.venue else None,
            c.year.value if c.year else None,
            tuple(identifier for identifier, _ in c.identifiers),
            tuple(link.url for link in c.links),
        )
        for c in citations
    )


# --- order -------------------------------------------------------------------------------------


def _ordered(data: bytes, one: List, order: Order | None) -> tuple[bytes, int]:
    """The list with its entries in order, and how many of them moved."""
    moved = 0
    citations = _citations(data, one)
    for group in list(_groups(citations, data)):
        wanted = order or order_of([group])
        numbers = wanted.sorted(group) if wanted else list(range(len(group)))
        if numbers == list(range(len(group))):
            continue
        after = _permuted(data, group, numbers)
        if _said(_citations(after, one)) == _said(citations):
            data = after
            moved += sum(number != place for place, number in enumerate(numbers))
    return data, moved


def _groups(citations: Sequence[Citation], data: bytes) -> Iterator[list[Citation]]:
    """Entries that follow each other in one section, with nothing but blanks between them."""
    group: list[Citation] = []
    for citation in citations:
        if group and not (
            group[-1].section == citation.section
            and not data[group[-1].span.end : citation.span.start].strip()
            and _lead(data, group[-1]) == _lead(data, citation)
        ):
            yield _alone(group, data)
            group = []
        group.append(citation)
    if group:
        yield _alone(group, data)


def _alone(group: list[Citation], data: bytes) -> list[Citation]:
    """The entries, without the last if something below it is its own, and would stay."""
    rest = data[group[-1].span.end :].lstrip(b"\r\n")
    lead = len(_lead(data, group[-1]))
    indented = len(rest) - len(rest.lstrip(b" \t")) > lead
    return group[:-1] if indented else group


def _lead(data: bytes, citation: Citation) -> bytes:
    return data[data.rfind(b"\n", 0, citation.span.start) + 1 : citation.span.start]


def _permuted(data: bytes, group: Sequence[Citation], numbers: Sequence[int]) -> bytes:
    """The list with the entries of a group in another order; markers stay where they are.

    The group takes the same bytes in the file as before, so that those behind it stay in place.
    """
    markers, texts = [], []
    for citation in group:
        raw = data[citation.span.start : citation.span.end]
        marker = found.end() if (found := _MARKER.match(raw)) else 0
        markers.append(raw[:marker])
        texts.append(raw[marker:])
    pieces, position = [], group[0].span.start
    for place, citation in enumerate(group):
        pieces += [data[position : citation.span.start], markers[place], texts[numbers[place]]]
        position = citation.span.end
    return b"".join([data[: group[0].span.start], *pieces, data[position:]])


# --- columns -----------------------------------------------------------------------------------


def _aligned(data: bytes, one: List) -> tuple[bytes, int]:
    """The list with the cells of its tables padded to columns, and how many rows changed."""
    citations = _citations(data, one)
    rows = {c.span.line - 1 for c in citations if c.raw.lstrip().startswith("|")}
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    changed = 0
    done: set[int] = set()
    for row in sorted(rows):
        if row in done or not 0 <= row < len(lines):
            continue
        table = _table(lines, row)
        done.update(table)
        new = _padded([lines[number] for number in table])
        changed += sum(a != lines[number] for number, a in zip(table, new, strict=True))
        for number, text in zip(table, new, strict=True):
            lines[number] = text
    after = "\n".join(lines).encode("utf-8", "surrogateescape")
    if not changed or _said(_citations(after, one)) != _said(citations):
        return data, 0
    return after, changed


def _table(lines: Sequence[str], row: int) -> range:
    """The lines of the table that a row is in."""
    first = last = row
    while first and lines[first - 1].lstrip().startswith("|"):
        first -= 1
    while last + 1 < len(lines) and lines[last + 1].lstrip().startswith("|"):
        last += 1
    return range(first, last + 1)


def _padded(rows: Sequence[str]) -> list[str]:
    """The rows with cells as wide as the widest of their column; as they are if they don't fit."""
    from rich.cells import cell_len

    ends = ["\r" if row.endswith("\r") else "" for row in rows]
    indents = [row[: len(row) - len(row.lstrip())] for row in rows]
    split = [[cell.strip() for cell in _CELL.split(row.strip())[1:-1]] for row in rows]
    is_table = all(row.strip().endswith("|") for row in rows) and len({len(s) for s in split}) == 1
    if not is_table or len(rows) < 3 or not all(map(_RULER.fullmatch, split[1])):
        return list(rows)
    widths = [
        max(3, *(cell_len(cells[n]) for i, cells in enumerate(split) if i != 1))
        for n in range(len(split[0]))
    ]
    if sum(widths) > _WIDEST:  # nobody reads such lines, and each change of one would move all
        return list(rows)
    glued = not any(" " in cell for cell in _CELL.split(rows[1].strip())[1:-1])
    shown = []
    for number, cells in enumerate(split):
        if number == 1 and glued:  # ``|:---|---|``, as many lists have it
            cells_of_ruler = (_ruler(c, w + 2) for c, w in zip(cells, widths, strict=True))
            shown.append(f"{indents[1]}|{'|'.join(cells_of_ruler)}|{ends[1]}")
            continue
        padded = [
            _ruler(cell, width) if number == 1 else cell + " " * (width - cell_len(cell))
            for cell, width in zip(cells, widths, strict=True)
        ]
        shown.append(f"{indents[number]}| {' | '.join(padded)} |{ends[number]}")
    return shown


def _ruler(cell: str, width: int) -> str:
    left, right = cell.startswith(":"), cell.endswith(":")
    return ":" * left + "-" * (width - left - right) + ":" * right
