"""The command line, run in a folder of its own, with no network but what a test serves."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from kdbib.resolve import SOURCES

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "examples" / "awesome-knowledge-distillation.md"
Kdbib = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project's folder with the example list in it."""
    project = tmp_path / "project"
    project.mkdir()
    (project / "kdbib.toml").touch()
    (project / "list.md").write_bytes(EXAMPLE.read_bytes())
    return project


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment in which every database is at an address where nobody listens."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KDBIB_")}
    nobody = "http://127.0.0.1:9"
    urls = {f"KDBIB_{name.upper()}_URL": nobody for name in (*SOURCES, "doi")}
    state = {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    return kept | urls | state | {"COLUMNS": "150"}


@pytest.fixture
def kdbib(folder: Path, environment: dict[str, str]) -> Kdbib:
    """Run ``kdbib`` as a process of its own in the folder."""

    def run(*arguments: str, **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "kdbib", *arguments],
            cwd=folder,
            env=environment | variables,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run
