"""What is asked of DBLP, in SPARQL (https://www.w3.org/TR/sparql11-query/).

The predicates are those of https://dblp.org/rdf/schema. Values become IRIs and literals here, and
nowhere else: nothing in a title or an identifier can end the term that it stands in.
"""

import re
from collections.abc import Sequence

from kdbib.http.plain import plain
from kdbib.model import Scheme, identifier
from kdbib.resolve.base import TITLE, Question

ACCEPT = "application/sparql-results+json"
MOST_HITS = 50
"""How many publications are looked at of those whose titles begin as a question's does."""

CANARY = "Distilling the Knowledge in a Neural Network"
"""A title that DBLP has, and that every search looks for as well.

How the endpoint sorts titles is documented nowhere. The day that it sorts them otherwise, this one
is not found, and nothing else is then called missing.
"""

_PREFIX = 40  # characters of a title: more of them say nothing more
_SHORTEST = 3
_ENDS = re.compile(r"[^a-y]+$")
# what SPARQL's IRIREF may not contain; percent signs would be taken for escapes
_NOT_IN_IRI = re.compile(r"[\x00-\x20<>\"{}|^`\\%\x7f]|[^\x00-\x7f]")
_WHOLE = """\
  ?pub dblp:bibtexType ?type .
  OPTIONAL { ?pub dblp:yearOfPublication ?year }
  OPTIONAL { ?pub dblp:publishedIn ?venue }
  OPTIONAL { ?pub dblp:publishedInJournalVolume ?volume }
  OPTIONAL { ?pub dblp:publishedInJournalVolumeIssue ?issue }
  OPTIONAL { ?pub dblp:pagination ?pages }
  OPTIONAL { ?pub dblp:doi ?doi }
  OPTIONAL { ?pub dblp:primaryDocumentPage ?primary }
  OPTIONAL { ?pub dblp:documentPage ?page }
  OPTIONAL {
    ?pub dblp:hasSignature ?signature .
    ?signature dblp:signatureOrdinal ?ordinal ; dblp:signatureDblpName ?name
  }
"""


def query(batch: Sequence[Question]) -> str:
    """The query for a batch of one kind: a row for each author and each page of a publication."""
    which = _by_title(batch) if batch[0].kind == TITLE else _by_iri(batch)
    return (
        "PREFIX dblp: <https://dblp.org/rdf/schema#>\n"
        "SELECT ?asked ?pub ?title ?type ?year ?venue ?volume ?issue ?pages ?doi ?primary ?page"
        f" ?ordinal ?name WHERE {{\n{which}{_WHOLE}}}\n"
    )


def iri(question: Question) -> str:
    """The IRI that stands for an identifier at DBLP; empty where there can't be one.

    DOIs are in capitals there; an arXiv id is the DOI that arXiv gave out for it.

    >>> iri(Question("arxiv", "1503.02531"))
    'https://doi.org/10.48550/ARXIV.1503.02531'
    """
    if not identifier.parse(question.kind, question.value) or _NOT_IN_IRI.search(question.value):
        return ""
    if question.kind == Scheme.DBLP:
        return f"https://dblp.org/rec/{question.value}"
    prefix = "10.48550/ARXIV." if question.kind == Scheme.ARXIV else ""
    return f"https://doi.org/{prefix}{question.value.upper()}"


def span(title: str) -> tuple[str, str]:
    """The first and the last place of titles that begin as this one does; empty if it is too short.

    The endpoint sorts titles without regard to case. So the beginning is in small letters, and the
    end is where its last letter is the next one of the alphabet: which has to be a letter, since
    other characters are sorted by rules of their own.

    >>> span("Attention Is All You Need")
    ('attention is all you need', 'attention is all you neee')
    """
    whole = plain(title, 1000).lower().rstrip(" .")
    begin = _ENDS.sub("", whole[:_PREFIX])
    if len(begin) < _SHORTEST:
        return "", ""
    return begin, begin[:-1] + chr(ord(begin[-1]) + 1)


def _by_iri(batch: Sequence[Question]) -> str:
    values = " ".join(f"<{iri(question)}>" for question in batch)
    if batch[0].kind == Scheme.DBLP:
        return f"  VALUES ?pub {{ {values} }}\n  ?pub dblp:title ?title .\n"
    return f"  VALUES ?asked {{ {values} }}\n  ?pub dblp:doi ?asked ; dblp:title ?title .\n"


def _by_title(batch: Sequence[Question]) -> str:
    """Each title's range on its own, so that the endpoint can look it up in its sorted titles."""
    titles = (question.value for question in batch)
    ranges = (
        "    { SELECT ?pub ?title WHERE { ?pub dblp:title ?title ."
        f" FILTER(?title >= {_literal(low)} && ?title < {_literal(high)}) }} LIMIT {MOST_HITS} }}\n"
        for low, high in dict.fromkeys(span(title) for title in (*titles, CANARY))
    )
    together = "    UNION\n".join(ranges)
    return f"  {{ SELECT DISTINCT ?pub ?title WHERE {{\n{together}  }} }}\n"


def _literal(text: str) -> str:
    """A string literal: plain text has no line breaks, and quotes are escaped here."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
