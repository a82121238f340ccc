"""What the commands print as JSON is what the published schema says."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.conftest import ROOT, Kdbib

SCHEMA = json.loads((ROOT / "docs" / "kdbib.schema.json").read_text("utf-8"))
LIST = (
    "1. Distilling the knowledge in a neural network. Hinton, Geoffrey et al. arXiv:1503.02531\n"
    "2. Moonshine:Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NIPS 2018 "
    "[[code]](https://github.com/a/b)\n"
    "3. The Unwritten Paper of Nobody. Doe, Jane. arXiv:9999.99999v\n"
    "4. Patient Knowledge Distillation for BERT Model Compression. Nobody, Jim. CVPR 2013\n"
)
COMMANDS = {
    "parse": (),
    "enrich": ("--offline",),
    "verify": ("--offline",),
    "plan": (),
    "lint": ("--resolve", "--offline"),
}


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator({**SCHEMA, "$ref": f"#/$defs/{name}"})


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("command", COMMANDS)
def test_what_is_printed_fits_the_schema(kdbib: Kdbib, folder: Path, command: str) -> None:
    (folder / "papers.md").write_text(LIST, "utf-8")
    read = json.loads(kdbib(command, "papers.md", *COMMANDS[command], "--format", "json").stdout)
    assert read
    assert [error.message for error in validator(command).iter_errors(read)] == []


def test_what_explain_prints_fits_the_schema(kdbib: Kdbib) -> None:
    kdbib("enrich", "list.md", "--offline", "--quiet")
    read = json.loads(kdbib("explain", "hinton2015distilling", "--format", "json").stdout)
    assert read
    assert [error.message for error in validator("explain").iter_errors(read)] == []


@pytest.mark.parametrize("line", [1, 2, 6, 7])
def test_what_parse_explain_prints_fits_the_schema(kdbib: Kdbib, folder: Path, line: int) -> None:
    (folder / "papers.md").write_text(f"{LIST}\n- [A tool](https://github.com/a/b)\n\n", "utf-8")
    shown = kdbib("parse", "--explain", f"papers.md:{line}", "--format", "json").stdout
    read = json.loads(shown)
    assert read["line"] == line
    assert [error.message for error in validator("parse-explain").iter_errors(read)] == []


def test_a_member_that_is_not_described_is_found() -> None:
    assert validator("lint").is_valid([])
    assert not validator("plan").is_valid({"citations": 1, "more": 2})
