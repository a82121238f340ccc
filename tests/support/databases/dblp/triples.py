"""Papers as DBLP describes them (https://dblp.org/rdf/docu/): a publication for each version.

A preprint's is in CoRR, has the title of its first version and a DOI that arXiv gave out;
conferences have abbreviated names, sometimes with the number of a volume; people who share a name
have numbers; titles end with a dot.
"""

from collections.abc import Iterator

from tests.support.databases.dblp.store import Term, Triple
from tests.support.databases.paper import Paper, drawn

BIBTEX = "http://purl.org/net/nknouf/ns/bibtex#"
TYPES = {
    "paper-conference": "Inproceedings",
    "article-journal": "Article",
    "chapter": "Incollection",
    "book": "Book",
    "thesis": "Phdthesis",
}


def triples(paper: Paper) -> Iterator[Triple]:
    if paper.arxiv_id:
        yield from _preprint(paper)
    if paper.type in TYPES and (paper.container_short or paper.container):
        yield from _published(paper)


def key(paper: Paper) -> str:
    """The key of the published version."""
    venue = (paper.container_short or "misc").split()[0].lower()
    people = "".join((author.family or author.literal)[:1] for author in paper.authors[1:4])
    first = (paper.authors[0].family if paper.authors else "X").replace(" ", "")
    made = f"{'journals' if paper.type == 'article-journal' else 'conf'}/{venue}/{first}{people}"
    return paper.identifiers.get("dblp") or f"{made}{(paper.year or 0) % 100:02}"


def _preprint(paper: Paper) -> Iterator[Triple]:
    number = paper.arxiv_id.replace(".", "-").replace("/", "-")
    about = f"https://dblp.org/rec/journals/corr/abs-{number}"
    title = paper.aliases[0] if paper.aliases else paper.title
    first = paper.first_public
    yield from _described(about, title, paper)
    page = f"https://doi.org/10.48550/arXiv.{paper.arxiv_id}"
    yield from _values(
        about,
        bibtexType=Term(f"{BIBTEX}Article", is_iri=True),
        yearOfPublication=_text(str(first.year if first else paper.year or "")),
        publishedIn=_text("CoRR"),
        publishedInJournalVolume=_text(f"abs/{paper.arxiv_id}"),
        doi=Term(f"https://doi.org/10.48550/ARXIV.{paper.arxiv_id.upper()}", is_iri=True),
        primaryDocumentPage=Term(page, is_iri=True),
        documentPage=Term(page, is_iri=True),
    )


def _published(paper: Paper) -> Iterator[Triple]:
    about = f"https://dblp.org/rec/{key(paper)}"
    venue = paper.container_short or paper.container
    if venue == "ECCV":
        venue += " (7)"
    pages = [Term(page, is_iri=True) for page in _pages(paper)]
    yield from _described(about, paper.title, paper)
    yield from _values(
        about,
        bibtexType=Term(BIBTEX + TYPES[paper.type], is_iri=True),
        yearOfPublication=_text(str(paper.year or "")),
        publishedIn=_text(venue),
        publishedInJournalVolume=_text(paper.volume),
        pagination=_text(paper.page),
        doi=Term(f"https://doi.org/{paper.doi.upper()}" if paper.doi else "", is_iri=True),
        primaryDocumentPage=pages[0] if pages else _text(""),
    )
    for page in pages:
        yield from _values(about, documentPage=page)


def _pages(paper: Paper) -> Iterator[str]:
    if paper.doi:
        yield f"https://doi.org/{paper.doi}"
    if acl := paper.identifiers.get("acl"):
        yield f"https://aclanthology.org/{acl}/"
    if forum := paper.identifiers.get("openreview"):
        yield f"https://openreview.net/forum?id={forum}"


def _described(about: str, title: str, paper: Paper) -> Iterator[Triple]:
    yield from _values(about, title=_text(f"{title.rstrip('.')}."))
    for place, author in enumerate(paper.authors, start=1):
        signature = Term(f"_:{about}#{place}", is_iri=True)
        number = drawn(f"homonym {author.display}", 9999)
        name = f"{author.display} {number:04}" if number % 4 == 0 else author.display
        yield Triple(Term(about, is_iri=True), "hasSignature", signature)
        yield Triple(signature, "signatureOrdinal", _text(str(place)))
        yield Triple(signature, "signatureDblpName", _text(name))


def _values(about: str, **values: Term) -> Iterator[Triple]:
    for predicate, value in values.items():
        if value.text:
            yield Triple(Term(about, is_iri=True), predicate, value)


def _text(text: str) -> Term:
    return Term(text, is_iri=False)
