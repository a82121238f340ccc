"""Fields of a bibliography, held against the records that the databases served."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kdbib.model import Record, Work
from kdbib.model.title import folded, title_key
from kdbib.model.venue import short_name

FIELDS = ("author", "title", "year", "venue", "doi", "pages", "volume", "arxiv")
"""What is judged; publishers are not, since the server makes their names up."""
Said = Mapping[str, str]
"""What an entry says of each field; authors as ``Family, Given and Family, Given``."""


@dataclass(slots=True)
class Score:
    """How often each field was right, wrong, and not said although the record has it."""

    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missing: Counter[str] = field(default_factory=Counter)

    def judge(self, said: Said, work: Work) -> None:
        """Count one entry against its record; what the record does not say is not judged."""
        for name in FIELDS:
            true = _of_work(work, name)
            mine = _comparable(name, said.get(name, ""))
            if not true:
                continue
            if name == "title" and mine in map(title_key, work.aliases):
                mine = true
            if not mine:
                self.missing[name] += 1
            elif mine == true:
                self.right[name] += 1
            elif name == "author" and _broken_off(mine, true):
                self.missing[name] += 1  # "Hinton and others" is not wrong
            else:
                self.wrong[name] += 1


def truths(records: tuple[Record, ...]) -> dict[str, Work]:
    """The works by their titles; those whose title another work has as well are left out."""
    found: dict[str, list[Work]] = {}
    for record in records:
        for title in {title_key(t) for t in (record.work.title, *record.work.aliases)}:
            found.setdefault(title, []).append(record.work)
    return {title: works[0] for title, works in found.items() if len(works) == 1}


def said_by_work(work: Work) -> dict[str, str]:
    """What a work says, as an entry of BibTeX would."""
    return {
        "author": " and ".join(name.inverted() for name in work.author),
        "title": work.title,
        "year": str(work.year or ""),
        "venue": work.container_title or "",
        "doi": work.DOI or "",
        "pages": work.page or "",
        "volume": work.volume or "",
        "arxiv": work.identifier("arxiv") or "",
    }


def said_by_bibtex(fields: Mapping[str, Any]) -> dict[str, str]:
    """What an entry of BibTeX says."""
    values = {name.lower(): re.sub(r"[{}]", "", str(value)) for name, value in fields.items()}
    venue = values.get("booktitle") or values.get("journal") or ""
    return {**values, "venue": venue, "arxiv": values.get("eprint", "")}


def _of_work(work: Work, name: str) -> str:
    if name == "venue" and not work.published:
        return ""
    return _comparable(name, said_by_work(work)[name])


def _comparable(name: str, value: str) -> str:
    value = value.strip()
    match name:
        case "author":
            return "; ".join(_family(each) for each in re.split(r"\s+and\s+", value) if each)
        case "title":
            return title_key(value)
        case "venue":
            return "" if folded(value) in ("arxiv", "corr") else short_name(value) or folded(value)
        case "pages":
            return re.sub(r"\s*[-–—]+\s*", "-", value)
        case _:
            return folded(value)


def _family(name: str) -> str:
    """The last word of the family name, in small letters and without accents."""
    family = name.partition(",")[0] if "," in name else name
    return folded(family.split()[-1]) if family.split() else ""


def _broken_off(mine: str, true: str) -> bool:
    return mine.endswith("; others") and true.startswith(mine.removesuffix("; others"))
