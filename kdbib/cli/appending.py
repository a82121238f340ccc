"""Adding works to the end of somebody's bibliography, in which every byte stays."""

import logging
from collections.abc import Callable, Iterable
from itertools import chain

from kdbib.errors import UsageError
from kdbib.model import Citation, Form, Identifier, Scheme, Work
from kdbib.model.title import folded, title_key
from kdbib.read import read_text
from kdbib.read.bibtex_syntax import Broken, Entry, Fault, blocks_of
from kdbib.read.encoding import UTF8, decode
from kdbib.read.source import SourceText
from kdbib.write.bad_entries import without_bad_entries
from kdbib.write.formats import Items, Options
from kdbib.write.keys import endings
from kdbib.write.seal import is_sealed

_log = logging.getLogger(__name__)
_SCHEMES = (Scheme.DOI, Scheme.ARXIV)


def appended(
    path: str,
    before: bytes,
    works: dict[str, Work],
    write: Callable[[Items, Options], bytes],
    options: Options,
) -> tuple[bytes, dict[str, str]]:
    """A ``.bib`` with the works behind it that it lacks; and why others, by key, can't be written.

    A work is there if an entry has its DOI, its arXiv id, or its title and first author. A key that
    the file uses for something else gets a letter. Raises UsageError for a file that kdbib made, or
    in which an entry is not closed: what follows would belong to it.
    """
    if is_sealed(before):
        raise UsageError(f"{path} is kdbib's own, and made anew by every run; --bib writes it")
    text, encoding = decode(before, path) if before else (b"", UTF8)
    source = SourceText(text, path, Form.bibtex)
    keys = _keys(source)
    there = _Known(read_text(source).citations)
    new = [(_free(key, keys, path), work) for key, work in works.items() if work not in there]
    if not new:
        return before, {}
    if not encoding.is_utf8:
        options = Options(ascii=True, order=options.order)
    written, bad = without_bad_entries(lambda items: write(items, options), new)
    if not written.strip():
        return before, bad
    end = b"" if not text or text.endswith((b"\n", b"\r")) else b"\n"
    between = b"\n" if text.strip() else b""
    more = end + between + written
    if b"\r\n" in text:
        more = more.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    try:
        return before + encoding.encode(more).removeprefix(encoding.mark or b"\0\0\0"), bad
    except UnicodeEncodeError as error:
        lacks = error.object[error.start : error.end]
        raise UsageError(
            f"{path}: {encoding.name} has no {lacks!r}; convert the file to UTF-8"
        ) from None


def _keys(source: SourceText) -> set[str]:
    """The keys of a file in small letters. Raises UsageError if an entry is not closed."""
    keys = set()
    for block in blocks_of(source.text):
        if isinstance(block, Entry):
            keys.add(block.key.lower())
        problems = block.problems if isinstance(block, Entry) else ()
        if isinstance(block, Broken):
            problems = (block.problem,)
        for problem in problems:
            if problem.fault in {Fault.NOT_CLOSED, Fault.BRACE, Fault.QUOTE}:
                line = source.line_of(problem.start) + 1
                raise UsageError(
                    f"{source.name}:{line}: this entry is not closed, and what is added would"
                    " belong to it; close it"
                )
    return keys


def _free(key: str, taken: set[str], path: str) -> str:
    """The key, or, where the file has it already, the next that is free."""
    ways = chain([key], (key + end for end in endings()))
    given = next(one for one in ways if one.lower() not in taken)
    taken.add(given.lower())
    if given != key:
        _log.warning("%s: the key %s means another work already; here it is %s", path, key, given)
    return given


class _Known:
    """The works that a bibliography has."""

    def __init__(self, citations: Iterable[Citation]) -> None:
        self._identifiers: set[tuple[str, str]] = set()
        self._titles: dict[str, set[str]] = {}
        for one in citations:
            self._identifiers |= {i.key for i, _ in one.identifiers if i.scheme in _SCHEMES}
            if one.title:
                first = folded(one.authors[0].name.last) if one.authors else ""
                self._titles.setdefault(title_key(one.title.text), set()).add(first)

    def __contains__(self, work: Work) -> bool:
        identifiers = {i.key for i in work.identifiers if i.scheme in _SCHEMES}
        if work.DOI:
            identifiers.add(Identifier(Scheme.DOI, work.DOI).key)
        if identifiers & self._identifiers:
            return True
        authors = self._titles.get(title_key(work.title))
        first = folded(work.author[0].last) if work.author else ""
        return authors is not None and bool(not first or {first, ""} & authors)
