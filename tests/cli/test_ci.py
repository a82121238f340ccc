"""The hooks, the Action and the container file that a project uses kdbib by, run for real."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import ROOT

WRONG = "1. Moonshine:Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NeurIPS 2018\n"
RIGHT = WRONG.replace(":D", ": D")
OLD = "1. SoundNet:Learning Sound Representations. Aytar, Yusuf et al. NeurIPS 2020\n"
PACKAGE = ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml", "kdbib")


def run(*command: str, cwd: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KDBIB_")}
    person = {f"GIT_{who}_{what}": "ann@example.org" for who in ("AUTHOR", "COMMITTER")
              for what in ("NAME", "EMAIL")}  # fmt: skip
    return subprocess.run(
        command,
        cwd=cwd,
        env=kept | person | variables,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=600,
        check=False,
    )


def commit(folder: Path) -> str:
    """Commit all there is in a folder; the commit's name."""
    for arguments in (["init", "-q", "-b", "main"], ["add", "-A"], ["commit", "-qm", "a change"]):
        done = run("git", *arguments, cwd=folder)
        assert done.returncode == 0, done.stderr
    return run("git", "rev-parse", "HEAD", cwd=folder).stdout.strip()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    project = tmp_path / "project"
    project.mkdir()
    (project / "list.md").write_text(OLD)
    commit(project)
    return project


# --- pre-commit -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, Path]:
    """A clone of kdbib, its commit, and the folder in which pre-commit installs it once."""
    clone = tmp_path_factory.mktemp("kdbib")
    for name in PACKAGE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, clone / name)
    return clone, commit(clone), tmp_path_factory.mktemp("pre-commit")


