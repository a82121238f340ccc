"""A run ends where an undisturbed one does, however the answers come, and however often it is killed.

``KDBIB_TEST_KILLS=200`` and ``KDBIB_TEST_LATENCIES=20`` run as many; a handful is run otherwise. The
databases are waited for as long as it takes, so that a busy machine fails no run.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.pipeline.test_pipeline import RECORDS
from tests.support.databases import Databases, serve

KILLS = int(os.environ.get("KDBIB_TEST_KILLS", "6"))
LATENCIES = int(os.environ.get("KDBIB_TEST_LATENCIES", "3"))
DATABASES = ("arxiv", "semantic_scholar", "crossref", "dblp", "openalex", "datacite", "acl")
WITHOUT_WAITING = """
def main():
    from kdbib.http.policy import Policy
    made = Policy.__init__
    waits = {"contact": 300, "read": 300, "attempt": 300, "patience": 900}
    Policy.__init__ = lambda self, *limits, **more: made(self, *limits, **more | waits)
    import kdbib.api
    from kdbib.corpus.memory import MemoryCorpus
    spacing = Policy.spacing
    Policy.spacing = lambda self, *, with_key: 0.01 * spacing(self, with_key=with_key)
    kdbib.api.embedded = lambda: MemoryCorpus("nothing", ())
    from kdbib.cli import main
    main()
try:
    main()
except KeyboardInterrupt:
    raise SystemExit(130) from None
"""


def citation(number: int) -> str:
    """A work of the databases as somebody may cite it: rightly, misspelt, by title, by identifier."""
    record = RECORDS[number]
    title, year = record["title"], (record.get("issued") or [""])[0]
    people = record["author"][0]["family"] if record.get("author") else "Somebody"
    venue = record.get("container-title-short") or "arXiv"
    arxiv = record.get("identifiers", {}).get("arxiv")
    forms = [
        f"{title}. {people} et al. {venue} {year}",
        f"{title}. {venue} {year}",
        f"{title.replace('ti', 'it', 1)}. {people} et al. {venue} {year}",
        f"{title}. {people} et al. arXiv:{arxiv}" if arxiv else f"{title}. {year}",
        f"{title}. {people} et al. {venue} {int(year or 2020) + 3}",
        f"A Work on {people} that Nobody Has Written Yet. {venue} {year}",
    ]
    return f"1. {forms[number % len(forms)]}\n"


LIST = "# Papers\n\n" + "".join(citation(number) for number in range(0, 468, 11))
OUTPUTS = ("references.bib", "references.json", "list.enriched.md")


@dataclass
class Project:
    """A folder with the list in it, and the environment to run kdbib there."""

    folder: Path
    environment: dict[str, str]

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-c", WITHOUT_WAITING, "enrich", "list.md", "-q", *arguments]
        return subprocess.Popen(
            command,
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def run(self, *arguments: str) -> None:
        run = self.start(*arguments)
        told = run.communicate(timeout=900)
        assert (run.returncode, *told) == (0, b"", b"")

    def result(self) -> dict[str, bytes]:
        """Every output, and the decisions."""
        files = [*OUTPUTS, "cache/resolutions.jsonl", "cache/written.sha256"]
        return {name: (self.folder / name).read_bytes() for name in files}

    def strays(self) -> set[str]:
        """What is in the folder besides the list, its outputs and what kdbib keeps."""
        names = {str(path.relative_to(self.folder)) for path in self.folder.rglob("*")}
        ours = {"cache", "cache/.gitignore", "cache/resolutions.jsonl", "cache/written.sha256"}
        answers = {f"cache/answers.sqlite{end}" for end in ("", "-wal", "-shm")}
        return names - ours - answers - {"list.md", "kdbib.toml", *OUTPUTS}


@pytest.fixture
def databases() -> Iterator[Databases]:
    with serve(RECORDS, latency=(0.01, 0.005)) as found:
        yield found


def project(folder: Path, databases: Databases, environment: dict[str, str]) -> Project:
    folder.mkdir()
    (folder / "kdbib.toml").touch()
    (folder / "list.md").write_text(LIST, "utf-8")
    state = {"XDG_STATE_HOME": str(folder.with_suffix(".state"))}
    return Project(folder, environment | databases.environment() | state)


def answered(databases: Databases) -> list[tuple[str, str, str, bytes]]:
    return [
        (asked.database, asked.path, str(sorted(asked.params.items())), asked.body)
        for asked in databases.log
        if asked.status == 200
    ]


def test_latencies_change_nothing(
    tmp_path: Path, databases: Databases, environment: dict[str, str]
) -> None:
    quiet = project(tmp_path / "quiet", databases, environment)
    quiet.run()
    expected = quiet.result()
    assert expected["cache/resolutions.jsonl"].count(b'"matched"') > 25
    asked = Counter(answered(databases))
    for seed in range(LATENCIES):
        random_ = random.Random(seed)
        slow = random_.sample(range(len(DATABASES)), len(DATABASES))
        for name, place in zip(DATABASES, slow, strict=True):
            databases.latency(name, 0.03 * place, 0.01)
        databases.log.clear()
        other = project(tmp_path / f"seed{seed}", databases, environment)
        other.run()
        assert other.result() == expected, f"seed {seed}"
        assert Counter(answered(databases)) == asked, f"seed {seed}"


def test_a_killed_run_ends_where_an_undisturbed_one_does(
    tmp_path: Path, databases: Databases, environment: dict[str, str]
) -> None:
    quiet = project(tmp_path / "quiet", databases, environment)
    begun = time.monotonic()
    quiet.run()
    lasts = time.monotonic() - begun
    expected = quiet.result()
    for seed in range(KILLS):
        random_ = random.Random(seed)
        how = (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)[seed % 3]
        databases.log.clear()
        killed = project(tmp_path / f"seed{seed}", databases, environment)
        run = killed.start()
        time.sleep(random_.uniform(0, lasts))
        run.send_signal(how)
        _, told = run.communicate(timeout=900)
        where = f"seed {seed}, {how.name}: {told.decode()}"
        # before Python has come to kdbib, an interrupt is Python's own
        assert b"Traceback" not in told or b"kdbib" not in told, where
        before = answered(databases)
        under_way = {name: asked for asked in before for name in asked[:1]}
        killed.run()
        assert killed.result() == expected, where
        assert killed.strays() == set(), where
        again = Counter(before) & Counter(answered(databases)[len(before) :])
        assert set(again) <= set(under_way.values()), where


def test_what_the_cache_holds_changes_nothing(
    tmp_path: Path, databases: Databases, environment: dict[str, str]
) -> None:
    fresh = project(tmp_path / "fresh", databases, environment)
    fresh.run()
    works = [
        {name: data for name, data in fresh.result().items() if name in OUTPUTS},
        fresh.result()["cache/resolutions.jsonl"],
    ]
    for name in ("arxiv", "dblp", "crossref"):
        after = project(tmp_path / name, databases, environment)
        after.start("--source", name).communicate(timeout=900)
        (after.folder / "cache" / "resolutions.jsonl").unlink()
        after.run()
        found = after.result()
        assert {name: found[name] for name in OUTPUTS} == works[0], name
        assert found["cache/resolutions.jsonl"] == works[1], name


def test_kept_answers_are_enough_without_a_network(
    tmp_path: Path, databases: Databases, environment: dict[str, str]
) -> None:
    online = project(tmp_path / "online", databases, environment)
    online.run()
    expected = online.result()
    (online.folder / "cache" / "resolutions.jsonl").unlink()
    databases.log.clear()
    online.run("--offline")
    assert len(databases.log) == 0
    assert online.result() == expected
