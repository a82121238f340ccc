"""Whose value wins, by which rule, and what is kept of the others: each claim to the letter."""

from itertools import pairwise
from typing import Any

import pytest
from msgspec.structs import replace

from kdbib.merge.authority import WHY
from kdbib.merge.doubts import FIRST_VERSION, doubt_about
from kdbib.merge.merge import merge, shown
from kdbib.model import Claim, Identifier, Name, Record, Scheme, Work
from tests.support.records import name, work

PAPER = work("Otters at Dusk", ["Marlow, Ida", "Teal, Ben"], "Journal of Otters", 2019)
PREPRINT = work("Otters at Dusk", ["Marlow, Ida", "Teal, Ben"], "arXiv", 2018, "1801.00001")
LAST_TO_FIRST = (
    *("unpaywall", "openalex", "datacite", "semantic_scholar", "openreview", "arxiv", "crossref"),
    *("dblp", "acl"),
)


@pytest.mark.parametrize(("less", "more"), list(pairwise(LAST_TO_FIRST)))
def test_who_is_believed_more(less: str, more: str) -> None:
    for order in (1, -1):
        records = [
            Record(replace(PAPER, title="Otters at Dawn"), less, "2026-01-01"),
            Record(PAPER, more, "2026-01-02"),
        ][::order]
        merged, claims = merge(records)
        assert merged.title == "Otters at Dusk"
        assert claims["title"] == Claim(
            more, "2026-01-02", ((less, "Otters at Dawn"),), rule="trust"
        )
        assert claims["container_title"] == Claim(more, "2026-01-02", rule="agreed", agreed=(less,))


@pytest.mark.parametrize(
    ("one", "other", "winner"),
    [
        (("corpus:mine", 1.0), ("crossref", 1.0), "corpus:mine"),
        (("corpus:mine", 1.0), ("acl", 1.0), "acl"),
        (("corpus:mine", 1.0), ("dblp", 1.0), "corpus:mine"),  # by name, where belief is equal
        (("somebody", 1.0), ("unpaywall", 1.0), "somebody"),
        (("another", 1.0), ("datacite", 1.0), "datacite"),
        (("crossref", 0.5), ("semantic_scholar", 1.0), "semantic_scholar"),
        (("crossref", 0.6), ("semantic_scholar", 1.0), "crossref"),
    ],
)
def test_belief_is_the_sources_times_the_records_own(
    one: tuple[str, float], other: tuple[str, float], winner: str
) -> None:
    records = [
        Record(replace(PAPER, title=f"Otters of {source}"), source, confidence=confidence)
        for source, confidence in (one, other)
    ]
    assert merge(records)[0].title == merge(records[::-1])[0].title == f"Otters of {winner}"


def test_a_publication_outranks_its_preprint() -> None:
    weak = Record(replace(PAPER, DOI="10.1000/x"), "unpaywall")
    strong = Record(replace(PREPRINT, DOI="10.1000/y", publisher="Nobody"), "arxiv")
    merged, claims = merge([strong, weak])
    assert (merged.type, merged.container_title, merged.year, merged.publisher) == (
        *("paper-conference", "Journal of Otters", 2019, None),
    )
    assert claims["DOI"] == Claim("unpaywall", None, (("arxiv", "10.1000/y"),), "publication")
    assert claims["container_title"] == Claim(
        "unpaywall",
        rule="alone",
        unheard=(("arxiv", "arXiv", "preprint-of-a-publication"),),
    )
    assert "publisher" not in claims


