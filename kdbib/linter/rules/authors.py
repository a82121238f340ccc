"""KB20x: authors, as a whole: there, real, and properly ended."""

import re
from collections.abc import Iterator

from kdbib.linter.cited import Cited
from kdbib.linter.document import Document
from kdbib.linter.finding import Finding, Range, replaced
from kdbib.linter.majority import exceptions, is_habit
from kdbib.linter.papers import is_bare_link, swallows_more, unread
from kdbib.match.people import is_group
from kdbib.model import Text
from kdbib.model.title import title_words
from kdbib.model.venue import short_name

_GROUP = re.compile(r"[(（]([^\W\d_][^()（）\[\]]{1,38})[)）]")
_GROUP_SENTENCE = re.compile(rf"[.?!]\s{{1,3}}{_GROUP.pattern}\s{{0,3}}\.")
_ET_AL = re.compile(
    r"(?P<glue>[.,]*\s*)(?P<etal>et\b\.?\s*al?\b\.?|et\s+l\b\.?)(?P<tail>[.,]*)", re.IGNORECASE
)
_STRAY = re.compile(
    r"(?:\band\s*&|&\s*and\b|\band\s+and\b|&\s*&|(?:\band|&)\s*,?\s+et\s+al\b)", re.IGNORECASE
)
_JOINED = re.compile(r"(?<=[^\W\d_]),(?=[^\W\d_])")
_ET_AL_STOPPED = re.compile(r"[.,]?\s+et\s+al\.", re.IGNORECASE)
_TITLE_FOLLOWS = re.compile(r"\s*(?:[\"“”«‘'*_(\[]|\d)")
"""What a comma belongs before, behind *et al.*: a title that is marked as one, a year."""
_ARXIV_FOLLOWS = re.compile(r"\s+(?=arxiv\s*:)", re.IGNORECASE)


def missing_authors(document: Document) -> Iterator[Finding]:
    """An entry without authors, in a list that names them.

    ## What it does
    Finds entries without authors if most entries of the list name them.
    ## Why is this bad
    A title alone does not always identify a paper, and the authors deserve credit.
    ## Example
        Ensemble Distribution Distillation. ICLR 2020
    ## Use instead
        Ensemble Distribution Distillation. Malinin, Andrey et al. ICLR 2020
    ## Fix safety
    There is no fix without looking the paper up: `kdbib enrich` fills in the authors.
    """
    nameless = [one for one in document.citations if not one.authors]
    if not is_habit(len(document.citations) - len(nameless), len(document.citations)):
        return
    subjects = {word for one in document.citations for word in _words(one.citation.title)}
    for one in nameless:
        unsure = unread(one) or is_bare_link(one) or swallows_more(one)
        if not one.title or unsure or _group_sentence(one):
            continue
        names = set(_words(one.citation.venue))
        known = one.venue is not None and short_name(one.at(one.venue)) is not None
        in_venue = len(names) > 1 and not known and not subjects & names
        if not in_venue and not (document.authors_first and ", " in one.at(one.title)):
            yield Finding(one.title, "missing authors", "add the authors")


def _words(text: Text | None) -> tuple[str, ...]:
    return title_words(text.text) if text else ()


def _group_sentence(one: Cited) -> Range | None:
    """A group in brackets where the authors should be: ``Title. (HUAWEI-Noah). CVPR 2021``."""
    if not one.title:
        return None
    found = _GROUP_SENTENCE.search(one.text, one.title[0] - one.start)
    if not found or short_name(found[1]):
        return None
    return one.start + found.start(1) - 1, one.start + found.end(1) + 1


