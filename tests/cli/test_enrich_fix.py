"""``enrich --fix``: corrections and lint's safe fixes in one run, and nothing is left for a second."""

from pathlib import Path

from tests.cli.conftest import Kdbib

LIST = """\
1. Relational Knowlege Distillation. Park, Wonpyo et al. CVPR 2019
2. Otters:A Study of  Rivers. Marlow, Ida et al. CVPR 2014
"""
FIXED = """\
1. Relational Knowledge Distillation. Park, Wonpyo et al. CVPR 2019
2. Otters: A Study of Rivers. Marlow, Ida et al. CVPR 2014
"""


def test_one_run_does_both_and_a_second_changes_nothing(kdbib: Kdbib, folder: Path) -> None:
    (folder / "otters.md").write_text(LIST)
    assert kdbib("enrich", "otters.md", "--offline", "--check").returncode == 1
    done = kdbib("enrich", "otters.md", "--offline", "--in-place", "--fix")
    assert done.returncode == 0, done.stderr
    assert (folder / "otters.md").read_text() == FIXED
    assert "fixes of lint besides" in done.stderr
    again = kdbib("enrich", "otters.md", "--offline", "--fix", "--check")
    assert again.returncode == 0, again.stderr
    assert kdbib("lint", "otters.md").returncode == 0


def test_nothing_is_fixed_unasked_or_against_the_settings(kdbib: Kdbib, folder: Path) -> None:
    (folder / "otters.md").write_text(LIST)
    kdbib("enrich", "otters.md", "--offline", "--in-place")
    assert (
        "Otters:A Study of  Rivers. Marlow, Ida et al. CVPR 2014"
        in (folder / "otters.md").read_text()
    )
    (folder / "kdbib.toml").write_text('[lint]\nignore = ["KB321"]\n')
    kdbib("enrich", "otters.md", "--offline", "--in-place", "--fix")
    assert (
        "Otters:A Study of Rivers. Marlow, Ida et al. CVPR 2014"
        in (folder / "otters.md").read_text()
    )


def test_it_is_the_corrected_list_that_is_fixed(kdbib: Kdbib, folder: Path) -> None:
    (folder / "otters.md").write_text(LIST)
    kdbib("enrich", "otters.md", "--offline", "--fix")
    assert (folder / "otters.md").read_text() == LIST
    assert (folder / "otters.enriched.md").read_text() == FIXED
    assert kdbib("enrich", "otters.md", "--offline", "--fix").returncode == 0


def test_a_decision_goes_along(kdbib: Kdbib, folder: Path) -> None:
    (folder / "otters.md").write_text(LIST)
    kdbib("decide", "2", "none", "otters.md", "--by", "Ida", "--offline")
    kdbib("enrich", "otters.md", "--offline", "--in-place", "--fix")
    assert "Ida decided" in kdbib("explain", "otters.md:2").stdout
