"""What ``enrich`` shows when it is done: what needs a person, in groups, then the summary.

On a terminal an entry is its line number and title, and below it what was found; elsewhere an entry
is one line, as compilers write it. The next step comes last.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from kdbib.cli.outputs import Output
from kdbib.cli.screen import harmless
from kdbib.model import Change, Conflict, Disagreement, Entry, Status
from kdbib.pipeline import Outcome
from kdbib.report.group import Group, concerns_people, group_of
from kdbib.wording import counted, worded
from kdbib.write.reference import short_venue
from kdbib.write.results import summary_json

_STYLES = {
    Group.MATCHED: "green",
    Group.CORRECTED: "green",
    Group.CHECK: "yellow",
    Group.AMBIGUOUS: "yellow",
    Group.CONTRADICTED: "magenta",
}
_BAD = "red"
_MOST = 20
"""So many entries of a group are shown on a terminal, unless all are wanted."""
_NARROWEST = 30


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry to show: its group, and what there is to say of it, a line each."""

    entry: Entry
    group: Group
    details: tuple[str, ...]

    @property
    def title(self) -> str:
        citation = self.entry.citation
        return harmless(citation.title.text if citation.title else " ".join(citation.raw.split()))


def results(
    outcome: Outcome,
    outputs: Sequence[Output],
    *,
    verbose: bool = False,
    offline: bool = False,
    width: int | None = None,
) -> Iterator[Text]:
    """The lines to print: ``width`` is the terminal's, None where nobody looks."""
    shown = [_shown(entry, verbose=verbose) for entry in outcome.entries]
    groups = {
        group: [one for one in shown if one.group is group]
        for group in Group
        if verbose or group is not Group.MATCHED
    }
    files = len({entry.citation.file for entry in outcome.entries})
    for group, members in groups.items():
        if not members:
            continue
        if width is None:
            yield from (_line(one) for one in members)
        else:
            yield from _block(group, members, width, files=files, verbose=verbose)
    for line in _summary(outcome, outputs, verbose=verbose, offline=offline):
        yield from [line] if width is None else _folded(line, width)


def _shown(entry: Entry, *, verbose: bool) -> Shown:
    group = group_of(entry, blanks=verbose)
    if entry.status is not Status.MATCHED:
        problems = [worded(c) for c in entry.conflicts if c.code is Disagreement.MALFORMED]
        reasons = [entry.reason, *problems]
        return Shown(entry, group, tuple(filter(None, reasons)))
    conflicts = [c for c in entry.conflicts if verbose or concerns_people(c, entry)]
    details = [_change(change) for change in entry.changes if verbose or change.field != "blanks"]
    details += [_conflict(conflict) for conflict in conflicts]
    if group is Group.TAKEN_BACK and entry.work:
        claim = entry.provenance.get("status")
        told = f"{entry.work.status}, says {claim.source}" if claim else str(entry.work.status)
        details.insert(0, told)
    elif group is Group.MATCHED and (found := _found(entry)):
        details.insert(0, found)
    return Shown(entry, group, tuple(details))


def _change(change: Change) -> str:
    before, after = change.before.strip(), change.after.strip()
    if change.field == "blanks":
        return "blanks at the end of the line"
    if not before:
        inserted = re.fullmatch(rf"(?si),?\s*{change.field}\s*=\s*(.*?),?", after)
        after = inserted[1] if inserted else after  # a field of BibTeX; its name stands before
        after = after if after == "." else after.removeprefix(".").strip()
        return f"{change.field}: + {after}"
    return f"{change.field}: {before} → {after}" if after else f"{change.field}: - {before}"


def _conflict(conflict: Conflict) -> str:
    told = conflict.listed and conflict.field != "title"  # the title stands above
    listed = f" {conflict.listed!r}" if told else ""
    return f"{conflict.field}{listed}: {worded(conflict)}"


def _found(entry: Entry) -> str:
    """Where a work appeared, and its identifier."""
    work = entry.work
    if work is None:
        return ""
    venue = f"{short_venue(work)} {work.year or ''}".strip()
    arxiv = work.identifier("arxiv")
    identifier = work.DOI or (f"arXiv:{arxiv}" if arxiv else "")
    return ", ".join(part for part in (venue, identifier) if part)


def _line(one: Shown) -> Text:
    """``README.md:31:1: corrected: TITLE; authors: ...``."""
    line = Text(f"{harmless(one.entry.citation.place)}: ", "bold")
    line.append(one.group, f"not bold {_STYLES.get(one.group, _BAD)}")
    details = (f"; {harmless(detail)}" for detail in one.details)
    return line.append("".join([f": {one.title}", *details]), "not bold")


