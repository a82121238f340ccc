"""KB21x: family and given name, and which comes first."""

import re
from collections.abc import Iterator

from kdbib.linter.document import Document
from kdbib.linter.finding import Finding, replaced
from kdbib.linter.people import Named, People

_SYLLABLES = re.compile(r"[aeiouy]+", re.IGNORECASE)
_LONG = 5


def given_name_first(document: Document) -> Iterator[Finding]:
    """A given name before the family name, in a list that writes `Family, Given`.

    ## What it does
    Finds names without a comma in a list of names with one, if the last word is probably the family
    name.
    ## Why is this bad
    In such a list, readers and tools take the first word for the family name.
    ## Example
        GAN Compression. Junyan Zhu et al. CVPR 2020
    ## Use instead
        GAN Compression. Zhu, Junyan et al. CVPR 2020
    ## Fix safety
    The fix is unsafe: kdbib guesses the family name. If neither the list nor the most common names
    help, there is no fix.
    """
    people = document.people
    for named in _without_comma(people):
        if people.begins_with_family(named.written):
            continue
        name = named.author.name
        if not people.ends_with_family(named.written):
            message = f"`{named.written}` has no comma"
            help_ = "write the family name, a comma, and the given name"
            yield Finding(named.where, message, help_)
            continue
        right = f"{name.family}, {name.given}"
        message = f"`{named.written}` should be written family name first"
        change = replaced(named.where, right)
        yield Finding(named.where, message, f"write `{right}`", change, safe=False)


def name_without_comma(document: Document) -> Iterator[Finding]:
    """A family name before the given name without a comma, in a list that has one there.

    ## What it does
    Finds names such as `Chen Xiuyi` in a list that writes `Chen, Xiuyi`, if the first word is a
    family name elsewhere in the list, or one of the most common ones of East Asia.
    ## Why is this bad
    Without a comma, readers and tools take Xiuyi for the family name.
    ## Example
        Distilled Binary Neural Network. Chen Xiuyi et al. IJCNN 2018
    ## Use instead
        Distilled Binary Neural Network. Chen, Xiuyi et al. IJCNN 2018
    ## Fix safety
    The fix is unsafe: kdbib guesses the family name.
    """
    people = document.people
    for named in _without_comma(people):
        if people.begins_with_family(named.written):
            family, _, given = named.written.partition(" ")
            right = f"{family}, {given.strip()}"
            message = f"`{named.written}` is missing the comma after the family name"
            change = replaced(named.where, right)
            yield Finding(named.where, message, f"write `{right}`", change, safe=False)


def _without_comma(people: People) -> Iterator[Named]:
    if not people.family_first:
        return
    for named in people.named:
        if named.in_two_parts and not named.inverted and " " in named.written:
            yield named


def names_exchanged(document: Document) -> Iterator[Finding]:
    """Family and given name exchanged.

    ## What it does
    Finds `Given, Family`: the word before the comma looks like a given name and is nowhere else a
    family name, and the word after it is one.
    ## Why is this bad
    Readers cite, sort and search the paper by the given name.
    ## Example
        Towards Compact Image Super-Resolution. Yanbo, Wang et al. IJCAI 2021
    ## Use instead
        Towards Compact Image Super-Resolution. Wang, Yanbo et al. IJCAI 2021
    ## Fix safety
    The fix is unsafe: either part may be the family name.
    """
    people = document.people
    if not people.family_first:
        return
    pairs = {(n.author.name.family, n.author.name.given) for n in people.named if n.inverted}
    all_exchanged = _all_exchanged(people)
    for named in people.named:
        family, given = named.author.name.family, named.author.name.given
        if not named.inverted or not family or not given or " " in family + given:
            continue
        twice = (given, family) in pairs
        if twice or _seems_given(people, family, given) or named.one.start in all_exchanged:
            if people.knows_family(family, besides=1) and named.one.start not in all_exchanged:
                continue
            right = f"{given}, {family}"
            message = f"`{named.written}`: family and given name look swapped"
            change = replaced(named.where, right)
            yield Finding(named.where, message, f"write `{right}`", change, safe=False)


def _seems_given(people: People, family: str, given: str) -> bool:
    """Whether ``Yanbo, Wang``: a word of two syllables, nobody's family name, and one that is.

    One syllable decides nothing: in ``Lan, Xu`` both may be family names.
    """
    if people.knows_family(family, besides=1) or not people.knows_family(given):
        return False
    return len(family) >= _LONG and len(_SYLLABLES.findall(family)) > 1


def _all_exchanged(people: People) -> set[int]:
    """The entries of two authors and more, each with a common family name in the second place."""
    by_entry: dict[int, list[Named]] = {}
    for named in people.named:
        by_entry.setdefault(named.one.start, []).append(named)
    return {
        start
        for start, names in by_entry.items()
        if len(names) > 1
        and all(n.inverted and people.knows_family(n.author.name.given or "") for n in names)
    }
