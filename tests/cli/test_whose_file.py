"""Whatever kdbib did not write is unchanged, byte for byte: inputs × what is there × options."""

import io
import json
import os
import shutil
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
import typer.main

import kdbib.pipeline
from kdbib.cli import app, main
from kdbib.write.seal import is_sealed
from tests.cli.conftest import ROOT

LISTED = b"1. Moonshine:Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NIPS 2018\n"
ENTRY = (
    b"% mine\n@misc{hin, title={Distilling the knowledge in a neural network}, "
    b"author={Hinton, Geoffrey}, year=2014, eprint={1503.02531}, note={read again}}\n"
)
PLAIN = (
    b'[1] G. Hinton, O. Vinyals, and J. Dean, "Distilling the knowledge in a neural network," '
    b"arXiv preprint arXiv:1503.02531, 2015.\n"
)
CSL = (
    b'[{"id": "hin {1}", "type": "article", "title": "Distilling the knowledge in a neural network",'
    b' "author": [{"family": "Hinton", "given": "Geoffrey"}], "issued": {"date-parts": [[2015]]}}]'
)
RIS = b"TY  - CONF\nTI  - A Paper of Mine\nAU  - Doe, Jane\nPY  - 2019\nID  - doe19\nER  -\n"
FOREIGN = b"@misc{mine, title={A Page of Mine}, year=2020}\n"
IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
COMMAND = typer.main.get_command(app)
"""The command line, put together once."""
Result = tuple[int, str, str]
Run = Callable[..., Result]


@dataclass(frozen=True)
class Input:
    """LISTs, by their names, with their bytes; or what is on standard input."""

    files: dict[str, bytes]
    stdin: bytes = b""

    @property
    def arguments(self) -> list[str]:
        return ["-"] if self.stdin else list(self.files)


INPUTS = {
    "markdown": Input({"list.md": LISTED}),
    "html": Input({"list.html": b"<ul><li>" + LISTED[3:-1] + b"</li></ul>\n"}),
    "bibtex": Input({"refs.bib": ENTRY}),
    "references.bib": Input({"references.bib": ENTRY}),
    "plain": Input({"refs.txt": PLAIN}),
    "csl": Input({"refs.json": CSL}),
    "ris": Input({"refs.ris": RIS}),
    "of one name": Input({"a/list.md": LISTED, "b/list.md": LISTED}),
    "markdown and bibtex": Input({"list.md": LISTED, "refs.bib": ENTRY}),
    "stdin": Input({}, LISTED),
    "bibtex on stdin": Input({}, ENTRY),
}
OPTIONS = {
    "none": [],
    "--bib": ["--bib", "named.bib"],
    "--csl": ["--csl", "named.json"],
    "--markdown": ["--markdown", "named.md"],
    "--report": ["--report", "named.html"],
    "--output": ["--output", "named.ris"],
    "--output --force": ["--output", "named.ris", "--force"],
    "--output LIST --force": ["--output", "LIST", "--to", "cff", "--force"],
    "--bib --force": ["--bib", "named.bib", "--force"],
    "--markdown --force": ["--markdown", "named.md", "--force"],
    "--report --force": ["--report", "named.html", "--force"],
    "--bib LIST": ["--bib", "LIST"],
    "--markdown LIST --force": ["--markdown", "LIST", "--force"],
    "--report LIST --force": ["--report", "LIST", "--force"],
    "--output-dir": ["--output-dir", "out"],
    "--in-place": ["--in-place"],
    "--format json": ["--format", "json"],
    "--bib -": ["--bib", "-"],
    "--diff": ["--diff"],
    "--check": ["--check"],
}
PLACES = [
    *("references.bib", "references.json", "named.bib", "named.json", "named.md"),
    *("named.html", "named.ris"),
    *("list.enriched.md", "list.enriched.html", "refs.enriched.bib", "references.enriched.bib"),
    *("a-list.enriched.md", "b-list.enriched.md", "out/references.bib", "out/references.json"),
    *("out/list.enriched.md", "out/refs.enriched.bib"),
]


def foreign(place: Path, outside: Path) -> None:
    place.write_bytes(FOREIGN)


def read_only(place: Path, outside: Path) -> None:
    place.write_bytes(FOREIGN)
    place.chmod(0o444)


