"""An entry of the ACL Anthology's BibTeX, and the work that it is.

The files are made by one program, from the same XML for all papers
(https://github.com/acl-org/acl-anthology): names are inverted, special characters are LaTeX's,
capitals that matter are in braces, and ``url`` is the page of the paper.
"""

import logging
import re
from collections.abc import Mapping

from kdbib.errors import BadAnswer
from kdbib.http.plain import plain
from kdbib.model import Name, Record, Scheme, Work, identifier
from kdbib.model.work import CSL_TYPES, PREPRINT_TYPE

logging.getLogger("pylatexenc").addHandler(logging.NullHandler())  # we see it for ourselves

Entry = Mapping[str, str]
"""The fields of an entry by their names, and its type as ``ENTRYTYPE``; values are still LaTeX."""

_MONTHS = {
    month: number
    for number, month in enumerate(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1
    )
}
_SUFFIX = re.compile(r"(?:Jr|Sr)\.?|I{2,3}|IV")


def entries(text: bytes) -> list[Entry]:
    """The entries in a file. Raises BadAnswer where it is no BibTeX, or not all of it can be read.

    Whatever precedes an entry is a comment to BibTeX: without an entry, the list is empty.
    """
    from kdbib.read.bibtex_syntax import Aside, String, Strings, blocks_of, first_fields
    from kdbib.read.bibtex_syntax import Entry as Block

    try:
        decoded = text.decode()
    except UnicodeDecodeError:
        raise BadAnswer("the ACL Anthology sent something that is not UTF-8") from None
    found: list[Entry] = []
    strings = Strings(decoded)
    for block in blocks_of(decoded):
        if isinstance(block, String):
            strings.define(block)
        elif isinstance(block, Block) and not block.problems:
            fields = first_fields(block).items()
            values = {name: strings.value(field.parts) for name, field in fields}
            found.append({"ENTRYTYPE": block.type.lower()} | values)
        elif not isinstance(block, Aside):
            raise BadAnswer("the ACL Anthology sent BibTeX that can't be read")
    return found


def record(entry: Entry) -> Record | None:
    """The work that an entry describes; None if it has no title, or no page at the Anthology."""
    own = identifier.from_url(" ".join(entry.get("url", "").split()))
    title = _text(entry, "title", 1000)
    if not own or own.scheme != Scheme.ACL or not title:
        return None
    doi = identifier.doi(_text(entry, "doi", 300))
    work = Work(
        type=CSL_TYPES.get(entry["ENTRYTYPE"], PREPRINT_TYPE),
        title=title,
        author=_authors(entry.get("author", "")),
        issued=_issued(entry),
        container_title=_text(entry, "booktitle") or _text(entry, "journal") or None,
        volume=_text(entry, "volume", 50) or None,
        issue=_text(entry, "number", 50) or None,
        page=re.sub(r"\s*[-–—]+\s*", "-", _text(entry, "pages", 50)) or None,
        publisher=_text(entry, "publisher") or None,
        DOI=doi.value if doi and doi.scheme == Scheme.DOI else None,
        URL=own.url,
        identifiers=(own,),
        pdf_url=f"{own.url}.pdf",
    )
    return Record(work, "acl")


def _text(entry: Entry, name: str, longest: int = 300) -> str:
    """A field in plain text."""
    return _decoded(entry.get(name, "")[: 4 * longest], longest)


def _decoded(latex: str, longest: int) -> str:
    from pylatexenc.latex2text import LatexNodes2Text  # type: ignore[import-untyped]

    if re.search(r"[\\{}$~%]|--|``|''", latex):
        latex = re.sub(r"(?<!\\)%", r"\\%", latex)  # a comment would swallow the rest
        text = LatexNodes2Text(keep_comments=True, math_mode="verbatim")
        try:
            latex = text.latex_to_text(latex)
        except RecursionError:  # a thousand braces in one another
            latex = re.sub(r"[\\{}]", "", latex)
    return plain(latex, longest)


def _authors(field: str) -> tuple[Name, ...]:
    """``Gan, Zhe  and  Jordan, Jr., Michael I.`` as names; one without a comma is of one word."""
    people = re.split(r"\s+and\s+", field.strip())[:5000] if field.strip() else []
    return tuple(found for person in people if (found := _name(person)))


def _name(person: str) -> Name | None:
    parts = [_decoded(part, 200) for part in person.split(",")]
    if not any(char.isalpha() for char in parts[0]):
        return None
    if len(parts) == 1 or not parts[-1]:
        return Name(literal=parts[0])
    suffix = parts[1] if len(parts) == 3 else ""
    family, _, last = parts[0].rpartition(" ")
    if family and not suffix and _SUFFIX.fullmatch(last):  # "Steele Jr., Guy L."
        return Name(family=family, given=parts[-1], suffix=last)
    return Name(family=parts[0], given=parts[-1], suffix=suffix or None)


def _issued(entry: Entry) -> tuple[int, ...]:
    """The year, and the month where it is one month."""
    year, month = entry.get("year", "").strip(), entry.get("month", "").strip().lower()[:3]
    if not re.fullmatch(r"(?:19|20)\d\d", year):
        return ()
    whole = re.fullmatch(r"[a-z]{3,9}", entry.get("month", "").strip().lower())
    return (int(year), _MONTHS[month]) if whole and month in _MONTHS else (int(year),)
