"""``kdbib corpus build`` and ``info`` as a person runs them: also killed, and interrupted."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from tests.cli.conftest import ROOT, Kdbib
from tests.corpus.dumps.test_json_dumps import ARXIV, jsonl

RECORDS = 10_000


def written(path: Path) -> Path:
    """A dump of arXiv that takes a second or two to read."""
    line = jsonl(ARXIV).decode()
    with path.open("w") as file:
        for n in range(RECORDS):
            numbered = line.replace("2104.01234", f"2101.{n:05}")
            file.write(numbered.replace("A Long Title", f"Title {n}"))
    return path


def test_a_build_says_what_it_found(kdbib: Kdbib, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(jsonl(ARXIV) + b"{]\n")
    done = kdbib("corpus", "build", "-o", str(tmp_path / "corpus"), str(tmp_path / "a.json"))
    assert done.returncode == 0
    assert "2 records in 1 file: 1 work, 1 damaged, 0 of no paper" in done.stdout
    assert "a.json:2: not a record" in done.stderr
    told = kdbib("corpus", "info", str(tmp_path / "corpus")).stdout
    assert told.startswith("1 work, edition ")
    found = json.loads(kdbib("corpus", "info", str(tmp_path / "corpus"), "--format", "json").stdout)
    assert (found["works"], found["sources"]) == (1, {"arxiv": 1})


def test_what_can_not_be_read_is_one_message(kdbib: Kdbib, tmp_path: Path) -> None:
    done = kdbib("corpus", "build", "-o", str(tmp_path / "corpus"), str(tmp_path / "none"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"kdbib: {tmp_path / 'none'}: no such file or directory\n"


SMALL_CHUNKS = """
import kdbib.corpus.build
kdbib.corpus.build.MOST_RECORDS = 500
kdbib.corpus.build._WORTH_PROCESSES = 0
from kdbib.__main__ import main
main()
"""


def started(corpus: Path, dump: Path) -> "subprocess.Popen[str]":
    """A build by two processes, in a session of its own."""
    command = [sys.executable, "-c", SMALL_CHUNKS, "corpus", "build", "-j", "2", "-o", str(corpus)]
    without_pandas = dump.parent / "pandas.py"  # PyArrow loads it where it is, which takes a second
    without_pandas.write_text("raise ImportError")
    return subprocess.Popen(
        [*command, str(dump)],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(dump.parent)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def wait_until(true: Callable[[], bool], process: "subprocess.Popen[str]") -> None:
    until = time.monotonic() + 60
    while not true():
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.01)


def ended(process: "subprocess.Popen[str]") -> str:
    """What a process that was told to end says; fails if it, or one that it started, lives on."""
    try:
        out, told = process.communicate(timeout=30)  # so nobody holds standard output any more
        until = time.monotonic() + 10
        with suppress(ProcessLookupError):
            while time.monotonic() < until:
                os.killpg(process.pid, 0)
                time.sleep(0.02)
            raise AssertionError("a process of the build lives on")
        return out + told
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


def has_more_than(chunks: int, ledger: Path) -> bool:
    return ledger.read_bytes().count(b'"chunk"') > chunks


GOES_ON = "kdbib: interrupted; what was read is kept, and the same command goes on where it was\n"


def test_a_build_that_is_ended_goes_on(tmp_path: Path) -> None:
    corpus, dump = tmp_path / "corpus", written(tmp_path / "arxiv.json")
    ledger = corpus / "staging" / "ledger.jsonl"

    process = started(corpus, dump)  # its processes are just starting
    wait_until(ledger.exists, process)
    time.sleep(0.1)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal sends it: to all of them
    assert ended(process) == GOES_ON
    assert process.returncode == 130

    staged = 0
    for how, code in ((signal.SIGKILL, -9), (signal.SIGTERM, 143)):
        process = started(corpus, dump)
        wait_until(partial(has_more_than, staged, ledger), process)  # so they are at work
        process.send_signal(how)
        told = ended(process)
        assert process.returncode == code
        if how is not signal.SIGKILL:
            assert told == GOES_ON
        staged = ledger.read_bytes().count(b'"chunk"')
    assert staged < RECORDS // 500

    process = started(corpus, dump)
    assert f"{RECORDS:,} records in 1 file: {RECORDS:,} works" in ended(process)
    assert process.returncode == 0
    left = {path.name for path in corpus.iterdir()}
    assert len(left - {"built.jsonl", "corpus.json", ".building"}) == 1  # the tables
