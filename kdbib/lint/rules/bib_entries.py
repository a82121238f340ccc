"""KB80x: entries of BibTeX files, as a whole.

Types and fields: the BibTeX manual (https://ctan.org/pkg/bibtex, btxdoc) and that of biblatex
(https://ctan.org/pkg/biblatex), whose names for the same things are taken as well.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from kdbib.lint.document import Document
from kdbib.lint.finding import Finding, replaced
from kdbib.read.bibtex import fault_in_words
from kdbib.read.bibtex_syntax import Fault

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
_EXCLUSIVE = (
    ({"book", "inbook"}, ("author", "editor")),
    ({"book", "inbook", "incollection", "inproceedings", "proceedings"}, ("volume", "number")),
)
"""Pairs of fields of which BibTeX's styles print one and warn of the other, by type."""
_PARENTS = ("crossref", "xdata")
_SHORTEST = 4


@cache
def _data_model() -> dict[str, frozenset[str]]:
    """The types of entries, their fields, and the fields that exporters add."""
    lines = (files("kdbib") / "data" / "bibtex_fields.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {
        kind: frozenset(name for group, name in rows if group == kind)
        for kind in ("type", "field", "exported")
    }


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
        where = (broken.problem.start, broken.problem.end)
        yield Finding(where, fault_in_words(broken.problem), "close it, or remove the block")
    for entry in document.bibliography.entries:
        for problem in entry.problems:
            if problem.fault is Fault.NOT_CLOSED:
                yield Finding((problem.start, problem.end), fault_in_words(problem), "close it")


_ADVICE = {
    Fault.COMMA: "add one",
    Fault.NO_FIELD: "write `name = {value},`, or leave it out",
    Fault.NO_VALUE: "give it one, or leave the field out",
    Fault.KEY: "give the entry a key of one word",
    Fault.ODD_TYPE: "write `@misc`, or what type it is",
}


def syntax_fault(document: Document) -> Iterator[Finding]:
    """Something in an entry that BibTeX stumbles over.

    ## What it does
    Finds missing commas, fields without a value, words that are no field, keys that are missing or
    have blanks, and types that are none.
    ## Why is this bad
    kdbib reads over it, but BibTeX leaves out the rest of the entry, or all of it.
    ## Example
        @misc{hinton2015, title = {Distilling the Knowledge} year = {2015}}
    ## Use instead
        @misc{hinton2015, title = {Distilling the Knowledge}, year = {2015}}
    ## Fix safety
    The fix is safe, a comma: it parts what is read as two fields anyway.
    """
    for entry in document.bibliography.entries:
        for problem in entry.problems:
            if problem.fault is Fault.NOT_CLOSED:
                continue
            comma = ((problem.end, problem.end, ","),) if problem.fault is Fault.COMMA else ()
            where = (problem.start, problem.end)
            yield Finding(where, fault_in_words(problem), _ADVICE[problem.fault], comma)


def undefined_string(document: Document) -> Iterator[Finding]:
    """A word without braces that no `@string` defines.

    ## What it does
    Finds values that are a bare word, neither a number nor a month, which no `@string` above the
    entry defines.
    ## Why is this bad
    BibTeX warns and prints nothing in its place.
    ## Example
        @article{park2019, title = {Relations}, journal = tpami}
    ## Use instead
        @string{tpami = {IEEE Trans. Pattern Anal. Mach. Intell.}}
        @article{park2019, title = {Relations}, journal = tpami}
    ## Fix safety
    There is no fix: what the word stands for can't be told.
    """
    for entry in document.bibliography.entries:
        for name, word, where in entry.undefined:
            message = f"`{name}` uses `{word}`, which no @string defines"
            yield Finding(where, message, "put it in braces, or define it")


