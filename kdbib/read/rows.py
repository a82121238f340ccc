"""Rows of tables as entries: which column is what is told by its header and by its cells."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from kdbib.model import LinkKind
from kdbib.model.identifier import find
from kdbib.read.document import Row, Table
from kdbib.read.grammar import read_forms, read_surest
from kdbib.read.inline import Prose, scan
from kdbib.read.links import is_label
from kdbib.read.names import read_names
from kdbib.read.reading import Range, Reading
from kdbib.read.said import NOTHING, Said, said
from kdbib.read.source import Passage, SourceText
from kdbib.read.tags import read_tag

_HEADERS = {
    "title": "title titles paper papers article name "
    "论文 标题 题目 論文 タイトル 论文题目 论文名称",
    "venue": "venue venues conference conf journal published publisher pub publication "
    "会议 期刊 来源 出处 会議",
    "year": "year date time 年份 时间 日期 年",
    "authors": "author authors 作者 著者",
    "other": "code github repo repository link links demo website project stars type task model "
    "note notes affiliation affiliations method dataset data keyword keywords abstract summary "
    "page materials institution tags category video slides 代码 单位 备注 链接 "
    "presenter presenters speaker",
}
_ROLE = {word: role for role, words in _HEADERS.items() for word in words.split()}
_LINK = re.compile(r"\[+([^\[\]]*)\]+(?:\([^()]*\)\]?)?")
_SAMPLE = 40  # rows that tell what a column is


class Columns(NamedTuple):
    """Which columns of a table hold what."""

    title: int
    venue: int | None
    year: int | None
    authors: int | None


class Cell:
    """A cell, which is scanned when its words are asked for."""

    __slots__ = ("_prose", "passage", "references")

    def __init__(self, passage: Passage, references: Mapping[str, str]) -> None:
        self.passage, self.references = passage, references
        self._prose: Prose | None = None

    @property
    def prose(self) -> Prose:
        """The words of the cell."""
        if self._prose is None:
            self._prose = scan(self.passage.text, self.references)
        return self._prose


_Cells = list[Cell]


def read_rows(
    table: Table, references: Mapping[str, str], source: SourceText
) -> Iterator[tuple[Row, Said, str]]:
    """What each row of a table says, and the words of its title; nothing if it has no papers."""
    rows = [row for row in table.rows if any(cell.text for cell in row.cells)]
    cells = [[Cell(passage, references) for passage in row.cells] for row in rows]
    columns = columns_of(table, cells[:_SAMPLE])
    for row, of_row in zip(rows, cells, strict=True):
        yield row, *(_read_row(of_row, columns, source) if columns else (NOTHING, ""))


def _read_row(cells: _Cells, columns: Columns, source: SourceText) -> tuple[Said, str]:
    if columns.title >= len(cells):
        return NOTHING, " ".join(cell.passage.text for cell in cells)
    title = cells[columns.title]
    what = _title(title, source)
    for number, other in enumerate(cells):
        says = number in columns[1:] or _may_have_links(other.passage.text)
        if says and number != columns.title:
            what = what.with_details(_detail(other, number, columns, source))
    return what, title.prose.plain


def _may_have_links(text: str) -> bool:
    return "[" in text or "<" in text or "://" in text


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


def columns_of(table: Table, sample: list[_Cells]) -> Columns | None:
    """The columns of a table of papers; None if it seems to be one of something else."""
    width = max(map(len, sample), default=0)
    roles = [_role(cell.text) for cell in table.header.cells[:width]]
    roles += [""] * (width - len(roles))
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


def roles_of(table: Table) -> list[str]:
    """The roles of a table's columns as their headers tell them; of two titles the first counts."""
    roles = [_role(cell.text) for cell in table.header.cells]
    for number, role in enumerate(roles):
        cells = [row.cells[number].text for row in table.rows[:_SAMPLE] if number < len(row.cells)]
        if role == "title" and sum(map(_is_link, cells)) * 2 > len(cells):
            roles[number] = "other"  # "[Paper](...)" in the column "Paper"
    first = roles.index("title") if "title" in roles else -1
    return ["" if role == "title" and n != first else role for n, role in enumerate(roles)]


def _is_link(cell: str) -> bool:
    """Whether a cell is nothing but a link with a label: ``[Paper](...)``."""
    found = _LINK.fullmatch(cell.strip())
    return found is not None and is_label(found[1])


def _role(header: str) -> str:
    words = re.findall(r"\w+", header.lower())
    return next((_ROLE[word] for word in words if word in _ROLE), "")


def _in_column(sample: list[_Cells], number: int) -> list[Prose]:
    """The cells of a column that are not empty."""
    column = [row[number].prose for row in sample if number < len(row)]
    return [cell for cell in column if cell.plain.strip()]


def _title_score(sample: list[_Cells], number: int, role: str) -> float:
    """How much a column looks like titles of papers: its header, its words, its links."""
    cells = _in_column(sample, number)
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


def _best(
    numbers: list[int], roles: list[str], role: str, share: Callable[[int], float]
) -> int | None:
    """The column with a header of the role; without headers, the one whose cells say so."""
    named = [n for n in numbers if roles[n] == role]
    ranked = sorted(named or numbers, key=lambda n: -share(n))
    return ranked[0] if ranked and (named or share(ranked[0]) >= 0.5) else None


def _share(sample: list[_Cells], number: int, is_it: Callable[[str], bool]) -> float:
    """How many of a column's cells are something."""
    cells = _in_column(sample, number)
    return sum(is_it(cell.plain) for cell in cells) / len(cells) if cells else 0.0


def _is_venue(text: str) -> bool:
    tag = read_tag(text.split("\n", maxsplit=1)[0])
    return bool(tag and tag.venue and tag.known) and not find(text)  # an arXiv id is no venue


def _is_year(text: str) -> bool:
    tag = read_tag(text)
    return bool(tag and tag.year and not tag.venue)
