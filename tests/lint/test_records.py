"""KB7xx: what the records say, as findings."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kdbib.linter import check, read_document
from kdbib.linter.codes import RULES
from kdbib.linter.fixes import fix
from kdbib.model import Change, Conflict, Entry, Reason, Span, Status, Why, Work
from kdbib.model import Disagreement as Found
from kdbib.wording import worded_reason

TEXT = "- Distilling Knowlege. Che, Ting et al. CVPR 2020\n"
KB7 = [rule for rule in RULES if rule.code.startswith("KB7")]


def entry(status: Status = Status.MATCHED) -> Entry:
    [one] = read_document(TEXT.encode(), "f.md").citations
    return Entry(one.citation, status, decided_by="arxiv")


def said(entry: Entry) -> list[str]:
    document = read_document(TEXT.encode(), "f.md", (entry,))
    return [f"{d.code} {d.span.column}: {d.message}" for d in check(document, KB7)]


def places(entry: Entry) -> list[str]:
    return [line.partition(":")[0] for line in said(entry)]


def change(field: str, before: str, after: str) -> Change:
    at = TEXT.index(before)
    return Change(field, before, after, Span(at, at + len(before), 1, at + 1))


def test_corrections_have_an_unsafe_fix() -> None:
    wrong = replace(
        entry(),
        changes=(change("title", "Knowlege", "Knowledge"), change("authors", "Che,", "Chen,")),
    )
    assert said(wrong) == [
        "KB701 14: title: the list says `Knowlege`, the record `Knowledge`",
        "KB702 24: authors: the list says `Che,`, the record `Chen,`",
    ]
    document = read_document(TEXT.encode(), "f.md", (wrong,))
    assert fix(document, KB7).data == TEXT.encode()
    right = TEXT.replace("Knowlege", "Knowledge").replace("Che,", "Chen,")
    assert fix(document, KB7, unsafe=True).data == right.encode()


@pytest.mark.parametrize(
    ("conflict", "expected"),
    [
        (
            Conflict(Found.NOT_PUBLISHED, "venue", "CVPR 2020", "ICCV", {"status": "submitted"}),
            ["KB703 41"],
        ),
        (Conflict(Found.VENUE_UNCONFIRMED, "venue", "CVPR 2020", "arXiv"), ["KB711 41"]),
        (Conflict(Found.OF_ANOTHER, "doi", "10.1/x", "", {"work": "A"}), ["KB705 3"]),
        (Conflict(Found.TITLE, "title", "a", "b"), ["KB701 3"]),
        (Conflict(Found.CAPITALS, "title", "a", "A"), []),
        (Conflict(Found.SHORTENED, "authors", "Che et al.", "x", {"named": 1, "authors": 4}), []),
        (Conflict(Found.GROUP, "authors", "FAIR", "x"), ["KB702 24"]),
        (Conflict(Found.IDENTIFIER, "arxiv", "1", "2"), ["KB705 3"]),
        (
            Conflict(Found.SOURCES, "title", "", "b", {"source": "a", "value": "a", "other": "b"}),
            [],
        ),
    ],
)
def test_conflicts_are_reported(conflict: Conflict, expected: list[str]) -> None:
    assert places(replace(entry(), conflicts=(conflict,))) == expected


@pytest.mark.parametrize(
    ("status", "why", "expected"),
    [
        (Status.NOT_FOUND, Reason(Why.NOT_IN_CORPUS), "KB708 3: not found ({why})"),
        (Status.AMBIGUOUS, Reason(Why.AMBIGUOUS, {"works": ("A", "B")}), "KB709 3: {why}"),
        (Status.CONTRADICTED, Reason(Why.TITLE_BUT, {"work": "A"}), "KB705 3: {why}"),
    ],
)
def test_what_was_not_matched_is_said_as_what_it_is(
    status: Status, why: Reason, expected: str
) -> None:
    expected = expected.format(why=worded_reason(why))
    assert said(replace(entry(status), why=why)) == [expected]


def test_what_could_not_be_asked_is_no_finding() -> None:
    assert said(entry(Status.UNKNOWN)) == []


def test_a_retracted_paper() -> None:
    work = Work("article-journal", "Distilling Knowledge", status="retracted")
    assert said(replace(entry(), work=work)) == ["KB707 3: the paper was retracted, says arxiv"]


BIB = """\
@article{park19, author={Park, Wonpyo and Kim, Dongju and Lu, Yan and Cho, Minsu},
  title={Relational Knowledge Destillation}, journal={arXiv preprint arXiv:1904.05068}, year=2019}
@inproceedings{kim, author={Park, Wonpyo and others}, title={Relational Knowledge Distillation},
  booktitle={CVPR}, year={2018}}
"""


def test_a_bibliography_is_compared_with_the_records_as_a_list_is(tmp_path: Path) -> None:
    path = tmp_path / "refs.bib"
    path.write_text(BIB)
    command = [sys.executable, "-m", "kdbib", "lint", "--resolve", "--offline", "--format", "json"]
    command += ["--cache", str(tmp_path / "cache"), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found = [(one["line"], one["code"], one["message"]) for one in json.loads(done.stdout)]
    assert [one for one in found if one[1].startswith("KB7")] == [
        (2, "KB701", "title: the list says `Destillation`, the record `Distillation`"),
        (2, "KB706", "published since: CVPR 2019"),
        (3, "KB710", "the record has more: `author`, `pages`, `doi`, `eprint`, `archiveprefix`"),
        (4, "KB704", "year: the list says `2018`, the record `2019`"),
    ]
