"""KB80x: entries of BibTeX files, as a whole.

Types and fields: the BibTeX manual (https://ctan.org/pkg/bibtex, btxdoc) and that of biblatex
(https://ctan.org/pkg/biblatex), whose names for the same things are taken as well.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from kdbib.lint.document import Document
from kdbib.lint.finding import Finding, replaced

if TYPE_CHECKING:
    from kdbib.lint.bibliography import BibEntry

_YEAR = ("year", "date")
_WHO = ("author", "editor")
_REQUIRED: dict[str, tuple[tuple[str, ...], ...]] = {
    "article": (("author",), ("title",), ("journal", "journaltitle", "eprint"), _YEAR),
    "book": (_WHO, ("title",), ("publisher",), _YEAR),
    "inbook": (_WHO, ("title",), ("booktitle", "chapter", "pages"), _YEAR),
    "incollection": (("author",), ("title",), ("booktitle",), _YEAR),
    "inproceedings": (("author",), ("title",), ("booktitle", "eventtitle"), _YEAR),
    "conference": (("author",), ("title",), ("booktitle", "eventtitle"), _YEAR),
    "mastersthesis": (("author",), ("title",), ("school", "institution"), _YEAR),
    "phdthesis": (("author",), ("title",), ("school", "institution"), _YEAR),
    "techreport": (("author",), ("title",), ("institution",), _YEAR),
    "misc": (("title",),),
    "online": (("title",), ("url", "doi", "eprint")),
    "unpublished": (("author",), ("title",)),
}
_KNOWN = frozenset(
    "abstract address annote author booktitle chapter crossref date doi edition editor eprint "
    "eprinttype archiveprefix primaryclass howpublished institution isbn issn issue journal "
    "journaltitle key keywords language location month note number organization pages publisher "
    "school series title type url urldate volume year eventtitle shorttitle subtitle".split()
)
_SHORTEST = 4


def broken_block(document: Document) -> Iterator[Finding]:
    """A block that can't be read.

    ## What it does
    Finds entries whose braces or quotes are not closed, and what else is no BibTeX after an `@`.
    ## Why is this bad
    BibTeX leaves out the entry, and often those after it.
    ## Example
        @misc{hinton2015,
          title = {Distilling the {Knowledge in a Neural Network},
          year = {2015}
        }
    ## Use instead
        @misc{hinton2015,
          title = {Distilling the {Knowledge} in a Neural Network},
          year = {2015}
        }
    ## Fix safety
    There is no fix: where the brace should be closed can't be told.
    """
    for broken in document.bibliography.broken:
        yield Finding(broken.where, broken.what, "close it, or leave the block out")


def duplicate_key(document: Document) -> Iterator[Finding]:
    """A key that an earlier entry has.

    ## What it does
    Compares the keys of the entries, case left aside, as BibTeX does.
    ## Why is this bad
    BibTeX stops with an error, or takes the first of them.
    ## Example
        @misc{hinton, title = {Distilling the Knowledge}}
        @misc{Hinton, title = {Dark Knowledge}}
    ## Use instead
        @misc{hinton2015, title = {Distilling the Knowledge}}
        @misc{hinton2014, title = {Dark Knowledge}}
    ## Fix safety
    There is no fix: documents cite by the key.
    """
    first: dict[str, BibEntry] = {}
    for entry in document.bibliography.entries:
        known = first.setdefault(entry.key.lower(), entry)
        if known is not entry:
            line = document.line(known.where)
            message = f"the key `{entry.key}` is the one of an entry in line {line}"
            yield Finding(entry.where, message, "give one of them another key")


def duplicate_field(document: Document) -> Iterator[Finding]:
    """A field twice in one entry.

    ## What it does
    Finds entries that have a field more than once.
    ## Why is this bad
    BibTeX takes the first and warns, other programs take the last, or refuse the entry.
    ## Example
        @misc{hinton2015, title = {Distilling the Knowledge}, title = {Dark Knowledge}}
    ## Use instead
        @misc{hinton2015, title = {Distilling the Knowledge}}
    ## Fix safety
    There is no fix: which of the two is right can't be told.
    """
    for entry in document.bibliography.entries:
        for name in entry.again:
            where = entry.names.get(name.lower(), entry.where)
            message = f"the entry has more than one field `{name}`"
            yield Finding(where, message, "keep one of them")


def missing_field(document: Document) -> Iterator[Finding]:
    """A field missing that the type of the entry needs.

    ## What it does
    Checks that entries have what BibTeX requires of their type: an article its journal, a paper
    its proceedings, all of them authors, title and year. What an entry has from its `crossref`
    counts, and so do the names that biblatex gives the fields.
    ## Why is this bad
    BibTeX warns, and the reference has a hole.
    ## Example
        @inproceedings{park2019, title = {Relations}, author = {Park, Wonpyo}, year = 2019}
    ## Use instead
        @inproceedings{park2019, title = {Relations}, author = {Park, Wonpyo},
          booktitle = {CVPR}, year = 2019}
    ## Fix safety
    There is no fix without looking the paper up.
    """
    for entry in document.bibliography.entries:
        if "crossref" in entry.fields or "xdata" in entry.fields:
            continue
        there = {
            _meant(name) or name for name, value in entry.fields.items() if value.value.strip()
        }
        wanted = _REQUIRED.get(entry.type, ())
        missing = [names[0] for names in wanted if not there & set(names)]
        if missing:
            names = " and ".join(f"`{name}`" for name in missing)
            message = f"@{entry.type} lacks {names}"
            yield Finding(entry.where, message, f"add {names}")


def misspelt_field(document: Document) -> Iterator[Finding]:
    """The name of a field misspelt.

    ## What it does
    Finds fields that no style knows, whose name is a letter away from one that styles know. Fields
    of other names are somebody's own.
    ## Why is this bad
    BibTeX ignores the field without a word.
    ## Example
        @misc{hinton2015, title = {Distilling the Knowledge}, yaer = {2015}}
    ## Use instead
        @misc{hinton2015, title = {Distilling the Knowledge}, year = {2015}}
    ## Fix safety
    The fix is unsafe: the field may be somebody's own.
    """
    for entry in document.bibliography.entries:
        for name, where in entry.names.items():
            right = _meant(name)
            if right and right not in entry.fields:
                message = f"`{name}` is no field; `{right}` may be meant"
                change = replaced(where, right)
                yield Finding(where, message, f"write `{right}`", change, safe=False)


def _meant(name: str) -> str | None:
    if name in _KNOWN or len(name) < _SHORTEST or not name.isalpha() or f"{name}s" in _KNOWN:
        return None
    near = (known for known in sorted(_KNOWN) if OSA.distance(name, known, score_cutoff=1) == 1)
    return next((known for known in near if name != f"{known}s"), None)
