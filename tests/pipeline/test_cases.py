"""What is still lacking in a work that was found."""

from kdbib.model import Name, Record, Work
from kdbib.pipeline.cases import Case
from kdbib.read import read_text
from kdbib.read.source import SourceText
from kdbib.resolve.base import Question
from kdbib.resolve.role import PUBLICATION

LINE = "1. The impact of river policy on otter behaviour. Marlow, Ida et al. PLoS ONE 2023\n"


def found(doi: str, origins: tuple[str, ...] = ()) -> Case:
    """The case of the line above, for which a journal's article was found under a DOI."""
    (citation,) = read_text(SourceText(LINE.encode(), "list.md")).citations
    work = Work(
        "article-journal",
        "The impact of river policy on otter behaviour",
        (Name("Marlow", "Ida"), Name("Teal", "Bo")),
        (2023,),
        container_title="PLOS ONE",
        DOI=doi,
    )
    case = Case(citation)
    case.add([Record(work, "semantic_scholar", origins=origins)])
    assert case.matched
    return case


def test_an_article_under_the_doi_of_its_preprint_lacks_its_publication() -> None:
    assert PUBLICATION in found("10.21203/rs.3.rs-1279999/v1").lacks
    assert PUBLICATION not in found("10.1371/journal.pone.0289999").lacks


def test_what_a_preprint_became_is_asked_for_by_its_doi() -> None:
    case = found("10.21203/rs.3.rs-1/v1", ("is-preprint-of: 10.1371/journal.pone.0289999",))
    assert case.publications() == [Question("doi", "10.1371/journal.pone.0289999")]
