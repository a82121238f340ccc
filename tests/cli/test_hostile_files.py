"""Every command on every hostile file and in every hostile place: no traceback, a right exit code."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kdbib.cli import main

LIST = "1. Distilling the knowledge in a neural network. Hinton, Geoffrey et al. arXiv:1503.02531\n"
TEXTS = {
    "latin1.md": LIST.replace("Hinton", "Hintön").encode("latin-1"),
    "cp1251.bib": "@misc{a, title={Теория малых групп}, author={Иванов, Пётр}}\n".encode("cp1251"),
    "utf16.md": LIST.encode("utf-16"),
    "utf16le.txt": LIST.encode("utf-16-le"),
    "mark.md": b"\xef\xbb\xbf" + LIST.encode(),
    "damaged.md": "# Größe, Maß, Übermaß\n".encode() + LIST.encode() + b"- \xe9\xff\xfe\n",
    "empty.md": b"",
    "empty.bib": b"",
    "blank.txt": b"\n\n \n",
    "returns.md": LIST.replace("\n", "\r").encode(),
    "control.md": b"- \x1b]0;x\x07\x1b[31mTitle\xe2\x80\xae. Doe, Jane. CVPR 2019\n",
    "line.md": b"- " + b"a, b. " * 30_000,
    "open.bib": b"@misc{a, title={never closed",
    "bomb.bib": b"@string{a0={xxxxxxxxxx}}\n"
    + b"".join(b"@string{a%d = a%d # a%d}\n" % (n, n - 1, n - 1) for n in range(1, 61))
    + b"@misc{k, title=a60, author={Ann Bee}}\n",
}
REFUSED = {
    "binary.bib": b"\x7fELF\x01\x00\x00\x02" * 500,
    "paper.pdf": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj\x00\x01\x02",
    "broken.json": b'[{"title": ]',
    "broken.yaml": b"a: [b\nc: }",
}
COMMANDS = {
    "parse": [["parse", "{}"], ["parse", "{}", "--format", "json"]],
    "enrich": [
        ["enrich", "{}", "--offline"],
        ["enrich", "{}", "--offline", "--format", "json"],
        ["enrich", "{}", "--offline", "--in-place"],
        ["enrich", "{}", "--offline", "--diff"],
        ["enrich", "{}", "--offline", "--check"],
        ["enrich", "{}", "--offline", "--ascii", "--bib", "-"],
    ],
    "plan": [["plan", "{}", "--offline"]],
    "explain": [["explain", "{}:1"]],
    "lint": [
        ["lint", "{}"],
        ["lint", "{}", "--fix", "--unsafe-fixes"],
        ["lint", "{}", "--resolve", "--offline", "--format", "sarif"],
        ["lint", "{}", "--diff"],
    ],
}
CALLS = [call for calls in COMMANDS.values() for call in calls]


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of its own, with all files in it."""
    for name, data in {**TEXTS, **REFUSED}.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "kdbib.toml").touch()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, call: list[str], name: str) -> int:
    """The exit code of a command; whatever it raises fails the test."""
    monkeypatch.setattr(sys, "argv", ["kdbib", *(part.replace("{}", name) for part in call)])
    with pytest.raises(SystemExit) as done:
        main()
    return int(done.value.code or 0)


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
@pytest.mark.parametrize("name", TEXTS)
def test_a_text_is_read(monkeypatch: pytest.MonkeyPatch, call: list[str], name: str) -> None:
    allowed = {0, 1} if call[0] != "explain" else {0, 2}  # there may be nothing to explain
    allowed |= {2} if "--in-place" in call and name.endswith(".txt") else set()  # only read
    assert run(monkeypatch, call, name) in allowed


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
@pytest.mark.parametrize("name", [*REFUSED, "missing.md", "folder.md"])
def test_what_is_no_list_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], call: list[str], name: str
) -> None:
    if (name, call[0]) == ("folder.md", "lint"):
        assert run(monkeypatch, call, name) == 0  # it checks the lists of a folder; here are none
        assert "there is no list to check" in capsys.readouterr().err
        return
    assert run(monkeypatch, call, name) == 2
    assert name in capsys.readouterr().err


SETTINGS: dict[str, dict[str, str]] = {
    "the C locale": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "ASCII output": {"PYTHONIOENCODING": "ascii"},
    "a Windows pipe": {"PYTHONIOENCODING": "cp1252"},
    "no HOME": {"HOME": "/nonexistent", "XDG_CACHE_HOME": "/nonexistent"},
    "a cache that can't be": {"KDBIB_CACHE": "/proc/no-such/cache"},
    "a cache that is a file": {"KDBIB_CACHE": "kdbib.toml"},
    "a bare terminal": {"TERM": "dumb", "COLUMNS": "1", "FORCE_COLOR": "1"},
}


def child(
    call: list[str], name: str, settings: dict[str, str], **streams: object
) -> subprocess.CompletedProcess[bytes]:
    environment = {k: v for k, v in os.environ.items() if not k.startswith("KDBIB_")} | settings
    command = [sys.executable, "-m", "kdbib", *(part.replace("{}", name) for part in call)]
    streams = {"stdout": subprocess.PIPE, **streams}
    return subprocess.run(command, env=environment, stderr=subprocess.PIPE, check=False, **streams)  # type: ignore[call-overload, no-any-return]


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize(
    "call", [COMMANDS["enrich"][0], COMMANDS["parse"][0], COMMANDS["lint"][0]], ids=lambda c: c[0]
)
def test_in_a_hostile_place(setting: str, call: list[str]) -> None:
    done = child(call, "latin1.md", SETTINGS[setting])
    assert b"Traceback" not in done.stderr
    assert done.returncode in ({0, 1} if call[0] == "lint" else {0}), done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has /dev/full")
@pytest.mark.parametrize(
    "call",
    [["parse", "{}"], ["lint", "{}"], ["enrich", "{}", "--offline", "--bib", "-"]],
    ids=" ".join,
)
def test_a_full_disk_is_said(call: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = child(call, "latin1.md", {}, stdout=full)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (
        2,
        b"kdbib: standard output: no space left on device",
    )


@pytest.mark.parametrize(
    "call",
    [["parse", "{}"], ["lint", "{}"], ["enrich", "{}", "--offline", "--bib", "-"]],
    ids=" ".join,
)
def test_a_closed_pipe_ends_the_run_without_a_word(call: list[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = child(call, "mark.md", {}, stdout=writing)
    os.close(writing)
    assert (done.returncode, done.stderr) == (141, b"")
