"""What ``kdbib lint`` prints for people, and for the programs of CI servers and reviews."""

import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from kdbib.cli import app

WRONG = (
    "1. Moonshine:Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NIPS 2018\n"
    "2. Éclair: Teachers & Students. Doe,  Jane et al. NIPS 2019\n"
)
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    "path": {"type": "string", "not": {"pattern": r"^\./"}},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "additionalProperties": {"type": "integer", "minimum": 1},
                    },
                },
            },
        },
    },
}
"""GitLab's page on the report, as a schema."""
_POSITION = {
    "type": "object",
    "required": ["line", "column"],
    "additionalProperties": {"type": "integer", "minimum": 1},
}
_RANGE = {
    "type": "object",
    "required": ["start"],
    "additionalProperties": False,
    "properties": {"start": _POSITION, "end": _POSITION},
}
RDJSON = {
    "type": "object",
    "required": ["diagnostics"],
    "additionalProperties": False,
    "properties": {
        "source": {"required": ["name"], "additionalProperties": {"type": "string"}},
        "diagnostics": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["message", "location"],
                "additionalProperties": False,
                "properties": {
                    "message": {"type": "string"},
                    "location": {
                        "type": "object",
                        "required": ["path"],
                        "additionalProperties": False,
                        "properties": {"path": {"type": "string"}, "range": _RANGE},
                    },
                    "severity": {"enum": ["UNKNOWN_SEVERITY", "ERROR", "WARNING", "INFO"]},
                    "code": {"additionalProperties": {"type": "string"}},
                    "suggestions": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["range", "text"],
                            "additionalProperties": False,
                            "properties": {"range": _RANGE, "text": {"type": "string"}},
                        },
                    },
                },
            },
        },
    },
}
"""reviewdog's DiagnosticResult, as a schema."""


@pytest.fixture(autouse=True)
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "list.md"
    path.write_text(WRONG, "utf-8")
    return path


def kdbib(*arguments: str) -> Result:
    result = CliRunner().invoke(app, list(arguments))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def printed(format_: str, *more: str) -> str:
    options = ("--select", "KB321,KB406,KB323")
    return kdbib("lint", "list.md", "--output-format", format_, *options, *more).stdout


def test_concise_is_a_line_a_finding() -> None:
    assert printed("concise") == (
        "list.md:1:13: KB321 [*] missing space after the colon\n"
        "list.md:1:76: KB406 [*] NIPS has been called NeurIPS since 2018\n"
        "list.md:2:37: KB323 [*] several spaces in a row\n"
        "list.md:2:51: KB406 [*] NIPS has been called NeurIPS since 2018\n"
        "Found 4 problems.\n"
        "[*] 4 fixable with `--fix`.\n"
    )


def test_grouped_names_a_file_once(path: Path) -> None:
    Path("b.md").write_text(WRONG.partition("\n")[0], "utf-8")
    found = kdbib("lint", "list.md", "b.md", "--select", "KB321", "--output-format", "grouped")
    assert found.stdout == (
        "list.md:\n"
        "  1:13 KB321 [*] missing space after the colon\n"
        "\n"
        "b.md:\n"
        "  1:13 KB321 [*] missing space after the colon\n"
        "\n"
        "Found 2 problems.\n"
        "[*] 2 fixable with `--fix`.\n"
    )


def test_full_is_the_default_and_text_its_older_name() -> None:
    assert printed("full") == printed("text") == kdbib("lint", "list.md", "--format", "full",
        "--select", "KB321,KB406,KB323").stdout  # fmt: skip
    assert "1 | 1. Moonshine:Distilling" in printed("full")


def test_gitlab_has_what_gitlab_asks_for() -> None:
    report: list[dict[str, Any]] = json.loads(printed("gitlab"))
    jsonschema.validate(report, GITLAB)
    assert [(one["check_name"], one["severity"], one["location"]) for one in report] == [
        ("KB321", "minor", {"path": "list.md", "lines": {"begin": 1, "end": 1}}),
        ("KB406", "minor", {"path": "list.md", "lines": {"begin": 1, "end": 1}}),
        ("KB323", "info", {"path": "list.md", "lines": {"begin": 2, "end": 2}}),
        ("KB406", "minor", {"path": "list.md", "lines": {"begin": 2, "end": 2}}),
    ]


