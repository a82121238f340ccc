"""Identifiers: what is one, what is not, and where they stand in text and addresses."""

import html
import json
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.model import identifier
from kdbib.model.identifier import arxiv, arxiv_problem, arxiv_year, doi, find, from_url, in_path


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
        (r"10.1162/tacl{\_}a{\_}00345", "10.1162/tacl_a_00345"),
        (r"{{10.1162/tacl\_a\_00345}}", "10.1162/tacl_a_00345"),
        ("doi: 10.1109/TPAMI.2019.2899999", "10.1109/TPAMI.2019.2899999"),
        ("DOI 10.1109/TPAMI.2019.2899999", "10.1109/TPAMI.2019.2899999"),
        (r"\url{https://doi.org/10.1016/j.foo.2001.3}", "10.1016/j.foo.2001.3"),
        ("https://dx.doi.org/doi:10.1016/j.foo.2001.3", "10.1016/j.foo.2001.3"),
        (
            r"10.1175/1520-0469(1963)020\textless{}0130:DNF\textgreater{}2.0.CO;2",
            "10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2",
        ),
        (
            "10.1175/1520-0469(1963)020$<$0130:DNF$>$2.0.CO;2",
            "10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2",
        ),
        (
            "10.1175/1520-0469(1963)020%253C0130:DNF%253E2.0.CO;2",
            "10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2",
        ),
        ("10.1007/978-3-030-01246-5\u200e_9\u200b", "10.1007/978-3-030-01246-5_9"),
        (
            "10.1002/(SICI)1521-3951(199911)216:1<135::AID-PSSB135>3.0.CO;2-#",
            "10.1002/(SICI)1521-3951(199911)216:1<135::AID-PSSB135>3.0.CO;2-#",
        ),
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
        ("https://doi.org/10.1000/xyz/full", "doi:10.1000/xyz/full"),
        ("https://hf.co/papers/2402.17764", "arxiv:2402.17764"),
        ("https://browse.arxiv.org/pdf/2310.04451.pdf", "arxiv:2310.04451"),
        ("https://ar5iv.labs.arxiv.org/html/2110.02279", "arxiv:2110.02279"),
        ("https://ar5iv.org/abs/2110.02279v2", "arxiv:2110.02279"),
        ("http://cn.arxiv.org/abs/1907.11692", "arxiv:1907.11692"),
        ("http://xxx.lanl.gov/abs/hep-ph/0006041", "arxiv:hep-ph/0006041"),
        ("https://www.arxiv-vanity.com/papers/1907.11692/", "arxiv:1907.11692"),
        ("https://www.alphaxiv.org/overview/2305.10601", "arxiv:2305.10601"),
        ("https://arxiv.org/abs/arXiv:1503.02531", "arxiv:1503.02531"),
        ("https://arxiv.org/ftp/arxiv/papers/1201/1201.0490.pdf", "arxiv:1201.0490"),
        ("https://scirate.com/arxiv/1503.02531", "arxiv:1503.02531"),
        ("https://ui.adsabs.harvard.edu/abs/2015arXiv150302531H/abstract", "arxiv:1503.02531"),
        ("https://api.semanticscholar.org/arXiv:1503.02531", "arxiv:1503.02531"),
        ("https://dl.acm.org/citation.cfm?id=2939672.2939785", "doi:10.1145/2939672.2939785"),
        (
            "https://link.springer.com/article/10.1007/s11263-021-01453-z/fulltext.html",
            "doi:10.1007/s11263-021-01453-z",
        ),
        ("https://onlinelibrary.wiley.com/doi/full/10.1002/cpe.4567", "doi:10.1002/cpe.4567"),
        (
            "https://onlinelibrary.wiley.com/doi/abs/10.1002/(SICI)1097-4571(199009)41:6%3C391::AID-ASI1%3E3.0.CO;2-9",
            "doi:10.1002/(SICI)1097-4571(199009)41:6<391::AID-ASI1>3.0.CO;2-9",
        ),
        (
            "https://www.frontiersin.org/articles/10.3389/fnins.2020.00001/full",
            "doi:10.3389/fnins.2020.00001",
        ),
        (
            "https://academic.oup.com/bioinformatics/article/doi/10.1093/bioinformatics/btz682/5566506",
            "doi:10.1093/bioinformatics/btz682",
        ),
        (
            "https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0130140",
            "doi:10.1371/journal.pone.0130140",
        ),
        (
            "https://www.nature.com/nature/journal/v521/n7553/full/nature14539.html",
            "doi:10.1038/nature14539",
        ),
        ("https://www.biorxiv.org/content/early/2018/06/05/339473", "doi:10.1101/339473"),
        ("https://zenodo.org/record/3360392", "doi:10.5281/zenodo.3360392"),
        ("https://papers.ssrn.com/sol3/papers.cfm?abstract_id=3312345", "doi:10.2139/ssrn.3312345"),
        ("https://www.ijcai.org/proceedings/2019/0123.pdf", "doi:10.24963/ijcai.2019/123"),
        ("https://europepmc.org/article/MED/31729511", "pmid:31729511"),
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
        ("CoRR abs/1706.03762 (2017)", "arxiv:1706.03762"),
        ("CoRR, abs/1706.03762", "arxiv:1706.03762"),
        ("[2305.10601] Tree of Thoughts: Deliberate Problem Solving", "arxiv:2305.10601"),
        ("arXiv.2305.10601", "arxiv:2305.10601"),
        ("arxiv.org/abs/2305.10601", "arxiv:2305.10601"),
        ('I. Marlow, "Otters in a warped dimension", hep-ph/0006041.', "arxiv:hep-ph/0006041"),
        ("J. Math. 3 (2003) [math.GT/0309136]", "arxiv:math.GT/0309136"),
        ("arXiv:2305\u200b.10601\u200e", "arxiv:2305.10601"),
        ("doi:10.1109/\u200bCVPR.2016.90", "doi:10.1109/CVPR.2016.90"),
        (
            "MWR 129, 2001. doi:10.1175/1520-0493(2001)129<0587:CATRTG>2.0.CO;2.",
            "doi:10.1175/1520-0493(2001)129<0587:CATRTG>2.0.CO;2",
        ),
        (
            "see http://dx.doi.org/10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2, and",
            "doi:10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2",
        ),
        (
            "10.1175/1520-0469(1963)020&lt;0130:DNF&gt;2.0.CO;2",
            "doi:10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2",
        ),
        (
            "https://doi.org/10.1002/%28SICI%291097-4571%28199009%2941%3A6%3C391%3A%3AAID-ASI1%3E3.0.CO%3B2-9",
            "doi:10.1002/(SICI)1097-4571(199009)41:6<391::AID-ASI1>3.0.CO;2-9",
        ),
        ("<https://doi.org/10.1109/CVPR.2016.90>", "doi:10.1109/CVPR.2016.90"),
        ("<li>doi: 10.1109/CVPR.2016.90</li>", "doi:10.1109/CVPR.2016.90"),
        (
            "10.1641/0006-3568(2005)055[0573:AAFAE]2.0.CO;2",
            "doi:10.1641/0006-3568(2005)055[0573:AAFAE]2.0.CO;2",
        ),
        (r"doi:10.1162/tacl\_a\_00345,", "doi:10.1162/tacl_a_00345"),
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