@pytest.mark.parametrize(
    ("field", "one", "other", "alike"),
    [
        ("author", (Name("Marlow", "Ida"),), (Name("MARLOW", "Ina"),), True),
        ("author", (Name("Marlow", "Ida"),), (Name("Teal", "Ida"),), False),
        ("issued", (2019, 3), (2019, 4, 1), True),
        ("issued", (2019,), (2020,), False),
        ("title", "Otters at Dusk", "otters: at dusk.", True),
        ("container_title", "Proceedings of CVPR 2019", "CVPR", True),
        ("container_title", "Journal of Otters", "Journal of Beavers", False),
        ("container_title_short", "CVPR", "CVPR 2019", True),
        ("page", "12-19", "12–19", True),
        ("page", "12--19", "12-19", True),
        ("page", "E12", "e12", True),
        ("page", "12", "13", False),
        ("DOI", "10.1000/X", "10.1000/x", True),
        ("DOI", "10.1000/x", "10.1000/y", False),
        ("URL", "https://kdbib.org/a", "https://kdbib.org/b", True),
        ("pdf_url", "https://kdbib.org/a.pdf", "https://kdbib.org/b.pdf", True),
        ("volume", "7", "8", False),
        ("issue", "7", "7", True),
    ],
)
def test_when_two_values_contradict_each_other(
    field: str, one: Any, other: Any, alike: bool
) -> None:
    records = [
        Record(replace(PAPER, **{field: one}), "dblp"),
        Record(replace(PAPER, **{field: other}), "crossref"),
    ]
    merged, claims = merge(records)
    assert getattr(merged, field) == one
    assert claims[field].agreed == (("crossref",) if alike else ())
    assert claims[field].dissent == (() if alike else (("crossref", shown(other)),))
    assert claims[field].rule == ("agreed" if alike else "trust")


def test_values_as_a_person_reads_them() -> None:
    assert shown((Name("Marlow", "Ida"), Name(literal="The Group"))) == "Ida Marlow; The Group"
    assert (shown((2019, 3)), shown(()), shown("x"), shown(None)) == ("2019-3", "", "x", "None")


@pytest.mark.parametrize(
    ("authors", "wins"),
    [
        (["Marlow, I.", "Teal, B."], True),
        (["Marlow, Ida", "Teal, B."], True),
        (["Marlow, I", "Teal, B"], True),
        (["Marlow", "Teal"], True),
        (["Marlow, Ida", "Teal, Ben"], False),
        (["Marlow, Ida B.", "Teal, Ben"], False),
    ],
)
def test_names_spelt_out_win_over_initials(authors: list[str], wins: bool) -> None:
    trusted = Record(replace(PAPER, author=tuple(map(name, authors))), "dblp")
    spelt = Record(replace(PAPER, author=(Name("Marlow", "Ida"), Name("Teal", "Ben"))), "openalex")
    assert merge([trusted, spelt])[1]["author"].source == ("openalex" if wins else "dblp")


def test_half_of_the_names_spelt_out_win_over_none_and_groups_are_spelt_out() -> None:
    initials = Record(replace(PAPER, author=(name("Marlow, I."), name("Teal, B."))), "dblp")
    half = Record(replace(PAPER, author=(name("Marlow, Ida"), name("Teal, B."))), "openalex")
    group = Record(
        replace(PAPER, author=(Name(literal="Otter Group"), name("Teal, Ben"))), "unpaywall"
    )
    assert merge([initials, half])[1]["author"].source == "openalex"
    _, claims = merge([initials, half, group])
    assert claims["author"].source == "unpaywall"
    assert claims["author"].rule == "spelt-out"


def test_arxiv_knows_its_own_category_and_identifier_best() -> None:
    other = replace(
        PREPRINT,
        arxiv_category="cs.CV",
        identifiers=(Identifier(Scheme.ARXIV, "1801.00002"), Identifier(Scheme.PMID, "7")),
    )
    own = Record(replace(PREPRINT, arxiv_category="cs.LG"), "arxiv", "2026-01-01", confidence=0.1)
    merged, claims = merge([Record(other, "dblp"), own])
    assert (merged.arxiv_category, merged.identifier("arxiv")) == ("cs.LG", "1801.00001")
    assert claims["arxiv"] == Claim("arxiv", "2026-01-01", (("dblp", "1801.00002"),), "arxiv")
    assert claims["arxiv_category"].dissent == (("dblp", "cs.CV"),)
    assert merged.identifiers == (
        Identifier(Scheme.ARXIV, "1801.00001"),
        Identifier(Scheme.PMID, "7"),
    )
    assert claims["pmid"] == Claim("dblp", rule="alone")
    assert claims["URL"] == claims["pdf_url"] == Claim("arxiv", rule="address")


