"""The evidence of a match, and what it amounts to."""

import pytest

from kdbib.match.decide import decide
from kdbib.match.score import score
from kdbib.model import Agreement, Citation, Reason, Verdict, Why, Work
from tests.support.records import citation, record, work

HINTON = work(
    "Distilling the Knowledge in a Neural Network",
    ["Hinton, Geoffrey", "Vinyals, Oriol", "Dean, Jeff"],
    "arXiv",
    2015,
    arxiv="1503.02531",
)


def agreements(listed: Citation, known: Work) -> dict[str, str]:
    return {e.field: e.agreement.value for e in score(listed, record(known)).evidence}


def test_evidence_agrees_disagrees_or_is_unknown() -> None:
    listed = citation("1. Distilling the knowledge in a neural network. Hinton et al. NIPS 2017")
    assert agreements(listed, HINTON) == {
        "title": "agrees",
        "authors": "agrees",
        "venue": "unknown",  # a preprint's record knows nothing of venues
        "year": "unknown",  # and its year may be two before the publication's
        "identifier": "unknown",
    }


@pytest.mark.parametrize(
    ("listed", "agreement"),
    [
        ("Hinton et al.", Agreement.AGREES),
        ("Hinton, G. et al.", Agreement.AGREES),
        ("Geoffrey, Hinton et al.", Agreement.AGREES),  # exchanged
        ("Hinton Geoffrey et al.", Agreement.AGREES),
        ("Hintn, Geoffrey et al.", Agreement.AGREES),
        ("Deaan, J. et al.", Agreement.AGREES),
        ("Dean, Jefff et al.", Agreement.AGREES),
        ("Geoffrey et al.", Agreement.AGREES),
        ("Vinyals, Oriol et al.", Agreement.AGREES),
        ("Hinton, Mary et al.", Agreement.DISAGREES),
        ("Lecun, Yann et al.", Agreement.DISAGREES),
        ("FAIR.", Agreement.UNKNOWN),
    ],
)
def test_authors_however_they_are_written(listed: str, agreement: Agreement) -> None:
    line = citation(f"1. Distilling the knowledge in a neural network. {listed} arXiv:1503.02531")
    match = score(line, record(HINTON))
    assert match.agreement("authors") is agreement


def test_an_identifier_and_a_title_that_agree_are_a_match() -> None:
    listed = citation("1. Distilling the knowledge in a neural network. arXiv:1503.02531v1")
    match = score(listed, record(HINTON))
    assert match.verdict is Verdict.MATCH
    assert match.confidence > 0.9


def test_a_record_that_its_source_half_believes_is_half_believed() -> None:
    listed = citation("1. Distilling the knowledge in a neural network. arXiv:1503.02531")
    sure, unsure = score(listed, record(HINTON)), score(listed, record(HINTON, confidence=0.5))
    assert unsure.confidence == pytest.approx(sure.confidence / 2, abs=0.001)


def test_a_preprint_and_its_publication_are_one_work() -> None:
    authors = ["Romero, Adriana", "Ballas, Nicolas"]
    preprint = work("FitNets: Hints for Thin Deep Nets", authors, "arXiv", 2014, "1412.6550")
    published = work("FitNets: Hints for Thin Deep Nets", authors, "ICLR", 2015)
    listed = citation(
        "1. Fitnets: Hints for thin deep nets. Romero, Adriana et al. arXiv:1412.6550"
    )
    decision = decide(listed, [record(published), record(preprint, "arxiv")])
    assert decision.status == "matched"
    assert len(decision.matches) == 2


def test_two_works_that_fit_alike_are_ambiguous() -> None:
    one = work("Deep Mutual Learning", ["Zhang, Ying"], "CVPR", 2018, doi="10.1/a")
    other = work("Deep Mutual Learning", ["Zhang, Ping"], "CVPR", 2018, doi="10.1/b")
    decision = decide(citation("1. Deep Mutual Learning. CVPR 2018"), [record(one), record(other)])
    assert decision.status == "ambiguous"
    works = ("Zhang 2018, Deep Mutual Learning", "Zhang 2018, Deep Mutual Learning")
    assert decision.why == Reason(Why.AMBIGUOUS, {"works": works})


def test_the_one_with_the_author_is_meant() -> None:
    one = work("Deep Mutual Learning", ["Zhang, Ying"], "CVPR", 2018, doi="10.1/a")
    other = work("Deep Mutual Learning", ["Li, Ping"], "CVPR", 2018, doi="10.1/b")
    listed = citation("1. Deep Mutual Learning. Zhang, Ying et al. CVPR 2018")
    decision = decide(listed, [record(other), record(one)])
    assert decision.status == "matched"
    assert [match.record.work for match in decision.matches] == [one]


def test_a_contradiction_says_what_contradicts() -> None:
    listed = citation("1. Distilling Spikes in Networks. Kundu, Souvik et al. arXiv:1503.02531")
    decision = decide(listed, [record(HINTON)])
    assert decision.status == "contradicted"
    hinton = "Hinton et al. 2015, Distilling the Knowledge in a Neural Network"
    named = {"identifier": "arxiv:1503.02531", "work": hinton}
    assert decision.why == Reason(Why.ANOTHER_PAPER, named)


PRIOR = work("Deep Image Prior", ["Ulyanov, Dmitry"], "CVPR", 2018)


@pytest.mark.parametrize(
    ("written", "status"),
    [
        ("1. Deep Image Pior. Ulyanov, Dmitry. CVPR 2018", "matched"),
        ("1. Deep Image Pior. Ulyanov, Dmitry. 2018", "matched"),
        ("1. Deep Image Pior. Ulyanov, Dmitry. CVPR 2020", "not_found"),
        ("1. Deep Image Pior. Ulyanov, Dmitry. NeurIPS 2018", "not_found"),
        ("1. Deep Image Pior. Ulyanov, Dmitry. CVPR", "not_found"),
        ("1. Deep Image Pior. CVPR 2018", "not_found"),
    ],
)
def test_a_slip_in_a_short_title_needs_the_people_and_the_year(written: str, status: str) -> None:
    assert decide(citation(written), [record(PRIOR)]).status == status
