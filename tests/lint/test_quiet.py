"""What only looks wrong, as real lists have it: nothing is said of it."""

import pytest

from kdbib.linter import check, read_document
from kdbib.linter.codes import RULES
from tests.lint.support import listed

TITLES = "\n".join(
    f"- {title} of {what} [[Paper]](https://arxiv.org/abs/2001.0000{number})"
    for number, (title, what) in enumerate(
        zip(
            "Pruning Distillation Attacks Defenses Teachers".split(),
            "Nets Trees Graphs Logits Labels".split(),
            strict=True,
        )
    )
)


def codes(text: str) -> set[str]:
    return {one.code for one in check(read_document(text.encode(), "list.md"), RULES)}


@pytest.mark.parametrize(
    "line",
    [
        "- [AISTATS](https://dblp.org/a) [2025](https://a.org/1), [2024](https://a.org/2), 2023, 2022",
        "- Machine Learning (NeurIPS, ICML, ICLR, COLT, UAI, Machine Learning, JMLR, TPAMI)",
        "- Network (SIGCOMM, INFOCOM, MOBICOM, NSDI, WWW)",
        "- *2022/10/29 -  add WSDM 2023 paper*",
        "- [[FL-ICML'23](https://fl.org)] Federated Learning in Practice: Workshop at ICML 2023, Honolulu, HI, USA",
    ],
)
def test_what_is_no_paper(line: str) -> None:
    assert codes(f"{TITLES}\n{line}\n") == set()


def test_a_title_with_commas_in_a_list_without_authors_names_nobody() -> None:
    line = "- Privacy in Models: Attacks, Defenses, and Directions [[Paper]](https://arxiv.org/abs/2412.16504)"
    assert codes(f"{TITLES}\n{line}\n") == set()


@pytest.mark.parametrize(
    ("code", "line"),
    [
        (
            "KB103",
            "9. A. Doe, Jane. ICML 2019 [a](https://arxiv.org/abs/1709.05943) CoRR abs/1709.05943",
        ),
        ("KB105", "9. A. Doe, Jane. ICML 2019. arXiv.org/abs/1709.05943"),
        ("KB424", "9. Tree of Thoughts. Doe, Jane et al. arXiv:2305.10601 [cs.CL], 2023"),
        ("KB530", "9. A. Doe, Jane. ICML 2019 [a](#top) [b](paper.pdf) [c](http://localhost:80/x)"),
        ("KB530", "9. A. Doe, Jane. ICML 2019 [a](https://ar5iv.org/abs/1) [b](http://1.2.3.4/x)"),
        (
            "KB530",
            "9. A. Doe, Jane. ICML 2019 [a](https://web.archive.org/web/2020/http://x.org/) http.cat",
        ),
        ("KB201", "9. [A Book on Vision](http://szeliski.org/Book/) - Rick Szeliski 2010"),
        ("KB201", "9. [A Reference Guide](http://example.org/guide)"),
        (
            "KB215",
            "9. Neural Captions. Xu, Kelvin and Ba, Jimmy. Show, Attend, and Tell: ICML 2015",
        ),
        ("KB304", "9. Free Transfer. Doe, Jane et al. CVPR 2019\n    - what it is about"),
        (
            "KB306",
            "9. How Far Are We? (And a Dataset of 230,000 Facial Landmarks). Doe, Jane. CVPR 2017",
        ),
        ("KB401", "9. Learning Arm Motions. Kuindersma, Scott. Humanoids, 2011"),
        ("KB402", "9. Zipped Models. Doe, Jane et al. ICML 2023 Workshop ES-FoMO"),
        (
            "KB421",
            "9. Sparse Regression. Kim, K. I. IEEE Trans. Pattern Analysis, vol. 32, pp. 11-13, 2010",
        ),
        ("KB422", "9. Sparse Regression. Kim, K. I. Image Processing, vol. 19, 2010."),
        ("KB423", "9. [KDD 2021] Topologies of Recommender Systems. Doe, Jane et al."),
        (
            "KB521",
            "9. Mean Teachers. Doe, Jane. CVPR 2019 [[code]](https://doi.org/10.5281/zenodo.6604161)",
        ),
        (
            "KB521",
            "9. [Video-to-Video Synthesis](https://arxiv.org/abs/1808.06601). Wang, Ting-Chun. 2018",
        ),
        (
            "KB522",
            "9. Look Once. Doe, Jane. [[Paper]](https://arxiv.org/abs/1506.02640) "
            "[[Paper Version 2]](https://arxiv.org/abs/1612.08242)",
        ),
        ("KB302", "9. Diving into the Shallows of Driving. Doe, Jane et al. CVPR 2019"),
    ],
)
def test_what_may_well_be_right(code: str, line: str) -> None:
    assert code not in codes(listed(line))


def test_the_day_that_something_was_posted_is_no_year_of_a_venue() -> None:
    rows = "| [Vary: Scaling up the Vision Vocabulary](https://arxiv.org/abs/2312.06109) | ECCV | 2023-12-11 |"
    assert "KB408" not in codes(f"| Title | Venue | Date |\n| --- | --- | --- |\n{rows}\n")


def test_papers_that_stand_under_several_topics_are_said_once() -> None:
    item = "- Deep Thoughts about Topic {n} [[Paper]](https://arxiv.org/abs/2001.{n:05})"
    section = "\n".join(item.format(n=n) for n in range(20))
    again = "\n".join(item.format(n=n) for n in range(10))
    found = check(read_document(f"# A\n\n{section}\n\n# B\n\n{again}\n".encode(), "f.md"), RULES)
    [one] = [one for one in found if one.code in {"KB601", "KB602"}]
    assert (
        one.message == "10 of 30 entries are also listed in an earlier section; this is the first"
    )


@pytest.mark.parametrize(
    "title", ['"Deep nets at {}," in Proc. ICLR, 2015.', "*Deep nets at {}*, 2015."]
)
def test_a_comma_behind_et_al_belongs_before_a_title(title: str) -> None:
    names = ("G. Marlow", "A. Teal", "W. Park", "Y. Kite")
    places = ("night", "noon", "dawn", "dusk")
    lines = [
        f"[{number}] {name} et al., {title.format(place)}"
        for number, (name, place) in enumerate(zip(names, places, strict=True), 1)
    ]
    assert "KB204" not in codes("# References\n\n" + "\n\n".join(lines) + "\n")
