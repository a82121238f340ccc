"""Building a corpus of dumps: what is staged, what is new, and what a build that ended early keeps."""

import gzip
import os
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kdbib.corpus import build as building
from kdbib.corpus import workers
from kdbib.corpus.about import about
from kdbib.corpus.alone import alone_in
from kdbib.corpus.build import Progress, Report, build
from kdbib.corpus.build_chunk import stage
from kdbib.corpus.ended import Ended, Signals
from kdbib.corpus.staging import LEDGER, history
from kdbib.errors import UsageError
from tests.corpus.dumps.test_dblp import ARTICLE, CONFERENCE, PERSON, PROCEEDINGS, dblp
from tests.corpus.dumps.test_json_dumps import ARXIV, jsonl

Files = dict[str, bytes]


def arxiv(*numbers: int) -> bytes:
    """A dump of arXiv with these papers in it."""
    return jsonl(*(ARXIV | {"id": f"2104.{n:05}", "title": f"Paper Number {n}"} for n in numbers))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    dumps = tmp_path / "dumps"
    dumps.mkdir()
    (dumps / "arxiv.json.gz").write_bytes(gzip.compress(arxiv(*range(1, 51))))
    (dumps / "dblp.xml").write_bytes(dblp(CONFERENCE, PERSON, PROCEEDINGS, ARTICLE))
    (dumps / "README").write_text("no dump")
    return dumps


def counts(report: Report) -> tuple[int, int, int]:
    return report.count("records"), report.count("works"), report.count("damaged")


def small_chunks(monkeypatch: pytest.MonkeyPatch, records: int = 10) -> None:
    monkeypatch.setattr(building, "MOST_RECORDS", records)


