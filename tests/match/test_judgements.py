"""A record judged against a citation: each piece of evidence, and what they amount to."""

from typing import Any

import pytest
from msgspec.structs import replace

from kdbib.match.decide import decide, describe, same_work
from kdbib.match.people import compare_authors, joined, same_person, strangers
from kdbib.match.score import score
from kdbib.model import (
    Author,
    Citation,
    Identifier,
    Name,
    Reason,
    Scheme,
    Span,
    Text,
    Why,
    Work,
    Year,
)
from kdbib.model.identifier import parse
from tests.support.records import name, record, work

HERE = Span(0, 0, 1, 1)


def cite(
    title: str | None,
    authors: list[str] | None = None,
    venue: str | None = None,
    year: int | None = None,
    *identifiers: str,
    kind: str | None = None,
) -> Citation:
    """A citation that says this and nothing else."""
    found = [parse(*one.split(":", 1)) for one in identifiers]
    return Citation(
        file="list.md",
        span=HERE,
        end_line=1,
        raw="",
        title=Text(title, HERE) if title else None,
        authors=tuple(Author(person(one), HERE) for one in authors or ()),
        venue=Text(venue, HERE) if venue else None,
        year=Year(year, HERE) if year else None,
        identifiers=tuple((one, HERE) for one in found if one),
        type=kind,
    )


def person(text: str) -> Name:
    """``Marlow, Ida``; a name without a comma is a literal."""
    return name(text) if ", " in text else Name(literal=text)


LONG = "Semirandom Streams of Otters in Cold Rivers"
OTTERS = work(LONG, ["Marlow, Ida", "Teal, Ben", "Vole, Cora"], "CVPR", 2019, doi="10.1000/x")
A = ["Marlow, Ida"]
ALL = ["Marlow, Ida", "Teal, Ben", "Vole, Cora"]
MISSPELT = LONG.replace("Streams", "Strems")
LONGER = f"{LONG} at Dusk"
PREPRINT = replace(OTTERS, type="article", container_title="arXiv", DOI=None)
ARTICLE = replace(OTTERS, type="article-journal")
SHORT = replace(OTTERS, title="Otters")
TWO_WORDS = replace(OTTERS, title="Semirandom Otters")
COLD, WARM = "OtterNet: Streams of Cold Rivers", "OtterNet: Streams of Warm Rivers"
RETITLED = replace(OTTERS, title=WARM)
DOI = "doi:10.1000/x"


