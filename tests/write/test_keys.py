import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kdbib.model import Identifier, Name, Scheme, Work
from kdbib.write.keys import assign, identity, is_usable, pins, unique


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


@pytest.mark.parametrize(
    ("family", "name"),
    [
        ("абвгдезиклмнопрстуфыэ", "abvgdeziklmnoprstufye"),
        ("жхцчшщъь", "zhkhtschshshch"),
        ("юяєіђјљњћџ", "yuyayeidjjljnjcdz"),
        ("αβγδεζηικλμνξοπρστυςω", "avgdeziiklmnxoprstyso"),
        ("θφχψ", "thfchps"),
        ("Παπαδοπούλου", "papadopoulou"),
        ("ßøæœłđðþı", "ssoaeoelddthi"),
        ("ħŋəĸŧ", "hngekt"),
        ("ÄÖÜÉÇŞŁ", "aouecsl"),
        ("カタカナ", "katakana"),
        ("ひらがな", "hiragana"),
        ("김민수", "gimminsu"),
        ("Müller-Żółć", "mullerzolc"),
        ("y" * 41, "y" * 40),
    ],
)
def test_a_name_in_ascii_letters(family: str, name: str) -> None:
    assert assign([work("Nets", family)]) == [f"{name}2015nets"]


STOP_WORDS = """
a an and are as at be between but by can do does for from has have how in into is it its of on onto
or our over than that the their there these this those through to toward towards under upon us via
was we what when where which while who why will with within without you your
"""


def test_words_that_tell_nothing_are_passed_over() -> None:
    for word in STOP_WORDS.split():
        assert assign([work(f"{word.title()} Otters")]) == ["hinton2015otters"]


@pytest.mark.parametrize(
    ("title", "word"),
    [
        ("Self/Supervised: Nets", "self"),
        ("A–B—C", "b"),
        ("2020 Otters", "otters"),
        ("2020 10", "2020"),
        (r"\emph{Otters} Rivers", "otters"),
        ("Of the", "of"),
        ("deep:learning", "deep"),
        ("Deep-Learning Nets", "deeplearning"),
        ("x" * 41, "x" * 40),
    ],
)
def test_the_word_of_a_key(title: str, word: str) -> None:
    assert assign([work(title)]) == [f"hinton2015{word}"]


@pytest.mark.parametrize(
    ("other", "known"),
    [
        ({"title": "deep  NETS"}, True),
        ({"title": "Deep Net"}, False),
        ({"author": (Name(family="HINTON", given="Geoffrey"),)}, True),
        ({"author": (Name(family="Marlow", given="G."),)}, False),
        ({"author": ()}, False),
        ({"issued": (2015, 3)}, True),
        ({"issued": (2016,)}, False),
        ({"issued": ()}, False),
        ({"container_title": "Otters"}, False),
        ({"type": "article"}, False),
        ({"DOI": "10.1/x"}, False),
        ({"identifiers": (Identifier(Scheme.ARXIV, "1503.02531"),)}, False),
    ],
)
def test_what_tells_a_work_without_an_identifier(other: dict[str, Any], known: bool) -> None:
    one = work("Deep Nets")
    assert (identity(replace(one, **other)) == identity(one)) == known


def test_the_doi_then_the_identifiers_tell_a_work() -> None:
    found = (Identifier(Scheme.S2, "CorpusId:7"), Identifier(Scheme.ACL, "P18-1001"))
    known = replace(work("Nets"), identifiers=found)
    assert identity(known) == "acl:p18-1001"
    assert identity(replace(known, DOI="10.1/X")) == "doi:10.1/x"
    assert pins([replace(known, DOI="10.1/X")], ["k"]) == {
        "doi:10.1/x": "k",
        "acl:p18-1001": "k",
        "s2:CorpusId:7": "k",
        "work:nets|hinton|2015||paper-conference": "k",
    }


def test_the_first_keeps_a_pin_that_two_claim() -> None:
    assert pins([work("Nets"), work("Nets")], ["first", "second"]) == {
        "work:nets|hinton|2015||paper-conference": "first"
    }


def test_a_letter_that_is_taken_is_passed_over() -> None:
    works = [work("Nets", doi=f"10.1/{letter}") for letter in "ab"]
    assert assign(works, {"doi:10.1/z": "hinton2015netsA"}) == [
        "hinton2015netsb",
        "hinton2015netsc",
    ]
    assert assign([*works, work("Netsa")]) == [
        *("hinton2015netsb", "hinton2015netsc", "hinton2015netsa"),
    ]


@pytest.mark.parametrize("char", " \t\"#%'(),={}\\~")
def test_what_no_key_may_hold(char: str) -> None:
    assert not is_usable(f"a{char}b")


def test_other_keys_are_usable() -> None:
    assert is_usable("DBLP:é/+_.-1")
    assert not is_usable("")


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
