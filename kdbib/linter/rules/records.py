"""KB7xx: against the records of the databases, with ``--resolve``.

A correction rests on a record, which may be wrong too: its fix is unsafe. What nobody knows is
reported as not found, which says nothing of whether it exists.
"""

import re
from collections.abc import Iterator

from kdbib.linter.cited import Cited
from kdbib.linter.document import Document
from kdbib.linter.finding import Finding, Range
from kdbib.model import Change, Conflict, Disagreement, Entry, Form, Status
from kdbib.model.title import folded
from kdbib.model.venue import short_name
from kdbib.model.work import TAKEN_BACK
from kdbib.wording import worded

_OF_PUBLICATION = ("venue", "year")
_OF_PREPRINTS = (Disagreement.PUBLISHED_SINCE, Disagreement.PUBLISHED_AS)


_ENCLOSED = re.compile(r'\A[{"](.*)[}"]\Z', re.DOTALL)


def _corrections(document: Document, field: str, what: str) -> Iterator[Finding]:
    """The corrections of a field as findings, one for each."""
    for one, entry in document.resolved:
        for change in entry.changes:
            of_publication = field in _OF_PUBLICATION and _upgrades(entry)
            if change.field == field and not of_publication and _says_something_else(change):
                yield _correction(one, entry, change, what)


def _upgrades(entry: Entry) -> bool:
    """Whether an entry of a bibliography becomes that of the publication, all of it together."""
    return any(change.field == "type" for change in entry.changes)


def _says_something_else(change: Change) -> bool:
    """Whether more changes than spaces, punctuation and case, which other rules see to.

    A venue where there was none is for :func:`superseded_preprint`.
    """
    if change.field == "venue" and not change.before.strip():
        return False
    before, after = short_name(change.before), short_name(change.after)
    same_venue = change.field == "venue" and before is not None and before == after
    return not same_venue and folded(change.before) != folded(change.after)


def _correction(one: Cited, entry: Entry, change: Change, what: str) -> Finding:
    where = one.range(change.span)
    said, known = change.before, change.after.strip(" .")
    if entry.citation.form is Form.bibtex:
        said, known = (_ENCLOSED.sub(r"\1", text) for text in (said, known))
    says = f"`{said}`" if said else "nothing"
    message = f"{what}: the list says {says}, the record `{known}`"
    help_ = f"corrected from {entry.decided_by}" if entry.decided_by else ""
    shown = where if where[0] < where[1] else (max(where[0] - 1, one.start), where[1])
    return Finding(shown, message, help_, ((*where, change.after),), safe=False)


def _conflicts(document: Document, field: str) -> Iterator[tuple[Cited, Conflict]]:
    """What is known to be wrong in a field and can't be corrected with certainty."""
    for one, entry in document.resolved:
        changed = {change.field for change in entry.changes}
        for conflict in entry.conflicts:
            told = conflict.field == field and conflict.listed and not conflict.is_style
            if told and field not in changed:
                yield one, conflict


def _at(part: Range | None, one: Cited) -> Range:
    return part or one.title or one.whole


def title_differs_from_record(document: Document) -> Iterator[Finding]:
    """A title that differs from the record.

    ## What it does
    Compares the title with the record, word by word, without regard to case.
    ## Why is this bad
    A search for this title does not find the paper.
    ## Example
        Distillating Knowledge from Graph Convolutional Networks. Yang, Yiding et al. CVPR 2020
    ## Use instead
        Distilling Knowledge from Graph Convolutional Networks. Yang, Yiding et al. CVPR 2020
    ## Fix safety
    The fix is unsafe: the record may be wrong, or the author may mean the preprint's title.
    """
    yield from _corrections(document, "title", "title")
    for one, conflict in _conflicts(document, "title"):
        yield Finding(_at(one.title, one), worded(conflict), "check the title")


def authors_differ_from_record(document: Document) -> Iterator[Finding]:
    """Authors that differ from the record, or are missing.

    ## What it does
    Compares the authors with the record: misspelt, exchanged, wrong and missing names.
    ## Why is this bad
    The wrong people get the credit, and a search for the authors does not find the paper.
    ## Example
        Big Self-Supervised Models are Strong Learners. Che, Ting et al. NeurIPS 2020
    ## Use instead
        Big Self-Supervised Models are Strong Learners. Chen, Ting et al. NeurIPS 2020
    ## Fix safety
    The fix is unsafe: the record may be wrong.
    """
    yield from _corrections(document, "authors", "authors")
    for one, conflict in _conflicts(document, "authors"):
        where = (one.authors[0][0], one.authors[-1][1]) if one.authors else one.whole
        yield Finding(where, worded(conflict), "check the authors")


