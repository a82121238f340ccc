"""docs/architecture.md follows one citation of the README: through functions that it really passes."""

import json
import re
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT

PAGE = (ROOT / "docs" / "architecture.md").read_text("utf-8")
LINE = PAGE.split("```\n")[1]
STOPS = re.findall(r"^\| `(kdbib[\w.]*:[\w.]+)` \|", PAGE, re.MULTILINE)

TRACED = """
import json, sys
passed = {}
def note(frame, event, argument):
    if event == "call":
        stop = f"{frame.f_globals.get('__name__')}:{frame.f_code.co_qualname}"
        passed.setdefault(stop, len(passed))
from kdbib.cli import main
sys.argv = ["kdbib", "enrich", "list.md", "--offline", "--quiet"]
sys.setprofile(note)
try:
    main()
except SystemExit as ended:
    sys.setprofile(None)
    print(json.dumps({"code": ended.code or 0, "passed": passed}))
"""


@pytest.fixture(scope="module")
def passed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """The functions that the citation passed, each with its place among the first calls."""
    folder: Path = tmp_path_factory.mktemp("project")
    (folder / "kdbib.toml").touch()
    (folder / "list.md").write_text(LINE, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", TRACED], cwd=folder, capture_output=True, text=True, check=True
    )
    told = json.loads(done.stdout)
    assert told["code"] == 0
    assert "NeurIPS 2018" in (folder / "list.enriched.md").read_text("utf-8")
    return told["passed"]  # type: ignore[no-any-return]


def test_the_citation_is_the_readmes() -> None:
    assert LINE in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.parametrize("stop", STOPS)
def test_each_stop_exists_and_is_passed(stop: str, passed: dict[str, int]) -> None:
    module, _, name = stop.partition(":")
    found: object = import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    assert callable(found)
    assert stop in passed


def test_the_stops_are_in_the_order_of_the_run(passed: dict[str, int]) -> None:
    assert len(STOPS) > 25
    assert sorted(STOPS, key=passed.__getitem__) == STOPS


def test_the_contributors_table_has_every_room() -> None:
    table = (ROOT / "CONTRIBUTING.md").read_text("utf-8").partition("| package |")[2]
    table = table.partition("\n\n")[0]
    first_column = " ".join(line.split("|")[1] for line in table.splitlines() if "`" in line)
    named = set(re.findall(r"`([a-z_]+)`", first_column))
    files = {path.stem for path in (ROOT / "kdbib").glob("*.py")} - {"__init__", "__main__"}
    rooms = {path.parent.name for path in (ROOT / "kdbib").glob("*/__init__.py")} | files
    assert named == rooms