@pytest.mark.parametrize(
    ("listed", "known", "verdict", "agreements"),
    [
        # title, authors, venue, year, identifier: agrees, disagrees, unknown
        pytest.param(cite(LONG), OTTERS, "match", "auuuu", id="a long title alone"),
        pytest.param(cite(LONG, A, "CVPR", 2019, DOI), OTTERS, "match", "aaaaa", id="all"),
        pytest.param(
            cite(LONG, ["Hinton, Geoffrey"]), OTTERS, "contradicted", "aduuu", id="another author"
        ),
        pytest.param(
            cite(LONG, None, "ICML", 2011), OTTERS, "contradicted", "auddu", id="another occasion"
        ),
        pytest.param(
            cite(LONG, None, None, None, "doi:10.1000/y"),
            OTTERS,
            "contradicted",
            "auuud",
            id="another identifier",
        ),
        pytest.param(cite(LONG, A, "CVPR", 2018), OTTERS, "match", "aaauu", id="a year off"),
        pytest.param(cite(LONG, A, "CVPR", 2017), OTTERS, "match", "aaadu", id="two years off"),
        pytest.param(
            cite(LONG, A, "CVPR", 2017, "arxiv:1701.00001"),
            OTTERS,
            "match",
            "aaauu",
            id="two years off, a preprint's identifier",
        ),
        pytest.param(
            cite(LONG, A, "CVPR", 2016, "arxiv:1601.00001"), OTTERS, "match", "aaadu", id="three"
        ),
        pytest.param(cite(LONG, A, "CVPR", 2021), PREPRINT, "match", "aauuu", id="a preprint"),
        pytest.param(cite(LONG, A, "CVPR", 2022), PREPRINT, "match", "aaudu", id="an old one"),
        pytest.param(
            cite(LONG, A, None, None, "arxiv:1901.00001"),
            OTTERS,
            "match",
            "aauau",
            id="an arXiv identifier tells the year",
        ),
        pytest.param(
            cite(LONG, A, "CVPR"),
            replace(OTTERS, container_title="CVPR Workshops"),
            "match",
            "aaauu",
            id="a workshop of it",
        ),
        pytest.param(cite(LONG, A, "arXiv"), OTTERS, "match", "aauuu", id="arXiv is no venue"),
        pytest.param(
            cite(LONG, A, "journal of OTTERS"),
            replace(OTTERS, container_title="Journal of Otters"),
            "match",
            "aaauu",
            id="a venue that has no short name",
        ),
        pytest.param(
            cite(LONG, A, "JO"),
            replace(OTTERS, container_title="Journal of Otters", container_title_short="JO"),
            "match",
            "aaauu",
            id="a short name of the record's own",
        ),
        pytest.param(cite("Otters"), SHORT, "no_match", "auuuu", id="a word alone"),
        pytest.param(cite("Otters", A), SHORT, "match", "aauuu", id="a word and its author"),
        pytest.param(cite("Otters", None, "CVPR", 2019), SHORT, "match", "auaau", id="and where"),
        pytest.param(cite("Otters", None, None, None, DOI), SHORT, "match", "auuua", id="and id"),
        pytest.param(cite("Semirandom Otters"), TWO_WORDS, "no_match", "auuuu", id="two words"),
        pytest.param(
            cite("Semirandom Otters", None, None, 2019), TWO_WORDS, "match", "auuau", id="and year"
        ),
        pytest.param(
            cite("Semirandom Otters", ["Hinton, Geoffrey"]),
            TWO_WORDS,
            "contradicted",
            "aduuu",
            id="two words of somebody else",
        ),
        pytest.param(
            cite("Otters", ["Hinton, Geoffrey"]),
            SHORT,
            "no_match",
            "aduuu",
            id="one word of somebody else is another paper",
        ),
        # a title that is all but the same needs support
        pytest.param(cite(MISSPELT), OTTERS, "no_match", "auuuu", id="misspelt"),
        pytest.param(cite(MISSPELT, A), OTTERS, "match", "aauuu", id="misspelt, an author"),
        pytest.param(cite(MISSPELT, None, None, 2019), OTTERS, "match", "auuau", id="the year"),
        pytest.param(cite(MISSPELT, None, "CVPR"), OTTERS, "match", "auauu", id="the venue"),
        pytest.param(
            cite(MISSPELT, None, "ICML", 2019), OTTERS, "no_match", "audau", id="another venue"
        ),
        pytest.param(
            cite(MISSPELT, A, None, 2018), OTTERS, "no_match", "aauuu", id="a sister's year"
        ),
        pytest.param(cite(MISSPELT, None, None, None, DOI), OTTERS, "match", "auuua", id="the id"),
        pytest.param(
            cite(MISSPELT, ["Hinton, Geoffrey"], "CVPR", 2019),
            OTTERS,
            "no_match",
            "adaau",
            id="misspelt, of somebody else",
        ),
        pytest.param(
            cite("Semirandom Ottrs", A, None, 2019),
            TWO_WORDS,
            "match",
            "aauau",
            id="a short one misspelt, its author and year",
        ),
        pytest.param(cite("Semirandom Ottrs", A), TWO_WORDS, "no_match", "aauuu", id="no year"),
        pytest.param(
            cite("Semirandom Ottrs", None, None, None, DOI), TWO_WORDS, "match", "auuua", id="doi"
        ),
        pytest.param(cite(LONGER, A), OTTERS, "no_match", "aauuu", id="more words"),
        pytest.param(cite(LONGER, A, None, 2019), OTTERS, "no_match", "aauau", id="and a year"),
        pytest.param(cite(LONGER, ALL, "CVPR", 2019), OTTERS, "no_match", "aaaau", id="and more"),
        pytest.param(cite(LONGER, None, None, None, DOI), OTTERS, "match", "auuua", id="or an id"),
        pytest.param(
            cite(f"{LONG}: A Study", ALL, "CVPR", 2019), OTTERS, "match", "aaaau", id="a subtitle"
        ),
        pytest.param(
            cite(f"{LONG}: A Study", ALL, None, 2019), OTTERS, "no_match", "aauau", id="nowhere"
        ),
        pytest.param(
            cite(f"{LONG}: A Study", A, "CVPR", 2019), OTTERS, "no_match", "aaaau", id="of one"
        ),
        pytest.param(cite(f"{LONG}: A Study"), OTTERS, "no_match", "auuuu", id="of nobody"),
        pytest.param(cite(COLD, ALL, "CVPR", 2019), RETITLED, "match", "aaaau", id="retitled"),
        pytest.param(cite(COLD, A, None, 2019), RETITLED, "no_match", "aauau", id="somewhere"),
        pytest.param(
            cite(COLD, A, None, 2019, "arxiv:1901.00001"),
            RETITLED,
            "match",
            "aauau",
            id="a preprint retitled for the publication",
        ),
        pytest.param(cite(COLD, A), RETITLED, "no_match", "aauuu", id="some time"),
        pytest.param(
            cite(COLD, None, None, None, DOI), RETITLED, "contradicted", "auuua", id="no people"
        ),
        pytest.param(
            cite("Beavers of the Lake", A, "CVPR", 2019), OTTERS, "no_match", "daaau", id="other"
        ),
        pytest.param(
            cite("Beavers of the Lake", A, None, None, DOI),
            OTTERS,
            "contradicted",
            "dauua",
            id="an identifier of another paper",
        ),
        pytest.param(
            cite("Beavers of the Cold Lake", A),
            replace(OTTERS, aliases=("Beavers of the Cold Lake",)),
            "match",
            "aauuu",
            id="a title that it had before",
        ),
        # without a title
        pytest.param(cite(None, None, None, None, DOI), OTTERS, "match", "uuuua", id="an id"),
        pytest.param(cite(None, A, "CVPR", 2019, DOI), OTTERS, "match", "uaaaa", id="and more"),
        pytest.param(
            cite(None, None, "ICML", 2011, DOI), OTTERS, "contradicted", "uudda", id="elsewhere"
        ),
        pytest.param(cite(None, None, "ICML", None, DOI), OTTERS, "match", "uudua", id="venue"),
        pytest.param(cite(None, None, None, 2011, DOI), OTTERS, "match", "uuuda", id="long ago"),
        pytest.param(
            cite(None, ["Hinton, Geoffrey"], None, None, DOI),
            OTTERS,
            "contradicted",
            "uduua",
            id="an id of somebody else",
        ),
        pytest.param(
            cite(None, A, None, None, "doi:10.1000/y"), OTTERS, "no_match", "uauud", id="other id"
        ),
        pytest.param(
            cite(None, None, None, None, "doi:10.1000/X"), OTTERS, "match", "uuuua", id="capitals"
        ),
    ],
)
def test_a_judgement(listed: Citation, known: Work, verdict: str, agreements: str) -> None:
    match = score(listed, record(known))
    assert [one.field for one in match.evidence] == [
        *("title", "authors", "venue", "year", "identifier")
    ]
    assert "".join(one.agreement.value[0] for one in match.evidence) == agreements
    assert match.verdict.value == verdict


