"""Inline markdown: the words of a text, where each of them stands, and what they link to.

A CommonMark parser's own inline tokens carry no positions, and kdbib lives on positions. So this
is a scanner of its own for what matters in a citation: links, images, emphasis, code, escapes,
entities and HTML tags (https://spec.commonmark.org/0.31.2/#inlines). It never fails: what is not
markup is text.
"""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate


@dataclass(frozen=True, slots=True)
class LinkRange:
    """A link over the words [start, end) of a Prose; ``text`` is what it shows."""

    start: int
    end: int
    url: str
    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Emphasised words [start, end) of a Prose; ``strong`` is bold."""

    start: int
    end: int
    strong: bool


@dataclass(slots=True)
class Prose:
    """A text without its markup.

    ``at[i]`` is where the character ``plain[i]`` begins in the marked-up text, and ``ends[i]``
    where it ends (an entity or an escape is longer than the character that it stands for).
    """

    plain: str = ""
    at: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    links: list[LinkRange] = field(default_factory=list)
    emphasis: list[Emphasis] = field(default_factory=list)

    def source_range(self, start: int, end: int) -> tuple[int, int]:
        """The range of the marked-up text from which the words [start, end) were read."""
        if start >= end:
            here = self.at[start] if start < len(self.at) else (self.ends[-1] if self.ends else 0)
            return here, here
        return self.at[start], self.ends[end - 1]


_TEXT = re.compile(r"[^\\`*_~!\[\]<&\n]+")
_AUTOLINK = re.compile(r"<(https?://[^\s<>]*)>", re.IGNORECASE)
_TAG = re.compile(
    r"<(?:/?[a-z][a-z0-9-]*(?:\s[^<>]{0,2000})?/?|!--.{0,2000}?--)>", re.IGNORECASE | re.DOTALL
)
_ENTITY = re.compile(r"&(?:#x[0-9a-f]{1,6}|#\d{1,7}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_DESTINATION = re.compile(
    r"\(\s*(?:<([^<>\n]*)>|((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*\))*))"
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)"
)
_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999})\]")
_LONGEST_LABEL = 999  # CommonMark's limit
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


def normal_label(label: str) -> str:
    """A reference label as labels are compared: case folded, blanks collapsed."""
    return " ".join(label.split()).casefold()


def scan(text: str, references: Mapping[str, str]) -> Prose:
    """The Prose of a marked-up text; ``references`` maps normal labels to addresses."""
    return _Scanner(text, references).scan()


@dataclass(slots=True)
class _Bracket:
    position: int
    words: int
    image: bool


class _Scanner:
    """One pass over a text; brackets and emphasis runs are kept open until they are closed."""

    def __init__(self, text: str, references: Mapping[str, str]) -> None:
        self.text = text
        self.references = references
        self.prose = Prose()
        self.words: list[str] = []
        self.brackets: list[_Bracket] = []
        self.open_runs: list[tuple[str, int, int]] = []  # mark, its length, words before it
        self.position = 0

    def scan(self) -> Prose:
        actions: dict[str, Callable[[], None]] = {
            "\\": self._escape,
            "`": self._code,
            "<": self._angle,
            "&": self._entity,
            "!": self._bang,
            "[": self._open,
            "]": self._close,
            "*": self._run,
            "_": self._run,
            "~": self._run,
        }
        while self.position < len(self.text):
            if run := _TEXT.match(self.text, self.position):
                for offset in range(run.start(), run.end()):
                    self._put(self.text[offset], offset, offset + 1)
                self.position = run.end()
            else:
                action = actions.get(self.text[self.position], self._plain)
                action()
        return self._without_markup()

    def _without_markup(self) -> Prose:
        """The Prose without the places of brackets that turned out to be a link's."""
        moved = [0, *accumulate(1 if word else 0 for word in self.words)]
        kept = [index for index, word in enumerate(self.words) if word]
        prose = self.prose
        return Prose(
            "".join(self.words),
            [prose.at[index] for index in kept],
            [prose.ends[index] for index in kept],
            [LinkRange(moved[x.start], moved[x.end], x.url, x.text) for x in prose.links],
            [Emphasis(moved[x.start], moved[x.end], x.strong) for x in prose.emphasis],
        )

    def _put(self, char: str, start: int, end: int) -> None:
        self.words.append(char)
        self.prose.at.append(start)
        self.prose.ends.append(end)

    def _plain(self) -> None:
        """The character is what it is; a line's end is a blank."""
        char = self.text[self.position]
        self._put("\n" if char == "\n" else char, self.position, self.position + 1)
        self.position += 1

    def _escape(self) -> None:
        after = self.text[self.position + 1 : self.position + 2]
        if after in _PUNCTUATION and after:
            self._put(after, self.position, self.position + 2)
            self.position += 2
        else:
            self._plain()

    def _code(self) -> None:
        ticks = len(self.text) - len(self.text[self.position :].lstrip("`")) - self.position
        fence = "`" * ticks
        end = self.text.find(fence, self.position + ticks)
        if end < 0:
            for _ in range(ticks):
                self._plain()
            return
        for offset in range(self.position + ticks, end):
            self._put(self.text[offset], offset, offset + 1)
        self.position = end + ticks

    def _angle(self) -> None:
        if link := _AUTOLINK.match(self.text, self.position):
            start = len(self.words)
            for offset in range(link.start(1), link.end(1)):
                self._put(self.text[offset], offset, offset + 1)
            self.prose.links.append(LinkRange(start, len(self.words), link[1], link[1]))
            self.position = link.end()
        elif tag := _TAG.match(self.text, self.position):
            if tag[0].lower().startswith("<br"):
                self._put("\n", tag.start(), tag.end())
            self.position = tag.end()
        else:
            self._plain()

    def _entity(self) -> None:
        entity = _ENTITY.match(self.text, self.position)
        char = html.unescape(entity[0]) if entity else ""
        if entity and len(char) == 1 and char.isprintable():
            self._put(char, entity.start(), entity.end())
            self.position = entity.end()
        else:
            self._plain()

    def _bang(self) -> None:
        if self.text.startswith("![", self.position):
            self.brackets.append(_Bracket(self.position, len(self.words), image=True))
            self.position += 2
        else:
            self._plain()

    def _open(self) -> None:
        self.brackets.append(_Bracket(self.position, len(self.words), image=False))
        self._put("[", self.position, self.position + 1)
        self.position += 1

    def _close(self) -> None:
        """A closing bracket: the end of a link or an image, or just a bracket."""
        if not self.brackets:
            self._plain()
            return
        bracket = self.brackets.pop()
        url, end = self._target(bracket)
        if url is None:
            self._plain()
            return
        first = bracket.words + (0 if bracket.image else 1)
        shown = "".join(self.words[first:])
        if bracket.image:  # an image has no words; a badge that is a link is a link without text
            self._forget(bracket.words)
        else:
            self.words[bracket.words] = ""  # the bracket turned out to be markup
            self.prose.links.append(LinkRange(bracket.words, len(self.words), url, shown))
        self.position = end

    def _target(self, bracket: _Bracket) -> tuple[str | None, int]:
        """Where the brackets just closed lead, and the position after it; (None, ...) nowhere."""
        after = self.position + 1
        if found := _DESTINATION.match(self.text, after):
            return (found[1] if found[1] is not None else found[2]) or "", found.end()
        start = bracket.position + (2 if bracket.image else 1)
        if self.position - start > _LONGEST_LABEL:
            return None, after
        inner = self.text[start : self.position]
        if found := _LABEL.match(self.text, after):
            url = self.references.get(normal_label(found[1] or inner))
            if url is not None:
                return url, found.end()
        return self.references.get(normal_label(inner)), after

    def _forget(self, words: int) -> None:
        del self.words[words:], self.prose.at[words:], self.prose.ends[words:]

    def _run(self) -> None:
        """A run of emphasis marks: opens, closes, or is text (a snake_case word, 3 * 4)."""
        start = self.position
        mark = self.text[start]
        end = next(
            (i for i in range(start, len(self.text)) if self.text[i] != mark), len(self.text)
        )
        length = end - start
        before = self.text[start - 1 : start] or " "
        after = self.text[end : end + 1] or " "
        inside_word = mark == "_" and before.isalnum() and after.isalnum()
        opened = next((o for o in reversed(self.open_runs) if o[0] == mark), None)
        if opened and not before.isspace() and not inside_word:
            self.open_runs.remove(opened)
            strong = mark != "~" and min(length, opened[1]) >= 2
            self.prose.emphasis.append(Emphasis(opened[2], len(self.words), strong))
            self.position = end
        elif not after.isspace() and not inside_word and self._closes_later(mark, end):
            self.open_runs.append((mark, length, len(self.words)))
            self.position = end
        else:
            for _ in range(length):
                self._plain()

    def _closes_later(self, mark: str, position: int) -> bool:
        found = self.text.find(mark, position)
        return found > 0
