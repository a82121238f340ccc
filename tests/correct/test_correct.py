"""Corrections: the wrong characters change, and no others."""

import dataclasses

import pytest
from msgspec.structs import replace

from kdbib.correct import Findings, Habits, correct
from kdbib.match.score import score
from kdbib.model import Agreement, Author, Citation, Conflict, Disagreement, Name, Work
from kdbib.write.markdown import corrected
from tests.support.records import citation, name, record, work

HABITS = Habits(names_authors=True)


def findings(listed: Citation, known: Work, habits: Habits = HABITS) -> Findings:
    return correct(listed, known, score(listed, record(known)), habits)


def after(line: str, known: Work, habits: Habits = HABITS) -> str:
    """The line, corrected; correcting it again must change nothing more."""
    once = corrected(line.encode(), findings(citation(line), known, habits).changes).decode()
    twice = corrected(once.encode(), findings(citation(once), known, habits).changes).decode()
    assert twice == once
    return once


FITNETS = work(
    "FitNets: Hints for Thin Deep Nets",
    ["Romero, Adriana", "Ballas, Nicolas", "Kahou, Samira Ebrahimi"],
    "3rd International Conference on Learning Representations, ICLR 2015, San Diego",
    2015,
    arxiv="1412.6550",
)
MOONSHINE = work(
    "Moonshine: Distilling with Cheap Convolutions",
    ["Crowley, Elliot J.", "Gray, Gavin", "Storkey, Amos J."],
    "Advances in Neural Information Processing Systems 31, NeurIPS 2018, Montréal",
    2018,
)
GRAPH = work(
    "Graph-based Knowledge Distillation by Multi-head Attention Network",
    ["Lee, Seunghyun", "Song, Byung Cheol"],
    "30th British Machine Vision Conference 2019, BMVC 2019, Cardiff",
    2019,
    arxiv="1907.02226",
)
PRIVILEGED = work(
    "Learning Using Privileged Information: Similarity Control and Knowledge Transfer",
    ["Vapnik, Vladimir", "Izmailov, Rauf"],
    "Journal of Machine Learning Research",
    2015,
)
SOUNDNET = work(
    "SoundNet: Learning Sound Representations from Unlabeled Video",
    ["Aytar, Yusuf", "Vondrick, Carl", "Torralba, Antonio"],
    "Advances in Neural Information Processing Systems 29, Barcelona",
    2016,
)
GRAPHS = work(
    "Distilling Knowledge From Graph Convolutional Networks",
    ["Yang, Yiding", "Qiu, Jiayan"],
    "CVPR",
    2020,
)