HANDBOOK = st.characters(
    exclude_categories=("C", "Z"),
    exclude_characters='\\"{}\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f',
)
"""What the DOI Handbook allows in a suffix, but for the four that identifier.py names."""
SICI = st.builds(
    "10.1002/(SICI){}-{}({}){}:{}<{}::AID-{}>3.0.CO;2-{}".format,
    *(st.integers(1000, 9999), st.integers(1000, 9999), st.integers(199001, 200012)),
    *(st.integers(1, 99), st.integers(1, 12), st.integers(1, 999)),
    *(st.from_regex(r"[A-Z]{2,6}[0-9]{1,4}", fullmatch=True), st.sampled_from("0123456789ABCXYZ#")),
)


def is_a_doi(value: str) -> bool:
    """Whether it is one as it is, without anything that looks like an escape."""
    found = doi(value)
    return found is not None and found.value == value


DOIS = SICI | st.builds(
    "10.{}/{}{}".format,
    st.integers(1000, 99999),
    st.text(HANDBOOK, max_size=40),
    st.sampled_from("abcXYZ019"),
).filter(is_a_doi)


@given(DOIS)
def test_a_doi_is_the_same_after_a_round_through_an_address(value: str) -> None:
    known = doi(value)
    assert known is not None
    assert known.value == value
    assert from_url(known.url) == known
    assert doi(known.url) == known


@given(DOIS)
def test_a_doi_is_the_same_after_a_round_through_json_and_html(value: str) -> None:
    known = doi(value)
    assert known is not None
    assert doi(json.loads(json.dumps(value))) == known
    assert doi(html.escape(value, quote=False)) == known
    assert doi(f"doi:{value}") == doi(f"https://doi.org/{value}") == known


@given(SICI)
def test_a_doi_of_an_old_journal_is_found_whole_in_a_text(value: str) -> None:
    for text in (f"J. Otters 9. doi:{value}.", f"({value}), 1999", f"<https://doi.org/{value}>"):
        assert [str(f.identifier) for f in find(text)] == [f"doi:{value}"] or value.endswith("#")


@given(st.text(max_size=80).map("10.1000/{}".format))
def test_what_is_a_doi_once_is_the_same_doi_again(text: str) -> None:
    if (first := doi(text)) and first.scheme == "doi":
        assert doi(first.value) == first


@given(st.text(max_size=60).map("10.1000/{}".format))
def test_no_part_of_an_address_is_normalised_away(value: str) -> None:
    segments = in_path(value).split("/")
    assert not {"", ".", ".."} & set(segments)
    assert unquote(in_path(value), errors="replace") == value.encode("utf-8", "replace").decode()


@pytest.mark.parametrize(
    ("doi", "expected"),
    [
        ("10.21203/rs.3.rs-1279999/v1", True),
        ("10.1101/2020.01.01.123456", True),
        ("10.31219/osf.io/abcde", True),
        ("10.31234/osf.io/abcde", True),
        ("10.36227/techrxiv.12345", True),
        ("10.48550/arXiv.1503.02531", True),
        ("10.1101/gr.275769.121", False),  # Genome Research, of the same publisher
        ("10.1371/journal.pone.0289999", False),
        ("10.36227/other.1", False),
    ],
)
def test_the_dois_of_preprint_servers(doi: str, expected: bool) -> None:
    assert identifier.is_preprint_doi(doi) is expected
