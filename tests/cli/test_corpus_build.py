"""``kdbib corpus build`` and ``info`` as a person runs them: also killed, and interrupted."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import ROOT, Kdbib
from tests.corpus.dumps.test_json_dumps import ARXIV, jsonl

RECORDS = 120_000


@pytest.fixture(scope="module")
def dump(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A dump of arXiv that takes a few seconds to read."""
    path = tmp_path_factory.mktemp("dumps") / "arxiv.json"
    line = jsonl(ARXIV).decode()
    with path.open("w") as file:
        for n in range(RECORDS):
            numbered = line.replace("2104.01234", f"{2101 + n // 90_000}.{n % 90_000:05}")
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


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_a_build_that_is_killed_goes_on(how: signal.Signals, dump: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    command = [sys.executable, "-m", "kdbib", "corpus", "build", "-j", "2", "-o", str(corpus)]
    process = subprocess.Popen(
        [*command, str(dump)], cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    ledger = corpus / "staging" / "ledger.jsonl"
    until = time.monotonic() + 120
    while not (ledger.exists() and b'"chunk"' in ledger.read_bytes()):
        assert process.poll() is None
        assert time.monotonic() < until
        time.sleep(0.02)
    os.kill(process.pid, how)
    _, told = process.communicate(timeout=120)
    if how == signal.SIGINT:
        assert process.returncode == 130
        assert "the same command goes on where it was" in told
    else:
        assert process.returncode == -signal.SIGKILL
    staged = ledger.read_bytes().count(b'"type":"chunk"')
    assert 0 < staged <= RECORDS // 20_000
    again = subprocess.run(
        [*command, str(dump)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert f"{RECORDS:,} records in 1 file: {RECORDS:,} works" in again.stdout
