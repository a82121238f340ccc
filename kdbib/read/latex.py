"""LaTeX as a reader sees it, by pylatexenc, which has to be told of a few signs."""

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from pylatexenc.latex2text import (  # type: ignore[import-untyped]
    LatexNodes2Text,
    MacroTextSpec,
    get_default_latex_context_db,
)

from kdbib.read.latex_letters import letters

_SIGNS = {
    "textbraceleft": "{", "textbraceright": "}", "textless": "<", "textgreater": ">",
    "textbar": "|", "textperiodcentered": "·", "textasciicircum": "^", "textasciigrave": "`",
    "TeX": "TeX", "LaTeX": "LaTeX", "LaTeXe": "LaTeX2e", "BibTeX": "BibTeX", "XeTeX": "XeTeX",
    "LuaTeX": "LuaTeX", "pdfTeX": "pdfTeX", "MF": "METAFONT", "MP": "METAPOST", "AmS": "AMS",
    "-": "", "/": "", ",": " ", "newblock": " ", "url": "%s", "textunderscore": "_",
    "textbackslash": "\\", "textasteriskcentered": "*", "textdollar": "$",
}  # fmt: skip
_SAY_NOTHING = frozenset(
    """
    relax protect em bf it sc tt rm sf sl bfseries itshape scshape ttfamily rmfamily sffamily
    slshape upshape mdseries normalfont tiny scriptsize footnotesize small normalsize large Large
    LARGE huge Huge noindent xspace ignorespaces unskip null par newline linebreak nolinebreak
    nobreak allowbreak penalty hfill displaystyle textstyle limits left right boldmath unboldmath
    selectfont sloppy fussy raggedright break
    """.split()
)
"""Commands without a text of their own."""
_PERCENT = re.compile(r"(?<!\\)((?:\\\\)*)%")
_LONGEST = 4000  # characters of a field that are worth decoding
_DEEPEST = 40  # braces within braces


@cache
def journal_macros() -> dict[str, str]:
    """The journals' names that macros stand for, by macro without its backslash."""
    lines = (files("kdbib") / "data" / "journal_macros.tsv").read_text("utf-8").splitlines()
    return dict(line.split("\t", 1) for line in lines if not line.startswith("#"))


def _unknown(node: Any, l2tobj: Any) -> str:
    """An unknown command is the text of its arguments; without any, it is left as it stands."""
    nodes = [one for one in (node.nodeargd.argnlist if node.nodeargd else ()) if one is not None]
    if nodes:
        return "".join(l2tobj.nodelist_to_text([one]) for one in nodes)
    name, behind = node.macroname, node.parsing_state.s[node.pos + node.len :][:1]
    if name in _SAY_NOTHING or not name.isalpha() or behind == "{":
        return ""
    return journal_macros().get(name, f"\\{name}{node.macro_post_space}")


def _last_argument(node: Any, l2tobj: Any) -> str:
    r"""What ``\\href{address}{words}`` prints."""
    return str(l2tobj.nodelist_to_text([node.nodeargd.argnlist[-1]]))


@cache
def _decoder() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    macros = [MacroTextSpec(name, simplify_repl=sign) for name, sign in _SIGNS.items()]
    context.add_context_category("signs", prepend=True, macros=macros)
    context.add_context_category(
        "links", prepend=True, macros=[MacroTextSpec("href", simplify_repl=_last_argument)]
    )
    context.set_unknown_macro_spec(MacroTextSpec("", simplify_repl=_unknown))
    return LatexNodes2Text(context, math_mode="verbatim", strict_latex_spaces=True)


@lru_cache(maxsize=4096)
def decoded(latex: str) -> str:
    r"""A text in LaTeX as Unicode, its blanks collapsed; as it is if it is no LaTeX.

    A ``%`` is a sign like others, as for BibTeX, and no comment.

    >>> decoded(r"M{\"u}ller  {BERT}, 40% of \texttt{it}")
    'Müller BERT, 40% of it'
    """
    plain = latex
    if _may_mean_more(latex):
        if (quick := letters(latex)) is not None:
            return " ".join(quick.split())
        if len(latex) > _LONGEST or (latex.count("{") > _DEEPEST and "{" * _DEEPEST in latex):
            return " ".join(latex.split())
        try:
            plain = _decoder().latex_to_text(_PERCENT.sub(r"\1\\%", latex))
        except Exception:
            plain = latex
    return " ".join(plain.split())


def _may_mean_more(latex: str) -> bool:
    """Whether there is anything in a text but letters that mean themselves."""
    if "{" in latex or "\\" in latex or "$" in latex:
        return True
    return "}" in latex or "~" in latex or "--" in latex or "``" in latex
