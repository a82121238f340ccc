r"""Letters in LaTeX, read without taking it apart: most that is written in it is of this kind."""

import re
import unicodedata

_COMBINING = dict(
    zip(
        "\"'`^~=.uvHcdbkr",
        "\u0308\u0301\u0300\u0302\u0303\u0304\u0307\u0306\u030c\u030b\u0327\u0323\u0331\u0328\u030a",
        strict=True,
    )
)
_ACCENT = re.compile(
    r"\\(?:([\"'`^~=.])|([uvHcdbkr])(?![A-Za-z]))\s*(?:\{\\?([^\W\d_])\}|\\([ij])(?![A-Za-z])|([A-Za-z]))"
)
_LETTERS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ",
    "aa": "å", "AA": "Å", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ",
    "dj": "đ", "DJ": "Đ",
}  # fmt: skip
_LETTER = re.compile(rf"\{{\\({'|'.join(_LETTERS)})\}}")
_DEEPEST = 3
_SIGN = re.compile(r"\\([&_%#])")
_TYPED = (("---", "—"), ("--", "–"), ("``", "“"), ("''", "”"), ("~", " "))
_MORE_THAN_LETTERS = re.compile(r"[\\$%^]|[!?]`|<<|>>")


def with_accents(latex: str) -> str:
    r"""A text whose accented letters are Unicode's; all the rest of its LaTeX stays.

    BibTeX takes ``~`` for a blank between names, and would part a name at the one of ``\~a``.

    >>> with_accents(r"Jo\~ao {\'E}variste {\O}rsted")
    'João {É}variste Ørsted'
    """
    if "\\" not in latex:
        return latex
    for _ in range(_DEEPEST):  # Vietnamese has accents on accented letters
        once = _ACCENT.sub(_accented, latex)
        if once == latex:
            break
        latex = once
    return _LETTER.sub(lambda found: _LETTERS[found[1]], latex)


def letters(latex: str) -> str | None:
    r"""A text in LaTeX as Unicode; None if there is more to it than letters, accents and braces.

    >>> letters(r"J{\"{o}}rg {\O}degaard on {BERT}")
    'Jörg Ødegaard on BERT'
    """
    text = with_accents(latex)
    if _MORE_THAN_LETTERS.search(_SIGN.sub("", text)) or text.count("{") != text.count("}"):
        return None
    text = _SIGN.sub(r"\1", text)
    for typed, meant in _TYPED:
        text = text.replace(typed, meant)
    return text.replace("{", "").replace("}", "")


def _accented(found: re.Match[str]) -> str:
    letter = found[3] or found[4] or found[5]
    return unicodedata.normalize("NFC", letter + _COMBINING[found[1] or found[2]])
