"""The schemes of identifiers one by one: what is one, its normal form, and its page."""

import pytest

from kdbib.model.identifier import arxiv_problem, arxiv_year, doi, from_url, in_path, parse

HASH = "c31c87c591a25c64fbaa82e8ac6a81831b6ac7ce"


@pytest.mark.parametrize(
    ("scheme", "text", "value", "key", "page"),
    [
        ("arxiv", "1503.02531v3", "1503.02531", "1503.02531", "https://arxiv.org/abs/1503.02531"),
        ("doi", "10.1000/aB", "10.1000/aB", "10.1000/ab", "https://doi.org/10.1000/aB"),
        ("acl", "p18-1001", "P18-1001", "p18-1001", "https://aclanthology.org/P18-1001"),
        (
            "acl",
            "2020.ACL-main.1",
            "2020.acl-main.1",
            "2020.acl-main.1",
            "https://aclanthology.org/2020.acl-main.1",
        ),
        (
            "openreview",
            "B1hcZZ-AW",
            "B1hcZZ-AW",
            "B1hcZZ-AW",
            "https://openreview.net/forum?id=B1hcZZ-AW",
        ),
        (
            "dblp",
            "conf/cvpr/ParkKLC19",
            "conf/cvpr/ParkKLC19",
            "conf/cvpr/ParkKLC19",
            "https://dblp.org/rec/conf/cvpr/ParkKLC19",
        ),
        ("pmid", "31729511", "31729511", "31729511", "https://pubmed.ncbi.nlm.nih.gov/31729511"),
        ("s2", HASH, HASH, HASH, f"https://www.semanticscholar.org/paper/{HASH}"),
        (
            "s2",
            "CorpusId:7",
            "CorpusId:7",
            "CorpusId:7",
            "https://www.semanticscholar.org/paper/CorpusId:7",
        ),
    ],
)
def test_an_identifier_has_one_value_key_and_page(
    scheme: str, text: str, value: str, key: str, page: str
) -> None:
    found = parse(scheme, text)
    assert found is not None
    assert (found.value, found.key, found.url) == (value, (scheme, key), page)
    assert str(found) == f"{scheme}:{value}"


@pytest.mark.parametrize(
    ("scheme", "text"),
    [
        *(("acl", "W05-123"), ("acl", "2020.acl-main"), ("acl", "")),
        *(("openreview", "short"), ("openreview", "with blanks"), ("openreview", "x" * 33)),
        *(("dblp", "x/cvpr/ParkKLC19"), ("dblp", "conf/cvpr"), ("pmid", "0"), ("pmid", "012")),
        *(("pmid", "1234567890"), ("s2", HASH[1:]), ("s2", "CorpusID:7"), ("s2", HASH.upper())),
        *(("doi", "10.1/x"), ("doi", "11.1000/x"), ("doi", "10.1000/"), ("doi", "10.1000/a b")),
        *(("doi", "10.1000/\u2028a"), ("doi", "10.1000/\x07a"), ("doi", "10.48550/arXiv.2014.1")),
        ("doi", "10.1000/é" + "x" * 2000),
    ],
)
def test_what_a_scheme_does_not_have_is_none(scheme: str, text: str) -> None:
    assert parse(scheme, text) is None


def test_a_scheme_that_nobody_knows_is_an_error() -> None:
    with pytest.raises(ValueError, match="isbn"):
        parse("isbn", "978-3-16-148410-0")


