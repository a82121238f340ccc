"""How titles relate."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kdbib.match.glance import may_relate
from kdbib.match.titles import compare_titles
from kdbib.match.words import same_word
from kdbib.model import Relation


@pytest.mark.parametrize(
    ("cited", "known", "relation"),
    [
        (
            "Moonshine:Distilling with Cheap Convolutions",
            "Moonshine: Distilling with cheap convolutions",
            Relation.EXACT,
        ),
        ("On Compressing U-net", "On Compressing Unet", Relation.EXACT),
        ("Multi-\u00adExit Architectures", "Multi-Exit Architectures", Relation.EXACT),
        (
            "Model Compression usingKnowledge Distillation",
            "Model Compression using Knowledge Distillation",
            Relation.EXACT,
        ),
        ("Distillating Knowledge from Graphs", "Distilling Knowledge From Graphs", Relation.NEAR),
        ("Towars a Scalable System", "Towards a Scalable System", Relation.NEAR),
        ("Data-Free Learning of Students", "DAFL: Data-Free Learning of Students", Relation.PART),
        ("Online Mutual Knowledge", "Online Mutual Knowledge Distillation", Relation.PART),
        (
            "TwinBERT: Distilling to Efficient Twins for Retrieval",
            "TwinBERT: Distilling to Compressed Twins for Retrieval",
            Relation.RETITLED,
        ),
        ("Residual Feature Distillation", "Residual Feature Aggregation", Relation.OTHER),
        (
            "Belief Revision in the Epistemuc",
            "Belief Revision in the Epistemic Situation Calculus",
            Relation.PART,
        ),
        (
            "Two Birds wuth One Network",
            "Two Birds with One Network: Unifying Failure",
            Relation.PART,
        ),
        ("Learning Metrics", "Learning Metrics II", Relation.OTHER),
        ("Knowledge Distillation", "Knowledge Distillation: A Survey", Relation.OTHER),
        ("GPT-2 for Lists", "GPT-3 for Lists", Relation.OTHER),
        ("Effective Networks for Training", "Training for Effective Wide Networks", Relation.OTHER),
    ],
)
def test_relations(cited: str, known: str, relation: Relation) -> None:
    assert compare_titles(cited, known).relation is relation


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("distillating", "distilling", True),
        ("disitllation", "distillation", True),
        ("network", "networks", True),
        ("adaption", "adaptation", True),
        ("supervised", "unsupervised", False),
        ("intra", "inter", False),
        ("gpt2", "gpt3", False),
        ("cat", "car", False),
        ("implicit", "explicit", False),
    ],
)
def test_words_that_are_one_misspelt_or_inflected(a: str, b: str, same: bool) -> None:
    assert same_word(a, b) is same
    assert same_word(b, a) is same


@pytest.mark.parametrize(
    ("cited", "known", "faint"),
    [
        ("Deep Image Pior", "Deep Image Prior", True),
        ("Query Goe Textual Data", "Query Geo Textual Data", True),
        (
            "Eficiet Stochastic Compositional Descent",
            "Efficient Stochastic Compositional Descent",
            True,
        ),
        ("Fit to Rnu Semirandom Streams", "Fit to Run Semirandom Streams", True),
        ("Multilingual Semirandom Raage", "Multilingual Semirandom Range", False),
        ("Semirandom Rsw Streams", "Semirandom Raw Streams", True),
        ("Semirandom Tp Streams", "Semirandom Top Streams", True),
    ],
)
def test_a_slip_that_may_be_another_word_is_faint(cited: str, known: str, faint: bool) -> None:
    compared = compare_titles(cited, known)
    assert (compared.relation, compared.faint) == (Relation.NEAR, faint)


@pytest.mark.parametrize(
    ("cited", "known"),
    [
        ("Parsing Semirandom Streams with CNN", "Parsing Semirandom Streams with RNN"),
        ("The Semirandom Stream Encoder", "The Semirandom Stream Decoder"),
        ("Deep Task Symmetry", "Deep Mask Symmetry"),
        ("Semirandom Streams for ASR", "Semirandom Streams for ASL"),
        ("Semirandom Rat Streams", "Semirandom Hat Streams"),
    ],
)
def test_another_word_is_no_slip(cited: str, known: str) -> None:
    assert compare_titles(cited, known).relation is Relation.OTHER


@pytest.mark.parametrize(
    ("known", "relation"),
    [
        ("Streamsmith: Two Streams of Non-Rigid Shapes in Motion", Relation.PART),
        ("Streamsmith: A Second Look", Relation.OTHER),
        ("Streamsmith: A Survey of Semirandom Streams in Motion", Relation.OTHER),
        ("Streamsmith Part Two", Relation.OTHER),
    ],
)
def test_a_main_title_alone_is_that_of_the_work_and_not_of_its_sequel(
    known: str, relation: Relation
) -> None:
    compared = compare_titles("Streamsmith", known)
    assert compared.relation is relation
    assert compared.named is (":" in known)


@given(st.text(max_size=60))
def test_a_title_is_itself(title: str) -> None:
    assert compare_titles(title, title).relation is Relation.EXACT


_WORDS = st.sampled_from(
    "graph grpah graphs neural network networks u net unet the of for multi view multiview agn gan "
    "learning learned stream straem deep image prior TwinBERT: survey".split()
)
_TITLES = st.lists(_WORDS, min_size=1, max_size=6).map(" ".join)


@settings(max_examples=2_000)
@given(_TITLES, _TITLES)
def test_a_glance_never_passes_over_a_title_that_is_more_than_another(
    cited: str, known: str
) -> None:
    if compare_titles(cited, known).relation is not Relation.OTHER:
        assert may_relate(cited, known)


@pytest.mark.parametrize(
    ("cited", "known", "may"),
    [
        ("Deep Image Prior", "Deep Image Prior", True),
        ("Deep Image Prior", "Deep Network Guided Proof Search", False),
        ("Graph Neural Networks", "Grpah Neural Networks for Streams", True),
        ("Old Semirandom Title (Deep Image Priors Revisited)", "Deep Image Priors Revisited", True),
        ("TwinBERT: Distilled Models", "TwinBERT: Other Words", True),
        ("", "Deep Image Prior", True),
    ],
)
def test_a_glance_at_two_titles(cited: str, known: str, may: bool) -> None:
    assert may_relate(cited, known) is may
