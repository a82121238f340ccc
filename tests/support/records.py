"""Works and citations for tests, from a few words."""

from kdbib.model import Citation, Identifier, Name, Record, Scheme, Work
from kdbib.read.markdown import read_markdown
from kdbib.read.source import SourceText


def citation(line: str) -> Citation:
    """The one citation of a list's text."""
    (found,) = read_markdown(SourceText(line.encode(), "list.md")).citations
    return found


def name(text: str) -> Name:
    """``Hinton, Geoffrey``, or a family name alone."""
    family, _, given = text.partition(", ")
    return Name(family=family, given=given or None)


def work(
    title: str,
    authors: list[str],
    venue: str | None = None,
    year: int | None = None,
    arxiv: str | None = None,
    doi: str | None = None,
    aliases: tuple[str, ...] = (),
    pdf: str | None = None,
) -> Work:
    """A Work; a preprint where its venue is arXiv."""
    return Work(
        type="article" if venue in {None, "arXiv"} else "paper-conference",
        title=title,
        author=tuple(name(author) for author in authors),
        issued=(year,) if year else (),
        container_title=venue,
        DOI=doi,
        identifiers=(Identifier(Scheme.ARXIV, arxiv),) if arxiv else (),
        aliases=aliases,
        pdf_url=pdf,
    )


def record(known: Work, source: str = "corpus:test", confidence: float = 1.0) -> Record:
    """A Record of a Work."""
    return Record(known, source, confidence=confidence)
