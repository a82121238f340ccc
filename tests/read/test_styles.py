"""Citation styles: MLA, APA, IEEE, Vancouver, Chicago, ACM, Springer, GB/T 7714, and home-made ones."""

import pytest

from tests.read.conftest import Said, all_said, read

RESNET = "Deep Residual Learning for Image Recognition"

STYLES: dict[str, tuple[str, Said]] = {
    "MLA": (
        '1. Vaswani, Ashish, et al. "Attention is all you need." Advances in neural information '
        "processing systems 30 (2017).",
        Said("Attention is all you need", ["Vaswani, Ashish"],
             "Advances in neural information processing systems", 2017, (), True),
    ),
    "MLA, only the first name inverted": (
        '1. Sutskever, Ilya, James Martens, and Geoffrey E. Hinton. "Generating text with recurrent '
        'neural networks." *ICML*. 2011.',
        Said("Generating text with recurrent neural networks",
             ["Sutskever, Ilya", "James Martens", "Geoffrey E. Hinton"], "ICML", 2011),
    ),
    "APA": (
        "- LeCun, Y., Bengio, Y., & Hinton, G. (2015). Deep learning. Nature, 521(7553), 436–444. "
        "https://doi.org/10.1038/nature14539",
        Said("Deep learning", ["LeCun, Y.", "Bengio, Y.", "Hinton, G."], "Nature", 2015,
             ("doi:10.1038/nature14539",)),
    ),
    "APA, a book": (
        "- Sutton, R. S., & Barto, A. G. (2018). *Reinforcement Learning: An Introduction*. MIT Press.",
        Said("Reinforcement Learning: An Introduction", ["Sutton, R. S.", "Barto, A. G."],
             "MIT Press", 2018),
    ),
    "IEEE": (
        "[1] Y. LeCun, Y. Bengio, and G. Hinton, “Deep learning,” Nature, vol. 521, no. 7553, "
        "pp. 436–444, May 2015, doi: 10.1038/nature14539.",
        Said("Deep learning", ["Y. LeCun", "Y. Bengio", "G. Hinton"], "Nature", 2015,
             ("doi:10.1038/nature14539",)),
    ),
    "Vancouver": (
        "2. Esteva A, Kuprel B, Novoa RA, et al. Dermatologist-level classification of skin cancer "
        "with deep neural networks. Nature. 2017;542(7639):115-118. doi:10.1038/nature21056",
        Said("Dermatologist-level classification of skin cancer with deep neural networks",
             ["Esteva A", "Kuprel B", "Novoa RA"], "Nature", 2017, ("doi:10.1038/nature21056",), True),
    ),
    "Vancouver, a title of two words": (
        "1. LeCun Y, Bengio Y, Hinton G. Deep learning. Nature. 2015;521(7553):436-44.",
        Said("Deep learning", ["LeCun Y", "Bengio Y", "Hinton G."], "Nature", 2015),
    ),
    "Chicago, many authors": (
        "* Goodfellow, Ian, Jean Pouget-Abadie, Mehdi Mirza, Bing Xu, and Yoshua Bengio. "
        '"Generative Adversarial Nets." In *Advances in Neural Information Processing Systems*, '
        "vol. 27. 2014.",
        Said("Generative Adversarial Nets",
             ["Goodfellow, Ian", "Jean Pouget-Abadie", "Mehdi Mirza", "Bing Xu", "Yoshua Bengio"],
             "Advances in Neural Information Processing Systems", 2014),
    ),
    "Chicago, author and date": (
        '* Breiman, Leo. 2001. "Random Forests." Machine Learning 45 (1): 5–32.',
        Said("Random Forests", ["Breiman, Leo"], "Machine Learning", 2001),
    ),
    "ACM": (
        "- Jacob Devlin, Ming-Wei Chang, Kenton Lee, and Kristina Toutanova. 2019. BERT: Pre-training "
        "of Deep Bidirectional Transformers. In Proceedings of NAACL-HLT 2019, pages 4171–4186.",
        Said("BERT: Pre-training of Deep Bidirectional Transformers",
             ["Jacob Devlin", "Ming-Wei Chang", "Kenton Lee", "Kristina Toutanova"],
             "Proceedings of NAACL-HLT", 2019),
    ),
    "Springer": (
        "[14] Szegedy, C., Liu, W., Jia, Y.: Going deeper with convolutions. In: CVPR, pp. 1–9 (2015)",
        Said("Going deeper with convolutions", ["Szegedy, C.", "Liu, W.", "Jia, Y."], "CVPR", 2015),
    ),
    "Springer, a venue in full and its pages": (
        "1. Ronneberger, O., Fischer, P., Brox, T.: U-net: Convolutional networks. In: International "
        "Conference on Medical Image Computing. pp. 234–241. Springer (2015)",
        Said("U-net: Convolutional networks", ["Ronneberger, O.", "Fischer, P.", "Brox, T."],
             "International Conference on Medical Image Computing", 2015),
    ),
    "MDPI": (
        "- Howard, A.; Sandler, M.; Chu, G. Searching for MobileNetV3. In Proceedings of the ICCV, "
        "Seoul, Korea, 27 October 2019; pp. 1314–1324.",
        Said("Searching for MobileNetV3", ["Howard, A.", "Sandler, M.", "Chu, G."],
             "Proceedings of the ICCV", 2019),
    ),
    "Nature": (
        "2. Jumper, J., Evans, R. & Pritzel, A. Highly accurate protein structure prediction. "
        "*Nature* **596**, 583–589 (2021).",
        Said("Highly accurate protein structure prediction",
             ["Jumper, J.", "Evans, R.", "Pritzel, A."], "Nature", 2021),
    ),
    "GB/T 7714": (
        "- He K, Zhang X, Ren S, et al. Deep residual learning for image recognition[C]//Proceedings of "
        "the IEEE conference on computer vision and pattern recognition. 2016: 770-778.",
        Said("Deep residual learning for image recognition", ["He K", "Zhang X", "Ren S"],
             "Proceedings of the IEEE conference on computer vision and pattern recognition", 2016,
             (), True),
    ),
    "GB/T 7714 in Chinese": (
        "- 张三, 李四. 深度学习研究综述[J]. 计算机学报, 2019, 42(3): 1-20.",
        Said("深度学习研究综述", ["张三", "李四"], "计算机学报", 2019),
    ),
    "Japanese": (
        "1. 山田太郎, 鈴木一郎. 深層学習による画像認識. 情報処理学会論文誌, 2018.",
        Said("深層学習による画像認識", ["山田太郎", "鈴木一郎"], "情報処理学会論文誌", 2018),
    ),
    "German": (
        "- Müller, Jörg und Weiß, Karl: Über tiefe Netze. In: Tagungsband der GI, 2015.",
        Said("Über tiefe Netze", ["Müller, Jörg", "Weiß, Karl"], "Tagungsband der GI", 2015),
    ),
    "quoted, by": (
        '- "Playing Atari with Deep Reinforcement Learning" by Volodymyr Mnih and David Silver (2013)',
        Said("Playing Atari with Deep Reinforcement Learning", ["Volodymyr Mnih", "David Silver"],
             None, 2013),
    ),
    "a prize after the year": (
        "- **Understanding Black-box Predictions** by Pang Wei Koh, Percy Liang. ICML 2017 best paper.",
        Said("Understanding Black-box Predictions", ["Pang Wei Koh", "Percy Liang"], "ICML", 2017),
    ),
    "a track after the year": (
        "- Deep Clustering for Unsupervised Learning, ECCV 2018 (Oral) [[code]](https://github.com/a/b)",
        Said("Deep Clustering for Unsupervised Learning", [], "ECCV", 2018),
    ),
    "dashes": (
        f"- CVPR 2016 - {RESNET} - Kaiming He, Xiangyu Zhang",
        Said(RESNET, ["Kaiming He", "Xiangyu Zhang"], "CVPR", 2016),
    ),
    "a dash after the authors": (
        "- [Deep Sets](https://arxiv.org/abs/1703.06114) — Manzil Zaheer, Satwik Kottur — NeurIPS 2017",
        Said("Deep Sets", ["Manzil Zaheer", "Satwik Kottur"], "NeurIPS", 2017, ("arxiv:1703.06114",)),
    ),
    "bars": (
        "- [Paper](https://arxiv.org/abs/1810.04805) | BERT: Pre-training of Transformers | "
        "Devlin et al. | NAACL 2019",
        Said("BERT: Pre-training of Transformers", ["Devlin"], "NAACL", 2019, ("arxiv:1810.04805",),
             True),
    ),
    "authors and year in brackets": (
        "- Scaling Laws for Neural Language Models (Kaplan et al., 2020)",
        Said("Scaling Laws for Neural Language Models", ["Kaplan"], None, 2020, (), True),
    ),
    "a year first": (
        "- **2017**: Attention Is All You Need [[pdf]](https://arxiv.org/pdf/1706.03762)",
        Said("Attention Is All You Need", [], None, 2017, ("arxiv:1706.03762",)),
    ),
    "particles, the title quoted": (
        '- Aäron van den Oord, Sander Dieleman, "WaveNet: A Generative Model for Raw Audio", 2016',
        Said("WaveNet: A Generative Model for Raw Audio", ["Aäron van den Oord", "Sander Dieleman"],
             None, 2016),
    ),
    "a consortium": (
        "- ENCODE Project Consortium. An integrated encyclopedia of DNA elements in the human genome. "
        "Nature 489, 57–74 (2012).",
        Said("An integrated encyclopedia of DNA elements in the human genome",
             ["ENCODE Project Consortium"], "Nature", 2012),
    ),
    "a company": (
        "- OpenAI. GPT-4 Technical Report. arXiv:2303.08774, 2023.",
        Said("GPT-4 Technical Report", ["OpenAI"], None, 2023, ("arxiv:2303.08774",)),
    ),
    "labels": (
        "- Title: Deep Mutual Learning\n  Authors: Ying Zhang, Tao Xiang\n  Venue: CVPR 2018",
        Said("Deep Mutual Learning", ["Ying Zhang", "Tao Xiang"], "CVPR", 2018),
    ),
    "a model's name that is nobody's": (
        "- Faster R-CNN: Towards Real-Time Object Detection (NIPS 2015)",
        Said("Faster R-CNN: Towards Real-Time Object Detection", [], "NIPS", 2015),
    ),
}  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
def test_styles(style: str) -> None:
    text, expected = STYLES[style]
    assert all_said(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "### [Deep Image Prior](https://arxiv.org/abs/1711.10925)\n"
            "*Dmitry Ulyanov, Andrea Vedaldi*, CVPR 2018\n",
            Said("Deep Image Prior", ["Dmitry Ulyanov", "Andrea Vedaldi"], "CVPR", 2018,
                 ("arxiv:1711.10925",)),
        ),
        (
            "### Noise2Noise: Learning Image Restoration without Clean Data\n\n"
            "Jaakko Lehtinen, Jacob Munkberg. ICML 2018.\n",
            Said("Noise2Noise: Learning Image Restoration without Clean Data",
                 ["Jaakko Lehtinen", "Jacob Munkberg"], "ICML", 2018),
        ),
    ],
)  # fmt: skip
def test_a_heading_may_be_the_title(text: str, expected: Said) -> None:
    document = f"# Papers\n\n{text}\nWhat we think of it.\n\n### Notes\n\nNo paper at all.\n"
    assert all_said(document) == [expected]
    (citation,) = read(document).citations
    assert citation.section == ("Papers",)
    assert (citation.span.line, citation.end_line) == (3, 2 + text.rstrip().count("\n") + 1)


