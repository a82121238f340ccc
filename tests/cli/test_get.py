"""``kdbib get``: forty ways of naming a paper, and what each costs."""

import json
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from kdbib.http.answers import Answers
from kdbib.http.client import Client
from kdbib.model import Reason, Why
from kdbib.pipeline import Setting, resolve
from kdbib.read.wanted import read_wanted
from kdbib.resolutions import Resolutions
from kdbib.resolve import SOURCES
from kdbib.wording import worded_reason
from tests.cli.conftest import ROOT, Kdbib
from tests.support.databases import read_file, serve

RECORDS: list[Mapping[str, Any]] = [
    *read_file(ROOT / "kdbib" / "corpus" / "data" / "knowledge-distillation.jsonl"),
    *(
        {
            "type": kind,
            "title": title,
            "author": [{"family": "Marlow", "given": "Ida"}, {"family": "Teal", "given": "Ben"}],
            "issued": [year],
            "container-title": venue,
            "DOI": doi,
            "identifiers": identifiers,
        }
        for kind, title, year, venue, doi, identifiers in (
            ("article-journal", "Otters in the Long River", 2021, "J. Otters", "10.1007/s11263-021-01453-z", {}),
            ("article-journal", "Rivers of Lost Otters", 2019, "J. Otters", "10.1002/cpe.4567", {}),
            ("article-journal", "Deep Otter Ecology", 2015, "Nature", "10.1038/nature14539", {}),
            ("paper-conference", "Scalable Otter Boosting", 2016, "KDD", "10.1145/2939672.2939785", {}),
            ("article", "Otter Genomes before Review", 2018, "bioRxiv", "10.1101/339473", {}),
            ("article-journal", "Pixels of the Otter Brain", 2015, "PLOS ONE", "10.1371/journal.pone.0130140", {}),
            ("article-journal", "Otter Flows without Period", 1963, "JAS", "10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2", {}),
            ("article-journal", "Indexing by Latent Otters", 1990, "JASIS", "10.1002/(SICI)1097-4571(199009)41:6<391::AID-ASI1>3.0.CO;2-9", {}),
            ("dataset", "Counted Otters of the North", 2020, "", "10.5281/zenodo.3360392", {}),
            ("article-journal", "Otters at the Clinic", 2019, "Lancet", "10.1016/S0140-6736(19)32222-1", {"pmid": "31729511"}),
            ("article-journal", "Frontiers of Otter Sleep", 2020, "Front. Neurosci.", "10.3389/fnins.2020.00001", {}),
            ("paper-conference", "Otters Planned in Time", 2019, "IJCAI", "10.24963/ijcai.2019/123", {}),
        )
    ),
    {
        "type": "paper-conference",
        "title": "ImageNet Classification with Deep Convolutional Neural Networks",
        "author": [{"family": "Krizhevsky", "given": "Alex"}],
        "issued": [2012],
        "container-title": "NeurIPS",
    },
    {
        "type": "paper-conference",
        "title": "Masked Otters Are Scalable Vision Learners",
        "author": [{"family": "Marlow", "given": "Ida"}],
        "issued": [2022],
        "container-title": "CVPR",
    },
]  # fmt: skip

HINTON = "Distilling the Knowledge in a Neural Network"
KIM = "Sequence-Level Knowledge Distillation"
SURVEY, WILEY, NATURE, KDD = (RECORDS[at]["title"] for at in range(-14, -10))
BIORXIV, PLOS, LORENZ, DEERWESTER, ZENODO, CLINIC, FRONTIERS, IJCAI = (
    RECORDS[at]["title"] for at in range(-10, -2)
)

