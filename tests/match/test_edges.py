"""Where a small slip of a comparison would let a wrong paper pass, or a right one fail."""

import pytest

from kdbib.match.decide import keys_of, same_work
from kdbib.match.occasion import compare_venue
from kdbib.match.people import strangers
from kdbib.match.score import score
from kdbib.match.titles import compare_titles
from kdbib.match.words import same_word
from kdbib.model import Agreement, Relation, Work
from tests.support.records import citation, record, work

TITLE = "Distilling Otters by the Light of the Moon"


@pytest.mark.parametrize(
    ("listed", "known", "agreement"),
    [
        ("Annals of Otter Research", "Annals of Otter Research", Agreement.AGREES),
        ("Annals of Otter Research", "Bulletin of Beaver Dams", Agreement.UNKNOWN),
        ("CVPR", "CVPR", Agreement.AGREES),
        ("CVPR", "ICML", Agreement.DISAGREES),
    ],
)
def test_a_venue(listed: str, known: str, agreement: Agreement) -> None:
    cited = citation(f"1. {TITLE}. Lee, Ann. *{listed}* 2019")
    assert cited.venue is not None
    found = compare_venue(cited, work(TITLE, ["Lee, Ann"], known, 2019))
    assert (found.agreement, found.agreement is Agreement.AGREES and found.detail) == (
        agreement,
        "" if agreement is Agreement.AGREES else False,
    )


def test_a_word_is_itself_also_where_it_is_short_or_has_digits() -> None:
    assert all(same_word(word, word) for word in ("a", "gpt2", "3d"))


def test_a_word_written_as_two_is_no_other_beside_a_misspelt_one() -> None:
    cited, known = "Auto Encoders of Otter Songs Distiled", "Autoencoders of Otter Songs Distilled"
    assert compare_titles(cited, known).relation is Relation.NEAR


def test_the_doi_is_a_key_whatever_its_letters() -> None:
    one = Work("article-journal", "A", DOI="10.1/AB")
    assert keys_of(one) == {("doi", "10.1/ab")}
    assert same_work(one, Work("article-journal", "B", DOI="10.1/aB"))


def test_people_in_two_scripts_can_be_compared() -> None:
    known = work(TITLE, ["王小明", "Lee, Ann"], "CVPR", 2019)
    cited = citation(f"1. {TITLE}. Hinton, Geoffrey and Dean, Jeff. CVPR 2019")
    assert [name.family for name in strangers(cited, known)] == ["Hinton", "Dean"]
    han = work(TITLE, ["王小明"], "CVPR", 2019)
    assert strangers(cited, han) == []


def test_evidence_against_a_bad_record_is_of_the_record() -> None:
    editorial = work("Editorial Board", ["Lee, Ann"], "CVPR", 2019)
    match = score(citation(f"1. {TITLE}. Lee, Ann. CVPR 2019"), record(editorial))
    assert [evidence.field for evidence in match.evidence] == ["record"]
