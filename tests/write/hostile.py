"""Records of a database that means harm: 80 values, each in every field that has words."""

from collections.abc import Iterator

from msgspec.structs import replace

from kdbib.model import Identifier, Name, Scheme, Work
from tests.correct.test_inert import HOSTILE as IN_MARKUP

IN_BIBTEX = [
    r"\input{/etc/passwd}", r"\write18{touch x}", r"\end{document}", "}", "{", "{{{", '"', '" # "',
    "%", "#", "&", "$", "~", "^^5c", "},\n@article{evil, title = {x}", "@string{a = {b}}",
    r"\def\x{\x}\x", r"\csname end\endcsname", r"\verb|x|", "@comment{",
]  # fmt: skip
ELSEWHERE = [
    "\r\nER  - \r\nTY  - BOOK", "\nTI  - evil", '"}, {"id": "evil"', "<i>x</i><span class='nocase'>",
    ": !!python/object:os.system x", "\n---\nevil: true", "- *anchor", "&anchor x", "\x1b]0;t\x07",
    "\x9b31m", "\x00", "\u2028\u2029\x85", "%0A::error::evil", "\n::error::evil", "::set-output x",
]  # fmt: skip
HOSTILE = [*IN_MARKUP, *IN_BIBTEX, *ELSEWHERE]

BENIGN = Work(
    "article-journal",
    "Otters at Dusk",
    (Name("Marlow", "Ida"),),
    (2019, 5),
    container_title="Journal of Otters",
    volume="3",
    issue="2",
    page="1-9",
    publisher="River Press",
    DOI="10.1000/x",
    URL="https://example.org/x",
    identifiers=(Identifier(Scheme.ARXIV, "1905.00001"),),
    arxiv_category="cs.LG",
    pdf_url="https://example.org/x.pdf",
)
WORDS = (
    "type title container_title container_title_short volume issue page publisher DOI URL status"
    " arxiv_category pdf_url"
).split()


def works_of(value: str) -> Iterator[Work]:
    """Works each of which has the value in another field, alone and amid its words."""
    for field in WORDS:
        yield replace(BENIGN, **{field: value})
    for field in ("title", "container_title", "publisher", "DOI", "URL"):
        yield replace(BENIGN, **{field: f"{getattr(BENIGN, field)} {value} so"})
    for scheme in Scheme:
        yield replace(BENIGN, DOI=None, identifiers=(Identifier(scheme, value),))
    for name in (Name(value), Name(value, "Ida"), Name("Marlow", value), Name(literal=value)):
        yield replace(BENIGN, author=(name,))
    yield replace(BENIGN, author=(Name("Marlow", "Ida", value), Name("Teal", f"{value} Bo")))


def whole(value: str) -> Work:
    """A work that has the value in every field at once."""
    everywhere = {field: f"A {value} b" for field in WORDS if field != "type"}
    names = (Name(value, value, value), Name(f"Lee{value}", f"Bo {value}"), Name(literal=value))
    identifiers = tuple(Identifier(scheme, value) for scheme in Scheme if scheme != Scheme.DOI)
    return replace(BENIGN, **everywhere, author=names, identifiers=identifiers)


def _keyed(works: Iterator[Work]) -> list[tuple[str, Work]]:
    return [(f"k{number:04}", work) for number, work in enumerate(works)]


EACH = _keyed(work for value in HOSTILE for work in works_of(value))
"""Every value in every field, with keys."""
WHOLE = _keyed(whole(value) for value in HOSTILE)
"""Every value, in all fields at once: for programs that take their time."""
