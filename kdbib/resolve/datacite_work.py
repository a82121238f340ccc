"""A record of DataCite, and the work that it is.

Its attributes are those of kdbib.resolve.datacite_shape. What arXiv deposits: the latest title, a
date for each version, its comment as a description of type ``Other``, its categories as subjects,
the primary one first (as in https://api.datacite.org/dois/10.48550/arXiv.1108.1680).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from kdbib.http.plain import plain
from kdbib.model import Identifier, Name, Record, Scheme, Work, identifier
from kdbib.model.work import PREPRINT_TYPE
from kdbib.resolve.bad_records import Rule, Suspect, is_data, rule_against
from kdbib.resolve.datacite_shape import Attributes, Creator, Types
from kdbib.resolve.markup import typeset, unmarked, whole_title
from kdbib.resolve.names import name
from kdbib.resolve.retractions import marked

ARXIV_PREFIX = "10.48550/arxiv."
_MOST_AUTHORS = 5000
_MOST_FACTS = 10
_TYPES = {
    "journalarticle": "article-journal",
    "conferencepaper": "paper-conference",
    "preprint": PREPRINT_TYPE,
    "bookchapter": "chapter",
    "book": "book",
    "dissertation": "thesis",
    "report": "report",
    "standard": "standard",
    "dataset": "dataset",
    "software": "software",
    "computationalnotebook": "software",
}
_BY_BIBTEX = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "incollection": "chapter",
    "inbook": "chapter",
    "book": "book",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "techreport": "report",
}
_WITHIN = frozenset({"article-journal", "paper-conference", "chapter"})
_RELATIONS = ("IsVersionOf", "IsPreprintOf", "HasPreprint", "IsPreviousVersionOf", "IsObsoletedBy")
_WITHDRAWN = re.compile(
    r"^\W*withdrawn\b|\b(?:is|was|are|been|being) (?:\w+ )?withdrawn\b|\bwithdrawn (?:by|due)\b",
    re.IGNORECASE,
)
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?(?!\d)")
_CATEGORY = re.compile(r"\(([a-z-]+(?:\.[A-Za-z-]{2,20})?)\)$")


def record(doi: str, attributes: Attributes, *, by_doi: bool = False) -> Record | Rule | None:
    """The work that a record describes; the rule that says that it isn't the paper; None: no title.

    Data are believed only ``by_doi``, asked for as they were cited: they share titles with papers.
    Among the origins are arXiv's comment (``comment: ...``), as arXiv itself tells it, and related
    works (``IsVersionOf: 10.1214/10-aoas397``).
    """
    title, own = typeset(_title(attributes)), identifier.doi(doi)
    if not title or not own:
        return None
    types = attributes.types or Types()
    suspect = Suspect(title, doi.lower(), types.resource_type_general or "")
    cited_data = by_doi and is_data(suspect.kind)
    if not cited_data and (rule := rule_against(suspect)):
        return rule
    mark, of_arxiv = marked(title), own.scheme == Scheme.ARXIV
    comment = _comment(attributes) if of_arxiv else ""
    placed = _of_arxiv(own, attributes) if of_arxiv else _placed(own, attributes)
    work = Work(
        type=_type(types, placed),
        title=mark.title,
        author=tuple(_authors(attributes.creators or [])),
        issued=_issued(attributes),
        status=mark.status or ("withdrawn" if _WITHDRAWN.search(comment) else None),
        **placed,
    )
    return Record(work, "datacite", origins=tuple(_origins(attributes, comment, mark.mark)))


def _title(attributes: Attributes) -> str:
    """The title without a type; what is called a subtitle belongs to it."""
    given = attributes.titles or []
    titles = [unmarked(each.title or "") for each in given if not each.title_type]
    subtitles = [unmarked(each.title or "") for each in given if each.title_type == "Subtitle"]
    title = next((text for text in titles if text), "")
    return whole_title(title, next(iter(subtitles), ""))


def _of_arxiv(own: Identifier, attributes: Attributes) -> dict[str, Any]:
    """What arXiv's own record has beside title, authors and date."""
    published = (found for relation, found in _related(attributes) if relation == "IsVersionOf")
    return {
        "container_title": "arXiv",
        "URL": own.url,
        "DOI": next((found.value for found in published if found.scheme == Scheme.DOI), None),
        "identifiers": (own,),
        "arxiv_category": _category(attributes),
        "pdf_url": f"https://arxiv.org/pdf/{own.value}",
    }


