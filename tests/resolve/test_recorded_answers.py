"""Every recorded answer that is at hand is read to the right records, or to the right error.

The recordings lie beside the project and are not part of it; without them there is nothing to test,
and synthetic answers of the same shapes are in the tests of each source. Each file has a line in
``recorded_answers.txt``: what it is read as, by whom, and what comes of it. A file without a line
fails, and so does a line without its file.
"""

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from kdbib.errors import SourceError
from kdbib.http.replies import body_of
from kdbib.match.decide import describe
from kdbib.model import Record
from kdbib.read import read_text
from kdbib.read.source import SourceText
from kdbib.resolve import SOURCES
from kdbib.resolve.base import Answer, Found, Missing, Question

BESIDE = Path(__file__).parents[3] / "shared" / "fixtures"
NOT_ANSWERS = (".headers.json", ".request", "ORIGIN.tsv")
EXPECTED = dict(
    line.split("\t", 1)
    for line in Path(__file__).with_name("recorded_answers.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
)
SHOWN = 3


def recorded() -> list[str]:
    files = (path for path in BESIDE.rglob("*") if path.is_file()) if BESIDE.is_dir() else ()
    return sorted(
        str(path.relative_to(BESIDE)) for path in files if not path.name.endswith(NOT_ANSWERS)
    )


def status_of(file: str) -> int:
    """The recorded status; 200 where none was noted."""
    for line in (BESIDE / "ORIGIN.tsv").read_text("utf-8").splitlines():
        columns = line.split("\t")
        if columns[0] == file and columns[4].isdecimal():
            return int(columns[4])
    return 200


def response(file: str) -> httpx.Response:
    """The response as it came over the wire."""
    path = BESIDE / file
    headers = path.with_name(f"{path.name}.headers.json")
    kinds = {".json": "application/json", ".html": "text/html", ".xml": "application/xml"}
    kind = kinds.get(path.suffix, "text/plain")
    if headers.is_file():
        noted = json.loads(headers.read_text("utf-8"))
        kind = next((noted[n] for n in noted if n.lower() == "content-type"), kind)
    return httpx.Response(
        status_of(file), headers={"content-type": kind}, content=path.read_bytes()
    )


def as_it_is(body: bytes) -> bytes:
    return body


def one_of_a_batch(body: bytes) -> bytes:
    return b"[" + body + b"]"


def page_of_bulk(body: bytes) -> bytes:
    """A page of the relevance search as one of the bulk search, which alone is asked."""
    page = json.loads(body)
    return json.dumps({"total": page.get("total", 1), "token": None, "data": page["data"]}).encode()


def list_of_one(body: bytes) -> bytes:
    """A single record of Crossref's as the list of records that is asked for."""
    message = json.loads(body)["message"]
    page = {"total-results": 1, "items": [message], "items-per-page": 1}
    return json.dumps({"status": "ok", "message-type": "work-list", "message": page}).encode()


def results_of_one(body: bytes) -> bytes:
    """A single work of OpenAlex's as the list of works that a title is answered with."""
    return json.dumps({"meta": {"count": 1}, "results": [json.loads(body)]}).encode()


def notes_of_one(body: bytes) -> bytes:
    return b'{"count": 1, "notes": [' + body + b"]}"


def with_our_columns(body: bytes) -> bytes:
    """A table of DBLP's as our queries name its columns."""
    return body.replace(b'"t":', b'"title":').replace(b'"doi":', b'"asked":')


FORMS: dict[str, Callable[[bytes], bytes]] = {
    "as it is": as_it_is,
    "one of a batch": one_of_a_batch,
    "page of bulk": page_of_bulk,
    "list of one": list_of_one,
    "results of one": results_of_one,
    "notes of one": notes_of_one,
    "with our columns": with_our_columns,
}


def outcome(file: str, source: str, form: str, questions: list[Question]) -> str:
    """What comes of an answer, in words: the records, or the error."""
    if source == "list":
        text = SourceText((BESIDE / file).read_bytes(), file)
        titles = [c.title.text if c.title else "" for c in read_text(text).citations]
        return f"{len(titles)} citations: " + "; ".join(titles)
    asked = SOURCES[source]
    try:
        body = body_of(response(file), asked.policy.content)
        answers = asked.read(FORMS[form](body), questions)
    except SourceError as error:
        return f"{type(error).__name__}: {error}"
    assert list(answers) == questions
    return " | ".join(told(answer) for answer in answers.values())


def told(answer: Answer) -> str:
    if isinstance(answer, Found):
        shown = "; ".join(of(record) for record in answer.records[:SHOWN])
        more = len(answer.records) - SHOWN
        return f"{shown} and {more} more" if more > 0 else shown
    if answer == Missing():
        return "missing"
    return f"{type(answer).__name__}: {getattr(answer, 'reason', '')}"


def of(record: Record) -> str:
    work = record.work
    names = [work.type, *(str(i) for i in work.identifiers), *([work.DOI] if work.DOI else [])]
    status = f" ({work.status})" if work.status else ""
    return f"{describe(work)}{status} [{', '.join(names)}]"


@pytest.mark.skipif(not BESIDE.is_dir(), reason="no recordings at hand")
def test_every_recording_has_a_line_and_every_line_a_recording() -> None:
    assert sorted(EXPECTED) == recorded()


@pytest.mark.parametrize("file", recorded())
def test_it_is_read_to_the_right_records_or_the_right_error(file: str) -> None:
    how, _, expected = EXPECTED[file].partition("\t")
    source, form, *asked = how.split(" / ")
    questions = [Question(*each.split("=", 1)) for each in asked]
    assert outcome(file, source, form, questions) == expected
