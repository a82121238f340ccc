"""Which files ``kdbib lint`` checks, and which rules in which of them."""

from pathlib import Path

import pytest

from kdbib.errors import UsageError
from kdbib.linter.files import Files, patterns
from tests.lint.test_formats import kdbib

WRONG = "1. Moonshine:Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NeurIPS 2018\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A clone with lists, with what git ignores, and with what is none of ours."""
    monkeypatch.chdir(tmp_path)
    for name in (
        *("README.md", "docs/a.md", "docs/deep/b.markdown", "refs.bib", "notes.txt", "page.html"),
        *("build/out.md", "docs/drafts/c.md", "docs/drafts/kept.md", "scratch.md"),
        *(".venv/x.md", ".git/x.md", "node_modules/p/README.md", "README.enriched.md"),
    ):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("" if name.endswith(".bib") else WRONG)
    (tmp_path / ".git" / "info").mkdir()
    (tmp_path / ".git" / "info" / "exclude").write_text("/scratch.md\n")
    (tmp_path / ".gitignore").write_text("build/\n!\ndocs/drafts/*\n")
    (tmp_path / "docs" / ".gitignore").write_text("!drafts/kept.md\n")
    return tmp_path


def meant(*named: str, exclude: tuple[str, ...] = (), **options: bool) -> list[str]:
    return Files(Path.cwd(), patterns(exclude, "--exclude"), **options).of(named)


def test_of_a_folder_the_lists_are_read_that_people_write() -> None:
    assert meant(".") == ["README.md", "refs.bib", "docs/a.md", "docs/deep/b.markdown",
                          "docs/drafts/kept.md"]  # fmt: skip
    assert meant("docs") == ["docs/a.md", "docs/deep/b.markdown", "docs/drafts/kept.md"]


def test_what_git_ignores_is_read_on_request() -> None:
    assert "build/out.md" in meant(".", gitignore=False)
    assert "scratch.md" in meant(".", gitignore=False)
    assert ".venv/x.md" not in meant(".", gitignore=False)


def test_globs_fit_any_file_but_the_excluded() -> None:
    assert meant("*.txt", "**/*.md") == ["notes.txt", "README.md", "docs/a.md",
                                         "docs/drafts/kept.md"]  # fmt: skip
    with pytest.raises(UsageError, match=r"\*\.rst: no file fits"):
        meant("*.rst")


def test_a_file_that_is_named_is_read_whatever_excludes_it_except_on_request() -> None:
    assert meant("build/out.md", "scratch.md") == ["build/out.md", "scratch.md"]
    assert meant("build/out.md", "README.md", always=True) == ["README.md"]
    assert meant("docs/a.md", exclude=("docs/",), always=True) == []


def test_excluded_are_patterns_from_the_projects_folder(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert meant(".", exclude=("docs/", "!docs/a.md", "*.bib")) == ["README.md"]
    monkeypatch.chdir(project / "docs")
    (project / "kdbib.toml").write_text('[lint]\nexclude = ["docs/deep/"]\n')
    result = kdbib("lint", ".", "--output-format", "concise", "--select", "KB321")
    assert result.stdout.splitlines()[:2] == [
        "a.md:1:13: KB321 [*] missing space after the colon",
        "drafts/kept.md:1:13: KB321 [*] missing space after the colon",
    ]


def test_a_link_to_a_folder_above_is_not_followed(project: Path) -> None:
    (project / "docs" / "loop").symlink_to(project)
    assert meant("docs") == ["docs/a.md", "docs/deep/b.markdown", "docs/drafts/kept.md"]


def test_a_file_is_checked_once_and_named_once() -> None:
    assert meant("docs/a.md", "docs") == ["docs/a.md", "docs/deep/b.markdown",
                                          "docs/drafts/kept.md"]  # fmt: skip
    with pytest.raises(UsageError, match="named twice"):
        meant("README.md", "README.md")


def test_a_folder_without_lists_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = kdbib("lint", "empty")
    assert (result.exit_code, result.stderr) == (0, "kdbib: there is no list to check\n")


def test_rules_are_ignored_in_files_that_fit_a_pattern(project: Path) -> None:
    files = ("lint", "README.md", "docs/a.md", "--output-format", "concise", "--select", "KB321")
    ignored = kdbib(*files, "--per-file-ignores", "docs/*:KB3,KB2")
    assert ignored.stdout.splitlines()[0].startswith("README.md:1:13: KB321")
    assert "docs" not in ignored.stdout
    (project / "kdbib.toml").write_text(
        '[lint.per-file-ignores]\n"*.md" = ["no-space-after-colon"]\n'
    )
    assert kdbib(*files).stdout == "Nothing found.\n"
    assert kdbib(*files, "--fix").stdout == "Nothing found.\n"
    assert Path("README.md").read_text() == WRONG


@pytest.mark.parametrize(
    ("wrong", "told"),
    [("docs", "write a pattern"), (":KB2", "write a pattern"), ("*.md:KB9", "no rule 'KB9'")],
)
def test_what_ignores_nothing_is_wrong_usage(wrong: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        kdbib("lint", "README.md", "--per-file-ignores", wrong)


def test_settings_of_the_wrong_kind_are_told(project: Path) -> None:
    for wrong in ('[lint.per-file-ignores]\n"a" = "KB1"\n', '[lint]\nbaseline = "../b.json"\n'):
        (project / "kdbib.toml").write_text(wrong)
        with pytest.raises(UsageError, match=r"kdbib\.toml: "):
            kdbib("lint", "README.md")
