"""Venues: many writings, one short name."""

import pytest

from kdbib.model.venue import short_name


@pytest.mark.parametrize(
    ("written", "short"),
    [
        ("cvpr", "CVPR"),
        ("NIPS", "NeurIPS"),
        ("SIGKDD", "KDD"),
        ("ACM-MM", "ACM MM"),
        ("CVPRW", "CVPR Workshop"),
        ("ICML 2019 Workshop", "ICML Workshop"),
        ("NIPS 2017 workshop", "NeurIPS Workshop"),
        ("IEEE RAL", "RAL"),
        ("Findings of EMNLP", "Findings of EMNLP"),
        (
            "IEEE Conference on Computer Vision and Pattern Recognition, CVPR 2019, Long Beach",
            "CVPR",
        ),
        (
            "2019 IEEE/CVF International Conference on Computer Vision, ICCV 2019, Seoul",
            "ICCV",
        ),
        (
            "Advances in Neural Information Processing Systems 31: Annual Conference on Neural "
            "Information Processing Systems 2018, NeurIPS 2018, Montréal, Canada",
            "NeurIPS",
        ),
        (
            "6th International Conference on Learning Representations, ICLR 2018, Vancouver, "
            "Workshop Track Proceedings",
            "ICLR Workshop",
        ),
        (
            "Findings of the Association for Computational Linguistics: EMNLP 2020",
            "Findings of EMNLP",
        ),
        ("Transactions of the Association for Computational Linguistics", "TACL"),
        ("Journal of Machine Learning Research", "JMLR"),
        ("arXiv preprint", "arXiv"),
    ],
)
def test_a_known_venue_in_any_writing(written: str, short: str) -> None:
    assert short_name(written) == short


@pytest.mark.parametrize("written", ["MLR", "IEEE", "Applied Sciences", "CPVR", "ACM Trans", ""])
def test_what_is_not_known_is_not_guessed(written: str) -> None:
    assert short_name(written) is None
