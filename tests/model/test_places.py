"""Identifiers in running text: which characters each one takes, and which it leaves."""

import pytest

from kdbib.model.identifier import find

SHAPE = "an arXiv id looks like 1503.02531 or hep-th/9901001"
MONTH = "arXiv ids begin with year and month, and there is no month 14"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hinton. arXiv:1503.02531v1, 2015", {"arXiv:1503.02531v1": "arxiv:1503.02531"}),
        ("arxiv.org/pdf/1502.03167v2", {"arxiv.org/pdf/1502.03167v2": "arxiv:1502.03167"}),
        ("CoRR abs/1706.03762 (2017)", {"abs/1706.03762": "arxiv:1706.03762"}),
        ("CoRR abs/cs/0112017.", {"abs/cs/0112017": "arxiv:cs/0112017"}),
        ("[2305.10601] Tree of Thoughts", {"[2305.10601]": "arxiv:2305.10601"}),
        ("in hep-ph/0006041.", {"hep-ph/0006041": "arxiv:hep-ph/0006041"}),
        ("arXiv:2305\u200b.10601\u200e rest", {"arXiv:2305\u200b.10601": "arxiv:2305.10601"}),
        ("é arXiv:1503.02531", {"arXiv:1503.02531": "arxiv:1503.02531"}),
        ("PMID: 31729511, PMID 5.", {"PMID: 31729511": "pmid:31729511", "PMID 5": "pmid:5"}),
        ("(doi: 10.1109/CVPR.2019.9)", {"doi: 10.1109/CVPR.2019.9": "doi:10.1109/CVPR.2019.9"}),
        ("at doi10.1000/x", {"doi10.1000/x": "doi:10.1000/x"}),
        ("DOI 10.1000/w;", {"DOI 10.1000/w": "doi:10.1000/w"}),
        ("10.1000/x, 10.1000/y", {"10.1000/x": "doi:10.1000/x", "10.1000/y": "doi:10.1000/y"}),
        ("10.1000/x,10.1000/y", {"10.1000/x": "doi:10.1000/x", "10.1000/y": "doi:10.1000/y"}),
        ("10.1000/x|10.1000/y", {"10.1000/x": "doi:10.1000/x", "10.1000/y": "doi:10.1000/y"}),
        ("10.1000/a;https://kdbib.org", {"10.1000/a": "doi:10.1000/a"}),
        ("10.1000/x。然后", {"10.1000/x": "doi:10.1000/x"}),
        ("10.1000.10/a(b)c.", {"10.1000.10/a(b)c": "doi:10.1000.10/a(b)c"}),
        (
            "see http://doi.org/10.1000/x) or http://kdbib.org/10.1000/z/pdf.",
            {
                "http://doi.org/10.1000/x": "doi:10.1000/x",
                "http://kdbib.org/10.1000/z/pdf": "doi:10.1000/z",
            },
        ),
        (
            "https://openreview.net/forum?id=abcdefghi!",
            {"https://openreview.net/forum?id=abcdefghi": "openreview:abcdefghi"},
        ),
        (
            "hep-th/9901001, PMID: 7, doi:10.1000/x, arXiv:1503.02531, https://doi.org/10.1000/y",
            {
                "hep-th/9901001": "arxiv:hep-th/9901001",
                "PMID: 7": "pmid:7",
                "doi:10.1000/x": "doi:10.1000/x",
                "arXiv:1503.02531": "arxiv:1503.02531",
                "https://doi.org/10.1000/y": "doi:10.1000/y",
            },
        ),
        # no identifier, or the part of something else
        ("arXiv 20190101, arXiv 2019", {}),
        ("arXiv:1502.03167/x", {}),
        ("abs/2014.10510, [2014.10510]", {}),
        ("foo/0309136, hep-th/0801001", {}),
        ("PMID: 0123, PMID 1234567890", {}),
        ("https://kdbib.org/hep-th/9901001", {}),
        ("10.100/a, 10.1234567890/a, 10.48550/arXiv.2014.10510", {}),
        ("no digits", {}),
    ],
)
def test_an_identifier_takes_its_label_and_nothing_else(text: str, found: dict[str, str]) -> None:
    assert {text[f.start : f.end]: str(f.identifier) for f in find(text)} == found
    assert [f.problem for f in find(text)] == [None] * len(found)
    assert [text[f.start : f.end] for f in find(text)] == list(found)


@pytest.mark.parametrize(
    ("text", "place", "identifier", "problem"),
    [
        ("(arXiv:2014.10510)", "arXiv:2014.10510", "None", f"'2014.10510' is no arXiv id: {MONTH}"),
        ("arViv:2014.10510", "arViv:2014.10510", "None", f"'2014.10510' is no arXiv id: {MONTH}"),
        ("arXiv:2019,", "arXiv:2019", "None", f"'2019' is no arXiv id: {SHAPE}"),
        (
            "arXiv:hep-zz/9901001",
            "arXiv:hep-zz/9901001",
            "None",
            "'hep-zz/9901001' is no arXiv id: arXiv has no archive 'hep-zz'",
        ),
        (
            "[ArXv:2003.01474]",
            "ArXv:2003.01474",
            "arxiv:2003.01474",
            "'ArXv' is a misspelling of arXiv",
        ),
        (
            "arXiv: 1911.06786v2",
            "arXiv: 1911.06786v2",
            "arxiv:1911.06786",
            "there is a space between 'arXiv:' and the id",
        ),
    ],
)
def test_a_malformed_one_is_told_in_full(
    text: str, place: str, identifier: str, problem: str
) -> None:
    (found,) = find(text)
    assert text[found.start : found.end] == place
    assert (str(found.identifier), found.problem) == (identifier, problem)