@pytest.mark.parametrize(
    ("line", "known", "expected"),
    [
        pytest.param(
            "1. Fitnets: Hints for thin deep nets. Romero, Adriana et al. arXiv:1412.6550",
            FITNETS,
            "1. FitNets: Hints for thin deep nets. Romero, Adriana et al. arXiv:1412.6550. ICLR 2015",
            id="a coined name's capitals and a missing venue, but not the case of a title",
        ),
        pytest.param(
            "1. Moonshine:Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NIPS 2018 ",
            MOONSHINE,
            "1. Moonshine: Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NeurIPS 2018",
            id="a missing blank, a renamed venue, blanks at the end",
        ),
        pytest.param(
            "1. Graph-based Knowledge Distillation by Multi-head Attention Network. "
            "Lee, Seunghyun and Song, Byung. Cheol arXiv:1907.02226",
            GRAPH,
            "1. Graph-based Knowledge Distillation by Multi-head Attention Network. "
            "Lee, Seunghyun and Song, Byung Cheol. arXiv:1907.02226. BMVC 2019",
            id="a full stop within a name, and none after the authors",
        ),
        pytest.param(
            "1. Learning using privileged information: similarity control and knowledge transfer. "
            "Vapnik, Vladimir and Rauf, Izmailov. MLR 2015  ",
            PRIVILEGED,
            "1. Learning using privileged information: similarity control and knowledge transfer. "
            "Vapnik, Vladimir and Izmailov, Rauf. JMLR 2015",
            id="a name the wrong way round, and a fragment of a venue",
        ),
        pytest.param(
            "1. SoundNet: Learning Sound Representations from Unlabeled Video SoundNet Architecture. "
            "Aytar, Yusuf et al. ECCV 2016",
            SOUNDNET,
            "1. SoundNet: Learning Sound Representations from Unlabeled Video. "
            "Aytar, Yusuf et al. NeurIPS 2016",
            id="words glued to a title, and a wrong venue",
        ),
        pytest.param(
            "5. Distillating Knowledge from Graph _Convolutional Networks_. Yang, Yiding et al. "
            "cvpr 2019 [[code]](https://github.com/x)",
            GRAPHS,
            "5. Distilling Knowledge from Graph _Convolutional Networks_. Yang, Yiding et al. "
            "CVPR 2020 [[code]](https://github.com/x)",
            id="a misspelt word, a year; emphasis and links stay",
        ),
        pytest.param(
            "5. Distilling Knowledge from Graph Convolutional Networks. CVPR 2020 [[code]][x]",
            GRAPHS,
            "5. Distilling Knowledge from Graph Convolutional Networks. "
            "Yang, Yiding and Qiu, Jiayan. CVPR 2020 [[code]][x]",
            id="no authors at all",
        ),
        pytest.param(
            "1. Fitnets: Hints for thin deep nets. Adriana et al, ICLR 2015",
            FITNETS,
            "1. FitNets: Hints for thin deep nets. Romero, Adriana et al. ICLR 2015",
            id="a given name for the family name, and et al. misspelt",
        ),
        pytest.param(
            "1. Fitnets: Hints for thin deep nets. Romero, Adriana. ICLR 2015",
            FITNETS,
            "1. FitNets: Hints for thin deep nets. Romero, Adriana et al. ICLR 2015",
            id="et al. forgotten",
        ),
        pytest.param(
            "1. Fitnets: Hints for thin deep nets. Ballas, Nicolas et al. ICLR 2015",
            FITNETS,
            "1. FitNets: Hints for thin deep nets. Romero, Adriana et al. ICLR 2015",
            id="not the first author",
        ),
        pytest.param(
            "1. FitNets: Hints for Multi-\u00adExit\u2010Nets. Romero, Adriana et al. ICLR 2015",
            replace(FITNETS, title="FitNets: Hints for Multi-Exit-Nets"),
            "1. FitNets: Hints for Multi-Exit-Nets. Romero, Adriana et al. ICLR 2015",
            id="soft and unusual hyphens",
        ),
        pytest.param(
            "1. FitNets: Hints for Thin Deep Nets. Romero, Adriana et al. arViv:1412.6550",
            replace(FITNETS, container_title="arXiv", type="article"),
            "1. FitNets: Hints for Thin Deep Nets. Romero, Adriana et al. arXiv:1412.6550",
            id="arXiv misspelt",
        ),
        pytest.param(
            "1. FitNets: Hints for Thin Deep Nets. Romero, Adriana et al. arXiv:1413.6550",
            replace(FITNETS, container_title="arXiv", type="article"),
            "1. FitNets: Hints for Thin Deep Nets. Romero, Adriana et al. arXiv:1412.6550",
            id="an impossible arXiv id",
        ),
    ],
)
def test_corrections(line: str, known: Work, expected: str) -> None:
    assert after(line, known) == expected


@pytest.mark.parametrize(
    ("line", "known"),
    [
        ("1. FitNets: Hints for Thin Deep Nets. Romero, Adriana et al. ICLR 2015", FITNETS),
        ("1. FitNets: Hints for Thin Deep Nets. A. Romero et al. ICLR 2015", FITNETS),
        (
            "1. Moonshine: Distilling with Cheap Convolutions. Crowley, E. et al. NeurIPS 2018",
            MOONSHINE,
        ),
        ("1. Distilling Knowledge From Graph Convolutional Networks [CVPR 2020]", GRAPHS),
    ],
)
def test_what_is_right_stays(line: str, known: Work) -> None:
    assert after(line, known) == line


def conflicts(line: str, known: Work) -> list[Conflict]:
    found = findings(citation(line), known)
    assert found.changes == ()
    return list(found.conflicts)


def codes(line: str, known: Work) -> list[Disagreement]:
    return [conflict.code for conflict in conflicts(line, known)]


def test_a_shortened_list_of_authors_is_style_and_told() -> None:
    line = "1. FitNets: Hints for Thin Deep Nets. Romero, Adriana et al. ICLR 2015"
    assert conflicts(line, FITNETS) == [
        Conflict(
            Disagreement.SHORTENED,
            "authors",
            "Adriana Romero et al.",
            "Adriana Romero; Nicolas Ballas; Samira Ebrahimi Kahou",
            {"named": 1, "authors": 3},
        )
    ]
    assert conflicts(line, FITNETS)[0].is_style


def test_a_preprint_cannot_tell_that_a_venue_is_wrong() -> None:
    preprint = replace(GRAPHS, type="article", container_title="arXiv", author=GRAPHS.author[:1])
    line = "1. Distilling Knowledge From Graph Convolutional Networks. Yang, Yiding. CVPR 2020"
    assert codes(line, preprint) == [Disagreement.VENUE_UNCONFIRMED]


def test_a_rejected_submission_is_told() -> None:
    rejected = replace(
        GRAPHS,
        type="article",
        container_title="OpenReview",
        status="submitted to CVPR 2020, rejected",
        author=GRAPHS.author[:1],
    )
    line = "1. Distilling Knowledge From Graph Convolutional Networks. Yang, Yiding. CVPR 2020"
    assert [(c.code, c.details) for c in conflicts(line, rejected)] == [
        (Disagreement.NOT_PUBLISHED, {"status": "submitted to CVPR 2020, rejected"})
    ]


