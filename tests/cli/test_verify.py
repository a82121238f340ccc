"""``kdbib verify``: a word for each reference, and what was compared."""

import json
from pathlib import Path

from kdbib.model import Reason, Why
from kdbib.wording import worded_reason
from tests.cli.conftest import Kdbib

REFERENCES = """\
Park, W., Kim, D., Lu, Y. and Cho, M. (2019). Relational knowledge distillation. In CVPR.

Park, W., Kim, D., Lu, Y. and Cho, M. (2018). Relational knowledge distillation. In ICML.

Doe, J. (2019). A paper that nobody has ever written about otters. Nature.
"""
BIB = """\
@inproceedings{park, author={Park, Wonpyo and Kim, Dongju and Lu, Yan and Cho, Minsu},
  title={Relational Knowledge Destillation}, booktitle={CVPR}, year={2019}}
"""


def words(kdbib: Kdbib, *arguments: str) -> tuple[int, list[str]]:
    """The exit code, and of each reference its word and the parts in which it differs."""
    done = kdbib("verify", *arguments, "--offline", "--format", "json")
    found = json.loads(done.stdout)
    return done.returncode, [" ".join([one["word"], *one["fields"]]) for one in found["references"]]


def test_references_in_plain_text(kdbib: Kdbib, folder: Path) -> None:
    (folder / "refs.txt").write_text(REFERENCES)
    assert words(kdbib, "refs.txt") == (1, ["verified", "differs venue year", "unchecked"])
    done = kdbib("verify", "refs.txt", "--offline")
    assert done.stdout.splitlines() == [
        "refs.txt:3:1: differs in venue, year: Relational knowledge distillation",
        "    venue: the record says `CVPR`",
        "    year: the record says `2019`",
        "refs.txt:5:1: unchecked: A paper that nobody has ever written about otters",
        f"    {worded_reason(Reason(Why.NOT_IN_CORPUS))}",
        "3 references: 1 verified, 1 differs, 1 unchecked.",
    ]


def test_a_bibliography(kdbib: Kdbib, folder: Path) -> None:
    (folder / "refs.bib").write_text(BIB)
    assert words(kdbib, "refs.bib") == (1, ["differs title"])
    (folder / "refs.bib").write_text(BIB.replace("Dest", "Dist"))
    assert words(kdbib, "refs.bib") == (0, ["verified"])
    assert not (folder / "refs.enriched.bib").exists()


def test_what_could_not_be_checked_has_an_exit_code_of_its_own(kdbib: Kdbib, folder: Path) -> None:
    (folder / "refs.txt").write_text(REFERENCES.rpartition("\n\n")[2])
    assert words(kdbib, "refs.txt") == (3, ["unchecked"])
