"""Near titles by the same people, where only the other work is known; books and their reviews."""

import pytest

from kdbib.match.decide import decide
from kdbib.model import Citation, Name, Record, Status, Work
from kdbib.model.form import Form
from kdbib.read import read_text
from kdbib.read.source import SourceText


def _citation(line: str) -> Citation:
    return read_text(SourceText(f"{line}\n".encode(), "list", Form.markdown)).citations[0]


def _record(
    title: str, people: str, venue: str, year: int, kind: str = "paper-conference"
) -> Record:
    names = tuple(Name(*each.split(", ")) for each in people.split("; "))
    work = Work(type=kind, title=title, author=names, container_title=venue, issued=(year,))
    return Record(work, "corpus")


_NIKLAUS = _record(
    "Video Frame Interpolation via Adaptive Convolution",
    "Niklaus, Simon; Mai, Long; Liu, Feng",
    "CVPR",
    2017,
)


@pytest.mark.parametrize(
    ("line", "other"),
    [
        # another venue, another year, a year off, and no word of either
        (
            "1. Scalable Coordinated Exploration in Concurrent Reinforcement Learning. "
            "Dimakopoulou, Maria et al. NeurIPS 2018",
            _record(
                "Coordinated Exploration in Concurrent Reinforcement Learning",
                "Dimakopoulou, Maria; Van Roy, Benjamin",
                "ICML",
                2018,
            ),
        ),
        (
            "1. Video Frame Interpolation via Adaptive Separable Convolution. "
            "Niklaus, Simon et al. 2020",
            _NIKLAUS,
        ),
        (
            "1. Video Frame Interpolation via Adaptive Separable Convolution. "
            "Niklaus, Simon et al. 2018",
            _NIKLAUS,
        ),
        (
            "1. Video Frame Interpolation via Adaptive Separable Convolution. Niklaus, Simon et al.",
            _NIKLAUS,
        ),
    ],
)
def test_a_near_title_of_the_same_people_is_another_work(line: str, other: Record) -> None:
    assert decide(_citation(line), [other]).status is Status.NOT_FOUND


def test_a_subtitle_that_was_left_out_is_none() -> None:
    known = _record(
        "ShapeNet: An Information-Rich Repository of Shapes", "Chang, Angel X.", "CVPR", 2015
    )
    assert (
        decide(_citation("1. ShapeNet. Chang, Angel et al. CVPR 2015"), [known]).status == "matched"
    )


def test_three_words_alone_are_no_title_that_stands_alone() -> None:
    known = _record("Support Vector Machines", "Schuster, Ben", "Protocols", 2007)
    line = "1. Support Vector Machines\n   [paper](https://example.org/svm.pdf)"
    assert decide(_citation(line), [known]).status is Status.NOT_FOUND
    line = "1. Support Vector Machines. Schuster, Ben. 2007"
    assert decide(_citation(line), [known]).status is Status.MATCHED


@pytest.mark.parametrize(
    ("kind", "status"), [("article-journal", "not_found"), ("book", "matched")]
)
def test_a_book_is_not_its_review(kind: str, status: str) -> None:
    known = _record(
        "Pattern Recognition and Machine Learning", "Bishop, Christopher", "", 2007, kind
    )
    line = "1. Pattern Recognition and Machine Learning. Bishop, Christopher. Springer 2006"
    assert decide(_citation(line), [known]).status == status


def test_an_identifier_with_all_its_people_may_be_of_a_retitled_preprint() -> None:
    from kdbib.model import Identifier, Scheme

    known = Record(
        Work(
            type="article",
            title="OneForAll: low rank once, back doors everywhere",
            author=(Name("Marlow", "Ida"), Name("Teal", "Bo")),
            identifiers=(Identifier(Scheme.ARXIV, "2403.00199"),),
        ),
        "arxiv",
    )
    title = "1. Piercing the safety of models under share and play"
    both = decide(_citation(f"{title}. Marlow, Ida and Teal, Bo. arXiv:2403.00199"), [known])
    assert (both.status, "retitled" in both.reason or "now called" in both.reason) == (
        Status.AMBIGUOUS,
        True,
    )
    first = decide(_citation(f"{title}. Marlow, Ida et al. arXiv:2403.00199"), [known])
    assert first.status is Status.CONTRADICTED


def test_where_half_of_those_named_are_not_the_authors_it_is_contradicted() -> None:
    known = _record(
        "FitNets: Hints for Thin Deep Nets", "Romero, Adriana; Ballas, Nicolas", "ICLR", 2015
    )
    title = "1. FitNets: Hints for Thin Deep Nets"
    sound = decide(_citation(f"{title}. Romero, Adriana and Ballas, Nicolas. ICLR 2015"), [known])
    assert sound.status is Status.MATCHED
    invented = f"{title}. Fabricato, Zoe and Invento, Max. ICLR 2015"
    assert decide(_citation(invented), [known]).status is Status.CONTRADICTED
