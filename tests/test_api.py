"""``import kdbib``: what programs call, with real input and exact output."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

import kdbib
from kdbib.errors import UsageError

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "python.md").read_text("utf-8")
LIST = (
    "# Papers\n\n- Paraphrasing Complex Network: Network Compression via Factor Transfer. "
    "Kim, Jangho et al. NeurIPS 2017\n"
)
BIB = (
    "@article{a,\n  title = {Otters},\n  year = {20x4},\n  doi = {https://doi.org/10.1000/182}\n}\n"
)


def test_the_public_names_are_sorted_complete_and_there() -> None:
    names = [name for name in kdbib.__all__ if name[0].isupper()]
    functions = [name for name in kdbib.__all__ if name[0].islower()]
    assert kdbib.__all__ == sorted(names) + sorted(functions)
    for name in kdbib.__all__:
        assert getattr(kdbib, name).__name__ == name
    assert set(kdbib.__all__) <= set(dir(kdbib))
    stated = re.search(
        r"if TYPE_CHECKING:\n(.*?)\n\n", (ROOT / "kdbib/__init__.py").read_text(), re.DOTALL
    )
    assert stated is not None
    imported = re.findall(r"\b\w+\b(?=[,\n)]|$)", re.sub(r"from \S+ import", "", stated[1]))
    assert sorted(imported) == sorted(kdbib.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kdbib.nothing  # noqa: B018


def test_importing_kdbib_loads_nothing() -> None:
    command = (
        "import sys; before = set(sys.modules); import kdbib; print(*set(sys.modules) - before)"
    )
    done = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True
    )
    assert [name for name in done.stdout.split() if name.startswith("kdbib")] == ["kdbib"]


def test_a_text_is_read() -> None:
    parsed = kdbib.parse(LIST)
    (citation,) = parsed.citations
    assert (parsed.file, parsed.form, citation.section) == ("<text>", "markdown", ("Papers",))
    assert citation.title is not None
    assert (
        citation.title.text
        == "Paraphrasing Complex Network: Network Compression via Factor Transfer"
    )
    assert citation.year is not None
    assert (citation.span.line, citation.year.value) == (3, 2017)


def test_a_path_is_read_and_a_wrong_one_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.md").write_text(LIST, "utf-8")
    for path in ("list.md", Path("list.md")):
        parsed = kdbib.parse(path)
        assert (parsed.file, len(parsed.citations)) == ("list.md", 1)
    for wrong in ("lost.md", Path("lost")):
        with pytest.raises(UsageError, match="no such file"):
            kdbib.parse(wrong)


@pytest.mark.parametrize("text", [b"list.md", "Otters " * 100])
def test_bytes_and_what_is_no_name_are_texts(text: bytes | str) -> None:
    assert kdbib.parse(text).file == "<text>"


def test_with_a_form_a_text_is_never_a_path() -> None:
    assert kdbib.parse("/etc/passwd", form="plain").data == b"/etc/passwd"
    with pytest.raises(UsageError, match="form 'word': there is no such form; there are markdown"):
        kdbib.parse("Otters", form="word")


def test_enrich_finds_and_corrects_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = kdbib.enrich(LIST, offline=True)
    (entry,) = done.entries
    assert (entry.status, entry.key) == (kdbib.Status.MATCHED, "kim2018paraphrasing")
    assert done.to_bibtex().startswith("@inproceedings{kim2018paraphrasing,\n")
    assert [item["id"] for item in json.loads(done.to_csl())] == ["kim2018paraphrasing"]
    assert done.to("ris").startswith(b"TY  - ")
    assert [(c.field, c.before, c.after) for c in entry.changes] == [("year", "2017", "2018")]
    assert done.corrected() == LIST.replace("2017", "2018")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(UsageError, match="docx: there is no such format; there are bibtex"):
        done.to("docx")


def test_a_cache_is_kept_where_it_is_named(tmp_path: Path) -> None:
    kdbib.enrich(LIST, offline=True, cache=tmp_path / "kept")
    assert "resolutions.jsonl" in {path.name for path in (tmp_path / "kept").iterdir()}


def test_several_lists_share_their_keys() -> None:
    done = kdbib.enrich(LIST, LIST.replace("2017", "2018"), offline=True)
    assert [one.file for one in done.lists] == ["<text>", "<text 2>"]
    assert {entry.key for entry in done.entries} == {"kim2018paraphrasing"}
    assert done.corrected("<text>") == done.corrected("<text 2>")
    with pytest.raises(UsageError, match="say which list is meant: <text>, <text 2>"):
        done.corrected()


def test_get_says_why_there_is_no_work() -> None:
    found = kdbib.get("1503.02531", "https://ieeexplore.ieee.org/document/1", offline=True)
    hinton, ieee = found.entries
    assert hinton.work is not None
    assert hinton.work.title == "Distilling the Knowledge in a Neural Network"
    assert (ieee.status, ieee.work) == (kdbib.Status.NOT_FOUND, None)
    assert ieee.reason.startswith("IEEE Xplore's addresses hold a number of its own")


def test_a_corpus_is_opened_once(tmp_path: Path) -> None:
    file = tmp_path / "otters.jsonl"
    work = {
        "type": "article-journal", "title": "Counted Otters of the Northern Rivers", "issued": [2020],
        "author": [{"family": "Marlow", "given": "Ida"}], "container-title": "Otter Letters",
        "DOI": "10.1000/otters",
    }  # fmt: skip
    file.write_text(json.dumps(work) + "\n", "utf-8")
    corpus = kdbib.Corpus(file)
    (entry,) = kdbib.get("10.1000/otters", corpus=corpus, offline=True).entries
    assert entry.work is not None
    assert entry.work.title == "Counted Otters of the Northern Rivers"
    assert entry.decided_by == "corpus:otters"
    with pytest.raises(UsageError, match="no such file"):
        kdbib.Corpus(tmp_path / "none.jsonl")


def test_lint_reads_the_form_it_is_told_and_fixes() -> None:
    found = kdbib.lint(BIB, form="bibtex", select=["KB821", "KB827"])
    assert [(d.code, d.span.line) for d in found.diagnostics] == [("KB827", 3), ("KB821", 4)]
    assert found.fixed() == BIB.replace("https://doi.org/", "")


def test_what_can_not_be_used_is_told() -> None:
    with pytest.raises(
        UsageError, match="sources nobody: there is no such source; there are arxiv"
    ):
        kdbib.enrich(LIST, sources=["nobody"])
    with pytest.raises(UsageError, match="there is no rule 'KB999'"):
        kdbib.lint(LIST, select=["KB999"])
    with pytest.raises(UsageError, match="<text>: this is not text"):
        kdbib.parse("\ud800 Otters")
    assert kdbib.enrich(LIST, sources="arxiv", offline=True).entries[0].work is not None
    assert issubclass(kdbib.UsageError, kdbib.KdbibError)


def test_the_examples_of_the_page_work(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(LIST, "utf-8")
    blocks = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    assert len(blocks) >= 4
    for block in blocks:
        done = subprocess.run(
            [sys.executable, "-c", _DOCTEST],
            input=block,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


_DOCTEST = """
import doctest, sys
test = doctest.DocTestParser().get_doctest(sys.stdin.read(), {}, "docs/python.md", None, 0)
sys.exit(doctest.DocTestRunner().run(test).failed)
"""