def venue_differs_from_record(document: Document) -> Iterator[Finding]:
    """A venue that differs from the record, or is missing.

    ## What it does
    Compares the venue with the record of the publication.
    ## Why is this bad
    Readers look for the paper in the wrong proceedings.
    ## Example
        SoundNet: Learning Sound Representations. Aytar, Yusuf et al. ECCV 2016
    ## Use instead
        SoundNet: Learning Sound Representations. Aytar, Yusuf et al. NeurIPS 2016
    ## Fix safety
    The fix is unsafe: the record may be wrong.
    """
    yield from _corrections(document, "venue", "venue")
    for one, conflict in _conflicts(document, "venue"):
        unsure = conflict.code is Disagreement.VENUE_UNCONFIRMED
        unsure = unsure or (conflict.code is Disagreement.NOT_PUBLISHED and one.venue is None)
        if not unsure and not _of_preprint(one, conflict):
            yield Finding(_at(one.venue, one), worded(conflict), "check the venue")


def year_differs_from_record(document: Document) -> Iterator[Finding]:
    """A year that differs from the record.

    ## What it does
    Compares the year with the record of the publication.
    ## Why is this bad
    Readers look for the paper in the wrong volume.
    ## Example
        Knowledge Distillation as Efficient Pre-training. He et al. CVPR 2020
    ## Use instead
        Knowledge Distillation as Efficient Pre-training. He et al. CVPR 2022
    ## Fix safety
    The fix is unsafe: the record may be wrong.
    """
    yield from _corrections(document, "year", "year")
    for one, conflict in _conflicts(document, "year"):
        yield Finding(_at(one.year, one), worded(conflict), "check the year")


def identifier_of_another_paper(document: Document) -> Iterator[Finding]:
    """An identifier of another paper.

    ## What it does
    Compares the identifiers with the record, and completes malformed ones.
    ## Why is this bad
    It leads to another paper, or nowhere.
    ## Example
        Balanced Knowledge Distillation. Zhang, Shaoyu et al. arXiv:2014.10510
    ## Use instead
        Balanced Knowledge Distillation. Zhang, Shaoyu et al. arXiv:2104.10510
    ## Fix safety
    The fix is unsafe: the record may be wrong.
    """
    yield from _corrections(document, "arxiv", "arXiv id")
    for one, entry in document.resolved:
        changed = {change.field for change in entry.changes}
        for conflict in entry.conflicts:
            another = conflict.code in {Disagreement.IDENTIFIER, Disagreement.OF_ANOTHER}
            if another and conflict.field not in changed:
                yield Finding(_at(one.title, one), worded(conflict), "check the identifier")
        if entry.status is Status.CONTRADICTED:
            message = entry.reason or "the identifier is another paper's"
            yield Finding(_at(one.title, one), message, "check identifier and title")


def superseded_preprint(document: Document) -> Iterator[Finding]:
    """A preprint that has been published since.

    ## What it does
    Finds entries with arXiv as the venue, or without a venue, if the record has one.
    ## Why is this bad
    The publication was reviewed, and is usually the one to cite.
    ## Example
        Understanding Knowledge Distillation in Machine Translation. arXiv:1911.02727
    ## Use instead
        Understanding Knowledge Distillation in Machine Translation. ICLR 2020
    ## Fix safety
    The fix is unsafe: the author may mean the preprint.
    """
    for one, entry in document.resolved:
        for change in entry.changes:
            if change.field == "venue" and not change.before.strip():
                yield _correction(one, entry, change, "published since")
        for conflict in entry.conflicts:
            if _of_preprint(one, conflict):
                fix = _upgrade(one, entry) if _upgrades(entry) else ()
                where, message = _at(one.venue, one), worded(conflict)
                yield Finding(where, message, "cite the publication", fix, safe=False)


def _upgrade(one: Cited, entry: Entry) -> tuple[tuple[int, int, str], ...]:
    changes = [change for change in entry.changes if change.field not in {"title", "authors"}]
    return tuple((*one.range(change.span), change.after) for change in changes)


def _of_preprint(one: Cited, conflict: Conflict) -> bool:
    venue = one.citation.venue
    preprint = venue is None or short_name(venue.text) == "arXiv"
    return preprint and conflict.code in _OF_PREPRINTS


