"""Lists in reStructuredText and in Org: the same entries, written in other markup."""

from kdbib.read import read_text
from kdbib.read.source import SourceText

RST = """\
============
Reading list
============

.. contents:: Table
   :depth: 2

Surveys
-------

* `Meta Pseudo Labels <https://arxiv.org/abs/2003.10580>`_. Hieu Pham, Zihang Dai. CVPR 2021.
* **Born-Again Neural Networks**, Tommaso Furlanello, *ICML 2018*, `pdf <https://arxiv.org/abs/1805.04770>`_

Others
~~~~~~

#. Ba, J. and Caruana, R. (2014). "Do Deep Nets Really Need to be Deep?" *NeurIPS*.
#. `FitNets: Hints for Thin Deep Nets`_, ICLR 2015

.. [1] Geoffrey Hinton, Oriol Vinyals, Jeff Dean. Distilling the Knowledge in a Neural Network. 2015.

.. _FitNets\\: Hints for Thin Deep Nets: https://arxiv.org/abs/1412.6550
"""
ORG = """\
#+TITLE: Reading list
* Surveys
- [[https://arxiv.org/abs/2003.10580][Meta Pseudo Labels]]. Hieu Pham, Zihang Dai. CVPR 2021.
- *Born-Again Neural Networks*, Tommaso Furlanello, /ICML 2018/, [[https://arxiv.org/abs/1805.04770][pdf]]
** Others
# a comment
1. Ba, J. and Caruana, R. (2014). "Do Deep Nets Really Need to be Deep?" /NeurIPS/.
"""
FIRST = [
    ("Meta Pseudo Labels", ["Pham", "Dai"], "CVPR", 2021, "2003.10580"),
    ("Born-Again Neural Networks", ["Furlanello"], "ICML", 2018, "1805.04770"),
    ("Do Deep Nets Really Need to be Deep?", ["Ba", "Caruana"], "NeurIPS", 2014, None),
]
REST = [
    ("FitNets: Hints for Thin Deep Nets", [], "ICLR", 2015, "1412.6550"),
    (
        "Distilling the Knowledge in a Neural Network",
        ["Hinton", "Vinyals", "Dean"],
        None,
        2015,
        None,
    ),
]


def read(text: str, name: str) -> tuple[list[tuple[object, ...]], list[tuple[str, ...]]]:
    data = text.encode()
    fields: list[tuple[object, ...]] = []
    sections = []
    for one in read_text(SourceText(data, name)).citations:
        arxiv = one.identifier("arxiv")
        fields.append(
            (
                one.title and one.title.text,
                [author.name.last for author in one.authors],
                one.venue and one.venue.text,
                one.year and one.year.value,
                arxiv and arxiv.value,
            )
        )
        assert data[one.span.start : one.span.end].decode() == one.raw
        assert one.title
        assert data[one.title.span.start : one.title.span.end].decode() == one.title.text
        sections.append(one.section)
    return fields, sections


def test_restructuredtext() -> None:
    fields, sections = read(RST, "list.rst")
    assert fields == FIRST + REST
    assert sections[0] == ("Reading list", "Surveys")
    assert sections[2][-1] == "Others"


def test_org() -> None:
    fields, sections = read(ORG, "list.org")
    assert fields == FIRST
    assert sections == [("Surveys",), ("Surveys",), ("Surveys", "Others")]
