"""Corrections of authors: damaged and exchanged names, half names, wrong ones, none at all."""

import re
from collections import Counter
from collections.abc import Sequence

from kdbib.correct.habits import Habits, family_first
from kdbib.correct.text import Findings, change, insertion, text_after, text_at
from kdbib.match.people import FAMILY_AND_GIVEN, is_group, joined, same_person, strangers
from kdbib.model import Author, Change, Citation, Conflict, Disagreement, Name, Span, Work
from kdbib.model.title import folded
from kdbib.read.lexicon import lexicon

_ET_AL = re.compile(r"[.,\s]*et(?:\.?\s*al?|\s+l)\b\.?,?", re.IGNORECASE)
_RIGHT_ET_AL = {"et al.", "et al", ", et al.", ", et al"}
_STOP_IN_NAME = re.compile(r"[^\W\d_]{2,}\.[\s-]")


def correct_authors(citation: Citation, work: Work, habits: Habits) -> Findings:
    """The corrections of a citation's authors after the work's."""
    if not work.author:
        return Findings()
    if not citation.authors:
        return _missing(citation, work, habits)
    if all(is_group(author.name) for author in citation.authors):
        return Findings((), (_conflict(citation, work, Disagreement.GROUP),))
    names = [author.name for author in citation.authors]
    people = joined(names, work.author)
    changes = [
        found
        for index, author in enumerate(citation.authors)
        if people == names  # else a name was read in parts, and is right as a whole
        and (found := _correct_name(citation, work, habits, author, first=index == 0))
    ]
    changes += _correct_end(citation, work)
    conflicts: tuple[Conflict, ...] = ()
    if len(people) < len(work.author):
        conflicts = (_conflict(citation, work, Disagreement.SHORTENED),)
    if _in_another_order(people, work.author):
        conflicts += (_conflict(citation, work, Disagreement.AUTHOR_ORDER),)
    return Findings(tuple(changes), conflicts + _strangers(citation, work))


def _in_another_order(named: Sequence[Name], known: Sequence[Name]) -> bool:
    """Whether these are all of the known people, or some, one of whom stands behind a later one."""
    ours, theirs = ([folded(name.last) for name in people] for people in (named, known))
    if Counter(ours) - Counter(theirs):
        return False
    left = iter(theirs)
    return not all(name in left for name in ours)


def _strangers(citation: Citation, work: Work) -> tuple[Conflict, ...]:
    """A conflict for each of those who are named and are none of the work's authors."""
    record = "; ".join(name.display() for name in work.author)
    code = Disagreement.NOT_AN_AUTHOR
    named = (name.display() for name in strangers(citation, work))
    return tuple(Conflict(code, "authors", name, record) for name in named)


def _conflict(citation: Citation, work: Work, code: Disagreement) -> Conflict:
    listed = "; ".join(author.name.display() for author in citation.authors)
    record = "; ".join(name.display() for name in work.author)
    listed += " et al." if citation.et_al else ""
    numbers = {"named": len(citation.authors), "authors": len(work.author)}
    return Conflict(code, "authors", listed, record, numbers)


def _missing(citation: Citation, work: Work, habits: Habits) -> Findings:
    """Authors where there are none, after the title's full stop, if the list names authors."""
    conflict = (_conflict(citation, work, Disagreement.NO_AUTHORS),)
    if not (habits.names_authors and citation.title):
        return Findings((), conflict)
    end = citation.title.span.end
    after = text_after(citation, end)
    names = habits.names(work.author)
    names += "" if names.endswith(".") else "."
    if re.match(r"\.(?:\s|$)", after):
        return Findings((insertion(citation, "authors", end + 1, f" {names}"),))
    if citation.title.text.endswith(("?", "!")) and re.match(r"\s", after):
        return Findings((insertion(citation, "authors", end, f" {names}"),))
    return Findings((), conflict)


def _correct_name(
    citation: Citation, work: Work, habits: Habits, author: Author, *, first: bool
) -> Change | None:
    known = _meant(work, author.name)
    if first and citation.et_al and len(citation.authors) == 1:
        known = work.author[0]  # who stands before "et al.", whoever else it is that is named
    if known is None or _is_named_by_another(citation, author, known):
        return None
    written = text_at(citation, author.span)
    inverted = family_first(citation, author.span)
    if inverted and _is_exchanged(author.name, known) and _record_may_exchange(citation, work):
        return None
    better = _better_name(author.name, known, written, inverted=inverted, habits=habits)
    if better is None or better == written or _is_linked(citation, author.span):
        return None
    if better.endswith(".") and text_after(citation, author.span.end).startswith("."):
        better = better[:-1]  # the full stop that is there ends the initial as well
    return change(citation, "authors", author.span, 0, len(written), better)