SHAPE = "an arXiv id looks like 1503.02531 or hep-th/9901001"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("1501.02531", None),
        ("1512.99999v12", None),
        ("1500.02531", "arXiv ids begin with year and month, and there is no month 00"),
        ("1513.02531", "arXiv ids begin with year and month, and there is no month 13"),
        ("0704.0001", None),
        ("0703.0001", "arXiv ids of this form began in April 2007 (0704)"),
        ("1412.0253", None),
        ("1501.0253", "an arXiv id of 2015 has 5 digits after the point, not 4"),
        ("1412.02531", "an arXiv id of 2014 has 4 digits after the point, not 5"),
        ("hep-th/9101001", None),
        ("hep-th/9912001v2", None),
        ("hep-th/0703001", None),
        ("hep-th/9012001", "no arXiv id of that date"),
        ("hep-th/0704001", "no arXiv id of that date"),
        ("hep-th/9900001", "arXiv ids contain year and month, and there is no month 00"),
        ("hep-th/9913001", "arXiv ids contain year and month, and there is no month 13"),
        ("hep-zz/9901001", "arXiv has no archive 'hep-zz'"),
        ("acc-phys/9501001", None),
        ("supr-con/9501001", None),
        ("math.GT/0309136", None),
        ("1503.02531v1234", SHAPE),
        ("cs/01120177", SHAPE),
        ("", SHAPE),
    ],
)
def test_what_is_wrong_with_an_arxiv_id(text: str, problem: str | None) -> None:
    assert arxiv_problem(text) == problem


def test_arxiv_began_in_1991() -> None:
    assert [arxiv_year(value) for value in ("hep-th/9108001", "0704.0001")] == [1991, 2007]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(
            ("10.1000/a))", "10.1000/a"),
            ("10.1000/(a))", "10.1000/(a)"),
            ("10.1000/a]", "10.1000/a"),
        ),
        *(("10.1000/[a].", "10.1000/[a]"), ("10.1000/<a>>", "10.1000/<a>")),
        *(("10.1000/a}", "10.1000/a"), ("10.1000/a.)", "10.1000/a"), ("10.1000/a'*_", "10.1000/a")),
        *(("10.1000/a’”", "10.1000/a"), ("10.1000/a!?", "10.1000/a"), ("10.1000/a:;", "10.1000/a")),
        *(("10.1000/a-", "10.1000/a-"), ("10.1000/a#", "10.1000/a#"), ("10.1000/é", "10.1000/é")),
        ("https://www.doi.org/10.1000/a", "10.1000/a"),
        *((" <10.1000/a> ", "10.1000/a"), (r"\href{10.1000/a}", "10.1000/a")),
        *((r"\doi{10.1000/a}", "10.1000/a"), ("doi = 10.1000/a", "10.1000/a")),
        *(("10.1000/a&amp;b", "10.1000/a&b"), ("10.1000/a&amp;amp;b", "10.1000/a&b")),
        ("10.1000/a&#60;b&#x3E;c&#38;d&gt;e", "10.1000/a<b>c&d>e"),
        *((r"10.1000/a\&b", "10.1000/a&b"), ("10.1000/a$>$b", "10.1000/a>b")),
        (r"10.1000/a\textgreater{}b\textless{}c", "10.1000/a>b<c"),
        ("10.48550/abc", "10.48550/abc"),
        ("10.48550/ARXIV.1503.02531v2", "1503.02531"),
        *(("10.1000/" + "x" * 1992, "10.1000/" + "x" * 1992),),
        ("10.1000/é" + "x" * 1991, "10.1000/é" + "x" * 1991),
    ],
)
def test_a_doi_is_freed_of_what_is_no_part_of_it(text: str, value: str) -> None:
    assert getattr(doi(text), "value", None) == value


@pytest.mark.parametrize(
    ("value", "path"),
    [
        ("10.1000/a/b", "10.1000/a/b"),
        ("10.1000/a//b", "10.1000%2Fa%2F%2Fb"),
        ("10.1000/./b", "10.1000%2F.%2Fb"),
        ("10.1000/a:;()@!$'*=~?#%é", "10.1000/a:;()@!$'*=~%3F%23%25%C3%A9"),
        ("10.1000/\ud800", "10.1000/%3F"),
    ],
)
def test_an_identifier_in_the_path_of_an_address(value: str, path: str) -> None:
    assert in_path(value) == path


def test_a_very_long_address_names_nothing() -> None:
    page = "https://arxiv.org/abs/1503.02531?"
    assert str(from_url(page.ljust(2000, "x"))) == "arxiv:1503.02531"
    assert from_url(page.ljust(2001, "x")) is None
