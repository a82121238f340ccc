"""Each fault at each source: the run ends, with the right exit code, and nothing wrong is kept.

One paper was found in an earlier run; a second one is new in the list. While it is asked for, every
answer of the source is struck by the fault. So the run ends with 3, the first paper is written as
before, of the second one nothing is written or cached, and no key is told to anyone. The next run
asks for the second one alone, and finds it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from kdbib.cli import app
from kdbib.http.answers import Answers
from kdbib.http.client import Client
from kdbib.resolve import SOURCES
from tests.support.databases import Databases, Record, serve

FAULTS: dict[str, dict[str, Any]] = {
    "refused": {},
    "reset": {},
    "timeout": {},
    "drip": {"seconds": 0.05},
    "429": {},
    "429 in a second": {"retry_after": 1},
    "429 in an hour": {"retry_after": 3600},
    "403": {},
    "500": {},
    "html": {},
    "truncated": {},
    "cut": {},
    "empty": {},
    "encoding": {},
    "huge": {"megabytes": 100},
    "bomb": {"megabytes": 20},
    "shape": {},
    "redirect_loop": {},
    "redirect_away": {},
}
SECRETS = ("a-known-key", "a-known-token", "a-plus-token")
KEYS = {
    "S2_API_KEY": "a-known-key",
    "OPENALEX_API_KEY": "a-known-key",
    "OPENREVIEW_TOKEN": "a-known-token",
    "CROSSREF_PLUS_TOKEN": "a-plus-token",
    "KDBIB_MAILTO": "somebody@example.org",
}
MOST_REQUESTS = 20
SLOW = ("timeout", "drip")
"""The faults that are waited for; all else is told by what arrives, however busy the machine is."""


def paper(title: str, family: str, number: int) -> Record:
    return {
        "type": "paper-conference",
        "title": title,
        "author": [{"family": family, "given": "Ana"}],
        "issued": [2020],
        "container-title": "Annual Meeting of the Association for Computational Linguistics",
        "container-title-short": "ACL",
        "DOI": f"10.18653/v1/2020.acl-main.{number}",
        "identifiers": {
            "arxiv": f"2004.{number:05}",
            "acl": f"2020.acl-main.{number}",
            "openreview": f"Forum{number:05}",
            "dblp": f"conf/acl/{family}20",
            "s2": f"{number:040x}",
        },
        "pdf_url": f"https://aclanthology.org/2020.acl-main.{number}.pdf",
    }


FIRST = paper("Elephants Remember Every Footnote", "Lowe", 701)
SECOND = paper("Penguins Forget Most Appendices", "Weber", 702)


def line(record: Record) -> str:
    """The record as a list cites it, with every identifier that a source may be asked for."""
    ids = record["identifiers"]
    people = f"{record['author'][0]['family']}, Ana et al."
    links = (
        f"[[doi]](https://doi.org/{record['DOI']})"
        f" [[acl]](https://aclanthology.org/{ids['acl']})"
        f" [[reviews]](https://openreview.net/forum?id={ids['openreview']})"
    )
    return f"1. {record['title']}. {people} ACL 2020. arXiv:{ids['arxiv']} {links}\n"


class Clock:
    """A clock that sleeping moves; ``jumps`` are added, one each time that it is looked at."""

    def __init__(self, *jumps: float) -> None:
        self.now = 1_800_000_000.0
        self.jumps = list(jumps)

    def __call__(self) -> float:
        self.now += self.jumps.pop(0) if self.jumps else 0.0
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


Enrich = Callable[..., Result]


@pytest.fixture
def databases() -> Iterator[Databases]:
    with serve([FIRST, SECOND]) as running:
        yield running


@pytest.fixture
def enrich(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Enrich:
    """Run ``kdbib enrich`` on a list of the records, with one source and little patience."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)

    def be_patient(seconds: float) -> None:
        for source in SOURCES.values():
            policy = replace(
                source.policy,
                interval=0.0,
                interval_with_key=None,
                read=seconds,
                attempt=seconds,
                retries=1,
                max_bytes=2**20,
            )
            monkeypatch.setattr(type(source), "policy", policy)

    def run(
        source: str, *records: Record, clock: Clock | None = None, patience: float = 20.0
    ) -> Result:
        be_patient(patience)
        for name, value in databases.environment().items():
            monkeypatch.setenv(name, value)
        time = clock or Clock()
        client = partial(Client, clock=time, sleep=time.sleep)
        monkeypatch.setattr("kdbib.http.client.Client", client)
        (tmp_path / "list.md").write_text("".join(map(line, records)), "utf-8")
        options = ["enrich", "list.md", "--source", source, "--cache", "cache"]
        return CliRunner().invoke(app, options, catch_exceptions=False)

    return run


