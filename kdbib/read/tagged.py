"""Exports of reference managers, a tag and a value a line: RIS, EndNote, PubMed."""

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

from kdbib.model import Form, Name
from kdbib.model.not_a_citation import NotACitation
from kdbib.read.listing import List, passed_over
from kdbib.read.record import Recorded, name_of, record_citation
from kdbib.read.source import SourceText

_LINE = {
    Form.ris: re.compile(r"([A-Z][A-Z0-9])  ?- ?(.*)"),
    Form.endnote: re.compile(r"(%[A-Z0-9@+^\[~!*#$])\s(.*)"),
    Form.pubmed: re.compile(r"([A-Z]{2,4}) {0,2}- (.*)"),
}
_FIRST = {Form.ris: "TY", Form.endnote: "%0", Form.pubmed: "PMID"}
_LAST = "ER"
_DOI_MARK = "[doi]"

_Tagged = list[tuple[str, str]]


@cache
def _meanings(form: Form) -> dict[str, str]:
    """The part of a citation that each tag of a format gives."""
    lines = (files("kdbib") / "data" / "reference_tags.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {tag: part for name, tag, part in rows if name == form.value}


def read_tagged(source: SourceText) -> List:
    """The citations of an export in the format that the source's form says."""
    citations, others = [], []
    for start, end, lines in _records(source):
        found = record_citation(_recorded(lines, source.form), start, end, source)
        if found:
            citations.append(found)
        else:
            others.append(passed_over(start, end, source, NotACitation.EMPTY))
    return List(source.name, tuple(citations), tuple(others), source.form)


def _records(source: SourceText) -> Iterator[tuple[int, int, _Tagged]]:
    """The records, each with its place: from the first tag to the next, or to a blank line."""
    pattern, first = _LINE[source.form], _FIRST[source.form]
    lines: _Tagged = []
    start = end = 0
    for number in range(len(source.line_starts)):
        begin, stop = source.lines(number, number + 1)
        text = source.text[begin:stop]
        found = pattern.fullmatch(text)
        if found and found[1] == first and lines:
            yield start, end, lines
            lines = []
        if found:
            start = start if lines else begin
            lines.append((found[1], found[2].strip()))
            end = stop
        elif lines and text.strip():  # a value goes on
            tag, value = lines[-1]
            if len(value) < 10_000:
                lines[-1] = (tag, f"{value} {text.strip()}")
            end = stop
        if lines and lines[-1][0] == _LAST and source.form is Form.ris:
            yield start, end, lines
            lines = []
    if lines:
        yield start, end, lines


def _recorded(lines: _Tagged, form: Form) -> Recorded:
    meanings = _meanings(form)
    said: dict[str, list[str]] = {}
    for tag, value in lines:
        if value and (part := meanings.get(tag)):
            said.setdefault(part, []).append(value)

    def first(part: str) -> str:
        return said.get(part, [""])[0]

    people = said.get("author") or said.get("short author") or []
    dois = said.get("doi", [])
    if form is Form.pubmed:
        dois = [value for value in dois if value.endswith(_DOI_MARK)]
    names = [name for one in people if (name := name_of(one))]
    return Recorded(
        title=first("title").rstrip(".") if form is Form.pubmed else first("title"),
        authors=[*names, *(Name(literal=group) for group in said.get("group", []))],
        venue=first("venue"),
        date=first("year"),
        doi=dois[0] if dois else "",
        pmid=first("pmid"),
        addresses=said.get("url", []),
        key=first("key") or None,
    )
