"""What stays of a finding when lines before it come and go: its rule, and the words around it."""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from kdbib.model import Diagnostic, Form
from kdbib.read.source import SourceText

_MARK = re.compile(r"\s*(?:\d{1,9}[.)]|[-*+])(?=\s)")
"""The bullet or the number of an item, which changes when items are added above it."""
_ENTRY = re.compile(r"^[ \t]*@[^\n]{0,400}", re.MULTILINE)
_LENGTH = 16


class Fingerprints:
    """The fingerprints of findings in one text."""

    def __init__(self, source: SourceText) -> None:
        self._source = source
        entries = _ENTRY.finditer(source.text) if source.form is Form.bibtex else ()
        self._heads = [(source.line_of(found.start()), found[0].strip()) for found in entries]
        self._lines = [line for line, _ in self._heads]

    def of(self, one: Diagnostic) -> str:
        """The rule and the line, without its number, and in BibTeX the entry; as 16 digits.

        Findings of one rule in equal lines have the same fingerprint.
        """
        line = one.span.line - 1
        start, end = self._source.lines(line, line + 1)
        text = " ".join(_MARK.sub("", self._source.text[start:end], count=1).split())
        said = "\0".join((one.code, self._head(line), text))
        return hashlib.sha256(said.encode("utf-8", "surrogateescape")).hexdigest()[:_LENGTH]

    def _head(self, line: int) -> str:
        """The first line of the BibTeX entry that a line stands in."""
        at = bisect_right(self._lines, line) - 1
        return self._heads[at][1] if at >= 0 else ""


def fingerprinted(
    found: Iterable[Diagnostic], source: SourceText
) -> Iterator[tuple[Diagnostic, str]]:
    """The findings of a text, each with its fingerprint."""
    fingerprints = Fingerprints(source)
    for one in found:
        yield one, fingerprints.of(one)
