"""What is marked as changed is what changes, and the rest of a citation is as it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.model import Change, Citation, Span
from kdbib.report.difference import Op, differences, marked

S, R, A = Op.SAME, Op.REMOVED, Op.ADDED


@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        (
            "Moonshine:Distilling",
            "Moonshine: Distilling",
            [(S, "Moonshine:"), (A, " "), (S, "Distilling")],
        ),
        ("NIPS 2018", "NeurIPS 2018", [(S, "N"), (A, "eur"), (S, "IPS 2018")]),
        ("Hintonn, G.", "Hinton, G.", [(S, "Hinton"), (R, "n"), (S, ", G.")]),
        (
            "ECCV 2016",
            "NeurIPS 2017",
            [(R, "ECCV"), (A, "NeurIPS"), (S, " 201"), (R, "6"), (A, "7")],
        ),
        ("", ". CVPR 2019", [(A, ". CVPR 2019")]),
        (" the end", "", [(R, " the end")]),
        ("same", "same", [(S, "same")]),
        ("Zhang, Ying", "周志华", [(R, "Zhang, Ying"), (A, "周志华")]),
        ("x " * 500, "y", [(R, "x " * 500), (A, "y")]),
    ],
)
def test_characters_that_change_are_marked(
    before: str, after: str, pieces: list[tuple[Op, str]]
) -> None:
    assert differences(before, after) == pieces


@given(st.text(max_size=60), st.text(max_size=60))
def test_both_texts_can_be_read_from_the_pieces(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(text for op, text in pieces if op is not A) == before
    assert "".join(text for op, text in pieces if op is not R) == after
    assert all(text for _, text in pieces)


RAW = "1. Café:Learning. NIPS 2018"
CITATION = Citation("list.md", RAW, Span(100, 100 + len(RAW.encode()), 7, 1), 7)


def change(before: str, after: str, at: int) -> Change:
    return Change("title", before, after, Span(at, at + len(before.encode()), 7, 1))


def test_changes_are_found_by_their_bytes_whatever_their_order() -> None:
    pieces, outside = marked(
        CITATION, [change("NIPS", "NeurIPS", 119), change("Café:L", "Café: L", 103)]
    )
    assert pieces == [(S, "1. Café:"), (A, " "), (S, "Learning. N"), (A, "eur"), (S, "IPS 2018")]
    assert outside == []


def test_a_change_elsewhere_is_told_apart() -> None:
    elsewhere = [change("[1]: http://x", "[1]: https://x", 900), change("other", "text", 103)]
    pieces, outside = marked(CITATION, elsewhere)
    assert pieces == [(S, RAW)]
    assert outside == [elsewhere[1], elsewhere[0]]
