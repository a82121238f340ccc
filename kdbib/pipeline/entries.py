"""From a decided case, or a kept decision, to an Entry."""

from collections.abc import Mapping
from dataclasses import replace

from kdbib.match.decide import Decision
from kdbib.match.score import score
from kdbib.merge.listed import as_listed
from kdbib.merge.merge import merge, shown
from kdbib.model import (
    Choice,
    Citation,
    Claim,
    Conflict,
    Disagreement,
    Entry,
    Reason,
    Record,
    Status,
    Why,
    Work,
)
from kdbib.pipeline.cases import Case
from kdbib.pipeline.disputed import unrefuted
from kdbib.resolutions import Resolution


def entry_of(case: Case) -> Entry:
    """The Entry of a case, when everyone has been asked."""
    decision = case.decision
    if decision.status is not Status.MATCHED:
        return _without_work(case, decision)
    merged, voted = merge([match.record for match in decision.matches])
    merged, voted, refuted = unrefuted(merged, voted, case.records)
    work, claims = as_listed(case.citation, merged, voted)
    best = decision.matches[0]
    return Entry(
        citation=case.citation,
        status=Status.MATCHED,
        match=best,
        work=work,
        key=case.known.key if case.known else None,
        confidence=best.confidence,
        decided_by=", ".join(dict.fromkeys(match.record.source for match in decision.matches)),
        evidence=best.evidence,
        provenance=claims,
        conflicts=_dissents(work, claims) + refuted,
    )


def _without_work(case: Case, decision: Decision) -> Entry:
    """The Entry of a case that came to nothing, with the reason."""
    status, why = decision.status, decision.why
    if status is Status.NOT_FOUND and case.failed:
        status = Status.UNKNOWN
        failures = tuple(f"{name}: {told}" for name, told in sorted(case.failed.items()))
        why = Reason(Why.FAILED, {"failures": failures})
    elif status is Status.NOT_FOUND:
        asked = tuple(sorted({name for name, _ in case.answered} - case.unasked))
        nowhere = Reason(Why.NOWHERE, {"asked": asked}) if asked else Reason(Why.NOT_IN_CORPUS)
        why = why or nowhere
    best = decision.matches[0] if decision.matches else None
    evidence = best.evidence if best else ()
    return Entry(case.citation, status, best, why=why, evidence=evidence)


def kept_entry(citation: Citation, resolution: Resolution) -> Entry:
    """The Entry that an earlier run decided on."""
    work = resolution.work
    return Entry(
        citation=citation,
        status=resolution.status,
        work=work,
        key=resolution.key,
        confidence=resolution.confidence,
        why=resolution.why,
        decided_by=resolution.decided_by,
        evidence=resolution.evidence,
        provenance=resolution.provenance,
        conflicts=_dissents(work, resolution.provenance) if work else (),
        choice=resolution.choice,
    )


def chosen_entry(citation: Citation, found: Entry, choice: Choice) -> Entry:
    """The Entry of a citation for which a person chose the work that was found.

    Where it was not found, the Entry says so: nothing else is taken in its place.
    """
    if found.work is None or found.status is not Status.MATCHED:
        chosen = {"by": choice.by, "what": choice.what}
        why = Reason(Why.CHOSEN_NOT_FOUND, chosen, because=found.why)
        return replace(found, citation=citation, why=why, choice=choice)
    judged = score(citation, Record(found.work, found.decided_by))
    return replace(
        found, citation=citation, confidence=1.0, evidence=judged.evidence, choice=choice
    )


def _dissents(work: Work, claims: Mapping[str, Claim]) -> tuple[Conflict, ...]:
    """The conflicts of the sources among themselves."""
    conflicts = []
    for field, claim in sorted(claims.items()):
        value = work.identifier(field) if not hasattr(work, field) else getattr(work, field)
        for source, other in claim.dissent:
            said = {"source": claim.source, "value": shown(value), "other": source}
            conflicts.append(Conflict(Disagreement.SOURCES, field, "", other, said))
    return tuple(conflicts)
