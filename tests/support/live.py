"""Whether the databases still answer as we take it that they do: two dozen questions.

    scripts/check-live [SOURCE...]

It needs a network and takes a minute or two; no test asks the real databases. For each question it
prints whether the answer is what the local server of the tests gives, and what came instead. The
addresses are those of kdbib's sources, so KDBIB_..._URL leads elsewhere, such as to
``python -m tests.support.databases``. A challenge, or too many requests, is told and not passed.
docs/databases.md has for each behaviour where it was seen. Exit code 1: something differs.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx

from kdbib import __version__
from kdbib.model import identifier
from kdbib.resolve import SOURCES
from kdbib.resolve.base import TITLE, Question, Source
from kdbib.resolve.dblp_query import ACCEPT, CANARY, query
from kdbib.resolve.doi_ra import DoiAgencies

ARXIV, TITLED = "1503.02531", "Distilling the Knowledge in a Neural Network"
DOI, OF_DATACITE, NO_DOI = "10.1109/CVPR.2019.00409", f"10.48550/arXiv.{ARXIV}", "10.1109/none.0"
SICI = "10.1175/1520-0469(1963)020<0130:DNF>2.0.CO;2"
ANTHOLOGY = "2020.acl-main.705"

Check = Callable[[httpx.Response], bool]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question: what is sent where, the status that we expect, and what the answer has."""

    source: str
    expected: str
    path: str
    status: int = 200
    check: Check = lambda _: True
    params: Mapping[str, str] = field(default_factory=dict)
    json: object = None
    form: Mapping[str, str] | None = None


def _has(*words: str) -> Check:
    return lambda answer: all(word.lower() in answer.text.lower() for word in words)


def _told(check: Callable[[Any], object]) -> Check:
    return lambda answer: bool(check(answer.json()))


def _sparql(*asked: Question) -> dict[str, str]:
    return {"query": query(asked)}


def _rows(answer: Any) -> list[Any]:
    rows: list[Any] = answer["results"]["bindings"]
    return rows


def questions(mail: str = "") -> Iterator[Asked]:
    """The questions; Unpaywall is asked only with a mail address."""
    unknown = {"id_list": f"{ARXIV},1706.99999", "max_results": "2"}
    yield Asked(
        "arxiv",
        "an unknown id is left out of the feed",
        "",
        check=lambda a: ARXIV in a.text and "abs/1706.99999" not in a.text,
        params=unknown,
    )
    yield Asked(
        "arxiv", "an id that is none: 400 and an Error entry", "", 400, _has("<title>Error"),
        params={"id_list": "abc"},
    )  # fmt: skip
    yield Asked(
        "arxiv", "a title in quotes finds its paper", "", check=_has(ARXIV),
        params={"search_query": f'ti:"{TITLED}"', "max_results": "5"},
    )  # fmt: skip
    batch, fields = "/paper/batch", {"fields": "title"}
    yield Asked(
        "semantic_scholar", "an unknown id in a batch is null", batch,
        check=_told(lambda t: len(t) == 2 and t[0]["title"] and t[1] is None),
        params=fields, json={"ids": [f"ARXIV:{ARXIV}", f"DOI:{NO_DOI}"]},
    )  # fmt: skip
    yield Asked(
        "semantic_scholar", "a batch of unknown ids: 400, 'No valid paper ids given'", batch, 400,
        _has("No valid paper ids given"), params=fields, json={"ids": [f"DOI:{NO_DOI}"]},
    )  # fmt: skip
    yield Asked(
        "semantic_scholar", "a title in quotes in bulk search finds its paper",
        "/paper/search/bulk", check=_has(TITLED), params={"query": f'"{TITLED}"', **fields},
    )  # fmt: skip
    yield Asked(
        "semantic_scholar", "bulk search without a hit: total 0", "/paper/search/bulk",
        check=_told(lambda t: t["total"] == 0), params={"query": "zqxjkv wqzxvk", **fields},
    )  # fmt: skip
    yield Asked(
        "crossref", "a DOI has a title, and is in small letters", f"/works/{identifier.in_path(DOI)}",
        check=_told(lambda t: t["message"]["DOI"] == DOI.lower() and t["message"]["title"]),
    )  # fmt: skip
    yield Asked(
        "crossref", "a DOI of DataCite's: 404, 'Resource not found.'",
        f"/works/{identifier.in_path(OF_DATACITE)}", 404, _has("Resource not found"),
    )  # fmt: skip
    yield Asked(
        "crossref", "an unknown DOI in a list is left out", "/works",
        check=_told(lambda t: [i["DOI"] for i in t["message"]["items"]] == [DOI.lower()]),
        params={"filter": f"doi:{DOI},doi:{NO_DOI}", "rows": "2"},
    )  # fmt: skip
    yield Asked(
        "crossref", "a SICI DOI is found by its address", f"/works/{identifier.in_path(SICI)}",
        check=_told(lambda t: t["message"]["DOI"] == SICI.lower()),
    )  # fmt: skip
    yield Asked(
        "crossref", "a title finds records with scores", "/works",
        check=_told(lambda t: t["message"]["items"][0]["title"]),
        params={"query.bibliographic": "Relational Knowledge Distillation", "rows": "3"},
    )  # fmt: skip
    yield Asked(
        "dblp", "DOIs in capitals find publications", "",
        check=_told(_rows), form=_sparql(Question("doi", DOI)),
    )  # fmt: skip
    yield Asked(
        "dblp", "titles are sorted so that a range finds them", "",
        check=_told(_rows), form=_sparql(Question(TITLE, CANARY)),
    )  # fmt: skip
    yield Asked(
        "dblp", "a query that can't be read: 400, and 'exception' in JSON", "", 400,
        _told(lambda t: t["exception"]), form={"query": "SELECT nonsense"},
    )  # fmt: skip
    yield Asked(
        "openalex", "a work by its DOI", f"/works/doi:{DOI}",
        check=_told(lambda t: DOI.lower() in t["doi"].lower()),
    )  # fmt: skip
    yield Asked("openalex", "an unknown DOI: 404", f"/works/doi:{NO_DOI}", 404)
    yield Asked(
        "openreview", "the search is open to all", "/notes/search",
        check=_told(lambda t: isinstance(t["notes"], list)),
        params={"term": "Relational Knowledge Distillation", "limit": "3"},
    )  # fmt: skip
    yield Asked(
        "openreview", "notes want a token: 403, ChallengeRequiredError", "/notes", 403,
        _has("ChallengeRequired"), params={"id": "anything"},
    )  # fmt: skip
    yield Asked(
        "datacite", "arXiv's DOIs are DataCite's", f"/dois/{OF_DATACITE}",
        check=_told(lambda t: t["data"]["attributes"]["titles"][0]["title"]),
    )  # fmt: skip
    yield Asked(
        "datacite", "a DOI of Crossref's: 404 and errors", f"/dois/{DOI}", 404,
        _told(lambda t: t["errors"]),
    )  # fmt: skip
    yield Asked(
        "doi", "agencies, in the order of the question", f"/doiRA/{DOI},{OF_DATACITE},{NO_DOI}",
        check=_told(
            lambda t: [one.get("RA", one.get("status")) for one in t]
            == ["Crossref", "DataCite", "DOI does not exist"]
        ),
    )  # fmt: skip
    yield Asked(
        "doi", "a handle that exists has responseCode 1", f"/api/handles/{DOI}",
        check=_told(lambda t: t["responseCode"] == 1),
    )  # fmt: skip
    yield Asked(
        "doi", "one that doesn't: 404 and responseCode 100", f"/api/handles/{NO_DOI}", 404,
        _told(lambda t: t["responseCode"] == 100),
    )  # fmt: skip
    yield Asked(
        "acl", "a paper's BibTeX at its own address", f"/{ANTHOLOGY}.bib", check=_has("@", "title")
    )
    yield Asked("acl", "an unknown id: 404", "/2020.acl-main.99999.bib", 404)
    if mail:
        yield Asked(
            "unpaywall", "a DOI", f"/{DOI}", check=_told(lambda t: t["doi"] == DOI.lower()),
            params={"email": mail},
        )  # fmt: skip
    yield Asked("unpaywall", "without a mail address: 422", f"/{DOI}", 422)


