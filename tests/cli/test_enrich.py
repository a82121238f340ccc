"""The contract of ``kdbib enrich``: what it writes, prints and exits with."""

import json
import stat
from pathlib import Path

import pytest

from kdbib.model import Reason, Why
from kdbib.wording import worded_reason
from tests.cli.conftest import EXAMPLE, ROOT, Kdbib
from tests.support.databases import read_file, serve

RECORDS = read_file(ROOT / "kdbib" / "corpus" / "data" / "knowledge-distillation.jsonl")
OUTPUTS = ["list.enriched.md", "references.bib", "references.json"]
UNKNOWN_PAPER = "1. A Paper That Nobody Has Heard Of Yet. Somebody, Else et al. CVPR 2019\n"


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.suffix in {".bib", ".json", ".md"})


def test_without_options_it_writes_three_files_and_tells_what_was_corrected(
    kdbib: Kdbib, folder: Path
) -> None:
    done = kdbib("enrich", "list.md", "--offline")
    assert done.returncode == 0
    assert done.stderr == ""
    assert written(folder) == sorted([*OUTPUTS, "list.md"])
    lines = done.stdout.splitlines()
    assert lines[0].startswith("list.md:31:1: corrected: ")
    assert "18 of 18 citations found (18 works); 21 corrections in 11 citations." in lines
    assert "Wrote references.bib, references.json, list.enriched.md." in lines
    assert lines[-1].startswith("Next: compare list.enriched.md with list.md")


def test_the_outputs_are_those_of_the_examples(kdbib: Kdbib, folder: Path) -> None:
    kdbib("enrich", "list.md", "--offline")
    examples = {
        "references.bib": "references.bib",
        "references.json": "references.json",
        "list.enriched.md": "awesome-knowledge-distillation.enriched.md",
    }
    for name, example in examples.items():
        assert (folder / name).read_bytes() == (EXAMPLE.parent / example).read_bytes()


def test_the_list_itself_is_left_alone(kdbib: Kdbib, folder: Path) -> None:
    kdbib("enrich", "list.md", "--offline")
    assert (folder / "list.md").read_bytes() == EXAMPLE.read_bytes()


def test_a_second_run_changes_nothing(kdbib: Kdbib, folder: Path) -> None:
    kdbib("enrich", "list.md", "--offline", "--in-place")
    first = {name: (folder / name).read_bytes() for name in written(folder)}
    kdbib("enrich", "list.md", "--offline", "--in-place")
    assert {name: (folder / name).read_bytes() for name in written(folder)} == first
    assert kdbib("enrich", "list.md", "--offline", "--check").returncode == 0


def test_in_place_keeps_the_permissions_of_the_list(kdbib: Kdbib, folder: Path) -> None:
    (folder / "list.md").chmod(0o640)
    kdbib("enrich", "list.md", "--offline", "--in-place")
    assert "NeurIPS 2018\n" in (folder / "list.md").read_text("utf-8")
    assert stat.S_IMODE((folder / "list.md").stat().st_mode) == 0o640


def test_an_output_that_is_named_is_the_only_one(kdbib: Kdbib, folder: Path) -> None:
    done = kdbib("enrich", "list.md", "--offline", "--bib", "refs.bib")
    assert written(folder) == ["list.md", "refs.bib"]
    assert "Wrote refs.bib." in done.stdout.splitlines()


def test_a_dash_is_standard_output_and_nothing_else_is_there(kdbib: Kdbib, folder: Path) -> None:
    done = kdbib("enrich", "list.md", "--offline", "--bib", "-")
    assert done.stdout.splitlines()[2] == "@inproceedings{ashok2018n2n,"
    assert done.stdout == (EXAMPLE.parent / "references.bib").read_text("utf-8")
    assert written(folder) == ["list.md"]


def test_standard_input_is_a_list(kdbib: Kdbib, folder: Path) -> None:
    import subprocess
    import sys

    done = subprocess.run(
        [sys.executable, "-m", "kdbib", "enrich", "-", "--offline", "--markdown", "-"],
        cwd=folder,
        input=b"1. Fitnets: Hints for thin deep nets. Romero, Adriana et al. ICLR 2015 \n",
        capture_output=True,
        check=True,
    )
    expected = b"1. FitNets: Hints for thin deep nets. Romero, Adriana et al. ICLR 2015\n"
    assert done.stdout == expected


