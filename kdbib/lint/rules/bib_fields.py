"""KB82x: the values of the fields of BibTeX entries."""

import re
from collections.abc import Iterator

from kdbib.lint.document import Document
from kdbib.lint.finding import Finding, replaced
from kdbib.model.identifier import doi

_AUTHORS = frozenset({"author", "editor"})
_PRINTED = frozenset(
    "title booktitle journal journaltitle publisher school institution series author editor note "
    "organization address".split()
)
_SPECIAL = re.compile(r"(?<!\\)[&%#]")
_APART = re.compile(r"(\\url\{[^{}]*\}|\\href\{[^{}]*\}|(?<!\\)\$[^$]*\$)")
_ET_AL = re.compile(r"(?:,?\s+and|,)?\s+et\.?\s+al\.?$", re.IGNORECASE)
_DOI_PREFIX = re.compile(r"\s*(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)+", re.IGNORECASE)
_PAGES = re.compile(r"(\d)\s*[-\u2013\u2014]\s*(?=\d)")
_ONE_RANGE = re.compile(r"[A-Za-z]?\d+(\s*(?:-{1,3}|[\u2013\u2014])\s*)[A-Za-z]?\d+")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_SOON = re.compile(r"forthcoming|to appear|in press|n\.?\s?d\.?|submitted|accepted", re.IGNORECASE)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WORDS_IN_CAPITALS = 3


def prefixed_doi(document: Document) -> Iterator[Finding]:
    """A DOI with its address before it.

    ## What it does
    Finds `doi` fields that hold `https://doi.org/...` or `doi:...`.
    ## Why is this bad
    Styles put `https://doi.org/` before it, and the link is broken.
    ## Example
        @misc{park2019, title = {Relations}, doi = {https://doi.org/10.1109/CVPR.2019.00409}}
    ## Use instead
        @misc{park2019, title = {Relations}, doi = {10.1109/CVPR.2019.00409}}
    ## Fix safety
    The fix is safe: the DOI stays the same.
    """
    for entry in document.bibliography.entries:
        value = entry.fields.get("doi")
        found = _DOI_PREFIX.match(value.value) if value and value.is_verbatim else None
        if value and found and doi(value.value[found.end() :]):
            where = (value.start, value.start + found.end())
            message = "the field has more than the DOI"
            yield Finding(where, message, "leave out what is before `10.`", replaced(where, ""))


def authors_without_and(document: Document) -> Iterator[Finding]:
    """Authors that are parted by commas.

    ## What it does
    Finds names of two words and more with commas and no `and` between them.
    ## Why is this bad
    BibTeX parts names by `and`: all of it is one name with too many commas.
    ## Example
        @misc{hinton2015, title = {Knowledge}, author = {Geoffrey Hinton, Oriol Vinyals}}
    ## Use instead
        @misc{hinton2015, title = {Knowledge}, author = {Geoffrey Hinton and Oriol Vinyals}}
    ## Fix safety
    The fix is unsafe: a comma may be part of a name.
    """
    for entry in document.bibliography.entries:
        for name, value in entry.texts(_AUTHORS):
            parts = [part.strip() for part in value.value.split(",")]
            full = all(len(part.split()) > 1 for part in parts)
            joined = re.search(r"\sand\s", value.value, re.IGNORECASE) or "{" in value.value
            if len(parts) > 1 and full and not joined:
                where = (value.start, value.end)
                message = f"the names in `{name}` are parted by commas"
                change = replaced(where, " and ".join(parts))
                yield Finding(where, message, "part them by `and`", change, safe=False)


def et_al_in_authors(document: Document) -> Iterator[Finding]:
    """*et al.* among the authors.

    ## What it does
    Finds `et al.` at the end of `author` or `editor`.
    ## Why is this bad
    It becomes the name of a person; BibTeX's own word is `others`.
    ## Example
        @misc{hinton2015, title = {Dark Knowledge}, author = {Hinton, Geoffrey et al.}}
    ## Use instead
        @misc{hinton2015, title = {Dark Knowledge}, author = {Hinton, Geoffrey and others}}
    ## Fix safety
    The fix is safe: it says the same in BibTeX's words.
    """
    for entry in document.bibliography.entries:
        for _, value in entry.texts(_AUTHORS):
            if found := _ET_AL.search(value.value):
                words = found[0].lstrip(" ,\t\r\n")
                end = value.start + found.end()
                change = replaced((value.start + found.start(), end), " and others")
                message = f"`{words}` is taken for a name"
                yield Finding((end - len(words), end), message, "write `and others`", change)