def link(place: Path, outside: Path) -> None:
    target = place.with_name(f"mine-{place.name}")
    target.write_bytes(FOREIGN)
    place.symlink_to(target.name)


def link_out(place: Path, outside: Path) -> None:
    (outside / place.name).write_bytes(FOREIGN)
    place.symlink_to(outside / place.name)


def dangling_link_out(place: Path, outside: Path) -> None:
    place.symlink_to(outside / f"new-{place.name}")


def link_in_a_circle(place: Path, outside: Path) -> None:
    place.symlink_to(place.name)


def folder(place: Path, outside: Path) -> None:
    place.mkdir()
    (place / "mine").write_bytes(FOREIGN)


def pipe(place: Path, outside: Path) -> None:
    """A pipe, which is written to if it is named, and waits for somebody who reads."""
    if not place.name.startswith("named"):
        os.mkfifo(place)


KINDS = [foreign, read_only, link, link_out, dangling_link_out, link_in_a_circle, folder, pipe]
"""What a user may have where an output goes."""
REPLACEABLE = {foreign, link, link_out, dangling_link_out} | ({read_only} if IS_ROOT else set())
"""What --force replaces; who is root may write to what is read-only."""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project, with no network, next to a folder that is none of its business."""
    for name in [name for name in os.environ if name.startswith("KDBIB_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("KDBIB_OFFLINE", "1")
    root = tmp_path / "project"
    (root / "out").mkdir(parents=True)
    (root / "kdbib.toml").touch()
    (tmp_path / "outside").mkdir()
    monkeypatch.chdir(root)
    return root


@pytest.fixture
def kdbib_here(monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """Run kdbib in this process: exit code, standard output, standard error."""

    def run(*arguments: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr("kdbib.cli.app", COMMAND)
        monkeypatch.setattr(os, "fsync", lambda _: None)
        monkeypatch.setattr(sys, "argv", ["kdbib", *arguments])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        out, err = capfdbinary.readouterr()
        return code, out.decode(), err.decode()

    return run


def state(folder: Path) -> dict[str, object]:
    """What is in a folder: kinds, bytes, links and permissions."""
    found: dict[str, object] = {}
    for path in sorted(folder.rglob("*")):
        mode = path.lstat().st_mode
        content = path.read_bytes() if stat.S_ISREG(mode) else b""
        target = str(path.readlink()) if stat.S_ISLNK(mode) else ""
        found[path.relative_to(folder).as_posix()] = (stat.filemode(mode), content, target)
    return found


def put(given: Input, root: Path) -> None:
    for name, data in given.files.items():
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes(data)


def arguments_of(given: Input, option: str) -> list[str]:
    return [next(iter(given.files)) if word == "LIST" else word for word in OPTIONS[option]]


def concerns(option: str, place: str) -> bool:
    """Whether a run with an option could touch a place; every run could touch the usual ones."""
    if place.startswith("out/"):
        return option == "--output-dir"
    return place in OPTIONS[option] or not place.startswith("named")


CASES = [
    (given, option)
    for given in INPUTS
    for option, words in OPTIONS.items()
    if not (INPUTS[given].stdin and "LIST" in words)
]


@pytest.mark.parametrize(("given", "option"), CASES)
def test_nothing_of_the_users_is_changed(
    given: str,
    option: str,
    project: Path,
    kdbib_here: Run,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lists = INPUTS[given]
    asked: list[object] = []
    resolve = kdbib.pipeline.resolve

    def recording(*arguments: object) -> object:
        asked.append(arguments)
        return resolve(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(kdbib.pipeline, "resolve", recording)
    allowed = set(lists.files) if option == "--in-place" else set()
    forced = {arguments_of(lists, option)[1]} - set(lists.files) if "--force" in option else set()
    places = [place for place in PLACES if concerns(option, place) and place not in lists.files]
    for kind in KINDS:
        for path in (project, project.parent / "outside"):
            shutil.rmtree(path)
            path.mkdir()
        (project / "out").mkdir()
        (project / "kdbib.toml").touch()
        os.chdir(project)
        for place in places:
            kind(project / place, project.parent / "outside")
        put(lists, project)
        before = state(project.parent)
        asked.clear()
        code, _, err = kdbib_here(
            "enrich", *lists.arguments, *arguments_of(lists, option), stdin=lists.stdin
        )
        after = state(project.parent)
        changed = {name for name, what in before.items() if after.get(name) != what}
        made = {name for name in after if name not in before and "/cache" not in name}
        if kind is pipe:
            made -= {f"project/named.{suffix}" for suffix in ("bib", "json", "md", "html", "ris")}
        assert "Traceback" not in err
        if kind in REPLACEABLE and "--force" in option:
            where = {os.path.relpath(os.path.realpath(name), project.parent) for name in forced}
            assert changed <= where, (kind, err)
            assert made <= where
        else:
            assert changed <= {f"project/{name}" for name in allowed}, (kind, err)
            assert made == set(), (kind, err)
        if code == 2:
            assert asked == [], (kind, err)
            assert "kdbib: " in err
        if option in {"--diff", "--check"}:
            assert after == before


# --- what kdbib wrote --------------------------------------------------------------------------

MORE = b"1. Deep Mutual Learning. Zhang, Ying et al. CVPR 2018\n"


@pytest.mark.parametrize("given", [name for name in INPUTS if "stdin" not in name])
@pytest.mark.parametrize(
    "option", ["none", "--output-dir", "--bib", "--csl", "--report", "--output"]
)
def test_what_kdbib_wrote_is_replaced_by_the_next_run_and_once_edited_it_is_not(
    given: str, option: str, project: Path, kdbib_here: Run
) -> None:
    lists = INPUTS[given]
    command = ["enrich", *lists.arguments, *OPTIONS[option]]
    put(lists, project)
    assert kdbib_here(*command)[0] == 0
    outputs = {project / place for place in PLACES if (project / place).is_file()}
    outputs -= {project / name for name in lists.files}
    assert outputs
    first = {output: output.read_bytes() for output in outputs}
    for name in lists.files:
        if name.endswith(".md"):
            (project / name).write_bytes(lists.files[name] + MORE)
    assert kdbib_here(*command)[::2] == (0, "")
    for output in outputs:
        output.write_bytes(output.read_bytes() + b"\n% mine\n")
        edited = state(project)
        code, _, err = kdbib_here(*command)
        assert code == 2
        assert f"{output.relative_to(project)}: kdbib did not write this file, or it was" in err
        assert state(project) == edited
        output.write_bytes(first[output])
        if output.suffix in {".md", ".html"} or "enriched" in output.name:
            output.unlink()


def test_outputs_are_known_in_a_fresh_clone(project: Path, kdbib_here: Run) -> None:
    (project / "list.md").write_bytes(LISTED)
    kdbib_here("enrich", "list.md")
    clone = project.parent / "clone"
    shutil.copytree(project, clone)
    (clone / "cache" / "answers.sqlite").unlink()
    os.chdir(clone)
    (clone / "list.md").write_bytes(LISTED + MORE)
    assert kdbib_here("enrich", "list.md")[::2] == (0, "")
    assert "zhang2018deep" in (clone / "references.bib").read_text()
    shutil.rmtree(clone / "cache")
    (clone / "list.enriched.md").unlink()
    assert kdbib_here("enrich", "list.md")[::2] == (0, "")


def test_line_ends_that_git_changes_are_no_edit(project: Path, kdbib_here: Run) -> None:
    (project / "list.md").write_bytes(LISTED)
    kdbib_here("enrich", "list.md")
    for name in ("references.bib", "references.json", "list.enriched.md"):
        data = (project / name).read_bytes()
        (project / name).write_bytes(data.replace(b"\n", b"\r\n"))
    assert kdbib_here("enrich", "list.md")[::2] == (0, "")


def test_what_readers_of_csl_json_and_bibtex_find_is_what_it_was(
    project: Path, kdbib_here: Run
) -> None:
    (project / "list.md").write_bytes(LISTED)
    kdbib_here("enrich", "list.md")
    (item,) = json.loads((project / "references.json").read_bytes())
    assert item["id"] == "crowley2018moonshine"
    assert sorted(item["custom"]) == ["identifiers", "kdbib", "pdf_url"]
    first, blank, entry = (project / "references.bib").read_text().split("\n", 2)
    assert first.startswith("% written by kdbib, sha256 ")
    assert "@" not in first
    assert (blank, entry[:37]) == ("", "@inproceedings{crowley2018moonshine,\n")


def test_a_file_of_nothing_is_nobodys(project: Path, kdbib_here: Run) -> None:
    (project / "list.md").write_bytes(LISTED)
    (project / "references.bib").write_bytes(b"")
    (project / "references.json").write_bytes(b"[]\n")
    assert kdbib_here("enrich", "list.md")[0] == 0
    assert "crowley2018moonshine" in (project / "references.bib").read_text()


def test_a_bibliography_is_not_emptied_by_a_run_that_finds_nothing(
    project: Path, kdbib_here: Run
) -> None:
    (project / "list.md").write_bytes(LISTED)
    kdbib_here("enrich", "list.md")
    good = (project / "references.bib").read_bytes(), (project / "references.json").read_bytes()
    (project / "list.md").write_bytes(b"1. A Paper That Nobody Has Heard Of. Else, S. CVPR 2019\n")
    code, _, err = kdbib_here("enrich", "list.md")
    assert code == 2
    assert "references.bib is left as it is: nothing was found to replace it with" in err
    assert good == (
        (project / "references.bib").read_bytes(),
        (project / "references.json").read_bytes(),
    )
    assert kdbib_here("enrich", "list.md", "--bib", "references.bib", "--force")[0] == 0
    assert "@" not in (project / "references.bib").read_text()


# --- what is read, and what is written ---------------------------------------------------------


def test_what_kdbib_wrote_is_no_list_beside_others(project: Path, kdbib_here: Run) -> None:
    (project / "list.md").write_bytes(LISTED)
    kdbib_here("enrich", "list.md")
    names = ["list.enriched.md", "list.md", "references.bib", "./list.md"]
    code, out, err = kdbib_here("enrich", *names)
    assert (code, err) == (
        0,
        "kdbib: list.enriched.md is passed over: it is kdbib's own\n"
        "kdbib: references.bib is passed over: it is kdbib's own\n",
    )
    assert "list.md:1:1: corrected: Moonshine:Distilling" in out
    assert not (project / "list.enriched.enriched.md").exists()


def test_lists_of_one_name_are_told_apart_by_their_folders(project: Path, kdbib_here: Run) -> None:
    for folder_ in ("a", "b"):
        (project / folder_).mkdir()
        (project / folder_ / "README.md").write_bytes(LISTED if folder_ == "a" else MORE)
    (project / "README.md").write_bytes(LISTED + MORE)
    done = kdbib_here("enrich", "README.md", "a/README.md", "b/README.md")
    assert "README.enriched.md, a-README.enriched.md, b-README.enriched.md" in done[1]
    assert (project / "b-README.enriched.md").read_bytes() == MORE


@pytest.mark.parametrize(
    ("arguments", "made"),
    [
        (["list.md", "--report", "x.html", "--format", "json"], ["x.html"]),
        (["list.md", "--report", "-"], []),
        (["list.md", "--format", "json"], []),
        (["list.md", "--format", "json", "--csl", "x.json"], ["x.json"]),
        (["list.md", "--format", "json", "--output-dir", "out"], ["out/list.enriched.md"]),
        (["list.md", "--bib", "-"], []),
        (["list.md", "--bib", "-", "--csl", "x.json"], ["x.json"]),
        (["-"], []),
        (["-", "--markdown", "x.md"], ["x.md"]),
    ],
)
def test_what_is_printed_writes_only_what_the_command_line_names(
    arguments: list[str], made: list[str], project: Path, kdbib_here: Run
) -> None:
    (project / "list.md").write_bytes(LISTED)
    (project / "kdbib.toml").write_text('csl = "set.json"\n')
    assert kdbib_here("enrich", *arguments, stdin=LISTED)[0] == 0
    found = {name for name in state(project) if not name.startswith("cache")}
    assert found >= set(made)
    wanted = {"kdbib.toml", "list.md", "out", *made}
    assert found - wanted <= {"out/references.bib", "out/references.json"}


def test_a_user_who_saves_during_the_run_keeps_what_was_saved(
    project: Path, kdbib_here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "list.md").write_bytes(LISTED)
    kdbib_here("enrich", "list.md")
    resolve = kdbib.pipeline.resolve

    def saving(*arguments: object) -> object:
        (project / "list.md").write_bytes(LISTED + b"saved\n")
        (project / "references.bib").write_bytes(FOREIGN)
        return resolve(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(kdbib.pipeline, "resolve", saving)
    code, _, err = kdbib_here("enrich", "list.md", "--in-place")
    assert code == 2
    assert "list.md was changed while kdbib was at work, and is left as it is" in err
    assert "references.bib was changed while kdbib was at work" in err
    assert (project / "list.md").read_bytes() == LISTED + b"saved\n"
    assert (project / "references.bib").read_bytes() == FOREIGN


def test_lint_fix_leaves_what_was_saved_meanwhile(
    project: Path, kdbib_here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    import kdbib.linter.fixes

    fix = kdbib.linter.fixes.fix
    (project / "list.md").write_bytes(LISTED)

    def saving(*arguments: object, **options: object) -> object:
        (project / "list.md").write_bytes(LISTED + b"saved\n")
        return fix(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(kdbib.linter.fixes, "fix", saving)
    code, _, err = kdbib_here("lint", "list.md", "--fix")
    assert code == 2
    assert "list.md was changed while kdbib was at work" in err
    assert (project / "list.md").read_bytes() == LISTED + b"saved\n"


@pytest.mark.parametrize(
    "command",
    [
        ["report", "list.md", "--output", "page.html"],
        ["report", "list.md", "--output", "page.html", "--title", "My list"],
        ["verify", "list.md", "--report", "page.html"],
    ],
)
def test_a_page_of_the_users_is_replaced_only_by_force(
    command: list[str], project: Path, kdbib_here: Run
) -> None:
    (project / "list.md").write_bytes(LISTED)
    (project / "page.html").write_bytes(b"<p>mine</p>\n")
    before = state(project)
    code, _, err = kdbib_here(*command)
    assert code == 2
    assert "page.html: kdbib did not write this file, or it was edited since; --force" in err
    assert state(project) == before
    assert kdbib_here(*command, "--force")[0] in {0, 1}
    page = (project / "page.html").read_bytes()
    assert is_sealed(page)
    assert kdbib_here(*command)[0] in {0, 1}
    assert (project / "page.html").read_bytes() == page
    (project / "kdbib.toml").write_text('report = "mine.html"\n')
    (project / "mine.html").write_bytes(b"<p>mine</p>\n")
    if command[0] == "report":  # a setting names no file that --force may replace
        code, _, err = kdbib_here("report", "list.md", "--force")
        assert code == 2
        assert "--report mine.html --force replaces it" in err
        assert (project / "mine.html").read_bytes() == b"<p>mine</p>\n"
        assert kdbib_here("report", "list.md", "--report", "mine.html", "--force")[0] == 0
    list_named = [word if word != "page.html" else "list.md" for word in command]
    assert "list.md is a LIST, and no output replaces one" in kdbib_here(*list_named, "--force")[2]
    assert (project / "list.md").read_bytes() == LISTED


# --- somebody else's project -------------------------------------------------------------------


@pytest.mark.parametrize(
    "setting",
    [
        'csl = "../outside/x"',
        'bib = "/tmp/kdbib-outside.bib"',
        'markdown = "out/../../outside/x"',
        'output-dir = ".."',
        'output-dir = "way-out"',
        'bib = "way-out/x.bib"',
        'cache = "../outside"',
        'corpus = ["../outside/works.jsonl"]',
        'corpus = ["s3://bucket/works"]',
        'bib = "a\\u0000b"',
    ],
)
def test_a_projects_settings_name_no_place_outside(
    setting: str, project: Path, kdbib_here: Run
) -> None:
    (project / "list.md").write_bytes(LISTED)
    (project / "way-out").symlink_to(project.parent / "outside")
    (project / "kdbib.toml").write_text(f"{setting}\n")
    before = state(project.parent)
    for command in (["enrich", "list.md"], ["lint", "list.md", "--resolve"], ["plan", "list.md"]):
        code, _, err = kdbib_here(*command)
        assert code == 2
        assert "is not inside of the project" in err
    assert state(project.parent) == before


def test_options_and_variables_name_any_place(
    project: Path, kdbib_here: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "list.md").write_bytes(LISTED)
    monkeypatch.setenv("KDBIB_CACHE", str(project.parent / "outside" / "cache"))
    assert kdbib_here("enrich", "list.md", "--bib", "../outside/x.bib")[0] == 0
    assert "crowley2018moonshine" in (project.parent / "outside" / "x.bib").read_text()
    assert (project.parent / "outside" / "cache" / "resolutions.jsonl").is_file()


def test_places_in_settings_are_named_from_the_projects_folder(
    project: Path, kdbib_here: Run
) -> None:
    (project / "kdbib.toml").write_text('bib = "paper.bib"\n')
    (project / "docs").mkdir()
    (project / "docs" / "list.md").write_bytes(LISTED)
    os.chdir(project / "docs")
    assert kdbib_here("enrich", "list.md")[0] == 0
    assert (project / "paper.bib").is_file()


@pytest.mark.parametrize(
    "name", ["cache", "cache/resolutions.jsonl", "cache/answers.sqlite", "cache/written.sha256"]
)
def test_the_cache_of_a_project_leads_nowhere_else(
    name: str, project: Path, kdbib_here: Run
) -> None:
    (project / "list.md").write_bytes(LISTED)
    (project / name).parent.mkdir(exist_ok=True)
    (project / name).symlink_to(project.parent / "outside")
    before = state(project.parent)
    for command in (["enrich", "list.md"], ["enrich", "list.md", "--check"], ["cache", "clear"]):
        code, _, err = kdbib_here(*command)
        assert code == 2
        assert f"{name} leads out of the project, to {project.parent / 'outside'}" in err
    assert state(project.parent) == before


@pytest.mark.parametrize("command", [["enrich", "--in-place"], ["lint", "--fix"]])
def test_a_list_that_leads_out_of_the_project_is_not_corrected(
    command: list[str], project: Path, kdbib_here: Run
) -> None:
    theirs = project.parent / "outside" / "notes.md"
    theirs.write_bytes(LISTED)
    (project / "list.md").symlink_to(theirs)
    code, _, err = kdbib_here(*command, "list.md")
    assert code == 2
    assert f"list.md leads out of the project, to {theirs}" in err
    assert theirs.read_bytes() == LISTED


# --- what is not found -------------------------------------------------------------------------


def test_what_was_not_found_is_kept_on_request_and_always_of_bibliographies(
    project: Path, kdbib_here: Run
) -> None:
    (project / "list.md").write_bytes(b"1. A Paper of Mine. Doe, Jane. CVPR 2019\n")
    (project / "refs.bib").write_bytes(FOREIGN)
    kdbib_here("enrich", "list.md", "refs.bib", "--keep-unresolved")
    assert "@misc{doe2019paper," in (project / "references.bib").read_text()
    assert "note          = {Unresolved}" in (project / "references.bib").read_text()
    (project / "refs.ris").write_bytes(RIS)
    kdbib_here("enrich", "refs.ris")
    assert "{doe19,\n" in (project / "references.bib").read_text()
    kdbib_here("enrich", "list.md", "refs.bib")
    assert (project / "refs.enriched.bib").read_bytes() == FOREIGN
    assert [item["id"] for item in json.loads((project / "references.json").read_text())] == [
        "mine"
    ]


def test_a_key_that_two_bibliographies_give_to_two_works_loses_neither(
    project: Path, kdbib_here: Run, caplog: pytest.LogCaptureFixture
) -> None:
    (project / "a.bib").write_bytes(FOREIGN)
    (project / "b.bib").write_bytes(FOREIGN.replace(b"Page", b"Book"))
    (project / "c.bib").write_bytes(FOREIGN)
    kdbib_here("enrich", "a.bib", "b.bib", "c.bib")
    told = ["b.bib:1:1: the key mine means another work already; here it is minea"]
    assert caplog.messages == told
    items = json.loads((project / "references.json").read_text())
    assert [item["id"] for item in items] == ["mine", "minea"]


@pytest.mark.parametrize("folder_", [ROOT, ROOT / "examples"])
@pytest.mark.parametrize("name", ["references.bib", "references.json"])
def test_the_outputs_of_this_repository_are_known_for_kdbibs(folder_: Path, name: str) -> None:
    assert is_sealed((folder_ / name).read_bytes())