def test_diff_shows_and_writes_nothing(kdbib: Kdbib, folder: Path) -> None:
    done = kdbib("enrich", "list.md", "--offline", "--diff")
    assert written(folder) == ["list.md"]
    assert (
        "-1. Fitnets: Hints for thin deep nets. Romero, Adriana et al. arXiv:1412.6550\n"
        in done.stdout
    )
    assert (
        "+1. FitNets: Hints for thin deep nets. Romero, Adriana et al. arXiv:1412.6550. ICLR 2015\n"
        in done.stdout
    )


def test_check_finds_what_would_change_and_writes_nothing(kdbib: Kdbib, folder: Path) -> None:
    done = kdbib("enrich", "list.md", "--offline", "--check")
    assert done.returncode == 1
    assert done.stderr == "kdbib: list.md needs corrections; see --diff\n"
    assert sorted(path.name for path in folder.iterdir()) == ["kdbib.toml", "list.md"]


def test_json_has_the_contracts_shape(kdbib: Kdbib) -> None:
    done = kdbib("enrich", "list.md", "--offline", "--format", "json")
    result = json.loads(done.stdout)
    assert sorted(result) == ["entries", "sources", "summary"]
    entry = result["entries"][14]
    assert entry["status"] == "matched"
    assert entry["key"] == "aytar2016soundnet"
    assert entry["citation"]["section"] == ["Awesome Knowledge-Distillation", "Cross-modal KD & DA"]
    assert entry["citation"]["authors"] == [{"family": "Aytar", "given": "Yusuf"}]
    assert entry["work"]["issued"] == {"date-parts": [[2016]]}
    assert entry["work"]["identifiers"]["arxiv"] == "1610.09001"
    assert entry["work"]["pdf_url"].startswith("https://proceedings.neurips.cc/")
    assert entry["provenance"]["container-title"] == "corpus:knowledge-distillation"
    assert entry["changes"] == [
        {"field": "title", "from": " SoundNet Architecture", "to": "", "line": 89},
        {"field": "venue", "from": "ECCV", "to": "NeurIPS", "line": 89},
    ]
    assert 0.9 < entry["confidence"] <= 1
    assert result["summary"]["matched"] == 18


def test_ascii_encodes_accents_for_old_bibtex(kdbib: Kdbib, folder: Path) -> None:
    (folder / "list.md").write_text(
        "1. Knowledge Transfer with Jacobian Matching. Srinivas, Suraj & Fleuret, F. ICML 2018\n"
    )
    unicode = kdbib("enrich", "list.md", "--offline", "--bib", "-").stdout
    ascii_only = kdbib("enrich", "list.md", "--offline", "--bib", "-", "--ascii").stdout
    assert "Fleuret, François" in unicode
    assert r"Fleuret, Fran{\c{c}}ois" in ascii_only
    assert ascii_only.isascii()


def test_offline_nobody_is_to_blame_for_what_is_not_known(kdbib: Kdbib, folder: Path) -> None:
    (folder / "list.md").write_text(UNKNOWN_PAPER)
    done = kdbib("enrich", "list.md", "--offline")
    assert done.returncode == 0
    title, nowhere = (
        "A Paper That Nobody Has Heard Of Yet",
        worded_reason(Reason(Why.NOT_IN_CORPUS)),
    )
    assert done.stdout.splitlines()[0] == f"list.md:1:1: not found: {title}; {nowhere}"
    assert "No database was asked." in done.stdout.splitlines()
    assert done.stdout.splitlines()[-1] == (
        "Next: run it without --offline to ask the databases about 1 citation."
    )
    assert "@" not in (folder / "references.bib").read_text()
    assert (folder / "references.json").read_text() == "[]\n"


def test_fail_on_a_status(kdbib: Kdbib, folder: Path) -> None:
    (folder / "list.md").write_text(UNKNOWN_PAPER)
    assert kdbib("enrich", "list.md", "--offline", "--fail-on", "not_found").returncode == 1
    assert kdbib("enrich", "list.md", "--offline", "--fail-on", "contradicted").returncode == 0
    wrong = kdbib("enrich", "list.md", "--offline", "--fail-on", "missing")
    assert wrong.returncode == 2
    assert (
        "--fail-on missing: there is no such status; there are matched, ambiguous" in wrong.stderr
    )


