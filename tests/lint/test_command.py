"""``kdbib lint`` and ``kdbib rule``, as they are called."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from typer.testing import CliRunner, Result

from kdbib.cli import app
from kdbib.errors import UsageError
from tests.lint.support import FIRST, listed

WRONG = listed("9. Stagewise Transfer. Kulkarni, Akshay et al. arXiv: 1911.06786")
RIGHT = WRONG.replace("arXiv: ", "arXiv:")


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "list.md"
    path.write_bytes(WRONG.encode())
    return path


def kdbib(*arguments: str, stdin: bytes | None = None) -> Result:
    result = CliRunner().invoke(app, list(arguments), input=stdin)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_text_shows_the_line_and_underlines_the_span(path: Path) -> None:
    result = kdbib("lint", "list.md")
    assert result.exit_code == 1
    assert result.stdout == (
        "list.md:46:54: KB104 [*] space between `arXiv:` and the id\n"
        "   |\n"
        "46 | 9. Stagewise Transfer. Kulkarni, Akshay et al. arXiv: 1911.06786\n"
        "   |                                                     ^^\n"
        "  = help: remove it\n"
        "\n"
        "Found 1 problem.\n"
        "[*] 1 fixable with `--fix`.\n"
    ).replace("46", str(FIRST)).replace(":54", ":53")


def test_nothing_found_is_exit_code_0(path: Path) -> None:
    path.write_bytes(RIGHT.encode())
    result = kdbib("lint", "list.md")
    assert (result.exit_code, result.stdout) == (0, "Nothing found.\n")


def test_json_has_the_shape_of_the_contract(path: Path) -> None:
    [one] = json.loads(kdbib("lint", "list.md", "--format", "json").stdout)
    start = WRONG.encode().index(b": 1911")
    assert one == {
        "code": "KB104",
        "severity": "warning",
        "file": "list.md",
        "line": FIRST,
        "column": 53,
        "end_line": FIRST,
        "end_column": 55,
        "message": "space between `arXiv:` and the id",
        "fix": {
            "applicability": "safe",
            "edits": [{"start": start, "end": start + 2, "text": ":"}],
        },
    }


def test_sarif_fits_its_schema(path: Path) -> None:
    """The schema is OASIS's own, as published with @microsoft/jest-sarif (MIT)."""
    path.write_bytes(WRONG.replace("Akshay et al.", "Akshay et l.").encode())
    log: dict[str, Any] = json.loads(kdbib("lint", "list.md", "--format", "sarif").stdout)
    schema = json.loads(Path(__file__).with_name("sarif-2.1.0.json").read_text("utf-8"))
    jsonschema.Draft4Validator(schema).validate(log)
    results = log["runs"][0]["results"]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [r["ruleId"] for r in results] == ["KB204", "KB104"]
    assert [rules[r["ruleIndex"]]["id"] for r in results] == ["KB204", "KB104"]
    region = results[1]["locations"][0]["physicalLocation"]["region"]
    assert (region["startLine"], region["startColumn"], region["byteLength"]) == (FIRST, 52, 2)


def test_github_annotations(path: Path) -> None:
    assert kdbib("lint", "list.md", "--format", "github").stdout == (
        f"::warning title=kdbib (KB104),file=list.md,line={FIRST},col=53,endLine={FIRST},"
        "endColumn=55::KB104 space between `arXiv:` and the id: remove it\n"
    )


def test_fix_replaces_the_file(path: Path) -> None:
    result = kdbib("lint", "list.md", "--fix")
    assert result.exit_code == 0
    assert result.stdout == "Found 1 problem (1 fixed, 0 remaining).\n"
    assert path.read_bytes() == RIGHT.encode()


def test_diff_shows_and_writes_nothing(path: Path) -> None:
    result = kdbib("lint", "list.md", "--diff")
    assert result.exit_code == 1
    assert "-9. Stagewise Transfer. Kulkarni, Akshay et al. arXiv: 1911.06786\n" in result.stdout
    assert "+9. Stagewise Transfer. Kulkarni, Akshay et al. arXiv:1911.06786\n" in result.stdout
    assert path.read_bytes() == WRONG.encode()


def test_unsafe_fixes_are_counted_and_made_on_request(path: Path) -> None:
    path.write_bytes(WRONG.replace("arXiv: 1911.06786", "arXiv:1911.06786v1").encode())
    assert "1 more fixable with `--fix --unsafe-fixes`" in kdbib("lint", "list.md", "--fix").stdout
    assert kdbib("lint", "list.md", "--fix", "--unsafe-fixes").exit_code == 0
    assert path.read_bytes() == RIGHT.encode()


def test_standard_input_is_linted_and_fixed_to_standard_output() -> None:
    assert kdbib("lint", "-", stdin=WRONG.encode()).stdout.startswith(f"<stdin>:{FIRST}:53: KB104")
    assert kdbib("lint", "-", "--fix", stdin=WRONG.encode()).stdout_bytes == RIGHT.encode()


