"""The tutorials work as they are printed: each command is run, and its output compared."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT

TUTORIALS = sorted(path.name for path in (ROOT / "docs").glob("tutorial-*.md"))
BLOCK = re.compile(r'^```(\w+)(?: title="([\w.]+)")?\n(.*?)^```$', re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


@pytest.mark.parametrize("name", TUTORIALS)
def test_a_tutorial_works_as_printed(
    name: str, tmp_path: Path, environment: dict[str, str]
) -> None:
    folder, programs = tmp_path / "papers", tmp_path / "bin"
    folder.mkdir()
    programs.mkdir()
    (programs / "kdbib").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kdbib "$@"\n', "utf-8")
    (programs / "kdbib").chmod(0o755)
    path = {"PATH": f"{programs}:{environment['PATH']}"}
    commands = 0
    for _, file, text in BLOCK.findall((ROOT / "docs" / name).read_text("utf-8")):
        if file:
            (folder / file).write_text(text, "utf-8")
            continue
        for command, printed in COMMAND.findall(text):
            run = subprocess.run(
                ["bash", "-c", command],
                cwd=folder,
                env=environment | path,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                encoding="utf-8",
                timeout=120,
                check=False,
            )
            assert run.stdout == printed, command
            commands += 1
    assert commands >= 5
