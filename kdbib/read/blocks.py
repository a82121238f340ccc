"""The blocks of a markdown file that may hold a citation, found by markdown-it-py."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kdbib.read.inline import normal_label
from kdbib.read.source import SourceText


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: its own text, without the lists inside it.

    ``content`` is the text with the markup, without the list marker and indentation; character
    ``content[i]`` stands at ``offsets[i]`` of the file. ``group`` tells the items of one list from
    those of others; ``numbered`` is whether it is an ordered list.
    """

    content: str
    offsets: tuple[int, ...]
    section: tuple[str, ...]
    group: int
    numbered: bool


@dataclass(slots=True)
class Document:
    """A markdown file's items, in order, and its reference links by normal label."""

    items: list[Item] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)


def read_blocks(source: SourceText) -> Document:
    """The Document of a markdown file."""
    parser = MarkdownIt("commonmark").enable("table")
    parser.core.ruler.enableOnly(["normalize", "block"])  # inline markup is ours: it needs spans
    environment: dict[str, dict[str, dict[str, str]]] = {}
    tokens = parser.parse(source.text, environment)
    references = {
        normal_label(label): entry["href"]
        for label, entry in environment.get("references", {}).items()
    }
    return Document(list(_items(tokens, source)), references)


def _items(tokens: list[Token], source: SourceText) -> Iterator[Item]:
    headings: list[tuple[int, str]] = []
    lists: list[tuple[int, bool]] = []
    groups = 0
    in_item = 0
    for index, token in enumerate(tokens):
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            groups += 1
            lists.append((groups, token.type == "ordered_list_open"))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            lists.pop()
        elif token.type == "list_item_open":
            in_item = token.level + 1
        elif token.type == "heading_open":
            level = int(token.tag[1:])
            headings = [h for h in headings if h[0] < level]
            headings.append((level, " ".join(tokens[index + 1].content.split())))
        elif token.type == "paragraph_open" and lists and token.level == in_item and token.map:
            in_item = 0  # the item's first paragraph; what follows it comments on it
            content = tokens[index + 1].content
            offsets = _offsets(content, source, token.map[0], token.map[1])
            section = tuple(text for _, text in headings)
            yield Item(content, offsets, section, *lists[-1])


def _offsets(content: str, source: SourceText, first: int, end: int) -> tuple[int, ...]:
    """Where each character of a paragraph's content stands in the file.

    The parser takes indentation and list markers off the lines; the lines themselves it keeps.
    """
    offsets: list[int] = []
    for number, line in enumerate(content.split("\n")):
        start, stop = source.lines(min(first + number, end - 1), min(first + number, end - 1) + 1)
        raw = source.text[start:stop].replace("\0", "\ufffd")
        column = raw.rfind(line) if number == 0 else raw.find(line)
        base = start + max(column, 0)
        offsets.extend(range(base, base + len(line)))
        offsets.append(stop)  # the line's end
    return tuple(offsets)
