"""A record of Crossref, and the work that it is.

The format: https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md. Publishers fill it
in, each in its own way: nothing but the shape is relied on.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from kdbib.http.plain import plain
from kdbib.model import Identifier, Name, Record, Scheme, Work, identifier
from kdbib.model.work import PREPRINT_TYPE
from kdbib.resolve.bad_records import Rule, Suspect, is_data, rule_against
from kdbib.resolve.crossref_container import Container, container
from kdbib.resolve.crossref_dates import Date, Day, day, issued, occasion, told
from kdbib.resolve.crossref_types import csl_type
from kdbib.resolve.markup import unmarked, whole_title
from kdbib.resolve.names import name
from kdbib.resolve.retractions import Marked, marked
from kdbib.resolve.titles import folded

SELECT = (
    "DOI,type,title,subtitle,author,container-title,short-container-title,event,publisher,volume,"
    "issue,page,article-number,issued,published-print,published-online,relation,update-to,updated-by"
)
"""What is asked for: elements that a list can be asked for, without the references."""

_MOST_AUTHORS = 5000
_MOST_FACTS = 10
_LONGEST_NAME = 1600  # characters, markup and all, that are looked at and kept
_HYPHEN = re.compile(r"\s*[-‐–—]+\s*")
_TAKEN_BACK = {"retraction": "retracted", "removal": "retracted", "withdrawal": "withdrawn"}
_PREPRINT_PREFIXES = ("10.2139/ssrn.",)  # registered as articles of a journal
_RELATIONS = ("is-preprint-of", "has-preprint", "is-version-of")

Texts = list[str | None] | None


class _Person(msgspec.Struct):
    given: str | None = None
    family: str | None = None
    suffix: str | None = None
    name: str | None = None


class _Update(msgspec.Struct):
    doi: str | None = msgspec.field(name="DOI", default=None)
    type: str | None = None
    source: str | None = None


class Message(msgspec.Struct, rename="kebab"):
    """What we rely on in a record."""

    doi: str = msgspec.field(name="DOI")
    type: str | None = None
    title: Texts = None
    subtitle: Texts = None
    author: list[_Person] | None = None
    container_title: Texts = None
    short_container_title: Texts = None
    event: Any = None
    publisher: str | None = None
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    article_number: str | None = None
    issued: Date | None = None
    published_print: Date | None = None
    published_online: Date | None = None
    relation: Any = None
    update_to: list[_Update] | None = None
    updated_by: list[_Update] | None = None


def record(message: Message, *, by_doi: bool = False) -> Record | Rule | None:
    """The work that a record describes; the rule that says that it isn't the paper; None: no title.

    Data are believed only ``by_doi``, asked for as they were cited: they share titles with papers.
    What it tells besides is among the origins: ``print: 2020-01``, ``online: 2019-06-02``,
    ``retraction: 10.1155/... (retraction-watch)``, ``is-preprint-of: 10.1016/...``,
    ``series: Lecture Notes in Computer Science``.
    """
    titles, own = _texts(message.title), identifier.doi(message.doi)
    if not titles or not own or own.scheme != Scheme.DOI:
        return None
    notices = tuple(_notices(message)) if message.update_to else ()
    suspect = Suspect(titles[0], own.value.lower(), message.type or "", notices)
    cited_data = by_doi and is_data(suspect.kind)
    if not cited_data and (rule := rule_against(suspect)):
        return rule
    mark = marked(titles[0])
    within = _container(message, own.value)
    in_print, online = day(message.published_print), day(message.published_online)
    related = tuple(_related(message)) if message.relation else ()
    work = Work(
        type=within.type,
        title=whole_title(mark.title, next(iter(_texts(message.subtitle)), "")),
        author=_authors(message.author or []),
        issued=_issued(in_print, day(message.issued) or online, within),
        container_title=within.title,
        container_title_short=within.short,
        volume=plain(message.volume, 50) or None if message.volume else None,
        issue=plain(message.issue, 50) or None if message.issue else None,
        page=_pages(message.page or message.article_number or ""),
        publisher=unmarked(message.publisher or "", 200) or None,
        DOI=own.value,
        status=_status(message, mark),
        identifiers=_identifiers(related),
        aliases=_others(titles),
    )
    origins = (
        *told(in_print, online),
        *((f"series: {within.series}",) if within.series else ()),
        *((f"title: {mark.mark}",) if mark.mark else ()),
        *_facts(message, related),
    )
    return Record(work, "crossref", origins=origins)


def _texts(given: Texts) -> list[str]:
    return [text for each in given if (text := unmarked(each or ""))] if given else []


def _others(titles: Sequence[str]) -> tuple[str, ...]:
    """The titles that are not the first one again."""
    if len(titles) == 1:
        return ()
    first = folded(titles[0])
    return tuple(text for text in titles[1:] if folded(text) != first)


def _notices(message: Message) -> Iterator[str]:
    """The kinds of updates that the record gives notice of; some say "retraction" of themselves."""
    for update in message.update_to or []:
        if update.type and (update.doi or "").lower() != message.doi.lower():
            yield update.type


def _of_itself(message: Message) -> Iterator[_Update]:
    """The notices about this work."""
    yield from message.updated_by or []
    for update in message.update_to or []:
        if (update.doi or "").lower() == message.doi.lower():
            yield update


def _container(message: Message, doi: str) -> Container:
    kind = csl_type(message.type or "")
    if doi.lower().startswith(_PREPRINT_PREFIXES):
        kind = PREPRINT_TYPE
    shorts = message.short_container_title or []
    return container(kind, message.container_title or [], shorts, message.event)


def _authors(people: Sequence[_Person]) -> tuple[Name, ...]:
    """The names; those of organisations are literal. Which part is the family's isn't judged."""
    found = (
        _name(
            (each.family or "")[:_LONGEST_NAME],
            (each.given or "")[:_LONGEST_NAME],
            (each.suffix or "")[:_LONGEST_NAME],
            (each.name or "")[:_LONGEST_NAME],
        )
        for each in people[:_MOST_AUTHORS]
    )
    return tuple(filter(None, found))


@lru_cache(maxsize=1 << 15)
def _name(family: str, given: str, suffix: str, group: str) -> Name | None:
    family = unmarked(family, 200).strip(" ,;*")
    given = unmarked(given, 200).strip(" ,;*")
    if _ET_AL.fullmatch(family):
        return None
    if given and _OF_GROUP.fullmatch(family):
        return Name(literal=f"{given} {family}")
    given = _DEGREE.sub("", given)
    if found := _SUFFIX_BEHIND.search(given):
        given, suffix = given[: found.start()], suffix or found[1]
    if family.isalpha() or any(char.isalpha() for char in family):
        return Name(family, given or None, plain(suffix, 20) or None)
    if literal := unmarked(group, 200):
        return Name(literal=literal)
    return name(given) if given else None


_ET_AL = re.compile(r"(?:and\s+)?et\.? al\.?|and others", re.IGNORECASE)
_OF_GROUP = re.compile(r"collaborations?|consortium|(?:study|working) group", re.IGNORECASE)
_DEGREE = re.compile(r"(?:,\s*(?:Ph\.?D|M\.?D|M\.?Sc|B\.?Sc|M\.?P\.?H|Dr|MBBS|FRCP)\.?)+$")
_SUFFIX_BEHIND = re.compile(r",\s*(Jr\.?|Sr\.?|I{2,3}|IV)$")


def _issued(in_print: Day, first: Day, within: Container) -> Day:
    of_container = None
    if not in_print and within.type == "paper-conference":
        of_container = occasion(within.title or "", within.occasion)
    return issued(in_print, first, of_container)


def _pages(given: str) -> str | None:
    """A range with a hyphen, a single page as one: ``145-145`` is 145."""
    pages = _HYPHEN.sub("-", plain(given, 50))
    first, _, last = pages.partition("-")
    return (first if first == last else pages) or None


def _status(message: Message, mark: Marked) -> str | None:
    if not (message.updated_by or message.update_to):
        return mark.status
    fates = {_TAKEN_BACK.get((update.type or "").lower()) for update in _of_itself(message)}
    return next((fate for fate in ("retracted", "withdrawn") if fate in fates), mark.status)


def _related(message: Message) -> Iterator[tuple[str, Identifier]]:
    """The works that Crossref relates to this one as its preprint, publication or version."""
    relations = message.relation if isinstance(message.relation, dict) else {}
    for relation in _RELATIONS:
        others = relations.get(relation)
        for other in others if isinstance(others, list) else []:
            value = other.get("id") if isinstance(other, dict) else None
            if isinstance(value, str) and (found := _identified(plain(value))):
                yield relation, found


def _identified(value: str) -> Identifier | None:
    return identifier.doi(value) or identifier.arxiv(value) or identifier.from_url(value)


def _identifiers(related: Sequence[tuple[str, Identifier]]) -> tuple[Identifier, ...]:
    """The arXiv id of the preprint, if the record names it."""
    preprints = (found for relation, found in related if relation == "has-preprint")
    return tuple(each for each in preprints if each.scheme == Scheme.ARXIV)[:1]


def _facts(message: Message, related: Sequence[tuple[str, Identifier]]) -> Iterator[str]:
    """What the record tells of the work's fate, and of the works beside it."""
    for update in list(_of_itself(message))[:_MOST_FACTS]:
        source = f" ({plain(update.source, 40)})" if update.source else ""
        yield f"{plain(update.type or 'update', 40)}: {plain(update.doi or '', 200)}{source}"
    for relation, found in related[:_MOST_FACTS]:
        yield f"{relation}: {found.value}"
