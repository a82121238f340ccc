"""Comments that silence findings: ``<!-- kdbib: ignore KB201 -->``, added where they do no harm."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markdown_it import MarkdownIt

from kdbib.linter.comparison import worse_than
from kdbib.linter.document import Document
from kdbib.linter.engine import check
from kdbib.linter.fixes import applied
from kdbib.linter.reading import read_document
from kdbib.linter.registry import Rule
from kdbib.model import Diagnostic, Edit, Form

_COMMENT = re.compile(r"[ \t]*<!-- kdbib: ignore [A-Z0-9, ]+ -->")
_HAS = re.compile(r"(?:<!--|%)\s*kdbib:\s*ignore\s+KB[\w, ]*?(?=\s*(?:-->|$))", re.IGNORECASE)
_ROW = re.compile(r"\s*\|.*\|\s*$")


@dataclass(frozen=True, slots=True)
class Silenced:
    """A file with comments: its bytes, how many findings they silence, and what is left."""

    data: bytes
    count: int
    left: tuple[Diagnostic, ...]


def silence(document: Document, found: Sequence[Diagnostic], rules: Sequence[Rule]) -> Silenced:
    """Add comments that silence findings, as far as no reader sees them and nothing reads worse.

    Only markdown and BibTeX have comments that nobody sees. What none can silence is left.
    """
    if document.form not in {Form.markdown, Form.bibtex}:
        return Silenced(document.source.data, 0, tuple(found))
    by_line: dict[int, set[str]] = {}
    for one in found:
        if (line := _line(document, one)) is not None:
            by_line.setdefault(line, set()).add(one.code)
    edits = [_edit(document, line, codes) for line, codes in sorted(by_line.items())]
    kept = _harmless(document, edits)
    data = applied(document.source.data, kept)
    before = {(one.code, one.message, one.span.line) for one in found}
    after = read_document(data, document.name, form=document.form)
    left = tuple(
        one
        for one in check(after, rules)
        if (one.code, one.message, _before(document, kept, one.span.line)) in before
    )
    return Silenced(data, len(found) - len(left), left)


def _line(document: Document, one: Diagnostic) -> int | None:
    """The line, from 1, at which a comment silences a finding; in BibTeX, before its entry."""
    entry = document.by_line.get(one.span.line)
    if document.form is Form.bibtex:
        return entry.line if entry else None
    return entry.line if entry else one.span.line


def _edit(document: Document, line: int, codes: Iterable[str]) -> Edit:
    """The edit that adds a comment, or codes to the one that is there."""
    source = document.source
    in_bibtex = document.form is Form.bibtex
    start, end = source.lines(line - 1, line)
    held = source.lines(line - 2, line - 1) if in_bibtex and line > 1 else (start, end)
    told = ", ".join(sorted(codes))
    if there := _HAS.search(source.text[slice(*held)]):
        return _inserted(document, held[0] + there.end(), f", {told}")
    if in_bibtex:
        ending = "\r\n" if "\r\n" in source.text[:4096] else "\n"
        return _inserted(document, start, f"% kdbib: ignore {told}{ending}")
    text = source.text[start:end]
    at = start + len(text.rstrip()[:-1].rstrip() if _ROW.match(text) else text.rstrip())
    return _inserted(document, at, f" <!-- kdbib: ignore {told} -->")


def _inserted(document: Document, character: int, text: str) -> Edit:
    at = document.source.span(character, character).start
    return Edit(at, at, text)


def _harmless(document: Document, edits: list[Edit]) -> list[Edit]:
    """Those of the edits that are seen by no reader, and after which every entry reads the same."""
    if not edits or _is_harmless(document, edits):
        return edits
    if len(edits) == 1:
        return []
    middle = len(edits) // 2
    kept = [*_harmless(document, edits[:middle]), *_harmless(document, edits[middle:])]
    return kept if len(kept) == len(edits) or _is_harmless(document, kept) else []


def _is_harmless(document: Document, edits: Sequence[Edit]) -> bool:
    data = applied(document.source.data, edits)
    after = read_document(data, document.name, form=document.form)
    if worse_than(document, after, edits, unsafe=False):
        return False
    if document.form is Form.bibtex:
        return len(document.citations) == len(after.citations)
    before = _COMMENT.sub("", _rendered(document.text))
    return before == _COMMENT.sub("", _rendered(after.text))


def _rendered(text: str) -> str:
    return str(MarkdownIt("commonmark").enable("table").render(text))


def _before(document: Document, edits: Iterable[Edit], line: int) -> int:
    """The line of the text before the edits that a line of the text after them is."""
    for edit in edits:
        if edit.text.endswith("\n"):
            added = document.source.data.count(b"\n", 0, edit.start) + 1
            line -= line > added
    return line
