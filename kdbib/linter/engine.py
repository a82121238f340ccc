"""Running rules over a document, and turning what they find into diagnostics."""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from kdbib.linter.document import Document
from kdbib.linter.finding import Finding
from kdbib.linter.places import Places
from kdbib.linter.registry import Rule
from kdbib.model import Applicability, Diagnostic, Edit, Fix, Form

_IGNORE = re.compile(r"<!--\s*kdbib:\s*ignore\b([^\n]{0,400}?)-->", re.IGNORECASE)
_IGNORE_IN_BIBTEX = re.compile(
    r"(?:%|@comment\s*\{)\s*kdbib:\s*ignore\b([^\n{}]{0,400})\}?", re.IGNORECASE
)
_CODE = re.compile(r"KB\d{0,3}", re.IGNORECASE)
_ALL = "KB"


def check(document: Document, rules: Iterable[Rule]) -> list[Diagnostic]:
    """What the rules find in a document, in the order of the text, without what is ignored."""
    applied = [rule for rule in rules if document.form in rule.forms]
    findings = [(rule, finding) for rule in applied for finding in rule.find(document)]
    if uncited := [(one.start, one.end) for one in document.uncited]:
        findings = [f for f in findings if f[0].of_uncited or not _is_in(f[1], uncited)]
    places = Places(document.source, _characters(finding for _, finding in findings))
    found = {_diagnostic(document.name, places, rule, finding) for rule, finding in findings}
    silenced = _silenced(document)
    kept = [d for d in found if not _is_silenced(d, silenced)] if silenced else found
    return sorted(kept, key=lambda d: (d.span, d.code, d.message))


def _is_in(finding: Finding, ranges: Sequence[tuple[int, int]]) -> bool:
    """Whether a finding begins in one of some ranges, which are in order."""
    index = bisect_right(ranges, finding.where[0], key=lambda one: one[0]) - 1
    return index >= 0 and finding.where[0] < ranges[index][1]


def _characters(findings: Iterable[Finding]) -> Iterator[int]:
    for finding in findings:
        yield from finding.where
        for start, end, _ in finding.changes:
            yield start
            yield end


def _diagnostic(file: str, places: Places, rule: Rule, finding: Finding) -> Diagnostic:
    """The Diagnostic of a Finding: characters become bytes, lines and columns."""
    fix = None
    if finding.changes:
        applicability = Applicability.SAFE if finding.safe else Applicability.UNSAFE
        edits = (Edit(places.byte(a), places.byte(b), text) for a, b, text in finding.changes)
        fix = Fix(applicability, tuple(sorted(edits)))
    end_line, end_column = places.line_and_column(finding.where[1])
    return Diagnostic(
        code=rule.code,
        severity=rule.severity,
        file=file,
        span=places.span(*finding.where),
        end_line=end_line,
        end_column=end_column,
        message=finding.message,
        help=finding.help,
        fix=fix,
    )


def _silenced(document: Document) -> dict[int, set[str]]:
    """The codes, or their beginnings, that comments silence, by line.

    A comment silences its line, and where it stands in an entry, the entry; alone on its line, it
    silences the line after it. In BibTeX, where comments stand between the entries
    (``% kdbib: ignore KB804``), it silences the entry that begins in its line or the next.
    """
    in_bibtex = document.form is Form.bibtex
    pattern = _IGNORE_IN_BIBTEX if in_bibtex else _IGNORE
    silenced: dict[int, set[str]] = defaultdict(set)
    for found in pattern.finditer(document.text):
        line = document.source.line_of(found.start()) + 1
        codes = {code.upper() for code in _CODE.findall(found[1])} or {_ALL}
        entry = document.by_line.get(line + 1 if in_bibtex else line)
        first, last = (entry.line, entry.citation.end_line) if entry else (line, line + in_bibtex)
        lines = range(first, last + 1)
        for number in lines:
            silenced[number] |= codes
        start, end = document.source.lines(line - 1, line)
        if document.text[start:end].strip() == found[0]:
            silenced[line + 1] |= codes
    return silenced


def _is_silenced(found: Diagnostic, silenced: dict[int, set[str]]) -> bool:
    return any(found.code.startswith(code) for code in silenced.get(found.span.line, ()))


def selected(rules: Sequence[Rule], select: Sequence[str], ignore: Sequence[str]) -> list[Rule]:
    """The rules that are wanted: the longer of two beginnings of a code wins, as in ruff."""
    return [
        rule
        for rule in rules
        if _rank(rule, select or [_ALL]) > _rank(rule, ignore)
        and (rule.default or {rule.code, rule.name} & {*select, *map(str.upper, select)})
    ]


def _rank(rule: Rule, prefixes: Sequence[str]) -> int:
    """How exactly a rule is named: by the length of the beginning of its code, or its name."""
    ranks = [len(p) for p in prefixes if rule.code.startswith(p.upper())]
    ranks += [len(rule.code) for p in prefixes if p == rule.name]
    return max(ranks, default=0)
