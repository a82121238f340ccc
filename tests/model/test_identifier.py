"""Identifiers: what is one, what is not, and where they stand in text and addresses."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.model import identifier
from kdbib.model.identifier import arxiv, arxiv_problem, arxiv_year, doi, find, from_url


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1503.02531", "1503.02531"),
        ("1503.02531v1", "1503.02531"),
        ("0704.0001", "0704.0001"),
        ("1412.6550", "1412.6550"),
        ("hep-th/9901001v2", "hep-th/9901001"),
        ("math.GT/0309136", "math.GT/0309136"),
        ("cs/0112017", "cs/0112017"),
    ],
)
def test_arxiv_ids_old_and_new_lose_their_version(text: str, value: str) -> None:
    found = arxiv(text)
    assert found is not None
    assert found.value == value


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2014.10510", "there is no month 14"),
        ("2011.0142", "has 5 digits after the point, not 4"),
        ("1412.06550", "has 4 digits after the point, not 5"),
        ("0703.0001", "began in April 2007"),
        ("2020", "looks like 1503.02531"),
        ("hep-zz/9901001", "no archive 'hep-zz'"),
        ("hep-th/9913001", "no month 13"),
        ("hep-th/0801001", "no arXiv id of that date"),
    ],
)
def test_an_impossible_arxiv_id_is_told_why(text: str, why: str) -> None:
    assert arxiv(text) is None
    assert why in str(arxiv_problem(text))


def test_the_year_of_an_arxiv_id() -> None:
    assert [arxiv_year(v) for v in ("1503.02531", "hep-th/9901001", "cs/0112017")] == [
        2015,
        1999,
        2001,
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10.1016/S0140-6736(05)67889-0).", "10.1016/S0140-6736(05)67889-0"),
        ("10.1109/CVPR.2019.00409.", "10.1109/CVPR.2019.00409"),
        (r"10.1162/tacl\_a\_00345", "10.1162/tacl_a_00345"),
        ("10.1002/(SICI)1097-4571(1999)50:1", "10.1002/(SICI)1097-4571(1999)50:1"),
    ],
)
def test_dois_keep_their_own_brackets_and_lose_what_a_sentence_added(text: str, value: str) -> None:
    found = doi(text)
    assert found is not None
    assert found.value == value


def test_arxivs_own_doi_is_the_arxiv_id() -> None:
    assert str(doi("10.48550/arXiv.1706.03762")) == "arxiv:1706.03762"


def test_dois_that_differ_in_case_are_one() -> None:
    upper, lower = doi("10.1109/CVPR.2019.00409"), doi("10.1109/cvpr.2019.00409")
    assert upper is not None
    assert lower is not None
    assert upper.key == lower.key


@pytest.mark.parametrize(
    ("url", "identifier"),
    [
        ("https://arxiv.org/abs/1503.02531", "arxiv:1503.02531"),
        ("http://www.arxiv.org/pdf/2203.08679v2.pdf", "arxiv:2203.08679"),
        ("https://export.arxiv.org/abs/hep-th/9901001", "arxiv:hep-th/9901001"),
        ("https://arxiv.org/html/2404.01234v1", "arxiv:2404.01234"),
        ("https://huggingface.co/papers/2307.09288", "arxiv:2307.09288"),
        ("https://doi.org/10.1145/3097983.3098135", "doi:10.1145/3097983.3098135"),
        ("https://dl.acm.org/doi/abs/10.1145/3459637.3481917", "doi:10.1145/3459637.3481917"),
        (
            "https://link.springer.com/content/pdf/10.1007/s11263-021-01453-z.pdf",
            "doi:10.1007/s11263-021-01453-z",
        ),
        (
            "http://link.springer.com/chapter/10.1007%2F978-3-319-46484-8_32",
            "doi:10.1007/978-3-319-46484-8_32",
        ),
        ("https://www.nature.com/articles/nature14539", "doi:10.1038/nature14539"),
        ("https://www.nature.com/articles/nature14539.epdf", "doi:10.1038/nature14539"),
        (
            "https://www.biorxiv.org/content/10.1101/2023.05.08.539766v1.full.pdf",
            "doi:10.1101/2023.05.08.539766",
        ),
        ("https://openreview.net/pdf?id=B1hcZZ-AW", "openreview:B1hcZZ-AW"),
        ("https://aclanthology.org/D19-1441.pdf", "acl:D19-1441"),
        ("https://www.aclweb.org/anthology/2020.acl-main.705/", "acl:2020.acl-main.705"),
        ("http://www.aclweb.org/anthology/P/P18/P18-1001", "acl:P18-1001"),
        ("https://dblp.org/rec/conf/cvpr/ParkKLC19.html", "dblp:conf/cvpr/ParkKLC19"),
        ("https://pubmed.ncbi.nlm.nih.gov/31729511/", "pmid:31729511"),
        (
            "https://www.semanticscholar.org/paper/x/c31c87c591a25c64fbaa82e8ac6a81831b6ac7ce",
            "s2:c31c87c591a25c64fbaa82e8ac6a81831b6ac7ce",
        ),
    ],
)
def test_addresses_name_works(url: str, identifier: str) -> None:
    assert str(from_url(url)) == identifier


@pytest.mark.parametrize(
    "url",
    [
        "https://github.com/FLHonker/ZAQ-code",
        "https://ieeexplore.ieee.org/document/8953400",
        "https://arxiv.org/search/",
        "https://arxiv.org/abs/2014.10510",
        "https://openreview.net/group?id=ICLR.cc/2024",
        "http://[",
        "",
        "#anchor",
    ],
)
def test_other_addresses_name_none(url: str) -> None:
    assert from_url(url) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hinton et al. arXiv:1503.02531", "arxiv:1503.02531"),
        ("et al.arXiv:2012.08922", "arxiv:2012.08922"),
        ("[Arxiv 2110.06483]", "arxiv:2110.06483"),
        ("arXiv preprint arXiv:1502.03167, 2015", "arxiv:1502.03167"),
        ("CoRR abs/1706.03762 (doi:10.1109/CVPR.2016.90)", "doi:10.1109/CVPR.2016.90"),
        ("see https://arxiv.org/abs/1706.03762.", "arxiv:1706.03762"),
        ("PMID: 31729511", "pmid:31729511"),
    ],
)
def test_identifiers_in_running_text(text: str, found: str) -> None:
    assert [str(finding.identifier) for finding in find(text)] == [found]


@pytest.mark.parametrize(
    ("text", "identifier", "problem"),
    [
        ("arXiv:2014.10510", None, "there is no month 14"),
        ("arXiv:2020", None, "is no arXiv id"),
        ("arViv:2105.08252", "arxiv:2105.08252", "'arViv' is a misspelling of arXiv"),
        ("arXv:2003.01474", "arxiv:2003.01474", "'arXv' is a misspelling"),
        ("arXiv: 1911.06786", "arxiv:1911.06786", "there is a space between"),
    ],
)
def test_malformed_identifiers_are_named(text: str, identifier: str | None, problem: str) -> None:
    (finding,) = find(text)
    assert (finding.identifier and str(finding.identifier)) == identifier
    assert problem in str(finding.problem)


def test_a_venue_called_arxiv_is_no_identifier() -> None:
    assert find("Machine Translation. arxiv 2019") == []


@given(st.text(max_size=200))
def test_any_text_can_be_searched_and_findings_lie_in_it(text: str) -> None:
    for finding in find(text):
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.identifier or finding.problem


@given(st.from_regex(identifier._ORDINARY_DOI, fullmatch=True) | st.text(max_size=20))
def test_an_ordinary_doi_is_what_any_doi_is(text: str) -> None:
    assert doi(text) == identifier._freed_doi(text)


@given(
    st.integers(7, 40),
    st.integers(1, 12),
    st.integers(0, 99999),
    st.sampled_from(["", "v1", "v12"]),
)
def test_every_well_formed_arxiv_id_is_found_again_in_its_address(
    year: int, month: int, number: int, version: str
) -> None:
    stamp = f"{year:02}{month:02}"
    digits = 4 if stamp <= "1412" else 5
    value = f"{stamp}.{number % 10**digits:0{digits}}"
    found = arxiv(value + version)
    assert (found is not None) == (stamp >= "0704")
    if found:
        assert from_url(found.url + version) == found
