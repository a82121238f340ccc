"""A bibliography as Hayagriva's YAML, for Typst.

Types and fields are those of https://github.com/typst/hayagriva/blob/main/docs/file-format.md:
what a work appeared in is its parent, which has a volume, an issue and a publisher of its own.
"""

import re
from typing import Any

from kdbib.model import Name, Scheme, Work
from kdbib.model.name import OTHERS
from kdbib.write.as_yaml import as_yaml
from kdbib.write.formats import Items, Options, Writer
from kdbib.write.keys import unique
from kdbib.write.latex import clean, visible
from kdbib.write.parts import first_and_last, plain_title, url_of

# CSL type -> the work's type, and its parent's
_TYPES = {
    "paper-conference": ("article", "proceedings"),
    "article-journal": ("article", "periodical"),
    "chapter": ("chapter", "book"),
    "book": ("book", "anthology"),
    "thesis": ("thesis", "anthology"),
    "report": ("report", "anthology"),
    "dataset": ("repository", "repository"),
    "software": ("repository", "repository"),
    "webpage": ("web", "web"),
    "article": ("article", "repository"),  # a preprint
}
_MARKUP = re.compile(r"[\\{}$]")
_SERIALS = (Scheme.ARXIV, Scheme.PMID)


def _write(items: Items, options: Options) -> bytes:
    return as_yaml({key: _entry(work) for key, work in unique(items)}, options)


def _entry(work: Work) -> dict[str, Any]:
    kind, parent = _TYPES.get(work.type, ("misc", "misc"))
    numbers = {"volume": _number(work.volume), "issue": _text(work.issue)}
    publisher = {"publisher": _text(work.publisher)}
    within = {"type": parent, "title": _text(work.container_title)}
    has_parent = bool(work.container_title)
    return _known(
        {
            "type": kind,
            "title": _text(plain_title(work)),
            "author": [_name(name) for name in work.author if name != OTHERS],
            "date": "-".join(f"{p:04}" if i == 0 else f"{p:02}" for i, p in enumerate(work.issued)),
            **({} if has_parent else numbers | publisher),
            "page-range": "-".join(filter(None, first_and_last(work.page))),
            "url": url_of(work),
            "serial-number": _known(
                {"doi": visible(work.DOI or "")}
                | {scheme.value: visible(work.identifier(scheme) or "") for scheme in _SERIALS}
            ),
            "note": _text(work.status),
            "parent": _known(within | numbers | publisher) if has_parent else None,
        }
    )


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value}


def _text(value: str | None) -> str:
    """A text whose braces, dollars and backslashes mean themselves."""
    return _MARKUP.sub(r"\\\g<0>", clean(value or ""))


def _name(name: Name) -> dict[str, str]:
    if not name.family:
        return {"name": clean(name.literal or name.given or "")}
    parts = {"name": name.family, "given-name": name.given, "suffix": name.suffix}
    return {part: clean(value) for part, value in parts.items() if value}


def _number(volume: str | None) -> str | None:
    """A volume, which has to be a number or a range of them."""
    found = clean(volume or "")
    return found if re.fullmatch(r"\d+(-\d+)?", found) else None


WRITER = Writer("hayagriva", (".yaml", ".yml"), _write)
