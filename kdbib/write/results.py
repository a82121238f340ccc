"""What ``parse`` and ``enrich`` print as JSON: the shapes of docs/contract.md."""

from collections import Counter
from typing import Any

from kdbib.model import Author, Citation, Entry, Status, Work
from kdbib.wording import worded
from kdbib.write.csl import csl_item

Json = dict[str, Any]

_SCHEMES = ("arxiv", "doi", "openreview", "acl", "dblp", "pmid", "s2")


def citation_json(citation: Citation) -> Json:
    """A citation; unknown values are null or empty."""
    found: dict[str, str | None] = dict.fromkeys(_SCHEMES)
    for identifier, _ in citation.identifiers:
        found[identifier.scheme] = found[identifier.scheme] or identifier.value
    return {
        "file": citation.file,
        "line": citation.span.line,
        "end_line": citation.end_line,
        "raw": citation.raw,
        "section": list(citation.section),
        "title": citation.title.text if citation.title else None,
        "authors": [_author(author) for author in citation.authors],
        "et_al": citation.et_al,
        "venue": citation.venue.text if citation.venue else None,
        "year": citation.year.value if citation.year else None,
        "identifiers": found,
        "probability": None if citation.probability is None else round(citation.probability, 3),
        "links": [{"text": k.text, "url": k.url, "kind": k.kind.value} for k in citation.links],
        "malformed": [
            {
                "kind": problem.kind,
                "message": problem.message,
                "line": problem.span.line,
                "column": problem.span.column,
            }
            for problem in citation.malformed
        ],
    }


def _author(author: Author) -> Json:
    name = author.name
    if not name.family:
        return {"literal": name.literal}
    parts = {"family": name.family, "given": name.given, "suffix": name.suffix}
    return {part: value for part, value in parts.items() if value}


def entry_json(entry: Entry) -> Json:
    """An entry: its citation, what became of it, its work, and what was corrected."""
    return {
        "citation": citation_json(entry.citation),
        "status": entry.status.value,
        "key": entry.key,
        "work": _work(entry.key, entry.work) if entry.key and entry.work else None,
        "confidence": entry.confidence,
        "why": entry.why.code.value if entry.why else None,
        "reason": entry.reason or None,
        "chosen_by": entry.choice.by if entry.choice else None,
        "provenance": {_csl(field): claim.source for field, claim in entry.provenance.items()},
        "conflicts": [
            {
                "code": c.code.value,
                "field": c.field,
                "listed": c.listed,
                "record": c.record,
                "message": worded(c),
            }
            for c in entry.conflicts
        ],
        "changes": [
            {"field": c.field, "from": c.before, "to": c.after, "line": c.span.line}
            for c in entry.changes
        ],
    }


def _csl(field: str) -> str:
    return field.replace("container_title", "container-title").replace("title_short", "title-short")


def _work(key: str, work: Work) -> Json:
    item = csl_item(key, work)
    item.pop("custom", None)
    known: dict[str, str | None] = {scheme: work.identifier(scheme) for scheme in _SCHEMES}
    return {**item, "identifiers": known, "pdf_url": work.pdf_url}


def summary_json(entries: tuple[Entry, ...], passed_over: int) -> Json:
    """How many entries came out how."""
    statuses = Counter(entry.status for entry in entries)
    return {
        "citations": len(entries),
        **{status.value: statuses[status] for status in Status},
        "works": len({entry.key for entry in entries if entry.key and entry.work}),
        "corrected": sum(bool(entry.changes) for entry in entries),
        "corrections": sum(len(entry.changes) for entry in entries),
        "conflicts": sum(len(entry.conflicts) for entry in entries),
        "passed_over": passed_over,
    }
