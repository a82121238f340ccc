"""The blocks of a markdown file, in one pass over its lines.

GitHub's rules (https://github.github.com/gfm/), read as leniently as people write: a child item
needs two columns of indentation, whatever its parent's marker; ``[1]`` and ``[^1]:`` begin items
as well; a blank line within a table does not end it. A markdown parser's own tokens would carry no
columns, and its time is not proportional to the text. What GitHub hides (code, comments) is left
out.
"""

import re

from kdbib.model import Form
from kdbib.read.bare import read_bare
from kdbib.read.document import Document, Item, Paragraph, Table
from kdbib.read.html import HtmlRegions, heading_of, is_markup, without_tags
from kdbib.read.inline import normal_label
from kdbib.read.markers import MARKER, end_of_markers
from kdbib.read.pipes import cells_of, is_delimiter_row
from kdbib.read.source import SourceText, passage

_QUOTE = re.compile(r"(?:[ \t]*+>)++[ \t]*+")
_FENCE = re.compile(r"`{3,}(?=[^`]*$)|~{3,}")
_HEADING = re.compile(r"(#{1,6})(?:[ \t]++|(?<=##)(?=[^#\s]))(.*)|(#{1,6})$")
_CLOSING = re.compile(r"(?:^|[ \t])#+[ \t]*$")
_RULE = re.compile(r"(?:(?:\*[ \t]*+){3,}|(?:-[ \t]*+){3,}|(?:_[ \t]*+){3,})$")
_UNDERLINE = re.compile(r"(?:=+|-{2,})$")
_DEFINITION = re.compile(
    r"\[(?!\^)((?:[^\[\]\\]|\\.){1,999}+)\]:[ \t]*+<?([^\s<>]++)>?"
    r"(?:[ \t]+(?:\"[^\"]*+\"|'[^']*+'|\([^()]*+\)))?$"
)
_WORD = re.compile(r"[^\W_]{2}")
_LETTERS = re.compile(r"[^\W\d_]{3}|\d{4}")
_SHORTEST_ROW = 12  # characters of a row that may name a work
_DEEPEST = 40  # levels of lists; what is deeper counts as of that level
_SUMMARY = 7  # the level of a <summary>, below all headings


class _Open:
    """A list item whose lines may go on."""

    __slots__ = ("column", "item")

    def __init__(self, item: Item, column: int) -> None:
        self.item, self.column = item, column  # the column from which on a line is inside of it


def read_blocks(source: SourceText) -> Document:
    """The Document of a file in markdown, reStructuredText or Org."""
    if source.form is Form.rst:
        return _RestBlocks(source).read()
    return (_OrgBlocks if source.form is Form.org else _Blocks)(source).read()


