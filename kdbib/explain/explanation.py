"""The explanation of one decision: the match's evidence, and each field's value with its votes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kdbib.explain.witnesses import Statement
from kdbib.merge.authority import WHY
from kdbib.merge.doubts import DOUBTS
from kdbib.merge.merge import shown
from kdbib.model import Agreement, Claim, Relation, Work
from kdbib.resolutions import Resolution
from kdbib.resolve.base import TITLE, WORDS

_REASONS = {doubt.name: doubt.reason for doubt in DOUBTS}


@dataclass(frozen=True, slots=True)
class Vote:
    """What another source says of a field; ``doubt`` and its reason, if that was not heard."""

    source: str
    value: str
    doubt: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """A field: its value, who said it and when, and why it won over the votes of the others.

    ``rule`` is the name of the authority rule, ``why`` the same in words; both are empty where an
    earlier version of kdbib decided between values.
    """

    field: str
    value: str
    source: str
    retrieved: str | None
    rule: str
    why: str
    agreed: tuple[str, ...]
    dissent: tuple[Vote, ...]
    unheard: tuple[Vote, ...]
    abstained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that is kept about one decision."""

    resolution: Resolution
    statements: tuple[Statement, ...]
    fields: tuple[Explained, ...]

    @property
    def is_open(self) -> bool:
        """Whether the match was left open for a better one: its title is not exact."""
        evidence = {one.field: one for one in self.resolution.evidence}
        title, identifier = evidence.get("title"), evidence.get("identifier")
        if self.resolution.work is None or self.resolution.choice or title is None:
            return False
        known = identifier is not None and identifier.agreement is Agreement.AGREES
        return title.relation not in (None, Relation.EXACT) and not known

    @property
    def asked_by_title(self) -> tuple[str, ...]:
        """Who was asked for the title, as far as the answers are kept."""
        kinds = (TITLE, WORDS)
        return tuple(sorted({s.source for s in self.statements if s.question.kind in kinds}))


def explain(resolution: Resolution, statements: Sequence[Statement]) -> Explanation:
    """The Explanation of a decision, by its claims and by the statements that are kept."""
    work = resolution.work
    fields = tuple(explained(work, resolution.provenance, resolution.decided_by)) if work else ()
    return Explanation(resolution, tuple(statements), fields)


def explained(work: Work, provenance: Mapping[str, Claim], decided_by: str) -> Iterator[Explained]:
    """The fields of a work as one reads them, each with who said it."""
    heard = [name for name in decided_by.split(", ") if name]
    for field, claim in sorted(provenance.items(), key=lambda item: _rank(item[0])):
        value = getattr(work, field) if hasattr(work, field) else work.identifier(field)
        yield Explained(
            field.replace("container_title", "container-title").replace("e_short", "e-short"),
            shown(value),
            claim.source,
            claim.retrieved,
            claim.rule,
            WHY.get(claim.rule, ""),
            claim.agreed,
            tuple(Vote(source, said) for source, said in claim.dissent),
            tuple(_unheard(claim)),
            claim.abstained(heard),
        )


def _unheard(claim: Claim) -> Iterator[Vote]:
    for source, value, doubt in claim.unheard:
        yield Vote(source, value, doubt, _REASONS.get(doubt, ""))


_ORDER = (
    "type title author issued container_title container_title_short volume issue page publisher"
    " status DOI URL pdf_url arxiv_category".split()
)


def _rank(field: str) -> tuple[int, str]:
    """The fields as one reads them, then the identifiers by their schemes."""
    return (_ORDER.index(field), "") if field in _ORDER else (len(_ORDER), field)
