"""A work as one line: a reference to read, in any style, or an item of a markdown list."""

import re

from kdbib.model import Identifier, Scheme, Work
from kdbib.model.name import OTHERS
from kdbib.model.venue import short_name
from kdbib.write.formats import Items, Options, Writer
from kdbib.write.latex import address, clean
from kdbib.write.parts import identified_page

_MANY = 10
"""Authors of whom only the first are named."""
_REFERENCE = re.compile(r"`|:(?=//)|(?<=www)\.|(?<=\w)@(?=\w)", re.IGNORECASE)
"""Signs that a backslash does not stop everywhere: GitHub makes links of addresses among words."""
_MARKUP = re.compile(r"([\\*_\[\]<>|~#]|!(?=\[))")


def reference(work: Work) -> str:
    """``Authors. Title. Venue Year. Address``, of what is known.

    >>> reference(Work("article", "A Title", issued=(2015,), DOI="10.1000/x"))
    'A Title. 2015. https://doi.org/10.1000/x'
    """
    parts = [authors(work), clean(work.title), occasion(work)]
    sentences = [part if part.endswith((".", "?", "!")) else f"{part}." for part in parts if part]
    return " ".join([*sentences, *filter(None, [page_of(work)])])


def markdown_item(work: Work) -> str:
    r"""``[Title](address). Authors. Venue Year``, with what markdown would read as markup escaped.

    >>> markdown_item(Work("article", "The A* Algorithm", issued=(2015,), DOI="10.1000/(x)"))
    '[The A\\* Algorithm](https://doi.org/10.1000/%28x%29). 2015'
    """
    title, page = escaped(clean(work.title)), page_of(work)
    linked = f"[{title}]({page.replace('(', '%28').replace(')', '%29')})" if page else title
    rest = [escaped(part) for part in (authors(work), occasion(work)) if part]
    return ". ".join([linked, *(part.rstrip(".") for part in rest)])


def escaped(text: str) -> str:
    """A text whose characters mean themselves in markdown, and ``&`` in HTML."""
    marked = _MARKUP.sub(r"\\\1", text.replace("&", "&amp;"))
    return _REFERENCE.sub(lambda found: f"&#{ord(found[0])};", marked)


def authors(work: Work) -> str:
    """The authors as people write them; of very many, the first and *et al.*, as for the rest."""
    names = [clean(name.display()) for name in work.author if name != OTHERS]
    if len(names) > _MANY or (names and OTHERS in work.author):
        return f"{names[0]} et al."
    if len(names) < 3:
        return " and ".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def occasion(work: Work) -> str:
    """Where and when: the short name of the venue, or its whole, and the year."""
    venue = clean(work.container_title_short or work.container_title or "")
    year = str(work.year) if work.year is not None else ""
    return venue if year and year in venue else " ".join(part for part in (venue, year) if part)


def short_venue(work: Work) -> str:
    """The name by which people know the venue, or all that is known of it."""
    title = work.container_title or ""
    return short_name(title) or work.container_title_short or title


def page_of(work: Work) -> str:
    """The address to give to a reader: the DOI's, else arXiv's, else the record's own."""
    if work.DOI:
        return Identifier(Scheme.DOI, work.DOI).url
    return identified_page(work) or address(work.URL or "") or ""


def _text(items: Items, options: Options) -> bytes:
    if options.style:
        from kdbib.write.styled import styled

        lines = styled(items, options.style)
    else:
        lines = [reference(work) for _, work in items]
    return "".join(f"{line}\n" for line in lines).encode()


def _markdown(items: Items, _: Options) -> bytes:
    return "".join(f"- {markdown_item(work)}\n" for _, work in items).encode()


TEXT = Writer("text", (".txt",), _text)
MARKDOWN = Writer("markdown", (".md",), _markdown)
