"""Records that are not the paper: each rule on what it was made for, and on what it must leave."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.resolve import bad_records
from kdbib.resolve.bad_records import RULES, RULES_OF_TITLES, Suspect, rule_against, rule_between
from kdbib.resolve.retractions import Marked, marked

BAD = {
    "copy-under-foreign-prefix": [
        Suspect("Attention Is All You Need", "10.65215/2q58a426", "posted-content"),
    ],
    "not-a-paper": [
        Suspect("Relational Knowledge Distillation", "10.1371/journal.pone.1.g001", "component"),
        Suspect("Relational Knowledge Distillation", kind="Dataset"),
        Suspect("Relational Knowledge Distillation", kind="peer-review"),
        Suspect("Relational Knowledge Distillation", "10.48448/p4", "Audiovisual"),
        Suspect("Journal of Distillation", kind="journal-issue"),
    ],
    "notice-of-an-update": [
        Suspect("Retracted: Deep Nets", "10.1155/2023/9", "journal-article", ("retraction",)),
        Suspect("Deep Nets", kind="journal-article", notice_of=("expression_of_concern",)),
    ],
    "called-a-notice": [
        Suspect("Erratum: Deep Nets"),
        Suspect("Erratum to “Deep Nets”"),
        Suspect("Corrigendum to Deep Nets [Neurocomputing 3 (2019) 1-9]"),
        Suspect("Publisher Correction: Deep Nets"),
        Suspect("Author's Correction: Deep Nets"),
        Suspect("Correction to: Deep Nets"),
        Suspect("Retraction Note: Deep Nets"),
        Suspect("Retraction notice to Deep Nets"),
        Suspect("Expression of Concern: Deep Nets"),
        Suspect("Errata"),
    ],
    "called-a-review": [
        Suspect('Review for "Deep Nets"'),
        Suspect("Decision letter for “Deep Nets”"),
        Suspect('Author response for "Deep Nets"'),
        Suspect('Reviewer report of: "Deep Nets"'),
    ],
    "called-a-supplement": [
        Suspect("Additional file 3 of Deep Nets"),
        Suspect("Supplementary Material for Deep Nets"),
        Suspect("Data from: Deep Nets"),
        Suspect("Replication Data for: Deep Nets"),
    ],
    "called-a-talk": [Suspect("Slides: Deep Nets"), Suspect("Deep Nets (Video)")],
    "called-front-matter": [
        Suspect("Front Matter"),
        Suspect("Session details: Deep Nets"),
        Suspect("Proceedings of the 9th Conference on Deep Nets"),
        Suspect("Message from the Program Chairs"),
        Suspect("Editorial: Special Issue on Deep Nets"),
    ],
}
GOOD = [
    Suspect("Attention Is All You Need", "10.5555/3295222.3295349", "proceedings-article"),
    Suspect("Correction for Hidden Confounders in Distillation", kind="journal-article"),
    Suspect("Correcting the Teacher", kind="journal-article"),
    Suspect("Retraction of Hypotheses by Deep Nets", kind="journal-article"),
    Suspect("Deep Nets", kind="posted-content", notice_of=("new_version",)),
    Suspect("RETRACTED: Deep Nets", kind="journal-article"),
    Suspect("Notice of Retraction: Deep Nets", "10.1109/x", "proceedings-article"),
    Suspect("Review of Deep Nets for Vision", kind="journal-article"),
    Suspect("Data-Free Knowledge Distillation for Heterogeneous Federated Learning"),
    Suspect("Supplementary Views for Contrastive Learning"),
    Suspect("Poster: Distillation on Phones", kind="proceedings-article"),
    Suspect("Dataset Distillation"),
    Suspect("Video Distillation", kind="Preprint"),
    Suspect("Contents and Containers: Distillation of Layouts"),
    Suspect("Abstract Meaning Representation Parsing"),
]


@pytest.mark.parametrize(
    ("name", "suspect"),
    [(name, suspect) for name, suspects in BAD.items() for suspect in suspects],
    ids=lambda value: getattr(value, "title", value),
)
def test_what_a_rule_holds_of(name: str, suspect: Suspect) -> None:
    rule = rule_against(suspect)
    assert rule is not None
    assert rule.name == name


@pytest.mark.parametrize("suspect", GOOD, ids=lambda suspect: str(suspect.title))
def test_what_no_rule_holds_of(suspect: Suspect) -> None:
    assert rule_against(suspect) is None


_PATTERNS = [value for value in vars(bad_records).values() if isinstance(value, re.Pattern)]


@given(st.one_of(*map(st.from_regex, _PATTERNS)) | st.text(max_size=20))
def test_no_rule_is_missed_for_how_a_title_begins(title: str) -> None:
    suspect = Suspect(title)
    assert rule_against(suspect) == next((rule for rule in RULES if rule.holds(suspect)), None)


def test_every_rule_has_a_name_a_reason_and_a_test() -> None:
    assert [rule.name for rule in RULES] == list(BAD)
    assert all(rule.reason.endswith(".") for rule in (*RULES, *RULES_OF_TITLES))


@pytest.mark.parametrize(
    "title",
    ["Deep Nets (Student Abstract)", "Deep Nets [Abstract]", "Poster Abstract: Deep Nets"],
)
def test_an_abstract_is_not_the_paper_unless_it_is_what_is_cited(title: str) -> None:
    rule = rule_between("Deep Nets", Suspect(title))
    assert rule is not None
    assert rule.name == "called-an-abstract"
    assert rule_between(title, Suspect(title)) is None
    assert rule_between("Erratum: Deep Nets", Suspect("Erratum: Deep Nets")) is None


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("RETRACTED: Deep Nets", Marked("Deep Nets", "retracted", "RETRACTED")),
        ("RETRACTED ARTICLE: Deep Nets", Marked("Deep Nets", "retracted", "RETRACTED ARTICLE")),
        ("[Retracted] Deep Nets", Marked("Deep Nets", "retracted", "[Retracted]")),
        ("Deep Nets (Retracted)", Marked("Deep Nets", "retracted", "(Retracted)")),
        ("WITHDRAWN: Deep Nets", Marked("Deep Nets", "withdrawn", "WITHDRAWN")),
        (
            "Notice of Retraction Deep Nets",
            Marked("Deep Nets", "retracted", "Notice of Retraction"),
        ),
        (
            "Notice of Violation of IEEE Publication Principles: Deep Nets",
            Marked("Deep Nets", None, "Notice of Violation of IEEE Publication Principles"),
        ),
        ("Retracted Papers Are Still Cited", Marked("Retracted Papers Are Still Cited")),
        ("Retracted Article Detection", Marked("Retracted Article Detection")),
        ("RETRACTED:", Marked("RETRACTED:")),
        ("", Marked("")),
    ],
)
def test_what_a_title_says_of_the_fate_of_its_paper(title: str, found: Marked) -> None:
    assert marked(title) == found
