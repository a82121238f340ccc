"""The files that ``enrich`` writes: composed in memory, compared, then replaced whole."""

import logging
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace as replace_fields

from kdbib.cli.destinations import STDOUT, Destination, Kind, Wanted
from kdbib.errors import UsageError
from kdbib.model import Entry, Form, Work
from kdbib.pipeline.bibliography import works_of
from kdbib.read import List
from kdbib.read.encoding import UTF8, Encoding
from kdbib.write.bad_entries import without_bad_entries
from kdbib.write.choices import Dialect
from kdbib.write.files import ANYTHING, replace
from kdbib.write.formats import FORMATS, Options, Writer
from kdbib.write.markdown import corrected, unified_diff
from kdbib.write.seal import is_sealed
from kdbib.write.venue_names import venue_name
from kdbib.write.written import Written

_log = logging.getLogger(__name__)
Read = Sequence[tuple[List, bytes]]
"""The lists, each with the bytes that it was read from."""


@dataclass(frozen=True, slots=True)
class Output:
    """What is to be written where; ``list_bytes`` is what a corrected list was made from.

    ``is_empty`` is whether it is a bibliography without entries.
    """

    place: Destination
    content: bytes
    list_bytes: bytes | None = None
    list_name: str = ""
    is_empty: bool = False
    encoding: Encoding = UTF8

    @property
    def path(self) -> str:
        return self.place.path

    @property
    def before(self) -> bytes | None:
        """What was there; None if nothing was."""
        return self.place.before if isinstance(self.place.before, bytes) else None


def compose(
    places: Sequence[Destination], wanted: Wanted, read: Read, entries: Sequence[Entry]
) -> tuple[list[Output], list[str]]:
    """The outputs that go to these places, and in sentences which entries they leave out, why."""
    problems: list[str] = []
    return [_composed(place, wanted, read, entries, problems) for place in places], problems


def _composed(
    place: Destination,
    wanted: Wanted,
    read: Read,
    entries: Sequence[Entry],
    problems: list[str],
) -> Output:
    if place.list is not None:
        one, data = read[place.list]
        changed = one.encoding.encode(_put_right(one, data, entries))
        return Output(place, changed, one.encoding.encode(data), one.file, encoding=one.encoding)
    if place.kind is Kind.report:
        from kdbib.report.page import report

        return Output(place, report(entries, [one.file for one, _ in read]))
    if place.kind is Kind.append:
        return _appended(place, wanted, entries, problems)
    if place.format in {"bibtex", "biblatex"}:
        return _bibliography(place, wanted, read, entries, problems)
    works = works_of(entries)
    write = FORMATS[place.format].write
    options = Options(wanted.ascii, wanted.style, sealed=True, order=wanted.order)
    data, bad = without_bad_entries(lambda items: write(items, options), list(works.items()))
    problems += _left_out(bad, place, entries)
    return Output(place, data, is_empty=not works)


def _appended(
    place: Destination, wanted: Wanted, entries: Sequence[Entry], problems: list[str]
) -> Output:
    """A bibliography of the user's with the works that it lacks; as it is, if that can't be."""
    from kdbib.cli.appending import appended

    before = place.before if isinstance(place.before, bytes) else b""
    options = Options(ascii=wanted.ascii, order=wanted.order)
    works = _named(works_of(entries), wanted)
    try:
        data, bad = appended(place.path, before, works, _writer(place, wanted).write, options)
    except UsageError as error:
        problems.append(str(error))
        return Output(place, before)
    problems += _left_out(bad, place, entries)
    return Output(place, data)


def _writer(place: Destination, wanted: Wanted) -> Writer:
    return FORMATS["biblatex" if wanted.dialect is Dialect.biblatex else place.format]


def _named(works: Mapping[str, Work], wanted: Wanted) -> dict[str, Work]:
    """The works, with the names of their venues as they are wanted."""
    if not wanted.venues:
        return dict(works)
    return {
        key: replace_fields(work, container_title=venue_name(work, wanted.venues) or None)
        for key, work in works.items()
    }


