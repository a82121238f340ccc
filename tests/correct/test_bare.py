"""Bare links and identifiers, written out as their list writes its entries."""

import pytest

from kdbib.correct import Habits, correct
from kdbib.correct.habits import habits_of
from kdbib.correct.shape import usual_shape
from kdbib.match.score import score
from kdbib.model import Identifier, Name, Record, Scheme, Work
from kdbib.read import read_text
from kdbib.read.source import SourceText
from kdbib.write.markdown import corrected

FITNETS = Work(
    type="paper-conference",
    title="FitNets: Hints for Thin Deep Nets",
    author=(Name("Romero", "Adriana"), Name("Ballas", "Nicolas"), Name("Bengio", "Yoshua")),
    issued=(2015,),
    container_title="International Conference on Learning Representations",
    identifiers=(Identifier(Scheme.ARXIV, "1412.6550"),),
)


def completed(text: str, work: Work = FITNETS) -> str:
    """The last line of a list after its bare entries were completed with a work."""
    data = text.encode()
    citations = read_text(SourceText(data, "list.md")).citations
    named = habits_of(citations)
    habits = Habits(
        named.names_authors,
        named.family_first,
        named.joins_with,
        named.abbreviates,
        usual_shape(citations),
    )
    changes = [
        change
        for one in citations
        if one.title is None
        for change in correct(one, work, score(one, Record(work, "arxiv")), habits).changes
    ]
    return corrected(data, changes).decode().splitlines()[-1]


LINKED = """\
- [Relational Knowledge Distillation](https://arxiv.org/abs/1904.05068). Park, Wonpyo et al. *CVPR* (2019).
- [Deep Mutual Learning](https://arxiv.org/abs/1706.00384). Zhang, Ying et al. *CVPR* (2018).
"""
BOLD = """\
1. **Relational Knowledge Distillation**, Wonpyo Park, Dongju Kim, Yan Lu, Minsu Cho, CVPR 2019
2. **Deep Mutual Learning**, Ying Zhang, Tao Xiang, Timothy Hospedales, Huchuan Lu, CVPR 2018
"""


@pytest.mark.parametrize(
    ("before", "bare", "expected"),
    [
        (LINKED, "- https://arxiv.org/abs/1412.6550",
         "- [FitNets: Hints for Thin Deep Nets](https://arxiv.org/abs/1412.6550). Romero, Adriana et al. *ICLR* (2015)."),
        (BOLD, "3. arXiv:1412.6550",
         "3. **FitNets: Hints for Thin Deep Nets**, Adriana Romero, Nicolas Ballas and Yoshua Bengio, ICLR 2015. arXiv:1412.6550"),
        ("", "- <https://arxiv.org/abs/1412.6550>",
         "- [FitNets: Hints for Thin Deep Nets](https://arxiv.org/abs/1412.6550). Romero, Adriana et al. ICLR 2015"),
        ("", "* arXiv:1412.6550",
         "* FitNets: Hints for Thin Deep Nets. Romero, Adriana et al. ICLR 2015. arXiv:1412.6550"),
    ],
)  # fmt: skip
def test_a_bare_entry_is_written_as_its_list_writes_the_others(
    before: str, bare: str, expected: str
) -> None:
    assert completed(before + bare) == expected
    assert completed(before + expected) == expected


def test_what_nobody_knows_leaves_no_trace() -> None:
    unknown = Work("article", "FitNets", identifiers=FITNETS.identifiers)
    line = "- https://arxiv.org/abs/1412.6550"
    assert completed(line, unknown) == "- [FitNets](https://arxiv.org/abs/1412.6550)"
    assert completed(LINKED + line, unknown) == "- [FitNets](https://arxiv.org/abs/1412.6550)."


def test_what_a_record_says_is_no_markup() -> None:
    hostile = Work(
        "article",
        "A* <img src=x onerror=y> [z](http://evil.example) <!--",
        (Name("`Doe`", "![Jane]"),),
        (2015,),
        identifiers=FITNETS.identifiers,
    )
    assert completed("- https://arxiv.org/abs/1412.6550", hostile) == (
        "- [A&#42; &#60;img src=x onerror=y> &#91;z&#93;(http&#58;//evil.example) &#60;!--]"
        "(https://arxiv.org/abs/1412.6550). &#96;Doe&#96;, !&#91;Jane&#93;. 2015"
    )