def group_as_authors(document: Document) -> Iterator[Finding]:
    """A group instead of the authors.

    ## What it does
    Finds entries whose only author is an organisation (capitals, or a name in brackets), in a list
    that names people.
    ## Why is this bad
    Papers are cited by their authors. Nobody can look a paper up by an affiliation.
    ## Example
        Learning Student Networks in the Wild. (HUAWEI-Noah). CVPR 2021
    ## Use instead
        Learning Student Networks in the Wild. Chen, Hanting et al. CVPR 2021
    ## Fix safety
    There is no fix without looking the paper up.
    """
    groups: list[Range] = []
    for one in document.citations:
        if one.authors and all(is_group(author.name) for author in one.citation.authors):
            groups.append((one.authors[0][0], one.authors[-1][1]))
        elif not one.authors and (bracketed := _group_sentence(one)):
            groups.append(bracketed)
    named = sum(bool(one.authors) for one in document.citations)
    for where in exceptions(groups, named):
        text = document.text[slice(*where)]
        yield Finding(where, f"`{text}` is not an author", "add the authors")


def group_among_authors(document: Document) -> Iterator[Finding]:
    """An affiliation among the authors.

    ## What it does
    Finds a group in brackets after the authors.
    ## Why is this bad
    An affiliation is not part of a citation. Readers and tools take it for an author or the venue.
    ## Example
        Positive-Unlabeled Compression on the Cloud. Xu, Yixing et al. (HUAWEI) NeurIPS 2019
    ## Use instead
        Positive-Unlabeled Compression on the Cloud. Xu, Yixing et al. NeurIPS 2019
    ## Fix safety
    The fix is unsafe: it removes the group, which somebody added on purpose.
    """
    groups = []
    for one in document.citations if document.people.named else ():
        if one.end_of_authors is None:
            continue
        after = one.after(one.end_of_authors)
        found = re.match(rf"[.,]?\s{{0,3}}(?:et\s{{1,3}}al\.?,?)?\s{{0,3}}{_GROUP.pattern}", after)
        if found and not short_name(found[1]):
            start = one.end_of_authors + found.start(1) - 1
            groups.append((start, one.end_of_authors + found.end()))
    for start, end in exceptions(groups, len(document.citations) - len(groups), at_most=0.1):
        text = document.text[start:end]
        before = start - 1 if document.text[start - 1] == " " else start
        ends = document.text[before - 1] == "." or document.text[end : end + 1] == "."
        change = ((before, end, "" if ends else "."),)
        yield Finding(
            (start, end), f"`{text}` is not an author", "remove the affiliation", change, safe=False
        )


def et_al(document: Document) -> Iterator[Finding]:
    """*et al.* misspelt, or not written as in the rest of the list.

    ## What it does
    Finds `et. al.`, `et l.`, `et al,`, an *et al.* without a space before it, and one with a comma
    or full stop if the list has none, or without one if the list has it.
    ## Why is this bad
    It is Latin for *and others*: *et* is a word, and *al.* is short for *alii*. Without a space
    before it, it becomes part of the name.
    ## Example
        Densely Guided Knowledge Distillation. Son, Wonchul et l. arXiv:2009.08825
    ## Use instead
        Densely Guided Knowledge Distillation. Son, Wonchul et al. arXiv:2009.08825
    ## Fix safety
    The fix is safe: it writes *et al.* as the list does.
    """
    written = list(_written_et_al(document))
    stopped = [w for w in written if w[1]["etal"].endswith(".")]
    commas = [w for w in written if w[1]["glue"].strip() == ","]
    stop = "" if is_habit(len(written) - len(stopped), len(written), share=0.8) else "."
    comma = "," if is_habit(len(commas), len(written), share=0.8) else ""
    loose = not comma and bool(commas) and not exceptions(commas, len(written) - len(commas))
    followed = [w for w in written if w[1]["tail"].endswith(",")]
    comma_after = not exceptions(followed, len(written) - len(followed), at_most=0.3)
    for place, found in written:
        text = found[0].rstrip(",") if loose else found[0]
        asked = comma_after or _TITLE_FOLLOWS.match(document.text, place[1])
        kept = "," if asked and found["tail"].endswith(",") and not loose else ""
        right = f"{comma} et al{stop}{kept}"
        if text == right or (loose and text == f", et al{stop}"):
            continue
        if found["glue"].startswith(".") and found[0].lstrip(".") == right:
            continue  # the full stop is the name's, and another rule's business
        if document.text[place[1] : place[1] + 2].lstrip()[:1] in {"(", "（"}:
            continue  # "et al (Apple Inc.)": the group is the trouble
        glued = "" if found["glue"][-1:].isspace() else " (with a space before it)"
        message = f"`{found[0].strip()}` should be `{right.strip()}`{glued}"
        glue = "." if found["glue"].startswith(".") else ""
        yield Finding(place, message, f"write `{right.strip()}`", replaced(place, glue + right))


