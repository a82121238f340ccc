"""Rows of tables as entries: which column is what is told by its header and by its cells."""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from kdbib.model import LinkKind
from kdbib.read.document import Row, Table
from kdbib.read.grammar import read_forms, read_surest
from kdbib.read.inline import Prose, scan
from kdbib.read.names import read_names
from kdbib.read.reading import Range, Reading
from kdbib.read.said import NOTHING, Said, said
from kdbib.read.source import Passage, SourceText
from kdbib.read.tags import read_tag

_HEADERS = {
    "title": "title titles paper papers publication article name "
    "论文 标题 题目 論文 タイトル 论文题目 论文名称",
    "venue": "venue venues conference conf journal published publisher pub "
    "会议 期刊 来源 出处 会議",
    "year": "year date time 年份 时间 日期 年",
    "authors": "author authors 作者 著者",
    "other": "code github repo repository link links demo website project stars type task model "
    "note notes affiliation affiliations method dataset data keyword keywords abstract summary "
    "page materials institution tags category video slides 代码 单位 备注 链接",
}
_ROLE = {word: role for role, words in _HEADERS.items() for word in words.split()}
_LINK = re.compile(r"[\[<]|://")
_SAMPLE = 40  # rows that tell what a column is


class Columns(NamedTuple):
    """Which columns of a table hold what."""

    title: int
    venue: int | None
    year: int | None
    authors: int | None


class Cell(NamedTuple):
    """A cell that has been scanned."""

    passage: Passage
    prose: Prose


def read_row(
    row: Row, columns: Columns, references: Mapping[str, str], source: SourceText
) -> tuple[Said, str]:
    """What a row says, and the words of its title."""
    if columns.title >= len(row.cells):
        return NOTHING, " ".join(cell.text for cell in row.cells)
    cell = row.cells[columns.title]
    title = Cell(cell, scan(cell.text, references))
    what = _title(title, source)
    for number, other in enumerate(row.cells):
        says = number in columns[1:] or _LINK.search(other.text)
        if says and number != columns.title:
            detail = _detail(Cell(other, scan(other.text, references)), number, columns, source)
            what = what.with_details(detail)
    return what, title.prose.plain


def _title(cell: Cell, source: SourceText) -> Said:
    forms = read_forms(cell.prose)
    return said(forms.choose("marked title"), cell.prose, cell.passage, source)


def _detail(cell: Cell, number: int, columns: Columns, source: SourceText) -> Said:
    """What a cell beside the title says: its links, and the field of its column."""
    prose = cell.prose
    if not prose.links and number not in columns[1:]:
        return NOTHING
    links, _ = read_surest(prose)
    reading = Reading(links=links.links)
    if number in {columns.venue, columns.year} and (
        tag := read_tag(prose.plain.partition("\n")[0])
    ):
        reading.venue = Range(*tag.venue) if tag.venue else None
        reading.year = (tag.value, Range(*tag.year)) if tag.year else None
    elif number == columns.venue and (venue := _plain_venue(prose.plain)):
        reading.venue = venue
    if number == columns.authors:
        names = read_names(prose.plain)
        reading.authors = [(name, Range(a, b)) for name, a, b in names.names]
        reading.et_al = names.et_al
    reading.identifiers = [
        (found, where)
        for found, where in links.identifiers
        if number == columns.venue or _leads_to_paper(links, where)
    ]
    return said(reading, prose, cell.passage, source)


def _leads_to_paper(base: Reading, where: Range) -> bool:
    return any(
        link.start == where.start and kind in {LinkKind.PAPER, LinkKind.PDF}
        for link, kind in base.links
    )


def _plain_venue(text: str) -> Range | None:
    """The venue in the first line of a cell of the venues' column, whatever its name."""
    line = text.split("\n", maxsplit=1)[0]
    words = line.strip(" \t*-–—()[]")
    if not words or not words[0].isalpha() or len(words.split()) > 14:
        return None
    start = line.index(words)
    return Range(start, start + len(words))


def columns_of(table: Table, references: Mapping[str, str]) -> Columns | None:
    """The columns of a table of papers; None if it seems to be one of something else."""
    width = max((len(row.cells) for row in table.rows[:_SAMPLE]), default=0)
    roles = [_role(cell.text) for cell in table.header.cells[:width]]
    roles += [""] * (width - len(roles))
    sample = [
        [scan(cell.text[:600], references) for cell in row.cells] for row in table.rows[:_SAMPLE]
    ]
    scores = [_title_score(sample, number, roles[number]) for number in range(width)]
    if not scores or max(scores) < 1.0:
        return None
    title = scores.index(max(scores))
    rest = [number for number in range(width) if number != title]
    venue = _best(rest, roles, "venue", lambda n: _share(sample, n, _is_venue))
    year = _best(
        [n for n in rest if n != venue], roles, "year", lambda n: _share(sample, n, _is_year)
    )
    authors = next((n for n in rest if roles[n] == "authors"), None)
    return Columns(title, venue, year, authors)


def _role(header: str) -> str:
    words = re.findall(r"\w+", header.lower())
    return next((_ROLE[word] for word in words if word in _ROLE), "")


def _title_score(sample: list[list[Prose]], number: int, role: str) -> float:
    """How much a column looks like titles of papers: its header, its words, its links."""
    cells = [row[number] for row in sample if number < len(row) and row[number].plain.strip()]
    if not cells:
        return 0.0
    words = sorted(len(cell.plain.split()) for cell in cells)[len(cells) // 2]
    linked = sum(any(len(link.text.split()) >= 2 for link in cell.links) for cell in cells) / len(
        cells
    )
    score = {"title": 1.0, "": 0.0}.get(role, -0.6)
    score += min(words, 6) / 6 + linked
    if sum(cell.plain.strip().isdigit() for cell in cells) * 2 > len(cells):
        score -= 2
    return score


_Sample = list[list[Prose]]


def _best(
    numbers: list[int], roles: list[str], role: str, share: Callable[[int], float]
) -> int | None:
    """The column with a header of the role; without headers, the one whose cells say so."""
    named = [n for n in numbers if roles[n] == role]
    ranked = sorted(named or numbers, key=lambda n: -share(n))
    return ranked[0] if ranked and (named or share(ranked[0]) >= 0.5) else None


def _share(sample: _Sample, number: int, is_it: Callable[[str], bool]) -> float:
    """How many of a column's cells are something."""
    cells = [row[number].plain for row in sample if number < len(row) and row[number].plain.strip()]
    return sum(map(is_it, cells)) / len(cells) if cells else 0.0


def _is_venue(text: str) -> bool:
    tag = read_tag(text.split("\n", maxsplit=1)[0])
    return bool(tag and tag.venue and tag.known)


def _is_year(text: str) -> bool:
    tag = read_tag(text)
    return bool(tag and tag.year and not tag.venue)
