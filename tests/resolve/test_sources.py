"""The registry: kdbib's own sources first, others beside them, broken ones left out."""

import subprocess
import sys
from collections.abc import Mapping
from importlib.metadata import EntryPoint
from types import MappingProxyType
from typing import cast

import pytest

from kdbib.merge.authority import in_order, trust
from kdbib.model import Record, Work
from kdbib.resolve import find_sources
from kdbib.resolve.base import Source
from kdbib.resolve.role import Role, Stage, declared, role_of, surest_of

OURS = ["arxiv", "semantic_scholar", "crossref", "dblp", "acl", "openreview", "datacite"]
OURS += ["openalex", "unpaywall"]


class Shelf:
    name = "shelf"
    policy = url = has_key = accepts = batches = fetch = read = None


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> list[EntryPoint]:
    points: list[EntryPoint] = []
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: points)
    return points


def test_our_own_sources_are_there_without_an_installation(registered: list[EntryPoint]) -> None:
    sources = find_sources()
    assert list(sources) == OURS
    assert all(source.name == name for name, source in sources.items())


def test_others_come_after_and_cannot_take_our_names(
    registered: list[EntryPoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "shelf", type(sys)("shelf"))
    monkeypatch.setattr(sys.modules["shelf"], "Shelf", Shelf, raising=False)
    registered.append(EntryPoint("arxiv", "shelf:Shelf", "kdbib.sources"))
    registered.append(EntryPoint("shelf", "shelf:Shelf", "kdbib.sources"))
    sources = find_sources()
    assert list(sources) == [*OURS, "shelf"]
    assert type(sources["arxiv"]).__name__ == "Arxiv"


@pytest.mark.parametrize(
    "value", ["nowhere:Shelf", "json:loads", "json:Nothing", "decimal:Decimal"]
)
def test_a_broken_one_is_left_out_with_a_warning(
    registered: list[EntryPoint], caplog: pytest.LogCaptureFixture, value: str
) -> None:
    registered.append(EntryPoint("broken", value, "kdbib.sources"))
    assert list(find_sources()) == OURS
    assert "the source broken" in caplog.text


def test_stating_a_question_imports_no_client() -> None:
    code = (
        "import sys, kdbib.resolve.base, kdbib.resolve, kdbib.resolve.ask, kdbib.http.answers\n"
        "list(kdbib.resolve.SOURCES)\n"
        "print([m for m in ('httpx', 'arxiv', 'requests', 'lxml') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.strip() == "[]"


def test_what_a_source_declares_is_believed(
    registered: list[EntryPoint], monkeypatch: pytest.MonkeyPatch
) -> None:
    class Registry:
        trust = 5.0
        registry_of = ("doi",)
        accepts: Mapping[str, int] = MappingProxyType({"doi": 1})
        surest: Mapping[str, int] = MappingProxyType({"doi": 1})
        role = Role(frozenset(("pdf_url",)), None, Stage.LAST)

    registry = cast("Source", Registry())
    monkeypatch.setattr("kdbib.resolve.SOURCES", {**find_sources(), "shelf": registry})
    work = Work("article", "Otters")
    shelf, acl, unknown = (Record(work, name) for name in ("shelf", "acl", "nobody"))
    assert in_order([unknown, acl, shelf]) == [shelf, acl, unknown]
    assert trust(Record(work, "corpus:mine")) == 4.0
    assert role_of(registry).titles is None
    assert surest_of(registry) == {"doi": 1}
    assert declared("shelf", "registry_of", ()) == ("doi",)


def test_every_identifier_that_has_a_registry_has_it_here() -> None:
    registries = {
        scheme: sorted(name for name in OURS if scheme in declared(name, "registry_of", ()))
        for scheme in ("doi", "arxiv", "acl", "dblp", "openreview")
    }
    assert registries == {
        "doi": ["crossref", "datacite"],
        "arxiv": ["arxiv"],
        "acl": ["acl"],
        "dblp": ["dblp"],
        "openreview": ["openreview"],
    }
