"""A list with habits, and what the rules say of a text."""

from kdbib.linter import check, read_document
from kdbib.linter.codes import BY_CODE, RULES
from kdbib.linter.fixes import fix
from kdbib.model import Diagnostic

HABITS = """\
# A list

## Logits

1. Relational Knowledge Distillation. Park, Wonpyo et al. CVPR 2019
2. Deep Mutual Learning. Zhang, Ying et al. CVPR 2018 [[code]][1.2]
3. Born-Again Neural Networks. Furlanello, Tommaso et al. ICML 2018
4. Residual Knowledge Distillation. Gao, Mengya et al. arXiv:2002.09168
5. Subclass Distillation of Networks. Müller, Rafael et al. arXiv:2002.03936
6. Multi-level Knowledge Distillation. Ding, Fei et al. arXiv:2012.00573 [[code]][1.6]
7. Few Shot Network Compression. Bai, Haoli et al. AAAI 2020 [[code]][1.7]
8. Teaching with a Learner's Limits. Zhang, Yonggang et al. ICML 2020

## Features

1. Distilling Cross-Task Relationship Matching. Ye, Han-Jia et al. CVPR 2020 [[code]][2.1]
2. Cross Modal Distillation for Supervision. Gupta, Saurabh and Hoffman, Judy. CVPR 2016
3. Search to Distill Pearls Everywhere. Liu, Yu et al. CVPR 2020 [[code]][2.3]
4. Meta Pseudo Labels from a Teacher's View. Pham, Hieu et al. ICML 2021 [[code]][2.4]
5. Learning to Specialize without Labels. Mun, Jonghwan et al. NeurIPS 2018
6. Spherical Feature Distances. Guo, Jia et al. arXiv:2010.07485
7. Cross-Layer Semantic Calibration. Chen, Defang et al. arXiv:2012.03236 [[code]][2.7]
8. Adder Networks with Kernels. Xu, Yixing et al. arXiv:2009.13044

## Graphs

1. Learning What and Where to Transfer. Jang, Yunhun et al. ICML 2019
2. Similarity-Preserving Distillation. Tung, Frederick and Mori, Greg. ICCV 2019
3. Knowledge Amalgamation from Experts. Luo, Si-Hui et al. IJCAI 2019 [[code]][3.3]
4. Learning Efficient Detection Models. Chen, Guo-Bin et al. NeurIPS 2017
5. Cluster Alignment with a Teacher's Help. Deng, Zhi-Jie et al. ICCV 2019 [[code]][3.5]
6. Noisy Students that Never Sleep. Wu, Jian-Xin et al. arXiv:2006.10029
7. Lifelong Learning of Generators. Hong, Wei et al. arXiv:1908.03884
8. Person Search from End to End. Yan, Yichao et al. arXiv:2103.11617 [[code]][3.8]

## Applications

1. Data-Free Adversarial Examples. Fang, Gong-Fan et al. ACM MM 2019
2. Adaptive Regularization of All Labels. Ding, Qianggang et al. ACM MM 2020
3. Contrastive Representations Revisited. Tian, Yonglong et al. ICLR 2020 [[code]][4.3]
4. Graph Consistency of Teachers. Liu, Xiaobin & Zhang, Shiliang. IJCAI 2021
5. Inverting Deep Models. Yin, Hongxu et al. CVPR 2020 [[code]][4.5]
6. Lane Detection by Attention. Hou, Yuenan et al. ICCV 2019
7. Mean Teachers as Role Models. Tarvainen, Antti and Valpola, Harri. NeurIPS 2017
8. Unifying Privileged Information. Lopez-Paz, David et al. ICLR 2016
"""
DEFINITIONS = """
[1.2]: https://github.com/example/1-2
[1.6]: https://github.com/example/1-6
[1.7]: https://github.com/example/1-7
[2.1]: https://github.com/example/2-1
[2.3]: https://github.com/example/2-3
[2.4]: https://github.com/example/2-4
[2.7]: https://github.com/example/2-7
[3.3]: https://github.com/example/3-3
[3.5]: https://github.com/example/3-5
[3.8]: https://github.com/example/3-8
[4.3]: https://github.com/example/4-3
[4.5]: https://github.com/example/4-5
"""
FIRST = HABITS.count("\n") + 1
"""The line after the list's own, which :func:`listed` puts its text on."""


def listed(text: str) -> str:
    """A text after a list with habits, as an item of it."""
    return f"{HABITS}{text}\n{DEFINITIONS}"


def named(*codes: str) -> str:
    """The name of a file that rules are applied to."""
    return "refs.bib" if any(code.startswith("KB8") for code in codes) else "list.md"


def found(text: str, code: str) -> list[Diagnostic]:
    """What one rule says of a text."""
    document = read_document(text.encode("utf-8", "surrogateescape"), named(code))
    return check(document, [BY_CODE[code]])


def shown(text: str, code: str) -> list[str]:
    """What one rule says of a text, as ``line:column message``."""
    return [f"{d.span.line}:{d.span.column} {d.message}" for d in found(text, code)]


def fixed(text: str, *codes: str, unsafe: bool = True) -> str:
    """A text after the fixes of some rules, or of all."""
    rules = [BY_CODE[code] for code in codes] or list(RULES)
    document = read_document(text.encode("utf-8", "surrogateescape"), named(*codes))
    return fix(document, rules, unsafe=unsafe).data.decode("utf-8", "surrogateescape")
