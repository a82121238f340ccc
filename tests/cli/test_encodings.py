"""Corrections of files in other encodings."""

from pathlib import Path

import pytest

from tests.cli.conftest import Kdbib


@pytest.mark.parametrize("codec", ["latin-1", "utf-16"])
def test_a_corrected_list_keeps_encoding_and_line_ends(
    kdbib: Kdbib, folder: Path, codec: str
) -> None:
    text = "# Übersicht\r\n\r\n1. Moonshine:Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NIPS 2018\r\n"
    (folder / "list.md").write_bytes(text.encode(codec))
    done = kdbib("enrich", "list.md", "--offline", "--in-place")
    assert done.returncode == 0
    right = text.replace("Moonshine:D", "Moonshine: D").replace("NIPS", "NeurIPS")
    assert (folder / "list.md").read_bytes() == right.encode(codec)
    (folder / "list.md").write_bytes(text.encode(codec))
    assert kdbib("lint", "list.md", "--fix").returncode in {0, 1}
    assert "Moonshine: D" in (folder / "list.md").read_bytes().decode(codec)


def test_a_correction_that_the_encoding_cannot_write_is_told_and_not_made(
    kdbib: Kdbib, folder: Path
) -> None:
    entry = "@misc{a, title={Größe: Relational Knowledge Distillation}, year=2019}\n"
    text = (
        entry
        + "@inproceedings{b, title={Relational Knowledge Distillation}, author={}, year=2019}\n"
    )
    (folder / "refs.bib").write_bytes(text.encode("latin-1"))
    done = kdbib("enrich", "refs.bib", "--offline", "--in-place")
    assert "refs.bib is not in UTF-8; it is read as cp1252" in done.stderr
    assert "Größe".encode("latin-1") in (folder / "refs.bib").read_bytes()
