"""KB21x: the names of authors, each by itself."""

import re
from collections.abc import Iterator

from kdbib.linter.cited import Cited
from kdbib.linter.document import Document
from kdbib.linter.finding import Finding, replaced
from kdbib.linter.majority import exceptions
from kdbib.linter.people import Named
from kdbib.match.people import is_group
from kdbib.model.venue import short_name

_STOP = re.compile(r"(?<=[^\W\d_]{3})\.(?=\s+(?:[^\W\d_]{2,}|et\s+al))")
_SMALL = re.compile(r"(?:^|(?<=[\s-]))[a-z]")
_GLUED_AND = re.compile(r"and[A-Z]")
_DIGIT = re.compile(r"(?<=[^\W\d_])[\d*†‡]+$")
_PARTICLES = frozenset("van von de der den del della di da la le el al bin".split())
_NEVER_ALONE = frozenset({"van", "von", "der", "den", "della"})


def given_name_alone(document: Document) -> Iterator[Finding]:
    """A given name, or a particle, instead of the family name.

    ## What it does
    Finds authors of one word that elsewhere in the list is a given name and never a family name, or
    that is a particle such as *van*.
    ## Why is this bad
    A given name does not identify the author.
    ## Example
        Parallel WaveNet: Fast Speech Synthesis. Van et al. ICML 2018
    ## Use instead
        Parallel WaveNet: Fast Speech Synthesis. van den Oord, Aaron et al. ICML 2018
    ## Fix safety
    There is no fix without looking the paper up.
    """
    people = document.people
    for named in people.named:
        word = named.author.name.literal
        if not word or " " in word or people.knows_family(word):
            continue
        if people.givens[word] or word.lower() in _NEVER_ALONE:
            message = f"`{word}` is not a family name"
            yield Finding(named.where, message, "add the family name")


def family_name_alone(document: Document) -> Iterator[Finding]:
    """A family name alone, in a list that gives full names.

    ## What it does
    Finds authors of one word in a list where they are rare.
    ## Why is this bad
    Many people have the same family name.
    ## Example
        Distilling the knowledge in a neural network. Hinton et al. arXiv:1503.02531
    ## Use instead
        Distilling the knowledge in a neural network. Hinton, Geoffrey et al. arXiv:1503.02531
    ## Fix safety
    There is no fix without looking the paper up.
    """
    people = document.people
    lone = [n for n in people.named if n.author.name.literal and _is_bare(n)]
    full = sum(n.in_two_parts for n in people.named)
    for named in exceptions(lone, full, at_most=0.1):
        yield Finding(
            named.where, f"`{named.written}` is missing the given name", "write the full name"
        )


def _is_bare(named: Named) -> bool:
    """Whether a name is one word, of a person."""
    name = named.author.name
    word = name.literal or ""
    if len(word.strip(" .")) < 2 or is_group(name) or named.cut_off or short_name(word):
        return False
    last = named.where == named.one.authors[-1]
    if last and len(named.one.authors) > 1 and not named.one.venue:
        return False  # a venue that nobody knows, perhaps
    return not _ends_in_title(named.one) and not word.casefold().startswith("anonymous")


def _ends_in_title(one: Cited) -> bool:
    """Whether a colon follows the authors: the last of them is the beginning of the title."""
    end = one.authors[-1][1]
    return one.source.text[end : end + 1] == ":"


def mixed_names(document: Document) -> Iterator[Finding]:
    """Full names and bare family names in one entry.

    ## What it does
    Finds entries that give some authors with their full names and others with only their family
    names.
    ## Why is this bad
    Nobody can tell whether a word is a name of its own or part of the previous one.
    ## Example
        When Does Label Smoothing Help? Müller, Rafael, Kornblith, and Hinton. NeurIPS 2019
    ## Use instead
        When Does Label Smoothing Help? Müller, Rafael et al. NeurIPS 2019
    ## Fix safety
    There is no fix without looking the paper up.
    """
    by_entry: dict[int, list[Named]] = {}
    for named in document.people.named:
        by_entry.setdefault(named.one.start, []).append(named)
    for names in by_entry.values():
        one = names[0].one
        bare = [n.written for n in names if _is_bare(n)]
        if bare and any(n.in_two_parts for n in names):
            where = (one.authors[0][0], one.authors[-1][1])
            message = f"mixes full names and family names alone ({', '.join(bare)})"
            yield Finding(where, message, "write all names in full")


def stop_in_name(document: Document) -> Iterator[Finding]:
    """A full stop within a name.

    ## What it does
    Finds full stops after a part of a name that is not an initial.
    ## Why is this bad
    A full stop ends the authors, so tools misread the words after it.
    ## Example
        Distilling Effective Supervision. Zhang, Zizhao. et al. CVPR 2020
    ## Use instead
        Distilling Effective Supervision. Zhang, Zizhao et al. CVPR 2020
    ## Fix safety
    The fix is safe: it removes the full stop.
    """
    for one in document.citations:
        if not one.authors:
            continue
        begin = one.authors[0][0] - one.start
        limit = one.authors[-1][1] - one.start + (8 if one.citation.et_al else 0)
        for found in _STOP.finditer(one.text, begin, limit):
            where = (one.start + found.start(), one.start + found.end())
            if found[0] and one.text[found.end() - 3 : found.start()].lower() not in {" jr", " sr"}:
                message = "full stop within the authors"
                yield Finding(where, message, "remove it", replaced(where, ""))


def small_letter_in_name(document: Document) -> Iterator[Finding]:
    """A given name with a small first letter, in a list of capitals.

    ## What it does
    Finds given names, or their parts after a hyphen, with a small first letter, in a list where
    most have a capital.
    ## Why is this bad
    It is mostly a typing error, although some people write their names like this.
    ## Example
        Proxy Experience Replay. Cha, han et al. arXiv:2005.06105
    ## Use instead
        Proxy Experience Replay. Cha, Han et al. arXiv:2005.06105
    ## Fix safety
    The fix is unsafe: people write their names as they like.
    """
    people = document.people
    hyphenated = [n for n in people.named if "-" in (n.author.name.given or "")]
    small = [n for n in people.named if n.inverted and _SMALL.search(n.author.name.given or "")]
    small = [n for n in small if not _GLUED_AND.match(n.author.name.given or "")]
    small = [n for n in small if not _PARTICLES & set((n.author.name.given or "").split())]
    for named in exceptions(small, len(hyphenated), at_most=0.3):
        given = named.author.name.given or ""
        right = _SMALL.sub(lambda letter: letter[0].upper(), given)
        at = named.where[0] + named.written.rfind(given)
        where = (at, at + len(given))
        if document.text[slice(*where)] == given:
            message = f"`{given}` starts with a lower-case letter"
            yield Finding(where, message, f"write `{right}`", replaced(where, right), safe=False)


def mark_on_name(document: Document) -> Iterator[Finding]:
    """A footnote mark on a name.

    ## What it does
    Finds digits and daggers at the end of a name.
    ## Why is this bad
    It was copied from the title page, and is not part of the name.
    ## Example
        SSD: Single Shot MultiBox Detector. Liu, Wei1 et al. ECCV 2016
    ## Use instead
        SSD: Single Shot MultiBox Detector. Liu, Wei et al. ECCV 2016
    ## Fix safety
    The fix is safe: it removes the mark.
    """
    for named in document.people.named:
        if found := _DIGIT.search(named.written):
            place = (named.where[0] + found.start(), named.where[1])
            message = f"`{named.written}` ends with a footnote mark"
            yield Finding(place, message, "remove the mark", replaced(place, ""))
