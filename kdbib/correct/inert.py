"""What a record says goes into a list as text, whatever it looks like.

Records come from strangers, and their words go amid somebody's markup: ``<img …>`` would load an
image, ``<!--`` hide the rest of the list, an asterisk pair with another one. What would be markup
at its place becomes a character reference (CommonMark 0.31.2, section 2.5,
https://spec.commonmark.org/0.31.2/), which markdown, its tables and HTML read alike. Everything
else stays as it is: ``A & B``, ``C*-algebras``, ``snake_case``. Which is which, a parser tells.
"""

import html
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import unquote

from kdbib.model import Change, Citation
from kdbib.model.invisible import visible

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_HARMLESS = re.compile(r"(?:[^\W_]|[ ,;'’“”–—-]|[.:](?=\s|$|[^\W_]))*")
_BEGINS_A_BLOCK = re.compile(r"[-\d]|\s")
_WEB = re.compile(r"www\.", re.IGNORECASE)
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")
_EVERYWHERE = re.compile(
    r"<(?=[a-z/!?])|&(?=#?\w+;)|[`\[|]|\\(?=[!-/:-@\[-`{-~]|$)|:(?=//)|(?<=www)\.|(?<=\w)@(?=\w)",
    re.IGNORECASE,
)
"""What may be markup for reasons outside of the entry: another renderer, a definition, a table."""
_TAG = re.compile(r"(<[^>]*>)")
_STAND_IN = 0xE000  # a private character, which is no markup
_Said = list[tuple[str, ...]]


def inert(citation: Citation, changes: Sequence[Change]) -> tuple[Change, ...]:
    """The changes of an entry of a markdown list, with their words escaped where they must be.

    None is left if there is no way to write them as text there.
    """
    tidy = [replace(c, after=_tidy(c)) for c in changes]
    tidy = [new for new, old in zip(tidy, changes, strict=True) if new.after or not old.after]
    if all(_is_harmless(citation, c) for c in tidy):
        return tuple(tidy)
    meant = _said(_entry(citation, tidy, _stand_in), lambda text: text.translate(_BACK))
    if _markup(meant) != _markup(_said(citation.raw, str)):
        return ()
    present = {char for c in tidy for char in _PUNCTUATION.findall(c.after)}

    def holds(escaped: set[str]) -> bool:
        return _said(_entry(citation, tidy, _escaping(citation, escaped)), str) == meant

    if holds(set()):
        needed: set[str] = set()
    elif holds(present):
        needed = set(present)
        for char in sorted(present):
            if holds(needed - {char}):
                needed.discard(char)
    elif _said(_entry(citation, tidy, str), str) == meant:  # in code, where nothing is markup
        return tuple(tidy)
    else:
        return ()
    written = _escaping(citation, needed)
    return tuple(replace(c, after=written(c.after)) for c in tidy)


def as_text(words: str) -> str:
    """Words as they are written where a whole entry is new: whatever could be markup, escaped.

    >>> as_text("The A* [Algorithm] & <b>")
    'The A&#42; &#91;Algorithm&#93; & &#60;b>'
    """
    tidy = visible(" ".join(words.split()), "")
    always = {found.start() for found in _EVERYWHERE.finditer(tidy)}
    return "".join(
        f"&#{ord(char)};" if char in "*_]~" or place in always else char
        for place, char in enumerate(tidy)
    )


def _tidy(change: Change) -> str:
    """What is written, in one line, without what nobody sees; its ends as they were.

    A blank before an asterisk, say, would undo somebody's emphasis.
    """
    text = visible(re.sub(r"\s*[\r\n]+\s*", " ", change.after), "")
    if not change.before[-1:].isspace():
        text = text.rstrip()
    return text.lstrip() if change.before[:1].isalnum() else text


def _is_harmless(citation: Citation, change: Change) -> bool:
    text = change.after
    if change.span.start == citation.span.start and _BEGINS_A_BLOCK.match(text):
        return False
    return bool(_HARMLESS.fullmatch(text)) and not _WEB.search(text)


def _escaping(citation: Citation, chars: set[str]) -> Callable[[str], str]:
    """What writes these characters, and those that always are, as character references."""
    of_entry = chars | ({"]"} if "[" in citation.raw else set())

    def written(text: str) -> str:
        always = {found.start() for found in _EVERYWHERE.finditer(text)}
        return "".join(
            f"&#{ord(char)};" if char in of_entry or place in always else char
            for place, char in enumerate(text)
        )

    return written


def _entry(citation: Citation, changes: Sequence[Change], written: Callable[[str], str]) -> str:
    """The entry with its changes made."""
    data, position, pieces = citation.raw.encode("utf-8", "surrogateescape"), 0, []
    for one in sorted(changes, key=lambda c: c.span.start):
        start, end = (place - citation.span.start for place in (one.span.start, one.span.end))
        pieces += [data[position:start].decode("utf-8", "replace"), written(one.after)]
        position = end
    return "".join([*pieces, data[position:].decode("utf-8", "replace")])


_STAND_INS = {code: _STAND_IN + code for code in range(128) if _PUNCTUATION.match(chr(code))}
_BACK = {stand_in: code for code, stand_in in _STAND_INS.items()}


def _stand_in(text: str) -> str:
    return text.translate(_STAND_INS)


def _said(markdown: str, back: Callable[[str], str]) -> _Said:
    """What a renderer makes of a text: words and markup; ``back`` undoes the stand-ins."""
    said: _Said = []
    for kind, *values in _flat(_parser().parse(markdown)):
        if kind == "text" and said and said[-1][0] == "text":
            said[-1] = ("text", said[-1][1] + back(values[0]))
        else:
            said.append((kind, *map(back, values)))
    return said


def _markup(said: _Said) -> _Said:
    return [one for one in said if one[0] != "text"]


def _flat(tokens: "Sequence[Token]") -> Iterator[tuple[str, ...]]:
    for token in tokens:
        if token.type == "inline":
            yield from _flat(token.children or ())
        elif token.type in {"html_block", "html_inline"}:
            for piece in _TAG.split(token.content):
                yield ("html", piece) if _TAG.match(piece) else ("text", html.unescape(piece))
        elif token.type == "text":
            yield "text", token.content
        else:
            yield token.type, *(f"{name}={unquote(str(v))}" for name, v in token.attrs.items())
            yield "text", token.content
            yield from _flat(token.children or ())


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])
