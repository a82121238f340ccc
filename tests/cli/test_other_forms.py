"""What is no list of citations is refused by what it is; a document that cites by key is told of."""

from pathlib import Path

import pytest

from tests.cli.conftest import Kdbib


@pytest.mark.parametrize(
    ("name", "what"),
    [("refs.docx", "a Word document"), ("refs.PDF", "a PDF"), ("refs.xml", "an XML file")],
)
def test_other_forms_are_refused(kdbib: Kdbib, folder: Path, name: str, what: str) -> None:
    (folder / name).write_text("Relational Knowledge Distillation. Park, W. CVPR 2019\n")
    done = kdbib("enrich", name, "--offline")
    assert done.returncode == 2
    assert done.stderr.startswith(
        f"kdbib: {name} is {what}, which is not read; give the references"
    )


def test_a_document_that_cites_by_key_is_told_how(kdbib: Kdbib, folder: Path) -> None:
    (folder / "paper.qmd").write_text("---\nbibliography: refs.bib\n---\n\nAs [@rkd] says.\n")
    done = kdbib("enrich", "paper.qmd", "--offline", "--bib", "out.bib")
    told = "paper.qmd cites by key; for what it cites: kdbib enrich refs.bib --tex paper.qmd"
    assert told in done.stderr + done.stdout
