"""Corrections of identifiers: malformed ones, and those of other papers."""

from kdbib.correct.text import Findings, change, text_at
from kdbib.model import Citation, Conflict, Disagreement, Scheme, Work


def correct_identifiers(citation: Citation, work: Work) -> Findings:
    """The corrections of a citation's arXiv ids; other identifiers are only reported."""
    found = Findings()
    known = work.identifier(Scheme.ARXIV)
    for malformed in citation.malformed:
        written = text_at(citation, malformed.span)
        cited = citation.identifier(Scheme.ARXIV)
        right = cited.value if malformed.kind == "arxiv-form" and cited else known
        if right:
            new = change(citation, "arxiv", malformed.span, 0, len(written), f"arXiv:{right}")
            found += Findings((new,))
        else:
            found += Findings((), (_malformed(written, malformed.message),))
    malformed_spans = {malformed.span for malformed in citation.malformed}
    for identifier, span in citation.identifiers:
        other = work.identifier(identifier.scheme)
        if other is None or other.lower() == identifier.value.lower() or span in malformed_spans:
            continue
        conflict = Conflict(Disagreement.IDENTIFIER, identifier.scheme, identifier.value, other)
        found += Findings((), (conflict,))
        written = text_at(citation, span)
        at = written.find(identifier.value)
        if identifier.scheme is Scheme.ARXIV and at >= 0 and "/" not in written[:at]:
            end = at + len(identifier.value)
            found += Findings((change(citation, "arxiv", span, at, end, other),))
    return found


def _malformed(written: str, problem: str) -> Conflict:
    return Conflict(Disagreement.MALFORMED, Scheme.ARXIV, written, "", {"problem": problem})
