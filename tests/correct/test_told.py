"""What a citation says otherwise than its work, and which can't be corrected, is told."""

import pytest

from kdbib.correct import correct
from kdbib.correct.line import HABITS
from kdbib.match.score import score
from kdbib.model import Disagreement, Name, Record, Work
from kdbib.read import read_text
from kdbib.read.source import SourceText

PARK = Work(
    type="paper-conference",
    title="Relational Knowledge Distillation",
    author=(Name("Park", "Wonpyo"), Name("Kim", "Dongju"), Name("Van Gool", "Luc")),
    issued=(2019,),
    container_title="IEEE/CVF Conference on Computer Vision and Pattern Recognition",
)


def told(fields: str) -> list[Disagreement]:
    """The kinds of conflicts of an entry with these fields."""
    text = f"@inproceedings{{p, title={{Relational Knowledge Distillation}}, year=2019, {fields}}}"
    (citation,) = read_text(SourceText(text.encode(), "refs.bib")).citations
    found = correct(citation, PARK, score(citation, Record(PARK, "dblp")), HABITS)
    return [conflict.code for conflict in found.conflicts if not conflict.is_style]


@pytest.mark.parametrize(
    "venue",
    [
        "CVPR",
        "Proc. IEEE Conf. Comput. Vis. Pattern Recognit.",
        "Computer Vision and Pattern Recognition, Long Beach",
        "2019 IEEE/CVF Conference on Computer Vision and Pattern Recognition (CVPR)",
        "IEEE",
        "Springer",
    ],
)
def test_other_names_of_the_venue_are_not(venue: str) -> None:
    authors = "author={Park, Wonpyo and Kim, Dongju and Luc Van Gool}"
    assert told(f"{authors}, booktitle={{{venue}}}") == []


@pytest.mark.parametrize(
    "venue",
    [
        "Proceedings of the Conference on Imaginary Otters",
        "International Symposium on Quantum Gardening and Rivers",
        "Journal of Applied Thought",
    ],
)
def test_a_venue_that_is_not_the_works(venue: str) -> None:
    authors = "author={Park, Wonpyo and Kim, Dongju and Van Gool, Luc}"
    assert told(f"{authors}, booktitle={{{venue}}}") == [Disagreement.ELSEWHERE]


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ("Kim, Dongju and Park, Wonpyo and Van Gool, Luc", [Disagreement.AUTHOR_ORDER]),
        ("Park, Wonpyo and Kim, Dongju and Van Gool, Luc", []),
        ("Park, W. and Kim, D. and Van Gool, L.", []),
        ("Van Gool, Luc and Park, Wonpyo", [Disagreement.AUTHOR_ORDER]),
        ("Park, Wonpyo and Van Gool, Luc", []),
    ],
)
def test_authors_in_another_order(authors: str, expected: list[Disagreement]) -> None:
    assert told(f"author={{{authors}}}, booktitle={{CVPR}}") == expected