def _ends_early(citation: Citation, work: Work) -> bool:
    """Whether exactly the first authors are named, and more would follow."""
    named = joined([author.name for author in citation.authors], work.author)
    return len(named) < len(work.author) and all(
        same_person(cited, known) for cited, known in zip(named, work.author, strict=False)
    )


def _is_named_by_another(citation: Citation, author: Author, known: Name) -> bool:
    """Whether another name of the citation is the one that this name resembles."""
    names = [one.name for one in citation.authors if one is not author]
    return author.name != known and known in names


def _is_linked(citation: Citation, span: Span) -> bool:
    """Whether a name is a link: to somebody's page, which is not another author's."""
    return any(k.span.start <= span.start and span.end <= k.span.end for k in citation.links)


def _meant(work: Work, name: Name) -> Name | None:
    """The author of the work that a cited name means."""
    best = max(work.author, key=lambda known: same_person(name, known))
    return best if same_person(name, best) else None


def _better_name(
    cited: Name, known: Name, written: str, *, inverted: bool, habits: Habits
) -> str | None:
    """What a name should be, in the order in which it is written; None if it is right."""
    if cited.is_east_asian:
        return None  # one group of characters, which the list may divide as it likes
    if folded(cited.display()) == folded(known.display()) and cited.last != known.last:
        return None  # "Luc Van Gool", whose particle is a matter of taste
    spelled = known.inverted() if inverted else known.display()
    if not cited.family:  # a lone name: the family name alone, or a given name in its place
        lone_is_family = folded(cited.literal or "") == folded(known.last)
        return habits.name(known) if habits.family_first or not lone_is_family else None
    if folded(cited.family) == folded(known.last):
        return spelled if _damaged(cited, known, written) else None
    if same_person(cited, known) < FAMILY_AND_GIVEN or inverted:
        return spelled  # another author, a misspelt family name, or "Rauf, Izmailov"
    if folded(cited.given or "") == folded(known.last):
        return habits.name(known)  # "Liu Yu", who is Liu, Yu
    return spelled if _misspelt(cited.family, known.last) else None


def _is_exchanged(cited: Name, known: Name) -> bool:
    """Whether each part of a name stands in the other's place."""
    family, given = folded(cited.family or ""), folded(cited.given or "")
    return bool(given) and (family, given) == (folded(known.given or ""), folded(known.last))


def _record_may_exchange(citation: Citation, work: Work) -> bool:
    """Whether the record may be wrong, and the list right, where their names are exchanged.

    Whole volumes are registered so, hence every author then differs like this. The list is wrong
    where a family name of its is known as a given name only: ``Geoffrey, Hinton``.
    """
    people = lexicon()
    for author in citation.authors:
        family = folded(author.name.family or "")
        if not any(_is_exchanged(author.name, known) for known in work.author):
            return False
        if family in people.given and family not in people.family:
            return False
    return True


def _misspelt(cited: str, known: str) -> bool:
    a, b = folded(cited), folded(known)
    return a != b and not a.endswith(b) and not b.endswith(a)


def _damaged(cited: Name, known: Name, written: str) -> bool:
    """A full stop within a given name (``Byung. Cheol``), or a small letter at its beginning."""
    given = cited.given or ""
    if folded(given) != folded(known.given or "") or not given:
        return False
    lower = re.search(r"(?:^|[\s-])[a-z]", given) and not re.search(
        r"(?:^|[\s-])[a-z]", known.given or ""
    )
    return bool(_STOP_IN_NAME.search(written) or lower)


def _correct_end(citation: Citation, work: Work) -> list[Change]:
    """*et al.* misspelt or forgotten, and the full stop after the authors."""
    end = citation.authors[-1].span.end
    after = text_after(citation, end)
    rest = Span(
        end, end + len(after.encode("utf-8", "surrogateescape")), citation.authors[-1].span.line, 1
    )
    if citation.et_al:
        found = _ET_AL.match(after)
        if not found or (found[0].strip() in _RIGHT_ET_AL and found[0][0] in " ,"):
            return []
        return [change(citation, "authors", rest, 0, found.end(), " et al.")]
    changes = []
    if _ends_early(citation, work) and re.match(r"\.?(?:\s|$)", after):
        stop = 1 if after.startswith(".") else 0
        return [change(citation, "authors", rest, 0, stop, " et al.")]
    if re.match(r"\s+arxiv:", after, re.IGNORECASE):
        changes.append(insertion(citation, "authors", end, "."))
    return changes