@pytest.mark.parametrize(
    ("listed", "known", "why"),
    [
        (cite(LONG, A), replace(OTTERS, type="dataset"), "the record is that of a dataset"),
        (cite(LONG, A), replace(OTTERS, type="software"), "the record is that of a software"),
        (
            cite(LONG, A, kind="book"),
            ARTICLE,
            "a book, the record is an article of a journal",
        ),
        (
            cite(LONG, A, "MIT Press", 2018),
            ARTICLE,
            "a book, the record is an article of a journal",
        ),
        (cite(LONG, A, "MIT Press", 2019), ARTICLE, None),
        (cite(LONG, A, kind="book"), OTTERS, None),
        (cite(LONG, A, None, None, DOI), replace(OTTERS, type="dataset"), None),
        (cite(LONG, A, kind="article"), ARTICLE, None),
    ],
)
def test_another_kind_of_thing_is_no_match(listed: Citation, known: Work, why: str | None) -> None:
    match = score(listed, record(known))
    told = {one.field: one.detail for one in match.evidence}
    assert told.get("type") == why
    assert match.verdict.value == ("no_match" if why else "match")


def test_what_disagrees_is_told() -> None:
    listed = cite(LONG, ["Hinton, Geoffrey"], "ICML", 2011, "doi:10.1000/y")
    assert {one.field: one.detail for one in score(listed, record(OTTERS)).evidence} == {
        "title": "",
        "authors": "the citation has Geoffrey Hinton, the record Marlow, Teal, Vole",
        "venue": "ICML, the record has CVPR",
        "year": "2011, the record has 2019",
        "identifier": "doi:10.1000/y, the record has 10.1000/x",
    }


