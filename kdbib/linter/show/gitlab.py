"""Diagnostics as a report of GitLab's Code Quality.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import PurePath
from typing import Any

from kdbib.linter.fingerprint import Fingerprints
from kdbib.linter.show.text import harmless
from kdbib.model import Diagnostic, Severity
from kdbib.read.source import SourceText

Json = dict[str, Any]

_LEVELS = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def as_gitlab(found: Iterable[Diagnostic], sources: Mapping[str, SourceText]) -> list[Json]:
    """One issue for each diagnostic.

    GitLab compares the issues of two branches by their fingerprints, and shows one of those that
    are equal. So they tell no line, and equal ones are numbered.
    """
    fingerprints = {name: Fingerprints(source) for name, source in sources.items()}
    seen: Counter[tuple[str, str]] = Counter()
    issues = []
    for one in found:
        print_ = fingerprints[one.file].of(one)
        seen[one.file, print_] += 1
        issues.append(_issue(one, f"{one.file}\0{print_}\0{seen[one.file, print_]}"))
    return issues


def _issue(one: Diagnostic, identity: str) -> Json:
    text = f"{one.message}: {one.help}" if one.help else one.message
    return {
        "description": harmless(text),
        "check_name": one.code,
        "fingerprint": hashlib.sha256(identity.encode("utf-8", "surrogateescape")).hexdigest(),
        "severity": _LEVELS[one.severity],
        "location": {
            "path": harmless(PurePath(one.file).as_posix()),
            "lines": {"begin": one.span.line, "end": one.end_line},
        },
    }
