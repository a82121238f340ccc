"""Inline markdown: the words of a text, where each of them stands, and what they link to.

A CommonMark parser's own inline tokens carry no positions, and kdbib lives on positions. So this
is a scanner of its own for what matters in a citation: links, images, emphasis, code, escapes,
entities and HTML tags (https://spec.commonmark.org/0.31.2/#inlines). It never fails: what is not
markup is text. Its time is proportional to the length of the text, whatever the text.
"""

import html
import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from itertools import accumulate

from msgspec import Struct

from kdbib.read.badges import badge_words
from kdbib.read.prose import Emphasis, LinkRange, Prose

__all__ = ["Emphasis", "LinkRange", "Prose", "bare_addresses", "normal_label", "scan"]


_BARE = r"https?://[^\s<>\"|\\`\[\]{}]+"
_ADDRESS = re.compile(_BARE)
# a set of characters that comes first is what Python searches for quickly
_SPECIAL = re.compile(rf"[\\`*_~!\[\]<&h](?:(?<!h)|(?<=h){_BARE[1:]})")
_RUN = re.compile(r"\*+|_+|~+")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)(?:[\s/][^<>]*+)?>")
_AUTOLINK = re.compile(r"<(https?://[^\s<>]*+)>", re.IGNORECASE)
_HREF = re.compile(r"""\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#x[0-9a-f]{1,6}|#\d{1,7}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
# most links are like this one, and need no second look
_PLAIN_LINK = re.compile(r"\[([^\[\]\\`*_~!<&:]++)\]\(([^\s()<>\\]*+)\)")
_DESTINATION = re.compile(
    r"\(\s*+(?:<([^<>\n]*+)>|((?:[^\s()\\]|\\.|\((?:[^\s()\\]|\\.)*+\))*+))"
    r"(?:\s++(?:\"[^\"()]{0,300}+\"|'[^'()]{0,300}+'))?\s*+\)"
)
_LABEL = re.compile(r"\[((?:[^\[\]\\]|\\.){0,999}+)\]")
# of reStructuredText and of Org, whose links look like nothing in markdown
_RST_TARGET = re.compile(r"(?<!\s)\s{0,9}<([^<>\s]+)>$")
_ORG_LINK = re.compile(r"\[\[((?:https?://|doi:|file:|\./)[^\[\]\s]++)\]\[([^\[\]]++)\]\]")
_LONGEST_TARGET = 2_000
_FIRST = (0,)
_BLANKS = re.compile(r"(?<=\s\s)\s+")  # after two others
_TICKS = re.compile(r"`+")
_LONGEST_LABEL = 999  # CommonMark's limit
_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_URL_END = ".,;:!?'*_”’。，；、）"


def normal_label(label: str) -> str:
    """A reference label as labels are compared: case folded, blanks collapsed."""
    return " ".join(label.split()).casefold()


def bare_addresses(text: str) -> Prose:
    """The Prose of a text without markup, whose bare addresses are links."""
    if not text:
        return Prose()
    prose = Prose(text, _FIRST, _FIRST, _FIRST)
    for found in _ADDRESS.finditer(text):
        url = _without_sentence(found[0])
        prose.links.append(LinkRange(found.start(), found.start() + len(url), url, url))
    return prose


def scan(text: str, references: Mapping[str, str]) -> Prose:
    """The Prose of a marked-up text; ``references`` maps normal labels to addresses."""
    return _Scanner(text, references).scan()


def _without_sentence(url: str) -> str:
    """An address without the punctuation and the brackets of the sentence around it."""
    end, unopened = len(url), url.count(")") - url.count("(")
    while end and (url[end - 1] in _URL_END or (url[end - 1] == ")" and unopened > 0)):
        unopened -= url[end - 1] == ")"
        end -= 1
    return url[:end]


class _Bracket(Struct, frozen=True, gc=False):
    position: int
    piece: int
    image: bool


class _Scanner:
    """One pass over a text; brackets and emphasis runs are kept open until they are closed.

    Pieces of text are put down as they come; a bracket or an emphasis mark that turns out to be
    markup is made empty afterwards.
    """

    def __init__(self, text: str, references: Mapping[str, str]) -> None:
        self.text = text
        self.references = references
        self.words: list[str] = []
        self.places: list[int] = []
        self.ends: list[int] = []
        self.brackets: list[_Bracket] = []
        self.anchors: list[tuple[int, str]] = []
        self.open_runs: dict[str, list[tuple[int, int]]] = {"*": [], "_": [], "~": []}
        self.links: list[tuple[int, int, str]] = []  # pieces [first, end), address
        self.marks: list[tuple[int, int, bool]] = []
        self.badges: list[tuple[int, int]] = []
        self.fences: dict[int, list[int]] | None = None
        self.no_comment_end = False

    def scan(self) -> Prose:
        text, position, size = self.text, 0, len(self.text)
        if _SPECIAL.search(text) is None and _BLANKS.search(text) is None:
            return Prose(text, _FIRST, _FIRST, _FIRST) if text else Prose()
        while position < size:
            special = _SPECIAL.search(text, position)
            if special is None:
                self._words(position, size)
                break
            start = special.start()
            if start > position:
                self._words(position, start)
            position = _ACTIONS[text[start]](self, start)
        return self._prose()

    def _prose(self) -> Prose:
        """The Prose of the pieces that have words."""
        at = [0, *accumulate(map(len, self.words))]
        plain = "".join(self.words)
        starts, places, ends = at[:-1], self.places, self.ends
        if "" in self.words:
            kept = [index for index, word in enumerate(self.words) if word]
            starts = [at[index] for index in kept]
            places = [places[index] for index in kept]
            ends = [ends[index] for index in kept]
        prose = Prose(plain, starts, places, ends)
        prose.links = [
            LinkRange(at[a], at[b], url, plain[at[a] : at[b]]) for a, b, url in self.links
        ]
        prose.emphasis = [Emphasis(at[a], at[b], strong) for a, b, strong in self.marks]
        prose.badges = [(at[a], at[b]) for a, b in self.badges]
        return prose

    def _words(self, start: int, end: int) -> None:
        """Put down words as they are; of many blanks in a row two are as good as all."""
        for blanks in _BLANKS.finditer(self.text, start, end):
            self._put(self.text[start : blanks.start()], start)
            start = blanks.end()
        if end > start:
            self._put(self.text[start:end], start)

    def _put(self, words: str, place: int, end: int = 0) -> None:
        self.words.append(words)
        self.places.append(place)
        self.ends.append(end)

    def _plain(self, position: int, length: int = 1) -> int:
        """Markup that is none: the characters are what they are."""
        self._put(self.text[position : position + length], position)
        return position + length

    def _escape(self, position: int) -> int:
        after = self.text[position + 1 : position + 2]
        if after and after in _PUNCTUATION:
            self._put(after, position, position + 2)
            return position + 2
        if after == "\n":  # a hard line break
            self._put("\n", position, position + 2)
            return position + 2
        return self._plain(position)

    def _code(self, position: int) -> int:
        if self.fences is None:
            self.fences = {}
            for run in _TICKS.finditer(self.text):
                self.fences.setdefault(len(run[0]), []).append(run.start())
        found = _TICKS.match(self.text, position)
        ticks = len(found[0]) if found else 1
        closing = self.fences.get(ticks, [])
        following = bisect_left(closing, position + ticks)
        if following == len(closing):
            return self._plain(position, ticks)
        end = closing[following]
        if ticks == 1 and self.text.startswith("_", end + 1):
            return self._link_of_rst(position + 1, end)
        self._put(self.text[position + ticks : end], position + ticks)
        return end + ticks

    def _link_of_rst(self, start: int, end: int) -> int:
        """```words <address>`_`` and ```label`_`` of reStructuredText."""
        target = _RST_TARGET.search(self.text, max(start, end - _LONGEST_TARGET), end)
        words = self.text[start : target.start() if target else end]
        url = target[1] if target else self.references.get(normal_label(words), "")
        if url:
            self.links.append((len(self.words), len(self.words) + 1, url))
        self._put(words, start)
        after = end + 2
        return after + 1 if self.text.startswith("_", after) else after

    def _address(self, position: int) -> int:
        """A bare address is a link, as GitHub has it."""
        found = _SPECIAL.match(self.text, position)
        url = _without_sentence(found[0]) if found else ""
        self.links.append((len(self.words), len(self.words) + 1, url))
        self._put(url, position)
        return position + len(url)

    def _angle(self, position: int) -> int:
        text = self.text
        if link := _AUTOLINK.match(text, position):
            self.links.append((len(self.words), len(self.words) + 1, link[1]))
            self._put(link[1], link.start(1))
            return link.end()
        if tag := _TAG.match(text, position):
            self._tag(tag)
            return tag.end()
        if text.startswith("<!--", position) and not self.no_comment_end:
            end = text.find("-->", position + 4)
            if end >= 0:
                return end + 3
            self.no_comment_end = True
        return self._plain(position)

    def _tag(self, tag: re.Match[str]) -> None:
        name = tag[1].lower()
        closes = tag[0].startswith("</")
        if name == "br":
            self._put("\n", tag.start(), tag.end())
        elif name == "a" and not closes:
            href = _HREF.search(tag[0])
            url = next((part for part in href.groups() if part), "") if href else ""
            self.anchors.append((len(self.words), html.unescape(url)))
        elif name == "a" and self.anchors:
            first, url = self.anchors.pop()
            self.links.append((first, len(self.words), url))
        elif name in {"b", "strong", "i", "em"}:
            self._html_emphasis("*" if name in {"b", "strong"} else "_", closes=closes)

    def _html_emphasis(self, mark: str, *, closes: bool) -> None:
        runs = self.open_runs.setdefault(f"<{mark}", [])
        if not closes:
            runs.append((len(self.words), 0))
        elif runs:
            self.marks.append((runs.pop()[0], len(self.words), mark == "*"))

    def _entity(self, position: int) -> int:
        entity = _ENTITY.match(self.text, position)
        char = html.unescape(entity[0]) if entity else ""
        if entity and len(char) == 1 and (char.isprintable() or char.isspace()):
            self._put(" " if char.isspace() else char, position, entity.end())
            return entity.end()
        return self._plain(position)

    def _bang(self, position: int) -> int:
        if not self.text.startswith("![", position):
            return self._plain(position)
        self.brackets.append(_Bracket(position, len(self.words), image=True))
        return position + 2

    def _open(self, position: int) -> int:
        if link := _ORG_LINK.match(self.text, position):
            self.links.append((len(self.words), len(self.words) + 1, link[1]))
            self._put(link[2], link.start(2))
            return link.end()
        if link := _PLAIN_LINK.match(self.text, position):
            first = len(self.words)
            self._words(*link.span(1))
            self.links.append((first, len(self.words), link[2]))
            while self.brackets and not self.brackets[-1].image:
                self.brackets.pop()
            return link.end()
        self.brackets.append(_Bracket(position, len(self.words), image=False))
        return self._plain(position)

    def _close(self, position: int) -> int:
        """A closing bracket: the end of a link or an image, or just a bracket."""
        if not self.brackets:
            return self._plain(position)
        bracket = self.brackets.pop()
        url, end = self._target(bracket, position)
        if url is None:
            return self._plain(position)
        if bracket.image:
            self._image(bracket, url, end)
        else:
            self.words[bracket.piece] = ""  # the bracket turned out to be markup
            self.links.append((bracket.piece, len(self.words), url))
            while self.brackets and not self.brackets[-1].image:
                self.brackets.pop()  # there are no links within links
        return end

    def _target(self, bracket: _Bracket, position: int) -> tuple[str | None, int]:
        """Where the brackets just closed lead, and the position after it; (None, ...) nowhere."""
        after = position + 1
        if self.text.startswith("(", after) and (found := _DESTINATION.match(self.text, after)):
            return (found[1] if found[1] is not None else found[2]) or "", found.end()
        start = bracket.position + (2 if bracket.image else 1)
        if not self.references or position - start > _LONGEST_LABEL:
            return None, after
        inner = self.text[start:position]
        if found := _LABEL.match(self.text, after):
            url = self.references.get(normal_label(found[1] or inner))
            if url is not None:
                return url, found.end()
        return self.references.get(normal_label(inner)), after

    def _image(self, bracket: _Bracket, url: str, end: int) -> None:
        """An image has no words, but a badge's are as good as written: ``[CVPR-2020]``."""
        first = bracket.piece
        del self.words[first:], self.places[first:], self.ends[first:]
        while self.links and self.links[-1][1] > first:
            self.links.pop()
        while self.marks and self.marks[-1][1] > first:
            self.marks.pop()
        place = self.text.rfind(url, bracket.position, end) if url else -1
        if place < 0 or (words := badge_words(url)) is None:
            return
        start, stop = place + words[0], place + words[1]
        self._put("[", bracket.position, start)
        self._put(self.text[start:stop], start)
        self._put("]", stop, end)
        self.badges.append((first, first + 3))

    def _run(self, position: int) -> int:
        """A run of emphasis marks: opens, closes, or is text (a snake_case word, 3 * 4)."""
        found = _RUN.match(self.text, position)
        length = len(found[0]) if found else 1
        mark, end = self.text[position], position + length
        before = self.text[position - 1] if position else " "
        after = self.text[end] if end < len(self.text) else " "
        inside_word = mark == "_" and before.isalnum() and after.isalnum()
        runs = self.open_runs[mark]
        piece = len(self.words)
        self._put(self.text[position:end], position)
        if runs and not before.isspace() and not inside_word:
            first, opened = runs.pop()
            self.words[piece] = self.words[first] = ""
            strong = mark != "~" and min(length, opened) >= 2
            self.marks.append((first, piece, strong))
        elif not after.isspace() and not inside_word:
            runs.append((piece, length))
        return end


_ACTIONS: dict[str, Callable[[_Scanner, int], int]] = {
    "\\": _Scanner._escape,
    "`": _Scanner._code,
    "<": _Scanner._angle,
    "&": _Scanner._entity,
    "!": _Scanner._bang,
    "[": _Scanner._open,
    "]": _Scanner._close,
    "*": _Scanner._run,
    "_": _Scanner._run,
    "~": _Scanner._run,
    "h": _Scanner._address,
}
"""What each character may begin that is markup; each takes a position and returns the next one."""
