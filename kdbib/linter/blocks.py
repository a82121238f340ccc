"""The blocks of a markdown text: headings, list items, paragraphs, code, definitions.

They are markdown-it-py's. Its tokens take 2 kB for an item of a list, so a text of very many lines
is read in pieces, and only what is asked for is kept of each.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PIECE = 20_000
"""So many lines are read at once; no list that a person writes has as many."""
_SEEK = 2_000
"""So many lines on, a better place to part the text is looked for."""
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r"#{1,6}(?=\s|$)")
_AT_HEADING, _AFTER_BLANK, _AT_MARGIN = 3, 2, 1
"""How good a line is to begin a piece with."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``line`` and ``end`` are line indices from 0, ``text`` is its markup."""

    line: int
    end: int
    level: int
    text: str


@dataclass(frozen=True, slots=True)
class ListItem:
    """An item of a list: its line index, and the list it belongs to (numbered, or None)."""

    line: int
    group: int
    number: int | None
    level: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph outside of lists; ``following`` is the type of the token after it, or empty."""

    line: int
    end: int
    following: str


@dataclass(slots=True)
class Blocks:
    """What was found, in the order of the text; lines are indices from 0."""

    headings: list[Heading] = field(default_factory=list)
    items: list[ListItem] = field(default_factory=list)
    paragraphs: list[Paragraph] = field(default_factory=list)
    code: list[tuple[int, int]] = field(default_factory=list)
    """The first line and the end of each fence and indented block."""
    definitions: list[int] = field(default_factory=list)
    """The lines of reference definitions, those that CommonMark ignores among them."""


def read_blocks(text: str, starts: list[int], piece: int = _PIECE) -> Blocks:
    """The blocks of a text whose lines start at the offsets ``starts``.

    A text of more than ``piece`` lines is parted, where it can be at a heading.
    """
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])
    blocks = Blocks()
    groups = 0
    for first, end in _pieces(text, starts, piece):
        stop = starts[end] if end < len(starts) else len(text)
        environment: dict[str, Any] = {}
        tokens = parser.parse(text[starts[first] : stop], environment)
        groups = _keep(blocks, tokens, first, groups)
        defined = [*environment.get("references", {}).values()]
        defined += environment.get("duplicate_refs", [])
        blocks.definitions += sorted(first + entry["map"][0] for entry in defined)
    return blocks


def _keep(blocks: Blocks, tokens: list[Token], first: int, groups: int) -> int:
    """Adds the blocks of a piece that begins at line ``first``; returns the count of lists."""
    open_lists: list[tuple[int, bool]] = []
    for index, token in enumerate(tokens):
        line, end = (first + token.map[0], first + token.map[1]) if token.map else (first, first)
        match token.type:
            case "fence" | "code_block":
                blocks.code.append((line, end))
            case "heading_open":
                text = tokens[index + 1].content
                blocks.headings.append(Heading(line, end, int(token.tag[1:]), text))
            case "paragraph_open" if token.level == 0:
                following = tokens[index + 3].type if index + 3 < len(tokens) else ""
                blocks.paragraphs.append(Paragraph(line, end, following))
            case "bullet_list_open" | "ordered_list_open":
                groups += 1
                open_lists.append((groups, token.type == "ordered_list_open"))
            case "bullet_list_close" | "ordered_list_close":
                open_lists.pop()
            case "list_item_open":
                group, numbered = open_lists[-1]
                number = int(token.info) if numbered and token.info.isdigit() else None
                blocks.items.append(ListItem(line, group, number, len(open_lists)))
    return groups


def _pieces(text: str, starts: list[int], piece: int) -> Iterator[tuple[int, int]]:
    """Ranges of lines that are read apart: all lines at once, unless there are very many."""
    if len(starts) <= piece:
        yield 0, len(starts)
        return
    first = best = rank = 0
    for line, found in _partings(text, starts):
        if line - first < piece:
            continue
        if found > rank:
            best, rank = line, found
        if rank == _AT_HEADING or line - first > piece + _SEEK:
            yield first, best
            first, rank = best, 0
    yield first, len(starts)


def _partings(text: str, starts: list[int]) -> Iterator[tuple[int, int]]:
    """The lines that a piece may begin with, and how well: outside of fences and of comments."""
    fence, comment, blank = "", False, True
    for index, start in enumerate(starts):
        stop = starts[index + 1] if index + 1 < len(starts) else len(text)
        if comment:
            comment = text.find("-->", start, stop) < 0
        elif marks := _FENCE.match(text, start, stop):
            if not fence:
                fence = marks[1]
            elif marks[1].startswith(fence):
                fence = ""
        elif not fence:
            margin = text[start] if start < stop else ""
            if _HEADING.match(text, start, stop):
                yield index, _AT_HEADING
            elif margin.isalpha() and blank:
                yield index, _AFTER_BLANK
            elif margin and not margin.isspace():
                yield index, _AT_MARGIN
            comment = text.startswith("<!--", start) and text.find("-->", start, stop) < 0
        blank = text[start:stop].isspace()