def test_a_source_that_fails_leaves_citations_unknown_and_exits_with_3(
    kdbib: Kdbib, folder: Path
) -> None:
    (folder / "list.md").write_text(UNKNOWN_PAPER)
    done = kdbib("enrich", "list.md")
    assert done.returncode == 3
    (told,) = done.stderr.splitlines()
    assert told.startswith("kdbib: went on without what could not be asked (")
    assert "list.md:1:1: unknown: " in done.stdout


def test_a_source_that_fails_without_loss_is_told_and_exits_with_0(kdbib: Kdbib) -> None:
    done = kdbib("enrich", "list.md")
    assert done.returncode == 0
    assert len(done.stderr.splitlines()) == 1
    assert "18 of 18 citations found" in done.stdout


def test_names_that_do_not_resolve_cost_no_time(kdbib: Kdbib) -> None:
    nowhere = "https://nowhere.invalid"
    done = kdbib("enrich", "list.md", KDBIB_ARXIV_URL=nowhere, KDBIB_SEMANTIC_SCHOLAR_URL=nowhere)
    assert done.returncode == 0
    assert "nowhere.invalid" in done.stderr
    assert "18 of 18 citations found" in done.stdout


def test_a_list_in_a_database_is_enriched_from_it(kdbib: Kdbib, folder: Path) -> None:
    (folder / "list.md").write_text("1. A Brand New Paper on Lists. arXiv:2510.12345\n")
    record = {
        "type": "article",
        "title": "A Brand New Paper on Lists",
        "author": [{"family": "Löwe", "given": "Ana"}],
        "issued": [2025],
        "container-title": "arXiv",
        "identifiers": {"arxiv": "2510.12345"},
    }
    with serve([record]) as databases:
        done = kdbib("enrich", "list.md", **databases.environment())
    assert done.returncode == 0
    bib = (folder / "references.bib").read_text("utf-8")
    assert "\n@misc{lowe2025brand,\n" in bib
    assert "Löwe, Ana" in bib
    assert "eprint        = {2510.12345}" in bib


def test_a_bibliography_is_completed_where_it_stands_and_plain_text_is_only_read(
    kdbib: Kdbib, folder: Path
) -> None:
    own = (
        "% by hand\n@string{cvpr = {CVPR}}\n@inproceedings{Park:RKD, title={Relational Knowledge "
        "Distillation}, author={Park, Wonpyo and others}, booktitle=cvpr, year=2018, file={a_b}}\n"
        "@misc{mine, title={A Page That No Database Has}, year=2020}\n"
    )
    (folder / "refs.bib").write_text(own)
    (folder / "refs.txt").write_text(
        '[1] G. Hinton, O. Vinyals, and J. Dean, "Distilling the knowledge in a neural network," '
        "arXiv preprint arXiv:1503.02531, 2015.\n"
    )
    done = kdbib("enrich", "refs.bib", "refs.txt", "--offline")
    assert "2 of 3 citations found (2 works)" in done.stdout
    written = "Wrote references.bib, references.json, refs.enriched.bib."
    assert written in done.stdout.splitlines()
    assert (folder / "refs.bib").read_text() == own
    completed = (folder / "refs.enriched.bib").read_text()
    assert completed == (
        "% by hand\n@string{cvpr = {CVPR}}\n@inproceedings{Park:RKD, title={Relational Knowledge "
        "Distillation}, author={Park, Wonpyo and Kim, Dongju and Lu, Yan and Cho, Minsu}, "
        "booktitle=cvpr, pages={3967--3976}, year=2019, doi={10.1109/CVPR.2019.00409}, "
        "eprint={1904.05068}, archiveprefix={arXiv}, file={a_b}}\n"
        "@misc{mine, title={A Page That No Database Has}, year=2020}\n"
    )
    assert "@misc{hinton2015distilling," in (folder / "references.bib").read_text()
    assert "park" not in (folder / "references.bib").read_text().lower()
    assert kdbib("enrich", "refs.bib", "--in-place", "--offline").returncode == 0
    assert (folder / "refs.bib").read_text() == completed
    assert kdbib("enrich", "refs.bib", "--check", "--offline").returncode == 0