def pre_commit(
    hooks: tuple[Path, str, Path], project: Path, hook: str, *args: str
) -> "subprocess.CompletedProcess[str]":
    """What pre-commit says of what is staged; skips where it can't install packages."""
    clone, rev, home = hooks
    config = {"repos": [{"repo": str(clone), "rev": rev,
                         "hooks": [{"id": hook, "args": list(args)} if args else {"id": hook}]}]}  # fmt: skip
    (project / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    assert run("git", "add", "-A", cwd=project).returncode == 0
    command = (sys.executable, "-m", "pre_commit", "run", hook, "--color", "never")
    done = run(*command, cwd=project, PRE_COMMIT_HOME=str(home))
    if re.search("No matching distribution|Could not find a version|ConnectionError", done.stdout):
        pytest.skip("pre-commit can't install kdbib's dependencies: there is no package index")
    return done


def test_the_lint_hook_fails_on_a_malformed_citation(
    hooks: tuple[Path, str, Path], project: Path
) -> None:
    (project / "new.md").write_text(WRONG)
    (project / "notes.txt").write_text(WRONG)
    done = pre_commit(hooks, project, "kdbib-lint", "--output-format=concise")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "new.md:1:13: KB321 [*] missing space after the colon\n" in done.stdout
    assert "notes.txt" not in done.stdout
    (project / "new.md").write_text(RIGHT)
    assert pre_commit(hooks, project, "kdbib-lint").returncode == 0


def test_the_lint_hook_can_keep_to_the_lines_of_the_commit(
    hooks: tuple[Path, str, Path], project: Path
) -> None:
    (project / "list.md").write_text(OLD + "\nA word.\n")
    assert pre_commit(hooks, project, "kdbib-lint", "--diff-only").returncode == 0
    (project / "list.md").write_text(OLD + WRONG)
    done = pre_commit(hooks, project, "kdbib-lint", "--diff-only", "--output-format=concise")
    assert re.findall(r"list\.md:\d+", done.stdout) == ["list.md:2"]


def test_the_fix_hook_corrects_and_fails_as_hooks_do(
    hooks: tuple[Path, str, Path], project: Path
) -> None:
    (project / "new.md").write_text(WRONG)
    done = pre_commit(hooks, project, "kdbib-fix")
    assert done.returncode == 1
    assert "files were modified by this hook" in done.stdout
    assert (project / "new.md").read_text() == RIGHT


def test_the_check_hook_asks_nobody(hooks: tuple[Path, str, Path], project: Path) -> None:
    (project / "new.md").write_text(
        "1. Moonshine: Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NIPS 2018\n"
    )
    assert pre_commit(hooks, project, "kdbib-check").returncode == 1
    (project / "new.md").write_text(RIGHT)
    assert pre_commit(hooks, project, "kdbib-check").returncode == 0


# --- the Action -----------------------------------------------------------------------------------


class Runner:
    """Runs the steps of action.yml as GitHub's runner does: each in bash, with its environment."""

    def __init__(self, project: Path, temporary: Path) -> None:
        self.action: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
        self.project = project
        self.summary = temporary / "summary.md"
        self.sarif = temporary / "kdbib.sarif"
        self.uploaded = False
        self._temporary = temporary

    def run(
        self, base: str = "", *, install: str = "", **inputs: str
    ) -> "subprocess.CompletedProcess[str]":
        """The last step that ran: one that failed, or the one that annotates."""
        known = {name: str(one["default"]) for name, one in self.action["inputs"].items()}
        assert set(inputs) <= {name.replace("-", "_") for name in known}
        known |= {name.replace("_", "-"): value for name, value in inputs.items()}
        values = {f"inputs.{name}": value for name, value in known.items()} | {
            "github.event.pull_request.base.sha": base,
            "github.action_path": str(ROOT),
            "runner.temp": str(self._temporary),
        }
        self.summary.touch()
        for step in self.action["runs"]["steps"]:
            if (step["name"] == "Install kdbib" and not install) or not _holds(
                step.get("if"), values
            ):
                continue
            if "uses" in step:
                self._use(step, values)
                continue
            assert "${{" not in step["run"], "what strangers write is no part of a script"
            variables = {name: _filled(one, values) for name, one in step.get("env", {}).items()}
            done = self._bash(step["run"], variables)
            if done.returncode:
                break
        return done

    def borrow(self) -> None:
        """Use the tests' own kdbib, in the place of the step that installs one."""
        venv = self._temporary / "kdbib" / "bin"
        venv.mkdir(parents=True)
        command = venv / "kdbib"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m kdbib "$@"\n')
        command.chmod(0o755)

    def _use(self, step: dict[str, Any], values: dict[str, str]) -> None:
        action, _, version = step["uses"].partition("@")
        assert re.fullmatch(r"v\d+", version)
        if action == "github/codeql-action/upload-sarif":
            self.uploaded = Path(_filled(step["with"]["sarif_file"], values)).is_file()

    def _bash(self, script: str, variables: dict[str, str]) -> "subprocess.CompletedProcess[str]":
        return run(
            *("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script),
            cwd=self.project,
            RUNNER_TEMP=str(self._temporary),
            GITHUB_STEP_SUMMARY=str(self.summary),
            GITHUB_ACTIONS="true",
            **variables,
        )


def _filled(text: str, values: dict[str, str]) -> str:
    return re.sub(r"\$\{\{ ([\w.-]+) \}\}", lambda found: values[found[1]], text)


def _holds(condition: str | None, values: dict[str, str]) -> bool:
    if condition is None:
        return True
    found = re.fullmatch(r"([\w.-]+) == '(\w+)'", condition)
    assert found
    return values[found[1]] == found[2]


@pytest.fixture
def runner(project: Path, tmp_path: Path) -> Runner:
    temporary = tmp_path / "runner"
    temporary.mkdir()
    runner = Runner(project, temporary)
    runner.borrow()
    return runner


def test_the_action_annotates_and_summarizes(runner: Runner) -> None:
    (runner.project / "new.md").write_text(WRONG)
    done = runner.run()
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        f"::warning title=kdbib (KB321),file={file},line=1,col={column},endLine=1,"
        f"endColumn={column + 1}::KB321 missing space after the colon: add one"
        for file, column in (("list.md", 12), ("new.md", 13))
    ]
    summary = runner.summary.read_text()
    assert summary.startswith("## kdbib lint\n\nFound 2 problems in 2 files.\n")
    assert "| new.md&#58;1&#58;13 | KB321 | missing space after the colon | add one |" in summary
    assert not runner.uploaded


def test_the_action_uploads_sarif_before_it_fails(runner: Runner) -> None:
    assert runner.run(sarif="true", summary="false").returncode == 1
    assert runner.uploaded
    log = json.loads(runner.sarif.read_text())
    assert [one["ruleId"] for one in log["runs"][0]["results"]] == ["KB321"]
    assert runner.summary.read_text() == ""


def test_the_action_can_keep_to_the_lines_of_a_pull_request(runner: Runner) -> None:
    base = run("git", "rev-parse", "HEAD", cwd=runner.project).stdout.strip()
    (runner.project / "list.md").write_text(OLD + RIGHT)
    commit(runner.project)
    assert runner.run(base, changed_only="true").returncode == 0
    assert runner.run("", changed_only="true").returncode == 1, "outside of a pull request, all"
    (runner.project / "list.md").write_text(OLD + WRONG)
    commit(runner.project)
    done = runner.run(base, changed_only="true")
    assert re.findall(r"line=(\d+)", done.stdout) == ["2"]


def test_a_base_that_a_shallow_clone_lacks_is_fetched(runner: Runner, tmp_path: Path) -> None:
    origin = runner.project
    base = run("git", "rev-parse", "HEAD", cwd=origin).stdout.strip()
    (origin / "list.md").write_text(OLD + WRONG)
    commit(origin)
    assert run("git", "config", "uploadpack.allowAnySHA1InWant", "true", cwd=origin).returncode == 0
    shallow = tmp_path / "shallow"
    clone = ("git", "clone", "-q", "--depth=1", origin.as_uri(), str(shallow))
    assert run(*clone, cwd=tmp_path).returncode == 0
    runner.project = shallow
    done = runner.run(base, changed_only="true")
    assert re.findall(r"line=(\d+)", done.stdout) == ["2"], done.stderr


def test_inputs_of_the_action_are_lines_and_never_commands(runner: Runner) -> None:
    hostile = '$(touch pwned) "; touch pwned; `touch pwned`'
    (runner.project / "two words.md").write_text(WRONG)
    done = runner.run(files="two words.md\n", args="--select=KB321\n--fail-level=info")
    assert done.returncode == 1
    assert "file=two words.md" in done.stdout
    done = runner.run(files=hostile)
    assert done.returncode == 2
    assert not (runner.project / "pwned").exists()
    assert runner.run(fail_level="none").returncode == 0


def test_the_action_installs_kdbib_from_its_own_folder(project: Path, tmp_path: Path) -> None:
    temporary = tmp_path / "runner"
    temporary.mkdir()
    runner = Runner(project, temporary)
    done = runner.run(install="true")
    if re.search("No matching distribution|Could not find a version", done.stderr):
        pytest.skip("pip can't build kdbib: there is no package index")
    assert done.returncode == 1, done.stderr
    assert done.stdout.startswith("::warning title=kdbib (KB321),file=list.md,line=1,")
    installed = runner.summary.parent / "kdbib" / "lib"
    assert list(installed.glob("python*/site-packages/kdbib/data/venues.tsv"))


# --- the container --------------------------------------------------------------------------------


def test_the_container_copies_what_is_there_and_the_ignore_file_lets_through() -> None:
    """No engine builds it here. pip builds kdbib from these files in the tests of the hooks."""
    lines = re.sub(r"\\\n", " ", (ROOT / "Containerfile").read_text("utf-8")).splitlines()
    copied = [line.split()[1:-1] for line in lines if re.match(r"COPY (?!--from)", line)]
    sources = [source for one in copied for source in one]
    kept = {line[1:] for line in (ROOT / ".containerignore").read_text("utf-8").splitlines()
            if line.startswith("!")}  # fmt: skip
    assert sources == ["pyproject.toml", "README.md", "LICENSE", "kdbib"]
    assert set(sources) == kept
    assert all((ROOT / source).exists() for source in sources)
    assert lines.index("USER kdbib") < lines.index('ENTRYPOINT ["kdbib"]')
