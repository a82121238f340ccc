"""Lists of authors, as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.read.names import read_names
from kdbib.read.one_name import whole_name


@pytest.mark.parametrize(
    ("text", "names", "et_al"),
    [
        ("Hinton et al.", ["Hinton"], True),
        ("Romero, Adriana et al.", ["Romero, Adriana"], True),
        ("Lee, Seunghyun and Song, Byung. Cheol", ["Lee, Seunghyun", "Song, Byung. Cheol"], False),
        ("Tung, Frederick, and Mori Greg.", ["Tung, Frederick", "Greg, Mori"], False),
        (
            "Shen,Zhiqiang, He,Zhankui, and Xue Xiangyang",
            ["Shen, Zhiqiang", "He, Zhankui", "Xiangyang, Xue"],
            False,
        ),
        (
            "Müller, Rafael, Kornblith, and Hinton",
            ["Müller, Rafael", "Kornblith", "Hinton"],
            False,
        ),
        ("Huang, Zehao & Wang, Naiyan", ["Huang, Zehao", "Wang, Naiyan"], False),
        ("Crowley, Elliot J. et al.", ["Crowley, Elliot J."], True),
        ("Zhang, Zizhao. et al.", ["Zhang, Zizhao"], True),
        ("Xie, Qizhe et al.(Google)", ["Xie, Qizhe"], True),
        ("L.K. Hansen, P. Salamon", ["Hansen, L.K.", "Salamon, P."], False),
        ("S. Loffe and C. Szegedy", ["Loffe, S.", "Szegedy, C."], False),
        ("Aaron van den Oord, Yazhe Li", ["van den Oord, Aaron", "Li, Yazhe"], False),
        ("Guy Steele Jr. and Gerald Sussman", ["Steele, Jr., Guy", "Sussman, Gerald"], False),
        ("FAIR", ["FAIR"], False),
        ("HIT and iFLYTEK", ["HIT", "iFLYTEK"], False),
    ],
)
def test_names_are_read(text: str, names: list[str], et_al: bool) -> None:
    read = read_names(text)
    assert [name.inverted() for name, _, _ in read.names] == names
    assert read.et_al is et_al


@pytest.mark.parametrize("form", ["et al.", "et al,", "et. al.", "et al", "et l.", "and others"])
def test_et_al_in_every_form(form: str) -> None:
    read = read_names(f"Jang, Yunhun {form}")
    assert [name.inverted() for name, _, _ in read.names] == ["Jang, Yunhun"]
    assert read.et_al


@pytest.mark.parametrize(
    "text",
    [
        "A Survey",
        "Knowledge Distillation",
        "Distillation and Cross-modal Matching. Wu, Bofeng et al.",
        "(HUAWEI-Noah)",
        "et al.",
        "a new method for the compression of deep networks",
        "",
    ],
)
def test_other_texts_are_not_names(text: str) -> None:
    assert read_names(text).names == ()


@given(st.text(max_size=120))
def test_names_lie_where_they_say(text: str) -> None:
    for name, start, end in read_names(text).names:
        assert 0 <= start < end <= len(text)
        assert name.last


@pytest.mark.parametrize(
    ("text", "family", "given"),
    [
        ("PARK W", "PARK", "W"),
        ("LU Y", "LU", "Y"),
        ("Hinton GE", "Hinton", "GE"),
        ("J. S. BACH", "BACH", "J. S."),
    ],
)
def test_family_names_in_capitals_stand_before_initials(text: str, family: str, given: str) -> None:
    name = whole_name(text)
    assert (name.family, name.given) == (family, given)
