"""LaTeX as a reader sees it, by pylatexenc, which has to be told of a few signs."""

from functools import cache

from pylatexenc.latex2text import (  # type: ignore[import-untyped]
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from kdbib.write.latex import curled

_SIGNS = {"textbraceleft": "{", "textbraceright": "}", "textless": "<", "textgreater": ">"}
_SIGNS |= {"textbar": "|", "textperiodcentered": "·", "textasciicircum": "^", "textasciigrave": "`"}


@cache
def _decoder() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    macros = [MacroTextSpec(name, simplify_repl=sign) for name, sign in _SIGNS.items()]
    context.add_context_category("signs", prepend=True, macros=macros)
    return LatexNodes2Text(context, math_mode="verbatim", strict_latex_spaces=True)


def decoded(latex: str) -> str:
    text: str = _decoder().latex_to_text(latex)
    return text


def flat(text: str) -> str:
    """Text without the difference between a typographic sign and how LaTeX types it."""
    signs = {"“": "``", "”": "''", "–": "--", "—": "---", "’": "'", "‘": "`"}
    return "".join(signs.get(char, char) for char in curled(text))