def _written_et_al(document: Document) -> Iterator[tuple[Range, re.Match[str]]]:
    """Every *et al.* with the comma before it and the punctuation after it."""
    for one in document.citations:
        if one.citation.et_al and one.end_of_authors is not None:
            found = _ET_AL.match(one.text, one.end_of_authors - one.start)
            if found:
                yield (one.start + found.start(), one.start + found.end()), found


def unended_authors(document: Document) -> Iterator[Finding]:
    """No full stop between the authors and `arXiv:`.

    ## What it does
    Finds authors without a full stop before the arXiv id, in a list that has one there.
    ## Why is this bad
    Readers and tools take the last name and the id for one value.
    ## Example
        Search for Better Students. Gu, Jindong & Tresp, Volker arXiv:2001.11612
    ## Use instead
        Search for Better Students. Gu, Jindong & Tresp, Volker. arXiv:2001.11612
    ## Fix safety
    The fix is safe: it adds the full stop.
    """
    unended, ended = [], 0
    for one in document.citations:
        if one.end_of_authors is None or not one.citation.authors:
            continue
        after = one.after(one.end_of_authors)
        if after.startswith(".") or (one.citation.et_al and _ET_AL_STOPPED.match(after)):
            ended += 1
        elif not one.citation.et_al and (found := _ARXIV_FOLLOWS.match(after)):
            unended.append((one.end_of_authors, one.end_of_authors + found.end()))
    for where in exceptions(unended, ended, at_most=0.5):
        change = ((where[0], where[0], "."),)
        message = "missing full stop between the authors and the arXiv id"
        yield Finding(where, message, "end the authors with a full stop", change)


def stray_connective(document: Document) -> Iterator[Finding]:
    """A stray `and` or `&` among the authors.

    ## What it does
    Finds a doubled `and` or `&`, and one before *et al.*
    ## Why is this bad
    *et* already means *and*. With both, a name seems to be missing.
    ## Example
        Deep Mutual Learning. Zhang, Ying and et al. CVPR 2018
    ## Use instead
        Deep Mutual Learning. Zhang, Ying et al. CVPR 2018
    ## Fix safety
    The fix is unsafe: a name may be missing between the two.
    """
    for one in document.citations:
        if not one.authors:
            continue
        begin = one.authors[0][0] - one.start
        for found in _STRAY.finditer(one.text, begin):
            where = (one.start + found.start(), one.start + found.end())
            before_et_al = re.search(r"et\s+al$", found[0], re.IGNORECASE)
            right = before_et_al[0] if before_et_al else "and"
            help_ = f"write `{right}`, or name who is missing"
            change = replaced(where, right)
            yield Finding(where, f"`{found[0]}` has a stray word", help_, change, safe=False)


def glued_names(document: Document) -> Iterator[Finding]:
    """No space after a comma among the authors.

    ## What it does
    Finds commas among the authors with no space after them.
    ## Why is this bad
    A line break or a search treats both names as one word.
    ## Example
        Do deep nets really need to be deep? Ba,Jimmy and Caruana, Rich. NeurIPS 2014
    ## Use instead
        Do deep nets really need to be deep? Ba, Jimmy and Caruana, Rich. NeurIPS 2014
    ## Fix safety
    The fix is safe: it adds the space.
    """
    for one in document.citations:
        if not one.authors:
            continue
        begin, end = one.authors[0][0] - one.start, one.authors[-1][1] - one.start
        commas = [one.start + c.start() for c in _JOINED.finditer(one.text, begin, end)]
        if commas:
            changes = tuple((comma + 1, comma + 1, " ") for comma in commas)
            where = (commas[0], commas[0] + 1)
            yield Finding(where, "missing space after the comma", "add one", changes)
