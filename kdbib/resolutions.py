"""What was decided about each citation, one readable line each, made to be committed.

``resolutions.jsonl`` lets a colleague, or CI, come to the same result without asking anyone: a line
says which work a citation cites, with all its fields and whom they are from. Lines are sorted, so
that a change of one citation is a change of one line. Deleting a line makes kdbib decide anew.

A line with ``by`` is a person's decision. No run decides in its place, and none removes it: only
:meth:`Resolutions.choose` and :meth:`Resolutions.undo` do.

Several runs may share the file: it is read again, merged and replaced under a lock. A line that
this run did not decide stays byte for byte, whether or not it can be read.
"""

import hashlib
import logging
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as replace_fields
from datetime import date, timedelta
from pathlib import Path

import msgspec

from kdbib.corpus.textfile import Line, line_of, work_of
from kdbib.errors import UsageError
from kdbib.merge.authority import NOTHING_TO_DECIDE
from kdbib.model import (
    COMPARED,
    KEPT,
    Agreement,
    Choice,
    Citation,
    Claim,
    Entry,
    Evidence,
    Reason,
    Relation,
    Status,
    Why,
    Work,
)
from kdbib.model.reason import said
from kdbib.model.title import title_key
from kdbib.read.wanted import read_wanted
from kdbib.wording import worded_reason
from kdbib.write.files import locked, replace

_log = logging.getLogger(__name__)
FILE_NAME = "resolutions.jsonl"
_HOLDS_FOR = timedelta(days=30)


class _Said(msgspec.Struct, frozen=True, omit_defaults=True):
    """The fields of a work that are from one source."""

    source: str
    fields: list[str]
    retrieved: str | None = None


class _Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """A Resolution as it is written.

    ``reason`` is a code with its values, or the words that earlier versions wrote in its place.
    ``why`` has the fields that a rule decided, by the rule's name; whoever is in ``decided_by`` and
    nowhere else on a field abstained from it. ``by`` and ``chosen`` are a Choice, and ``instead``
    is what kdbib had decided before it.
    """

    citation: str
    title: str
    status: Status
    confidence: float = 0.0
    decided_by: str = ""
    reason: str | Reason = ""
    decided: str = ""
    checked: str = ""
    asked: list[str] = []
    key: str | None = None
    work: Line | None = None
    provenance: list[_Said] = []
    dissent: dict[str, list[tuple[str, str]]] = {}
    unheard: dict[str, list[tuple[str, str, str]]] = {}
    agreed: dict[str, list[str]] = {}
    why: dict[str, list[str]] = {}
    evidence: dict[str, str] = {}
    by: str = ""
    chosen: str = ""
    instead: "_Line | None" = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """What was decided about a citation, by what, when, and who had been heard on it.

    Where a person decided, ``choice`` says what, ``decided`` when, and ``instead`` is what kdbib
    had decided before.
    """

    citation: str
    title: str
    status: Status
    confidence: float = 0.0
    decided_by: str = ""
    why: Reason | None = None
    decided: str = ""
    checked: str = ""
    asked: frozenset[str] = frozenset()
    key: str | None = None
    work: Work | None = None
    provenance: dict[str, Claim] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()
    choice: Choice | None = None
    instead: "Resolution | None" = None

    @property
    def reason(self) -> str:
        """Why there is no work, in words; "" if there is one."""
        return worded_reason(self.why)

    def is_old(self) -> bool:
        """Whether it was decided so long ago that what was missing may have come since."""
        try:
            return date.today() - date.fromisoformat(self.decided) > _HOLDS_FOR
        except ValueError:
            return True


def fingerprint(citation: Citation) -> str:
    """What a citation is known by: 16 hex digits of all that it says of the work.

    It changes when a word of the title, an author, the venue, the year or an identifier does.
    """
    said = [title_key(citation.title.text) if citation.title else ""]
    said += [author.name.display() for author in citation.authors]
    said += [citation.venue.text if citation.venue else ""]
    said += [str(citation.year.value) if citation.year else ""]
    said += sorted(str(identifier) for identifier, _ in citation.identifiers)
    return hashlib.sha256("\n".join(said).encode("utf-8", "replace")).hexdigest()[:16]


