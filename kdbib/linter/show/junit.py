"""Diagnostics as JUnit's XML, which most CI servers show as failed tests.

https://github.com/testmoapp/junitxml
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from kdbib.linter.show.text import harmless
from kdbib.model import Diagnostic


def as_junit(found: Sequence[Diagnostic], files: Iterable[str]) -> Iterator[str]:
    """The lines of the document: a suite for each file, a failure for each diagnostic.

    A file without a diagnostic is a suite with one test that has passed.
    """
    by_file = {file: list(some) for file, some in groupby(found, key=lambda one: one.file)}
    suites = {file: by_file.get(file, []) for file in [*files, *by_file]}
    tests = sum(max(len(some), 1) for some in suites.values())
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield f'<testsuites name="kdbib" tests="{tests}" failures="{len(found)}" errors="0">'
    for file, some in suites.items():
        yield from _suite(_plain(file), some)
    yield "</testsuites>"


def _suite(file: str, found: Sequence[Diagnostic]) -> Iterator[str]:
    name = quoteattr(file)
    tests = max(len(found), 1)
    yield f'  <testsuite name={name} tests="{tests}" failures="{len(found)}" errors="0">'
    if not found:
        yield f'    <testcase name={name} classname="kdbib" />'
    for one in found:
        case = quoteattr(f"{one.code} {one.span.line}:{one.span.column}")
        yield f'    <testcase name={case} classname={name} file={name} line="{one.span.line}">'
        message, kind = quoteattr(_plain(one.message)), quoteattr(one.severity.value)
        text = f"{one.place}: {one.code} {one.message}" + (f"\n{one.help}" if one.help else "")
        yield f"      <failure message={message} type={kind}>{escape(_plain(text))}</failure>"
        yield "    </testcase>"
    yield "  </testsuite>"


def _plain(text: str) -> str:
    """A text without what XML can't hold."""
    return "\n".join(harmless(line) for line in text.split("\n")).translate(
        {0xFFFE: " ", 0xFFFF: " "}
    )
