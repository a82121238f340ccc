"""What a markdown file has besides citations: headings, definitions, references, images, lists.

The blocks are markdown-it-py's; what is within a line is found by patterns, for the exact column.
Nothing is found in code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kdbib.linter.finding import Range
from kdbib.read.inline import normal_label
from kdbib.read.source import SourceText

_DEFINITION = re.compile(r" {0,3}\[((?:[^\[\]\\\n]|\\.){1,999})\]:([ \t]*)(\S+)")
_REFERENCE = re.compile(r"\[((?:[^\[\]\n]|\[[^\[\]\n]*\]){0,500})\]\[([^\[\]\n]{0,200})\]")
_INLINE = re.compile(
    r"(!?)\[((?:[^\[\]\n]|\[[^\[\]\n]{0,200}\]){0,500})\]"
    r"\(\s{0,9}<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?"
)
_SHORTCUT = re.compile(r"\[([^\[\]\n]{1,200})\](?![\[(:])")
_CODE_SPAN = re.compile(r"`+[^`\n]*`+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``line`` and ``end`` are line indices from 0, ``text`` is its markup."""

    line: int
    end: int
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Definition:
    """A reference definition; the ranges are of its label and of its address."""

    label: str
    url: str
    where: Range
    gap: Range
    address: Range

    @property
    def key(self) -> str:
        return normal_label(self.label)


@dataclass(frozen=True, slots=True)
class Reference:
    """``[text][label]``; with an empty second bracket the text is the label."""

    text: str
    label: str
    where: Range

    @property
    def key(self) -> str:
        return normal_label(self.label or self.text)


@dataclass(frozen=True, slots=True)
class Inline:
    """``[text](url)`` or, as an image, ``![text](url)``."""

    text: str
    url: str
    image: bool
    where: Range
    address: Range


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list: its line index, and the list it belongs to (numbered, or None)."""

    line: int
    group: int
    number: int | None
    level: int


class Structure:
    """The structure of a markdown file. ``code`` holds the indices of lines of code."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self._environment: dict[str, object] = {}
        parser = MarkdownIt("commonmark").enable("table")
        parser.core.ruler.enableOnly(["normalize", "block"])
        self._tokens = parser.parse(source.text, self._environment)

    @cached_property
    def lines(self) -> list[Range]:
        """The character range of each line, without its end."""
        count = len(self.source.line_starts)
        return [self.source.lines(index, index + 1) for index in range(count)]

    @cached_property
    def code(self) -> frozenset[int]:
        blocks = [t for t in self._tokens if t.type in {"fence", "code_block"} and t.map]
        return frozenset(line for t in blocks if t.map for line in range(*t.map))

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(
            Heading(token.map[0], token.map[1], int(token.tag[1:]), self._tokens[i + 1].content)
            for i, token in enumerate(self._tokens)
            if token.type == "heading_open" and token.map
        )

    @cached_property
    def items(self) -> tuple[ListItem, ...]:
        return tuple(_items(self._tokens))

    @cached_property
    def paragraphs(self) -> tuple[tuple[int, int, str], ...]:
        """First line, end and type of the next block, of each paragraph outside of lists."""
        found = []
        for index, token in enumerate(self._tokens):
            if token.type == "paragraph_open" and token.level == 0 and token.map:
                following = self._tokens[index + 3].type if index + 3 < len(self._tokens) else ""
                found.append((token.map[0], token.map[1], following))
        return tuple(found)

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """The reference definitions, in order, those that CommonMark ignores among them."""
        taken = list(self._environment.get("references", {}).values())  # type: ignore[attr-defined]
        taken += self._environment.get("duplicate_refs", [])  # type: ignore[arg-type]
        firsts = sorted(entry["map"][0] for entry in taken)
        return tuple(d for line in firsts if (d := self._definition(line)))

    def _definition(self, line: int) -> Definition | None:
        start, end = self.lines[line]
        found = _DEFINITION.match(self.source.text, start, end)
        if not found:
            return None
        return Definition(found[1], found[3], found.span(1), found.span(2), found.span(3))

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every ``[text][label]``, whether its label is defined or not."""
        return tuple(
            Reference(found[1], found[2], found.span())
            for found in self._found(_REFERENCE)
            if found[1] or found[2]
        )

    @cached_property
    def shortcuts(self) -> tuple[tuple[str, Range], ...]:
        """Every text in brackets that may be a reference by itself."""
        return tuple((found[1], found.span()) for found in self._found(_SHORTCUT))

    @cached_property
    def inline_links(self) -> tuple[Inline, ...]:
        """Links and images with their address beside them."""
        return tuple(
            Inline(found[2], found[3], bool(found[1]), found.span(), found.span(3))
            for found in self._found(_INLINE)
        )

    def _found(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        for index, (start, end) in enumerate(self.lines):
            if index in self.code or self.source.text.find("[", start, end) < 0:
                continue
            quoted = [span.span() for span in _CODE_SPAN.finditer(self.source.text, start, end)]
            for found in pattern.finditer(self.source.text, start, end):
                if not any(a <= found.start() < b for a, b in quoted):
                    yield found


def _items(tokens: list[Token]) -> Iterator[ListItem]:
    groups = 0
    open_lists: list[tuple[int, bool]] = []
    for token in tokens:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            groups += 1
            open_lists.append((groups, token.type == "ordered_list_open"))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            open_lists.pop()
        elif token.type == "list_item_open" and token.map:
            group, numbered = open_lists[-1]
            number = int(token.info) if numbered and token.info.isdigit() else None
            yield ListItem(token.map[0], group, number, len(open_lists))