def incomplete_entry(document: Document) -> Iterator[Finding]:
    """A `.bib` entry that lacks data of the record.

    ## What it does
    Finds entries without a DOI, pages, volume, arXiv id or further authors that the record has.
    ## Why is this bad
    Readers can't get to the paper, and the reference has gaps.
    ## Example
        @inproceedings{park2019, title = {Relational Knowledge Distillation}, year = 2019,
          author = {Park, Wonpyo and others}, booktitle = {CVPR}}
    ## Use instead
        @inproceedings{park2019, title = {Relational Knowledge Distillation}, year = 2019,
          author = {Park, Wonpyo and Kim, Dongju and Lu, Yan and Cho, Minsu}, booktitle = {CVPR},
          pages = {3967--3976}, doi = {10.1109/CVPR.2019.00409}}
    ## Fix safety
    The fix is unsafe: the record may be wrong.
    """
    for one, entry in document.resolved:
        if document.form is not Form.bibtex or _upgrades(entry):
            continue
        added = [c for c in entry.changes if not c.before or c.field == "author"]
        if added:
            names = ", ".join(f"`{change.field}`" for change in added)
            fix = tuple((*one.range(change.span), change.after) for change in added)
            message = f"the record has more: {names}"
            help_ = f"completed from {entry.decided_by}" if entry.decided_by else ""
            yield Finding(_at(one.title, one), message, help_, fix, safe=False)


def unconfirmed_venue(document: Document) -> Iterator[Finding]:
    """A venue that no record confirms.

    ## What it does
    Finds entries with a venue, of whose paper only a preprint was found.
    ## Why is this bad
    The paper may never have appeared there. But databases have gaps, too.
    ## Example
        Distilling the Knowledge in a Neural Network. Hinton, Geoffrey et al. CVPR 2015
    ## Use instead
        Distilling the Knowledge in a Neural Network. Hinton, Geoffrey et al. arXiv 2015
    ## Fix safety
    There is no fix: what no database has may have been published where no database looks.
    """
    for one, conflict in _conflicts(document, "venue"):
        if conflict.code is Disagreement.VENUE_UNCONFIRMED:
            yield Finding(_at(one.venue, one), worded(conflict), "check the venue")


def retracted(document: Document) -> Iterator[Finding]:
    """A paper that was retracted or withdrawn.

    ## What it does
    Finds entries with a record that says that the paper was retracted, or withdrawn by its authors.
    ## Why is this bad
    Its results are not valid, or nobody vouches for them.
    ## Example
        A Paper with an Error in its Proof. arXiv:1901.00001
    ## Use instead
        Nothing, or the paper with a remark.
    ## Fix safety
    There is no fix.
    """
    for one, entry in document.resolved:
        if entry.work and entry.work.status in TAKEN_BACK:
            message = f"the paper was {entry.work.status}, says {entry.decided_by or 'the record'}"
            yield Finding(_at(one.title, one), message, "remove it, or note that it was")


def not_found(document: Document) -> Iterator[Finding]:
    """A paper that was not found.

    ## What it does
    Finds entries that none of the sources that were asked knows.
    ## Why is this bad
    The title may be misspelt, or the paper may not exist. But databases have gaps, too.
    ## Example
        A Title That Nobody Knows. Doe, Jane et al. 2019
    ## Use instead
        The title as it is on the paper, with an identifier.
    ## Fix safety
    There is no fix.
    """
    for one, entry in document.resolved:
        if entry.status is Status.NOT_FOUND and not entry.choice:
            message = f"not found ({entry.reason or 'no database has it'})"
            yield Finding(_at(one.title, one), message, "check the title, or add an identifier")


def several_candidates(document: Document) -> Iterator[Finding]:
    """An entry that fits more than one paper.

    ## What it does
    Finds entries for which the databases have several papers, none of which is clearly the one.
    ## Why is this bad
    Readers will find several papers, too.
    ## Example
        Deep Mutual Learning. 2018
    ## Use instead
        Deep Mutual Learning. Zhang, Ying et al. CVPR 2018
    ## Fix safety
    There is no fix: a person has to choose.
    """
    for one, entry in document.resolved:
        if entry.status is Status.AMBIGUOUS:
            message = entry.reason or "several papers fit"
            yield Finding(_at(one.title, one), message, "add an identifier or the authors")
