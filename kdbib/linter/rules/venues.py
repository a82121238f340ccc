"""KB40x: venues, and whether they can be."""

import re
from collections import Counter
from collections.abc import Iterator

from rapidfuzz.distance import OSA

from kdbib.linter.cited import Cited
from kdbib.linter.document import Document
from kdbib.linter.finding import Finding, replaced
from kdbib.linter.majority import is_habit
from kdbib.linter.papers import is_bare_link, swallows_more, unread
from kdbib.model.venue import is_short_name, short_name

_VAGUE = re.compile(
    r"(?:IEEE|ACM|Springer|Elsevier|Wiley)(?:\s+(?:Trans|Transactions|Conf|Conference|Journal)\.?)?"
    r"|(?:Trans|Conf|Conference|Journal|Proc|Proceedings|Workshop)\.?",
    re.IGNORECASE,
)
KNOWN_SLIPS = {"MLR": "JMLR", "NeuIPS": "NeurIPS", "NeurlPS": "NeurIPS", "NuerIPS": "NeurIPS"}
_NEURIPS_FROM = 2018
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_DASH_CELL = re.compile(r"\|\s*[-–—]\s*\|")
_SERIAL = re.compile(
    r"\b(?:journal|transactions|trans|conference|conf|proceedings|proc|symposium|letters|reviews?|"
    r"magazine|IEEE|ACM|annals|advances)\b",
    re.IGNORECASE,
)


def missing_venue(document: Document) -> Iterator[Finding]:
    """An entry that doesn't say where the paper appeared.

    ## What it does
    Finds entries with neither a venue nor an identifier in the text, if nearly all entries of the
    list have one of them.
    ## Why is this bad
    Readers don't know where to look, nor whether the paper was reviewed.
    ## Example
        Like What You Like. Huang, Zehao & Wang, Naiyan. 2017
    ## Use instead
        Like What You Like. Huang, Zehao & Wang, Naiyan. arXiv:1707.01219
    ## Fix safety
    There is no fix without looking the paper up.
    """
    placeless = [one for one in document.citations if not one.venue and not _written_id(one)]
    if not is_habit(len(document.citations) - len(placeless), len(document.citations), share=0.8):
        return
    for one in placeless:
        if one.title and not _may_be_there(one, document):
            yield Finding(one.title, "missing venue and identifier", "add where it appeared")


def _written_id(one: Cited) -> bool:
    """Whether an identifier stands in the text itself, rather than behind a link."""
    behind = {link.span.start for link in one.citation.links}
    shown = any(span.start not in behind for _, span in one.citation.identifiers)
    return shown or bool(one.citation.malformed)


def _may_be_there(one: Cited, document: Document) -> bool:
    """Whether a venue may stand in what was not understood, or the title has swallowed it.

    A link with an identifier says where it appeared, a cell with a dash that it did nowhere.
    """
    if one.identifiers or is_bare_link(one):
        return True
    title = one.at(one.title) if one.title else ""
    swallowed = swallows_more(one) or any(map(short_name, title.split()))
    swallowed = swallowed or (document.authors_first and ", " in title)
    return bool(swallowed or unread(one) or _DASH_CELL.search(one.text))


def missing_year(document: Document) -> Iterator[Finding]:
    """A venue without a year.

    ## What it does
    Finds entries with a venue and no year, if nearly all entries with a venue have one.
    ## Why is this bad
    A conference has new proceedings each year.
    ## Example
        Weakly-Supervised Adaptation of Deep Regression Trackers. Dunnhofer et al. IEEE RAL
    ## Use instead
        Weakly-Supervised Adaptation of Deep Regression Trackers. Dunnhofer et al. RAL 2021
    ## Fix safety
    There is no fix without looking the paper up.
    """
    placed = [one for one in document.citations if one.venue]
    undated = [one for one in placed if not one.citation.year]
    if is_habit(len(placed) - len(undated), len(placed), share=0.8):
        for one in undated:
            if (
                one.venue
                and _is_serial(one.at(one.venue))
                and not _YEAR.search(one.after(one.start))
            ):
                yield Finding(one.venue, "the venue has no year", "add the year")


def _is_serial(venue: str) -> bool:
    """Whether a venue is surely one, with a volume each year: no affiliation, no title."""
    known = short_name(venue)
    if _YEAR.search(venue) or known == "arXiv":
        return False
    return known is not None or bool(_SERIAL.search(venue))