@pytest.mark.parametrize(
    ("item", "identifier"),
    [
        ("- arXiv:1412.6550", "arxiv:1412.6550"),
        ("- https://arxiv.org/abs/1706.00384", "arxiv:1706.00384"),
        ("- [2103.00020](https://arxiv.org/abs/2103.00020)", "arxiv:2103.00020"),
        ("- 10.1162/neco.1997.9.8.1735", "doi:10.1162/neco.1997.9.8.1735"),
    ],
)
def test_an_identifier_alone_is_a_citation(item: str, identifier: str) -> None:
    assert all_said(item) == [Said(None, [], None, None, (identifier,))]


def test_a_tool_among_papers_is_no_paper() -> None:
    text = (
        "- [Mask R-CNN](https://arxiv.org/abs/1703.06870) - Kaiming He, Ross Girshick. ICCV 2017.\n"
        "- [Detectron2](https://github.com/facebookresearch/detectron2) - FAIR's detection library\n"
    )
    result = read(text)
    assert [one.span.line for one in result.citations] == [1]
    assert [other.reason for other in result.passed_over] == ["a tool"]


def test_affiliations_are_no_authors() -> None:
    text = "- **Open World Detection** [[paper]](https://arxiv.org/abs/2103.02603)\n  - 作者单位: 林雪平大学, 中科院\n"
    assert all_said(text) == [Said("Open World Detection", [], None, None, ("arxiv:2103.02603",))]


