"""Titles free of the markup that publishers deposit with them.

Crossref takes face markup (https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/face-markup/)
and MathML (https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/mathml/)
in titles; JATS, other HTML, and markup that was escaped once too often come as well.
"""

import html
import re

from kdbib.http.plain import plain
from kdbib.resolve.titles import folded

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_MATH = re.compile(r"<(?:mml:)?math\b[^<>]*>.*?</(?:mml:)?math\s*>", re.DOTALL | re.IGNORECASE)
# the same formula once more, in another language
_AGAIN = re.compile(
    r"<(?P<tag>(?:mml:)?annotation(?:-xml)?|jats:tex-math|tex-math)\b[^<>]*>.*?</(?P=tag)\s*>",
    re.DOTALL | re.IGNORECASE,
)
_BREAK = re.compile(r"</?(?:jats:)?(?:br|break|p|title|div)\b[^<>]{0,300}>", re.IGNORECASE)
# what is not named here may be part of the title: <unk>, <s>, a < b
_TAG = re.compile(
    r"</?(?:(?:jats|mml|m|xref|x):[\w-]+|i|b|u|em|strong|italic|bold|underline|sub|sup|inf|scp|sc|tt"
    r"|small|big|span|font|a|ovl|roman|sans-serif|monospace|named-content|styled-content"
    r"|inline-formula|alternatives|math|mrow|mi|mo|mn|ms|mtext|mspace|mstyle|msub|msup|msubsup"
    r"|mfrac|msqrt|mroot|mover|munder|munderover|mfenced|semantics)(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_MOST_ESCAPED = 3


def unmarked(text: str, longest: int = 1000) -> str:
    """``text`` on one line, without markup and without character references.

    >>> unmarked("Fast  &lt;i&gt;k&lt;/i&gt;-NN &amp;amp; H<sub>2</sub>O with <unk> tokens")
    'Fast k-NN & H2O with <unk> tokens'
    """
    text = text[: 8 * longest]
    if "&" not in text and "<" not in text:
        return _single(plain(text, longest))
    for _ in range(_MOST_ESCAPED):
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    if _MATH.search(text):
        text = _MATH.sub(_formula, _AGAIN.sub("", text))
    return _single(plain(_TAG.sub("", _BREAK.sub(" ", text)), longest))


_DOUBLE = re.compile(r"\$\$([^$]{1,200})\$\$")


def _single(text: str) -> str:
    """Formulas between single dollars; Springer sets two at each end."""
    return _DOUBLE.sub(r"$\1$", text) if "$$" in text else text


def _formula(math: re.Match[str]) -> str:
    """What a formula consists of; blanks between its elements are layout."""
    return _TAG.sub("", re.sub(r"\s*(<[^<>]*>)\s*", r"\1", math[0]))


def whole_title(title: str, subtitle: str) -> str:
    """A title with its subtitle, unless it has it already, or that is a remark in brackets.

    >>> whole_title("FitNets", "Hints for Thin Deep Nets")
    'FitNets: Hints for Thin Deep Nets'
    >>> whole_title("FitNets: Hints for thin deep nets", "Hints for Thin Deep Nets")
    'FitNets: Hints for thin deep nets'
    """
    if not title or not (said := folded(subtitle)) or re.fullmatch(r"[(\[].*[)\]]", subtitle):
        return title
    if f" {said} " in f" {folded(title)} ":
        return title
    return f"{title}{' ' if title[-1] in ':?!.–—' else ': '}{subtitle}"
