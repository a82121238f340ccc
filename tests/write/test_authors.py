import re

import pytest
from bibtexparser.middlewares.names import (
    parse_single_name_into_parts,
    split_multiple_persons_names,
)
from hypothesis import example, given
from hypothesis import strategies as st

from kdbib.model import Name
from kdbib.write.authors import author_list, person
from kdbib.write.latex import clean
from tests.write.decode import decoded, flat


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Name(family="Hinton", given="Geoffrey E."), "Hinton, Geoffrey E."),
        (Name(family="van den Oord", given="Aäron"), "van den Oord, Aäron"),
        (Name(family="King", given="Martin Luther", suffix="Jr."), "King, Jr., Martin Luther"),
        (Name(family="Plato"), "Plato"),
        (Name(family="O'Brien"), "{O'Brien}"),
        (Name(family="Google Brain"), "{Google Brain}"),
        (Name(family="Steele", suffix="Jr."), "{Steele Jr.}"),
        (Name(literal="Barnes and Noble, Inc."), "{Barnes and Noble, Inc.}"),
        (Name(family="Rock and Roll", given="Joe"), "{Rock and Roll}, Joe"),
        (Name(family="others"), "{others}"),
        # biber counts commas in braces too, unless the name is all in braces
        (Name(family="Zhou", given="Zhang, Song, Hang"), "{Zhang, Song, Hang Zhou}"),
        (Name(family="given=x", given="y"), "given{=}x, y"),
        (Name(family="Paul", given="Jean~Luc"), "Paul, Jean Luc"),
        (
            Name(family="{evil}", given="\\x"),
            r"{\textbackslash{}x \textbraceleft{}evil\textbraceright{}}",
        ),
        (Name(given="Madonna"), "{Madonna}"),
        (Name(), ""),
        (Name(literal=" \x00"), ""),
    ],
)
def test_a_name(name: Name, written: str) -> None:
    assert person(name) == written


@pytest.mark.parametrize(
    ("name", "written"),
    [
        (Name(family="Satō", given="Kārlis"), r"Sat{\=o}, K{\=a}rlis"),
        (Name(family="Ō=", given="x"), r"{\=O}{=}, x"),
        (Name(literal="Ōtani Lab"), r"{{\=O}tani Lab}"),
    ],
)
def test_a_macron_is_no_equals_sign(name: Name, written: str) -> None:
    assert person(name, ascii_only=True) == written


def test_empty_names_are_left_out() -> None:
    assert author_list([Name(), Name(family="A", given="B"), Name(literal="")]) == "A, B"
    assert author_list([]) == ""


_PART = st.one_of(
    st.text(max_size=8),
    st.lists(
        st.sampled_from(
            ["Li", "van", "and", ",", " ", "{", "}", "\\", "é", "-", "=", "others", '"']
        ),
        max_size=5,
    ).map("".join),
)
_NAMES = st.one_of(
    st.builds(Name, family=_PART, given=_PART, suffix=st.one_of(st.none(), _PART)),
    st.builds(Name, literal=_PART),
)


@given(st.lists(_NAMES, max_size=4))
@example([Name(family="van den Oord", given="Aäron"), Name(family="y", given="and and and")])
def test_any_names_come_back(names: list[Name]) -> None:
    """By BibTeX's own rules, of which bibtexparser has a port."""
    split = split_multiple_persons_names(author_list(names))
    assert [_read(name) for name in split] == [_meant(name) for name in names if person(name)]


def _read(written: str) -> str:
    parts = parse_single_name_into_parts(written, strict=False)
    return _joined(decoded(" ".join([*parts.first, *parts.von, *parts.last, *parts.jr])))


def _meant(name: Name) -> str:
    parts = [clean((part or "").replace("~", " ").replace("`", "'")) for part in _parts(name)]
    return _joined(" ".join(filter(None, parts)))


def _parts(name: Name) -> tuple[str | None, ...]:
    if not clean((name.family or "").replace("~", " ")):
        literal = clean((name.literal or "").replace("~", " "))
        return (literal or name.given,)
    return (name.given, name.family, name.suffix)


def _joined(text: str) -> str:
    """Without spaces and quotes: which quote one is depends on what stands before it."""
    return re.sub(r"[\s\"'`“”‘’]", "", flat(text))
