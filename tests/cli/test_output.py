"""``enrich --output``: the works in any format, by suffix or by name."""

from pathlib import Path

import pytest

from tests.cli.conftest import Kdbib

LIST = "- Hinton et al. Distilling the knowledge in a neural network. 2015\n"


@pytest.fixture(autouse=True)
def listed(folder: Path) -> None:
    (folder / "list.md").write_text(LIST)


def written(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"list.md", "cache", "kdbib.toml"}


def test_the_suffix_tells_the_format(folder: Path, kdbib: Kdbib) -> None:
    command = ["enrich", "list.md", "--offline", "-o", "refs.ris", "-o", "CITATION.cff"]
    done = kdbib(*command, "-o", "refs.bib")
    assert done.returncode == 0, done.stderr
    assert written(folder) == {"refs.ris", "CITATION.cff", "refs.bib"}
    assert "TI  - Distilling the Knowledge" in (folder / "refs.ris").read_text("utf-8")
    assert "given-names: Geoffrey" in (folder / "CITATION.cff").read_text("utf-8")
    named = (folder / "refs.bib").read_bytes()
    assert kdbib("enrich", "list.md", "--offline", "--bib", "refs2.bib").returncode == 0
    assert (folder / "refs2.bib").read_bytes() == named
    # the next run knows them all for its own
    assert kdbib(*command, "-o", "refs.bib").returncode == 0


def test_a_name_tells_the_format(folder: Path, kdbib: Kdbib) -> None:
    done = kdbib("enrich", "list.md", "--offline", "--to", "hayagriva", "-o", "-")
    assert done.returncode == 0, done.stderr
    assert "hinton2015distilling:\n  type: article\n" in done.stdout
    assert written(folder) == set()
    assert kdbib("enrich", "list.md", "--offline", "--to", "ris").returncode == 0
    assert written(folder) == {"references.ris"}


def test_text_has_a_style(folder: Path, kdbib: Kdbib) -> None:
    style = ["--to", "text", "-o", "-", "--style", "ieee"]
    done = kdbib("enrich", "list.md", "--offline", *style)
    assert done.stdout.startswith("[1] G. Hinton, O. Vinyals, and J. Dean, “Distilling the"), done


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["-o", "refs.xyz"], "no format has this suffix; --to names one of bibtex, biblatex,"),
        (["-o", "-"], "--output -: no format has this suffix"),
        (["--to", "word"], "word: there is no such format"),
        (["--to", "ris", "-o", "a", "-o", "b"], "--to is the format of one --output"),
        (["-o", "refs.ris", "--style", "apa"], "--style is the style of a text"),
        (["-o", "list.md"], "list.md is a LIST, and no output replaces one"),
    ],
)
def test_what_can_t_be_written_is_refused(
    folder: Path, kdbib: Kdbib, options: list[str], why: str
) -> None:
    done = kdbib("enrich", "list.md", "--offline", *options)
    assert (done.returncode, written(folder)) == (2, set())
    assert why in done.stderr


def test_the_settings_name_outputs(folder: Path, kdbib: Kdbib) -> None:
    (folder / "kdbib.toml").write_text('output = ["refs.ris"]\n')
    assert kdbib("enrich", "list.md", "--offline").returncode == 0
    assert written(folder) == {"refs.ris"}
    (folder / "kdbib.toml").write_text('output = ["../refs.ris"]\n')
    assert "is not inside of the project" in kdbib("enrich", "list.md", "--offline").stderr