def test_another_title_of_the_work_is_told_and_kept() -> None:
    known = replace(
        FITNETS, title="Thin Nets with Hints", aliases=("FitNets: Hints for Thin Deep Nets",)
    )
    line = "1. FitNets: Hints for Thin Deep Nets. Romero, Adriana et al. arXiv:1412.6550"
    assert codes(line, known) == [
        Disagreement.OTHER_TITLE,
        Disagreement.SHORTENED,
        Disagreement.PUBLISHED_AS,
    ]


def test_a_records_misprint_is_not_copied() -> None:
    known = replace(FITNETS, title="FitNets: Knowledge Disitllation for Thin Deep Nets")
    line = "1. FitNets: Knowledge Distillation for Thin Deep Nets. Romero, Adriana et al. ICLR 2015"
    assert codes(line, known)[0] is Disagreement.TITLE


def test_a_record_with_exchanged_names_corrects_nothing() -> None:
    exchanged = (Name("Lin", "Zhao"), Name("Haoran", "Chen"))
    known = replace(CHINESE, author=exchanged, title="Reading Characters in the Wild by Strokes")
    line = "1. Reading Characters in the Wild by Strokes. Zhao, Lin and Chen, Haoran. CVPR 2020"
    assert after(line, known) == line
    right = replace(known, author=(Name("Hinton", "Geoffrey"), Name("Chen", "Haoran")))
    wrong = line.replace("Zhao, Lin and Chen, Haoran", "Geoffrey, Hinton and Haoran, Chen")
    assert after(wrong, right) == line.replace("Zhao, Lin", "Hinton, Geoffrey")


def test_a_name_that_is_a_link_is_not_made_another_authors() -> None:
    line = "1. FitNets: Hints for Thin Deep Nets. [Ballas, Nicolas](https://x.org) et al. ICLR 2015"
    assert codes(line, FITNETS) == [Disagreement.SHORTENED]


def test_new_authors_are_written_as_the_list_writes_them() -> None:
    line = "1. Distilling Knowledge From Graph Convolutional Networks. CVPR 2020"
    given_first = Habits(names_authors=True, family_first=False, joins_with="&")
    assert "Yiding Yang & Jiayan Qiu." in after(line, GRAPHS, given_first)
    assert after(line, GRAPHS, Habits(names_authors=False)) == line


CHINESE = work("Reading Characters in the Wild by Strokes", [], "CVPR", 2020)
WANG, LI = Name(family="王", given="小明"), Name(family="李", given="雷")


@pytest.mark.parametrize(
    "listed", ["王, 小明", "王小明", "王 小明", "王, 小明, 李, 雷", "王小明, 李雷"]
)
@pytest.mark.parametrize("known", [WANG, Name(literal="王小明"), Name(literal="王 小明")])
def test_names_in_han_are_one_group_of_characters(listed: str, known: Name) -> None:
    names = (known, LI) if "李" in listed else (known,)
    line = f"1. Reading Characters in the Wild by Strokes. {listed}. CVPR 2020"
    assert after(line, replace(CHINESE, author=names)) == line
    match = score(citation(line), record(replace(CHINESE, author=names)))
    assert match.agreement("authors") is Agreement.AGREES


def test_names_in_two_scripts_say_nothing_of_each_other() -> None:
    line = "1. Reading Characters in the Wild by Strokes. 王小明 et al. CVPR 2020"
    latin = replace(CHINESE, author=(name("Wang, Xiaoming"), name("Li, Lei")))
    assert score(citation(line), record(latin)).agreement("authors") is Agreement.UNKNOWN
    assert after(line, latin) == line


def test_a_name_in_han_is_added_as_one_group_of_characters() -> None:
    line = "1. Reading Characters in the Wild by Strokes. CVPR 2020"
    assert "Strokes. 王小明 and 李雷. CVPR" in after(line, replace(CHINESE, author=(WANG, LI)))


def test_a_list_of_authors_that_was_misread_is_not_rewritten() -> None:
    """``Xiaoqi Jiao, Yichun Yin`` can be read as one name, family first; nobody is called so."""
    known = replace(FITNETS, author=tuple(name(n) for n in ("Jiao, Xiaoqi", "Yin, Yichun")))
    listed = citation("1. FitNets: Hints for Thin Deep Nets. Someone, Else. ICLR 2015")
    damaged = Author(Name(family="Xiaoqi Jiao", given="Yichun Yin"), listed.authors[0].span)
    found = correct(
        dataclasses.replace(listed, authors=(damaged,)), known, score(listed, record(known)), HABITS
    )
    assert found.changes == ()