def _block(
    group: Group, members: Sequence[Shown], width: int, *, files: int, verbose: bool
) -> Iterator[Text]:
    """A group on a terminal: a heading, and its entries below."""
    yield Text(f"{group.capitalize()} ({len(members)})", f"bold {_STYLES.get(group, _BAD)}")
    kept = members if verbose else members[:_MOST]
    column = max(cell_len(_label(one.entry, files)) for one in kept) + 2
    room = max(width - column - 2, _NARROWEST)
    for reason, alike in _by_reason(kept):
        shared = reason if len(alike) > 1 else ""
        if shared:
            yield from _wrapped(shared, "  ", width)
        for one in alike:
            head = Text(f"{_label(one.entry, files):>{column}}  ", "dim")
            yield head.append(_cut(one.title, room), "not dim")
            for detail in one.details:
                if detail != shared:
                    yield from _wrapped(detail, " " * (column + 2), width)
    if len(kept) < len(members):
        yield Text(f"  and {len(members) - len(kept)} more; -v shows them", "dim")
    yield Text("")


def _by_reason(members: Sequence[Shown]) -> Iterable[tuple[str, list[Shown]]]:
    """The entries that share a reason together, in the order of the list."""
    alike: dict[str, list[Shown]] = {}
    for one in members:
        alike.setdefault(one.entry.reason, []).append(one)
    return alike.items()


def _label(entry: Entry, files: int) -> str:
    line = str(entry.citation.span.line)
    return f"{harmless(entry.citation.file)}:{line}" if files > 1 else line


def _cut(text: str, room: int) -> str:
    return text if cell_len(text) <= room else set_cell_size(text, room - 1).rstrip() + "…"


def _wrapped(text: str, indent: str, width: int) -> Iterator[Text]:
    field, colon, rest = harmless(text).partition(": ")
    lines = wrap(
        f"{field}{colon}{rest}",
        max(width - 1, len(indent) + _NARROWEST),
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    for line in lines:
        shown = Text(line)
        if " → " in line:
            shown.stylize("green", line.index(" → ") + 3)
        yield shown


def _folded(line: Text, width: int) -> Iterator[Text]:
    """A line of one style, in lines that fit."""
    for part in wrap(line.plain, width - 1, break_long_words=False, break_on_hyphens=False):
        yield Text(part, line.style)


def _summary(
    outcome: Outcome, outputs: Sequence[Output], *, verbose: bool, offline: bool
) -> Iterator[Text]:
    """The counts, who was asked, what was written, and what to do next."""
    counts = summary_json(outcome.entries, 0)
    citations = counted(counts["citations"], "citation")
    if not counts["citations"]:
        yield Text("No citation was read; `kdbib parse FILE` shows what was passed over, and why.")
        return
    found = f"{counts['matched']} of {citations} found ({counted(counts['works'], 'work')})"
    corrections = counted(counts["corrections"], "correction")
    in_citations = f" in {counted(counts['corrected'], 'citation')}" if counts["corrected"] else ""
    yield Text(f"{found}; {corrections}{in_citations}.", "bold")
    yield Text(f"{_asked(outcome)}.", "dim")
    if not verbose and (minor := _minor(outcome.entries)):
        yield Text(f"Not shown: {minor}; -v shows all.", "dim")
    if outputs:
        yield Text("Wrote " + ", ".join(harmless(output.path) for output in outputs) + ".")
    if step := _next_step(outcome.entries, outputs, offline=offline):
        yield Text(f"Next: {step}")


def _asked(outcome: Outcome) -> str:
    said = []
    for name, counter in outcome.counters.items():
        parts = [
            counted(int(counter[kind]), *words)
            for kind, words in _COUNTED.items()
            if counter.get(kind)
        ]
        said += [f"{name} ({', '.join(parts)})"] if parts else []
    return "Asked " + ", ".join(said) if said else "No database was asked"


_COUNTED = {
    "requests": ("request",),
    "hits": ("known answer",),
    "errors": ("error",),
}


def _minor(entries: Iterable[Entry]) -> str:
    """What is a matter of style, or needs nobody."""
    everything = list(entries)
    codes = Counter(conflict.code for entry in everything for conflict in entry.conflicts)
    blanks = sum(change.field == "blanks" for entry in everything for change in entry.changes)
    counts = (
        (codes[Disagreement.SHORTENED], "shortened list of authors", "shortened lists of authors"),
        (codes[Disagreement.CAPITALS], "title in other capitals", "titles in other capitals"),
        (blanks, "line with blanks at its end", "lines with blanks at their ends"),
    )
    return ", ".join(counted(number, *words) for number, *words in counts if number)


def _next_step(entries: Sequence[Entry], outputs: Sequence[Output], *, offline: bool) -> str:
    """What the user would do next; "" if nothing."""
    unresolved = [entry for entry in entries if entry.status is not Status.MATCHED]
    if unresolved and offline:
        others = counted(len(unresolved), "citation")
        return f"run it without --offline to ask the databases about {others}."
    for output in outputs:
        name, path = harmless(output.list_name), harmless(output.path)
        if output.list_bytes not in {None, output.content} and path != name and "<" not in name:
            return f"compare {path} with {name}, or `kdbib enrich {name} --in-place`."
    if unresolved and "<" not in unresolved[0].citation.file:
        place = f"{harmless(unresolved[0].citation.file)}:{unresolved[0].citation.span.line}"
        return f"add a DOI or arXiv id to what was not found; `kdbib explain {place}` tells why."
    return ""
