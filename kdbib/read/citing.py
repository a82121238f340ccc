r"""The keys that a document cites: LaTeX's ``\cite{key}``, pandoc's ``[@key]``, an ``.aux`` file.

Pure: a text goes in. :mod:`kdbib.read.manuscript` reads the files of a document.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePath

EVERYTHING = "*"
r"""The key of ``\nocite{*}``: every entry."""
MARKDOWN_SUFFIXES = (".md", ".markdown", ".qmd", ".rmd", ".mdx")

_COMMAND = re.compile(r"\\([A-Za-z]{1,40})\*?")
_CITES = re.compile(r"cite", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t]*(?:\r?\n)?[ \t]*")
_OPTION = re.compile(
    r"\[[^\[\]{}]{0,500}(?:\{[^{}]{0,500}\}[^\[\]{}]{0,500}){0,20}\]|<[^<>{}]{0,80}>"
)
_POSTNOTES = re.compile(r"\([^(){}]{0,500}\)")
_KEYS = re.compile(r"\{([^{}\\]{0,20000})\}")
_KEY = re.compile(r"[^\s,]+(?: [^\s,]+)*")
_FILE = re.compile(r"\s*\{([^{}\\\r\n]{1,500})\}|[ \t]+([^\s{}\\%]{1,500})")
_TWO_FILES = re.compile(r"\s*\{([^{}\\\r\n]{1,500})\}\s*\{([^{}\\\r\n]{1,500})\}")
_ITEM = re.compile(r"\\bibitem\s*(?:\[[^\[\]]{0,500}\])?\s*\{([^{}\\]{1,500})\}")
_NOT_READ = re.compile(
    r"""(?<!\\)(?:\\\\)*(?P<comment>%[^\r\n]*)
    | \\begin\{(?P<name>verbatim\*?|Verbatim|lstlisting|minted|comment|filecontents\*?)\}
      (?P<inside>.*?) (?: \\end\{(?P=name)\} | \Z )
    | \\verb\*?(?P<mark>[^\sA-Za-z*])(?P<verb>[^\r\n]*?)(?P=mark)
    | \\end\{document\}(?P<behind>.*)
    """,
    re.VERBOSE | re.DOTALL,
)
_AUX = re.compile(r"\\(citation|abx@aux@cite(?:\{\d+\})?|@input)\{([^{}\r\n]{0,20000})\}")
_AUX_BIB = re.compile(r"\\bibdata\{([^{}\r\n]{1,2000})\}")
_PANDOC = re.compile(
    r"(?<![\w@\\/.:])-?@(?:\{([^{}\s]{1,200})\}|(\w(?:\w|[:.#$%&\-+?<>~/](?=\w)){0,200}))"
)
_BRACKETS = re.compile(r"\[[^\[\]]{0,2000}\]")
_CODE = re.compile(
    r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?(?:^(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?<!`)(?P<ticks>`{1,50}+)(?!`).{0,2000}?(?<!`)(?P=ticks)(?!`)"
    r"|<!--.*?(?:-->|\Z)|<https?://[^<>\s]*>|\]\([^()\s]*\)",
    re.MULTILINE | re.DOTALL,
)
_FRONT = re.compile(
    r"\A---[ \t]*\r?\n(.{0,20000}?)^(?:---|\.\.\.)[ \t]*$", re.MULTILINE | re.DOTALL
)
_FRONT_BIB = re.compile(
    r"^bibliography:[ \t]*((?:\[[^\]]*\])|[^\r\n]+|(?:\r?\n[ \t]*-[ \t]*[^\r\n]+)+)", re.MULTILINE
)
_QUARTO = re.compile(
    r"(?:fig|tbl|lst|sec|eq|thm|lem|cor|prp|cnj|def|exm|exr|alg|rem|sol|nte|tip|wrn|imp|cau)-"
)
"""What begins Quarto's references to figures and the like (https://quarto.org/docs/authoring/
cross-references.html), which are written as citations are."""
_MOST = 200_000


@dataclass(frozen=True, slots=True)
class CitedKey:
    """A key that is cited, at the characters [start, end); ``surely`` is whether it is no name.

    In markdown a word behind ``@`` may be somebody's name, unless it stands in brackets.
    """

    key: str
    start: int
    end: int
    surely: bool = True


@dataclass(frozen=True, slots=True)
class Citing:
    r"""What a text cites, what other files it takes in, and which bibliographies it names.

    ``inputs`` are pairs: a name as it is written, and where. ``defined`` are the keys of its own
    ``\bibitem``s.
    """

    keys: tuple[CitedKey, ...]
    inputs: tuple[tuple[str, int], ...] = ()
    bibliographies: tuple[str, ...] = ()
    defined: tuple[str, ...] = ()


def citing(name: str, text: str) -> Citing:
    """What a text cites; the name of its file tells how it is written."""
    suffix = PurePath(name).suffix.lower()
    if suffix == ".aux":
        return _of_aux(text)
    if suffix in MARKDOWN_SUFFIXES:
        return _of_markdown(text)
    return _of_latex(text)


# --- LaTeX --------------------------------------------------------------------------------------


@cache
def _commands() -> dict[str, str]:
    """What the commands do that the rule of names doesn't tell: the rows of the table."""
    lines = (files("kdbib") / "data" / "citing_commands.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {name: what for what, name in rows}


def _of_latex(text: str) -> Citing:
    read = _blanked(text, _NOT_READ, ("comment", "inside", "verb", "behind"))
    keys: list[CitedKey] = []
    inputs: list[tuple[str, int]] = []
    named: list[str] = []
    for found in _COMMAND.finditer(read):
        command, end = found[1], found.end()
        what = _commands().get(command) or ("cite" if _CITES.search(command) else "")
        if what == "cite":
            keys += _cited(read, end, several=command.endswith("cites"))
        elif what == "second":  # \volcite{2}{key}
            keys += list(_cited(read, _behind_argument(read, end), several=False))
        elif what == "input" and (file := _FILE.match(read, end)):
            inputs.append(((file[1] or file[2]).strip(), found.start()))
        elif what == "import" and (two := _TWO_FILES.match(read, end)):
            inputs.append((f"{two[1].strip().rstrip('/')}/{two[2].strip()}", found.start()))
        elif what == "bibliography" and (of := _KEYS.match(read, _behind_options(read, end))):
            named += [one.strip() for one in of[1].split(",") if one.strip()]
        if len(keys) > _MOST:
            break
    defined = tuple(found[1].strip() for found in _ITEM.finditer(read))
    return Citing(tuple(keys[:_MOST]), tuple(inputs), tuple(named), defined)


def _blanked(text: str, pattern: re.Pattern[str], groups: tuple[str, ...]) -> str:
    """A text with blanks for what is not read, so that every place stays."""
    pieces: list[str] = []
    position = 0
    for found in pattern.finditer(text):
        for group in groups:
            start, end = found.span(group)
            if start >= 0:
                pieces += [text[position:start], re.sub(r"[^\r\n]", " ", text[start:end])]
                position = end
    return "".join([*pieces, text[position:]])


def _behind_options(text: str, position: int) -> int:
    """Behind ``[...]``, ``<...>`` and the blanks between them; there are two or three at most."""
    for _ in range(3):
        blanks = _BLANKS.match(text, position)
        start = blanks.end() if blanks else position
        option = _OPTION.match(text, start)
        if option is None:
            return start
        position = option.end()
    blanks = _BLANKS.match(text, position)
    return blanks.end() if blanks else position


def _behind_argument(text: str, position: int) -> int:
    found = _KEYS.match(text, _behind_options(text, position))
    return found.end() if found else position


def _cited(text: str, position: int, *, several: bool) -> Iterator[CitedKey]:
    r"""The keys of a command's argument; ``\cites[1]{a}[2]{b}`` has several."""
    while True:
        start = _behind_options(text, position)
        if several and (notes := _POSTNOTES.match(text, start)):
            position = notes.end()
            continue
        found = _KEYS.match(text, start)
        if found is None:
            return
        for one in _KEY.finditer(found[1]):
            if "#" not in one[0]:  # the parameter of a definition
                yield CitedKey(one[0], found.start(1) + one.start(), found.start(1) + one.end())
        if not several:
            return
        position = found.end()


# --- .aux ---------------------------------------------------------------------------------------


def _of_aux(text: str) -> Citing:
    """What LaTeX wrote down for BibTeX, biber and itself."""
    keys: list[CitedKey] = []
    inputs: list[tuple[str, int]] = []
    for found in _AUX.finditer(text):
        if found[1] == "@input":
            inputs.append((found[2].strip(), found.start()))
            continue
        for one in _KEY.finditer(found[2]):
            keys.append(CitedKey(one[0], found.start(2) + one.start(), found.start(2) + one.end()))
    named = [one.strip() for found in _AUX_BIB.finditer(text) for one in found[1].split(",")]
    own = tuple(one for one in named if one and not one.endswith("-blx"))
    return Citing(tuple(keys[:_MOST]), tuple(inputs), own)


# --- markdown -----------------------------------------------------------------------------------


def _of_markdown(text: str) -> Citing:
    """Pandoc's citations, which Quarto and R Markdown have, and LaTeX's among them."""
    read = _CODE.sub(lambda code: re.sub(r"[^\r\n]", " ", code[0]), text)
    starts: list[int] = []
    ends: list[int] = []
    for found in _BRACKETS.finditer(read):
        starts.append(found.start())
        ends.append(found.end())
    keys = []
    front = _FRONT.match(read)
    for found in _PANDOC.finditer(read):
        group = 1 if found[1] else 2
        key, start = found[group], found.start(group)
        if _QUARTO.match(key):
            continue
        index = bisect_right(starts, start) - 1
        in_brackets = index >= 0 and start < ends[index]
        in_front = front is not None and start < front.end()
        keys.append(CitedKey(key, start, found.end(group), in_brackets and not in_front))
    if re.search(r"@\*", front[1] if front else ""):  # nocite: '@*'
        keys.append(CitedKey(EVERYTHING, 0, 0))
    of_latex = _of_latex(read)
    every = sorted([*keys, *of_latex.keys], key=lambda one: one.start)
    return Citing(
        tuple(every[:_MOST]), (), (*_front_bibliographies(front), *of_latex.bibliographies)
    )


def _front_bibliographies(front: re.Match[str] | None) -> Iterator[str]:
    found = _FRONT_BIB.search(front[1]) if front else None
    for part in re.split(r"[,\[\]\r\n]", found[1]) if found else ():
        if name := part.strip().removeprefix("- ").strip().strip("\"'"):
            yield name
