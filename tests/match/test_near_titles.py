"""Near titles by the same people, where only the other work is known; books and their reviews."""

import pytest

from kdbib.match.decide import decide
from kdbib.model import Citation, Name, Record, Status, Why, Work
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


@pytest.mark.parametrize(
    ("line", "other"),
    [
        # two at one occasion: a word in the middle, other people, a name that is another system's
        (
            "1. RATest: Explaining Wrong Relational Queries Using Small Examples. "
            "Zhengjie Miao, Sudeepa Roy, Jun Yang. SIGMOD 2019",
            _record(
                "Explaining Wrong Queries Using Small Examples",
                "Miao, Zhengjie; Roy, Sudeepa; Yang, Jun",
                "SIGMOD",
                2019,
            ),
        ),
        (
            "1. Online Fair Division. Martin Aleksandrov. IJCAI 2015",
            _record(
                "Online Fair Division: Analysing a Food Bank Problem",
                "Aleksandrov, Martin; Aziz, Haris; Gaspers, Serge; Walsh, Toby",
                "IJCAI",
                2015,
            ),
        ),
        (
            "1. Online Fair Division: Analysing a Food Bank Problem. "
            "Martin Aleksandrov, et al. IJCAI 2015",
            _record("Online Fair Division", "Aleksandrov, Martin", "IJCAI", 2015),
        ),
        (
            "1. FBK-HLT: An Application of Semantic Textual Similarity for Answer Selection. "
            "Ngoc Phuoc An Vo, Simone Magnolini. SemEval 2015",
            _record(
                "FBK-HLT: A New Framework for Semantic Textual Similarity",
                "Vo, Ngoc Phuoc An; Magnolini, Simone",
                "SemEval",
                2015,
            ),
        ),
        # the same words in another order, with other endings, in another language, elsewhere
        (
            "1. NEMLAR - An Arabic Language Resources Project. Bente Maegaard. LREC 2004",
            _record(
                "The NEMLAR project on Arabic language resources",
                "Maegaard, Bente",
                "Proceedings of the 9th EAMT Workshop: Broadening horizons",
                2004,
            ),
        ),
        (
            "1. Testing The Psychological Reality of a Representational Model. Dedre Gentner. 1978",
            _record(
                "Testing the Psychological Reality of a Representation Model",
                "Gentner, Dedre",
                "American Journal of Computational Linguistics",
                1978,
            ),
        ),
        (
            "1. Segmentation automatique du français parlé (Automatic Segmentation of Oral French)."
            " Natalia Kalashnikova. Actes de la conférence conjointe JEP 2020",
            _record("Automatic Segmentation of Oral French", "Kalashnikova, Natalia", "LREC", 2020),
        ),
    ],
)
def test_two_works_of_the_same_people_are_not_one(line: str, other: Record) -> None:
    assert decide(_citation(line), [other]).status is Status.NOT_FOUND


def test_a_title_that_was_read_with_its_venue_is_its_own() -> None:
    venue = "Interactive Spoken Dialog Systems"
    known = _record("Attachment through a Backed-off Model", "Collins, Michael", venue, 1995)
    title = f"Attachment through a Backed-off Model: {venue}"
    listed = _citation(f"1. [{title}](https://example.org/a.pdf). Michael Collins. 1995")
    assert listed.title
    assert listed.title.text == title
    assert decide(listed, [known]).status is Status.MATCHED


def test_a_subtitle_that_was_left_out_is_none() -> None:
    known = _record(
        "ShapeNet: An Information-Rich Repository of Shapes",
        "Chang, Angel X.; Funkhouser, Thomas",
        "CVPR",
        2015,
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
    assert (both.status, both.why and both.why.code) == (Status.AMBIGUOUS, Why.RENAMED)
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
