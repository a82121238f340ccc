"""The other commands, and what all commands have in common."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kdbib import __version__
from tests.cli.conftest import ROOT, Kdbib
from tests.support.databases import read_file, serve

RECORDS = read_file(ROOT / "kdbib" / "corpus" / "data" / "knowledge-distillation.jsonl")


def test_version(kdbib: Kdbib) -> None:
    assert kdbib("--version").stdout == f"kdbib {__version__}\n"


def test_asking_for_the_version_imports_nothing_heavy() -> None:
    code = (
        "import sys\n"
        "sys.argv = ['kdbib', '--version']\n"
        "from kdbib.cli import main\n"
        "try:\n    main()\n"
        "finally:\n"
        "    heavy = {'httpx', 'arxiv', 'lxml', 'bibtexparser', 'markdown_it', 'rapidfuzz'}\n"
        "    print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.splitlines()[-1] == "[]"


def test_every_command_has_help_with_examples(kdbib: Kdbib) -> None:
    overview = kdbib("--help").stdout
    for command in ("enrich", "parse", "lint"):
        assert command in overview
        assert "For example:" in kdbib(command, "--help").stdout
    for command in ("cache", "sources", "rule"):
        assert command in overview


@pytest.mark.parametrize("group", [[], ["corpus"], ["cache"]])
def test_every_summary_of_a_command_fits_80_columns(kdbib: Kdbib, group: list[str]) -> None:
    _, commands = kdbib(*group, "--help", COLUMNS="80").stdout.split("Commands:\n")
    for line in commands.strip().splitlines():
        assert re.fullmatch(r"  +[a-z]+  +[A-Z].*[^.]\.|[a-z]+  +[A-Z].*[^.]\.", line), line


def test_parse_prints_what_was_read(kdbib: Kdbib) -> None:
    done = kdbib("parse", "list.md")
    assert done.returncode == 0
    assert "list.md: 18 citations, 21 other list items" in done.stdout
    assert "list.md:5:1: not a citation: a link within the document" in done.stdout


def test_parse_as_json_is_one_array_of_the_contracts_shape(kdbib: Kdbib) -> None:
    citations = json.loads(kdbib("parse", "list.md", "--format", "json").stdout)
    assert len(citations) == 18
    first = citations[0]
    assert {name: first[name] for name in ("file", "line", "end_line", "raw", "section")} == {
        "file": "list.md",
        "line": 31,
        "end_line": 31,
        "raw": "1. Distilling the knowledge in a neural network. Hinton et al. arXiv:1503.02531",
        "section": [
            "Awesome Knowledge-Distillation",
            "Different forms of knowledge",
            "Knowledge from logits",
        ],
    }
    assert first["title"] == "Distilling the knowledge in a neural network"
    assert first["authors"] == [{"literal": "Hinton"}]
    assert first["et_al"] is True
    assert (first["venue"], first["year"]) == (None, None)
    assert first["identifiers"]["arxiv"] == "1503.02531"
    assert first["links"] == []


def test_the_cache_can_be_looked_at_and_cleared(kdbib: Kdbib, folder: Path) -> None:
    with serve(RECORDS) as databases:
        kdbib("enrich", "list.md", **databases.environment())
    shown = kdbib("cache", "info").stdout
    assert str(folder / "cache") in shown
    assert ", which found 18 papers" in shown
    assert "semantic_scholar: " in shown
    assert kdbib("cache", "clear").returncode == 0
    assert "answers: 0 (0 found, 0 missing)" in kdbib("cache", "info").stdout
    assert (folder / "cache" / "resolutions.jsonl").is_file()
    kdbib("cache", "clear", "--resolutions")
    assert not (folder / "cache" / "resolutions.jsonl").exists()


def test_sources_are_shown_with_their_limits_and_never_a_key(kdbib: Kdbib) -> None:
    shown = kdbib("sources", "--format", "json", S2_API_KEY="very-secret").stdout
    rows = json.loads(shown)
    assert [row["name"] for row in rows][:3] == ["arxiv", "semantic_scholar", "crossref"]
    assert rows[2]["takes"] == {"doi": 40, "title": 1, "words": 1}
    assert rows[0]["seconds_between_requests"] >= 3
    assert rows[1]["key"] is True
    assert all(row["reachable"] for row in rows)  # nobody listens there: the reason
    assert "very-secret" not in json.dumps(rows)


def test_packets_that_are_dropped_without_a_word_are_no_network(kdbib: Kdbib, folder: Path) -> None:
    """A host whose queue of connections is full drops every further packet, as a firewall does."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        waiting = [socket.socket() for _ in range(4)]
        for one in waiting:
            one.setblocking(False)
            one.connect_ex(full.getsockname())
        nobody = f"http://127.0.0.1:{full.getsockname()[1]}"
        done = kdbib("enrich", "list.md", KDBIB_ARXIV_URL=nobody, KDBIB_SEMANTIC_SCHOLAR_URL=nobody)
        for one in waiting:
            one.close()
    assert done.returncode == 0
    assert "went on without what could not be asked" in done.stderr
    assert "18 of 18 citations found" in done.stdout