def _placed(own: Identifier, attributes: Attributes) -> dict[str, Any]:
    publisher = attributes.publisher
    if isinstance(publisher, dict):
        publisher = publisher.get("name")
    within = attributes.container if isinstance(attributes.container, dict) else {}
    first, last = _said(within, "firstPage", 20), _said(within, "lastPage", 20)
    return {
        "DOI": own.value,
        "publisher": unmarked(publisher, 200) if isinstance(publisher, str) else None,
        "container_title": _said(within, "title", 300) or None,
        "volume": _said(within, "volume", 50) or None,
        "issue": _said(within, "issue", 50) or None,
        "page": f"{first}-{last}" if first and last and first != last else first or None,
    }


def _said(within: dict[str, Any], what: str, longest: int) -> str:
    given = within.get(what)
    return unmarked(given, longest) if isinstance(given, str) else ""


def _type(types: Types, placed: dict[str, Any]) -> str:
    """What repositories hold is no publication by itself, whatever they call it."""
    general = (types.resource_type_general or "").lower()
    found = _TYPES.get(general) or _BY_BIBTEX.get(types.bibtex or "") or PREPRINT_TYPE
    within = placed["container_title"]
    return PREPRINT_TYPE if found in _WITHIN and within in (None, "arXiv") else found


def _authors(creators: Sequence[Creator]) -> Iterator[Name]:
    """The names; many are only in one piece, the family's before a comma."""
    for creator in creators[:_MOST_AUTHORS]:
        whole = typeset(unmarked(creator.name or "", 200), 200)
        family, _, given = whole.partition(",")
        if creator.name_type == "Organizational":
            found = Name(literal=whole) if whole else None
        elif creator.family_name and creator.given_name:
            found = Name(_part(creator.family_name), _part(creator.given_name))
        elif family.strip() and given.strip():
            found = Name(family.strip(), given.strip())
        else:
            found = name(whole)
        if found and any(char.isalpha() for char in found.last):
            yield found


def _part(name: str) -> str:
    return typeset(unmarked(name, 200), 200)


def _issued(attributes: Attributes) -> tuple[int, ...]:
    """When its first version was submitted, or it was issued; to the day where that is known."""
    dates = attributes.dates or []
    first = [
        date for date in dates if date.date_type == "Submitted" and date.date_information == "v1"
    ]
    of_year = _day(str(attributes.publication_year or ""))
    for date in (*first, *(date for date in dates if date.date_type == "Issued")):
        found = _day(date.date or "")
        if found and (date in first or not of_year or found[0] == of_year[0]):
            return found
    return of_year


def _day(text: str) -> tuple[int, ...]:
    found = _DATE.match(text)
    parts = tuple(int(part) for part in found.groups() if part) if found else ()
    return parts if parts and 1500 <= parts[0] <= 2100 else ()


def _comment(attributes: Attributes) -> str:
    """What the authors remarked; empty where they didn't."""
    for each in attributes.descriptions or []:
        if each.description_type == "Other" and each.description:
            return plain(each.description, 500)
    return ""


def _category(attributes: Attributes) -> str | None:
    """``Machine Learning (stat.ML)``: the first subject of arXiv's scheme."""
    for each in attributes.subjects or []:
        if each.subject_scheme == "arXiv":
            found = _CATEGORY.search(plain(each.subject or ""))
            return found[1] if found else None
    return None


def _related(attributes: Attributes) -> Iterator[tuple[str, Identifier]]:
    for each in attributes.related_identifiers or []:
        found = identifier.doi(plain(each.related_identifier or ""))
        if each.relation_type in _RELATIONS and found:
            yield each.relation_type, found


def _origins(attributes: Attributes, comment: str, mark: str) -> Iterator[str]:
    if comment:
        yield f"comment: {comment}"
    if mark:
        yield f"title: {mark}"
    for relation, found in list(_related(attributes))[:_MOST_FACTS]:
        yield f"{relation}: {found.value}"