def test_plain_text_is_wrapped_anywhere() -> None:
    text = (
        "Hinton, G., Vinyals, O., and Dean, J. (2015). Distilling the\n"
        "knowledge in a neural network. arXiv preprint arXiv:1503.02531.\n\n"
        "Romero, A., Ballas, N., and Bengio, Y. (2015). FitNets: Hints. In International\n"
        "Conference on Learning Representations.\n"
    )
    assert all_said(text, "refs.txt") == [
        Said("Distilling the knowledge in a neural network",
             ["Hinton, G.", "Vinyals, O.", "Dean, J."], None, 2015, ("arxiv:1503.02531",)),
        Said("FitNets: Hints", ["Romero, A.", "Ballas, N.", "Bengio, Y."],
             "International Conference on Learning Representations", 2015),
    ]  # fmt: skip


def test_an_address_or_an_identifier_ends_each_line_of_plain_text() -> None:
    text = "Deep Mutual Learning https://arxiv.org/abs/1706.00384\narXiv:1412.6550\n10.1109/CVPR.2016.90\n"
    assert all_said(text, "refs.txt") == [
        Said("Deep Mutual Learning", [], None, None, ("arxiv:1706.00384",)),
        Said(None, [], None, None, ("arxiv:1412.6550",)),
        Said(None, [], None, None, ("doi:10.1109/CVPR.2016.90",)),
    ]


def test_the_text_of_a_readme_is_no_list_of_papers() -> None:
    """Prose with an "arXiv" in it, and a table about files, stand beside one paper."""
    text = (
        "`tool get` prints the BibTeX of single papers. Name them by arXiv id, DOI, link, title or "
        "reference, as arguments or one a line on standard input.\n\n"
        "| what | where | how |\n| --- | --- | --- |\n"
        "| decisions | `cache/resolutions.jsonl` | One readable line per citation. Commit it. |\n"
        "| arXiv, DBLP | their APIs | Identifiers and titles, in batches, within the limits. |\n\n"
        "1. ShapeNet. Chang, Angel X. CVPR 2015\n"
    )
    assert all_said(text) == [Said("ShapeNet", ["Chang, Angel X"], "CVPR", 2015)]
