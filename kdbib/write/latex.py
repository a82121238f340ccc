r"""Text as LaTeX sets it: special characters escaped, Unicode kept or encoded.

Records are text from strangers: nothing in them may reach TeX as a command. Every backslash and
brace becomes the command that prints it, control and directional characters disappear. Commands
stand in braces of their own (``{\'e}``, ``{\textless}``), the form that BibTeX takes for one
character when it changes case, sorts and abbreviates (Oren Patashnik, *BibTeXing*, section 4,
https://ctan.org/pkg/bibtex). Braces themselves are printed by ``\textbraceleft`` and
``\textbraceright``: BibTeX counts the brace of ``\{`` too.
"""

import re
import unicodedata
from functools import cache
from typing import Any
from urllib.parse import quote

from kdbib.write.formula import SYMBOLS

_SPECIAL = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"{\textbraceleft}",
        "}": r"{\textbraceright}",
        "#": r"\#",
        "$": r"\$",
        "%": r"\%",
        "&": r"\&",
        "_": r"\_",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        "`": r"{\textasciigrave}",
        # in the oldest font encoding these come out as ¡ ¿ and a dash
        "<": r"{\textless}",
        ">": r"{\textgreater}",
        "|": r"{\textbar}",
    }
)


def clean(text: str) -> str:
    """``text`` on one line, composed (NFC), without control and directional characters.

    Fullwidth forms amid Latin text (``Zhang，Li``), which an input method left there and Latin
    fonts lack, become ordinary ones; in Chinese or Japanese text they stay.
    """
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    composed = unicodedata.normalize("NFC", visible(text))
    if _FULLWIDTH.search(composed) and not _EAST_ASIAN.search(composed):
        composed = _FULLWIDTH.sub(lambda found: _ordinary(found[0]), composed)
    return " ".join(composed.split())


def visible(text: str) -> str:
    """``text`` on one line without control and directional characters; its letters as they are.

    For what names something by its very characters, as a DOI does.
    """
    kept = "".join(" " if c.isspace() else c for c in text if c.isspace() or not _invisible(c))
    return " ".join(kept.split())


_FULLWIDTH = re.compile("[\uff01-\uff5e]")
_EAST_ASIAN = re.compile(
    "[\u1100-\u11ff\u2e80-\u2fdf\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]"
)


def _invisible(char: str) -> bool:
    """Control (Cc), format such as bidi (Cf), and surrogate (Cs) characters, and noncharacters."""
    return unicodedata.category(char) in ("Cc", "Cf", "Cs") or ord(char) & 0xFFFE == 0xFFFE


def _ordinary(fullwidth: str) -> str:
    plain = unicodedata.normalize("NFKC", fullwidth)
    return plain + " " if plain in ",;:!?" else plain


_OPENING = re.compile(r'(?<![^\s(\[{/–—-])"(?=\S)')


def curled(text: str) -> str:
    """``text`` with straight double quotes made typographic.

    In LaTeX a straight one always prints as a closing quote, and is a command in some languages.
    """
    return _OPENING.sub("“", text).replace('"', "”") if '"' in text else text


def escape(text: str, *, ascii_only: bool = False) -> str:
    r"""Any text as LaTeX that prints it, in one line with balanced braces.

    With ``ascii_only``, what is beyond ASCII becomes the command for it where LaTeX itself
    has one (in its T1 font encoding); see :func:`unencodable` for the others.

    >>> escape("R&D: 100% of {x_1}")
    'R\\&D: 100\\% of {\\textbraceleft}x\\_1{\\textbraceright}'
    >>> escape("Łukasz Gómez", ascii_only=True)
    "{\\L}ukasz G{\\'o}mez"
    """
    return escape_clean(curled(clean(text)), ascii_only=ascii_only)


def escape_clean(text: str, *, ascii_only: bool) -> str:
    """Like :func:`escape`, for a piece of what :func:`clean` and :func:`curled` returned."""
    escaped = text.translate(_SPECIAL)
    if ascii_only and not escaped.isascii():
        return "".join(c if c.isascii() else _encoded(c) or c for c in escaped)
    return escaped


def unencodable(text: str) -> str:
    """The characters of ``text``, each once, that ``escape`` has to leave in Unicode.

    >>> unencodable("Hervé 张")
    '张'
    """
    return "".join(dict.fromkeys(c for c in escape(text, ascii_only=True) if not c.isascii()))


# --- one character -----------------------------------------------------------------------------