def test_a_folder_of_dumps_becomes_a_corpus(folder: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    report = build(corpus, [folder])
    assert [(file.dump, file.cut_off) for file in report.files] == [("arxiv", None), ("dblp", None)]
    assert counts(report) == (54, 53, 0)
    assert report.no_works == {"a person, a page or data": 1}
    assert report.others == (str(folder / "README"),)
    found = about(corpus)
    assert found["works"] == 53
    assert found["sources"] == {"arxiv": 50, "dblp": 3}
    assert [file["dump"] for file in found["files"]] == ["arxiv", "dblp"]
    assert not (corpus / "staging").exists()


def test_building_again_adds_only_what_is_new(folder: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    build(corpus, [folder])
    edition = about(corpus)["edition"]
    again = build(corpus, [folder])
    assert (again.files, len(again.known), again.manifest) == ((), 2, None)
    assert about(corpus)["edition"] == edition
    (folder / "more.json").write_bytes(arxiv(50, 51))
    more = build(corpus, [folder])
    assert [file.file for file in more.files] == [str(folder / "more.json")]
    assert about(corpus)["works"] == 54


def test_a_file_that_has_changed_is_read_again(folder: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    build(corpus, [folder])
    (folder / "arxiv.json.gz").write_bytes(gzip.compress(arxiv(*range(1, 61))))
    assert counts(build(corpus, [folder])) == (60, 60, 0)
    assert about(corpus)["works"] == 63


@pytest.mark.parametrize("until", [0, 1, 3, 5])
def test_a_build_that_ended_early_reads_only_what_is_left(
    until: int, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_chunks(monkeypatch)
    staged: list[Any] = []

    def interrupted(task: Any) -> Any:
        if len(staged) == until:
            raise KeyboardInterrupt
        staged.append((task.file, task.index))
        return stage(task)

    monkeypatch.setattr(workers, "stage", interrupted)
    corpus = tmp_path / "corpus"
    with pytest.raises(KeyboardInterrupt):
        build(corpus, [folder])
    with pytest.raises(UsageError, match="its build is not finished"):
        about(corpus)
    until = -1
    report = build(corpus, [folder])
    assert len(staged) == len(set(staged)) == 6
    assert counts(report) == (54, 53, 0)
    assert about(corpus)["works"] == 53


@pytest.mark.parametrize("lost", range(1, 60, 7))
def test_a_ledger_whose_last_line_is_cut_off_is_gone_on_with(
    lost: int, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_chunks(monkeypatch)
    monkeypatch.setattr(building, "finish", lambda *_, **__: pytest.fail("that is all for now"))
    corpus = tmp_path / "corpus"
    with pytest.raises(pytest.fail.Exception):
        build(corpus, [folder])
    ledger = corpus / "staging" / LEDGER
    ledger.write_bytes(ledger.read_bytes()[:-lost])
    monkeypatch.undo()
    small_chunks(monkeypatch)
    assert counts(build(corpus, [folder])) == (54, 53, 0)
    assert about(corpus)["works"] == 53


def test_damaged_records_are_named(tmp_path: Path) -> None:
    lines = arxiv(1, 2, 3).splitlines(keepends=True)
    (tmp_path / "a.json").write_bytes(b"".join((lines[0], b"{]\n", lines[1], b'{"id": 5}\n')))
    (tmp_path / "d.xml").write_bytes(dblp(ARTICLE, ARTICLE.replace(b"</title>", b"")))
    report = build(tmp_path / "corpus", [tmp_path / "a.json", tmp_path / "d.xml"])
    assert counts(report) == (6, 3, 3)
    places = sorted(example.removeprefix(f"{tmp_path}/") for example in report.examples)
    assert places[0].startswith("a.json:2: not a record: JSON is malformed")
    assert places[1].startswith("a.json:4: not a record: Expected `str`, got `int` - at `$.id`")
    assert places[2].startswith("d.xml: record 2: not well-formed XML")


def test_a_file_that_is_cut_off_is_told(tmp_path: Path) -> None:
    data = gzip.compress(arxiv(*range(1, 2000)))
    (tmp_path / "a.json.gz").write_bytes(data[: len(data) // 2])
    report = build(tmp_path / "corpus", [tmp_path / "a.json.gz"])
    (file,) = report.files
    assert file.cut_off == "it is cut off: the compressed data end too soon"
    assert report.count("works") > 100
    assert history(tmp_path / "corpus") == [file]


def test_what_is_no_dump_is_told(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Nothing")
    for source in (tmp_path, tmp_path / "README.md"):
        with pytest.raises(UsageError, match="no dump that we know"):
            build(tmp_path / "corpus", [source])
    with pytest.raises(UsageError, match="no such file"):
        build(tmp_path / "corpus", [tmp_path / "missing.xml.gz"])
    with pytest.raises(UsageError, match="no corpus"):
        about(tmp_path)


def test_progress_goes_up_to_the_end(folder: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    build(tmp_path / "corpus", [folder], on_read=seen.append)
    done = [progress.done for progress in seen]
    assert done == sorted(done)
    assert (seen[-1].done, seen[-1].records) == (seen[-1].total, 54)


def read_in_processes(corpus: Path, sources: Sequence[Path], monkeypatch: Any) -> Report:
    monkeypatch.setattr(building, "_WORTH_PROCESSES", 0)
    return build(corpus, sources, processes=2)


def test_processes_read_the_same(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    build(one, [folder])
    small_chunks(monkeypatch)
    read_in_processes(two, [folder], monkeypatch)
    assert about(one)["works"] == about(two)["works"]
    assert about(one)["sources"] == about(two)["sources"]


def test_two_builds_do_not_work_on_one_corpus_at_once(folder: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    with alone_in(corpus), pytest.raises(UsageError, match="another build is at work on it"):
        build(corpus, [folder])
    assert build(corpus, [folder]).count("works") == 53


def test_a_folder_that_cannot_be_written_to_is_told(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="file: file exists"):
        build(tmp_path / "file", [folder])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_build_that_is_ended_while_it_finishes_leaves_the_corpus_as_it_was(
    folder: Path, tmp_path: Path, number: signal.Signals
) -> None:
    corpus = tmp_path / "corpus"

    def end(step: str, _done: int, _total: int) -> None:
        if step == "merging":
            os.kill(os.getpid(), number)

    before = signal.getsignal(number)
    with pytest.raises(Ended) as how:
        build(corpus, [folder], on_step=end)
    assert how.value.number == number
    assert signal.getsignal(number) is before
    assert {path.name for path in corpus.iterdir()} == {".building", "staging"}
    assert build(corpus, [folder]).manifest is not None


def test_a_build_removes_what_one_left_that_was_killed(folder: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    build(corpus, [folder / "dblp.xml"])
    for name in (".new-1", "0123456789abcdef"):
        (corpus / name).mkdir()
        (corpus / name / "works-0.parquet").touch()
    (corpus / "notes").mkdir()  # somebody's
    made = build(corpus, [folder]).manifest
    assert made is not None
    names = {path.name for path in corpus.iterdir()}
    assert names == {".building", "built.jsonl", "corpus.json", "notes", made.edition}


def test_a_signal_waits_until_a_section_is_over() -> None:
    reached = []

    def work() -> None:
        with Signals() as signals:
            with signals.held():
                os.kill(os.getpid(), signal.SIGTERM)
                reached.append("its end")
            reached.append("what follows")

    with pytest.raises(Ended):
        work()
    assert reached == ["its end"]


def test_a_signal_that_others_make_an_error_of_is_still_a_signal() -> None:
    def work() -> None:
        with Signals():
            try:
                os.kill(os.getpid(), signal.SIGTERM)
            except Ended:
                raise RuntimeError("Query interrupted") from None  # as DuckDB does

    with pytest.raises(Ended) as how:
        work()
    assert how.value.number == signal.SIGTERM
