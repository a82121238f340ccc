"""One work out of several records: whom to believe for which field."""

from typing import Any

import pytest
from msgspec.structs import replace

from kdbib.merge.doubts import FIRST_VERSION
from kdbib.merge.merge import merge
from kdbib.model import Identifier, Name, Record, Scheme, Work
from tests.support.records import work

DBLP = replace(
    work(
        "Relational Knowledge Distillation",
        ["Park, Wonpyo", "Kim, Dongju", "Lu, Yan", "Cho, Minsu"],
        "IEEE Conference on Computer Vision and Pattern Recognition, CVPR 2019, Long Beach",
        2019,
        doi="10.1109/CVPR.2019.00409",
    ),
    page="3967-3976",
)
ARXIV = replace(
    work(
        "Relational Knowledge Distillation",
        ["Park, Wonpyo", "Kim, Dongju", "Lu, Yan", "Cho, Minsu"],
        "arXiv",
        2019,
        arxiv="1904.05068",
    ),
    arxiv_category="cs.CV",
    pdf_url="https://arxiv.org/pdf/1904.05068",
)
S2 = replace(
    work(
        "Relational knowledge distillation.",
        ["Park, W.", "Kim, D.", "Lu, Y.", "Cho, M."],
        "Computer Vision and Pattern Recognition",
        2018,
        arxiv="1904.05068",
    ),
    identifiers=(Identifier(Scheme.ARXIV, "1904.05068"), Identifier(Scheme.S2, "a" * 40)),
)
RECORDS = [
    Record(ARXIV, "arxiv", "2026-11-01"),
    Record(S2, "semantic_scholar", "2026-11-02", origins=(FIRST_VERSION,)),
    Record(DBLP, "corpus:test"),
]


def test_the_publication_is_cited_and_the_eprint_kept() -> None:
    merged, _ = merge(RECORDS)
    assert merged.type == "paper-conference"
    assert merged.container_title == DBLP.container_title
    assert (merged.DOI, merged.page) == ("10.1109/CVPR.2019.00409", "3967-3976")
    assert merged.identifier("arxiv") == "1904.05068"
    assert merged.arxiv_category == "cs.CV"
    assert merged.pdf_url == "https://arxiv.org/pdf/1904.05068"


def test_every_field_has_its_source_and_its_dissenters() -> None:
    _, claims = merge(RECORDS)
    assert claims["title"].source == "corpus:test"
    assert claims["arxiv"].source == "arxiv"
    assert claims["arxiv"].retrieved == "2026-11-01"
    assert claims["s2"].source == "semantic_scholar"
    assert claims["issued"].dissent == ()  # a first version's year is no dissent
    assert claims["container_title"].dissent == ()  # the same venue, written otherwise


def test_values_that_differ_in_substance_are_dissent() -> None:
    other = replace(S2, title="Rational Knowledge Distillation", issued=(2020,))
    _, claims = merge([Record(DBLP, "corpus:test"), Record(other, "semantic_scholar")])
    assert claims["title"].dissent == (("semantic_scholar", "Rational Knowledge Distillation"),)
    assert claims["issued"].dissent == (("semantic_scholar", "2020"),)


def test_spelt_out_names_win_over_initials() -> None:
    preprint = Record(ARXIV, "arxiv")
    merged, claims = merge([Record(replace(S2, issued=(2019,)), "semantic_scholar"), preprint])
    assert merged.author[0] == Name(family="Park", given="Wonpyo")
    assert claims["author"].source == "arxiv"
    assert merged.container_title == "Computer Vision and Pattern Recognition"


def test_names_that_are_all_spelt_out_win_over_most_of_them() -> None:
    partly = replace(S2, author=(Name(family="Park", given="W."), *DBLP.author[1:]))
    merged, claims = merge([Record(partly, "semantic_scholar"), Record(ARXIV, "arxiv")])
    assert merged.author == ARXIV.author
    assert (claims["author"].source, claims["author"].agreed) == ("arxiv", ("semantic_scholar",))


def test_a_first_versions_year_gives_way() -> None:
    published = Record(replace(DBLP, title="T"), "other")
    first = Record(S2, "semantic_scholar", origins=(FIRST_VERSION,))
    merged, claims = merge([first, published])
    assert merged.issued == (2019,)
    assert claims["issued"].source == "other"


def test_titles_of_other_records_become_aliases() -> None:
    preprint = work("DAFL: Data-Free Learning", ["Chen, Hanting"], "arXiv", 2019, "1904.01186")
    published = work("Data-Free Learning", ["Chen, Hanting"], "ICCV", 2019)
    merged, _ = merge([Record(preprint, "arxiv"), Record(published, "corpus:test")])
    assert merged.title == "Data-Free Learning"
    assert merged.aliases == ("DAFL: Data-Free Learning",)


def test_arxiv_has_a_page_and_a_pdf_for_each_id() -> None:
    known = Work("article", "A Title", identifiers=(Identifier(Scheme.ARXIV, "1503.02531"),))
    merged, claims = merge([Record(known, "corpus:test")])
    assert merged.URL == "https://arxiv.org/abs/1503.02531"
    assert merged.pdf_url == "https://arxiv.org/pdf/1503.02531"
    assert claims["pdf_url"].source == "corpus:test"


def test_what_nobody_says_has_no_value_and_no_claim() -> None:
    merged, claims = merge([Record(Work("article", "A Title"), "corpus:test")])
    assert merged == Work("article", "A Title")
    assert set(claims) == {"type", "title"}


def published(**values: Any) -> Record:
    known = replace(S2, issued=(2015,), author=DBLP.author, **values)
    return Record(known, "semantic_scholar", origins=(FIRST_VERSION,))


@pytest.mark.parametrize(
    ("values", "year"),
    [
        ({"DOI": "10.1109/CVPR.2016.90"}, 2016),
        ({"DOI": "10.1109/CVPR42600.2020.00396"}, 2020),
        ({"DOI": "10.18653/v1/2020.emnlp-main.365"}, 2020),
        ({"DOI": "10.24963/ijcai.2021/327"}, 2021),
        ({"DOI": "10.1609/aaai.v33i01.33014886"}, 2019),
        ({"identifiers": (Identifier(Scheme.ACL, "D19-1441"),)}, 2019),
        ({"identifiers": (Identifier(Scheme.DBLP, "conf/iclr/ZagoruykoK17"),)}, 2017),
        ({"identifiers": (Identifier(Scheme.DBLP, "conf/bmvc/Rajasegaran0HKS21a"),)}, 2021),
    ],
)
def test_identifiers_tell_the_year_of_publication(values: dict[str, Any], year: int) -> None:
    merged, claims = merge([published(**values)])
    assert merged.issued == (year,)
    assert claims["issued"].dissent == (("semantic_scholar", "2015"),)


@pytest.mark.parametrize(
    ("remark", "year"),
    [
        ("comment: Accepted to CVPR 2016, code at https://x.org", 2016),
        ("journal_ref: Computer Vision and Pattern Recognition (2017) 770-778", 2017),
        ("comment: Tech report; CVPR 2009 workshop", 2015),  # before the first version
        ("comment: extends our ICCV 2016 paper", 2015),  # another venue
    ],
)
def test_authors_tell_arxiv_where_a_paper_appeared(remark: str, year: int) -> None:
    preprint = Record(replace(ARXIV, issued=(2015, 12)), "arxiv", origins=(remark,))
    merged, _ = merge([published(), preprint])
    assert merged.year == year


def test_a_first_versions_year_is_named_as_one() -> None:
    _, claims = merge([published()])
    assert claims["issued"].source == "semantic_scholar (first version)"
