"""From a decided case, or a kept decision, to an Entry."""

from collections.abc import Mapping

from msgspec.structs import replace

from kdbib.match.decide import Decision
from kdbib.merge.authority import OF_FIRST_VERSION
from kdbib.merge.merge import merge, shown
from kdbib.model import Citation, Claim, Conflict, Disagreement, Entry, Status, Work
from kdbib.pipeline.cases import Case
from kdbib.pipeline.disputed import unrefuted
from kdbib.resolutions import Resolution

_TO_PUBLICATION = 2
"""Years from a preprint to its publication, at most, for the list's year to be believed."""


def entry_of(case: Case) -> Entry:
    """The Entry of a case, when everyone has been asked."""
    decision = case.decision
    if decision.status is not Status.MATCHED:
        return _without_work(case, decision)
    merged, voted = merge([match.record for match in decision.matches])
    merged, voted, refuted = unrefuted(merged, voted, case.records)
    work, claims = _as_listed(case, merged, voted)
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


def _as_listed(
    case: Case, work: Work, claims: Mapping[str, Claim]
) -> tuple[Work, Mapping[str, Claim]]:
    """The list's own year, where the sources only know that of the first version and it fits."""
    year, claim = case.citation.year, claims.get("issued")
    if not (year and claim and work.year and claim.source.endswith(OF_FIRST_VERSION)):
        return work, claims
    if not (case.citation.venue and 0 <= year.value - work.year <= _TO_PUBLICATION):
        return work, claims
    theirs = (claim.source.removesuffix(OF_FIRST_VERSION), str(work.year))
    if year.value == work.year:
        listed = Claim("list", rule="list", agreed=(theirs[0],))
    else:
        listed = Claim("list", rule="list", dissent=((claim.source, theirs[1]),))
    return replace(work, issued=(year.value,)), {**claims, "issued": listed}


def _without_work(case: Case, decision: Decision) -> Entry:
    """The Entry of a case that came to nothing, with the reason."""
    status, reason = decision.status, decision.reason
    if status is Status.NOT_FOUND and case.failed:
        status = Status.UNKNOWN
        reason = "; ".join(f"{name}: {why}" for name, why in sorted(case.failed.items()))
    elif status is Status.NOT_FOUND:
        asked = ", ".join(sorted({name for name, _ in case.answered}))
        reason = f"not in the corpus, nor at {asked}" if asked else "not in the corpus"
    best = decision.matches[0] if decision.matches else None
    evidence = best.evidence if best else ()
    return Entry(case.citation, status, best, reason=reason, evidence=evidence)


def kept_entry(citation: Citation, resolution: Resolution) -> Entry:
    """The Entry that an earlier run decided on."""
    work = resolution.work
    return Entry(
        citation=citation,
        status=resolution.status,
        work=work,
        key=resolution.key,
        confidence=resolution.confidence,
        reason=resolution.reason,
        decided_by=resolution.decided_by,
        evidence=resolution.evidence,
        provenance=resolution.provenance,
        conflicts=_dissents(work, resolution.provenance) if work else (),
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