BY_IDENTIFIER = [
    ("1503.02531", HINTON),
    ("1503.02531v1", HINTON),
    ("arXiv:1503.02531", HINTON),
    ("1503.02531.pdf", HINTON),
    ("https://arxiv.org/abs/1503.02531", HINTON),
    ("http://arxiv.org/pdf/1503.02531v1.pdf", HINTON),
    ("https://ar5iv.labs.arxiv.org/html/1503.02531", HINTON),
    ("https://huggingface.co/papers/1503.02531", HINTON),
    ("https://www.alphaxiv.org/abs/1503.02531", HINTON),
    ("https://doi.org/10.48550/arXiv.1503.02531", HINTON),
    ("CoRR abs/1503.02531", HINTON),
    (f"[1503.02531] {HINTON}", HINTON),
    (f"https://arxiv.org/abs/1503.02531 | [1503.02531] {HINTON}", HINTON),
    ("10.18653/v1/D16-1139", KIM),
    ("doi:10.18653/v1/d16-1139", KIM),
    ("D16-1139", KIM),
    ("https://aclanthology.org/D16-1139.pdf", KIM),
    ("https://www.aclweb.org/anthology/D16-1139/", KIM),
    ("https://link.springer.com/article/10.1007/s11263-021-01453-z/fulltext.html", SURVEY),
    ("https://link.springer.com/content/pdf/10.1007%2Fs11263-021-01453-z.pdf", SURVEY),
    ("https://onlinelibrary.wiley.com/doi/full/10.1002/cpe.4567", WILEY),
    ("https://www.nature.com/articles/nature14539", NATURE),
    ("https://dl.acm.org/doi/abs/10.1145/2939672.2939785", KDD),
    ("https://dl.acm.org/citation.cfm?id=2939672.2939785", KDD),
    ("https://www.biorxiv.org/content/10.1101/339473v2.full.pdf", BIORXIV),
    ("https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0130140", PLOS),
    ("10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2", LORENZ),
    ("https://doi.org/10.1175/1520-0469(1963)020%3C0130:DNF%3E2.0.CO;2", LORENZ),
    ("doi: 10.1002/(SICI)1097-4571(199009)41:6<391::AID-ASI1>3.0.CO;2-9.", DEERWESTER),
    ("https://zenodo.org/record/3360392", ZENODO),
    ("https://www.frontiersin.org/articles/10.3389/fnins.2020.00001/full", FRONTIERS),
    ("https://www.ijcai.org/proceedings/2019/123", IJCAI),
    ("https://pubmed.ncbi.nlm.nih.gov/31729511/", CLINIC),
    ("PMID: 31729511", CLINIC),
]
BY_WORDS = [
    ("Paraphrasing Complex Network: Network Compression via Factor Transfer",
     "Paraphrasing Complex Network: Network Compression via Factor Transfer"),
    ("(PDF) Paraphrasing Complex Network: Network Compression via Factor Transfer | OpenReview",
     "Paraphrasing Complex Network: Network Compression via Factor Transfer"),
    ("Hinton, G., Vinyals, O., & Dean, J. (2015). Distilling the knowledge in a neural network. "
     "arXiv preprint.", HINTON),
    ("Yoon Kim and Alexander Rush. Sequence-Level Knowledge Distillation. EMNLP 2016", KIM),
    ("https://papers.nips.cc/paper/4824-imagenet-classification-with-deep-convolutional-neural-networks",
     "ImageNet Classification with Deep Convolutional Neural Networks"),
    ("https://openaccess.thecvf.com/content/CVPR2022/html/"
     "Marlow_Masked_Otters_Are_Scalable_Vision_Learners_CVPR_2022_paper.html",
     "Masked Otters Are Scalable Vision Learners"),
]  # fmt: skip
UNNAMED = [
    ("https://ieeexplore.ieee.org/document/7780459", "IEEE Xplore"),
    ("https://www.sciencedirect.com/science/article/pii/S0893608014002135", "PII"),
    ("https://proceedings.mlr.press/v97/tan19a.html", "PMLR"),
    ("https://proceedings.neurips.cc/paper/2012/hash/c399862d3b9d6b76c8436e924a68c45b-Abstract.html", "NeurIPS"),
    ("https://example.org/a/page", "holds no identifier of a paper"),
    ("10.5", "no words that could be a title"),
]  # fmt: skip


def looked_up(text: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str, int]:
    """The title that is found, or why none is, and the requests that it took."""
    citation = read_wanted(text)
    if isinstance(citation, str):
        return "", citation, 0
    monkeypatch.delenv("KDBIB_MAILTO", raising=False)
    with serve(RECORDS) as databases:
        for name, value in databases.environment().items():
            monkeypatch.setenv(name, value)
        with closing(Answers(folder)) as answers:
            setting = Setting(
                corpora=[],
                sources=list(SOURCES.values()),
                connect=lambda: Client(state=folder, sleep=lambda _: None),
                answers=answers,
                resolutions=Resolutions(None),
                brief=True,
            )
            (entry,) = resolve([citation], setting).entries
        return entry.work.title if entry.work else "", entry.reason, len(databases.log)


@pytest.mark.parametrize(("text", "title"), BY_IDENTIFIER)
def test_an_identifier_costs_one_request(
    text: str, title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert looked_up(text, tmp_path, monkeypatch) == (title, "", 1)


@pytest.mark.parametrize(("text", "title"), BY_WORDS)
def test_titles_references_and_addresses_that_hold_a_title(
    text: str, title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert looked_up(text, tmp_path, monkeypatch)[:2] == (title, "")


@pytest.mark.parametrize(("text", "reason"), UNNAMED)
def test_what_names_no_paper_is_told_and_nobody_is_asked(
    text: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, told, requests = looked_up(text, tmp_path, monkeypatch)
    assert (found, requests) == ("", 0)
    assert reason in told


def test_a_short_title_alone_is_not_believed_and_what_it_may_mean_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    title, reason, _ = looked_up(HINTON, tmp_path, monkeypatch)
    assert title == ""
    works = (f"Hinton et al. 2015, {HINTON} (arxiv:1503.02531)",)
    assert reason == worded_reason(Reason(Why.SHORT_TITLE, {"works": works}))


def test_an_identifier_that_nobody_knows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    title, reason, _ = looked_up("10.1145/1.2", tmp_path, monkeypatch)
    assert title == ""
    assert "crossref" in reason


# --- the command ---------------------------------------------------------------------------------


def test_the_entry_alone_is_on_standard_output(kdbib: Kdbib, folder: Path) -> None:
    before = sorted(folder.rglob("*"))
    done = kdbib("get", "1503.02531", "--offline")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("@misc{hinton2015distilling,\n")
    assert sorted(folder.rglob("*")) == before  # nothing is left in the project


def test_what_is_not_found_is_told_and_the_rest_is_printed(kdbib: Kdbib) -> None:
    done = kdbib(
        "get", "1503.02531", "9912.99999", "https://ieeexplore.ieee.org/document/1", "--offline"
    )
    assert done.returncode == 1
    assert done.stdout.count("@") == 1
    assert len(done.stderr.splitlines()) == 2
    assert done.stderr.count("kdbib get: ") == 2


def test_a_line_each_on_standard_input(folder: Path, environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kdbib", "get", "--offline", "--format", "csl-json"],
        cwd=folder,
        env=environment,
        input="1503.02531\n\n10.18653/v1/D16-1139\narxiv.org/abs/1503.02531\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [item["title"] for item in json.loads(done.stdout)] == [HINTON, KIM]


def test_a_database_that_fails_is_no_not_found(kdbib: Kdbib) -> None:
    done = kdbib("get", "2001.00001")  # every database is at an address where nobody listens
    assert done.returncode == 3
    assert done.stdout == ""
    assert done.stderr.startswith("kdbib get: 2001.00001: ")