def test_more_that_agrees_is_surer_and_what_disagrees_is_less_sure() -> None:
    rising = [
        cite(LONG, A, "ICML", 2011),
        cite(LONG, A, "ICML", 2018),
        cite(LONG, A),
        cite(LONG, A, "CVPR"),
        cite(LONG, A, "CVPR", 2019),
        cite(LONG, [*A, "Teal, Ben"], "CVPR", 2019),
        cite(LONG, A, "CVPR", 2019, DOI),
    ]
    found = [score(one, record(OTTERS)).confidence for one in rising]
    assert found == sorted(set(found))
    assert 0.8 < found[0] < found[-1] < 1


def known(*names: str) -> Work:
    return replace(OTTERS, author=tuple(person(one) for one in names))


@pytest.mark.parametrize(
    ("cited", "people", "agreement", "strength"),
    [
        (["Marlow, Ida"], ["Marlow, Ida"], "agrees", 2.0),
        (["Marlow, I."], ["Marlow, Ida"], "agrees", 2.0),
        (["Marlow, J."], ["Marlow, Ida"], "disagrees", 2.0),
        (["Marlow"], ["Marlow, Ida"], "agrees", 1.0),
        (["Ida"], ["Marlow, Ida"], "agrees", 1.0),
        (["Marlow, Ida", "Teal, Ben"], ["Marlow, Ida", "Teal, Ben"], "agrees", 2.5),
        (["A, B", "C, D", "E, F", "G, H"], ["A, B", "C, D", "E, F", "G, H"], "agrees", 3.0),
        (["Marlow, Ida", "X, Y", "Teal, Ben"], ["Marlow, Ida", "Teal, Ben"], "agrees", 2.5),
        (["Marlow, Ida", "X, Y"], ["Marlow, Ida", "Teal, Ben"], "disagrees", 2.0),
        (["OTTERS"], ["Marlow, Ida"], "unknown", 0.0),
        (["Somebody"], ["Marlow, Ida"], "disagrees", 2.0),
        ([], ["Marlow, Ida"], "unknown", 0.0),
        (["Marlow, Ida"], [], "unknown", 0.0),
        (["王小明"], ["Marlow, Ida"], "unknown", 0.0),
        (["王小明"], ["王小明"], "agrees", 2.0),
    ],
)
def test_authors(cited: list[str], people: list[str], agreement: str, strength: float) -> None:
    evidence, found = compare_authors(cite(LONG, cited), known(*people))
    assert (evidence.agreement.value, found) == (agreement, strength)


def test_the_first_author_is_told_from_the_others() -> None:
    evidence, _ = compare_authors(cite(LONG, ["Teal, Ben"]), OTTERS)
    assert (evidence.agreement.value, evidence.detail) == ("agrees", "not the first author")
    evidence, _ = compare_authors(cite(LONG, ["OTTERS"]), OTTERS)
    assert evidence.detail == "a group stands for the authors"


@pytest.mark.parametrize(
    ("cited", "other", "strength"),
    [
        ("Marlow, Ida", "Marlow, Ida", 2.0),
        ("Marlow, Ida Maria", "Marlow, Ida", 2.0),
        ("Marlow, I. M.", "Marlow, Ida", 2.0),
        ("Marlow, J.-B.", "Marlow, Jean-Baptiste", 2.0),
        ("Marlov, Ida", "Marlow, Ida", 2.0),
        ("Tael, Ben", "Teal, Ben", 1.0),
        ("Tea, Be", "Teal, Be", 0.0),
        ("Oord, Aaron", "van den Oord, Aäron", 2.0),
        ("Oord, Aaron", "Kurtoord, Aäron", 0.0),
        ("Oord, Aaron", "van Oord, Aäron", 2.0),
        ("Ida, Marlow", "Marlow, Ida", 2.0),
        ("Marlow, Idaa", "Marlow, Iida", 0.0),
        ("Marlow, Geofrey", "Marlow, Geoffrey", 2.0),
        ("Marlow, Kofrey", "Marlow, Geoffrey", 0.0),
        ("Marlow, Yana", "Marlow, Iana", 1.0),
        ("Marlow, Ann", "Marlow, Ian", 0.0),
        ("Marlene, Bernd", "Marlow, Bernd", 0.0),
        ("Tael, Bernd", "Tally, Bernd", 1.0),
        ("Tael, Be", "Tally, Be", 0.0),
        ("Marlow, Ida", "Teal, Ben", 0.0),
    ],
)
def test_two_names(cited: str, other: str, strength: float) -> None:
    assert same_person(person(cited), person(other)) == strength


