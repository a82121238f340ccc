"""What an entry says of another work is told, and what one entry says corrects no other."""

from pathlib import Path

from tests.cli.conftest import Kdbib

RKD = "Relational Knowledge Distillation"
BIB = """\
@inproceedings{bidirectional,
  title = {Bidirectional Distillation for Top-K Recommender System},
  author = {Kweon, Wonbin and Kang, SeongKu and Yu, Hwanjo},
  year = {2021},
  booktitle = {WWW},
  eprint = {1503.02531},
  archiveprefix = {arXiv},
}

@article{hinton,
  title = {Distilling the Knowledge in a Neural Network},
  author = {Hinton, Geoffrey and Vinyals, Oriol and Dean, Jeff},
  year = {2015},
  journal = {CVPR},
}

@article{again,
  title = {Distilling the Knowledge in a Neural Network},
  author = {Hinton, Geoffrey and Vinyals, Oriol and Dean, Jeff},
  year = {2015},
  journal = {arXiv preprint arXiv:1503.02531},
}

@inproceedings{invented,
  title = {Relational Knowledge Distillation},
  author = {Park, Wonpyo and Kim, Dongju and Lu, Yan and Cho, Minsu},
  year = {2019},
  booktitle = {Proceedings of the Conference on Imaginary Systems},
}
"""
TOLD = {
    "bidirectional": "KB705 arxiv:1503.02531 belongs to Hinton et al. 2015, Distilling the "
    "Knowledge in a Neural Network",
    "hinton": "KB711 not confirmed: only a preprint was found",
    "invented": "KB703 the record says CVPR 2019",
}


def test_each_is_told_at_its_entry_alone(kdbib: Kdbib, folder: Path) -> None:
    (folder / "refs.bib").write_text(BIB, "utf-8")
    rules = "KB701,KB702,KB703,KB704,KB705,KB706,KB708,KB709,KB711"
    command = ("lint", "refs.bib", "--resolve", "--offline", "--select", rules)
    for _ in range(2):  # a decision that is kept says no less
        done = kdbib(*command, "--output-format", "concise")
        found = [line.split(": ", 1) for line in done.stdout.splitlines() if ": KB" in line]
        lines = BIB.splitlines()
        told = {}
        for place, message in found:
            above = "\n".join(lines[: int(place.split(":")[1])])
            told[above.rpartition("@")[2].partition("{")[2].partition(",")[0]] = message
        assert told.keys() == TOLD.keys()
        assert all(told[key].startswith(TOLD[key]) for key in TOLD), told