def test_an_address_that_a_record_has_is_kept() -> None:
    known = replace(PREPRINT, URL="https://kdbib.org/x", pdf_url="https://kdbib.org/x.pdf")
    merged, claims = merge([Record(known, "dblp")])
    assert (merged.URL, merged.pdf_url) == ("https://kdbib.org/x", "https://kdbib.org/x.pdf")
    assert claims["URL"].rule == claims["pdf_url"].rule == "alone"


def test_other_titles_are_aliases_each_once_in_order() -> None:
    first = replace(PAPER, aliases=("Rivers", "OTTERS at dusk"))
    second = replace(PAPER, title="Beavers", aliases=("rivers",))
    merged, _ = merge([Record(second, "openalex"), Record(first, "dblp")])
    assert (merged.title, merged.aliases) == ("Otters at Dusk", ("Beavers", "Rivers"))


def first_version(**values: Any) -> Record:
    return Record(
        replace(PAPER, issued=(2015,), container_title="CVPR", **values),
        "semantic_scholar",
        origins=(FIRST_VERSION,),
    )


@pytest.mark.parametrize(
    ("values", "year"),
    [
        ({"DOI": "10.1109/cvpr.1999.1"}, 1999),
        ({"DOI": "10.1109/TPAMI.2015.1"}, 2015),
        ({"DOI": "10.1109/5.771073"}, None),
        ({"DOI": "10.18653/V1/1999.acl-main.1"}, 1999),
        ({"DOI": "10.21437/Interspeech.2018-1"}, 2018),
        ({"DOI": "10.24963/ijcai.1999/1"}, 1999),
        ({"DOI": "10.1609/AAAI.v34i01.1"}, 2020),
        ({"identifiers": (Identifier(Scheme.ACL, "P99-1001"),)}, 1999),
        ({"identifiers": (Identifier(Scheme.ACL, "P61-1001"),)}, 1961),
        ({"identifiers": (Identifier(Scheme.ACL, "P60-1001"),)}, 2060),
        ({"identifiers": (Identifier(Scheme.ACL, "2020.acl-main.1"),)}, None),
        ({"identifiers": (Identifier(Scheme.DBLP, "journals/corr/HintonVD15"),)}, None),
        ({"identifiers": (Identifier(Scheme.DBLP, "conf/nips/LeCunBDHHHJ89"),)}, 1989),
    ],
)
def test_the_year_that_an_identifier_tells(values: dict[str, Any], year: int | None) -> None:
    merged, claims = merge([first_version(**values)])
    assert merged.issued == (year or 2015,)
    if year is None:
        assert claims["issued"] == Claim("semantic_scholar (first version)", rule="first-version")
    else:
        dissent = (("semantic_scholar", "2015"),) if year != 2015 else ()
        assert claims["issued"] == Claim("semantic_scholar", dissent=dissent, rule="identifiers")


@pytest.mark.parametrize(
    ("remark", "year"),
    [
        ("comment: CVPR 2015", 2015),
        ("comment: CVPR 2018", 2018),
        ("comment: CVPR 2019", None),  # more than three years after the first version
        ("comment: CVPR 2014", None),
        ("comment: CVPR'2016", 2016),
        ("comment: CVPR (2016)", 2016),
        ("comment: 8 pages,\nto appear in CVPR, 2016", 2016),
        ("comment: ECCV 2016 and CVPR 2017", 2017),
        ("journal_ref: CVPR 2017", 2017),
        ("title: CVPR 2017", None),
        ("comment: in 2017", None),
        ("comment: cvpr 20170", None),
    ],
)
def test_the_year_that_the_authors_remark(remark: str, year: int | None) -> None:
    preprint = Record(replace(PREPRINT, issued=(2016,)), "arxiv", origins=(remark,))
    merged, claims = merge([first_version(), preprint])
    assert merged.year == (year or 2015)
    assert claims["issued"].source == ("arxiv" if year else "semantic_scholar (first version)")
    assert claims["issued"].rule == ("identifiers" if year else "first-version")