class Resolutions:
    """The decisions kept in a file.

    A line that can't be read is told, passed over and kept as it is. Without ``keeping`` the file
    is read, and not written.
    """

    def __init__(self, path: Path | None, *, keeping: bool = True) -> None:
        self.path = path if keeping else None
        self._known: dict[str, Resolution] = {}
        self._new: dict[str, Resolution | None] = {}
        """What this run decided, and has not written yet; None where a line goes."""
        self._by_hand: set[str] = set()
        """Those of them that a person decided, or took back, just now."""
        for number, line in enumerate(_lines_of(path), start=1):
            try:
                resolution = _read(line)
            except _UNREADABLE as error:
                _log.warning("%s:%d can't be read and is passed over: %s", path, number, error)
            else:
                self._known[resolution.citation] = resolution

    def __len__(self) -> int:
        return len(self._known)

    def __iter__(self) -> Iterator[Resolution]:
        """Every decision, in the order of the file."""
        return iter(sorted(self._known.values(), key=_place))

    def get(self, citation: Citation) -> Resolution | None:
        """What was decided about a citation; None if nothing was."""
        return self._known.get(fingerprint(citation))

    def keyed_works(self) -> list[tuple[Work, str]]:
        """The works found so far, with the citation keys that they were given."""
        return [(r.work, r.key) for r in self._known.values() if r.work and r.key]

    def keep(self, entries: Iterable[tuple[Entry, frozenset[str]]]) -> None:
        """Keep what was decided, with the sources asked; write the file.

        Left out is what is unknown, and citations with neither title nor identifier.
        """
        for entry, asked in entries:
            named = entry.citation.title or entry.citation.identifiers
            if entry.status is not Status.UNKNOWN and named:
                self._keep(_decided(entry, asked))
        self._write()

    def keep_corrected(self, corrected: Iterable[tuple[Citation, Citation]]) -> None:
        """Keep decisions under what their citations say once they are corrected, too.

        The pairs are a citation as it stands and as it will be read. A work that was found for the
        second one already stays, unless a person chose for the first one.
        """
        for before, after in corrected:
            decided, known = self.get(before), self.get(after)
            name = fingerprint(after)
            if decided is None or name == decided.citation:
                continue
            moved = replace_fields(decided, citation=name, title=listed(after))
            if decided.choice and not (known and known.choice):
                self._known[name] = self._new[name] = replace_fields(moved, instead=known)
            elif decided.work and not (known and known.work):
                self._keep(moved)
        self._write()

    def choose(self, chosen: Iterable[Resolution]) -> None:
        """Keep what a person decided, in the place of what was decided before.

        Raises UsageError if it can't be written.
        """
        for one in chosen:
            known = self._known.get(one.citation)
            instead = known.instead if known and known.choice else known
            self._known[one.citation] = replace_fields(one, instead=instead)
            self._new[one.citation] = self._known[one.citation]
            self._by_hand.add(one.citation)
        self._put()

    def undo(self, citation: str) -> Resolution | None:
        """Take back what a person decided about the citation of a fingerprint.

        What kdbib had decided before holds again, and is returned; None if that was nothing. Raises
        UsageError if no person decided about it, or if it can't be written.
        """
        known = self._known.get(citation)
        if known is None or known.choice is None:
            raise UsageError("no person has decided about this citation: there is nothing to undo")
        self._new[citation] = known.instead
        self._by_hand.add(citation)
        if known.instead:
            self._known[citation] = known.instead
        else:
            del self._known[citation]
        self._put()
        return known.instead

    def note_checked(self, citations: Iterable[str], day: date) -> None:
        """Note that the works of these fingerprints were asked about again."""
        for citation in citations:
            known = self._known[citation]
            checked = replace_fields(known, checked=day.isoformat())
            self._known[citation] = self._new[citation] = checked
        self._write()

    def forget(self) -> None:
        """Forget what kdbib decided, and keep what people did. No file is left that has nothing.

        Raises UsageError if that can't be written.
        """
        if self.path is None or not self.path.exists():
            return
        self._new = {}
        self._known = {
            name: replace_fields(known, instead=None)
            for name, known in self._known.items()
            if known.choice
        }
        lines = [_encoded(_line(one), {}) for one in self]
        try:
            with locked(self.path.parent):
                if lines:
                    replace(self.path, b"".join(line + b"\n" for line in lines))
                else:
                    self.path.unlink(missing_ok=True)
        except OSError as error:
            raise UsageError(f"{self.path}: {error}") from None

    def _keep(self, resolution: Resolution) -> None:
        """Keep a decision; the same again keeps its day, and a person's stays theirs."""
        known = self._known.get(resolution.citation)
        if known and known.choice:
            if resolution.choice != known.choice:
                return
            resolution = replace_fields(resolution, decided=known.decided, instead=known.instead)
        if known and not resolution.checked:
            resolution = replace_fields(resolution, checked=known.checked)
        if known is None or replace_fields(resolution, decided=known.decided) != known:
            self._known[resolution.citation] = self._new[resolution.citation] = resolution

    def _write(self) -> None:
        """Put the new decisions into the file; a warning says so if that can't be done."""
        try:
            self._put()
        except UsageError as error:
            _log.warning("%s", error)

    def _put(self) -> None:
        """Put the new decisions among those that are in the file by now."""
        if self.path is None or not self._new:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with locked(self.path.parent):
                merged = _merged(_lines_of(self.path), self._new, self._by_hand)
                replace(self.path, merged)
        except (OSError, UsageError) as error:
            raise UsageError(f"decisions can't be kept in {self.path}: {error}") from None
        self._new, self._by_hand = {}, set()


