"""What records say does nothing in any output: its own clients read it, and find words.

Structure is what a value must not change: entries, keys, lines, links, markup, terminal codes.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from kdbib.cli.results import results
from kdbib.cli.screen import print_json
from kdbib.linter.show.github import as_github
from kdbib.model import Change, Conflict, Diagnostic, Disagreement, Entry, Severity, Span, Status
from kdbib.model.reason import said
from kdbib.pipeline import Outcome
from kdbib.report.page import report as page
from kdbib.write.formats import FORMATS, Options
from kdbib.write.results import entry_json
from tests.correct.test_inert import RENDERERS, structure
from tests.support.records import citation
from tests.write.hostile import EACH, HOSTILE, WHOLE

CONTROLS = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\ufeff\U000e0000-\U000e007f]"
)
WORDS_ONLY = {"Str", "Space", "SoftBreak", "Quoted", "Emph", "Strong", "Span", "Math", "RawInline"}
GLYPHS = {r"\textbraceleft", r"\textbraceright", r"\textasciigrave", r"\textbar", r"\textbackslash"}
"""Commands that print a sign, which pandoc does not know."""


def written(form: str, items: list[Any] = EACH) -> str:
    return FORMATS[form].write(items, Options()).decode()


def run(*command: str, folder: Path, given: str | None = None) -> str:
    done = subprocess.run(
        command, cwd=folder, input=given, capture_output=True, text=True, check=False, timeout=600
    )
    return done.stdout + done.stderr


# --- what programs read -------------------------------------------------------------------------


def test_bibtex_reads_every_entry_and_complains_of_none(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(written("bibtex"), "utf-8")
    for style in ("plain", "abbrv"):
        aux = rf"\relax\citation{{*}}\bibstyle{{{style}}}\bibdata{{refs}}"
        (tmp_path / "x.aux").write_text(aux.replace("}\\", "}\n\\").replace("relax\\", "relax\n\\"))
        told = run("bibtex", "x", folder=tmp_path)
        assert not re.search(
            r"error|while executing|^warning--(?!empty)", told, re.IGNORECASE | re.MULTILINE
        ), told
        keys = re.findall(r"\\bibitem\{(k\d+)\}", (tmp_path / "x.bbl").read_text("latin-1"))
        assert sorted(keys) == [key for key, _ in EACH]


def test_biber_reads_every_entry(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(written("biblatex", WHOLE), "utf-8")
    told = run("biber", "--tool", "refs.bib", folder=tmp_path)
    assert "ERROR" not in told, told
    read = (tmp_path / "refs_bibertool.bib").read_text("utf-8")
    assert sorted(re.findall(r"^@\w+\{(\w+),", read, re.MULTILINE)) == [key for key, _ in WHOLE]


def nodes(value: Any) -> Iterator[tuple[str, Any]]:
    """Every node of what pandoc has read: its type and its contents."""
    if isinstance(value, dict):
        if "t" in value:
            yield value["t"], value.get("c")
        for each in value.values():
            yield from nodes(each)
    elif isinstance(value, list):
        for each in value:
            yield from nodes(each)


@pytest.mark.parametrize(
    ("form", "reader"),
    [("csl-json", "csljson"), ("bibtex", "bibtex"), ("biblatex", "biblatex")],
)
def test_pandoc_reads_words(tmp_path: Path, form: str, reader: str) -> None:
    told = run("pandoc", "-f", reader, "-t", "json", folder=tmp_path, given=written(form, WHOLE))
    references = json.loads(told)["meta"]["references"]
    assert len(references["c"]) == len(WHOLE)
    found = [(kind, content) for kind, content in nodes(references) if not kind.startswith("Meta")]
    raw = {content[1] for kind, content in found if kind == "RawInline"}
    kinds = {kind for kind, _ in found}
    assert kinds - {"DoubleQuote", "SingleQuote", "InlineMath", "Subscript"} <= WORDS_ONLY
    assert raw <= GLYPHS


@pytest.mark.parametrize("form", ["csl-yaml", "hayagriva", "cff"])
def test_yaml_has_the_same_entries(form: str) -> None:
    read = yaml.safe_load(written(form, WHOLE))
    entries = read if form == "hayagriva" else read["references"]
    assert len(entries) == len(WHOLE)
    assert "evil" not in members(read)
    assert not [text for text in texts(read) if CONTROLS.search(text)]


def texts(value: Any) -> Iterator[str]:
    """The keys and the texts of a value."""
    if isinstance(value, dict):
        yield from map(str, value)
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from texts(each)
    elif isinstance(value, str):
        yield value


def members(value: Any) -> Iterator[str]:
    """The names of all members."""
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from members(each)


def test_csl_json_has_the_same_members() -> None:
    read = json.loads(written("csl-json"))
    assert sorted(item["id"] for item in read) == [key for key, _ in EACH]
    assert not [text for text in texts(read) if CONTROLS.search(text) or "\n" in text]


def test_ris_has_a_line_for_each_value() -> None:
    lines = written("ris").split("\r\n")
    assert [line for line in lines if line and not re.match(r"[A-Z][A-Z0-9]  - ", line)] == []
    assert sum(line.startswith("TY  - ") for line in lines) == len(EACH)
    assert sum(line.startswith("ER  - ") for line in lines) == len(EACH)
    assert [line for line in lines if CONTROLS.search(line) or "\n" in line] == []


# --- what people read ---------------------------------------------------------------------------


def test_text_is_a_line_for_each() -> None:
    text = written("text")
    assert text.count("\n") == len(EACH)
    assert not CONTROLS.search(text)


@pytest.mark.parametrize("renderer", RENDERERS)
def test_markdown_has_one_link_in_each_item(renderer: str) -> None:
    items = EACH if renderer == "markdown-it" else WHOLE
    seen = structure(RENDERERS[renderer](written("markdown", items)))
    tags = [one if isinstance(one, str) else one[0] for one in seen]  # type: ignore[index]
    assert set(tags) <= {"ul", "/ul", "li", "/li", "a", "/a"}
    assert (tags.count("ul"), tags.count("li")) == (1, len(items))
    links = [one[1] for one in seen if one[0] == "a"]  # type: ignore[index]
    assert len(links) <= len(items)
    for attributes in links:
        ((name, address),) = attributes
        assert name == "href"
        assert re.match(r"https?://(?!\w+\.evil|evil)[\w.]+/", address), address


def entries() -> list[Entry]:
    """What became of citations of these works: every status, with corrections and conflicts."""
    line = citation("1. Otters at Dusk. Marlow, Ida. Journal of Otters 2019")
    found = []
    for (key, work), value in zip(WHOLE, HOSTILE, strict=True):
        told = tuple(Conflict(code, "title", value, value, DETAILS(value)) for code in Disagreement)
        change = Change("title", value, value, Span(3, 6, 1, 4))
        matched = Entry(line, Status.MATCHED, work=work, key=key, confidence=0.9)
        found += [
            replace(matched, conflicts=told, changes=(change,)),
            replace(matched, conflicts=told),
        ]
        found += [Entry(line, status, why=said(value)) for status in Status if status != "matched"]
    return found


class DETAILS(dict[str, Any]):
    """The details of a conflict, whatever its sentence names."""

    def __init__(self, value: str) -> None:
        names = "status published title year problem work source value other named authors"
        super().__init__(dict.fromkeys(names.split(), value))


@pytest.mark.parametrize("width", [80, None])
def test_a_terminal_is_not_controlled(width: int | None) -> None:
    outcome = Outcome(tuple(entries()))
    lines = [line.plain for line in results(outcome, [], verbose=True, width=width)]
    assert [line for line in lines if CONTROLS.search(line) or "\n" in line] == []


def test_json_controls_no_terminal_and_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    value = [entry_json(entry) for entry in entries()]
    print_json(json.dumps(value, ensure_ascii=False, indent=2))
    printed = capsys.readouterr().out
    assert not CONTROLS.search(printed)
    assert json.loads(printed) == value


def test_each_finding_is_one_annotation() -> None:
    places = [Span(0, 1, number, 1) for number, _ in enumerate(HOSTILE, start=1)]
    found = [
        Diagnostic("KB701", Severity.WARNING, f"a{value}.md", place, place.line, 2, value, value)
        for value, place in zip(HOSTILE, places, strict=True)
    ]
    printed = "\n".join(as_github(found)).split("\n")
    assert len(printed) == len(HOSTILE)
    for number, line in enumerate(printed, start=1):
        told = re.fullmatch(r"::warning ((?:\w+=[^,:]*,?)+)::(.*)", line)
        assert told is not None, line
        properties = dict(one.split("=", 1) for one in told[1].split(","))
        assert (properties["line"], properties["title"]) == (str(number), "kdbib (KB701)")
        assert not re.search(r"%0[AaDd](?<!%250[AaDd])", line.replace("%25", ""))
        assert not CONTROLS.search(line)


def test_the_page_has_the_same_markup_whatever_the_records_say() -> None:
    bare = citation("1. Otters at Dusk. Marlow, Ida. Journal of Otters 2019")
    benign, hostile = (
        structure(re.sub("sha256 [0-9a-f]+", "", page(some, ["list.md"]).decode()))
        for some in ([Entry(bare, Status.NOT_FOUND)], entries())
    )
    assert hostile == benign
