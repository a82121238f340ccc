"""What only the citation says: kept, and no proof of itself."""

from kdbib.merge.listed import as_listed, known_of
from kdbib.merge.merge import merge
from kdbib.model import Form, Identifier, Name, Record, Scheme, Work
from kdbib.model.name import OTHERS
from kdbib.read import read_text
from kdbib.read.source import SourceText
from kdbib.write.authors import author_list

PREPRINT = Work(
    type="article",
    title="Knowledge Distillation: A Survey",
    author=(Name("Gou", "Jianping"), Name("Yu", "Baosheng")),
    issued=(2020, 6),
    container_title="arXiv",
    identifiers=(Identifier(Scheme.ARXIV, "2006.05525"),),
)
ARTICLE = (
    "@article{g, title={Knowledge Distillation: A Survey}, author={Gou, Jianping and others},\n"
    "  journal={International Journal of Computer Vision}, volume={129}, number={6},\n"
    "  pages={1789--1819}, year={2021}, doi={10.1007/s11263-021-01453-z}}\n"
)


def test_a_publication_that_only_the_bibliography_knows_is_not_made_a_preprint() -> None:
    (citation,) = read_text(SourceText(ARTICLE.encode(), "refs.bib", Form.bibtex)).citations
    merged, claims = merge([Record(PREPRINT, "arxiv")])
    work, claims = as_listed(citation, merged, claims)
    assert (work.type, work.container_title, work.year) == (
        "article-journal",
        "International Journal of Computer Vision",
        2021,
    )
    assert (work.volume, work.issue, work.page) == ("129", "6", "1789-1819")
    assert work.DOI == "10.1007/s11263-021-01453-z"
    assert work.identifier("arxiv") == "2006.05525"
    assert {claims[name].source for name in ("type", "container_title", "page")} == {"list"}
    proven = known_of(work, claims)
    assert (proven.type, proven.container_title, proven.DOI) == ("article", None, None)
    assert proven.author == PREPRINT.author


def test_authors_whom_no_record_names_are_those_of_the_list() -> None:
    text = "- Interactive Knowledge Distillation. Fu, Shipeng et al. arXiv:2007.01476\n"
    (citation,) = read_text(SourceText(text.encode(), "list.md")).citations
    nobody = Work(type="article", title="Interactive Knowledge Distillation")
    work, claims = as_listed(citation, nobody, {})
    assert work.author == (Name("Fu", "Shipeng"), OTHERS)
    assert author_list(work.author) == "Fu, Shipeng and others"
    assert known_of(work, claims).author == ()
