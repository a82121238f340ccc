r"""Telling a formula that TeX can set, and that does nothing else, from other text in dollars.

A record's title is text from a stranger. What stands between dollars is passed on to TeX only if
it is made of letters, digits, operators and the commands listed here, with braces that pair and
scripts that TeX accepts. Everything else (``\input``, ``^^5c``, ``x^1^2``, ``\def``) is no
formula.

The commands are those of LaTeX itself (https://ctan.org/pkg/undergradmath),
plus ``\mathbb``, which needs the package amssymb.

CSL-JSON, RIS and other formats know no TeX at all: for them a formula is put into Unicode.
"""

import re
from functools import cache, lru_cache
from typing import Any

_GREEK = """
alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi
varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi
Sigma Upsilon Phi Psi Omega
"""
_SIGNS = """
aleph angle approx ast asymp bigcap bigcup bigodot bigoplus bigotimes bot bullet cap cdot cdots circ
cong coprod cup dagger ddagger dashv diamond div doteq dots downarrow Downarrow ell emptyset equiv
exists flat forall ge geq gets gg hbar heartsuit hookleftarrow hookrightarrow Im in infty int
langle lbrace lceil ldots le leftarrow Leftarrow leftrightarrow Leftrightarrow leq lfloor ll
longleftarrow longleftrightarrow longrightarrow mapsto mid models mp nabla natural nearrow neg neq
ne ni nwarrow odot oint ominus oplus oslash otimes parallel partial perp pm prec preceq prime prod
propto qquad quad rangle rbrace rceil Re rfloor rightarrow Rightarrow rightleftharpoons searrow
setminus sharp sim simeq smile frown spadesuit clubsuit diamondsuit sqcap sqcup sqsubseteq
sqsupseteq star subset subseteq succ succeq sum supset supseteq swarrow times to top triangle
triangleleft triangleright uparrow Uparrow updownarrow Updownarrow uplus vdash vee wedge wp wr
"""
_OPERATORS = """
arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup
ln log max min Pr sec sin sinh sup tan tanh
"""
_STYLES = """
mathbf mathcal mathit mathrm mathsf mathtt mathbb bar breve check ddot dot grave acute hat overline
sqrt tilde underline vec widehat widetilde
"""

SYMBOLS = frozenset((_GREEK + _SIGNS + _OPERATORS).split())
"""Names of the commands that stand for themselves."""

_ARGUMENTS = dict.fromkeys(SYMBOLS, 0) | dict.fromkeys(_STYLES.split(), 1) | {"frac": 2, "binom": 2}
_TOKEN = re.compile(r"\\[A-Za-z]+|[A-Za-z0-9+\-*/=<>()\[\]|.,:;!^_{}]| ")
_LONGEST = 200

BETWEEN_DOLLARS = re.compile(r"\$(?=[^\s$])([^$]*)(?<=[^\s$])\$(?!\d)")
"""What may be a formula: as in pandoc's Markdown, no space inside the dollars at either end, and
no digit after them, so that the prices of "$5 or $10" are none."""


class _NoFormulaError(Exception):
    """This is nothing that TeX could set as a formula."""


def is_formula(body: str) -> bool:
    r"""Whether ``body``, set between dollars, is a formula that is safe to hand to TeX.

    >>> is_formula(r"\ell_2"), is_formula(r"\input x"), is_formula("a_b_c")
    (True, False, False)
    """
    marks = _TOKEN.findall(body)
    if len(body) > _LONGEST or not body.strip() or "".join(marks) != body:
        return False
    rest = [mark for mark in reversed(marks) if mark != " "]
    try:
        _row(rest)
    except _NoFormulaError:
        return False
    return not rest


_SCRIPT = re.compile(r"\s*([\^_])\s*(?:\{([^{}]*)\}|(\\[A-Za-z]+|[^\s\\{}]))")
_RAISED = dict(
    zip(
        "0123456789+-=()abcdefghijklmnoprstuvwxyz∗*′",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ**′",
        strict=True,
    )
)
_LOWERED = dict(
    zip(
        "0123456789+-=()aehijklmnoprstuvxβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ",
        strict=True,
    )
)


def without_tex(text: str) -> str:
    r"""A text for formats that know no TeX: its formulas as Unicode, without their dollars.

    Prices keep their dollars, and so does what pylatexenc can't read.

    >>> without_tex(r"An $\ell_1$ bound of $O(n^2)$ for $5")
    'An ℓ₁ bound of O(n²) for $5'
    """
    return BETWEEN_DOLLARS.sub(_in_unicode, text) if "$" in text else text


def _in_unicode(found: re.Match[str]) -> str:
    body = found[1]
    if len(body) > _LONGEST or not (is_formula(body) or re.search(r"[\\^_]", body)):
        return found[0]
    return _decoded(_SCRIPT.sub(_script, body)) or found[0]


def _script(found: re.Match[str]) -> str:
    """A script in Unicode's small letters where they are all there, and in brackets otherwise."""
    text = _decoded(found[2] if found[2] is not None else found[3])
    small = _RAISED if found[1] == "^" else _LOWERED
    if all(char in small for char in text):
        return "".join(small[char] for char in text)
    # a sign for the script that means nothing to TeX, as the rest is still to be decoded
    sign = {"^": "\ue000", "_": "\ue001"}[found[1]]
    return f"{sign}{text}" if len(text) == 1 else f"{sign}({text})"


@lru_cache(maxsize=1024)
def _decoded(formula: str) -> str:
    try:
        text = str(_decoder().latex_to_text(f"${formula}$"))
    except Exception:  # what a stranger wrote may be anything
        return ""
    return " ".join(text.replace("\ue000", "^").replace("\ue001", "_").split())


@cache
def _decoder() -> Any:
    from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

    return LatexNodes2Text(math_mode="text")


def _row(rest: list[str]) -> None:
    """Takes atoms with their scripts off the end of ``rest``, up to a closing brace."""
    while rest and rest[-1] != "}":
        if rest[-1] not in "^_":
            _atom(rest)
        scripts = set()
        while rest and rest[-1] in "^_":
            script = rest.pop()
            if script in scripts:
                raise _NoFormulaError
            scripts.add(script)
            _atom(rest, arguments_allowed=False)


def _atom(rest: list[str], *, arguments_allowed: bool = True) -> None:
    """Takes a character, a command with its arguments, or a group in braces."""
    mark = rest.pop() if rest else "}"
    if mark in ("^", "_", "}"):
        raise _NoFormulaError
    if mark == "{":
        _row(rest)
        if not rest:
            raise _NoFormulaError
        rest.pop()
    elif mark.startswith("\\"):
        arguments = _ARGUMENTS.get(mark[1:])
        if arguments is None or (arguments and not arguments_allowed):
            raise _NoFormulaError
        for _ in range(arguments):
            _atom(rest, arguments_allowed=False)