class _Blocks:
    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.text = source.text
        self.document = Document()
        self.headings: list[tuple[int, str]] = []
        self.section: tuple[str, ...] = ()
        self.items: list[_Open] = []
        self.lines: list[tuple[str, int]] = []  # of the paragraph that is open
        self.table: Table | None = None
        self.groups = 0
        self.after_blank = True
        self.html = HtmlRegions(source.text)

    def read(self) -> Document:
        line, count = _front_matter(self.source), len(self.source.line_starts)
        while line < count:
            line = self._line(line)
        self._end_paragraph()
        return self.document

    def _content(self, line: int) -> tuple[str, int, int]:
        """The text of a line, where it begins in the file, and its column."""
        start, end = self.source.lines(line, line + 1)
        raw = self.text[start:end]
        text = raw.lstrip(" \t")
        lead = len(raw) - len(text)
        column = len(raw[:lead].expandtabs(4)) if lead else 0
        return text.rstrip(" \t"), start + lead, column

    def _line(self, line: int) -> int:
        """Take in a line; the number of the line to go on with."""
        text, place, column = self._content(line)
        if not text:
            self._end_paragraph()
            self.after_blank = True
            return line + 1
        following = self._special(line, text, place, column)
        if following is None:
            self._words(text, place, column)
            following = line + 1
        self.after_blank = False
        return following

    def _special(self, line: int, text: str, place: int, column: int) -> int | None:
        """Take in a line that is no words of an item or a paragraph; None if it is."""
        first = text[0]
        if first == ">" and (quote := _QUOTE.match(text)):
            return self._quote(line, text[quote.end() :], place + quote.end(), column)
        if first in "`~" and (fence := _FENCE.match(text)):
            return self._code(line, fence[0])
        if first == "#" and (heading := _HEADING.match(text)):
            marks, words = heading[1] or heading[3], _CLOSING.sub("", heading[2] or "")
            self._heading(len(marks), words)
            if words:
                at = passage([(words, place + heading.start(2))])
                above = self.section[:-1]
                self.document.blocks.append(Paragraph(at, above, self.section, is_heading=True))
            return line + 1
        if (
            first == "<"
            and not read_bare(text)
            and (after := self._html(line, text, place)) is not None
        ):
            return after
        if first in "*-_=" and self._rule(text):
            return line + 1
        if first == "[" and (definition := _DEFINITION.match(text)):
            self._end_paragraph()
            self.document.references.setdefault(normal_label(definition[1]), definition[2])
            return line + 1
        if "|" in text:
            return self._row(line, text, place)
        return None

    # --- blocks that are no text of lists ------------------------------------------------------

    def _quote(self, line: int, text: str, place: int, column: int) -> int | None:
        """A quotation within an item comments on it; elsewhere it is read like other text."""
        if not (self.items and (self.lines or column >= self.items[0].column)) and text:
            self._end_paragraph()
            self._words(text, place, column)
        return line + 1

    def _code(self, line: int, fence: str) -> int:
        self._end_paragraph()
        for number in range(line + 1, len(self.source.line_starts)):
            text, _, _ = self._content(number)
            if text.startswith(fence) and not text.strip(fence[0]):
                return number + 1
        return len(self.source.line_starts)

    def _heading(self, level: int, words: str) -> None:
        self._end_paragraph()
        self.items, self.table = [], None
        while self.headings and self.headings[-1][0] >= level:
            self.headings.pop()
        self.headings.append((level, " ".join(words.split())))
        self.section = tuple(heading for _, heading in self.headings)

    def _rule(self, text: str) -> bool:
        if self.lines and not self.items and _UNDERLINE.match(text):
            words = " ".join(line for line, _ in self.lines)
            self.lines = []
            self._heading(1 if text[0] == "=" else 2, words)
            return True
        if _RULE.match(text):
            self._end_paragraph()
            self.items = []
            return True
        return False

    def _html(self, line: int, text: str, place: int) -> int | None:
        region = self.html.at(place, self.section)
        if region is not None:
            self._end_paragraph()
            self.document.blocks.extend(region.blocks)
            return max(self.source.line_of(region.end) + 1, line + 1)
        if heading := heading_of(text):
            self._heading(*heading)
        elif "<summary" in text.lower():
            self._heading(_SUMMARY, without_tags(text))
        elif "</details" in text.lower() and self.headings and self.headings[-1][0] == _SUMMARY:
            self._end_paragraph()
            self.headings.pop()
            self.section = tuple(heading for _, heading in self.headings)
        elif is_markup(text):
            self._end_paragraph()
        else:
            return None
        return line + 1

    def _row(self, line: int, text: str, place: int) -> int | None:
        """A row of a table: the header of one, or a further row of the one before."""
        if self.table is not None and not self.lines and text.startswith("|"):
            if _may_name_a_work(text):
                self.table.rows.append(cells_of(text, place))
            return line + 1
        if line + 1 >= len(self.source.line_starts):
            return None
        if not is_delimiter_row(self._content(line + 1)[0]):
            return None
        self._end_paragraph()
        table = Table(cells_of(text, place), [], self.section)
        self.document.blocks.append(table)
        line += 2
        while line < len(self.source.line_starts):
            text, place, _ = self._content(line)
            if "|" not in text:
                break
            if _may_name_a_work(text):
                table.rows.append(cells_of(text, place))
            line += 1
        self.items, self.table = [], table
        return line

    # --- items and paragraphs ------------------------------------------------------------------

    def _words(self, text: str, place: int, column: int) -> None:
        marker = MARKER.match(text)
        if marker and not self._goes_on(marker[0]):
            self._end_paragraph()
            self._item(text, place, column, marker)
            return
        if not self.lines and self.items:
            if not column and self.after_blank:
                self.items = []
            while len(self.items) > 1 and column < self.items[-1].column - 1:
                self.items.pop()
        self.table = None
        self.lines.append((text, place))

    def _goes_on(self, marker: str) -> bool:
        """Whether a number begins a line of the paragraph before only by the way lines break."""
        digits = marker.strip(" \t.)、．")
        if not self.lines or not digits.isdigit() or digits == "1":
            return False
        return not (self.items and any(open_.item.numbered for open_ in self.items))

    def _item(self, text: str, place: int, column: int, marker: re.Match[str]) -> None:
        while (self.items and column < self.items[-1].column) or len(self.items) >= _DEEPEST:
            self.items.pop()
        sign, end = marker[0].strip(), end_of_markers(text, marker.end())
        siblings = self.items[-1].item.children if self.items else self.document.blocks
        last = siblings[-1] if siblings else None
        numbered = sign not in "-+*•"
        goes_on = (
            isinstance(last, Item) and last.numbered == numbered and last.section == self.section
        )
        if not goes_on:
            self.groups += 1
        group = last.group if goes_on and isinstance(last, Item) else self.groups
        item = Item(place, self.section, group, numbered)
        if isinstance(last, Item) and _says_nothing(last):
            siblings.pop()  # a file may have millions of them
        siblings.append(item)
        self.items.append(_Open(item, column + 2))
        self.table = None
        if end < len(text):
            self.lines.append((text[end:], place + end))

    def _end_paragraph(self) -> None:
        if not self.lines:
            return
        lines, ended = self.lines, passage(self.lines)
        self.lines = []
        if self.items:
            self.items[-1].item.passages.append(ended)
        elif len(lines) > 1 and all(read_bare(text) for text, _ in lines):
            for line in lines:
                self.document.blocks.append(Paragraph(passage([line]), self.section, self.section))
        else:
            self.document.blocks.append(Paragraph(ended, self.section, self.section))