def test_a_killed_run_loses_no_answer_and_leaves_no_half_file(
    folder: Path, environment: dict[str, str], kdbib: Kdbib
) -> None:
    """One source has answered and the other not yet, when the process is killed."""
    (folder / "list.md").write_text("1. A Paper on Lists. Löwe, Ana et al. arXiv:2510.12345\n")
    record = {
        "type": "article",
        "title": "A Paper on Lists",
        "author": [{"family": "Löwe", "given": "Ana"}],
        "issued": [2025],
        "identifiers": {"arxiv": "2510.12345"},
    }
    with serve([record]) as databases:
        databases.latency("semantic_scholar", 100)
        process = subprocess.Popen(
            [sys.executable, "-m", "kdbib", "enrich", "list.md"],
            cwd=folder,
            env=environment | databases.environment(),
            stdout=subprocess.DEVNULL,
        )
        answers = folder / "cache" / "answers.sqlite"
        for _ in range(200):
            if databases.log.of("arxiv") and answers.is_file() and b"atom" in _stored(answers):
                break
            time.sleep(0.05)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert sorted(path.name for path in folder.iterdir()) == ["cache", "kdbib.toml", "list.md"]
        databases.latency("semantic_scholar", 0)
        databases.log.clear()
        done = kdbib("enrich", "list.md", **databases.environment())
        assert [entry.database for entry in databases.log] == ["semantic_scholar"]
    assert done.returncode == 0
    assert "1 of 1 citation found" in done.stdout


def _stored(answers: Path) -> bytes:
    """The kept answers' bodies, as far as they can be read."""
    import sqlite3
    import zlib

    try:
        with sqlite3.connect(f"file:{answers}?mode=ro", uri=True) as file:
            bodies = [row[0] for row in file.execute("SELECT body FROM answer")]
    except sqlite3.Error:
        return b""
    finally:
        file.close()
    return b"".join(zlib.decompress(body) for body in bodies).lower()


def test_an_interrupted_run_keeps_what_was_paid_for_and_exits_with_130(
    folder: Path, environment: dict[str, str]
) -> None:
    (folder / "list.md").write_text("1. A Paper on Lists. Löwe, Ana et al. arXiv:2510.12345\n")
    with serve([]) as databases:
        databases.latency("semantic_scholar", 100)
        databases.latency("arxiv", 100)
        process = subprocess.Popen(
            [sys.executable, "-m", "kdbib", "enrich", "list.md"],
            cwd=folder,
            env=environment | databases.environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        while len(databases.log) < 2 and process.poll() is None:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert told == "kdbib: interrupted; what was answered is kept in the cache\n"


def test_the_name_of_standard_input_says_how_it_is_read(
    folder: Path, environment: dict[str, str]
) -> None:
    text = "1. Hinton et al. Distilling the knowledge in a neural network. arXiv:1503.02531\n"
    for name, citations in (("a.bib", 0), ("a.md", 1), ("a.txt", 1)):
        done = subprocess.run(
            [
                sys.executable,
                "-m",
                "kdbib",
                "parse",
                "-",
                "--format=json",
                "--stdin-filename",
                name,
            ],
            cwd=folder,
            env=environment,
            input=text,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert len(json.loads(done.stdout)) == citations