def told(result: Result, folder: Path, caplog: pytest.LogCaptureFixture) -> str:
    """All that a run printed, logged and wrote."""
    files = (path for path in folder.rglob("*") if path.is_file())
    kept = b"\n".join(path.read_bytes() for path in files).decode("utf-8", "replace")
    return "\n".join((result.stdout, result.stderr, caplog.text, kept))


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("source", SOURCES)
def test_a_fault(
    source: str,
    fault: str,
    enrich: Enrich,
    databases: Databases,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = enrich(source, FIRST)
    assert before.exit_code == 0, before.output
    assert FIRST["title"] in (tmp_path / "references.json").read_text("utf-8")

    databases.fault(source, fault.partition(" ")[0], **FAULTS[fault])
    databases.log.clear()
    struck = enrich(source, FIRST, SECOND, patience=0.3 if fault in SLOW else 20.0)
    assert struck.exit_code == 3, struck.output
    assert "went on without what could not be asked" in struck.stderr
    assert len(databases.log) <= MOST_REQUESTS
    for name in ("references.json", "references.bib", "cache/resolutions.jsonl"):
        written = (tmp_path / name).read_text("utf-8")
        assert FIRST["title"] in written
        assert "enguins" not in written
    assert line(SECOND) in (tmp_path / "list.enriched.md").read_text("utf-8")
    kept = known(source, SECOND, tmp_path)
    everything = told(struck, tmp_path, caplog)
    assert not [secret for secret in SECRETS if secret in everything]
    assert not [
        asked for asked in databases.log if asked.path.startswith("/elsewhere") and leaks(asked)
    ]

    databases.heal()
    databases.log.clear()
    healed = enrich(source, FIRST, SECOND)
    assert healed.exit_code == 0, healed.output
    assert SECOND["title"] in (tmp_path / "references.json").read_text("utf-8")
    assert databases.log
    assert not [asked for asked in databases.log if names(FIRST, asked)]
    honest = known(source, SECOND, tmp_path)
    assert kept.items() <= honest.items()  # DataCite says truly that a DOI of Crossref's is not its


def known(source: str, record: Record, folder: Path) -> dict[tuple[str, str], str]:
    """The outcomes that the cache has for questions after a record."""
    kinds = {"title": record["title"], "words": record["title"], "doi": record["DOI"]}
    questions = list((kinds | record["identifiers"]).items())
    answers = Answers(folder / "cache")
    try:
        return {asked: one.outcome for asked, one in answers.recall(source, questions).items()}
    finally:
        answers.close()


def leaks(asked: Any) -> bool:
    """Whether a request holds a key."""
    return any(secret in f"{asked.params} {asked.headers}" for secret in SECRETS)


def names(record: Record, asked: Any) -> bool:
    """Whether a request asks for a record."""
    sent = f"{asked.path} {asked.params} {asked.body!r}".lower()
    words = (record["title"].split()[0], str(record["DOI"]), *record["identifiers"].values())
    return any(word.lower() in sent for word in words)


@pytest.mark.parametrize("jumps", [(-86400.0, 86400.0), (1e7, -2e7, 1e7)])
@pytest.mark.parametrize("source", SOURCES)
def test_a_clock_that_jumps_is_no_fault(
    source: str, jumps: tuple[float, ...], enrich: Enrich
) -> None:
    done = enrich(source, FIRST, SECOND, clock=Clock(*jumps * 20))
    assert done.exit_code == 0, done.output


@pytest.mark.parametrize("source", SOURCES)
def test_a_key_that_is_refused_is_told_to_nobody(
    source: str,
    enrich: Enrich,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in KEYS.keys() - {"KDBIB_MAILTO"}:
        monkeypatch.setenv(name, "wrong-secret")
    done = enrich(source, FIRST)
    assert "wrong-secret" not in told(done, tmp_path, caplog)
