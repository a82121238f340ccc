"""From the text of a list to citations."""

import logging
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kdbib.errors import UsageError
from kdbib.model import Form
from kdbib.read.encoding import damaged_lines, decode
from kdbib.read.form import other_form
from kdbib.read.listing import List, PassedOver
from kdbib.read.source import SourceText

if TYPE_CHECKING:
    from kdbib.read.trace import Trace

__all__ = ["Form", "List", "PassedOver", "read_list", "read_text", "read_traced"]

_log = logging.getLogger(__name__)
_LARGEST = 64 * 1024 * 1024


def read_list(path: str, stdin_filename: str | None = None) -> tuple[List, bytes]:
    """The citations of a file (``-`` is standard input), and its text as UTF-8.

    What standard input is written in is told by ``stdin_filename``, or else by what it looks like.
    ``List.encoding`` leads back to the file's bytes; what is not UTF-8 is told. Raises UsageError
    if the file can't be read, is no text, or is named as something that is no list.
    """
    name = "<stdin>" if path == "-" else path
    if other := other_form(name):
        raise UsageError(
            f"{name} is {other}, which is not read; give the references as BibTeX, RIS, CSL-JSON,"
            " markdown or plain text"
        )
    data, encoding = decode(_bytes(path), name)
    form = SourceText(data, stdin_filename).form if path == "-" and stdin_filename else None
    source = SourceText(data, name, form)
    if not encoding.is_utf8:
        _log.warning("%s is not in UTF-8; it is read as %s", name, encoding.name)
    elif source.is_damaged:
        lines = damaged_lines(data)
        more = f", nor are {len(lines) - 1} lines more" if len(lines) > 1 else ""
        _log.warning("%s:%d: some bytes of this line are not UTF-8%s", name, lines[0], more)
    return replace(read_text(source), encoding=encoding), data


def read_text(source: SourceText) -> List:
    """The citations of a text, read by what its form is."""
    return _reader(source.form)(source)


def read_traced(text: SourceText, line: int) -> "Trace | None":
    """How the entries that cover a line were read; None for a form that is not read by its words.

    That is BibTeX and the like, whose fields have names.
    """
    from kdbib.read.trace import Trace

    trace = Trace(line)
    if text.form is Form.plain:
        from kdbib.read.plain import read_plain

        read_plain(text, trace)
    elif text.form in {Form.markdown, Form.rst, Form.org}:
        from kdbib.read.markdown import read_markdown

        read_markdown(text, trace)
    else:
        return None
    return trace


def _reader(form: Form) -> Callable[[SourceText], List]:
    """What reads a form; the others, whose grammars take their time to compile, are not loaded."""
    if form is Form.bibtex:
        from kdbib.read.bibtex import read_bibtex

        return read_bibtex
    if form is Form.plain:
        from kdbib.read.plain import read_plain

        return read_plain
    if form in {Form.ris, Form.endnote, Form.pubmed}:
        from kdbib.read.tagged import read_tagged

        return read_tagged
    if form in {Form.csl, Form.yaml, Form.csv}:
        from kdbib.read.structured import read_structured

        return read_structured
    if form is Form.latex:
        from kdbib.read.bibitems import read_bibitems

        return read_bibitems
    from kdbib.read.markdown import read_markdown

    return read_markdown


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
