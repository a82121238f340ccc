"""The entries as the page needs them: rows of a table, each with its details, as JSON.

Every text is data. The page sets it as text, and never as markup.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from kdbib.explain import Vote, explained
from kdbib.merge.authority import NOTHING_TO_DECIDE
from kdbib.model import Citation, Entry, Identifier, Link, LinkKind, Scheme, Work
from kdbib.model.name import OTHERS
from kdbib.pipeline.bibliography import works_of
from kdbib.read.inline import scan
from kdbib.report.difference import marked
from kdbib.report.judged import Judged
from kdbib.wording import worded_evidence
from kdbib.write.bad_entries import without_bad_entries
from kdbib.write.bibtex import bibtex, single_entries
from kdbib.write.latex import clean
from kdbib.write.reference import page_of, reference, short_venue

Json = dict[str, Any]
_LONGEST = 300
"""Characters of a text that stands for a title."""
_MANY = 12
"""Authors of whom only the first are shown in the table."""
_PAGES = {
    Scheme.DOI: "DOI",
    Scheme.ARXIV: "arXiv",
    Scheme.OPENREVIEW: "OpenReview",
    Scheme.ACL: "ACL Anthology",
    Scheme.PMID: "PubMed",
    Scheme.DBLP: "DBLP",
}
"""The databases whose pages a reader is led to, by the identifiers that name them."""
_LISTED = {LinkKind.CODE: "code", LinkKind.PDF: "PDF", LinkKind.PAPER: "paper"}


def rows(judged: Sequence[Judged], *, evidence: bool = True) -> list[Json]:
    """A row for each entry; without ``evidence`` only what a reader of the list looks for."""
    entries = [one.entry for one in judged]
    text, _ = without_bad_entries(bibtex, list(works_of(entries).items()))
    sources = single_entries(text)
    files = len({entry.citation.file for entry in entries})
    sections = _sections(entries)
    return [
        {
            **_row(one.entry, files=files),
            "section": sections[one.entry.citation.section],
            "bibtex": sources.get(one.entry.key or "", ""),
            **(_judgement(one) if evidence else {}),
        }
        for one in judged
    ]


def _row(entry: Entry, *, files: int) -> Json:
    citation, work = entry.citation, entry.work
    line = citation.span.line
    return {
        "key": entry.key or "",
        "place": f"{citation.file}:{line}" if files > 1 else str(line),
        "title": clean(work.title) if work else _listed_title(citation),
        "authors": _authors(entry),
        "venue": _venue(citation, work),
        "year": work.year if work else (citation.year.value if citation.year else None),
        "links": [[name, url] for url, name in _links(entry).items()],
    }


def _judgement(one: Judged) -> Json:
    """What became of a citation, and on what grounds."""
    entry = one.entry
    pieces, outside = marked(entry.citation, entry.changes)
    return {
        "status": one.status.value,
        "tone": one.tone,
        "reasons": list(one.reasons),
        "kinds": list(one.kinds),
        "is_code": entry.citation.form.is_bibliography,
        "pieces": [[op.value, text] for op, text in pieces],
        "elsewhere": [[c.field, c.span.line, c.before, c.after] for c in outside],
        "record": reference(entry.work) if entry.work else "",
        "confidence": round(entry.confidence, 2) if entry.work else None,
        "decided_by": entry.decided_by,
        "sources": _sources(entry),
        "evidence": [
            [e.agreement.value, e.field, worded_evidence(e) or e.agreement.value]
            for e in entry.evidence
        ],
        "provenance": list(_provenance(entry)),
        "has": _has(entry),
    }


# --- what the table shows ----------------------------------------------------------------------


def _sections(entries: Sequence[Entry]) -> dict[tuple[str, ...], list[str]]:
    """The headings above citations as a reader sees them, without the one that is above all."""
    found = {entry.citation.section for entry in entries}
    is_shared = len(found) > 1 and len({section[:1] for section in found}) == 1
    return {
        section: [scan(heading, {}).plain.strip() for heading in section[is_shared:]]
        for section in found
    }


def _listed_title(citation: Citation) -> str:
    if citation.title:
        return citation.title.text
    return " ".join(citation.raw.split())[:_LONGEST]


def _authors(entry: Entry) -> str:
    work, citation = entry.work, entry.citation
    if work and work.author:
        names = [clean(name.display()) for name in work.author if name != OTHERS]
        more = OTHERS in work.author
    else:
        names = [author.name.display() for author in citation.authors]
        more = citation.et_al
    shown = ", ".join(names[:_MANY])
    return f"{shown} et al." if shown and (more or len(names) > _MANY) else shown


def _venue(citation: Citation, work: Work | None) -> str:
    if work is None:
        return citation.venue.text if citation.venue else ""
    return clean(short_venue(work)) or ("" if work.published else "preprint")


# --- links -------------------------------------------------------------------------------------


def _links(entry: Entry) -> dict[str, str]:
    """The addresses for a reader, each with what is there; the paper's own first."""
    found: dict[str, str] = {}
    for name, url in (*_of_record(entry.work), *map(_of_list, entry.citation.links)):
        if is_followed(url):
            found.setdefault(url, name)
    return found


