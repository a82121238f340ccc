r"""References in LaTeX: the ``\bibitem`` of a ``.bbl`` or ``.tex``, and what biber writes."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kdbib.model import Author, Citation, Form, Name, Text, Year
from kdbib.model.not_a_citation import NotACitation
from kdbib.read.latex import decoded
from kdbib.read.listing import List, citation, passed_over
from kdbib.read.plain import read_plain
from kdbib.read.record import Recorded, record_citation
from kdbib.read.said import Said
from kdbib.read.source import SourceText

_ITEM = re.compile(r"\\bibitem\s*+(?=[\[{])")
_END = re.compile(r"\\end\s*\{thebibliography\}")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*+\n?[ \t]*+")
_NEW_BLOCK = re.compile(
    r"\\newblock\b|\\penalty\s*0|\\natexlab|\\bibinfo\s*\{\w+\}|\\bibnamefont|\\bibfnamefont"
)
_SPACED = re.compile(r"(?<=\.)\s*~\s*")
_ENTRY = re.compile(r"\\entry\{([^{}]*)\}\{([^{}]*)\}")
_END_ENTRY = re.compile(r"\\endentry\b")
_FIELD = re.compile(r"\\(?:field|list|strng|verb)\{(\w+)\}(?:\{\d+\})?\s*\{")
_VERB = re.compile(r"\\verb\{(\w+)\}\s*\\verb ([^\n]*)\n")
_FAMILY = re.compile(r"\bfamily=\{")
_GIVEN = re.compile(r"\bgiven=\{")
_MOST = 100_000


def read_bibitems(source: SourceText) -> List:
    """The citations of a LaTeX document's references, an item each."""
    if _ENTRY.search(source.text):
        return _read_biber(source)
    citations: list[Citation] = []
    others = []
    for key, start, body, end in _items(source.text):
        found = _read_item(source.text[body:end], start, end, key, source)
        if found:
            citations.append(found)
        else:
            others.append(passed_over(start, end, source, NotACitation.NO_TITLE))
    return List(source.name, tuple(citations), tuple(others), source.form)


def _items(text: str) -> Iterator[tuple[str, int, int, int]]:
    """(key, where the item begins, where its text begins, where it ends), for each item."""
    starts = [found.start() for found in _ITEM.finditer(text)][:_MOST]
    if not starts:
        return
    last = _END.search(text, starts[-1])
    stops = [*starts[1:], last.start() if last else len(text)]
    for start, stop in zip(starts, stops, strict=True):
        found = _ITEM.match(text, start)
        position = found.end() if found else start
        if text[position] == "[":
            position = _closing(text, position, "]", stop) + 1
        opening = text.find("{", position, stop)
        if opening < 0:
            continue
        closing = _closing(text, opening, "}", stop)
        end = start + len(text[start:stop].rstrip())
        yield text[opening + 1 : closing].strip(), start, min(closing + 1, end), end


def _closing(text: str, start: int, mark: str, stop: int) -> int:
    """Where the bracket or brace closes that opens at ``start``; ``stop`` if it doesn't."""
    depth = 0
    for index in range(start, stop):
        char = text[index]
        depth += (char == "{") - (char == "}")
        if char == mark and index > start and depth <= 0:
            return index
    return stop


def _read_item(text: str, start: int, end: int, key: str, source: SourceText) -> Citation | None:
    """The Citation of an item, whose words are read as those of any reference."""
    words = _SPACED.sub(" ", _NEW_BLOCK.sub(" ", _COMMENT.sub("", text)))
    plain = SourceText(decoded(words).encode("utf-8", "replace"), source.name, Form.plain)
    read = read_plain(plain).citations
    if not read:
        return None
    one, span = read[0], source.span(start, end)
    said = Said(
        title=Text(one.title.text, span) if one.title else None,
        authors=tuple(Author(author.name, span) for author in one.authors),
        et_al=one.et_al,
        venue=Text(one.venue.text, span) if one.venue else None,
        year=Year(one.year.value, span) if one.year else None,
        identifiers=tuple((found, span) for found, _ in one.identifiers),
    )
    return replace(citation(said, start, end, source), key=key or None)


# --- what biber writes for biblatex -------------------------------------------------------------


def _read_biber(source: SourceText) -> List:
    citations, others = [], []
    text = source.text
    starts = [(found.start(), found[1]) for found in _ENTRY.finditer(text)][:_MOST]
    stops = [*(start for start, _ in starts[1:]), len(text)]
    for (start, key), stop in zip(starts, stops, strict=True):
        found = _END_ENTRY.search(text, start, stop)
        end = found.end() if found else stop
        one = record_citation(_recorded(text[start:end], key), start, end, source)
        if one:
            citations.append(one)
        else:
            others.append(passed_over(start, end, source, NotACitation.EMPTY))
    return List(source.name, tuple(citations), tuple(others), source.form)


def _recorded(text: str, key: str) -> Recorded:
    values: dict[str, str] = {}
    for found in _FIELD.finditer(text):
        closing = _closing(text, found.end() - 1, "}", len(text))
        values.setdefault(found[1], decoded(text[found.end() : closing]))
    values |= {found[1]: found[2] for found in _VERB.finditer(text)}
    names = text[: text.find("\\field")]
    families, givens = ([*_values(names, pattern)] for pattern in (_FAMILY, _GIVEN))
    people = [Name(f, g) for f, g in zip(families, givens, strict=len(families) == len(givens))]
    return Recorded(
        title=values.get("title", ""),
        authors=people,
        et_al=r"\true{moreauthor}" in text,
        venue=values.get("journaltitle") or values.get("booktitle", ""),
        date=values.get("year", ""),
        doi=values.get("doi", ""),
        addresses=[values[n] for n in ("url", "eprint") if n in values],
        key=key,
    )


def _values(text: str, pattern: re.Pattern[str]) -> Iterator[str]:
    for found in pattern.finditer(text):
        closing = _closing(text, found.end() - 1, "}", len(text))
        yield decoded(text[found.end() : closing]).replace("\u00a0", " ")