def test_an_entry_of_a_bib_file_that_is_broken_is_told(kdbib: Kdbib, folder: Path) -> None:
    (folder / "refs.bib").write_text(
        "@misc{a, title = {Relational Knowledge Distillation}, author = {Park, Wonpyo}}\n"
        "@misc{b, title = {Distilling the Knowledge in a Neural Network, year = 2015}\n"
    )
    done = kdbib("enrich", "refs.bib", "--offline")
    assert "refs.bib:2:1: not a citation: broken BibTeX: " in done.stdout
    assert "1 of 1 citation found" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["enrich", "nowhere.md"], "kdbib: nowhere.md: no such file or directory"),
        (["enrich", "."], "kdbib: .: is a directory"),
        (["enrich", "list.md", "--source", "nobody"], "--source nobody: there is no such source"),
        (["enrich", "list.md", "--corpus", "nowhere.jsonl"], "nowhere.jsonl: no such file"),
        (["enrich", "list.md", "list.md", "--markdown", "x"], "--markdown takes a single LIST"),
        (["enrich", "list.md", "--bib", "-", "--csl", "-"], "only one output can go to"),
        (["enrich", "list.md", "--force"], "--force replaces a file that you name"),
        (["enrich", "list.md", "--output-dir", "nowhere"], "there is no such folder to write to"),
    ],
)
def test_wrong_usage_is_one_message_and_exit_code_2(
    kdbib: Kdbib, arguments: list[str], message: str
) -> None:
    done = kdbib(*arguments, KDBIB_OFFLINE="1")
    assert done.returncode == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_settings_come_from_the_projects_file_and_options_win(kdbib: Kdbib, folder: Path) -> None:
    (folder / "kdbib.toml").write_text('offline = true\nbib = "paper.bib"\n')
    kdbib("enrich", "list.md")
    assert written(folder) == ["list.md", "paper.bib"]
    kdbib("enrich", "list.md", "--bib", "other.bib")
    assert written(folder) == ["list.md", "other.bib", "paper.bib"]


def test_a_setting_that_does_not_exist_is_told_with_those_that_do(
    kdbib: Kdbib, folder: Path
) -> None:
    (folder / "kdbib.toml").write_text("ofline = true\n")
    done = kdbib("enrich", "list.md")
    assert done.returncode == 2
    assert "kdbib.toml: there is no setting 'ofline'; there are ascii, bib" in done.stderr


def test_nothing_in_a_list_reaches_the_terminal_as_a_command(kdbib: Kdbib, folder: Path) -> None:
    (folder / "list.md").write_text(
        "1. A \x1b[31mred\x1b[0m [bold]Title[/bold] of Nobody. Who, Ever et al. CVPR 2019\n"
    )
    done = kdbib("enrich", "list.md", "--offline")
    assert "\x1b" not in done.stdout
    assert "Traceback" not in done.stderr


def test_a_paper_that_was_taken_back_is_told_everywhere(kdbib: Kdbib, folder: Path) -> None:
    (folder / "list.md").write_text("1. A Paper on Lists. Löwe, Ana et al. ICML 2020\n", "utf-8")
    corpus = {
        "type": "paper-conference",
        "title": "A Paper on Lists",
        "author": [{"family": "Löwe", "given": "Ana"}],
        "issued": [2020],
        "container-title": "ICML",
        "status": "retracted",
    }
    (folder / "own.jsonl").write_text(json.dumps(corpus) + "\n", "utf-8")
    done = kdbib("enrich", "list.md", "--offline", "--corpus", "own.jsonl")
    assert done.stdout.splitlines()[0] == (
        "list.md:1:1: retracted or withdrawn: A Paper on Lists; retracted, says corpus:own"
    )
    assert json.loads((folder / "references.json").read_text("utf-8"))[0]["status"] == "retracted"
    assert "note          = {Retracted}" in (folder / "references.bib").read_text("utf-8")
    linted = kdbib("lint", "list.md", "--resolve", "--offline").stdout
    assert "the paper was retracted" in linted
