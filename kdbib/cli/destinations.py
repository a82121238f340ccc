"""Where the outputs of ``enrich`` go, and whether they may: known before anybody is asked.

What kdbib did not write is the user's. So an output is never one of the lists, never another
output, and no file that is there already, unless kdbib wrote it and nobody has edited it since, or
an option of the command line names it together with ``--force``.
"""

import os
import shlex
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path, PurePath
from typing import Any

from kdbib.config import as_it_looks, leads_out, project_root
from kdbib.errors import UsageError
from kdbib.model import Form
from kdbib.read import List
from kdbib.write.choices import Dialect, Order, Venues
from kdbib.write.files import ANYTHING, Before
from kdbib.write.seal import is_sealed
from kdbib.write.written import Written

STDOUT = "-"
STDIN = "<stdin>"
_ENRICHED = ".enriched"
_NOTHING = (b"", b"[]")


class Kind(StrEnum):
    """What an output is; the values are the options that name its place."""

    bib = "bib"
    csl = "csl"
    markdown = "markdown"
    report = "report"
    append = "append"
    output = "output"


_REPLACED = frozenset(Kind) - {Kind.append}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options say of the outputs.

    ``output`` are further places, each with the format of what goes there. ``named`` are those
    options that stand on the command line; ``only_named`` is whether nothing else is written, since
    the results are printed.
    """

    folder: Path = Path()
    bib: str | None = None
    csl: str | None = None
    markdown: str | None = None
    report: str | None = None
    append: str | None = None
    output: Mapping[str, str] = field(default_factory=dict)
    in_place: bool = False
    ascii: bool = False
    style: str | None = None
    dialect: Dialect | None = None
    venues: Venues | None = None
    order: Order = Order.key
    force: bool = False
    only_named: bool = False
    named: frozenset[str] = frozenset()

    def places(self) -> "list[str | None]":
        """The places that are named, kind by kind."""
        return [self.bib, self.csl, self.markdown, self.report, self.append, *self.output]

    @property
    def to_stdout(self) -> bool:
        return STDOUT in self.places()

    def forces(self, kind: Kind) -> bool:
        """Whether an output may replace what kdbib did not write: named, and forced."""
        return self.force and kind in self.named

    def printing(self) -> "Wanted":
        """The same, of which only what the command line names is written."""
        none: dict[str, Any] = dict.fromkeys(map(str, Kind)) | {"output": {}}
        unnamed = {str(kind): none[kind] for kind in Kind if kind not in self.named}
        return replace(self, **unnamed, only_named=True)

    def check(self, lists: Sequence[str]) -> None:
        """Raise UsageError if the options do not go together."""
        if self.markdown and len(lists) > 1:
            raise UsageError("--markdown takes a single LIST; --output-dir takes many")
        if self.markdown and self.in_place:
            raise UsageError("--markdown and --in-place both say where the corrected list goes")
        if self.in_place and STDOUT in lists:
            raise UsageError("--in-place can't correct standard input")
        if self.places().count(STDOUT) > 1:
            raise UsageError("only one output can go to standard output")
        if self.append == STDOUT:
            raise UsageError("--append takes a file; --bib - is standard output")
        if self.force and not self.named & _REPLACED:
            raise UsageError(
                "--force replaces a file that you name: it goes with --output, --bib, --csl,"
                " --markdown or --report"
            )


@dataclass(frozen=True, slots=True)
class Destination:
    """Where an output goes: works in a ``format``, or a list, by its number, as it is corrected.

    ``before`` is what was there when it was looked at.
    """

    kind: Kind
    path: str
    format: str = ""
    list: int | None = None
    in_place: bool = False
    before: Before = ANYTHING

    @property
    def has_entries(self) -> bool:
        """Whether a bibliography with entries is there."""
        before = self.before if isinstance(self.before, bytes) else b""
        is_bib = self.format in {"bibtex", "biblatex"}
        return b"@" in before if is_bib else before.strip() not in _NOTHING


# --- which lists are read ----------------------------------------------------------------------


def without_own(lists: Sequence[str]) -> tuple[list[str], list[str]]:
    """The lists that are read, and those that are not, since kdbib wrote them.

    ``enrich *.md`` names what earlier runs wrote too. A list that is all there is, is read; one
    that is named twice is read once.
    """
    once: dict[object, str] = {}
    for path in lists:
        once.setdefault(_identity(path), path)
    distinct = list(once.values())
    own = [path for path in distinct if _is_own(path)]
    if len(own) == len(distinct):
        return distinct, []
    return [path for path in distinct if path not in own], own


def _is_own(path: str) -> bool:
    name = PurePath(path)
    if _ENRICHED in (PurePath(name.stem).suffix, name.suffix):
        return True
    return is_sealed(_content(Path(path)) or b"")


def outputs_of(paths: Sequence[str], to: str | None, folder: Path) -> dict[str, str]:
    """Further outputs, each with its format: the one that ``to`` names, or that of its suffix.

    Without a path, a file in the folder. Raises UsageError where the format is not known.
    """
    from kdbib.write.formats import FORMATS, format_of

    if to is None:
        found = {path: format_of(path) for path in paths}
        for path in (path for path, format_ in found.items() if format_ is None):
            raise UsageError(
                f"--output {path}: no format has this suffix; --to names one of"
                f" {', '.join(FORMATS)}"
            )
        return {path: format_ for path, format_ in found.items() if format_}
    if len(paths) > 1:
        raise UsageError("--to is the format of one --output; without it, the suffix tells")
    return {(*paths, str(folder / f"references{FORMATS[to].suffixes[0]}"))[0]: to}


# --- where outputs go --------------------------------------------------------------------------


def destinations(wanted: Wanted, lists: Sequence[List]) -> list[Destination]:
    """Where the outputs go: those that are named, or, if none is, every one.

    Raises UsageError if a corrected list is asked for of a text that is only read.
    """
    unnamed = not any(wanted.places())
    if wanted.only_named and "output_dir" not in wanted.named:
        unnamed = False
    found = []
    is_needed = any(one.form is not Form.bibtex for one in lists)  # those are completed themselves
    if wanted.bib or (unnamed and is_needed):
        path = wanted.bib or str(wanted.folder / "references.bib")
        found.append(Destination(Kind.bib, path, "bibtex"))
    if wanted.csl or unnamed:
        path = wanted.csl or str(wanted.folder / "references.json")
        found.append(Destination(Kind.csl, path, "csl-json"))
    if wanted.append:
        found.append(Destination(Kind.append, wanted.append, "bibtex"))
    found += [Destination(Kind.output, path, format_) for path, format_ in wanted.output.items()]
    if wanted.report:
        found.append(Destination(Kind.report, wanted.report))
    if wanted.in_place or wanted.markdown:
        _refuse_read_only(lists, "--in-place" if wanted.in_place else "--markdown")
    if wanted.in_place:
        found += [
            Destination(Kind.markdown, o.file, list=i, in_place=True) for i, o in enumerate(lists)
        ]
    elif wanted.markdown:
        found.append(Destination(Kind.markdown, wanted.markdown, list=0))
    elif unnamed:
        numbers = [i for i, o in enumerate(lists) if o.form.is_corrected and o.file != STDIN]
        names = corrected_names([lists[number].file for number in numbers])
        found += [
            Destination(Kind.markdown, str(wanted.folder / name), list=number)
            for number, name in zip(numbers, names, strict=True)
        ]
    return [replace(one, before=_before(one.path)) for one in found]


def _refuse_read_only(lists: Sequence[List], option: str) -> None:
    for one in lists:
        if not one.form.is_corrected:
            raise UsageError(
                f"{option}: {one.file} is neither markdown nor BibTeX, which alone are corrected"
            )


def corrected_names(files: Sequence[str]) -> list[str]:
    """The names of the corrected lists: each its own, with folders before it where two are alike.

    >>> corrected_names(["list.md"])
    ['list.enriched.md']
    >>> corrected_names(["README.md", "docs/README.md"])
    ['README.enriched.md', 'docs-README.enriched.md']
    """
    alike: dict[str, list[str]] = {}
    for file in files:
        alike.setdefault(_enriched(file), []).append(file)
    return [_told_apart(file, alike[_enriched(file)]) for file in files]


def _told_apart(file: str, alike: Sequence[str]) -> str:
    """The name of a corrected list, with so many folders before it as no other has."""
    if len(alike) == 1:
        return _enriched(file)
    others = [other for other in alike if other != file]
    for looking in (os.path.normpath, lambda path: str(as_it_looks(Path(path)))):
        own, theirs = _folders(looking(file)), [_folders(looking(other)) for other in others]
        for depth in range(1, max(map(len, [own, *theirs])) + 1):
            if all(own[:depth] != folders[:depth] for folders in theirs):
                return "-".join([*reversed(own[:depth]), _enriched(file)])
    return _enriched(file)


def _enriched(file: str) -> str:
    path = PurePath(file)
    return f"{path.stem}{_ENRICHED}{path.suffix}"


def _folders(file: str) -> list[str]:
    """The folders that a file is in, the nearest first."""
    path = PurePath(file)
    return [part for part in reversed(path.parent.parts) if part not in {"..", path.anchor}]


# --- whether they may --------------------------------------------------------------------------


def refusals(
    places: Sequence[Destination], lists: Sequence[List], wanted: Wanted, written: Written
) -> dict[Destination, str]:
    """The destinations that are refused, each with the sentence that says why, and what to do."""
    inputs = {_identity(one.file): number for number, one in enumerate(lists)}
    taken: dict[object, Destination] = {}
    found: dict[Destination, str] = {}
    for place in places:
        if place.path == STDOUT:
            continue
        identity = _identity(place.path)
        read_as = inputs.get(identity)
        other = taken.setdefault(identity, place)
        if other is not place:
            found[place] = f"{other.path} and {place.path} are one file; give two names"
        elif read_as is not None and not (place.in_place and read_as == place.list):
            found[place] = (
                f"{place.path} is a LIST, and no output replaces one; {_elsewhere(place)}"
            )
        elif why := _not_there(place, lists, wanted, written):
            found[place] = why
    return found


def _not_there(
    place: Destination, lists: Sequence[List], wanted: Wanted, written: Written
) -> str | None:
    """Why an output can't be where it goes, for what is there."""
    path = Path(place.path)
    forced = wanted.forces(place.kind)
    if not path.parent.is_dir():
        return f"{path.parent}: there is no such folder to write to"
    if not forced and (target := leads_out(path, project_root(Path.cwd()) or Path.cwd())):
        return f"{path} leads out of the project, to {target}: name that file itself"
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return None
    except OSError as error:
        return f"{path} can't be written: {(error.strerror or str(error)).lower()}"
    if stat.S_ISDIR(mode):
        return f"{path} is a folder; {_elsewhere(place)}"
    if not stat.S_ISREG(mode):
        named = place.kind in wanted.named and (stat.S_ISFIFO(mode) or stat.S_ISCHR(mode))
        return None if named else f"{path} is no file; {_elsewhere(place)}"
    if not os.access(path, os.W_OK):
        return f"{path} is write-protected; {_elsewhere(place)}"
    if place.in_place or forced or place.kind is Kind.append or _is_ours(place, lists, written):
        return None
    how = _to_replace(place, wanted, several=len(lists) > 1)
    return f"{path}: kdbib did not write this file, or it was edited since; {how}"