def differs(asked: Asked, answer: httpx.Response) -> str:
    """What is otherwise than expected; nothing if nothing is."""
    said = " ".join(answer.text[:160].split())
    if answer.status_code != asked.status:
        return f"HTTP {answer.status_code} instead of {asked.status}: {said}"
    try:
        fits = asked.check(answer)
    except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
        return f"an answer of another shape ({type(error).__name__} {error}): {said}"
    return "" if fits else f"not so: {said}"


def ask_all(asked: Iterable[Asked], sleep: Callable[[float], None]) -> Iterator[tuple[Asked, str]]:
    """Ask each question, an interval after the last one to its source; what differs, if anything."""
    sources: dict[str, Source] = {**SOURCES, "doi": DoiAgencies()}
    before = ""
    agent = f"kdbib/{__version__} check-live (+https://github.com/kdbib/kdbib)"
    with httpx.Client(timeout=60, headers={"User-Agent": agent}, follow_redirects=True) as client:
        for one in asked:
            source = sources[one.source]
            if one.source == before:
                sleep(source.policy.interval)
            before = one.source
            method = "GET" if one.json is None and one.form is None else "POST"
            accept = {"Accept": ACCEPT} if one.source == "dblp" else {}
            try:
                answer = client.request(
                    method,
                    source.url + one.path,
                    params=dict(one.params) or None,
                    json=one.json,
                    data=dict(one.form) if one.form else None,
                    headers=accept,
                )
            except httpx.HTTPError as error:
                yield one, f"no answer: {error}"
                continue
            yield one, differs(one, answer)


def main(arguments: list[str] | None = None, sleep: Callable[[float], None] = time.sleep) -> int:
    """Ask, print, and tell whether all was as expected."""
    parser = argparse.ArgumentParser(prog="scripts/check-live", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("source", nargs="*", help="ask only these: arxiv, crossref, doi, ...")
    only = parser.parse_args(arguments).source
    every = list(questions(os.environ.get("KDBIB_MAILTO", "")))
    if unknown := set(only) - {one.source for one in every}:
        parser.error(f"no such source: {', '.join(sorted(unknown))}")
    wanted = [one for one in every if not only or one.source in only]
    failed = 0
    for one, difference in ask_all(wanted, sleep):
        failed += bool(difference)
        print(f"{'DIFFERS' if difference else 'as expected':11}  {one.source}: {one.expected}")
        if difference:
            print(f"             {difference}", flush=True)
    print(f"{len(wanted) - failed} of {len(wanted)} as expected")
    if failed:
        print("Please report what differs: https://github.com/kdbib/kdbib/issues")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
