"""Diagnostics as SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/).

Columns are counted in Unicode code points, regions and replacements in UTF-8 bytes as well.
"""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from kdbib import __version__
from kdbib.linter.registry import HOME, Rule
from kdbib.linter.show.text import harmless
from kdbib.model import Diagnostic, Edit, Severity

Json = dict[str, Any]

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def as_sarif(found: Iterable[Diagnostic], rules: Iterable[Rule]) -> Json:
    """One run with the rules that were applied, and what they found."""
    described = [_rule(rule) for rule in rules]
    index = {rule["id"]: number for number, rule in enumerate(described)}
    driver = {
        "name": "kdbib",
        "version": __version__,
        "informationUri": HOME,
        "rules": described,
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, index) for one in found],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.sections().get("What it does", rule.summary)},
        "help": {"text": rule.page},
        "helpUri": rule.address,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(one: Diagnostic, index: dict[str, int]) -> Json:
    text = f"{one.message}: {one.help}" if one.help else one.message
    result: Json = {
        "ruleId": one.code,
        "level": _LEVELS[one.severity],
        "message": {"text": harmless(text)},
        "locations": [{"physicalLocation": {**_file(one), "region": _region(one)}}],
    }
    if one.code in index:
        result["ruleIndex"] = index[one.code]
    if one.fix:
        change = {**_file(one), "replacements": [_replacement(edit) for edit in one.fix.edits]}
        description = {"text": f"{one.help or one.message} ({one.fix.applicability.value})"}
        description["text"] = harmless(description["text"])
        result["fixes"] = [{"description": description, "artifactChanges": [change]}]
    return result


def _file(one: Diagnostic) -> Json:
    path = PurePath(one.file)
    safe = quote(path.as_posix().encode("utf-8", "surrogateescape"))
    return {"artifactLocation": {"uri": f"file://{safe}" if path.is_absolute() else safe}}


def _region(one: Diagnostic) -> Json:
    return {
        "startLine": one.span.line,
        "startColumn": one.span.column,
        "endLine": one.end_line,
        "endColumn": one.end_column,
        "byteOffset": one.span.start,
        "byteLength": len(one.span),
    }


def _replacement(edit: Edit) -> Json:
    region = {"byteOffset": edit.start, "byteLength": edit.end - edit.start}
    return {"deletedRegion": region, "insertedContent": {"text": edit.text}}
