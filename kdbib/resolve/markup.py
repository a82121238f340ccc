"""Titles free of the markup that publishers deposit with them.

Crossref takes face markup (https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/face-markup/)
and MathML (https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/mathml/)
in titles; JATS, other HTML, and markup that was escaped once too often come as well. IEEE sends
formulas in TeX without MathML beside them. arXiv takes TeX in titles and names
(https://info.arxiv.org/help/prep.html) and hands it on as it was typed, also to DataCite and to
those who copy from it.
"""

import html
import re

from kdbib.http.plain import plain
from kdbib.read.latex import decoded
from kdbib.resolve.titles import folded

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,31});", re.IGNORECASE)
_MATH = re.compile(r"<(?:mml:)?math\b[^<>]*>.*?</(?:mml:)?math\s*>", re.DOTALL | re.IGNORECASE)
# the same formula once more, in another language
_AGAIN = re.compile(
    r"<(?P<tag>(?:mml:)?annotation(?:-xml)?|jats:tex-math|tex-math)\b[^<>]*>.*?</(?P=tag)\s*>",
    re.DOTALL | re.IGNORECASE,
)
_TEX = re.compile(
    r"<(?P<tag>(?:jats:)?tex-math)\b[^<>]{0,300}>(?P<body>.*?)</(?P=tag)\s*>",
    re.DOTALL | re.IGNORECASE,
)
_DOCUMENT = re.compile(r"\\begin\{document\}(.*?)\\end\{document\}", re.DOTALL)
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
    if "tex-math" in text:
        text = _TEX.sub(_of_tex, text)
    return _single(plain(_TAG.sub("", _BREAK.sub(" ", text)), longest))


_DOUBLE = re.compile(r"\$\$([^$]{1,200})\$\$")


def _single(text: str) -> str:
    """Formulas between single dollars; Springer sets two at each end."""
    return _DOUBLE.sub(r"$\1$", text) if "$$" in text else text


def _of_tex(found: re.Match[str]) -> str:
    """A formula between dollars; publishers send whole documents around it, and blanks."""
    body = found["body"].removeprefix("<![CDATA[").removesuffix("]]>")
    if document := _DOCUMENT.search(body):
        body = document[1]
    body = " ".join(body.strip().strip("$").split())
    return f"${body}$" if body else ""


def typeset(text: str, longest: int = 1000) -> str:
    r"""A text that its author typed for TeX, as it is read; its formulas stay as they are.

    >>> typeset(r"The $\alpha$-flow of Poincar\'e and Schr\"odinger in \texttt{R}")
    'The $\\alpha$-flow of Poincaré and Schrödinger in R'
    """
    text = plain(text, longest)
    return plain(decoded(text), longest) if "\\" in text or "{" in text else text


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
