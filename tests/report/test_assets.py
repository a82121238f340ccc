"""What the package and the README show is what the scripts make."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT

PACKAGES = ROOT / "scripts" / "report"
MODULES = PACKAGES / "node_modules"
TABLE = (ROOT / "kdbib" / "report" / "assets" / "table.js").read_text("utf-8")


def test_the_table_has_its_licence_and_the_version_that_is_named() -> None:
    version = json.loads((PACKAGES / "package.json").read_text())["dependencies"]["datatables.net"]
    assert TABLE.startswith(f"/*! Built by scripts/bundle-report. DataTables {version}, ")
    assert "Copyright SpryMedia Limited" in TABLE
    assert "</script" not in TABLE
    assert "<!--" not in TABLE


@pytest.mark.skipif(not MODULES.is_dir(), reason="no node_modules; scripts/test installs them")
def test_the_table_is_what_its_script_builds(tmp_path: Path) -> None:
    script = (ROOT / "scripts" / "bundle-report").read_text()
    options = [word for word in script.split() if word.startswith("--") and "npm" not in word]
    wanted = [one for one in options if one.split("=")[0] in {"--bundle", "--minify", "--format",
        "--target", "--charset", "--legal-comments", "--log-level"}]  # fmt: skip
    built = subprocess.run(
        [MODULES / ".bin" / "esbuild", "table.js", *wanted],
        cwd=PACKAGES,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert TABLE.endswith(f"*/\n{built}")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such terminals")
def test_the_recording_in_the_readme_is_what_a_run_shows() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "pictures", "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