def _bibliography(
    place: Destination,
    wanted: Wanted,
    read: Read,
    entries: Sequence[Entry],
    problems: list[str],
) -> Output:
    """The works of the lists, and, where a place was named for it, the bibliographies completed."""
    is_named = bool(wanted.bib) or place.kind is Kind.output
    named = [(o, d) for o, d in read if o.form is Form.bibtex] if is_named else []
    there = {citation.key for one, _ in named for citation in one.citations}
    of_lists = [entry for entry in entries if entry.citation.form is not Form.bibtex]
    works = {key: work for key, work in works_of(of_lists).items() if key not in there}
    works = _named(works, wanted)
    if wanted.ascii:
        _tell_unencodable(works)
    options = Options(ascii=wanted.ascii, sealed=not named, order=wanted.order)
    write = _writer(place, wanted).write
    text, bad = without_bad_entries(lambda items: write(items, options), list(works.items()))
    problems += _left_out(bad, place, of_lists)
    if not named:
        return Output(place, text, is_empty=not works)
    completed = [_put_right(one, data, entries) for one, data in named]
    return Output(place, b"\n".join(filter(None, [*completed, text])))


def _left_out(bad: Mapping[str, str], place: Destination, entries: Iterable[Entry]) -> list[str]:
    """In sentences, the entries that could not be written."""
    return [
        f"{entry.citation.place}: {entry.key} is left out of {place.path}: {bad[entry.key]}"
        for entry in entries
        if entry.key is not None and entry.key in bad
    ]


def _tell_unencodable(works: dict[str, Work]) -> None:
    from kdbib.write.bibtex import unencodable

    for key, characters in unencodable(works.items()).items():
        _log.warning("%s: LaTeX has no ASCII for %s; kept as it is", key, characters)


def _put_right(one: List, data: bytes, entries: Sequence[Entry]) -> bytes:
    """A list, or a bibliography, with its corrections, in UTF-8."""
    changes = [c for e in entries if e.citation.file == one.file for c in e.changes]
    return corrected(data, changes)


# --- what would change -------------------------------------------------------------------------


def to_correct(read: Read, entries: Sequence[Entry]) -> list[str]:
    """The lists that need a correction."""
    files = {entry.citation.file for entry in entries if entry.changes}
    return [one.file for one, _ in read if one.file in files]


def stale(outputs: Sequence[Output], wanted: Wanted) -> list[str]:
    """The outputs that would change, of those that were named and bibliographies that are there.

    A corrected list that nobody named tells nothing that the list itself does not.
    """
    return [
        output.path
        for output in outputs
        if output.path != STDOUT and output.content != output.before and _counts(output, wanted)
    ]


def _counts(output: Output, wanted: Wanted) -> bool:
    is_named = getattr(wanted, output.place.kind) is not None
    return is_named or (output.place.list is None and output.before is not None)


def print_diffs(outputs: Sequence[Output]) -> None:
    """Show how the lists, and the outputs that exist already, would change; not how a page."""
    for output in outputs:
        if output.place.kind is Kind.report:
            continue
        before = output.list_bytes if output.list_bytes is not None else output.before
        if before is not None:
            old = output.list_name or output.path
            old_text, new_text = map(output.encoding.decode, (before, output.content))
            sys.stdout.write(unified_diff(old_text, new_text, old, output.path))


# --- writing -----------------------------------------------------------------------------------


def write(
    outputs: Sequence[Output], wanted: Wanted, written: Written
) -> tuple[list[Output], list[str]]:
    """Write the outputs; those that were written, and in sentences why others were not."""
    done, problems = [], []
    for output in outputs:
        if output.place.kind is Kind.append and output.content == output.before:
            continue  # it has them all
        try:
            _write(output, wanted, written)
        except UsageError as error:
            problems.append(str(error))
        else:
            done.append(output)
    return done, problems


def _write(output: Output, wanted: Wanted, written: Written) -> None:
    place = output.place
    if place.path == STDOUT:
        sys.stdout.buffer.write(output.content)
        sys.stdout.buffer.flush()
    elif output.is_empty and place.has_entries and not wanted.forces(place.kind):
        raise UsageError(f"{place.path} is left as it is: nothing was found to replace it with")
    elif place.in_place:
        replace(place.path, output.content, before=output.list_bytes)
    elif place.kind is Kind.append or place.before is ANYTHING or is_sealed(output.content):
        replace(place.path, output.content, before=place.before)
    else:
        written.write(Path(place.path), output.content, before=output.before)
