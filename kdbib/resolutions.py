"""What was decided about each citation, one readable line each, made to be committed.

``resolutions.jsonl`` lets a colleague, or CI, come to the same result without asking anyone: a line
says which work a citation cites, with all its fields and whom they are from. Lines are sorted, so
that a change of one citation is a change of one line. Deleting a line makes kdbib decide anew.

Several runs may share the file: it is read again, merged and replaced under a lock. A line that
this run did not decide stays byte for byte, whether or not it can be read.
"""

import hashlib
import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as replace_fields
from datetime import date, timedelta
from pathlib import Path

import msgspec

from kdbib.corpus.textfile import Line, line_of, work_of
from kdbib.errors import UsageError
from kdbib.model import (
    COMPARED,
    Agreement,
    Citation,
    Claim,
    Entry,
    Evidence,
    Relation,
    Status,
    Work,
)
from kdbib.model.title import title_key
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

    ``why`` has the fields that a rule decided, by the rule's name; whoever is in ``decided_by`` and
    nowhere else on a field abstained from it.
    """

    citation: str
    title: str
    status: Status
    confidence: float = 0.0
    decided_by: str = ""
    reason: str = ""
    decided: str = ""
    asked: list[str] = []
    key: str | None = None
    work: Line | None = None
    provenance: list[_Said] = []
    dissent: dict[str, list[tuple[str, str]]] = {}
    unheard: dict[str, list[tuple[str, str, str]]] = {}
    agreed: dict[str, list[str]] = {}
    why: dict[str, list[str]] = {}
    evidence: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Resolution:
    """What was decided about a citation, by what, when, and who had been heard on it."""

    citation: str
    title: str
    status: Status
    confidence: float = 0.0
    decided_by: str = ""
    reason: str = ""
    decided: str = ""
    asked: frozenset[str] = frozenset()
    key: str | None = None
    work: Work | None = None
    provenance: dict[str, Claim] = field(default_factory=dict)
    evidence: tuple[Evidence, ...] = ()

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
        self._new: dict[str, Resolution] = {}
        """What this run decided, and has not written yet."""
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
        second one already stays.
        """
        for before, after in corrected:
            decided, known = self.get(before), self.get(after)
            if decided and decided.work and not (known and known.work):
                name = fingerprint(after)
                self._keep(replace_fields(decided, citation=name, title=_listed(after)))
        self._write()

    def _keep(self, resolution: Resolution) -> None:
        """Keep a decision; one that is the same again keeps its day."""
        known = self._known.get(resolution.citation)
        if known is None or replace_fields(resolution, decided=known.decided) != known:
            self._known[resolution.citation] = self._new[resolution.citation] = resolution

    def _write(self) -> None:
        """Put the new decisions among those that are in the file by now."""
        if self.path is None or not self._new:
            return
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with locked(self.path.parent):
                replace(self.path, _merged(_lines_of(self.path), self._new))
        except (OSError, UsageError) as error:
            _log.warning("decisions can't be kept in %s: %s", self.path, error)
            return
        self._new = {}


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
    return resolution


def _merged(lines: Iterable[bytes], new: Mapping[str, Resolution]) -> bytes:
    """The lines of a file with new decisions among them; all others stay as they are.

    What this version does not know of a line is kept beside the new decision.
    """
    kept: list[tuple[tuple[str, str], bytes]] = []
    beside: dict[str, dict[str, msgspec.Raw]] = {}
    for line in lines:
        try:
            resolution = _read(line)
        except _UNREADABLE:
            kept.append((("", ""), line))
            continue
        if resolution.citation in new:
            beside[resolution.citation] = _unknown_members(line)
        else:
            kept.append((_place(resolution), line))
    for citation, resolution in new.items():
        members = msgspec.to_builtins(_line(resolution)) | beside.get(citation, {})
        kept.append((_place(resolution), msgspec.json.encode(members)))
    return b"".join(line + b"\n" for _, line in sorted(kept, key=lambda each: each[0]))


def _unknown_members(line: bytes) -> dict[str, msgspec.Raw]:
    members = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    return {name: value for name, value in members.items() if name not in _Line.__struct_fields__}


def _place(resolution: Resolution) -> tuple[str, str]:
    """Where a decision stands among the others: by its title."""
    return title_key(resolution.title), resolution.citation


def _decided(entry: Entry, asked: frozenset[str]) -> Resolution:
    return Resolution(
        citation=fingerprint(entry.citation),
        title=_listed(entry.citation),
        status=entry.status,
        confidence=entry.confidence,
        decided_by=entry.decided_by,
        reason=entry.reason,
        decided=date.today().isoformat(),
        asked=asked,
        key=entry.key,
        work=entry.work,
        provenance=dict(entry.provenance),
        evidence=entry.evidence,
    )


def _listed(citation: Citation) -> str:
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

_NOTHING_TO_DECIDE = ("", "alone", "agreed")
_SAME = "citation title status confidence decided_by reason decided key".split()
"""What a Resolution and its line have in common."""


def _resolution(line: _Line) -> Resolution:
    return Resolution(
        **{name: getattr(line, name) for name in _SAME},
        asked=frozenset(line.asked),
        work=work_of(line.work) if line.work else None,
        provenance=_claims(line),
        evidence=_evidence(line.evidence),
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
        asked=sorted(resolution.asked),
        work=line_of(resolution.work) if resolution.work else None,
        provenance=_by_source(claims),
        dissent={f: list(claims[f].dissent) for f in sorted(claims) if claims[f].dissent},
        unheard={f: list(claims[f].unheard) for f in sorted(claims) if claims[f].unheard},
        agreed={f: list(claims[f].agreed) for f in sorted(claims) if claims[f].agreed},
        why=_by_rule(claims),
        evidence=_written(resolution.evidence),
    )


def _by_rule(claims: Mapping[str, Claim]) -> dict[str, list[str]]:
    """The fields by the rules that decided them, where there was something to decide."""
    fields: dict[str, list[str]] = {}
    for name, claim in sorted(claims.items()):
        if claim.rule not in _NOTHING_TO_DECIDE:
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
