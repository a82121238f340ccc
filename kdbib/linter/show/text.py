"""Diagnostics as ruff shows them: place, code, message, the line with the span underlined, help."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from rich.cells import cell_len

from kdbib.model import Applicability, Diagnostic, Severity
from kdbib.model.invisible import visible
from kdbib.read.source import SourceText

_SOFT_HYPHEN = "\u00ad"
WIDTH = 160
"""Characters of a line that are shown where no terminal is narrower."""
_COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
_BOLD, _GREEN = "1", "32"


def harmless(text: str) -> str:
    """A text from outside without what a terminal would obey."""
    return visible(text).replace(_SOFT_HYPHEN, "·")


def as_text(
    found: Sequence[Diagnostic],
    sources: Mapping[str, SourceText],
    *,
    unsafe: bool = False,
    colour: bool = False,
    width: int = WIDTH,
) -> Iterator[str]:
    """The diagnostics, a few lines each; ``[*]`` marks those that ``--fix`` would fix.

    Of a line of the file, ``width`` characters are shown.
    """
    for one in found:
        yield _head(one, unsafe=unsafe, colour=colour)
        source = sources.get(one.file)
        if source:
            yield from _excerpt(one, source, width, colour=colour)
        if one.help:
            yield f"  = help: {harmless(one.help)}"
        yield ""


def as_concise(
    found: Iterable[Diagnostic], *, unsafe: bool = False, colour: bool = False
) -> Iterator[str]:
    """The diagnostics, a line each."""
    for one in found:
        yield _head(one, unsafe=unsafe, colour=colour)


def as_grouped(
    found: Iterable[Diagnostic], *, unsafe: bool = False, colour: bool = False
) -> Iterator[str]:
    """The diagnostics below the files that they are in, a line each."""
    for file, some in groupby(found, key=lambda one: one.file):
        yield _painted(f"{harmless(file)}:", _BOLD, colour)
        for one in some:
            place = f"{one.span.line}:{one.span.column}"
            yield f"  {place} {_said(one, unsafe=unsafe, colour=colour)}"
        yield ""


def _head(one: Diagnostic, *, unsafe: bool, colour: bool) -> str:
    place = _painted(harmless(one.place), _BOLD, colour)
    return f"{place}: {_said(one, unsafe=unsafe, colour=colour)}"


def _said(one: Diagnostic, *, unsafe: bool, colour: bool) -> str:
    code = _painted(one.code, _COLOURS[one.severity], colour)
    mark = f" {_painted('[*]', _GREEN, colour)}" if applies(one, unsafe=unsafe) else ""
    return f"{code}{mark} {harmless(one.message)}"


def applies(one: Diagnostic, *, unsafe: bool) -> bool:
    """Whether ``--fix`` would fix it, with ``--unsafe-fixes`` or without."""
    return one.fix is not None and (unsafe or one.fix.applicability is Applicability.SAFE)


def _painted(text: str, style: str, colour: bool) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if colour else text


def _excerpt(one: Diagnostic, source: SourceText, width: int, *, colour: bool) -> Iterator[str]:
    """The line, or the part of a long one around the span, with the span underlined."""
    before = width * 3 // 8
    begin = source.line_starts[one.span.line - 1]
    start = begin + one.span.column - 1
    _, stop = source.lines(one.span.line - 1, one.span.line)
    fits = start - begin <= before or stop - begin <= width
    left = begin if fits else start - before
    line = re.split(r"[\r\n]", source.text[left : left + width + 1], maxsplit=1)[0]
    cut = len(line) > width
    line = line[:width]
    lead = "..." if left > begin else ""
    length = one.end_column - one.span.column if one.end_line == one.span.line else len(line)
    covered = line[start - left : start - left + max(length, 1)]
    gutter = str(one.span.line)
    pad = " " * len(gutter)
    indent = " " * (cell_len(lead) + cell_len(harmless(line[: start - left])))
    marks = "^" * max(cell_len(harmless(covered)), 1)
    yield f"{pad} |"
    yield f"{gutter} | {lead}{harmless(line)}{'...' if cut else ''}".rstrip()
    yield f"{pad} | {indent}{_painted(marks, _COLOURS[one.severity], colour)}"


def summary(found: Iterable[Diagnostic], fixed: int, *, unsafe: bool) -> str:
    """The last line: how much was found and fixed, and what could be."""
    left = list(found)
    safe = sum(applies(one, unsafe=False) for one in left)
    more = sum(applies(one, unsafe=True) for one in left) - safe
    lines = []
    if fixed:
        lines.append(f"Found {_count(len(left) + fixed)} ({fixed} fixed, {len(left)} remaining).")
    elif left:
        lines.append(f"Found {_count(len(left))}.")
    else:
        lines.append("Nothing found.")
    if unsafe:
        safe, more = safe + more, 0
    if safe:
        lines.append(f"[*] {safe} fixable with `--fix`.")
    if more:
        lines.append(f"{more} more fixable with `--fix --unsafe-fixes`.")
    return "\n".join(lines)


def _count(number: int) -> str:
    return f"{number} problem{'' if number == 1 else 's'}"
