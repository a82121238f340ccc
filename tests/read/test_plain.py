"""Reference lists in plain text, in the styles of publishers."""

import pytest

from kdbib.read.plain import read_one
from tests.read.conftest import Said, all_said, read

HE = ["K. He", "X. Zhang"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (  # IEEE
            '[1] K. He and X. Zhang, "Deep residual learning for images," in Proc. IEEE Conf. Comput. '
            "Vis. (CVPR), Las Vegas, NV, USA, 2016, pp. 770-778.",
            Said("Deep residual learning for images", HE, "Proc. IEEE Conf. Comput. Vis. (CVPR)", 2016),
        ),
        (  # APA
            "LeCun, Y., Bengio, Y., & Hinton, G. (2015). Deep learning of features. Nature, 521(7553), "
            "436–444. https://doi.org/10.1038/nature14539",
            Said(
                "Deep learning of features",
                ["LeCun, Y.", "Bengio, Y.", "Hinton, G."],
                "Nature",
                2015,
                ("doi:10.1038/nature14539",),
            ),
        ),
        (  # ACM
            "[3] Kaiming He and Jian Sun. 2016. Deep residual learning for images. In Proceedings of the "
            "IEEE conference on computer vision. 770–778.",
            Said(
                "Deep residual learning for images",
                ["Kaiming He", "Jian Sun"],
                "Proceedings of the IEEE conference on computer vision",
                2016,
            ),
        ),
        (  # Chicago
            '6. Hinton, Geoffrey E., Simon Osindero, and Yee-Whye Teh. "A fast learning algorithm." '
            "Neural computation 18, no. 7 (2006): 1527-1554.",
            Said(
                "A fast learning algorithm",
                ["Hinton, Geoffrey E.", "Simon Osindero", "Yee-Whye Teh"],
                "Neural computation",
                2006,
            ),
        ),
        (  # Vancouver
            "4. Hinton GE, Osindero S, Teh YW. A fast learning algorithm for nets. Neural Comput. "
            "2006;18(7):1527-54.",
            Said(
                "A fast learning algorithm for nets",
                ["Hinton GE", "Osindero S", "Teh YW"],
                "Neural Comput",
                2006,
            ),
        ),
        (  # MLA
            'He, Kaiming, et al. "Deep Residual Learning." Proceedings of the IEEE Conference, 2016.',
            Said("Deep Residual Learning", ["He, Kaiming"], "Proceedings of the IEEE Conference", 2016)
            ._replace(et_al=True),
        ),
        (  # Springer
            "Vaswani, A., Shazeer, N.: Attention is all you need. In: Advances in Neural Information "
            "Processing Systems, pp. 5998–6008 (2017)",
            Said(
                "Attention is all you need",
                ["Vaswani, A.", "Shazeer, N."],
                "Advances in Neural Information Processing Systems",
                2017,
            ),
        ),
        (
            "[8] Diederik P. Kingma and Jimmy Ba. Adam: A method for optimization. In ICLR, 2015.",
            Said("Adam: A method for optimization", ["Diederik P. Kingma", "Jimmy Ba"], "ICLR", 2015),
        ),
        (
            "[9] J. Devlin and K. Lee. BERT: Pre-training of transformers. arXiv preprint "
            "arXiv:1810.04805, 2018.",
            Said(
                "BERT: Pre-training of transformers",
                ["J. Devlin", "K. Lee"],
                None,
                2018,
                ("arxiv:1810.04805",),
            ),
        ),
    ],
)  # fmt: skip
def test_styles(line: str, expected: Said) -> None:
    assert all_said(line, "refs.txt") == [expected]


ONE = "J. Ba and K. Lee. A First Title of Some Length. In ICLR, 2015."
TWO = "A. Bee. The Second Title is Here. In CVPR, 2016."


@pytest.mark.parametrize(
    "text",
    [
        f"{ONE}\n{TWO}\n",
        f"{ONE}\n\n{TWO}\n",
        f"[1] {ONE}\n[2] {TWO}",
        f"1. {ONE.replace(' Some', chr(10) + '   Some')}\n2. {TWO}\n",
        f"{ONE.replace(' Some', chr(10) + '   Some')}\n{TWO}\n",
        f"References\n\n# a comment\n{ONE}\n{TWO}\n",
    ],
)
def test_one_entry_a_line_or_a_paragraph_numbered_or_not(text: str) -> None:
    result = read(text, "refs.txt")
    titles = [citation.title.text for citation in result.citations if citation.title]
    assert titles == ["A First Title of Some Length", "The Second Title is Here"]
    for citation in result.citations:
        assert text.encode()[citation.span.start : citation.span.end].decode() == citation.raw


def test_a_text_with_markdown_in_it_is_read_as_markdown() -> None:
    text = "# Papers\n\n- [A First Title](https://arxiv.org/abs/1503.02531)\n- [x](https://x.org)\n"
    assert [one.title for one in all_said(text, "list.txt")] == ["A First Title"]


@pytest.mark.parametrize(
    "text", ["SmartManikin: Virtual Humans with Agency", "SmartManikin. (n.d.)."]
)
def test_what_is_said_to_be_a_reference_is_one_however_little_it_gives(text: str) -> None:
    one = read_one(text, "refs.jsonl")
    assert one
    assert one.title
    assert one.title.text.startswith("SmartManikin")
    assert read_one("1999 2000", "refs.jsonl") is None


def test_decomposed_accents_are_composed_in_a_text_said_to_be_a_reference() -> None:
    one = read_one("Gonza\u0301lez, P. L. (2014). Answer Generation in Search. ICML.", "refs.jsonl")
    assert one
    assert [author.name.family for author in one.authors] == ["González"]
