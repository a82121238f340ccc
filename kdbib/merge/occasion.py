"""When a work was published, where a source only knows when its first version came.

Semantic Scholar's year is that of the first version, often a preprint's: ResNet (CVPR 2016) is of
2015 there. Other parts of the records may say better: many DOIs, Anthology ids and DBLP's keys of
conference papers contain the year, and authors tell arXiv where a paper appeared, in the comment or
the journal reference.
"""

import re
from collections.abc import Iterable, Sequence

from kdbib.model import Record, Scheme, Work
from kdbib.model.venue import short_name

_IN_DOI = (
    re.compile(r"10\.1109/[a-z]+(?:\d{5})?\.((?:19|20)\d\d)\.", re.IGNORECASE),  # ICCV.2019.00511
    re.compile(r"10\.18653/v1/((?:19|20)\d\d)\.", re.IGNORECASE),  # 2020.emnlp-main.365
    re.compile(r"10\.(?:24963/ijcai|21437/interspeech)\.((?:19|20)\d\d)[/-]", re.IGNORECASE),
)
_AAAI = re.compile(r"10\.1609/aaai\.v(\d\d)i", re.IGNORECASE)
_FIRST_AAAI = 1986  # volume 33 is of 2019
_DBLP = re.compile(r"conf/[^/]+/\w*?(\d\d)[a-z]?")  # conf/iclr/ZagoruykoK17
_ANTHOLOGY = re.compile(r"[A-Z](\d\d)-\d{4}")  # D19-1441
_REMARK = re.compile(r"(?:comment|journal_ref): (.*)", re.DOTALL)
_OCCASION = re.compile(r"([A-Z][\w&/ -]{1,60}?)[ ,'’(]*((?:19|20)\d\d)\b")
_LATEST = 3
"""Years after its first version in which a publication is still believed to be the same work."""


def publication_year(records: Sequence[Record]) -> tuple[int, str] | None:
    """The year of publication that identifiers or remarks tell, and the source that has them."""
    for record in records:
        if year := _of_identifiers(record.work):
            return year, record.source
    venues = {name for r in records if r.work.published and (name := _venue(r.work))}
    first = min((r.work.year for r in records if r.work.year), default=None)
    for record in records:
        for venue, year in _occasions(record.origins):
            if venue in venues and first is not None and first <= year <= first + _LATEST:
                return year, record.source
    return None


def _of_identifiers(work: Work) -> int | None:
    for pattern in _IN_DOI:
        if found := pattern.match(work.DOI or ""):
            return int(found[1])
    if found := _AAAI.match(work.DOI or ""):
        return _FIRST_AAAI + int(found[1])
    found = _ANTHOLOGY.fullmatch(work.identifier(Scheme.ACL) or "") or _DBLP.fullmatch(
        work.identifier(Scheme.DBLP) or ""
    )
    return (1900 if found[1] > "60" else 2000) + int(found[1]) if found else None


def _venue(work: Work) -> str | None:
    return short_name(work.container_title or "") or work.container_title_short


def _occasions(origins: Iterable[str]) -> Iterable[tuple[str, int]]:
    """The venues and years that an author's remarks mention: ``Accepted at ECCV 2018``."""
    for origin in origins:
        if remark := _REMARK.fullmatch(origin):
            for found in _OCCASION.finditer(remark[1]):
                words = found[1].split()
                for length in range(1, min(len(words), 8) + 1):
                    if name := short_name(" ".join(words[-length:])):
                        yield name, int(found[2])
                        break
