"""What ``enrich`` says below its table: counts, who was asked, what a person should look at."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rich.text import Text

from kdbib.cli.outputs import Output
from kdbib.cli.screen import plain
from kdbib.model import Disagreement, Entry, Status
from kdbib.model.work import TAKEN_BACK
from kdbib.pipeline import Outcome
from kdbib.wording import worded
from kdbib.write.results import summary_json

STYLES = {
    Status.MATCHED: "green",
    Status.AMBIGUOUS: "yellow",
    Status.CONTRADICTED: "magenta",
    Status.NOT_FOUND: "red",
    Status.UNKNOWN: "red",
}

_MANY = 8
"""So many citations that are not found for the same reason are told together."""


def summary(outcome: Outcome, outputs: Sequence[Output], *, verbose: bool) -> Iterator[Text]:
    """The lines below the table: counts, who was asked, and what a person should look at."""
    entries = outcome.entries
    counts = summary_json(entries, 0)
    found = f"{counts['matched']} of {counts['citations']} citations found, {counts['works']} works"
    yield Text("")
    yield Text(f"{found}; {counts['corrections']} corrections in {counts['corrected']} citations")
    asked = {n: c for n, c in outcome.counters.items() if c["requests"] or c["hits"] or c["errors"]}
    if asked:
        shown = (
            f"{n} ({c['requests']} requests, {c['hits']} answers at hand)" for n, c in asked.items()
        )
        yield Text("asked: " + ", ".join(shown), "dim")
    elif counts["matched"] == counts["citations"]:
        yield Text("nobody was asked: all was decided in earlier runs", "dim")
    else:
        told = "no database was asked; what is not found is in no corpus and no earlier answer"
        yield Text(told, "dim")
    for status in (Status.AMBIGUOUS, Status.CONTRADICTED, Status.NOT_FOUND, Status.UNKNOWN):
        yield from _unresolved([e for e in entries if e.status is status], verbose=verbose)
    for entry in entries:
        if entry.work and entry.work.status in TAKEN_BACK:
            claim = entry.provenance.get("status")
            told = f": the paper was {entry.work.status}, says {claim.source if claim else '?'}"
            line = Text(f"{entry.citation.place}: ").append(entry.work.status, "red")
            yield line.append_text(plain(told))
    for entry in entries:
        yield from _conflicts(entry, verbose=verbose)
    if not verbose and (minor := _minor(entries)):
        yield Text(f"also {minor}; -v shows them", "dim")
    if outputs:
        yield Text("wrote " + ", ".join(output.path for output in outputs))


def _unresolved(entries: Sequence[Entry], *, verbose: bool) -> Iterator[Text]:
    """The entries without a work, with the reason; many that share one in a line together."""
    shared = Counter(entry.reason for entry in entries)
    for entry in entries:
        if verbose or shared[entry.reason] < _MANY:
            yield _reason(f"{entry.citation.place}: ", entry)
    for reason, count in shared.items():
        if not verbose and count >= _MANY:
            example = next(entry for entry in entries if entry.reason == reason)
            yield _reason(f"{count} citations: ", example).append("; -v lists them", "dim")


def _reason(lead: str, entry: Entry) -> Text:
    line = Text(lead).append(entry.status.value.replace("_", " "), STYLES[entry.status])
    return line.append_text(plain(f": {entry.reason}" if entry.reason else ""))


def _conflicts(entry: Entry, *, verbose: bool) -> Iterator[Text]:
    """What a person should look at; differences of style and between sources only if verbose."""
    corrected = {change.field for change in entry.changes}
    for conflict in entry.conflicts:
        minor = conflict.is_style or not conflict.listed
        if not verbose and (minor or conflict.field in corrected):
            continue
        line = Text(f"{entry.citation.place}: ")
        line.append(conflict.field, "yellow")
        listed = f" {conflict.listed!r}:" if conflict.listed else ""
        yield line.append_text(plain(f"{listed} {worded(conflict)}"))


def _minor(entries: Sequence[Entry]) -> str:
    """How many differences there are that are style rather than mistakes."""
    codes = Counter(conflict.code for entry in entries for conflict in entry.conflicts)
    what = {
        Disagreement.SHORTENED: "shortened lists of authors",
        Disagreement.CAPITALS: "titles in other capitals",
    }
    return ", ".join(f"{codes[code]} {named}" for code, named in what.items() if codes[code])