def unknown_type(document: Document) -> Iterator[Finding]:
    """A type of entry that neither BibTeX nor biblatex knows.

    ## What it does
    Compares the types of entries with those of BibTeX's styles and of biblatex.
    ## Why is this bad
    Styles print such an entry as `@misc`, without its journal or its proceedings.
    ## Example
        @journalarticle{park2019, title = {Relations}, year = 2019}
    ## Use instead
        @article{park2019, title = {Relations}, year = 2019}
    ## Fix safety
    The fix is unsafe: a style of your own may know the type.
    """
    known = _data_model()["type"]
    for entry in document.bibliography.entries:
        if entry.type in known or any(p.fault is Fault.ODD_TYPE for p in entry.problems):
            continue
        near = [one for one in sorted(known) if OSA.distance(entry.type, one, score_cutoff=2) <= 2]
        right = near[0] if len(near) == 1 and len(entry.type) > _SHORTEST else None
        change = replaced(entry.type_where, right) if right else ()
        advice = f"write `@{right}`" if right else "write `@misc`, or what type it is"
        message = f"unknown entry type `@{entry.type}`"
        yield Finding(entry.type_where, message, advice, change, safe=False)


def dangling_crossref(document: Document) -> Iterator[Finding]:
    """A `crossref` or `xdata` to an entry that isn't there.

    ## What it does
    Looks for the entries that `crossref` and `xdata` name. BibTeX wants them below the entry that
    names them.
    ## Why is this bad
    What the entry was to take from there is missing in the reference.
    ## Example
        @inproceedings{park2019, title = {Relations}, crossref = {cvpr2018}}
        @proceedings{cvpr2019, title = {Proceedings of CVPR}, year = 2019}
    ## Use instead
        @inproceedings{park2019, title = {Relations}, crossref = {cvpr2019}}
        @proceedings{cvpr2019, title = {Proceedings of CVPR}, year = 2019}
    ## Fix safety
    There is no fix: which entry is meant can't be told.
    """
    keys = {entry.key.lower() for entry in document.bibliography.entries}
    for entry in document.bibliography.entries:
        for name in _PARENTS:
            value = entry.fields.get(name)
            for key in value.text.split(",") if value else ():
                if value and key.strip() and key.strip().lower() not in keys:
                    message = f"`{name}` names `{key.strip()}`, and there is no such entry"
                    yield Finding((value.start, value.end), message, "name an entry of this file")


def exclusive_fields(document: Document) -> Iterator[Finding]:
    """Two fields of which the styles print only one.

    ## What it does
    Finds `author` and `editor` together in a book, and `volume` and `number` together in what is
    no article.
    ## Why is this bad
    BibTeX warns (*can't use both*) and leaves one of them out.
    ## Example
        @book{mitchell, title = {Machine Learning}, author = {Mitchell, T.}, editor = {Doe, J.}}
    ## Use instead
        @book{mitchell, title = {Machine Learning}, author = {Mitchell, T.}}
    ## Fix safety
    There is no fix: which of the two is right can't be told.
    """
    for entry in document.bibliography.entries:
        for types, (first, second) in _EXCLUSIVE:
            if entry.type in types and entry.says(first) and entry.says(second):
                where = entry.names.get(second, entry.where)
                message = f"styles print `{first}` or `{second}` of a @{entry.type}, not both"
                yield Finding(where, message, "keep one of them")


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
            message = f"the key `{entry.key}` is already used in line {line}"
            yield Finding(entry.where, message, "rename one of them")


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
            message = f"duplicate field `{name}`"
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
        if any(name in entry.fields for name in _PARENTS):
            continue
        there = {_meant(name) or name for name in entry.fields if entry.says(name)}
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
                message = f"unknown field `{name}`; did you mean `{right}`?"
                change = replaced(where, right)
                yield Finding(where, message, f"write `{right}`", change, safe=False)


def _meant(name: str) -> str | None:
    known = _data_model()["field"]
    if name in known or name in _data_model()["exported"] or f"{name}s" in known:
        return None
    if len(name) < _SHORTEST or not name.isalpha():
        return None
    near = (one for one in sorted(known) if OSA.distance(name, one, score_cutoff=1) == 1)
    return next((one for one in near if name != f"{one}s"), None)
