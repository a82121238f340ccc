"""Identifiers of other works are not believed: no citation ends up as another's paper."""

import pytest
from msgspec.structs import replace

from kdbib.model import Claim, Entry, Identifier, Record, Scheme, Status, Work
from kdbib.pipeline.disputed import alike, undisputed, unrefuted
from kdbib.wording import worded
from tests.pipeline.test_pipeline import Run, run
from tests.support.databases import serve
from tests.support.records import citation, work

SEARCH = work("Differentiable Feature Aggregation Search", ["Guan, Yushuo"], "ECCV", 2020)
LOCAL = work("Local Correlation Consistency", ["Li, Xiaojie"], "ECCV", 2020)
__all__ = ["run"]  # a fixture
DBLP = Identifier(Scheme.DBLP, "conf/eccv/X20")


def entry(known: Work) -> Entry:
    claims = {"dblp": Claim("dblp"), "DOI": Claim("crossref"), "title": Claim("dblp")}
    cited = citation(f"1. {known.title}. ECCV 2020")
    return Entry(cited, Status.MATCHED, work=known, provenance=claims)


def test_an_identifier_of_two_works_is_left_out_and_told() -> None:
    both = [replace(SEARCH, identifiers=(DBLP,)), replace(LOCAL, identifiers=(DBLP,))]
    first, second = undisputed([entry(each) for each in both])
    assert [first.work, second.work] == [SEARCH, LOCAL]
    assert "dblp" not in first.provenance
    (told,) = second.conflicts
    said = "dblp:conf/eccv/X20 is also given for Guan 2020, Differentiable Feature Aggregation"
    assert worded(told) == f"{said} Search"


def test_so_is_a_doi_whatever_its_case() -> None:
    both = [replace(SEARCH, DOI="10.1007/X"), replace(LOCAL, DOI="10.1007/x")]
    entries = undisputed([entry(each) for each in both])
    assert [each.work for each in entries] == [SEARCH, LOCAL]


def test_the_same_work_cited_twice_keeps_its_identifiers() -> None:
    known = replace(SEARCH, identifiers=(DBLP,))
    shorter = replace(known, title="Differentiable Feature Aggregation Search for Distillation")
    entries = [entry(known), entry(known), entry(shorter)]
    assert undisputed(entries) == entries


def test_a_retitled_work_is_one() -> None:
    old = work("Group Transfer: Collaborative Training of CNNs", ["He, Chaoyang"], "arXiv", 2020)
    new = work("Federated Group Transfer of Large CNNs", ["He, Chaoyang"], "NeurIPS", 2020)
    assert alike(old, new)
    assert not alike(old, replace(new, author=LOCAL.author))
    assert alike(LOCAL, replace(SEARCH, aliases=(LOCAL.title,)))


def test_an_identifier_is_not_believed_whose_registry_has_another_paper_by_it() -> None:
    wrong = replace(SEARCH, DOI="10.1007/x")
    claims = {"DOI": Claim("semantic_scholar"), "title": Claim("dblp")}
    theirs = Record(replace(LOCAL, DOI="10.1007/X"), "crossref")
    kept, left, (told,) = unrefuted(wrong, claims, [theirs])
    assert kept == SEARCH
    assert list(left) == ["title"]
    assert worded(told) == "doi:10.1007/x belongs to Li 2020, Local Correlation Consistency"


@pytest.mark.parametrize(
    "record",
    [
        Record(replace(LOCAL, DOI="10.1007/x"), "openalex"),  # no registry
        Record(replace(LOCAL, DOI="10.1007/y"), "crossref"),  # another DOI
        Record(replace(LOCAL, DOI="10.1007/x", author=SEARCH.author), "crossref"),  # retitled
        Record(replace(LOCAL, DOI="10.1007/x", author=()), "crossref"),  # nothing is known of whose
        Record(replace(SEARCH, DOI="10.1007/x", author=LOCAL.author), "crossref"),  # bad authors
    ],
)
def test_it_is_believed_where_there_is_doubt(record: Record) -> None:
    known = replace(SEARCH, DOI="10.1007/x")
    assert unrefuted(known, {}, [record]) == (known, {}, ())


def test_both_are_exported_as_themselves(run: Run) -> None:
    records = [
        {
            "type": "paper-conference",
            "title": known.title,
            "author": [{"family": known.author[0].family, "given": known.author[0].given}],
            "issued": [2020],
            "container-title": "ECCV",
            "DOI": "10.1007/978-3-030-58558-7_1",
        }
        for known in (SEARCH, LOCAL)
    ]
    text = "".join(
        f"1. {known.title}. {known.author[0].family} et al. ECCV 2020\n"
        for known in (SEARCH, LOCAL)
    )
    with serve(records) as databases:
        entries = run(text, databases).entries
    titles = [each.work.title if each.work else None for each in entries]
    assert titles == [SEARCH.title, LOCAL.title]
    assert [each.key for each in entries] == ["guan2020differentiable", "li2020local"]
