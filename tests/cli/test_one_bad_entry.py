"""One bad entry never costs the run: it is told with its place, and the rest is written."""

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kdbib.cli import main
from kdbib.model import Change, Conflict, Disagreement, Entry, Span, Status
from kdbib.model import Work as Paper
from kdbib.pipeline import corrected
from kdbib.read import read_list
from kdbib.wording import worded
from kdbib.write import bibtex, csl, fields
from kdbib.write.bad_entries import without_bad_entries
from tests.cli.conftest import EXAMPLE
from tests.support.records import work

BAD = "Moonshine: Distilling with Cheap Convolutions"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "kdbib.toml").touch()
    (tmp_path / "list.md").write_bytes(EXAMPLE.read_bytes())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["kdbib", *arguments])
    with pytest.raises(SystemExit) as done:
        main()
    return int(done.value.code or 0)


def spoil_bibtex(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let one paper be written as an entry that swallows those after it."""
    right = fields.entry

    def entry(known: Paper, *, ascii_only: bool = False) -> tuple[str, dict[str, str]]:
        kind, given = right(known, ascii_only=ascii_only)
        return kind, given | ({"note": "a { b"} if known.title == BAD else {})

    monkeypatch.setattr(bibtex.write, "__defaults__", (entry,))


def test_an_entry_that_does_not_read_back_is_left_out_and_told(
    place: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "enrich", "list.md", "--offline") == 0
    whole = (place / "references.bib").read_text()
    (place / "references.bib").unlink()
    capfd.readouterr()
    spoil_bibtex(monkeypatch)
    assert run(monkeypatch, "enrich", "list.md", "--offline") == 2
    told = capfd.readouterr().err.splitlines()
    line = next(
        n for n, text in enumerate(EXAMPLE.read_text().splitlines(), 1) if "Moonshine" in text
    )
    assert told == [
        f"kdbib: list.md:{line}:1: crowley2018moonshine is left out of references.bib: "
        "the BibTeX entry crowley2018moonshine does not read back as it was meant"
    ]
    without = (place / "references.bib").read_text()
    assert BAD in whole.replace("{", "").replace("}", "")
    assert "Moonshine" not in without
    assert without.count("\n@") == whole.count("\n@") - 1
    assert len(json.loads((place / "references.json").read_text())) == whole.count("\n@")
    assert (place / "list.enriched.md").exists()


def test_get_prints_the_others(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    spoil_bibtex(monkeypatch)
    arguments = ("get", "1711.02613", "1503.02531", "--offline")
    assert run(monkeypatch, *arguments, "--cache", "kept") == 2
    out, err = capfd.readouterr()
    assert out.count("@") == 1
    assert "hinton2015distilling" in out
    assert "crowley2018moonshine can't be written as bibtex" in err


def test_two_works_with_one_key_cost_no_other_entry() -> None:
    items = [("k", work("A", [])), ("k", work("B", [])), ("other", work("C", []))]
    for write in (bibtex.bibtex, csl.csl_json):
        text, bad = without_bad_entries(write, items)
        assert bad == {"k": "two works have the key 'k'"}
        assert text == write(items[2:])


def entries_of(data: bytes, *changes: tuple[int, str, str]) -> tuple[Entry, ...]:
    """The entries of a list, each with a change that is said to stand at a byte of it."""
    Path("list.md").write_bytes(data)
    one, _ = read_list("list.md")
    return tuple(
        Entry(
            found,
            Status.MATCHED,
            changes=(Change("title", before, after, Span(at, at + len(before), 1, at + 1)),),
        )
        for found, (at, before, after) in zip(one.citations, changes, strict=True)
    )


LISTED = b"- Distiling Knowledge. Lee, Ann. CVPR 2019\n- Learing Otters. Lee, Ann. CVPR 2018\n"


def test_a_correction_that_does_not_fit_is_told_and_the_others_are_made() -> None:
    entries = entries_of(LISTED, (3, "Distiling", "Distilling"), (45, "Learing", "Learning"))
    read = [read_list("list.md")]
    first, second = corrected.writable(read, entries)
    assert first.changes == ()
    (told,) = first.conflicts
    assert told == Conflict(Disagreement.NOT_WRITTEN, "title", "Distiling", "Distilling")
    assert second == entries[1]
    assert corrected.not_written((first, second)) == [f"list.md:1:1: title: {worded(told)}"]


def test_of_two_corrections_of_one_place_one_is_made() -> None:
    first, second = entries_of(LISTED, (2, "Distiling", "Distilling"), (45, "Learing", "Learning"))
    again = replace(second, changes=(replace(first.changes[0]),))
    one, other = corrected.writable([read_list("list.md")], (first, again))
    assert bool(one.changes) != bool(other.changes)
    assert len(corrected.not_written((one, other))) == 1


def test_what_an_encoding_has_no_characters_for_is_told() -> None:
    data = LISTED.replace(b"Ann", b"Ann\xe9")
    entries = entries_of(data, (2, "Distiling", "Distilling"), (47, "Learing", "Lærnīng"))
    read = [read_list("list.md")]
    assert read[0][0].encoding.name == "cp1252"
    first, second = corrected.writable(read, entries)
    assert first == entries[0]
    (told,) = second.conflicts
    assert (told.code, told.details) == (Disagreement.NOT_WRITTEN, {"encoding": "cp1252"})
    assert corrected.not_written([second]) == [f"list.md:2:1: title: {worded(told)}"]