def test_gitlab_knows_a_finding_again_whose_line_has_moved_and_tells_equal_ones_apart(
    path: Path,
) -> None:
    before = {one["fingerprint"] for one in json.loads(printed("gitlab"))}
    assert len(before) == 4
    lines = WRONG.replace("1. ", "2. ").splitlines()
    path.write_text("\n".join(["1. Something else. Doe, Jane et al. 2020", *lines]), "utf-8")
    assert {one["fingerprint"] for one in json.loads(printed("gitlab"))} == before
    path.write_text(WRONG + WRONG, "utf-8")
    again = [one["fingerprint"] for one in json.loads(printed("gitlab"))]
    assert len(set(again)) == len(again) > 4


def test_rdjson_counts_bytes_and_suggests_the_safe_fixes() -> None:
    report: dict[str, Any] = json.loads(printed("rdjson"))
    jsonschema.validate(report, RDJSON)
    spaces = report["diagnostics"][2]
    start, end = {"line": 2, "column": 38}, {"line": 2, "column": 40}
    assert spaces == {
        "message": "several spaces in a row: keep one",
        "location": {"path": "list.md", "range": {"start": start, "end": end}},
        "severity": "INFO",
        "code": {
            "value": "KB323",
            "url": "https://github.com/kdbib/kdbib/blob/main/docs/rules.md#kb323-several-spaces",
        },
        "suggestions": [{"range": {"start": start, "end": end}, "text": " "}],
    }
    line = WRONG.encode().splitlines()[1]
    assert line[37:39] == b"  ", "columns count the bytes of É"


def test_junit_has_a_suite_a_file_and_a_test_that_passed_for_a_clean_one() -> None:
    Path('<"b\x01&.md').write_text("- Deep Mutual Learning. Zhang, Ying et al. CVPR 2018\n")
    options = ("--select", "KB321,KB406", "--output-format", "junit")
    suites = ElementTree.fromstring(kdbib("lint", "list.md", '<"b\x01&.md', *options).stdout)
    assert suites.attrib == {"name": "kdbib", "tests": "4", "failures": "3", "errors": "0"}
    shown = [
        (suite.get("name"), suite.get("tests"), [case.get("name") for case in suite])
        for suite in suites
    ]
    assert shown == [
        ("list.md", "3", ["KB321 1:13", "KB406 1:76", "KB406 2:51"]),
        ('<"b &.md', "1", ['<"b &.md']),
    ]
    failure = suites[0][0][0]
    assert failure.attrib == {"message": "missing space after the colon", "type": "warning"}


@pytest.mark.parametrize("format_", ["json", "sarif", "gitlab", "rdjson", "junit", "github"])
def test_what_programs_read_is_whole_where_nothing_is_found(path: Path, format_: str) -> None:
    path.write_text("- Deep Mutual Learning. Zhang, Ying et al. CVPR 2018\n")
    result = kdbib("lint", "list.md", "--output-format", format_)
    assert result.exit_code == 0
    if format_ == "junit":
        assert ElementTree.fromstring(result.stdout).get("failures") == "0"
    elif format_ == "github":
        assert result.stdout == ""
    else:
        json.loads(result.stdout)


def test_statistics_count_the_findings_of_each_rule() -> None:
    options = ("lint", "list.md", "--select", "KB321,KB406,KB323", "--statistics")
    assert kdbib(*options).stdout == (
        "2  KB406 [*] warning  obsolete-venue-name\n"
        "1  KB321 [*] warning  no-space-after-colon\n"
        "1  KB323 [*] info     several-spaces\n"
        "Found 4 problems.\n"
        "[*] 4 fixable with `--fix`.\n"
    )
    assert json.loads(kdbib(*options, "--output-format", "json").stdout)[0] == {
        "code": "KB406",
        "name": "obsolete-venue-name",
        "severity": "warning",
        "count": 2,
        "fixable": 2,
    }


def test_what_is_a_matter_of_style_fails_only_on_request(path: Path) -> None:
    only_style = ("lint", "list.md", "--select", "KB323")
    assert "KB323" in kdbib(*only_style).stdout
    assert kdbib(*only_style).exit_code == 0
    assert kdbib(*only_style, "--fail-level", "info").exit_code == 1
    warnings = ("lint", "list.md", "--select", "KB406")
    assert kdbib(*warnings).exit_code == 1
    assert kdbib(*warnings, "--fail-level", "error").exit_code == 0


def test_exit_zero_holds_for_findings_and_differences() -> None:
    assert kdbib("lint", "list.md", "--exit-zero").exit_code == 0
    assert kdbib("lint", "list.md", "--diff").exit_code == 1
    assert kdbib("lint", "list.md", "--diff", "--exit-zero").exit_code == 0
