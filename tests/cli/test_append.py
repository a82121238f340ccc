"""``--append``: works are added to somebody's bibliography, in which every byte stays."""

from pathlib import Path

from tests.cli.conftest import Kdbib

MINE = """\
% Encoding: UTF-8
@string{me = "Me"}
@misc{hinton, title = {Distilling the Knowledge in a Neural Network}, author = {Hinton, G.}}
@misc{romero2015fitnets, title = {My Own Notes}, author = me}
"""
LIST = """\
- Distilling the Knowledge in a Neural Network, Hinton, G. et al., 2015
- FitNets: Hints for Thin Deep Nets, Romero, A. et al., 2015
- Relational Knowledge Distillation, Park, W. et al., 2019
"""


def test_what_is_missing_is_added_once(kdbib: Kdbib, folder: Path) -> None:
    (folder / "list.md").write_text(LIST)
    mine = folder / "mine.bib"
    mine.write_text(MINE)
    done = kdbib("enrich", "list.md", "--offline", "--append", "mine.bib", "--sort", "list")
    assert done.returncode == 0, done.stderr
    after = mine.read_text("utf-8")
    assert after.startswith(MINE + "\n@inproceedings{romero2015fitnetsa,\n")
    assert after.count("@inproceedings{") == 2
    assert "the key romero2015fitnets means another work already" in done.stderr
    again = kdbib("enrich", "list.md", "--offline", "--append", "mine.bib")
    assert "Wrote" not in again.stdout
    assert mine.read_text("utf-8") == after
    assert sorted(path.name for path in folder.iterdir() if path.suffix != ".toml") == [
        "cache",
        "list.md",
        "mine.bib",
    ]


def test_it_keeps_line_ends_and_encodings(kdbib: Kdbib, folder: Path) -> None:
    (folder / "list.md").write_text(LIST)
    mine = folder / "mine.bib"
    before = "@misc{müller, title = {Über Größe und Maß}, author = {Müller, Jörg}}\r\n"
    mine.write_bytes(before.encode("cp1252"))
    kdbib("enrich", "list.md", "--offline", "--append", "mine.bib")
    after = mine.read_bytes()
    assert after.startswith(before.encode("cp1252"))
    assert after.count(b"\n") == after.count(b"\r\n") > 20


def test_a_bibliography_that_is_not_there_is_made(kdbib: Kdbib, folder: Path) -> None:
    done = kdbib("enrich", "list.md", "--offline", "--append", "new.bib", "--dialect", "biblatex")
    assert done.returncode == 0
    text = (folder / "new.bib").read_text("utf-8")
    assert "journaltitle" in text
    assert "written by kdbib" not in text  # what is added to is the user's


def test_an_entry_that_is_not_closed_takes_in_nothing(kdbib: Kdbib, folder: Path) -> None:
    (folder / "mine.bib").write_text("@misc{a,\n  title = {Open,\n")
    done = kdbib("enrich", "list.md", "--offline", "--append", "mine.bib")
    assert done.returncode == 2
    assert "mine.bib:2: this entry is not closed" in done.stderr
    assert (folder / "mine.bib").read_text() == "@misc{a,\n  title = {Open,\n"


def test_kdbib_s_own_bibliography_is_none_to_add_to(kdbib: Kdbib, folder: Path) -> None:
    kdbib("enrich", "list.md", "--offline")
    before = (folder / "references.bib").read_bytes()
    done = kdbib("enrich", "list.md", "--offline", "--append", "references.bib")
    assert done.returncode == 2
    assert "references.bib is kdbib's own, and made anew by every run" in done.stderr
    assert (folder / "references.bib").read_bytes() == before


def test_the_order_of_what_is_written(kdbib: Kdbib, folder: Path) -> None:
    (folder / "list.md").write_text(LIST.replace("2015\n", "2015\n", 1))
    orders = {}
    for order in ("list", "key", "year"):
        done = kdbib("enrich", "list.md", "--offline", "--bib", "-", "--sort", order)
        lines = done.stdout.splitlines()
        orders[order] = [line.split("{")[1][:4] for line in lines if line.startswith("@")]
    assert orders == {
        "list": ["hint", "rome", "park"],
        "key": ["hint", "park", "rome"],
        "year": ["hint", "rome", "park"],
    }