def _of_record(work: Work | None) -> Iterator[tuple[str, str]]:
    if work is None:
        return
    if work.pdf_url:
        yield "PDF", work.pdf_url
    known = [Identifier(Scheme.DOI, work.DOI)] if work.DOI else []
    known += sorted(work.identifiers, key=lambda one: one.scheme.value)
    for scheme, name in _PAGES.items():
        yield from ((name, one.url) for one in known if one.scheme is scheme)
    yield "paper", page_of(work)


def _of_list(link: Link) -> tuple[str, str]:
    return _LISTED.get(link.kind, link.text.strip("[]() ")[:40] or "link"), link.url


def is_followed(url: str) -> bool:
    """Whether an address leads to a page of the web, and not to a script or a file."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and url.isprintable()


# --- why ---------------------------------------------------------------------------------------


def _sources(entry: Entry) -> list[str]:
    """The sources that the record's values are from."""
    return sorted({claim.source.partition(" (")[0] for claim in entry.provenance.values()})


def _provenance(entry: Entry) -> Iterator[Json]:
    """Each field's value, and who said it."""
    if entry.work is None:
        return
    for one in explained(entry.work, entry.provenance, entry.decided_by):
        said: Mapping[str, Any] = {
            "agreed": list(one.agreed),
            "dissent": [_vote(vote) for vote in one.dissent],
            "unheard": [_vote(vote) for vote in one.unheard],
            "when": one.retrieved or "",
            "why": one.why if one.rule not in NOTHING_TO_DECIDE else "",
        }
        kept = {name: value for name, value in said.items() if value}
        yield {"field": one.field, "value": one.value, "source": one.source, **kept}


def _vote(vote: Vote) -> list[str]:
    return [vote.source, vote.value, vote.reason]


# --- what is known -----------------------------------------------------------------------------

COVERED = ("authors", "venue", "year", "DOI", "arXiv", "PDF")
"""The parts that a reader looks for."""


def _has(entry: Entry) -> tuple[list[bool], list[bool]]:
    """Which parts the list gives, and which are known with what was found."""
    listed, found = _of_citation(entry.citation), _of_work(entry.work)
    return listed, [before or after for before, after in zip(listed, found, strict=True)]


def _of_citation(citation: Citation) -> list[bool]:
    """Which parts a list gives."""
    return [
        bool(citation.authors),
        citation.venue is not None,
        citation.year is not None,
        citation.identifier(Scheme.DOI) is not None,
        citation.identifier(Scheme.ARXIV) is not None,
        any(link.kind is LinkKind.PDF for link in citation.links),
    ]


def _of_work(work: Work | None) -> list[bool]:
    """Which parts a record has."""
    if work is None:
        return [False] * len(COVERED)
    return [
        bool(work.author),
        bool(work.container_title or work.container_title_short),
        work.year is not None,
        work.DOI is not None,
        work.identifier(Scheme.ARXIV) is not None,
        work.pdf_url is not None,
    ]
