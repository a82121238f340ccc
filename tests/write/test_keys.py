import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.model import Identifier, Name, Scheme, Work
from kdbib.write.keys import assign, identity, pins, unique


def work(title: str, family: str = "Hinton", year: int | None = 2015, doi: str = "") -> Work:
    author = (Name(family=family, given="G."),) if family else ()
    issued = (year,) if year else ()
    return Work("paper-conference", title, author, issued, DOI=doi or None)


@pytest.mark.parametrize(
    ("title", "family", "year", "key"),
    [
        ("Distilling the Knowledge in a Neural Network", "Hinton", 2015, "hinton2015distilling"),
        ("The Lottery Ticket Hypothesis", "Frankle", 2019, "frankle2019lottery"),
        ("A U-Net for $k$-NN", "Møller-Sørensen", None, "mollersorensennd" + "unet"),
        ("$\\ell_2$ Distances", "Weiß", 2001, "weiss2001distances"),
        ("What Is It?", "van den Oord", 2018, "vandenoord2018what"),
        ("Straße & Œuvre", "Łukasiewicz", 2020, "lukasiewicz2020strasse"),
        ("It Doesn't Work", "Þór", 2020, "thor2020doesnt"),
        ("3D Nets", "Иванов", 2020, "ivanov20203d"),
        ("Nets", "Παπαδόπουλος", 2020, "papadopoulos2020nets"),
        ("Nets", "김", 2020, "gim2020nets"),
        ("Nets", "张", 2020, "anon2020nets"),
        ("深度学习", "Li", 2020, "li2020"),
        ("Nets", "", None, "anonndnets"),
        ("", "", None, "anonnd"),
        ("x" * 100, "y" * 100, 2020, "y" * 40 + "2020" + "x" * 40),
    ],
)
def test_a_key(title: str, family: str, year: int | None, key: str) -> None:
    assert assign([work(title, family, year)]) == [key]


def test_a_group_is_named_in_full() -> None:
    group = Work("article", "Cards", (Name(literal="Google Brain Team"),), (2020,))
    assert assign([group]) == ["googlebrainteam2020cards"]


def test_all_that_collide_get_more_words() -> None:
    titles = ["Deep Nets", "Deep Learning of Nets", "Deep Learning of Trees", "Other Things"]
    assert assign([work(title) for title in titles]) == [
        "hinton2015deepnets",
        "hinton2015deeplearningnets",
        "hinton2015deeplearningtrees",
        "hinton2015other",
    ]


def test_a_longer_key_may_be_someone_elses_shorter_one() -> None:
    keys = assign([work("Deep Learning"), work("Deep Nets"), work("Deeplearning Trees")])
    assert keys == ["hinton2015deeplearning", "hinton2015deepnets", "hinton2015deeplearningtrees"]


def test_letters_come_last_and_do_not_depend_on_the_order() -> None:
    works = [work("Deep Nets", doi=f"10.1/{name}") for name in "zyx"]
    assert assign(works) == ["hinton2015deepnetsc", "hinton2015deepnetsb", "hinton2015deepnetsa"]
    assert assign(works[::-1]) == assign(works)[::-1]


def test_more_letters_than_the_alphabet_has() -> None:
    keys = assign([work("Nets", doi=f"10.1/{n:03}") for n in range(30)])
    assert keys[25:28] == ["hinton2015netsz", "hinton2015netsaa", "hinton2015netsab"]


def test_pinned_keys_stay_and_others_avoid_them() -> None:
    old, new = work("Deep Nets", doi="10.1/a"), work("Deep Trees", doi="10.1/b")
    assert assign([new, old], {"doi:10.1/a": "hinton2015deep"}) == [
        "hinton2015deeptrees",
        "hinton2015deep",
    ]
    assert assign([old], {"doi:10.1/a": "Our_Favourite"}) == ["Our_Favourite"]
    # whoever had it is not in the list any more, and may come back
    assert assign([new], {"doi:10.1/a": "Hinton2015Deep"}) == ["hinton2015deeptrees"]


def test_a_preprint_keeps_its_key_when_it_is_published() -> None:
    arxiv = (Identifier(Scheme.ARXIV, "1503.02531"),)
    preprint = Work("article", "Nets", (Name(family="Hinton"),), (2015,), identifiers=arxiv)
    published = Work(
        "article-journal",
        "Nets",
        (Name(family="Hinton"),),
        (2019,),
        DOI="10.1/x",
        identifiers=arxiv,
    )
    pinned = pins([preprint], assign([preprint]))
    assert assign([published], pinned) == ["hinton2015nets"]


def test_a_work_keeps_its_key_when_it_gets_an_identifier() -> None:
    before, after = work("Deep Nets"), work("Deep Nets", doi="10.1/a")
    assert assign([after], pins([before], ["ours"])) == ["ours"]


def test_two_works_with_the_same_pin() -> None:
    works = [work("Deep Nets", doi="10.1/a"), work("Deep Trees", doi="10.1/b")]
    keys = assign(works, {"doi:10.1/a": "deep", "doi:10.1/b": "deep"})
    assert keys == ["deep", "hinton2015deep"]


def test_a_work_cited_twice_has_one_key() -> None:
    once = work("Nets", doi="10.1/A")
    again = work("Nets", doi="10.1/a")
    assert assign([once, again]) == ["hinton2015nets"] * 2
    assert [key for key, _ in unique([("b", work("B")), ("a", once), ("a", again)])] == ["a", "b"]


def test_a_key_for_two_works_is_refused() -> None:
    with pytest.raises(ValueError, match="'k'"):
        unique([("k", work("Nets")), ("k", work("Trees"))])


def test_the_corpus(corpus: list[Work]) -> None:
    keys = assign(corpus)
    assert len(set(keys)) == len({identity(entry) for entry in corpus}) == len(corpus)
    shuffled = random.Random(1).sample(list(zip(corpus, keys, strict=True)), len(corpus))
    assert assign([entry for entry, _ in shuffled]) == [key for _, key in shuffled]
    pinned = pins(corpus[:300], keys[:300])
    assert assign(corpus, pinned) == keys


_WORDS = st.lists(st.sampled_from("deep nets the of learning Über 张 3D".split()), max_size=4)
_WORKS = st.builds(
    work,
    _WORDS.map(" ".join),
    st.sampled_from(["Li", "LI", "Lí", ""]),
    st.sampled_from([2020, None]),
    st.sampled_from(["", "10.1/a", "10.1/b"]),
)


@given(
    st.lists(_WORKS, max_size=12),
    st.dictionaries(st.sampled_from(["doi:10.1/a"]), st.just("li2020")),
)
def test_keys_are_unique_ascii_and_order_does_not_matter(
    works: list[Work], pinned: dict[str, str]
) -> None:
    keys = assign(works, pinned)
    by_work = dict(zip(map(identity, works), keys, strict=True))
    assert len(set(by_work.values())) == len(by_work)
    assert all(key.isascii() and key.isalnum() and key == key.lower() for key in keys)
    assert all(by_work[name] == key for name, key in pinned.items() if name in by_work)
