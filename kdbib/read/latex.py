"""LaTeX as a reader sees it, by pylatexenc, which has to be told of a few signs."""

from functools import cache, lru_cache

from pylatexenc.latex2text import (  # type: ignore[import-untyped]
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from kdbib.read.latex_letters import letters

_SIGNS = {"textbraceleft": "{", "textbraceright": "}", "textless": "<", "textgreater": ">"}
_SIGNS |= {"textbar": "|", "textperiodcentered": "·", "textasciicircum": "^", "textasciigrave": "`"}
_LONGEST = 4000  # characters of a field that are worth decoding
_DEEPEST = 40  # braces within braces


@cache
def _decoder() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    macros = [MacroTextSpec(name, simplify_repl=sign) for name, sign in _SIGNS.items()]
    context.add_context_category("signs", prepend=True, macros=macros)
    return LatexNodes2Text(context, math_mode="verbatim", strict_latex_spaces=True)


@lru_cache(maxsize=4096)
def decoded(latex: str) -> str:
    r"""A text in LaTeX as Unicode, its blanks collapsed; as it is if it is no LaTeX.

    >>> decoded(r"M{\"u}ller  {BERT}")
    'Müller BERT'
    """
    plain = latex
    if _may_mean_more(latex):
        if (quick := letters(latex)) is not None:
            return " ".join(quick.split())
        if len(latex) > _LONGEST or (latex.count("{") > _DEEPEST and "{" * _DEEPEST in latex):
            return " ".join(latex.split())
        try:
            plain = _decoder().latex_to_text(latex)
        except Exception:
            plain = latex
    return " ".join(plain.split())


def _may_mean_more(latex: str) -> bool:
    """Whether there is anything in a text but letters that mean themselves."""
    if "{" in latex or "\\" in latex or "$" in latex:
        return True
    return "}" in latex or "~" in latex or "--" in latex or "``" in latex
