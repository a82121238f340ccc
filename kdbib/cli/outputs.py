"""The files that ``enrich`` writes: composed in memory, compared, then replaced whole."""

import logging
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kdbib.errors import UsageError
from kdbib.model import Entry, Form
from kdbib.pipeline import distinct_works
from kdbib.read import List
from kdbib.write.files import replace
from kdbib.write.markdown import corrected, unified_diff

_log = logging.getLogger(__name__)
STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which outputs are wanted, and where."""

    folder: Path
    bib: str | None
    csl: str | None
    markdown: str | None
    in_place: bool
    ascii: bool

    @property
    def all(self) -> bool:
        """Whether no output was named, so that all are written."""
        return not (self.bib or self.csl or self.markdown)

    @property
    def to_stdout(self) -> bool:
        return STDOUT in (self.bib, self.csl, self.markdown)

    def check(self, lists: Sequence[str]) -> None:
        """Raise UsageError if the options do not go together."""
        if self.markdown and len(lists) > 1:
            raise UsageError("--markdown takes a single LIST; --output-dir takes many")
        if self.markdown and self.in_place:
            raise UsageError("--markdown and --in-place both say where the corrected list goes")
        if self.in_place and STDOUT in lists:
            raise UsageError("--in-place can't correct standard input")
        if [self.bib, self.csl, self.markdown].count(STDOUT) > 1:
            raise UsageError("only one output can go to standard output")


@dataclass(frozen=True, slots=True)
class Output:
    """What is to be written where; ``list_bytes`` is what a corrected list was made from."""

    path: str
    content: bytes
    list_bytes: bytes | None = None
    list_name: str = ""

    def on_disk(self) -> bytes | None:
        """What is there now; None if nothing is."""
        path = Path(self.path)
        try:
            return path.read_bytes() if self.path != STDOUT and path.is_file() else None
        except OSError:
            return None


def compose(
    wanted: Wanted, read: Sequence[tuple[List, bytes]], entries: Sequence[Entry]
) -> list[Output]:
    """The outputs that are wanted."""
    from kdbib.write.bibtex import bibtex, unencodable
    from kdbib.write.csl import csl_json

    works = list(distinct_works(entries).items())
    of_lists = [entry for entry in entries if entry.citation.form is not Form.bibtex]
    bibliographies = [(one, data) for one, data in read if one.form is Form.bibtex]
    for key, characters in (unencodable(works) if wanted.ascii else {}).items():
        _log.warning("%s: LaTeX has no ASCII for %s; kept as it is", key, characters)
    outputs = []
    if wanted.bib or (wanted.all and len(bibliographies) < len(read)):
        path = wanted.bib or str(wanted.folder / "references.bib")
        made = bibtex(list(distinct_works(of_lists).items()), ascii=wanted.ascii).encode()
        completed = [_put_right(one, data, entries) for one, data in bibliographies if wanted.bib]
        outputs.append(Output(path, b"\n".join(filter(None, [*completed, made]))))
    if wanted.all or wanted.csl:
        path = wanted.csl or str(wanted.folder / "references.json")
        outputs.append(Output(path, csl_json(works).encode()))
    if wanted.all or wanted.markdown or wanted.in_place:
        lists = [(one, data) for one, data in read if one.form.is_corrected]
        outputs += [_corrected(wanted, one, data, entries) for one, data in lists]
    return outputs


def _corrected(wanted: Wanted, one: List, data: bytes, entries: Sequence[Entry]) -> Output:
    stdin = "stdin.bib" if one.form is Form.bibtex else "stdin.md"
    path = Path(stdin if one.file == "<stdin>" else one.file)
    name = f"{path.stem}.enriched{path.suffix}"
    where = str(path) if wanted.in_place else wanted.markdown or str(wanted.folder / name)
    return Output(where, _put_right(one, data, entries), data, one.file)


def _put_right(one: List, data: bytes, entries: Sequence[Entry]) -> bytes:
    """A list, or a bibliography, with its corrections."""
    return corrected(data, [c for e in entries if e.citation.file == one.file for c in e.changes])


def changed(outputs: Sequence[Output]) -> list[Output]:
    """The outputs that differ from what is there.

    As long as a list needs no correction, its corrected version need not be there.
    """
    return [o for o in outputs if o.content not in (o.on_disk(), o.list_bytes)]


def write(outputs: Sequence[Output]) -> None:
    """Write the outputs; raises UsageError that names what can't be written."""
    for output in outputs:
        if output.path == STDOUT:
            sys.stdout.buffer.write(output.content)
            sys.stdout.buffer.flush()
        else:
            folder = Path(output.path).parent
            if not folder.is_dir():
                raise UsageError(f"{folder}: there is no such folder to write to")
            replace(output.path, output.content)


def print_diffs(outputs: Sequence[Output]) -> None:
    """Show how the lists, and the outputs that exist already, would change."""
    for output in outputs:
        before = output.list_bytes if output.list_bytes is not None else output.on_disk()
        if before is not None:
            old = output.list_name or output.path
            sys.stdout.write(unified_diff(before, output.content, old, output.path))
