"""From the text of a list to citations."""

import re
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

from kdbib.errors import UsageError
from kdbib.read.listing import List, PassedOver
from kdbib.read.source import SourceText

__all__ = ["Form", "List", "PassedOver", "form_of", "read_list", "read_text"]

_LARGEST = 64 * 1024 * 1024
_MARKDOWN = (".md", ".markdown", ".mkd", ".mdown", ".mdx", ".rmd", ".qmd", ".html", ".htm")
_BIBTEX_ENTRY = re.compile(
    r"^[ \t]*@(?!comment)[a-z]{2,20}[ \t]*[{(]", re.IGNORECASE | re.MULTILINE
)
_MARKUP = re.compile(r"^#{1,6} \S|\]\(https?://|^[*-] \[|^\|.*\|[ \t]*$|^\*\*", re.MULTILINE)


def read_list(path: str) -> tuple[List, bytes]:
    """The citations of a file (``-`` is standard input), and the file's bytes.

    Raises UsageError if the file can't be read.
    """
    data = _bytes(path)
    return read_text(SourceText(data, "<stdin>" if path == "-" else path)), data


class Form(StrEnum):
    """The forms of files that are read."""

    markdown = "markdown"
    bibtex = "bibtex"
    plain = "plain"


def read_text(source: SourceText) -> List:
    """The citations of a text: BibTeX, markdown or plain, by its name, and else by what it is."""
    return _reader(form_of(source))(source)


def _reader(form: Form) -> Callable[[SourceText], List]:
    """What reads a form; the others, whose grammars take their time to compile, are not loaded."""
    if form is Form.bibtex:
        from kdbib.read.bibtex import read_bibtex

        return read_bibtex
    if form is Form.plain:
        from kdbib.read.plain import read_plain

        return read_plain
    from kdbib.read.markdown import read_markdown

    return read_markdown


def form_of(source: SourceText) -> Form:
    """The form of a text, by its name, and else by what it is."""
    name = source.name.lower()
    if name.endswith((".bib", ".bibtex")):
        return Form.bibtex
    if name.endswith(_MARKDOWN):
        return Form.markdown
    start = source.text[:20_000]
    if (entry := _BIBTEX_ENTRY.search(start)) and not _MARKUP.search(start[: entry.start()]):
        return Form.bibtex
    if name.endswith((".txt", ".text")) and len(_MARKUP.findall(start)) < 3:
        return Form.plain
    return Form.markdown


def _bytes(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read(_LARGEST + 1)
    try:
        size = Path(path).stat().st_size
        if size > _LARGEST:
            raise UsageError(
                f"{path}: {size:,} bytes are more than a list has (at most {_LARGEST:,})"
            )
        return Path(path).read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: {(error.strerror or str(error)).lower()}") from None
