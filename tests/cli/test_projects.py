"""Projects that are edited, run, killed and run at once, at random, and end as a quiet run does.

``KDBIB_TEST_PROJECTS=50`` runs as many; two short ones are run otherwise.
"""

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path

import pytest

import kdbib.api
from kdbib.cli import main
from kdbib.corpus.memory import MemoryCorpus
from kdbib.http.policy import Policy
from tests.cli.test_undisturbed import citation
from tests.pipeline.test_pipeline import RECORDS
from tests.support.databases import Databases, serve

PROJECTS = int(os.environ.get("KDBIB_TEST_PROJECTS", "2"))
STEPS = 5 if "KDBIB_TEST_PROJECTS" in os.environ else 2
LONGEST = 60  # seconds that a run may take
OUTPUTS = ("references.bib", "references.json")


@pytest.fixture
def databases(monkeypatch: pytest.MonkeyPatch) -> Iterator[Databases]:
    """The databases, which may be asked without waiting; no corpus."""
    spacing = Policy.spacing
    monkeypatch.setattr(
        Policy, "spacing", lambda self, *, with_key: 0.01 * spacing(self, with_key=with_key)
    )
    monkeypatch.setattr(kdbib.api, "embedded", lambda: MemoryCorpus("nothing", ()))
    with serve(RECORDS, latency=(0.01, 0.005)) as found:
        yield found


class Run:
    """``kdbib`` in a process that is forked from this one, and so has nothing to load."""

    def __init__(self, folder: Path, environment: dict[str, str], *arguments: str) -> None:
        self.arguments = arguments
        self._told = folder.parent / f"told-{time.monotonic_ns()}"
        self.pid = os.fork()
        if self.pid == 0:
            try:
                told = os.open(self._told, os.O_CREAT | os.O_WRONLY)
                os.dup2(told, 1)
                os.dup2(told, 2)
                sys.stdout = os.fdopen(1, "w", closefd=False)
                sys.stderr = os.fdopen(2, "w", 1, closefd=False)
                os.chdir(folder)
                os.environ.clear()
                os.environ.update(environment)
                sys.argv = ["kdbib", *arguments]
                signal.alarm(LONGEST)
                main()
            except SystemExit as done:
                sys.stdout.flush()
                os._exit(done.code if isinstance(done.code, int) else 99)
            finally:
                os._exit(98)

    def end(self) -> tuple[int, str]:
        """Its exit code, and what it said."""
        _, status = os.waitpid(self.pid, 0)
        return os.waitstatus_to_exitcode(status), self._told.read_text(errors="replace")

    def must_end_well(self) -> None:
        code, told = self.end()
        assert code == 0, f"{' '.join(self.arguments)}: {code}: {told}"


@dataclass
class Project:
    """A folder with lists, and what a random hand does to it."""

    folder: Path
    environment: dict[str, str]
    hand: random.Random
    decided: set[str] = field(default_factory=set)

    @property
    def lists(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("list?.md"))

    def run(self, *arguments: str) -> Run:
        return Run(self.folder, self.environment, "enrich", "-q", *arguments)

    def write(self, name: str, lines: list[str]) -> None:
        (self.folder / name).write_text("# Papers\n\n" + "".join(lines), "utf-8")

    def edit(self) -> None:
        """Add, drop, move or misspell citations of a list."""
        name = self.hand.choice(self.lists)
        lines = (self.folder / name).read_text("utf-8").splitlines(keepends=True)[2:]
        for _ in range(self.hand.randint(1, 3)):
            where = self.hand.randrange(len(lines))
            match self.hand.choice(("add", "drop", "move", "misspell")):
                case "add":
                    lines.insert(where, citation(self.hand.randrange(len(RECORDS))))
                case "drop" if len(lines) > 3:
                    del lines[where]
                case "move":
                    lines.insert(0, lines.pop(where))
                case "misspell":
                    lines[where] = lines[where].replace("o", "0", 1)
        self.write(name, lines)

    def disturb(self) -> None:
        """Kill a run, or let several run at once."""
        if self.hand.random() < 0.5:
            how = self.hand.choice((signal.SIGKILL, signal.SIGTERM, signal.SIGINT))
            run = self.run(*self.lists)
            time.sleep(self.hand.uniform(0, 0.8))
            os.kill(run.pid, how)
            code, told = run.end()
            assert code in {0, 128 + how, -how}, told
            assert "Traceback" not in told
        else:
            for name in self.lists:
                (self.folder / f"of-{name}").mkdir(exist_ok=True)
            runs = [self.run(name, "--output-dir", f"of-{name}") for name in self.lists]
            for run in runs:
                run.must_end_well()

    def settle(self) -> None:
        """Run in quiet: as a fresh run ends, for good, with every decision kept."""
        fresh = Project(self.folder.with_suffix(".fresh"), self.environment, self.hand)
        shutil.rmtree(fresh.folder, ignore_errors=True)
        fresh.folder.mkdir()
        for name in ("kdbib.toml", *self.lists):
            shutil.copy(self.folder / name, fresh.folder / name)
        self.run(*self.lists).must_end_well()
        fresh.run(*self.lists).must_end_well()
        corrected = [name.replace(".md", ".enriched.md") for name in self.lists]
        for name in (*corrected, *OUTPUTS):
            of_fresh, ours = ((p.folder / name).read_text().splitlines() for p in (fresh, self))
            assert "\n".join(unified_diff(of_fresh, ours, "fresh", name, n=1)) == ""
        kept = self.folder / "cache" / "resolutions.jsonl"
        decided = {json.loads(line)["citation"] for line in kept.read_text().splitlines()}
        assert self.decided <= decided
        self.decided = decided
        self._check_with_decisions_alone()

    def _check_with_decisions_alone(self) -> None:
        """A colleague corrects the lists and checks them, without a network or any answer."""
        folder = self.folder.with_suffix(".colleague")
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("answers.sqlite*"))
        nobody = {name: "http://127.0.0.1:9" for name in self.environment if name.endswith("_URL")}
        colleague = Project(folder, self.environment | nobody, self.hand)
        colleague.run(*self.lists, "--in-place", "--offline").must_end_well()
        for name in self.lists:
            corrected = name.replace(".md", ".enriched.md")
            assert (folder / name).read_text() == (self.folder / corrected).read_text()
        colleague.run(*self.lists, "--check", "--offline").must_end_well()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the runs are forked")
@pytest.mark.parametrize("number", range(PROJECTS))
def test_a_project_ends_as_a_quiet_run_does(
    number: int, tmp_path: Path, databases: Databases, environment: dict[str, str]
) -> None:
    hand = random.Random(number)
    state = {"XDG_STATE_HOME": str(tmp_path / "state")}
    project = Project(tmp_path / "project", environment | databases.environment() | state, hand)
    project.folder.mkdir()
    (project.folder / "kdbib.toml").touch()
    for index in range(hand.randint(2, 3)):
        numbers = hand.sample(range(len(RECORDS)), 8)
        project.write(f"list{index}.md", [citation(number) for number in numbers])
    for _ in range(STEPS):
        project.edit()
        if hand.random() < 0.7:
            project.disturb()
        if hand.random() < 0.7:
            project.settle()
    project.settle()
