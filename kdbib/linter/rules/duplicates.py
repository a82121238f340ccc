"""KB60x: entries of one paper."""

from collections.abc import Iterator

from kdbib.linter.cited import Cited
from kdbib.linter.document import Document
from kdbib.linter.finding import Finding
from kdbib.model import Scheme
from kdbib.model.title import folded, title_words
from kdbib.read import Form

_MANY, _SHARE = 8, 0.1
_NEARLY = 0.8


def _in_several_sections(document: Document) -> list[Cited]:
    """The later entries of papers that stand in several sections, if that is the list's habit.

    A list by topics names a paper under each; only one that mostly does not is told of each.
    """
    pairs = [*_by_identifier(document), *_by_title(document)]
    across = {
        one.start: one
        for one, known in pairs
        if one.citation.section != known.citation.section and one.title_key == known.title_key
    }
    habit = len(across) >= _MANY and len(across) >= _SHARE * len(document.citations)
    return [across[start] for start in sorted(across)] if habit else []


def duplicate_identifier(document: Document) -> Iterator[Finding]:
    """Two entries with the same identifier.

    ## What it does
    Finds entries with an arXiv id, DOI or other identifier that an earlier entry has, too.
    ## Why is this bad
    The paper is counted twice, and a correction may reach only one of the entries. If the titles
    differ, one entry has another paper's identifier.
    ## Example
        16. Adaptive Regularization of Labels. arXiv:1908.05474
        17. Adaptive Regularization of Labels. Ding, Qianggang et al. arXiv:1908.05474
    ## Use instead
        16. Adaptive Regularization of Labels. Ding, Qianggang et al. arXiv:1908.05474
    ## Fix safety
    There is no fix: a paper may belong in two sections.
    """
    twice = _in_several_sections(document)
    several = {one.start for one in twice}
    if twice:
        count = f"{len(twice)} of {len(document.citations)} entries"
        message = f"{count} are also listed in an earlier section; this is the first"
        yield Finding(_place(twice[0]), message, "note in the list that papers may appear twice")
    for one, known in _by_identifier(document):
        identifier = next(i for i in one.identifiers if i.key in {k.key for k in known.identifiers})
        if not _has_the_words_of(one, known):
            what = f"{identifier} belongs to another title, in line {known.line}"
        else:
            if one.start in several:
                continue
            what = f"same paper as in line {known.line}{_where(one, known)}"
        yield Finding(_place(one), what, "keep one of them, or note why there are two")


def _has_the_words_of(one: Cited, known: Cited) -> bool:
    """Whether two titles may be of one paper: one of them has nearly all words of the other."""
    titles = [x.citation.title for x in (one, known) if x.title_key]
    if len(titles) < 2 or one.title_key == known.title_key:
        return True
    mine, theirs = (set(title_words(title.text)) for title in titles if title)
    return len(mine & theirs) >= _NEARLY * min(len(mine), len(theirs))


def _by_identifier(document: Document) -> Iterator[tuple[Cited, Cited]]:
    first: dict[tuple[str, str], Cited] = {}
    for one in document.citations:
        known = [first[i.key] for i in one.identifiers if i.key in first]
        known = [k for k in known if not _is_part(one, k)]
        if known:
            yield one, min(known, key=lambda k: k.start)
        for identifier in one.identifiers:
            first.setdefault(identifier.key, one)


def _is_part(one: Cited, known: Cited) -> bool:
    """Whether an entry is an item within another: the same paper, told in two lines."""
    follows = one.line <= known.citation.end_line + 1
    return follows and one.citation.span.column > known.citation.span.column


def duplicate_title(document: Document) -> Iterator[Finding]:
    """Two entries with the same title.

    ## What it does
    Finds entries with the title of an earlier entry. It compares only letters and digits, without
    case and accents.
    ## Why is this bad
    The paper is counted twice, and a correction may reach only one of the entries.
    ## Example
        5. Adversarial Network Compression. Belagiannis et al. ECCV 2018
        6. Adversarial network compression. Belagiannis et al. ECCV 2018
    ## Use instead
        5. Adversarial Network Compression. Belagiannis et al. ECCV 2018
    ## Fix safety
    There is no fix: a paper may belong in two sections.
    """
    told = {one.start for one, _ in _by_identifier(document)}
    told |= {one.start for one in _in_several_sections(document)}
    for one, known in _by_title(document):
        if one.start not in told:
            message = f"same title as in line {known.line}{_where(one, known)}"
            yield Finding(_place(one), message, "keep one of them, or note why there are two")


def _by_title(document: Document) -> Iterator[tuple[Cited, Cited]]:
    first: dict[str, Cited] = {}
    for one in document.citations:
        if one.title_key:
            known = first.setdefault(one.title_key, one)
            if known is not one and not _is_part(one, known):
                yield one, known


def _where(one: Cited, known: Cited) -> str:
    section = known.citation.section
    if one.citation.section == section or not section:
        return ""
    return f" (section {section[-1]!r})"


def _place(one: Cited) -> tuple[int, int]:
    return one.title or one.whole


def conflicting_identifiers(document: Document) -> Iterator[Finding]:
    """One title with two arXiv ids.

    ## What it does
    Finds entries with the title of an earlier entry, but another arXiv id.
    ## Why is this bad
    One of the ids belongs to another paper.
    ## Example
        34. Distilling Spikes. arXiv:2005.00288
        35. Distilling Spikes. arXiv:2005.00727
    ## Use instead
        34. Distilling Spikes. arXiv:2005.00727
    ## Fix safety
    There is no fix: the text doesn't tell which of the two is right.
    """
    for one, known in _by_title(document):
        mine, theirs = (
            [i for i in x.identifiers if i.scheme is Scheme.ARXIV] for x in (one, known)
        )
        if mine and theirs and not {i.key for i in mine} & {i.key for i in theirs}:
            message = f"line {known.line} has {theirs[0]} for this title, here it is {mine[0]}"
            yield Finding(_place(one), message, "find out which is right")


def conflicting_authors(document: Document) -> Iterator[Finding]:
    """One paper with two first authors.

    ## What it does
    Finds entries with the identifier or title of an earlier entry, but another first author.
    ## Why is this bad
    One of the two is wrong.
    ## Example
        16. Knowledge Distillation Beyond Model Compression. Choi, Arthur et al. arXiv:2007.01493
        34. Knowledge Distillation Beyond Model Compression. Sarfraz et al. arXiv:2007.01493
    ## Use instead
        16. Knowledge Distillation Beyond Model Compression. Sarfraz, Fahad et al. arXiv:2007.01493
    ## Fix safety
    There is no fix: the text doesn't tell which of the two is right.
    """
    seen: set[int] = set()
    # in a bibliography, one title under two names is two works until an identifier says otherwise
    by_title = () if document.form is Form.bibtex else _by_title(document)
    for one, known in (*_by_identifier(document), *by_title):
        same_title = one.title_key == known.title_key
        if one.start in seen or not one.authors or not known.authors or not same_title:
            continue
        seen.add(one.start)
        mine, theirs = (x.citation.authors[0].name for x in (one, known))
        parts = {folded(part) for part in theirs.display().split()}
        same_family = mine.family and mine.family == theirs.family
        other_given = (mine.given or "")[:1] != (theirs.given or "")[:1]
        strangers = not parts & {folded(part) for part in mine.display().split()}
        if strangers or (same_family and mine.given and theirs.given and other_given):
            message = f"line {known.line} has `{theirs.display()}` as this paper's author"
            yield Finding(one.authors[0], message, "find out who it is")
