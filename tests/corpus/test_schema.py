"""Works as Arrow and back."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kdbib.corpus.schema import WORKS, name_of, name_text, title_hash, to_batch, to_works
from kdbib.model import Identifier, Name, Scheme, Work

TEXTS = st.text(min_size=1, max_size=20)
LITERAL = st.builds(Name, literal=TEXTS)
NAMES = LITERAL | st.builds(
    Name, family=TEXTS, given=st.none() | TEXTS, suffix=st.none() | st.just("Jr.")
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (Name("Hinton", "Geoffrey E."), "Hinton, Geoffrey E."),
        (Name("van den Oord", "Aäron"), "van den Oord, Aäron"),
        (Name("Steele", "Guy L.", "Jr."), "Steele, Jr., Guy L."),
        (Name("Plato"), "Plato,"),
        (Name(literal="The LLaMA Team"), "The LLaMA Team"),
        (Name(literal="Facebook, Inc."), r"Facebook\2C Inc."),
    ],
)
def test_a_name_is_written_as_bibtex_writes_it(name: Name, text: str) -> None:
    assert name_text(name) == text
    assert name_of(text) == name


@given(NAMES)
def test_a_name_comes_back_from_its_text(name: Name) -> None:
    assert name_of(name_text(name)) == name


@settings(deadline=None)  # the first array imports pandas
@given(
    st.lists(
        st.builds(
            Work,
            type=st.sampled_from(["article", "paper-conference"]),
            title=TEXTS,
            author=st.lists(NAMES, max_size=3).map(tuple),
            issued=st.sampled_from([(), (2019,), (2019, 7), (2019, 7, 1)]),
            container_title=st.none() | TEXTS,
            volume=st.none() | TEXTS,
            DOI=st.none() | TEXTS,
            identifiers=st.just((Identifier(Scheme.ARXIV, "1503.02531"),)),
            aliases=st.lists(TEXTS, max_size=2).map(tuple),
        ),
        max_size=3,
    )
)
def test_works_come_back_from_their_columns(works: list[Work]) -> None:
    sources = [(f"dblp: {at}",) for at, _ in enumerate(works)]
    assert list(to_works(to_batch(works, sources))) == list(zip(works, sources, strict=True))


def test_the_columns_are_for_people_to_read() -> None:
    known = Work(
        type="paper-conference",
        title="Relational Knowledge Distillation",
        author=(Name("Park", "Wonpyo"), Name("Kim", "Dongju")),
        issued=(2019, 6),
        container_title="CVPR",
        DOI="10.1109/CVPR.2019.00409",
        identifiers=(Identifier(Scheme.ARXIV, "1904.05068"),),
    )
    batch = to_batch([known], [["dblp: conf/cvpr/ParkKLC19"]])
    assert batch.schema == WORKS
    (row,) = batch.to_pylist()
    assert {name: value for name, value in row.items() if value} == {
        "title_key": title_hash("relational knowledge distillation"),
        "type": "paper-conference",
        "title": "Relational Knowledge Distillation",
        "author": ["Park, Wonpyo", "Kim, Dongju"],
        "issued": "2019-06",
        "container_title": "CVPR",
        "identifiers": ["doi:10.1109/CVPR.2019.00409", "arxiv:1904.05068"],
        "sources": ["dblp: conf/cvpr/ParkKLC19"],
    }


def test_the_hash_of_a_title_never_changes() -> None:
    assert title_hash("Deep Mutual Learning") == title_hash("Deep mutual-learning!") == TITLE_HASH
    assert title_hash("???") == 0


TITLE_HASH = 993527302475815465


def test_a_work_without_columns_of_its_own_is_still_a_work() -> None:
    few = pa.table({"title": ["Deep Mutual Learning"], "id": [7]})
    assert list(to_works(few)) == [(Work("article", "Deep Mutual Learning"), ())]
