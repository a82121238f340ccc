"""Adopting ``kdbib lint`` on a list with many findings: a baseline, and the lines of a change."""

import json
import subprocess
from pathlib import Path

import pytest

from kdbib.errors import UsageError
from tests.lint.test_formats import kdbib

OLD = (
    "1. Moonshine:Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NIPS 2018\n"
    "2. Deep Mutual Learning. Zhang, Ying et al. CVPR 2018\n"
    "3. SoundNet:Learning Sound Representations. Aytar, Yusuf et al. NIPS 2020\n"
)
NEW = "4. Paraphrasing:Network Compression via Factors. Kim, Jangho et al. NIPS 2018\n"
OPTIONS = ("--select", "KB321,KB406", "--output-format", "concise")


@pytest.fixture(autouse=True)
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "kdbib.toml").touch()
    path = tmp_path / "list.md"
    path.write_text(OLD)
    return path


def places(*options: str, file: str = "list.md") -> list[str]:
    """The findings as ``line:column code``."""
    lines = kdbib("lint", file, *OPTIONS, *options).stdout.splitlines()
    return [" ".join(one.removeprefix(f"{file}:").replace(": ", " ").split()[:2])
            for one in lines if one.startswith(f"{file}:")]  # fmt: skip


def git(*arguments: str) -> None:
    person = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org")
    subprocess.run(["git", *person, *arguments], check=True, capture_output=True)


def commit() -> None:
    git("add", "-A")
    git("commit", "-qm", "a change", "--allow-empty")


@pytest.fixture
def clone(path: Path) -> Path:
    git("init", "-q", "-b", "main")
    commit()
    return path


# --- the baseline ---------------------------------------------------------------------------------


def test_what_the_baseline_knows_is_passed_over(path: Path) -> None:
    kept = kdbib("lint", "list.md", *OPTIONS, "--write-baseline", "known.json")
    assert (kept.exit_code, kept.stdout) == (0, "")
    assert kept.stderr == (
        "kdbib: 4 findings kept in known.json; `kdbib lint --baseline known.json` passes over them\n"
    )
    assert kdbib("lint", "list.md", *OPTIONS, "--baseline", "known.json").exit_code == 0
    path.write_text(OLD + NEW)
    assert places("--baseline", "known.json") == ["4:16 KB321", "4:69 KB406"]


def test_what_has_moved_and_has_another_number_is_known_and_what_was_changed_is_not(
    path: Path,
) -> None:
    kdbib("lint", "list.md", *OPTIONS, "--write-baseline", "known.json")
    first, _, third = OLD.splitlines(keepends=True)
    path.write_text("# New\n\n" + NEW + first.replace("1. ", "7. ") + third.replace("2020", "2019"))
    assert places("--baseline", "known.json") == [
        *("3:16 KB321", "3:69 KB406"),
        *("5:12 KB321", "5:65 KB406"),
    ]


def test_a_finding_that_is_known_once_is_passed_over_once(path: Path) -> None:
    kdbib("lint", "list.md", *OPTIONS, "--write-baseline", "known.json")
    first = OLD.splitlines(keepends=True)[0]
    path.write_text(OLD + "\n\n" + first)
    assert len(places("--baseline", "known.json")) == len(places()) - 4


def test_the_same_field_in_another_bibtex_entry_is_another_finding() -> None:
    entry = "@misc{%s,\n  title = {Relations},\n  note = {R&D}\n}\n"
    Path("refs.bib").write_text(entry % "a")
    options = ("lint", "refs.bib", "--select", "KB824", "--output-format", "concise")
    kdbib(*options, "--write-baseline", "known.json")
    Path("refs.bib").write_text(entry % "b" + entry % "a")
    found = kdbib(*options, "--baseline", "known.json").stdout.splitlines()
    assert found[0].startswith("refs.bib:3:12: KB824")
    assert len([one for one in found if "KB824" in one]) == 1


def test_fixes_leave_alone_what_is_passed_over(path: Path) -> None:
    kdbib("lint", "list.md", *OPTIONS, "--write-baseline", "known.json")
    path.write_text(NEW + OLD)
    kdbib("lint", "list.md", *OPTIONS, "--baseline", "known.json", "--fix")
    fixed = NEW.replace(":N", ": N").replace("NIPS", "NeurIPS")
    assert path.read_text() == fixed + OLD


def test_what_is_gone_is_counted(path: Path) -> None:
    kdbib("lint", "list.md", *OPTIONS, "--write-baseline", "known.json")
    path.write_text("".join(OLD.splitlines(keepends=True)[1:]))
    told = kdbib("lint", "list.md", *OPTIONS, "--baseline", "known.json").stderr
    assert told == "kdbib: 2 findings of the baseline are gone; --write-baseline forgets them\n"
    only = kdbib("lint", "list.md", "--select", "KB406", "--baseline", "known.json").stderr
    assert only == "kdbib: 1 finding of the baseline is gone; --write-baseline forgets them\n"