_TYPOGRAPHIC = {
    "’": "'",
    "‘": "`",
    "“": "``",
    "”": "''",
    "–": "--",
    "—": "---",
    "‐": "-",
    "‑": "-",
    "−": r"{\ensuremath{-}}",
    "…": r"{\ldots}",
    "′": "'",
}
_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0304": "=",
    "\u0306": "u",
    "\u0307": ".",
    "\u0308": '"',
    "\u030a": "r",
    "\u030b": "H",
    "\u030c": "v",
    "\u0323": "d",
    "\u0326": "textcommabelow",
    "\u0327": "c",
    "\u0328": "k",
    "\u0331": "b",
}
_BELOW = "\u0323\u0326\u0327\u0328\u0331"
"""These go outermost: LaTeX sets a dot below ê, but no circumflex above ẹ."""

# the forms of pylatexenc's answers that need no package; it knows a great many that do
_LETTER = re.compile(r"\{\\(?:aa|AA|ae|AE|oe|OE|o|O|ss|l|L|i|j|dh|DH|dj|DJ|th|TH|ng|NG|ij|IJ)\}")
_TEXT = re.compile(
    r"\{\\(?:text(?!frac|hvlig|nrleg|schwa)[a-z]+|guillemot(?:left|right)|quote[a-z]+base)\}"
)
_MATH = re.compile(r"\{\\ensuremath\{\\([A-Za-z]+)\}\}")


@cache
def _encoded(char: str) -> str:
    """LaTeX for a character beyond ASCII, or "" if LaTeX has nothing for it.

    A compatibility form (a ligature, a superscript digit, ℝ) may become the ordinary characters.
    """
    if char in _TYPOGRAPHIC:
        return _TYPOGRAPHIC[char]
    if accented := _accented(char):
        return accented
    known: str = _encoder().unicode_to_latex(char)
    if any(form.fullmatch(known) for form in (_LETTER, _TEXT)):
        return known
    if (command := _MATH.fullmatch(known)) and command[1] in SYMBOLS:
        return known
    plain = unicodedata.normalize("NFKC", char)
    if plain == char:
        return ""
    parts = [c.translate(_SPECIAL) if c.isascii() else _encoded(c) for c in plain]
    return "".join(parts) if all(parts) else ""


def _accented(char: str) -> str:
    r"""A letter with its accents, each a command: ``{\'e}``, ``{\c{c}}``; "" if it is none."""
    decomposed = unicodedata.normalize("NFD", char)
    letter, marks = decomposed[0], decomposed[1:]
    if not marks or not letter.isascii() or any(mark not in _ACCENTS for mark in marks):
        return ""
    latex = {"i": r"\i", "j": r"\j"}.get(letter, letter)
    for mark in sorted(marks, key=lambda mark: mark in _BELOW):
        command = _ACCENTS[mark]
        latex = (
            f"\\{command}{{{latex}}}"
            if command.isalpha() or len(latex) > 2
            else f"\\{command}{latex}"
        )
    return f"{{{latex}}}"


@cache
def _encoder() -> Any:
    from pylatexenc.latexencode import UnicodeToLatexEncoder  # type: ignore[import-untyped]

    return UnicodeToLatexEncoder(
        replacement_latex_protection="braces-all",
        unknown_char_policy="keep",
        unknown_char_warning=False,
    )


# --- addresses and DOIs ------------------------------------------------------------------------

_ADDRESS = re.compile(r"(?:https?|ftp)://\S+", re.IGNORECASE)


def address(url: str) -> str | None:
    r"""A web address with everything percent-encoded that no address may contain.

    ``url`` is a verbatim field in biblatex and the argument of ``\url`` in BibTeX's styles: both
    take ``% # & _ ~`` as they are, and show an escaping backslash. None if it is no web address.

    >>> address("https://example.org/a b{c}_d%20e")
    'https://example.org/a%20b%7Bc%7D_d%20e'
    """
    if not _ADDRESS.fullmatch(joined := clean(url).replace(" ", "%20")):
        return None
    return re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", quote(joined, safe="%/:?#[]@!$&'()*+,;=~-._"))


def verbatim_doi(doi: str) -> str:
    r"""A DOI as the ``doi`` field wants it: as it is, but for what would unbalance the file.

    biblatex reads the field verbatim. BibTeX's base styles don't print it; those that do (plainnat)
    set it by ``\url``, which takes ``_ % # & < >`` as they are once the document loads url or
    hyperref, as natbib recommends. An escaped ``\_`` would be wrong in both: it breaks the link.
    Backslash, braces, quotes, spaces and what is not ASCII are percent-encoded, as doi.org accepts.
    """
    return quote(visible(doi), safe="%/:?#[]@!$&'()*+,;=~-._<>|")
