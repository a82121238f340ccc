"""The JSON of ``parse`` and ``enrich``, to the letter, and the entry of what was not found."""

from dataclasses import replace

from msgspec.structs import replace as changed

from kdbib.model import (
    Author,
    Change,
    Citation,
    Claim,
    Conflict,
    Disagreement,
    Entry,
    Identifier,
    Name,
    Reason,
    Scheme,
    Span,
    Status,
    Why,
    Work,
)
from kdbib.read import read_text
from kdbib.read.source import SourceText
from kdbib.wording import worded, worded_reason
from kdbib.write.results import citation_json, entry_json, summary_json
from kdbib.write.unresolved import as_listed

LINE = (
    "- [Otters at Dusk](https://arxiv.org/abs/2001.00001) Ida Marlow, Ben Teal et al. JO 2019."
    " [code](https://github.com/a/b) arXiv:2014.10510 doi:10.1000/x"
)
LIST = f"# Otters\n\n## Rivers\n\n{LINE}\n"
NOBODY = {"arxiv": None, "doi": None, "openreview": None, "acl": None, "dblp": None}
NOBODY |= {"pmid": None, "s2": None}
CITED = {
    "file": "list.md",
    "line": 5,
    "end_line": 5,
    "raw": LINE,
    "section": ["Otters", "Rivers"],
    "title": "Otters at Dusk",
    "authors": [{"family": "Marlow", "given": "Ida"}, {"family": "Teal", "given": "Ben"}],
    "et_al": True,
    "venue": "JO",
    "year": 2019,
    "identifiers": {**NOBODY, "arxiv": "2001.00001", "doi": "10.1000/x"},
    "links": [
        {"text": "Otters at Dusk", "url": "https://arxiv.org/abs/2001.00001", "kind": "paper"},
        {"text": "code", "url": "https://github.com/a/b", "kind": "code"},
    ],
    "malformed": [
        {
            "kind": "arxiv-id",
            "message": "'2014.10510' is no arXiv id: arXiv ids begin with year and month,"
            " and there is no month 14",
            "line": 5,
            "column": 122,
        }
    ],
}


def cited(text: str = LIST) -> Citation:
    (citation,) = read_text(SourceText(text.encode(), "list.md")).citations
    return citation


def test_a_citation() -> None:
    citation = replace(cited(), probability=0.93456)
    assert citation_json(citation) == CITED | {"probability": 0.935}
    assert list(citation_json(citation)) == [
        *("file", "line", "end_line", "raw", "section", "title", "authors", "et_al", "venue"),
        *("year", "identifiers", "probability", "links", "malformed"),
    ]


def test_a_citation_of_which_nothing_is_known() -> None:
    empty = Citation(file="x.txt", span=Span(0, 1, 1, 1), end_line=1, raw="x")
    assert citation_json(empty) == {
        "file": "x.txt",
        "line": 1,
        "end_line": 1,
        "raw": "x",
        "section": [],
        "title": None,
        "authors": [],
        "et_al": False,
        "venue": None,
        "year": None,
        "identifiers": NOBODY,
        "probability": None,
        "links": [],
        "malformed": [],
    }


def test_names_and_identifiers_of_a_citation() -> None:
    span = Span(0, 1, 1, 1)
    names = (Name(literal="The Otter Group"), Name("Steele", "Guy", "Jr."), Name("Plato"))
    found = [
        Identifier(Scheme.S2, "CorpusId:7"),
        Identifier(Scheme.ARXIV, "1503.02531"),
        Identifier(Scheme.ARXIV, "1503.02532"),
        Identifier(Scheme.PMID, "7"),
    ]
    citation = replace(
        cited(),
        authors=tuple(Author(name, span) for name in names),
        identifiers=tuple((identifier, span) for identifier in found),
    )
    written = citation_json(citation)
    assert written["authors"] == [
        {"literal": "The Otter Group"},
        {"family": "Steele", "given": "Guy", "suffix": "Jr."},
        {"family": "Plato"},
    ]
    assert written["identifiers"] == {
        **NOBODY,
        "arxiv": "1503.02531",
        "pmid": "7",
        "s2": "CorpusId:7",
    }