def test_an_occasion_of_another_venue_says_nothing() -> None:
    paper = replace(first_version(), work=replace(PAPER, issued=(2015,)))
    preprint = Record(PREPRINT, "arxiv", origins=("comment: CVPR 2016",))
    assert merge([paper, preprint])[0].year == 2015


def test_a_known_year_of_publication_stays() -> None:
    dated = Record(replace(PAPER, DOI="10.1109/CVPR.2016.90"), "dblp")
    assert merge([first_version(), dated])[0].year == 2019


SIX = ["Adams, A", "Brown, B", "Clark, C", "Davis, D", "Evans, E", "Frank, F"]


def doubt(authors: list[str], *others: list[str]) -> str | None:
    records = [Record(replace(PAPER, author=tuple(map(name, one))), "dblp") for one in others]
    doubtful = Record(replace(PAPER, author=tuple(map(name, authors))), "acl")
    found = doubt_about("author", doubtful, [doubtful, *records])
    return found.name if found else None


@pytest.mark.parametrize(
    ("authors", "others", "expected"),
    [
        (SIX[:3], [[SIX[1], SIX[0], SIX[2]]], "alphabetised-authors"),
        (SIX[:2], [[SIX[1], SIX[0]]], None),  # of two, it may be chance
        (SIX[:3], [SIX[:3]], None),
        (SIX[:3], [[SIX[1], SIX[0], SIX[3]]], None),  # other people
        ([SIX[1], SIX[0], SIX[2]], [SIX[:3]], None),
        (SIX[:3], [SIX], "truncated-authors"),
        (SIX[:4], [SIX], None),
        (SIX[:4], [SIX, SIX[:5]], "truncated-authors"),
        (SIX[:3], [["Frank, F", *SIX[:5]]], None),
        ([SIX[0], "others"], [], "truncated-authors"),
        ([SIX[0], "et al."], [], "truncated-authors"),
        ([SIX[0], "and others"], [], "truncated-authors"),
        (["others"], [], None),
        ([], [SIX], None),
    ],
)
def test_lists_of_authors_that_are_doubted(
    authors: list[str], others: list[list[str]], expected: str | None
) -> None:
    assert doubt(authors, *others) == expected


@pytest.mark.parametrize(
    ("source", "doi", "others", "expected"),
    [
        ("openalex", "10.48550/arXiv.1", ["10.1000/x"], "doi-of-the-preprint"),
        ("openalex", "10.2139/ssrn.1", [], None),
        ("openalex", "10.2139/ssrn.1", ["10.2139/ssrn.2"], None),
        ("openalex", "10.1000/y", ["10.1000/x"], None),
    ],
)
def test_the_doi_of_a_copy(source: str, doi: str, others: list[str], expected: str | None) -> None:
    doubtful = Record(replace(PAPER, DOI=doi), source)
    records = [doubtful, *(Record(replace(PAPER, DOI=other), "dblp") for other in others)]
    found = doubt_about("DOI", doubtful, records)
    assert (found.name if found else None) == expected
    assert doubt_about("URL", doubtful, records) is None


def test_the_doi_that_a_preprint_has_is_not_the_publications_unless_arxiv_tells_it() -> None:
    known = replace(PREPRINT, DOI="10.1000/y")
    for source, expected in (("openalex", "doi-of-the-preprint"), ("arxiv", None)):
        doubtful = Record(known, source)
        found = doubt_about("DOI", doubtful, [doubtful, Record(PAPER, "dblp")])
        assert (found.name if found else None) == expected
        assert doubt_about("DOI", doubtful, [doubtful]) is None


def test_every_rule_that_wins_is_put_into_words() -> None:
    rules = {"alone", "agreed", "trust", "publication", "spelt-out", "arxiv", "identifiers"}
    assert set(WHY) == rules | {"first-version", "list", "bibliography", "address"}


def test_a_work_that_nobody_dates_has_no_year() -> None:
    assert merge([Record(Work("article", "T"), "dblp")])[0].issued == ()
