"""How two titles relate, in full: what they share, what only one has, what it is worth."""

from dataclasses import replace

import pytest

from kdbib.match.titles import Comparison, Side, compare_titles, head
from kdbib.match.words import Slip, same_word, slip_of
from kdbib.model import Relation

EXACT, NEAR, PART = Relation.EXACT, Relation.NEAR, Relation.PART
RETITLED, OTHER = Relation.RETITLED, Relation.OTHER


@pytest.mark.parametrize(
    ("cited", "known", "compared"),
    [
        # a common word of the field weighs half, a stop word nothing
        ("Deep Otters", "deep otters!", Comparison(EXACT, 1.5, 1.0)),
        ("Otters of the Dusk", "Otters of the Dusk", Comparison(EXACT, 2.0, 1.0)),
        ("OtterNet: A Net", "OtterNet: A Net", Comparison(EXACT, 2.0, 1.0, named=True)),
        ("Relational Knowlege", "Relational Knowledge", Comparison(NEAR, 1.5, 1.0)),
        ("Semirandm Strems", "Semirandom Streams", Comparison(NEAR, 2.0, 1.0)),
        ("Rivers of Otters", "Otters of Rivers", Comparison(NEAR, 2.0, 1.0)),
        (
            "Otters at Dask",
            "Otters at Dusk",
            Comparison(NEAR, 1.0, 0.5, detail="'dask' for 'dusk'", faint=True),
        ),
        (
            "Cold Rivers of Otters at Dask",
            "Cold Rivers of Otters at Dusk",
            Comparison(NEAR, 3.0, 0.75, detail="'dask' for 'dusk'"),
        ),
        (
            "Otters at Dusk: A Study of Rivers",
            "Otters at Dusk",
            Comparison(PART, 2.0, 1.0, detail="only the citation has 'study rivers'", cut=True),
        ),
        (
            "Otters at Dusk",
            "Otters at Dusk: A Study",
            Comparison(PART, 2.0, 1.0, True, "only the record has 'study'", cut=True),
        ),
        (
            "A Study of Rivers",
            "Otters at Dusk: A Study of Rivers",
            Comparison(PART, 2.0, 1.0, detail="only the record has 'otters dusk'", cut=True),
        ),
        (
            "Otters at Dusk – A Study",
            "Otters at Dusk",
            Comparison(PART, 2.0, 1.0, detail="only the citation has 'study'", cut=True),
        ),
        (
            "Otters at Dusk",
            "Otters at Dusk? A Study",
            Comparison(PART, 2.0, 1.0, detail="only the record has 'study'", cut=True),
        ),
        (
            "Fast Otters of Cold Rivers",
            "Otters of Cold Rivers",
            Comparison(PART, 3.0, 1.0, detail="only the citation has 'fast'"),
        ),
        (
            "Fast Otters of Cold Rivers at Dusk",
            "Otters of Cald Rivers at Dusk",
            Comparison(PART, 3.0, 0.75, detail="'cold' for 'cald'; only the citation has 'fast'"),
        ),
        (
            "OtterNet: Swimming in Cold Rivers",
            "OtterNet: Swimming in Warm Rivers",
            Comparison(RETITLED, 3.0, 0.75, True, "'cold' for 'warm'"),
        ),
        (
            "Otters of Cold Rivers: Swimming Well",
            "Otters of Cold Rivers: Diving Well",
            Comparison(RETITLED, 4.0, 0.8, detail="'swimming' for 'diving'"),
        ),
        (
            "OtterNet: Swimming in Cold Rivers",
            "OtterNet: Diving in Warm Lakes",
            Comparison(OTHER, 1.0, 0.25, True, "'swimming cold rivers' for 'diving warm lakes'"),
        ),
        (
            "Otters Swim: In Cold Rivers",
            "Otters Swim: In Warm Rivers",
            Comparison(OTHER, 3.0, 0.75, detail="'cold' for 'warm'"),
        ),
        ("Rivers", "Beavers", Comparison(OTHER, 0, 0.0, detail="'rivers' for 'beavers'")),
        ("Of 3 Otters", "Of 4 Otters", Comparison(OTHER, 1.0, 0.5, detail="only one has '4'")),
        (
            "Streams of Otters",
            "Streams of Otters, Part II",
            Comparison(OTHER, 2.0, 1.0, detail="only one has 'part'"),
        ),
        (
            "Otters Revisited",
            "Otters",
            Comparison(OTHER, 1.0, 1.0, detail="only one has 'revisited'"),
        ),
        (
            "Otters at Dusk: A Suvrey",
            "Otters at Dusk",
            Comparison(OTHER, 2.0, 1.0, detail="only one has 'suvrey'", cut=True),
        ),
        (
            "Otters for ASR",
            "Otters for ASL",
            Comparison(OTHER, 1.0, 0.5, detail="only one has 'asl'"),
        ),
        (
            "Otters at Dusk (Semirandom Streams of Otters)",
            "Semirandom Streams of Otters",
            Comparison(NEAR, 3.0, 1.0, detail="Semirandom Streams of Otters"),
        ),
        (
            "Otters at Dusk （Semirandom Streams of Otters）",
            "Otters at Dusk",
            Comparison(NEAR, 2.0, 1.0, detail="Otters at Dusk"),
        ),
        (
            "Dusk (Semirandom Streams of Otters)",
            "Semirandom Streams of Otters",
            Comparison(PART, 3.0, 1.0, detail="only the citation has 'dusk'"),
        ),
    ],
)
def test_two_titles(cited: str, known: str, compared: Comparison) -> None:
    found = compare_titles(cited, known)
    assert found.overlap == pytest.approx(compared.overlap)
    alike = replace(found, overlap=0.0, tail=False, longer=None, loose=False, moved=False)
    assert replace(alike, more=0.0, shared=1.0) == replace(compared, overlap=0.0)


