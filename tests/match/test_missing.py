"""What is missing says nothing: neither in a citation nor in a record, whatever the field."""

from dataclasses import replace as without
from typing import Any

import pytest
from msgspec.structs import replace

from kdbib.match.decide import decide
from kdbib.match.score import score
from kdbib.model import Agreement, Citation, Status, Verdict, Why, Work
from tests.support.records import citation, record, work

LINE = (
    "1. Relational Knowledge Distillation. Park, Wonpyo et al. CVPR 2019"
    " doi:10.1109/CVPR.2019.00409"
)
PARK = work(
    "Relational Knowledge Distillation",
    ["Park, Wonpyo", "Kim, Dongju", "Lu, Yan", "Cho, Minsu"],
    "CVPR",
    2019,
    doi="10.1109/CVPR.2019.00409",
)
IN_A_CITATION: dict[str, dict[str, Any]] = {
    "title": {"title": None},
    "authors": {"authors": (), "et_al": False},
    "venue": {"venue": None},
    "year": {"year": None},
    "identifier": {"identifiers": ()},
}
IN_A_RECORD: dict[str, dict[str, Any]] = {
    "authors": {"author": ()},
    "venue": {"container_title": None},
    "year": {"issued": ()},
    "identifier": {"DOI": None},
}


@pytest.mark.parametrize("field", IN_A_CITATION)
def test_what_a_citation_does_not_say_is_unknown_and_it_is_still_found(field: str) -> None:
    match = score(without(citation(LINE), **IN_A_CITATION[field]), record(PARK))
    assert match.agreement(field) is Agreement.UNKNOWN
    assert match.verdict is Verdict.MATCH


@pytest.mark.parametrize("field", IN_A_RECORD)
def test_what_a_record_does_not_say_is_unknown_and_it_is_still_found(field: str) -> None:
    match = score(citation(LINE), record(replace(PARK, **IN_A_RECORD[field])))
    assert match.agreement(field) is Agreement.UNKNOWN
    assert match.verdict is Verdict.MATCH


def only(*kept: str, line: str = LINE) -> Citation:
    gone = {
        k: v
        for name, values in IN_A_CITATION.items()
        if name not in kept
        for k, v in values.items()
    }
    return without(citation(line), **gone)


def test_an_identifier_alone_is_enough() -> None:
    decision = decide(only("identifier"), [record(PARK)])
    assert decision.status is Status.MATCHED
    assert decision.matches[0].confidence > 0.8


@pytest.mark.parametrize("field", ["authors", "venue", "year"])
def test_nothing_but_authors_venue_or_year_names_no_work(field: str) -> None:
    assert decide(only(field), [record(PARK)]).status is Status.NOT_FOUND


def test_a_record_without_a_title_is_no_work_to_cite() -> None:
    assert score(citation(LINE), record(replace(PARK, title=""))).verdict is Verdict.NO_MATCH


@pytest.mark.parametrize(
    ("kept", "line"),
    [
        (("identifier", "authors"), LINE.replace("Park, Wonpyo", "Hinton, Geoffrey")),
        (("identifier", "venue", "year"), LINE.replace("CVPR 2019", "ICML 2011")),
    ],
)
def test_what_is_said_beside_an_identifier_can_contradict_it(
    kept: tuple[str, ...], line: str
) -> None:
    decision = decide(only(*kept, line=line), [record(PARK)])
    assert decision.status is Status.CONTRADICTED
    assert decision.why is not None
    assert decision.why.code is Why.IDENTIFIER_BUT  # and not another paper: than what?
    assert decision.why.values["identifier"] == "doi:10.1109/CVPR.2019.00409"


def test_two_identifiers_of_two_works_are_no_choice_of_ours() -> None:
    other: Work = work("Other Things", ["Marlow, Ida"], "arXiv", 2018, arxiv="1801.00001")
    both = without(
        only("identifier"),
        identifiers=citation(LINE + " arXiv:1801.00001").identifiers,
    )
    assert decide(both, [record(PARK), record(other)]).status is Status.AMBIGUOUS
