"""A venue is not corrected into another kind of thing, and whoever is no author is told."""

import pytest

from kdbib.correct import Findings, Habits, correct
from kdbib.match.score import score
from kdbib.model import Disagreement, Name, Record, Work
from tests.support.records import citation


def _found(line: str, venue: str, year: int) -> Findings:
    names = (Name("Marlow", "Ida"), Name("Teal", "Bo"))
    title = "Otter Loss for Dense River Detection"
    work = Work(
        type="article-journal", title=title, author=names, container_title=venue, issued=(year,)
    )
    listed = citation(f"1. {title}. {line}\n")
    return correct(listed, work, score(listed, Record(work, "crossref")), Habits(True))


@pytest.mark.parametrize(
    ("listed", "venue", "year"),
    [
        ("ICCV 2017", "IEEE Transactions on Pattern Analysis and Machine Intelligence", 2020),
        ("SIGGRAPH 2018", "ACM Transactions on Graphics", 2018),
        ("VLDB 2018", "Proceedings of the VLDB Endowment", 2018),
        ("ECCV 2016", "Lecture Notes in Computer Science", 2016),
    ],
)
def test_a_conference_stays_beside_a_journal_or_a_series(
    listed: str, venue: str, year: int
) -> None:
    assert not _found(f"Marlow, Ida and Teal, Bo. {listed}", venue, year).changes


def test_who_is_no_author_is_told() -> None:
    found = _found(
        "Marlow, Ida and Invento, Max. SIGGRAPH 2018", "ACM Transactions on Graphics", 2018
    )
    told = [c.listed for c in found.conflicts if c.code is Disagreement.NOT_AN_AUTHOR]
    assert told == ["Max Invento"]