@pytest.mark.parametrize(
    ("cited", "known", "loose", "moved"),
    [
        ("Semirandom Strems", "Semirandom Streams", False, False),
        ("Semi-random Streams", "Semirandom Streams", False, False),
        ("Semirandom Stream", "Semirandom Streams", True, False),
        ("A Semirandom Stream", "Semirandom Stream", True, False),
        ("Streams of Otters", "Otters of Streams", True, True),
        (
            "Otters at Dusk (Semirandom Streams of Otters)",
            "Semirandom Streams of Otters",
            True,
            False,
        ),
    ],
)
def test_what_no_slip_of_the_keyboard_does(
    cited: str, known: str, loose: bool, moved: bool
) -> None:
    compared = compare_titles(cited, known)
    assert (compared.loose, compared.moved) == (loose, moved)


@pytest.mark.parametrize(
    ("cited", "known", "longer", "tail", "more", "shared"),
    [
        ("Otters of Cold Rivers at Dusk", "Otters of Cold Rivers", Side.CITED, True, 1.0, 0.75),
        ("Otters of Rivers", "Otters of Deep Rivers", Side.KNOWN, False, 0.5, 0.8),
        ("OtterNet: Cold Rivers", "OtterNet: Warm Rivers", None, False, 2.0, 2 / 3),
    ],
)
def test_words_that_one_of_two_titles_has_more(
    cited: str, known: str, longer: Side | None, tail: bool, more: float, shared: float
) -> None:
    found = compare_titles(cited, known)
    assert (found.longer, found.tail, found.more) == (longer, tail, more)
    assert found.shared == pytest.approx(shared)


def test_the_surest_comparison_comes_first() -> None:
    order = [
        *(Comparison(EXACT, 1.0, 1.0), Comparison(NEAR, 1.0, 1.0), Comparison(NEAR, 1.0, 0.5)),
        *(Comparison(PART, 1.0, 1.0), Comparison(RETITLED, 1.0, 1.0)),
        *(Comparison(NEAR, 1.0, 1.0, faint=True), Comparison(OTHER, 9.0, 1.0)),
    ]
    shuffled = order[::-1]
    shuffled.sort(key=lambda one: one.rank)
    assert shuffled == order


@pytest.mark.parametrize(
    ("title", "before"),
    [
        ("OtterNet: x", "otternet"),
        ("OTTER: x", "otter"),
        ("Otters of Rivers: x", "ottersofrivers"),
        ("Otter: x", None),
        ("Two Words: x", None),
        ("OtterNet", None),
    ],
)
def test_what_stands_before_a_colon(title: str, before: str | None) -> None:
    assert head(title) == before


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("network", "net", False),
        ("encode", "decode", False),
        ("learn", "learnings", True),
        ("learn", "learningsss", False),
        ("semi", "demi", False),
        ("swim", "swam", False),
        ("bat", "bats", False),
        ("text", "texts", True),
        ("trian", "train", True),
        ("gaussian", "gausian", True),
        ("gaussian", "gausain", True),
        ("representation", "represetnaton", True),
        ("trains", "rtian", False),
        ("transform", "transformer", True),
        ("random1", "random2", False),
        ("otters", "beavers", False),
        ("streams", "dreamst", False),
    ],
)
def test_one_word_or_two(a: str, b: str, same: bool) -> None:
    assert same_word(a, b) is same_word(b, a) is same


@pytest.mark.parametrize(
    ("cited", "known", "faint"),
    [
        *(("pior", "prior", False), ("raage", "range", False), ("efficeint", "efficient", False)),
        *(("batch", "match", False), ("net", "nets", False), ("randam", "random", False)),
        *(("goe", "geo", True), ("rsw", "raw", True), ("tp", "top", True), ("agn", "gan", True)),
        *(("ab", "abc", True), ("efcient", "efficient", True), ("rundum", "random", True)),
        *(("t", "to", None), ("cnn", "rnn", None), ("rat", "hat", None), ("bc", "abc", None)),
        *(("encoder", "decoder", None), ("symmetric", "asymmetric", None), ("a1", "a2", None)),
        *(("task", "mask", None), ("row", "low", None), ("volve", "evolve", None)),
        *(("rendu", "rando", None), ("xundum", "random", None), ("streams", "otters", None)),
    ],
)
def test_a_slip_of_the_keyboard(cited: str, known: str, faint: bool | None) -> None:
    expected = None if faint is None else Slip(cited, known, faint)
    assert slip_of(cited, known) == expected
    assert bool(slip_of(known, cited)) == bool(expected)
