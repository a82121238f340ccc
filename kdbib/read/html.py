"""Lists and tables that are written in HTML, and the few other tags that matter to a list."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from kdbib.read.document import Block, Item, Row, Section, Table
from kdbib.read.source import Passage, passage

_TAG = re.compile(r"</?(table|tr|td|th|ul|ol|li)(?=[\s/>])[^<>]*+>", re.IGNORECASE)
_ANY_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?:[\s/][^<>]*+)?>")
_ONLY_TAGS = re.compile(r"(?:</?(?!br\b|a\b|b\b|i\b|em\b|strong\b|img\b)[a-zA-Z][^<>]*+>\s*+)++$")
_HEADING = re.compile(r"<h([1-6])(?:\s[^<>]*+)?>(.*?)(?:</h[1-6]>|$)", re.IGNORECASE)
_SPAN = re.compile(r"(row|col)span\s*=\s*[\"']?(\d{1,4})", re.IGNORECASE)
_COMMENT = "<!--"


def heading_of(text: str) -> tuple[int, str] | None:
    """The level and the words of a line that is an HTML heading."""
    found = _HEADING.match(text)
    return (int(found[1]), without_tags(found[2])) if found else None


def without_tags(text: str) -> str:
    """The words of a text with HTML tags."""
    return " ".join(_ANY_TAG.sub(" ", text).split())


def is_markup(text: str) -> bool:
    """Whether a line is nothing but tags that lay out the page."""
    return bool(_ONLY_TAGS.match(text))


@dataclass(slots=True)
class Region:
    """The blocks of a list or a table, and where it ends in the file."""

    blocks: list[Block] = field(default_factory=list)
    end: int = 0


@dataclass(slots=True)
class _Cell:
    start: int
    rows: int
    columns: int


class HtmlRegions:
    """The lists, tables and comments of a text; the tags of a file are looked for only once."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tags = [*_TAG.finditer(text)] if "<" in text else []
        self.starts = [tag.start() for tag in self.tags]
        self.groups = -1  # those of markdown's lists count upwards from 1
        self.no_comment_end = False

    def at(self, place: int, section: Section) -> Region | None:
        """The list, table or comment that begins in the line from ``place`` on, if any does."""
        if self.text.startswith(_COMMENT, place):
            return self._comment(place)
        line_end = self.text.find("\n", place)
        index = bisect_left(self.starts, place)
        if index == len(self.tags) or 0 <= line_end < self.starts[index]:
            return None
        name = self.tags[index][1].lower()
        if self.tags[index][0].startswith("</") or not _before_is_markup(
            self.text[place : self.starts[index]]
        ):
            return None
        return (
            self._table(index, section) if name in "table tr td th" else self._list(index, section)
        )

    def _comment(self, place: int) -> Region:
        end = -1 if self.no_comment_end else self.text.find("-->", place)
        self.no_comment_end = end < 0
        return Region([], end + 3 if end >= 0 else len(self.text))

    def _table(self, index: int, section: Section) -> Region:
        """The table whose first tag has an index; it ends where it is closed, or with its cells."""
        rows: list[Row] = []
        is_header: list[bool] = []
        spans: dict[int, int] = {}  # column: further rows that a cell above takes
        cell: _Cell | None = None
        end = self.tags[index].end()
        for tag in self._from(index):
            name, closes = tag[1].lower(), tag[0].startswith("</")
            if cell is None and self._goes_astray(end, tag.start()):
                break
            if name in {"td", "th", "tr", "table"} and cell:
                if rows:
                    _put(rows[-1], self._passage(cell.start, tag.start()), cell, spans)
                    rows[-1].end = tag.start()
                cell = None
            if name == "tr" and not closes:
                rows.append(Row([], tag.start(), tag.end()))
                is_header.append(False)
            elif name in {"td", "th"} and not closes and rows:
                cell = _Cell(tag.end(), *_spans(tag[0]))
                is_header[-1] |= name == "th"
            end = tag.end()
            if name == "table" and closes:
                break
            if rows and closes and name == "tr":
                rows[-1].end = tag.end()
        return Region(_tables(rows, is_header, section, self.tags[index].start()), end)

    def _list(self, index: int, section: Section) -> Region:
        """The list whose first tag has an index."""
        region, items = Region(), list[Item]()
        depth, words = 0, -1
        self.groups -= 1
        region.end = last = self.tags[index].start()
        for tag in self._from(index):
            name, closes = tag[1].lower(), tag[0].startswith("</")
            if self._goes_astray(last, tag.start()):
                break
            last = tag.end()
            if name not in {"ul", "ol", "li"}:
                continue
            if words >= 0 and items:
                text = self._passage(words, tag.start())
                if text.text:
                    items[-1].passages.append(text)
            words = -1
            region.end = tag.end()
            if name == "li" and not closes:
                del items[max(depth, 1) - 1 :]
                item = Item(tag.start(), section, self.groups - len(items), numbered=False)
                (items[-1].children if items else region.blocks).append(item)
                items.append(item)
                words = tag.end()
            elif name != "li":
                depth = max(depth + (-1 if closes else 1), 0)
                depth = min(depth, 40)
                if not depth:
                    break
        return region

    def _from(self, index: int) -> Iterator[re.Match[str]]:
        return (self.tags[number] for number in range(index, len(self.tags)))

    def _goes_astray(self, start: int, end: int) -> bool:
        """Whether other text stands between two tags: the first was never closed."""
        between = self.text[start:end]
        return not between.isspace() and ("\n\n" in between or "\n\r\n" in between)

    def _passage(self, start: int, end: int) -> Passage:
        """The text of a range of the file, line by line, without what stands around it."""
        lines, place = [], start
        for line in self.text[start:end].split("\n"):
            words = line.strip()
            if words:
                lines.append((words, place + line.index(words[0])))
            place += len(line) + 1
        return passage(lines or [("", start)])


def _before_is_markup(text: str) -> bool:
    return not text or is_markup(text.strip())


def _spans(tag: str) -> tuple[int, int]:
    found = {kind.lower(): int(number) for kind, number in _SPAN.findall(tag)}
    return max(found.get("row", 1), 1), min(max(found.get("col", 1), 1), 50)


def _put(row: Row, words: Passage, cell: _Cell, spans: dict[int, int]) -> None:
    """Put a cell into its column: those that a cell above reaches down to are passed."""
    while spans.get(len(row.cells), 0) > 0:
        spans[len(row.cells)] -= 1
        row.cells.append(Passage("", [0], [row.start]))
    for _ in range(cell.columns):
        if cell.rows > 1:
            spans[len(row.cells)] = cell.rows - 1
        row.cells.append(words)
        words = Passage("", [0], [words.start])


def _tables(rows: list[Row], is_header: list[bool], section: Section, start: int) -> list[Block]:
    """The tables that rows make: a row of headers begins a new one."""
    tables = [Table(Row([], start, start), [], section)]
    for row, header in zip(rows, is_header, strict=True):
        if header:
            tables.append(Table(row, [], section))
        else:
            tables[-1].rows.append(row)
    return [table for table in tables if table.rows]
