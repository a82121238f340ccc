"""A DOI comes back from every output as it went in."""

import json

from hypothesis import example, given

from kdbib.model import Work
from kdbib.read.bibtex import read_bibtex
from kdbib.read.source import SourceText
from kdbib.write.bibtex import bibtex
from kdbib.write.csl import csl_json
from tests.model.test_identifier import DOIS, SICI


def cited(doi: str) -> list[tuple[str, Work]]:
    return [("marlow1999otters", Work(type="article-journal", title="Otters at Dusk", DOI=doi))]


@given(SICI | DOIS)
@example("10.1000/\ufa2aa")  # which NFC would make another DOI
def test_from_bibtex(doi: str) -> None:
    text = bibtex(cited(doi)).encode()
    (citation,) = read_bibtex(SourceText(text, "references.bib")).citations
    assert str(citation.identifier("doi")) == f"doi:{doi}"


@given(SICI | DOIS)
@example("10.1000/\ufa2aa")  # which NFC would make another DOI
def test_from_csl_json(doi: str) -> None:
    (item,) = json.loads(csl_json(cited(doi)))
    assert item["DOI"] == doi
