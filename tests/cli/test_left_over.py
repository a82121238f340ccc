"""What belongs to no citation is told by every command that reads lists."""

from pathlib import Path

import pytest

from tests.cli.conftest import Kdbib

COMMANDS = [["parse"], ["lint"], ["enrich", "--offline", "--diff"]]


@pytest.mark.parametrize("command", COMMANDS)
def test_what_no_citation_took_is_told(command: list[str], folder: Path, kdbib: Kdbib) -> None:
    (folder / "notes.bib").write_text(
        "@misc{a,\n  title = {A Title of a Paper},\n  eprint = {1503.02531}\n}\n"
    )
    (folder / "notes.md").write_text(
        "- Hinton, G. Distilling the Knowledge in a Neural Network. arXiv:1503.02531, 2015\n\n"
        "Cite this list:\n\n    @misc{list,\n      title = {A List}\n    }\n"
    )
    told = "kdbib: notes.md: 1 BibTeX entry (line 5) belongs to no citation\n"
    assert told in kdbib(*command, "notes.md").stderr
    assert told not in kdbib(*command, "-q", "notes.md").stderr
    assert "belong" not in kdbib(*command, "notes.bib").stderr


@pytest.mark.parametrize("command", COMMANDS)
def test_what_stands_between_entries_of_bibtex_is_told(
    command: list[str], folder: Path, kdbib: Kdbib
) -> None:
    (folder / "mixed.txt").write_text(
        "1503.02531\nhttps://arxiv.org/abs/1706.03762\n% https://arxiv.org/abs/1412.6550\n"
        "@misc{a,\n  title = {A Title of a Paper}\n}\narXiv:1910.01108\n"
    )
    told = kdbib(*command, "mixed.txt").stderr
    assert "mixed.txt: 1 link to a paper (line 2)" in told
    assert "identifier" in told
    assert "1412.6550" not in told