def test_rules_are_selected_and_ignored(path: Path) -> None:
    assert kdbib("lint", "list.md", "--select", "KB2,KB3").exit_code == 0
    assert kdbib("lint", "list.md", "--ignore", "space-after-arxiv").exit_code == 0
    assert kdbib("lint", "list.md", "--select", "kb1").exit_code == 1


def test_what_cant_be_read_or_does_not_exist_is_wrong_usage(path: Path) -> None:
    for arguments in (["missing.md"], ["list.md", "--select", "KB9"], ["list.md", "list.md"]):
        with pytest.raises(UsageError):
            kdbib("lint", *arguments)


def test_control_characters_of_the_file_are_not_obeyed(path: Path) -> None:
    path.write_bytes(WRONG.replace("Stagewise", "Stage\x1b[31m\u202ewise").encode())
    out = kdbib("lint", "list.md").stdout
    assert "Stage [31m wise" in out
    assert "\x1b" not in out


def test_a_long_line_is_shown_around_the_span(path: Path) -> None:
    path.write_bytes(("x " * 5000 + "[a](#b)" + " y" * 5000 + "\n").encode())
    lines = kdbib("lint", "list.md").stdout.splitlines()
    assert all(len(line) < 200 for line in lines)
    assert lines[2].startswith("1 | ...")
    assert lines[2].endswith("...")
    at = lines[3].index("^")
    assert lines[2][at : at + 2] == "#b"


def test_the_records_are_asked_on_request(path: Path, tmp_path: Path) -> None:
    """Offline, against the works that come with kdbib."""
    path.write_text("- Distilling the knowlege in a neural network. Hinton, Geoffrey et al. 2015\n")
    cache = str(tmp_path / "cache")
    result = kdbib("lint", "list.md", "--resolve", "--offline", "--cache", cache, "--select", "KB7")
    assert "KB701 title: the list says `knowlege`, the record `knowledge`" in result.stdout


def test_what_no_corpus_has_is_said_to_be_found_nowhere_only_if_the_databases_were_asked(
    path: Path, tmp_path: Path
) -> None:
    path.write_text("- A Title That Nobody Has Ever Heard of. Doe, Jane et al. 2015\n")
    options = ("lint", "list.md", "--resolve", "--offline", "--cache", str(tmp_path / "cache"))
    assert kdbib(*options).exit_code == 0
    assert "KB708 not found" in kdbib(*options, "--select", "KB708").stdout


def test_a_line_that_fits_is_shown_whole(path: Path) -> None:
    path.write_text(
        "1. 蒸馏 Moonshine: Cheap Convolutions of Everything. Crowley, Elliot J. et al. NIPS 2018\n"
    )
    lines = kdbib("lint", "list.md").stdout.splitlines()
    assert lines[2].startswith("1 | 1. 蒸馏")
    assert lines[3].index("^") == lines[2].index("NIPS") + 2, "two columns for each wide sign"


def test_rule_shows_a_page_or_the_table() -> None:
    assert kdbib("rule", "kb104").stdout.startswith("# KB104 space-after-arxiv\n")
    assert "KB104 * warning" in kdbib("rule").stdout
    with pytest.raises(UsageError, match="there is no rule 'KB999'"):
        kdbib("rule", "KB999")


def test_rules_are_selected_in_the_projects_file_and_options_win(path: Path) -> None:
    Path("kdbib.toml").write_text('[lint]\nignore = ["KB104"]\n')
    assert kdbib("lint", "list.md").exit_code == 0
    assert kdbib("lint", "list.md", "--ignore", "KB2").exit_code == 1
    Path("kdbib.toml").write_text('[lint]\nselect = ["KB2", "KB3"]\n')
    assert kdbib("lint", "list.md").exit_code == 0
    for wrong in ('[lint]\nselct = ["KB1"]\n', "[lint]\nselect = [1]\n", 'lint = "KB1"\n'):
        Path("kdbib.toml").write_text(wrong)
        with pytest.raises(UsageError, match=r"kdbib\.toml: "):
            kdbib("lint", "list.md")


def test_a_bibtex_file_is_linted_and_fixed(path: Path) -> None:
    wrong = "@misc{a,\r\n  title = {Relations},\r\n  note = {R&D}\r\n}\r\n"
    Path("refs.bib").write_bytes(wrong.encode())
    assert kdbib("lint", "refs.bib").stdout.startswith(
        "refs.bib:3:12: KB824 [*] `&` is a LaTeX special character"
    )
    assert kdbib("lint", "refs.bib", "--fix").exit_code == 0
    assert Path("refs.bib").read_bytes() == wrong.replace("&", r"\&").encode()