def _is_ours(place: Destination, lists: Sequence[List], written: Written) -> bool:
    """Whether nothing of the user's is lost with what is there."""
    if not isinstance(place.before, bytes):
        return place.before is None
    if place.before.strip() in _NOTHING:
        return True
    if is_sealed(place.before) or written.knows(Path(place.path), place.before):
        return True
    listed = _content(Path(lists[place.list].file)) if place.list is not None else None
    return place.before == listed


def _elsewhere(place: Destination) -> str:
    if place.in_place:
        return "--output-dir DIR writes the corrected list elsewhere"
    return f"--{place.kind} PATH names another"


def _to_replace(place: Destination, wanted: Wanted, *, several: bool) -> str:
    if place.kind in wanted.named:
        return "--force replaces it"
    if place.kind is Kind.markdown and several:
        return "--output-dir DIR writes elsewhere, or remove it"
    name = shlex.quote(place.path)
    return f"{_elsewhere(place)}, --{place.kind} {name} --force replaces it"


def _identity(path: str) -> object:
    """What two paths of one file have in common, also through links."""
    try:
        status = Path(path).stat()
        return status.st_dev, status.st_ino
    except (OSError, ValueError):
        return os.path.realpath(path) if "\0" not in path else path


def _before(path: str) -> Before:
    """What is there now: the bytes of a file, None for nothing, ANYTHING for what is no file."""
    if path == STDOUT:
        return ANYTHING
    file = Path(path)
    if not file.exists():
        return None
    content = _content(file)
    return ANYTHING if content is None else content


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() else None
    except OSError:
        return None
