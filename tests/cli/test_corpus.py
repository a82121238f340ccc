"""``kdbib corpus search`` and ``match``, on a corpus of two works."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tests.cli.conftest import Kdbib
from tests.corpus.test_store import DAFL, MUTUAL, build

TEXT = """\
Zhang, Y. Deep Mutual Learning. CVPR, 2018.
Silva, A. Cats and Dogs in the Rain. ICML, 2020.
"""


@pytest.fixture
def corpus(folder: Path) -> str:
    build(folder, DAFL, MUTUAL)
    return "corpus"


@pytest.mark.parametrize(
    ("text", "confidence"),
    [
        ("deep mutual lerning", 0),
        ("arXiv:1706.00384", 1),
        ("1706.00384", 1),
    ],
)
def test_a_person_asks_for_a_work(kdbib: Kdbib, corpus: str, text: str, confidence: float) -> None:
    shown = kdbib("corpus", "search", text, "--corpus", corpus, "--format", "json")
    assert shown.returncode == 0, shown.stderr
    of_corpus = [hit for hit in json.loads(shown.stdout) if hit["corpus"] == "corpus:corpus"]
    assert of_corpus[0]["work"]["title"] == "Deep Mutual Learning"
    assert of_corpus[0]["confidence"] == confidence
    assert of_corpus[0]["sources"] == ["dblp: 1"]


def test_a_table_says_how_like_it_is(kdbib: Kdbib, corpus: str) -> None:
    shown = kdbib(
        "corpus", "search", "Zhang, Y. Deep Mutual Lerning. CVPR 2018", "--corpus", corpus
    )
    assert "yes" in shown.stdout
    assert "Zhang et al. 2018, Deep Mutual Learning" in shown.stdout or "Zhang 2018" in shown.stdout


def test_nothing_like_it_is_exit_code_1(kdbib: Kdbib, corpus: str) -> None:
    shown = kdbib("corpus", "search", "Zebras of the Kalahari", "--corpus", corpus)
    assert (shown.returncode, shown.stdout) == (1, "nothing like it in the corpora\n")


def test_a_folder_without_a_corpus_is_a_message(kdbib: Kdbib) -> None:
    shown = kdbib("corpus", "search", "Cats", "--corpus", ".")
    assert shown.returncode == 2
    assert "no corpus, or one whose build was not finished" in shown.stderr


def test_enrich_looks_in_a_folder(kdbib: Kdbib, folder: Path, corpus: str) -> None:
    (folder / "list.md").write_text("- Deep Mutual Lerning. Zhang, Y. CVPR 2018\n")
    shown = kdbib("enrich", "list.md", "--offline", "--corpus", corpus, "--format", "json")
    (entry,) = json.loads(shown.stdout)["entries"]
    assert (entry["status"], entry["work"]["title"]) == ("matched", "Deep Mutual Learning")


@pytest.mark.parametrize("kind", ["txt", "jsonl", "parquet", "bib", "md"])
def test_citations_are_matched_in_bulk(kdbib: Kdbib, folder: Path, corpus: str, kind: str) -> None:
    path = folder / f"references.{kind}"
    rows = [
        {"title": "Deep Mutual Learning", "author": ["Zhang, Ying"], "year": 2018},
        {"title": "Cats and Dogs in the Rain", "author": ["Silva, Ana"], "year": 2020},
    ]
    if kind == "txt":
        path.write_text(TEXT)
    elif kind == "md":
        path.write_text("".join(f"- {line}\n" for line in TEXT.splitlines()))
    elif kind == "jsonl":
        lines = [json.dumps({"text": TEXT.splitlines()[0]}), json.dumps(rows[1])]
        path.write_text("\n".join(lines))
    elif kind == "parquet":
        pq.write_table(pa.Table.from_pylist(rows), path)
    else:
        path.write_text(
            "@article{a, title = {Deep Mutual Learning}, author = {Zhang, Ying}, year = 2018}\n"
            "@article{b, title = {Cats and Dogs in the Rain}, author = {Silva, Ana}, year = 2020}\n"
        )
    shown = kdbib("corpus", "match", path.name, "--corpus", corpus, "-o", "out.jsonl")
    assert shown.stderr == "out.jsonl: 1 matched, 1 not_found\n"
    first, second = map(json.loads, (folder / "out.jsonl").read_text().splitlines())
    assert (first["file"], first["line"], first["status"]) == (path.name, 1, "matched")
    assert first["identifiers"] == ["arxiv:1706.00384"]
    assert (second["status"], second["id"]) == ("not_found", None)


def test_matches_are_written_as_parquet(kdbib: Kdbib, folder: Path, corpus: str) -> None:
    (folder / "references.txt").write_text(TEXT)
    assert (
        kdbib("corpus", "match", "references.txt", "--corpus", corpus, "-o", "o.parquet").returncode
        == 0
    )
    assert pq.read_table(folder / "o.parquet").column("status").to_pylist() == [
        "matched",
        "not_found",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no.txt", "-o", "o.parquet"], "no.txt"),
        (["bad.jsonl", "-o", "o.parquet"], "bad.jsonl:1: not JSON"),
        (["odd.jsonl", "-o", "o.parquet"], "odd.jsonl:1: not a citation"),
        (["bad.parquet", "-o", "o.parquet"], "bad.parquet"),
        (["list.md", "-o", "o.csv"], "ends in .parquet or .jsonl"),
    ],
)
def test_what_cannot_be_read_is_a_message(
    kdbib: Kdbib, folder: Path, corpus: str, arguments: list[str], message: str
) -> None:
    (folder / "bad.jsonl").write_text("{")
    (folder / "odd.jsonl").write_text('{"title": 5}')
    (folder / "bad.parquet").write_text("no")
    shown = kdbib("corpus", "match", *arguments, "--corpus", corpus)
    assert shown.returncode == 2
    assert message in shown.stderr
    assert "Traceback" not in shown.stderr
    assert not (folder / "o.parquet").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--engine", "spark"], "--engine spark and --master URL belong together"),
        (["--master", "spark://127.0.0.1:9"], "--engine spark and --master URL belong together"),
        (
            ["--engine", "spark", "--master", "spark://127.0.0.1:9"],
            "--master spark://127.0.0.1:9: 127.0.0.1:9 can't be reached (connection refused): is "
            "the master running, and is that its address?\n",
        ),
    ],
)
def test_a_cluster_that_is_not_there_is_a_message(
    kdbib: Kdbib, folder: Path, corpus: str, arguments: list[str], message: str
) -> None:
    shown = kdbib("corpus", "match", "list.md", "--corpus", corpus, "-o", "o.parquet", *arguments)
    assert shown.returncode == 2
    assert message in shown.stderr
    assert "Traceback" not in shown.stderr
    assert [path.name for path in folder.glob("o.*")] == []