def _lines_of(path: Path | None) -> list[bytes]:
    """The lines of a file, without those that are empty; none if there is no file."""
    if path is None or not path.is_file():
        return []
    return [line for line in path.read_bytes().split(b"\n") if line.strip()]


def _read(line: bytes) -> Resolution:
    resolution = _resolution(_DECODER.decode(line))
    if resolution.status is Status.MATCHED and resolution.work is None:
        raise ValueError("it says that a work was found, and has none")
    if not 0 <= resolution.confidence <= 1:
        raise ValueError("its confidence is not between 0 and 1")
    worded_reason(resolution.why)  # raises RecursionError where one lies behind another endlessly
    if resolution.choice:
        _check(resolution.choice, resolution)
    return resolution


def _check(choice: Choice, resolution: Resolution) -> None:
    """Raise ValueError if this is nothing that a person can have decided."""
    if choice.is_none and resolution.work:
        raise ValueError("it says that none is meant, and has a work")
    if choice.what == KEPT:
        if resolution.work is None:
            raise ValueError("it says that a work was chosen, and has none")
    elif not choice.is_none and chosen_citation(choice) is None:
        raise ValueError(f"its choice {choice.what!r} is no identifier")


def chosen_citation(choice: Choice) -> Citation | None:
    """What finds the work that a person chose: a citation of its identifier; None if it has none.

    >>> str(chosen_citation(Choice("Ida", "arxiv:1503.02531")).identifiers[0][0])
    'arxiv:1503.02531'
    """
    if choice.is_none or choice.what == KEPT:
        return None
    wanted = read_wanted(choice.what)
    named = not isinstance(wanted, str) and wanted.identifiers and not wanted.title
    return wanted if named and not isinstance(wanted, str) else None


def _merged(
    lines: Iterable[bytes], new: Mapping[str, Resolution | None], by_hand: Container[str]
) -> bytes:
    """The lines of a file with new decisions among them; all others stay as they are.

    What this version does not know of a line is kept beside the new decision. What a person decided
    in the meantime stays, unless the new decision is one ``by_hand``.
    """
    new = dict(new)
    kept: list[tuple[tuple[str, str], bytes]] = []
    beside: dict[str, dict[str, msgspec.Raw]] = {}
    for line in lines:
        try:
            resolution = _read(line)
        except _UNREADABLE:
            kept.append((("", ""), line))
            continue
        of_person = resolution.choice is not None and resolution.citation not in by_hand
        if of_person and resolution.citation in new:
            update = new[resolution.citation]
            if update is None or update.choice != resolution.choice:
                del new[resolution.citation]
        if resolution.citation in new:
            beside[resolution.citation] = _unknown_members(line)
        else:
            kept.append((_place(resolution), line))
    for citation, decided in new.items():
        if decided is None:
            continue
        kept.append((_place(decided), _encoded(_line(decided), beside.get(citation, {}))))
    return b"".join(line + b"\n" for _, line in sorted(kept, key=lambda each: each[0]))


def _encoded(line: _Line, beside: Mapping[str, msgspec.Raw]) -> bytes:
    return msgspec.json.encode({**msgspec.to_builtins(line), **beside})


def _unknown_members(line: bytes) -> dict[str, msgspec.Raw]:
    members = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    return {name: value for name, value in members.items() if name not in _Line.__struct_fields__}


def _place(resolution: Resolution) -> tuple[str, str]:
    """Where a decision stands among the others: by its title."""
    return title_key(resolution.title), resolution.citation


def _decided(entry: Entry, asked: frozenset[str]) -> Resolution:
    return Resolution(
        citation=fingerprint(entry.citation),
        title=listed(entry.citation),
        status=entry.status,
        confidence=entry.confidence,
        decided_by=entry.decided_by,
        why=entry.why,
        decided=date.today().isoformat(),
        asked=asked,
        key=entry.key,
        work=entry.work,
        provenance=dict(entry.provenance),
        evidence=entry.evidence,
        choice=entry.choice,
    )