def test_names_without_a_given_or_a_family_name() -> None:
    assert same_person(Name(family="Marlow"), person("Marlow, Ida")) == 1.0
    assert same_person(Name(family="Teal"), person("Marlow, Ida")) == 0.0
    assert same_person(Name(literal=""), person("Marlow, Ida")) == 0.0
    assert same_person(Name("小明", "王"), Name("王", "小明")) == 2.0
    assert same_person(Name(literal="王"), Name("王", "小明")) == 1.0
    assert same_person(Name("李", "小明"), Name("王", "小明")) == 0.0


def test_a_chinese_name_that_was_cut_in_two_is_one() -> None:
    parts = [Name(literal="王"), Name(literal="小明"), Name("Teal", "Ben")]
    whole = [Name(literal="王小明"), Name("Teal", "Ben")]
    assert joined(parts, [Name("王", "小明")]) == whole
    assert joined(parts, [Name("李", "小明")]) == parts


def test_strangers() -> None:
    listed = cite(LONG, ["Marlow, Ida", "Hinton, Geoffrey", "Somebody"])
    assert strangers(listed, OTTERS) == [Name("Hinton", "Geoffrey")]
    assert strangers(listed, replace(OTTERS, author=())) == []
    assert strangers(cite(LONG), OTTERS) == []
    assert strangers(cite(LONG, ["王小明"]), OTTERS) == []


ARXIV = (Identifier(Scheme.ARXIV, "1801.00001"),)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({}, {}, True),
        ({"DOI": "10.1000/A"}, {"DOI": "10.1000/a", "title": "Beavers"}, True),
        ({"identifiers": ARXIV}, {"identifiers": ARXIV, "title": "Beavers", "DOI": None}, True),
        ({"DOI": None}, {"title": "Beavers"}, False),
        ({"DOI": None}, {}, True),
        ({"DOI": None}, {"title": LONG.upper()}, True),
        ({"DOI": None}, {"author": (Name("Hinton", "Geoffrey"),)}, False),
        ({"DOI": None}, {"author": (Name("VOLE", "C."),)}, True),
        ({"DOI": None}, {"author": ()}, True),
        ({"DOI": None, "author": ()}, {}, True),
        ({"DOI": None, "aliases": ("Beavers",)}, {"title": "Beavers"}, True),
        ({"DOI": None}, {"title": "Beavers", "aliases": (LONG,)}, True),
        ({"DOI": "10.1000/y"}, {}, False),
        ({"DOI": "10.48550/arXiv.1801.00001"}, {}, True),
        (
            {"DOI": "10.48550/arXiv.1801.00001"},
            {"DOI": "10.21203/rs.3.rs-1/v1"},
            False,
        ),
    ],
)
def test_two_records_of_one_work(one: dict[str, Any], other: dict[str, Any], same: bool) -> None:
    works = replace(OTTERS, **one), replace(OTTERS, **other)
    assert same_work(*works) is same_work(*works[::-1]) is same


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, f"Marlow et al. 2019, {LONG}"),
        ({"author": (Name("Marlow", "Ida"),)}, f"Marlow 2019, {LONG}"),
        ({"author": (), "issued": ()}, LONG),
        ({"author": ()}, f"2019, {LONG}"),
        ({"issued": ()}, f"Marlow et al., {LONG}"),
    ],
)
def test_a_work_in_a_few_words(changes: dict[str, Any], words: str) -> None:
    assert describe(replace(OTTERS, **changes)) == words


OF_OTTERS = f"Marlow et al. 2019, {LONG}"


def short_title(*works: str) -> Reason:
    return Reason(Why.SHORT_TITLE, {"works": works})


