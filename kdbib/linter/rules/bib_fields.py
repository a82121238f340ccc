"""KB82x: the values of the fields of BibTeX entries."""

import html
import re
from collections.abc import Iterator

from kdbib.linter.document import Document
from kdbib.linter.finding import Finding, replaced
from kdbib.model.identifier import doi
from kdbib.read.bibtex import people_in

_SEASONS = frozenset("spring summer autumn fall winter".split())
_AUTHORS = frozenset({"author", "editor"})
_PRINTED = frozenset(
    "title booktitle journal journaltitle publisher school institution series author editor note "
    "organization address".split()
)
_SPECIAL = re.compile(r"(?<!\\)[&%#_]")
_APART = re.compile(
    r"(\\(?:url|path|href|cite|citep|citet|ref|label|nolinkurl)\*?\{[^{}]*\}|(?<!\\)\$[^$]*\$"
    r"|https?://[^\s{}]+|&(?:#\w+|[A-Za-z]+);)"
)
_ET_AL = re.compile(r"(?:,?\s+and|,)?\s+et\.?\s+al\.?$", re.IGNORECASE)
_AND = re.compile(r"\sand\s", re.IGNORECASE)
_NUMBER = re.compile(r"(?<![\dX-])\d(?:[ -]?\d){6,11}[ -]?[\dXx](?![\dX-])")
_LENGTHS = {"isbn": (10, 13), "issn": (8,)}
_DOI_PREFIX = re.compile(r"\s*(?:https?://(?:dx\.|www\.)?doi\.org/|doi:\s*)+", re.IGNORECASE)
_PAGES = re.compile(r"(\d)\s*[-\u2013\u2014]\s*(?=\d)")
_ONE_RANGE = re.compile(r"[A-Za-z]?\d+(\s*(?:-{1,3}|[\u2013\u2014])\s*)[A-Za-z]?\d+")
_YEAR = re.compile(r"(?<!\d)\d{4}(?!\d)")
_SOON = re.compile(r"forthcoming|to appear|in press|n\.?\s?d\.?|submitted|accepted", re.IGNORECASE)
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_WORDS_IN_CAPITALS = 3
_FEWEST_NAMES = 3
_ENTITY = re.compile(r"&(?:#\d{1,6}|#x[0-9a-fA-F]{1,5}|[A-Za-z]{2,10});")
_MOJIBAKE = re.compile(r"[\u00c2\u00c3][\u0080-\u00bf]|\u00e2\u20ac[\u0080-\u2122]|\ufffd")


def prefixed_doi(document: Document) -> Iterator[Finding]:
    """A DOI that begins with an address.

    ## What it does
    Finds `doi` fields that hold `https://doi.org/...` or `doi:...`.
    ## Why is this bad
    Styles add `https://doi.org/` again, and the link breaks.
    ## Example
        @misc{park2019, title = {Relations}, doi = {https://doi.org/10.1109/CVPR.2019.00409}}
    ## Use instead
        @misc{park2019, title = {Relations}, doi = {10.1109/CVPR.2019.00409}}
    ## Fix safety
    The fix is safe: the DOI stays the same.
    """
    for entry in document.bibliography.entries:
        value = entry.fields.get("doi")
        found = _DOI_PREFIX.match(value.text) if value and value.is_verbatim else None
        if value and found and doi(value.text[found.end() :]):
            where = (value.start, value.start + found.end())
            message = "the DOI has a prefix"
            yield Finding(where, message, "remove what is before `10.`", replaced(where, ""))


def authors_without_and(document: Document) -> Iterator[Finding]:
    """Authors separated by commas.

    ## What it does
    Finds three or more names, each of two words, with commas and no `and` between them. Two names
    may be one: *Ben Salah, Ali K.*
    ## Why is this bad
    BibTeX separates names by `and`. It reads all of them as one name with too many commas.
    ## Example
        @misc{hinton, title = {Dark}, author = {Geoffrey Hinton, Oriol Vinyals, Jeff Dean}}
    ## Use instead
        @misc{hinton, title = {Dark}, author = {Geoffrey Hinton and Oriol Vinyals and Jeff Dean}}
    ## Fix safety
    The fix is unsafe: a comma may be part of a name.
    """
    for entry in document.bibliography.entries:
        for name, value in entry.texts(_AUTHORS):
            parts = [part.strip() for part in value.text.split(",")]
            full = all(len(part.split()) > 1 for part in parts)
            joined = re.search(r"\sand\s", value.text, re.IGNORECASE) or "{" in value.text
            if len(parts) >= _FEWEST_NAMES and full and not joined:
                where = (value.start, value.end)
                message = f"the names in `{name}` are separated by commas"
                change = replaced(where, " and ".join(parts))
                yield Finding(where, message, "separate them with `and`", change, safe=False)