def _says_nothing(item: Item) -> bool:
    """Whether an item has no word in it, and no item below it."""
    return not item.children and not any(_WORD.search(one.text) for one in item.passages)


def _may_name_a_work(row: str) -> bool:
    """Whether a row of a table has words enough for a title, or an identifier."""
    return len(row) >= _SHORTEST_ROW and _LETTERS.search(row) is not None


_ADORNMENT = re.compile(r"([=\-~^\"'`:.*+#_<>])\1{2,}$")
_REST_TARGET = re.compile(r"\.\. _((?:[^:\\`]|\\.){1,999}+): (\S+)$")
_REST_NOTE = re.compile(r"\.\. (?=\[[^\[\]]{1,40}\] )|#\. ")
_ORG_HEADING = re.compile(r"(\*+) +(.*)")


class _RestBlocks(_Blocks):
    """reStructuredText (https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html)."""

    def __init__(self, source: SourceText) -> None:
        super().__init__(source)
        self.adornments: list[str] = []

    def _special(self, line: int, text: str, place: int, column: int) -> int | None:
        if not column and _ADORNMENT.match(text):
            return self._adornment(line, text)
        if target := _REST_TARGET.match(text):
            self._end_paragraph()
            label = target[1].replace("\\", "")
            self.document.references.setdefault(normal_label(label), target[2])
            return line + 1
        if note := _REST_NOTE.match(text):
            self._end_paragraph()
            words = note.end()
            if text[0] == "." and (number := MARKER.match(text, words)):
                words = number.end()
            marker = MARKER.match("- ")
            if marker:
                self._item(text, place, column, marker)
            self.lines = [(text[words:], place + words)]
            return line + 1
        if text.startswith(".. "):
            return self._directive(line, column)
        return super()._special(line, text, place, column) if text[0] in ">[|" else None

    def _adornment(self, line: int, text: str) -> int:
        """The line under a heading, or over one."""
        if self.lines and not self.items:
            words = " ".join(line for line, _ in self.lines)
            self.lines = []
            self._heading(self._level(text[0]), words)
        else:
            self._end_paragraph()
        return line + 1

    def _level(self, char: str) -> int:
        if char not in self.adornments:
            self.adornments.append(char)
        return self.adornments.index(char) + 1

    def _directive(self, line: int, column: int) -> int:
        """A directive or a comment, with the lines inside of it."""
        self._end_paragraph()
        for number in range(line + 1, len(self.source.line_starts)):
            text, _, inside = self._content(number)
            if text and inside <= column:
                return number
        return len(self.source.line_starts)


class _OrgBlocks(_Blocks):
    """Org (https://orgmode.org/worg/org-syntax.html)."""

    def _special(self, line: int, text: str, place: int, column: int) -> int | None:
        if not column and (heading := _ORG_HEADING.match(text)):
            self._heading(len(heading[1]), heading[2])
            return line + 1
        if text.startswith(("#+", "# ", ":")) or text == "#":
            self._end_paragraph()
            return line + 1
        return super()._special(line, text, place, column)


def _front_matter(source: SourceText) -> int:
    """The line after the YAML at the start of a file, if there is any."""
    if not source.text.startswith("---"):
        return 0
    for number in range(1, min(len(source.line_starts), 60)):
        start, end = source.lines(number, number + 1)
        text = source.text[start:end].strip()
        if text in {"---", "..."}:
            return number + 1
        if text and ":" not in text and not text.startswith(("-", "#")):
            break
    return 0
