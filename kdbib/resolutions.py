"""What was decided about each citation, one readable line each, made to be committed.

``resolutions.jsonl`` lets a colleague, or CI, come to the same result without asking anyone: a line
says which work a citation cites, with all its fields and whom they are from. Lines are sorted, so
that a change of one citation is a change of one line. Deleting a line makes kdbib decide anew.
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
from kdbib.write.files import replace

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

    A line that can't be read is passed over with a warning, and decided anew. Without ``keeping``
    the file is read, and not written.
    """

    def __init__(self, path: Path | None, *, keeping: bool = True) -> None:
        self.path = path if keeping else None
        self._lines: dict[str, Resolution] = {}
        if path is not None and path.is_file():
            self._read(path)

    def _read(self, path: Path) -> None:
        decoder = msgspec.json.Decoder(_Line)
        for number, line in enumerate(path.read_bytes().splitlines(), start=1):
            try:
                resolution = _resolution(decoder.decode(line))
            except (msgspec.DecodeError, ValueError) as error:
                _log.warning("%s:%d can't be read and is decided anew: %s", path, number, error)
            else:
                self._lines[resolution.citation] = resolution

    def __len__(self) -> int:
        return len(self._lines)

    def __iter__(self) -> Iterator[Resolution]:
        """Every decision, in the order of the file."""
        return (self._lines[citation] for citation in self._in_order())

    def get(self, citation: Citation) -> Resolution | None:
        """What was decided about a citation; None if nothing was."""
        return self._lines.get(fingerprint(citation))

    def keyed_works(self) -> list[tuple[Work, str]]:
        """The works found so far, with the citation keys that they were given."""
        return [(r.work, r.key) for r in self._lines.values() if r.work and r.key]

    def keep(self, entries: Iterable[tuple[Entry, frozenset[str]]]) -> None:
        """Keep what was decided, with the sources asked; write the file.

        Left out is what is unknown, and citations with neither title nor identifier.
        """
        for entry, asked in entries:
            named = entry.citation.title or entry.citation.identifiers
            if entry.status is not Status.UNKNOWN and named:
                self._keep(_decided(entry, asked))
        if self.path is None:
            return
        lines = [msgspec.json.encode(_line(self._lines[c])) + b"\n" for c in self._in_order()]
        data = b"".join(lines)
        if not self.path.is_file() or self.path.read_bytes() != data:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            replace(self.path, data)

    def _keep(self, resolution: Resolution) -> None:
        """Keep a decision; one that is the same again keeps its day."""
        known = self._lines.get(resolution.citation)
        if known is None or replace_fields(resolution, decided=known.decided) != known:
            self._lines[resolution.citation] = resolution

    def _in_order(self) -> list[str]:
        return sorted(self._lines, key=lambda c: (title_key(self._lines[c].title), c))


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
