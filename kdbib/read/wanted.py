"""What a person asks for in one line: an identifier, a link, a title, or a whole reference."""

from kdbib.model import Author, Citation, Form, Name, Span, Text, Year
from kdbib.read.bare import read_bare
from kdbib.read.pages import Told, told_by, why_unnamed
from kdbib.read.source import SourceText

_LONGEST = 5000  # characters of a reference
_NOWHERE = Span(0, 0, 1, 1)


def read_wanted(text: str) -> Citation | str:
    """The citation that a text asks for; or, where it names no paper, why not.

    >>> str(read_wanted("https://arxiv.org/abs/1503.02531v1").identifier("arxiv"))
    'arxiv:1503.02531'
    >>> read_wanted("https://ieeexplore.ieee.org/document/7780459")
    "IEEE Xplore's addresses hold a number of its own, not the DOI; give the DOI or the title"
    """
    line = " ".join(text.split())
    if len(line) > _LONGEST:
        return f"{len(line):,} characters are more than a reference has"
    bare = read_bare(line)
    if bare and bare.url and not bare.identifier and not bare.title:
        told = told_by(bare.url)
        return _of_page(line, told) if told else why_unnamed(bare.url)
    # a title beside an identifier may be a site's, cut or decorated: the identifier decides
    if bare and bare.identifier:
        return Citation(
            "", line, _NOWHERE, 1, identifiers=((bare.identifier, _NOWHERE),), form=Form.plain
        )
    from kdbib.read.plain import read_one

    return read_one(line, "") or "no words that could be a title, and no identifier"


def _of_page(line: str, told: Told) -> Citation:
    source = SourceText(line.encode("utf-8", "replace"), "", Form.plain)
    span = source.span(0, len(line))
    author = Author(Name(family=told.author), span)
    return Citation(
        "",
        line,
        span,
        1,
        title=Text(told.title, span),
        authors=(author,) if told.author else (),
        et_al=bool(told.author),
        venue=Text(told.venue, span) if told.venue else None,
        year=Year(int(told.year), span) if told.year else None,
        form=Form.plain,
    )