def test_the_baseline_of_a_project_is_found_from_its_folders(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kdbib("lint", "list.md", *OPTIONS, "--write-baseline", "known.json")
    assert json.loads(Path("known.json").read_text())["findings"][0]["file"] == "list.md"
    Path("kdbib.toml").write_text('[lint]\nbaseline = "known.json"\n')
    (path.parent / "docs").mkdir()
    monkeypatch.chdir(path.parent / "docs")
    assert kdbib("lint", "../list.md", *OPTIONS).exit_code == 0


@pytest.mark.parametrize(
    "wrong", ["", "[]", '{"version": 1}', '{"version": 2, "findings": []}', "\0"]
)
def test_a_file_that_is_no_baseline_is_neither_read_nor_replaced(wrong: str) -> None:
    Path("mine.json").write_text(wrong)
    for option in ("--baseline", "--write-baseline"):
        with pytest.raises(UsageError, match=r"mine\.json: "):
            kdbib("lint", "list.md", option, "mine.json")
    assert Path("mine.json").read_text() == wrong
    with pytest.raises(UsageError, match="--write-baseline makes a baseline"):
        kdbib("lint", "list.md", "--baseline", "missing.json")


# --- the lines of a change -------------------------------------------------------------------------


def test_only_lines_that_are_not_committed_yet(clone: Path) -> None:
    assert places("--diff-only") == []
    clone.write_text(NEW + OLD.replace("2020", "2019"))
    assert places("--diff-only") == ["1:16 KB321", "1:69 KB406", "4:12 KB321", "4:65 KB406"]
    git("add", "-A")
    assert len(places("--diff-only")) == 4, "what is staged is not committed"


def test_only_lines_that_changed_since_a_branch_was_left(clone: Path) -> None:
    git("checkout", "-qb", "topic")
    clone.write_text(OLD + NEW)
    commit()
    git("checkout", "-q", "main")
    clone.write_text(OLD.replace("1. Moon", "1. Sun"))
    commit()
    git("checkout", "-q", "topic")
    assert places("--since", "main") == ["4:16 KB321", "4:69 KB406"]
    assert places("--since", "HEAD") == []


def test_fixes_keep_to_the_lines_of_the_change(clone: Path) -> None:
    clone.write_text(NEW + OLD)
    kdbib("lint", "list.md", *OPTIONS, "--diff-only", "--fix")
    assert clone.read_text() == NEW.replace(":N", ": N").replace("NIPS", "NeurIPS") + OLD


def test_a_file_that_is_new_counts_whole_and_a_renamed_one_as_before(clone: Path) -> None:
    Path("other.md").write_text(OLD)
    assert len(places("--diff-only", file="other.md")) == 4
    Path("other.md").unlink()
    git("mv", "list.md", "moved.md")
    assert places("--diff-only", file="moved.md") == []


def test_a_bibtex_entry_counts_when_a_field_of_it_is_removed(clone: Path) -> None:
    entry = "@article{a,\n  title = {Relations},\n  journal = {J},\n  year = 2019\n}\n"
    Path("refs.bib").write_text(entry + entry.replace("{a", "{b").replace("  journal = {J},\n", ""))
    commit()
    Path("refs.bib").write_text(Path("refs.bib").read_text().replace("  journal = {J},\n", ""))
    options = ("lint", "refs.bib", "--select", "KB8", "--output-format", "concise", "--diff-only")
    lines = {one.split(":")[1] for one in kdbib(*options).stdout.splitlines() if ".bib:" in one}
    assert lines == {"1"}


def test_line_ends_and_encodings_are_no_change(clone: Path) -> None:
    clone.write_bytes(OLD.replace("\n", "\r\n").encode())
    assert places("--diff-only") == []
    clone.write_bytes(OLD.encode("utf-16"))
    assert places("--diff-only") == []


def test_what_git_does_not_know_is_wrong_usage(clone: Path, tmp_path: Path) -> None:
    for rev in ("nowhere", "--all", "HEAD:list.md", ""):
        if rev:
            with pytest.raises(UsageError, match="git knows no commit"):
                kdbib("lint", "list.md", "--since", rev)
    with pytest.raises(UsageError, match="can't be used together"):
        kdbib("lint", "list.md", "--since", "HEAD", "--diff-only")


def test_outside_of_a_clone_there_is_no_change(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(path.parent.parent))
    with pytest.raises(UsageError, match="not in a clone of git"):
        kdbib("lint", "list.md", "--diff-only")