def listed(citation: Citation) -> str:
    """What a line says of its citation: the title, or the identifiers where those are all."""
    if citation.title:
        return citation.title.text
    return ", ".join(str(identifier) for identifier, _ in citation.identifiers)


_DECODER = msgspec.json.Decoder(_Line)
_UNREADABLE = (
    msgspec.MsgspecError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    RecursionError,
)
"""What reading a line of another kind may raise: wrong types, unknown words, endless nesting."""

_SAME = "citation title status confidence decided_by decided checked key".split()
"""What a Resolution and its line have in common."""


def _resolution(line: _Line) -> Resolution:
    return Resolution(
        **{name: getattr(line, name) for name in _SAME},
        why=said(line.reason) if isinstance(line.reason, str) else line.reason,
        asked=frozenset(line.asked),
        work=work_of(line.work) if line.work else None,
        provenance=_claims(line),
        evidence=_evidence(line.evidence),
        choice=Choice(line.by, line.chosen) if line.by else None,
        instead=_resolution(line.instead) if line.instead else None,
    )


def _fields(line: _Line) -> list[str]:
    return [field for said in line.provenance for field in said.fields]


def _claims(line: _Line) -> dict[str, Claim]:
    rules = {field: rule for rule, fields in line.why.items() for field in fields}
    alike = {field: "agreed" if line.agreed.get(field) else "alone" for field in _fields(line)}
    alike |= dict.fromkeys(line.dissent, "")
    return {
        field: Claim(
            said.source,
            said.retrieved,
            dissent=tuple(line.dissent.get(field, ())),
            rule=rules.get(field, alike[field]),
            agreed=tuple(line.agreed.get(field, ())),
            unheard=tuple(line.unheard.get(field, ())),
        )
        for said in line.provenance
        for field in said.fields
    }


def _line(resolution: Resolution) -> _Line:
    claims = resolution.provenance
    return _Line(
        **{name: getattr(resolution, name) for name in _SAME},
        reason=_told(resolution.why),
        asked=sorted(resolution.asked),
        work=line_of(resolution.work) if resolution.work else None,
        provenance=_by_source(claims),
        dissent={f: list(claims[f].dissent) for f in sorted(claims) if claims[f].dissent},
        unheard={f: list(claims[f].unheard) for f in sorted(claims) if claims[f].unheard},
        agreed={f: list(claims[f].agreed) for f in sorted(claims) if claims[f].agreed},
        why=_by_rule(claims),
        evidence=_written(resolution.evidence),
        by=resolution.choice.by if resolution.choice else "",
        chosen=resolution.choice.what if resolution.choice else "",
        instead=_line(resolution.instead) if resolution.instead else None,
    )


def _told(why: Reason | None) -> str | Reason:
    """A reason as it is written: the words alone of one that has no code."""
    if why is None or why.code is Why.SAID:
        return worded_reason(why)
    return why


def _by_rule(claims: Mapping[str, Claim]) -> dict[str, list[str]]:
    """The fields by the rules that decided them, where there was something to decide."""
    fields: dict[str, list[str]] = {}
    for name, claim in sorted(claims.items()):
        if claim.rule not in NOTHING_TO_DECIDE:
            fields.setdefault(claim.rule, []).append(name)
    return fields


def _written(evidence: Iterable[Evidence]) -> dict[str, str]:
    """Evidence as ``{field: "agrees: detail"}``, without what is unknown and needs no words."""
    said = {
        one.field: ": ".join(part for part in (one.agreement, one.relation, one.detail) if part)
        for one in evidence
    }
    return {field: words for field, words in said.items() if words != Agreement.UNKNOWN}


def _evidence(written: Mapping[str, str]) -> tuple[Evidence, ...]:
    found = []
    for compared in COMPARED if written else ():
        agreement, _, detail = written.get(compared, Agreement.UNKNOWN).partition(": ")
        relation = None
        if compared == "title" and detail:
            relation, _, detail = detail.partition(": ")
        related = Relation(relation) if relation else None
        found.append(Evidence(compared, Agreement(agreement), detail, related))
    return tuple(found)


def _by_source(claims: Mapping[str, Claim]) -> list[_Said]:
    """The claims by whom they are from: most fields of a work are from one source."""
    said: dict[tuple[str, str | None], list[str]] = {}
    for name, claim in claims.items():
        said.setdefault((claim.source, claim.retrieved), []).append(name)
    return [_Said(source, fields, retrieved) for (source, retrieved), fields in said.items()]