def venue_in_small_letters(document: Document) -> Iterator[Finding]:
    """A venue's acronym in small letters.

    ## What it does
    Finds known acronyms with wrong capitals.
    ## Why is this bad
    A search or a count takes them for two venues.
    ## Example
        Wasserstein Contrastive Representation Distillation. Chen, Liqun et al. cvpr 2021
    ## Use instead
        Wasserstein Contrastive Representation Distillation. Chen, Liqun et al. CVPR 2021
    ## Fix safety
    The fix is safe: it changes only capitals.
    """
    for one in document.citations:
        if not one.venue:
            continue
        written = one.at(one.venue)
        right = short_name(written)
        if right in {None, "arXiv", written} or written != written.lower():
            continue
        if right and written.casefold() == right.casefold() and is_short_name(right):
            message = f"`{written}` should be `{right}`"
            yield Finding(one.venue, message, f"write `{right}`", replaced(one.venue, right))


def misspelt_venue(document: Document) -> Iterator[Finding]:
    """A venue that does not exist, with almost the name of one that does.

    ## What it does
    Finds unknown acronyms that become a known one if two neighbouring letters are exchanged, and a
    few common errors (`MLR` for JMLR).
    ## Why is this bad
    A search for the venue does not find the entry.
    ## Example
        Semi-Supervised Semantic Segmentation. Chen, Xiaokang et al. CPVR 2021
    ## Use instead
        Semi-Supervised Semantic Segmentation. Chen, Xiaokang et al. CVPR 2021
    ## Fix safety
    The fix is unsafe: such a venue may exist after all.
    """
    counts = Counter(short_name(one.at(one.venue)) for one in document.citations if one.venue)
    for one in document.citations:
        right = _meant(one.at(one.venue), counts) if one.venue else None
        if one.venue and right:
            written = one.at(one.venue)
            message = f"`{written}` is not a venue; did you mean `{right}`?"
            fix = replaced(one.venue, right)
            yield Finding(one.venue, message, f"write `{right}`", fix, safe=False)


def _meant(written: str, counts: Counter[str | None]) -> str | None:
    """The venue that an unknown acronym is a slip of."""
    if written in KNOWN_SLIPS:
        return KNOWN_SLIPS[written]
    if short_name(written) or not re.fullmatch(r"[A-Z]{4,8}", written):
        return None
    for known in counts:
        swapped = known and sorted(known) == sorted(written) and OSA.distance(known, written) == 1
        if known and is_short_name(known) and swapped:
            return known
    return None


def vague_venue(document: Document) -> Iterator[Finding]:
    """A publisher, or half a name, instead of the venue.

    ## What it does
    Finds venues such as `IEEE`, `ACM Trans` or `Proceedings`.
    ## Why is this bad
    A publisher has hundreds of journals.
    ## Example
        Temporal Self-Ensembling Teacher. Chen, Cong et al. IEEE 2020
    ## Use instead
        Temporal Self-Ensembling Teacher. Chen, Cong et al. IEEE Transactions on Multimedia 2020
    ## Fix safety
    There is no fix without looking the paper up.
    """
    for one in document.citations:
        if one.venue and _VAGUE.fullmatch(one.at(one.venue).strip(" ,.")):
            yield Finding(one.venue, f"`{one.at(one.venue)}` is not a venue", "write the venue")


def obsolete_venue_name(document: Document) -> Iterator[Finding]:
    """A name that the venue no longer had in that year.

    ## What it does
    Finds NIPS from 2018 on: the conference was renamed NeurIPS in November 2018.
    ## Why is this bad
    The proceedings of that year bear the new name.
    ## Example
        Moonshine. Crowley, Elliot J. et al. NIPS 2018
    ## Use instead
        Moonshine. Crowley, Elliot J. et al. NeurIPS 2018
    ## Fix safety
    The fix is safe: it is the same conference.
    """
    for one in document.citations:
        year = one.citation.year
        if one.venue and year and year.value >= _NEURIPS_FROM and one.at(one.venue) == "NIPS":
            message = f"NIPS has been called NeurIPS since {_NEURIPS_FROM}"
            change = replaced(one.venue, "NeurIPS")
            yield Finding(one.venue, message, "write `NeurIPS`", change)
