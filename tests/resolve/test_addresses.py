"""The addresses that DOIs are asked at: whatever is in a DOI, that DOI is asked for and no other."""

from pathlib import Path
from typing import Any, Self
from urllib.parse import unquote

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.http.answers import Answers
from kdbib.http.client import Client
from kdbib.http.messages import Reply, Request
from kdbib.model import identifier
from kdbib.resolve import SOURCES
from kdbib.resolve.ask import ask
from kdbib.resolve.base import Found, Question, Source
from kdbib.resolve.doi_ra import DoiAgencies
from tests.support.databases import serve

LORENZ = "10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2"
DEERWESTER = "10.1002/(SICI)1097-4571(199009)41:6<391::AID-ASI1>3.0.CO;2-9"
WITH_COMMA = "10.1111/j.1467-9868.2005.00503,x"
RECORDS: list[dict[str, Any]] = [
    {
        "type": "article-journal",
        "title": f"The Otters of River {number}",
        "author": [{"family": "Marlow", "given": "Ida"}],
        "issued": [1990 + number],
        "container-title": "Journal of Otters",
        "DOI": doi,
    }
    for number, doi in enumerate((LORENZ, DEERWESTER, WITH_COMMA))
]
HOSTILE = [
    "10.1000/../../admin/delete",
    "10.1000//.",
    "10.1000/.",
    "10.1000/a/..",
    "10.1000/a//b",
    "10.1000/a?b=c#d",
    "10.1000/a%2Fb",
    LORENZ,
    DEERWESTER,
]


class Spy:
    """A client that keeps the address as it would be sent, and answers nothing."""

    def __init__(self) -> None:
        self.sent: list[httpx.URL] = []

    def exchange(self, _: object, asked: Request) -> Reply:
        self.sent.append(httpx.Request("GET", asked.url, params=dict(asked.params)).url)
        return Reply(b"", {})

    def get(self, asker: object, url: str, **options: Any) -> bytes:
        self.exchange(asker, Request(url, options.get("params") or {}))
        return b""

    def post(self, *_: object, **__: object) -> bytes:
        return b""

    def __enter__(self) -> Self:
        return self


def in_the_path() -> list[tuple[Source, str]]:
    """The sources that put one DOI into the path of an address, and what stands before it."""
    return [
        (SOURCES["unpaywall"], "/v2/"),
        (SOURCES["openalex"], "/works/doi:"),
        (DoiAgencies(), "/doiRA/"),
    ]


@pytest.mark.parametrize("doi", HOSTILE)
@pytest.mark.parametrize(
    ("source", "before"), in_the_path(), ids=lambda one: getattr(one, "name", "")
)
def test_the_path_ends_in_the_whole_doi(
    source: Source, before: str, doi: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KDBIB_MAILTO", "me@kdbib.org")
    spy = Spy()
    source.fetch(spy, [Question("doi", doi)])  # type: ignore[arg-type]
    path = spy.sent[0].raw_path.decode().partition("?")[0]
    assert unquote(path) == before + doi


@pytest.mark.parametrize(("name", "before"), [("crossref", "/works/"), ("datacite", "/dois/")])
def test_a_doi_with_a_comma_has_an_address_of_its_own(name: str, before: str) -> None:
    spy = Spy()
    for doi in ("10.1000/../a,b", WITH_COMMA):
        (batch,) = SOURCES[name].batches([Question("doi", doi)])
        SOURCES[name].fetch(spy, batch)  # type: ignore[arg-type]
        path = spy.sent[-1].raw_path.decode().partition("?")[0]
        assert unquote(path).lower() == (before + doi).lower()


@given(st.text(max_size=60).map("10.1000/{}".format))
def test_no_doi_asks_for_another(doi: str) -> None:
    if identifier.doi(doi) is None:
        return
    spy = Spy()
    DoiAgencies().fetch(spy, [Question("doi", doi)])  # type: ignore[arg-type]
    assert unquote(spy.sent[0].raw_path.decode()) == f"/doiRA/{doi}"


@pytest.mark.parametrize("name", ["crossref", "semantic_scholar", "openalex"])
def test_the_dois_of_old_journals_are_found_in_batches_and_alone(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dois = [record["DOI"] for record in RECORDS]
    with serve(RECORDS) as databases:
        monkeypatch.setenv(f"KDBIB_{name.upper()}_URL", databases.url(name))
        with Client(state=tmp_path, sleep=lambda _: None) as client:
            asked = [Question("doi", doi) for doi in dois]
            told = ask(SOURCES[name], asked, client, Answers(None))
            assert [type(answer) for answer in told.values()] == [Found] * 3
            unknown = ask(SOURCES[name], [Question("doi", "10.1111/no,ne")], client, Answers(None))
    assert len(databases.log) <= 3
    assert not any(isinstance(answer, Found) for answer in unknown.values())