def et_al_in_authors(document: Document) -> Iterator[Finding]:
    """*et al.* among the authors.

    ## What it does
    Finds `et al.` at the end of `author` or `editor`.
    ## Why is this bad
    BibTeX takes it for a person's name. BibTeX's own word is `others`.
    ## Example
        @misc{hinton2015, title = {Dark Knowledge}, author = {Hinton, Geoffrey et al.}}
    ## Use instead
        @misc{hinton2015, title = {Dark Knowledge}, author = {Hinton, Geoffrey and others}}
    ## Fix safety
    The fix is safe: `and others` means the same.
    """
    for entry in document.bibliography.entries:
        for _, value in entry.texts(_AUTHORS):
            if found := _ET_AL.search(value.text):
                words = found[0].lstrip(" ,\t\r\n")
                end = value.start + found.end()
                change = replaced((value.start + found.start(), end), " and others")
                message = f"`{words}` is read as a name"
                yield Finding((end - len(words), end), message, "write `and others`", change)


def unescaped_sign(document: Document) -> Iterator[Finding]:
    r"""An unescaped character that is special in LaTeX.

    ## What it does
    Finds `&`, `%`, `#` and `_` without a backslash in printed fields. Formulas and addresses are
    left alone.
    ## Why is this bad
    LaTeX stops with an error, or, at `%`, ignores the rest of the line.
    ## Example
        @misc{hinton2015, title = {Research & Development}}
    ## Use instead
        @misc{hinton2015, title = {Research \& Development}}
    ## Fix safety
    The fix is safe: LaTeX prints the escaped character.
    """
    for entry in document.bibliography.entries:
        for name, value in entry.texts(_PRINTED):
            signs = [] if name in _AUTHORS else _signs(value.text)
            if signs:
                at = value.start + signs[0]
                sign = value.text[signs[0]]
                changes = tuple((value.start + i, value.start + i, "\\") for i in signs)
                message = f"`{sign}` is a LaTeX special character"
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
    Finds titles of three or more words without a small letter.
    ## Why is this bad
    Styles can make capitals small, but they can't tell names and acronyms from other words.
    ## Example
        @misc{hinton2015, title = {DISTILLING THE KNOWLEDGE IN A NEURAL NETWORK}}
    ## Use instead
        @misc{hinton2015, title = {Distilling the Knowledge in a Neural Network}}
    ## Fix safety
    There is no fix: kdbib can't tell which words keep their capitals.
    """
    for entry in document.bibliography.entries:
        for _, value in entry.texts(frozenset({"title"})):
            words = re.findall(r"[^\W\d_]{2,}", value.text)
            if value.text.isupper() and len(words) >= _WORDS_IN_CAPITALS:
                where = (value.start, value.end)
                yield Finding(where, "the title is in capitals", "write it as its authors do")


def html_in_field(document: Document) -> Iterator[Finding]:
    r"""An HTML entity, or letters in the wrong encoding.

    ## What it does
    Finds `&amp;`, `&lt;`, `&#8211;` and the like, and UTF-8 that was read as Latin-1 (`MÃ¼ller`),
    in printed fields.
    ## Why is this bad
    LaTeX stops at the `&`, or prints the wrong letters.
    ## Example
        @misc{hinton2015, title = {Research &amp; Development}}
    ## Use instead
        @misc{hinton2015, title = {Research \& Development}}
    ## Fix safety
    The fix is unsafe: the text may be about HTML.
    """
    for entry in document.bibliography.entries:
        for _, value in entry.texts(_PRINTED):
            for found in _ENTITY.finditer(value.text):
                sign = html.unescape(found[0])
                if sign == found[0]:
                    continue
                where = (value.start + found.start(), value.start + found.end())
                right = f"\\{sign}" if sign in "&%#_$" else sign
                message = f"`{found[0]}` is HTML for `{sign}`"
                yield Finding(
                    where, message, f"write `{right}`", replaced(where, right), safe=False
                )
            if damaged := _MOJIBAKE.search(value.text):
                where = (value.start + damaged.start(), value.start + damaged.end())
                yield Finding(
                    where, "these letters were read in the wrong encoding", "write what was meant"
                )


def authors_with_semicolons(document: Document) -> Iterator[Finding]:
    """Authors separated by semicolons.

    ## What it does
    Finds semicolons between the names in `author` and `editor` if there is no `and`.
    ## Why is this bad
    BibTeX separates names by `and`. It reads all of them as one name.
    ## Example
        @misc{hinton2015, title = {Knowledge}, author = {Hinton, Geoffrey; Vinyals, Oriol}}
    ## Use instead
        @misc{hinton2015, title = {Knowledge}, author = {Hinton, Geoffrey and Vinyals, Oriol}}
    ## Fix safety
    The fix is safe: kdbib reads the same names before and after it.
    """
    for entry in document.bibliography.entries:
        for name, value in entry.texts(_AUTHORS):
            people = people_in(value.text)
            if ";" in value.text and len(people) > 1 and not _AND.search(value.text):
                where = (value.start, value.end)
                right = " and ".join(value.text[start:end] for start, end in people)
                message = f"the names in `{name}` are separated by semicolons"
                yield Finding(where, message, "separate them with `and`", replaced(where, right))


def others_among_authors(document: Document) -> Iterator[Finding]:
    """`others` before the last author.

    ## What it does
    Finds `others` anywhere but at the end of the names.
    ## Why is this bad
    BibTeX prints *et al.* only for `and others` at the end. Elsewhere it takes the word for a
    person's name.
    ## Example
        @misc{hinton, title = {Dark}, author = {Hinton, Geoffrey and others and Dean, Jeff}}
    ## Use instead
        @misc{hinton, title = {Dark}, author = {Hinton, Geoffrey and Dean, Jeff and others}}
    ## Fix safety
    There is no fix: kdbib can't tell who was left out.
    """
    for entry in document.bibliography.entries:
        for _, value in entry.texts(_AUTHORS):
            for start, end in people_in(value.text)[:-1]:
                if value.text[start:end].lower() == "others":
                    where = (value.start + start, value.start + end)
                    yield Finding(where, "`others` is not at the end", "put it at the end")


def wrong_check_digit(document: Document) -> Iterator[Finding]:
    """An ISBN or ISSN with a wrong check digit.

    ## What it does
    Computes the check digits of `isbn` (10 and 13 digits) and `issn`
    (https://www.isbn-international.org, https://www.issn.org).
    ## Why is this bad
    A digit is mistyped, so the number belongs to no book or to another one.
    ## Example
        @book{mitchell1997, title = {Machine Learning}, isbn = {0-07-042807-8}}
    ## Use instead
        @book{mitchell1997, title = {Machine Learning}, isbn = {0-07-042807-7}}
    ## Fix safety
    There is no fix: kdbib can't tell which digit is wrong.
    """
    for entry in document.bibliography.entries:
        for name, value in entry.texts(frozenset({"isbn", "issn"})):
            for found in _NUMBER.finditer(value.text):
                digits = found[0].replace("-", "").replace(" ", "").upper()
                if len(digits) in _LENGTHS[name] and not _checks(digits):
                    where = (value.start + found.start(), value.start + found.end())
                    message = f"the check digit of the {name.upper()} `{found[0]}` is wrong"
                    yield Finding(where, message, "compare it with the book")


def _checks(digits: str) -> bool:
    """Whether the last digit of an ISBN or ISSN is the check digit of the others.

    >>> _checks("0070428077"), _checks("9780070428072"), _checks("03785955")
    (True, True, True)
    """
    values = [10 if digit == "X" else int(digit) for digit in digits]
    if len(digits) == 13:
        return sum(value * (3 if place % 2 else 1) for place, value in enumerate(values)) % 10 == 0
    return (
        sum(value * weight for value, weight in zip(values, range(len(values), 0, -1), strict=True))
        % 11
        == 0
    )


def hyphen_in_pages(document: Document) -> Iterator[Finding]:
    """A page range with a hyphen.

    ## What it does
    Finds `3967-3976`, and Unicode dashes, in `pages`.
    ## Why is this bad
    A range is printed with a dash, which LaTeX writes as `--`. Most styles convert the hyphen
    themselves, so you have to select this rule.
    ## Example
        @misc{park2019, title = {Relations}, pages = {3967-3976}}
    ## Use instead
        @misc{park2019, title = {Relations}, pages = {3967--3976}}
    ## Fix safety
    The fix is safe: the pages stay the same.
    """
    for entry in document.bibliography.entries:
        for _, value in entry.texts(frozenset({"pages"})):
            found = _ONE_RANGE.fullmatch(value.text)
            if found and found[1] != "--":
                where = (value.start + found.start(1), value.start + found.end(1))
                message = f"`{found[1]}` separates the pages"
                yield Finding(where, message, "write `--`", replaced(where, "--"))


def impossible_date(document: Document) -> Iterator[Finding]:
    """An impossible year or month.

    ## What it does
    Finds years without four digits, and months that are neither a number from 1 to 12 nor a name.
    `forthcoming` and the like are left alone.
    ## Why is this bad
    Styles print the value as it is, or sort the entry to the wrong place.
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
            told = not value or not value.text or _SOON.search(value.text)
            if value and not told and not _YEAR.search(value.text):
                where = (value.start, value.end)
                yield Finding(where, f"`{value.text}` is no {name}", f"correct the {name}")
        month = entry.fields.get("month")
        if month and month.text and not _is_month(month.text):
            where = (month.start, month.end)
            yield Finding(where, f"`{month.text}` is no month", "write `jan` to `dec`")


def _is_month(text: str) -> bool:
    numbers = [int(found) for found in re.findall(r"(?<!\d)\d{1,2}(?!\d)", text)]
    words = re.findall(r"[^\W\d_]{3,}", text.lower())
    named = any(word[:3] in _MONTHS or word in _SEASONS for word in words)
    return named or bool(words and not text.isascii()) or any(1 <= n <= 12 for n in numbers)