WORK = Work(
    "article-journal",
    "Otters at Dusk",
    (Name("Marlow", "Ida"),),
    (2020,),
    container_title="Journal of Otters",
    DOI="10.1000/x",
    identifiers=(Identifier(Scheme.ARXIV, "2001.00001"),),
    pdf_url="https://arxiv.org/pdf/2001.00001",
)
CONFLICT = Conflict(Disagreement.YEAR, "year", "2019", "2020", {"year": 2020})


def enriched() -> Entry:
    return Entry(
        citation=cited(),
        status=Status.MATCHED,
        work=WORK,
        key="marlow2020otters",
        confidence=0.97,
        provenance={
            "container_title": Claim("crossref"),
            "container_title_short": Claim("dblp"),
            "DOI": Claim("datacite"),
        },
        conflicts=(CONFLICT,),
        changes=(Change("year", "2019", "2020", Span(4, 8, 5, 86)),),
    )


def test_an_entry() -> None:
    written = entry_json(enriched())
    assert written.pop("citation")["raw"] == LINE
    assert written == {
        "status": "matched",
        "key": "marlow2020otters",
        "work": {
            "id": "marlow2020otters",
            "type": "article-journal",
            "title": "Otters at Dusk",
            "author": [{"family": "Marlow", "given": "Ida"}],
            "issued": {"date-parts": [[2020]]},
            "container-title": "Journal of Otters",
            "DOI": "10.1000/x",
            "identifiers": {**NOBODY, "arxiv": "2001.00001", "doi": "10.1000/x"},
            "pdf_url": "https://arxiv.org/pdf/2001.00001",
        },
        "confidence": 0.97,
        "why": None,
        "reason": None,
        "chosen_by": None,
        "provenance": {
            "container-title": "crossref",
            "container-title-short": "dblp",
            "DOI": "datacite",
        },
        "conflicts": [
            {
                "code": "year",
                "field": "year",
                "listed": "2019",
                "record": "2020",
                "message": worded(CONFLICT),
            }
        ],
        "changes": [{"field": "year", "from": "2019", "to": "2020", "line": 5}],
    }


def test_an_entry_without_a_work() -> None:
    entry = replace(enriched(), status=Status.NOT_FOUND, work=None, why=Reason(Why.NOT_IN_CORPUS))
    written = entry_json(entry)
    assert (written["status"], written["work"]) == ("not_found", None)
    assert (written["why"], written["reason"]) == ("not-in-corpus", worded_reason(entry.why))
    assert entry_json(replace(enriched(), key=None))["work"] is None


def test_the_summary() -> None:
    missed = Entry(cited(), Status.NOT_FOUND, key="kept")
    twice = replace(enriched(), changes=(), conflicts=())
    assert summary_json((enriched(), twice, missed), 7) == {
        "citations": 3,
        "matched": 2,
        "ambiguous": 0,
        "contradicted": 0,
        "not_found": 1,
        "unknown": 0,
        "works": 1,
        "corrected": 1,
        "corrections": 1,
        "conflicts": 1,
        "passed_over": 7,
    }


def test_what_was_not_found_is_kept_as_it_is_listed() -> None:
    assert as_listed(cited()) == Work(
        "article",
        "Otters at Dusk",
        (Name("Marlow", "Ida"), Name("Teal", "Ben")),
        (2019,),
        container_title="JO",
        DOI="10.1000/x",
        URL="https://arxiv.org/abs/2001.00001",
        identifiers=(Identifier(Scheme.ARXIV, "2001.00001"),),
        status="unresolved",
    )
    empty = Citation(file="x", span=Span(0, 9, 1, 1), end_line=1, raw="some \n words " + "x" * 999)
    assert as_listed(empty) == changed(
        Work("article", ("some words " + "x" * 999)[:200]), status="unresolved"
    )
