"""KB80x: entries of BibTeX files, as a whole.

Types and fields: the BibTeX manual (https://ctan.org/pkg/bibtex, btxdoc) and that of biblatex
(https://ctan.org/pkg/biblatex), whose names for the same things are taken as well.
"""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from kdbib.linter.document import Document
from kdbib.linter.finding import Finding, replaced
from kdbib.read.bibtex import fault_in_words
from kdbib.read.bibtex_syntax import Fault

if TYPE_CHECKING:
    from kdbib.linter.bibliography import BibEntry

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
    Finds entries with an unclosed brace or quote, and other text after an `@` that is not BibTeX.
    ## Why is this bad
    BibTeX leaves out the entry, and often the entries after it.
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
    There is no fix: kdbib can't tell where the brace should close.
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
    """A syntax error in an entry.

    ## What it does
    Finds missing commas, fields without a value, words that are not fields, keys that are missing
    or contain spaces, and invalid types.
    ## Why is this bad
    kdbib reads on after the error, but BibTeX leaves out the rest of the entry, or all of it.
    ## Example
        @misc{hinton2015, title = {Distilling the Knowledge} year = {2015}}
    ## Use instead
        @misc{hinton2015, title = {Distilling the Knowledge}, year = {2015}}
    ## Fix safety
    The fix is safe: it adds a comma between two values that are read as two fields anyway.
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
    Finds values that are a bare word, neither a number nor a month, if no `@string` above the entry
    defines the word.
    ## Why is this bad
    BibTeX warns, and prints nothing for the value.
    ## Example
        @article{park2019, title = {Relations}, journal = tpami}
    ## Use instead
        @string{tpami = {IEEE Trans. Pattern Anal. Mach. Intell.}}
        @article{park2019, title = {Relations}, journal = tpami}
    ## Fix safety
    There is no fix: kdbib can't tell what the word stands for.
    """
    for entry in document.bibliography.entries:
        for name, word, where in entry.undefined:
            message = f"`{name}` uses `{word}`, which no @string defines"
            yield Finding(where, message, "put it in braces, or define it")


def unknown_type(document: Document) -> Iterator[Finding]:
    """An entry type that neither BibTeX nor biblatex knows.

    ## What it does
    Compares the types of entries with the types of BibTeX's styles and of biblatex.
    ## Why is this bad
    Styles print such an entry as `@misc`, without its journal or proceedings.
    ## Example
        @journalarticle{park2019, title = {Relations}, year = 2019}
    ## Use instead
        @article{park2019, title = {Relations}, year = 2019}
    ## Fix safety
    The fix is unsafe: your own style may know the type.
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
    """A `crossref` or `xdata` to an entry that does not exist.

    ## What it does
    Looks for the entries that `crossref` and `xdata` name. BibTeX requires them below the entry
    that names them.
    ## Why is this bad
    The reference lacks the fields that it should inherit.
    ## Example
        @inproceedings{park2019, title = {Relations}, crossref = {cvpr2018}}
        @proceedings{cvpr2019, title = {Proceedings of CVPR}, year = 2019}
    ## Use instead
        @inproceedings{park2019, title = {Relations}, crossref = {cvpr2019}}
        @proceedings{cvpr2019, title = {Proceedings of CVPR}, year = 2019}
    ## Fix safety
    There is no fix: kdbib can't tell which entry is meant.
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
    """Two fields of which styles print only one.

    ## What it does
    Finds `author` and `editor` together in a book, and `volume` and `number` together in anything
    but an article.
    ## Why is this bad
    BibTeX warns (*can't use both*) and leaves one of them out.
    ## Example
        @book{mitchell, title = {Machine Learning}, author = {Mitchell, T.}, editor = {Doe, J.}}
    ## Use instead
        @book{mitchell, title = {Machine Learning}, author = {Mitchell, T.}}
    ## Fix safety
    There is no fix: kdbib can't tell which of the two is right.
    """
    for entry in document.bibliography.entries:
        for types, (first, second) in _EXCLUSIVE:
            if entry.type in types and entry.says(first) and entry.says(second):
                where = entry.names.get(second, entry.where)
                message = f"styles print `{first}` or `{second}` of a @{entry.type}, not both"
                yield Finding(where, message, "keep one of them")


def duplicate_key(document: Document) -> Iterator[Finding]:
    """A key that an earlier entry has, too.

    ## What it does
    Compares the keys of the entries without regard to case, as BibTeX does.
    ## Why is this bad
    BibTeX stops with an error, or uses the first entry.
    ## Example
        @misc{hinton, title = {Distilling the Knowledge}}
        @misc{Hinton, title = {Dark Knowledge}}
    ## Use instead
        @misc{hinton2015, title = {Distilling the Knowledge}}
        @misc{hinton2014, title = {Dark Knowledge}}
    ## Fix safety
    There is no fix: documents cite the entries by this key.
    """
    first: dict[str, BibEntry] = {}
    for entry in document.bibliography.entries:
        known = first.setdefault(entry.key.lower(), entry)
        if known is not entry:
            line = document.line(known.where)
            message = f"the key `{entry.key}` is already used in line {line}"
            yield Finding(entry.where, message, "rename one of them")


def duplicate_field(document: Document) -> Iterator[Finding]:
    """The same field twice in one entry.

    ## What it does
    Finds entries that have a field more than once.
    ## Why is this bad
    BibTeX uses the first one and warns; other programs use the last one, or refuse the entry.
    ## Example
        @misc{hinton2015, title = {Distilling the Knowledge}, title = {Dark Knowledge}}
    ## Use instead
        @misc{hinton2015, title = {Distilling the Knowledge}}
    ## Fix safety
    There is no fix: kdbib can't tell which of the two is right.
    """
    for entry in document.bibliography.entries:
        for name in entry.again:
            where = entry.names.get(name.lower(), entry.where)
            message = f"duplicate field `{name}`"
            yield Finding(where, message, "keep one of them")


def missing_field(document: Document) -> Iterator[Finding]:
    """An entry without a field that its type requires.

    ## What it does
    Checks that entries have the fields that BibTeX requires for their type: journals for articles,
    proceedings for papers, and authors, title and year for both. Fields inherited by `crossref`
    count, and so do biblatex's names for the same fields.
    ## Why is this bad
    BibTeX warns, and the reference has a gap.
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
    """A misspelt field name.

    ## What it does
    Finds fields that no style knows, with a name that differs by one letter from a known field.
    Other unknown fields are left alone.
    ## Why is this bad
    BibTeX ignores the field without a warning.
    ## Example
        @misc{hinton2015, title = {Distilling the Knowledge}, yaer = {2015}}
    ## Use instead
        @misc{hinton2015, title = {Distilling the Knowledge}, year = {2015}}
    ## Fix safety
    The fix is unsafe: the field may be your own.
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