ANOTHER = Reason(Why.ANOTHER_PAPER, {"identifier": "doi:10.1000/x", "work": OF_OTTERS})
RENAMED = Reason(Why.RENAMED, {"identifiers": ("doi:10.1000/x",), "titles": (LONG,)})


@pytest.mark.parametrize(
    ("listed", "works", "status", "why"),
    [
        (cite(LONG, A), [OTTERS], "matched", None),
        (cite(LONG, A), [], "not_found", None),
        (cite("Beavers"), [OTTERS], "not_found", None),
        (
            cite("Otters"),
            [SHORT],
            "not_found",
            short_title("Marlow et al. 2019, Otters (doi:10.1000/x)"),
        ),
        (
            cite("Otters"),
            [replace(SHORT, DOI=None, identifiers=ARXIV)],
            "not_found",
            short_title("Marlow et al. 2019, Otters (arxiv:1801.00001)"),
        ),
        (
            cite("Otters"),
            [replace(SHORT, DOI=None, issued=(year,)) for year in (2001, 2002, 2003, 2004)],
            "not_found",
            short_title(*(f"Marlow et al. {year}, Otters" for year in (2001, 2002, 2003))),
        ),
        (cite("Otters"), [replace(SHORT, type="dataset")], "not_found", None),
        (
            cite(LONG, ["Hinton, Geoffrey"]),
            [OTTERS],
            "contradicted",
            Reason(
                Why.TITLE_BUT,
                {
                    "work": OF_OTTERS,
                    "findings": (
                        "authors: the citation has Geoffrey Hinton, the record Marlow, Teal, Vole",
                    ),
                },
            ),
        ),
        (
            cite("Beavers of the Lake", None, None, None, DOI),
            [OTTERS],
            "contradicted",
            ANOTHER,
        ),
        (
            cite("Beavers of the Lake", ["Marlow, Ida", "Teal, Ben"], None, None, DOI),
            [OTTERS],
            "ambiguous",
            RENAMED,
        ),
        (
            cite("Beavers of the Lake", A, None, None, DOI),
            [replace(OTTERS, author=OTTERS.author[:1])],
            "ambiguous",
            RENAMED,
        ),
        (
            cite("Beavers of the Lake", ["Marlow, Ida", "Teal, Ben"], None, 2011, DOI),
            [OTTERS],
            "contradicted",
            ANOTHER,
        ),
        (
            cite(LONG, ["Marlow, Ida", "Hinton, Geoffrey", "Dean, Jeff"], "CVPR", 2019, DOI),
            [OTTERS],
            "contradicted",
            Reason(Why.STRANGERS, {"names": ("Geoffrey Hinton", "Jeff Dean"), "work": OF_OTTERS}),
        ),
        (
            cite(LONG, ["Marlow, Ida", "Hinton, Geoffrey"], "CVPR", 2019, DOI),
            [OTTERS],
            "matched",
            None,
        ),
        (
            cite(LONG),
            [OTTERS, replace(OTTERS, DOI="10.1000/y", issued=(2011,))],
            "ambiguous",
            Reason(Why.AMBIGUOUS, {"works": (OF_OTTERS, f"Marlow et al. 2011, {LONG}")}),
        ),
        (cite(LONG, A), [OTTERS, replace(OTTERS, DOI="10.1000/y", author=())], "matched", None),
        (
            cite(LONG, None, None, None, DOI),
            [replace(OTTERS, DOI="10.1000/y"), OTTERS],
            "matched",
            None,
        ),
        (
            cite(LONG, A),
            [OTTERS, replace(OTTERS, DOI="10.1000/y", title=MISSPELT)],
            "matched",
            None,
        ),
    ],
)
def test_a_decision(listed: Citation, works: list[Work], status: str, why: Reason | None) -> None:
    decision = decide(listed, [record(one) for one in works])
    assert (decision.status.value, decision.why) == (status, why)


def test_records_of_one_work_are_one_match_and_the_best_comes_first() -> None:
    preprint = replace(PREPRINT, identifiers=ARXIV)
    records = [record(preprint, "arxiv", 0.9), record(OTTERS, "dblp"), record(OTTERS, "acl", 0.8)]
    decision = decide(cite(LONG, A, "CVPR", 2019), records)
    assert [match.record.source for match in decision.matches] == ["dblp", "arxiv", "acl"]