def unescaped_sign(document: Document) -> Iterator[Finding]:
    r"""A sign that LaTeX takes for a command.

    ## What it does
    Finds `&`, `%` and `#` without a backslash in fields that are printed; formulas and addresses
    are left alone.
    ## Why is this bad
    LaTeX stops with an error, or, at `%`, leaves out the rest of the line.
    ## Example
        @misc{hinton2015, title = {Research & Development}}
    ## Use instead
        @misc{hinton2015, title = {Research \& Development}}
    ## Fix safety
    The fix is safe: it is what LaTeX prints as the sign.
    """
    for entry in document.bibliography.entries:
        for _, value in entry.texts(_PRINTED):
            signs = _signs(value.value)
            if signs:
                at = value.start + signs[0]
                sign = value.value[signs[0]]
                changes = tuple((value.start + i, value.start + i, "\\") for i in signs)
                message = f"`{sign}` is a command of LaTeX"
                yield Finding((at, at + 1), message, f"write `\\{sign}`", changes)


def _signs(text: str) -> list[int]:
    """Where the signs of a text stand that have to be escaped; not those in formulas and links."""
    apart = "".join(
        "x" * len(part) if index % 2 else part for index, part in enumerate(_APART.split(text))
    )
    return [found.start() for found in _SPECIAL.finditer(apart)]


def title_in_capitals(document: Document) -> Iterator[Finding]:
    """A title in capital letters.

    ## What it does
    Finds titles of three words and more without any small letter.
    ## Why is this bad
    Styles can make capitals small, but can't tell names and acronyms from words.
    ## Example
        @misc{hinton2015, title = {DISTILLING THE KNOWLEDGE IN A NEURAL NETWORK}}
    ## Use instead
        @misc{hinton2015, title = {Distilling the Knowledge in a Neural Network}}
    ## Fix safety
    There is no fix: which words keep their capitals can't be told.
    """
    for entry in document.bibliography.entries:
        for _, value in entry.texts(frozenset({"title"})):
            words = re.findall(r"[^\W\d_]{2,}", value.value)
            if value.value.isupper() and len(words) >= _WORDS_IN_CAPITALS:
                where = (value.start, value.end)
                yield Finding(where, "the title is in capitals", "write it as its authors do")


def hyphen_in_pages(document: Document) -> Iterator[Finding]:
    """A range of pages with a hyphen.

    ## What it does
    Finds `3967-3976`, and the dashes of Unicode, in `pages`.
    ## Why is this bad
    A range is printed with a dash, which LaTeX writes `--`.
    ## Example
        @misc{park2019, title = {Relations}, pages = {3967-3976}}
    ## Use instead
        @misc{park2019, title = {Relations}, pages = {3967--3976}}
    ## Fix safety
    The fix is safe: the pages stay the same.
    """
    for entry in document.bibliography.entries:
        for _, value in entry.texts(frozenset({"pages"})):
            found = _ONE_RANGE.fullmatch(value.value)
            if found and found[1] != "--":
                where = (value.start + found.start(1), value.start + found.end(1))
                message = f"`{found[1]}` stands between the pages"
                yield Finding(where, message, "write `--`", replaced(where, "--"))


def impossible_date(document: Document) -> Iterator[Finding]:
    """A year or a month that can't be.

    ## What it does
    Finds years without four digits, and months that are neither 1 to 12 nor a name. `forthcoming`
    and its like are left alone.
    ## Why is this bad
    Styles print it as it is, or sort the entry to the wrong place.
    ## Example
        @misc{park2019, title = {Relations}, year = {219}, month = {13}}
    ## Use instead
        @misc{park2019, title = {Relations}, year = {2019}, month = {6}}
    ## Fix safety
    There is no fix without looking the paper up.
    """
    for entry in document.bibliography.entries:
        for name in ("year", "date"):
            value = entry.fields.get(name)
            told = not value or not value.value or _SOON.search(value.value)
            if value and not told and not _YEAR.search(value.value):
                where = (value.start, value.end)
                yield Finding(where, f"`{value.value}` is no {name}", f"correct the {name}")
        month = entry.fields.get("month")
        if month and month.value and not _is_month(month.value):
            where = (month.start, month.end)
            yield Finding(where, f"`{month.value}` is no month", "write `jan` to `dec`")


def _is_month(text: str) -> bool:
    numbers = [int(found) for found in re.findall(r"(?<!\d)\d{1,2}(?!\d)", text)]
    words = re.findall(r"[^\W\d_]{3,}", text.lower())
    named = any(word[:3] in _MONTHS for word in words)
    return named or bool(words and not text.isascii()) or any(1 <= n <= 12 for n in numbers)
