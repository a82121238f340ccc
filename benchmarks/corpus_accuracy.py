"""How often a corpus finds the right work, and how often a wrong one.

    python -m benchmarks.corpus_accuracy CORPUS [--references 20000] [--read]

References are made from works of the corpus in eight written styles, with what people do to them:
typing errors (one in half of the titles, two in some), lost subtitles, words and accents, wrong or
missing years, venues and authors. The works of a fifth of them are not in the corpus: sequels of
works that are, titles made of two others, known titles by other people. By default a reference is
given field by field; with --read it is a line of text that kdbib's own reader takes apart first, so
that errors of reading count too. Precision is the share of right ones among all that were matched;
recall the share of the references with a work in the corpus that were matched with it.
"""

import argparse
import random
import time
import unicodedata
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from benchmarks.corpus_make import _TWINS
from benchmarks.written_styles import STYLES, Reference, written
from kdbib.corpus.bulk import match
from kdbib.corpus.citations import CITATIONS, to_batch
from kdbib.corpus.schema import title_hash
from kdbib.corpus.store import ParquetCorpus
from kdbib.model.title import title_key
from kdbib.model.venue import short_name
from kdbib.read.plain import read_one

_NEIGHBOURS = dict(
    zip("abcdefghijklmnopqrstuvwxyz", "svxfrgtjuhkljnibweatyicuxs", strict=True)
)  # a key beside each


# --- what people write ---------------------------------------------------------------------------


def references(corpus: ParquetCorpus, number: int, rng: random.Random) -> list[Reference]:
    """References to works of the corpus, and a fifth to others."""
    chosen = sorted(rng.sample(range(corpus.manifest.works), min(number, corpus.manifest.works)))
    columns = ["id", "title", "author", "issued", "container_title", "identifiers"]
    works = list(corpus.rows(chosen, columns))
    rng.shuffle(works)
    made = []
    for at, work in enumerate(works):
        known = _reference(work)
        if at % 5 == 0:
            known = _absent(known, _reference(rng.choice(works)), rng)
        made.append(_written(known, rng))
    hashes = [title_hash(one.title) if one.id is None else 0 for one in made]
    taken = {key for key, _ in corpus.titles.find(h for h in hashes if h)}
    kept = zip(made, hashes, strict=True)
    return [one for one, key in kept if key not in taken or one.authors == ("Namesake, Nora",)]


def _reference(work: dict[str, Any]) -> Reference:
    year = int(work["issued"][:4]) if work["issued"] else None
    authors = tuple(work["author"] or ())
    return Reference(work["id"], work["title"], authors, year, work["container_title"])


def _absent(known: Reference, other: Reference, rng: random.Random) -> Reference:
    """A reference to a work that the corpus does not have, though it may have its near twin."""
    kind = rng.random()
    if kind < 0.4:
        title = rng.choice(_TWINS).format(known.title)
        authors = known.authors if rng.random() < 0.5 else other.authors
        return replace(known, id=None, title=title, authors=authors)
    if kind < 0.8:
        a, b = known.title.split(), other.title.split()
        title = " ".join(a[: len(a) // 2 + 1] + b[len(b) // 2 :])
        return replace(known, id=None, title=title, authors=other.authors)
    return replace(known, id=None, authors=("Namesake, Nora",), year=1971)


def _written(known: Reference, rng: random.Random) -> Reference:
    """What becomes of a reference when people write it."""
    title = known.title
    whole = known.id is None  # what is lost of a sequel's title may be all that tells it apart
    if ": " in title and not whole and rng.random() < 0.06:
        title = title.partition(": ")[0]
    words = title.split()
    if len(words) > 6 and not whole and rng.random() < 0.03:
        del words[rng.randrange(len(words))]
    if len(words) > 6 and not whole and rng.random() < 0.02:
        words = words[: max(5, len(words) - 2)]
    title = " ".join(words)
    if rng.random() < 0.3:
        title = _plain(title)
    errors = rng.choices([0, 1, 2], [0.4, 0.45, 0.15])[0]
    for _ in range(errors):
        title = mistyped(title, rng)
    authors = known.authors[: rng.choice([1, 2, 3, 99])]
    authors = tuple(_plain(a) for a in authors) if rng.random() < 0.3 else authors
    if authors and rng.random() < 0.05:
        authors = (mistyped(authors[0], rng), *authors[1:])
    if rng.random() < 0.5:
        authors = tuple(_initials(author) for author in authors)
    year = known.year
    if year and rng.random() < 0.1:
        year += rng.choice([-1, 1, -1, 1, 2, -3])
    venue = known.venue and (short_name(known.venue) or known.venue)
    return Reference(
        known.id,
        title,
        () if rng.random() < 0.04 else authors,
        None if rng.random() < 0.1 else year,
        None if rng.random() < 0.25 else venue,
        et_al=len(authors) < len(known.authors),
    )


def mistyped(text: str, rng: random.Random) -> str:
    """The text with one typing error in a word of four letters or more."""
    places = [at for at in range(1, len(text) - 1) if text[at - 1 : at + 2].isalpha()]
    if len(text) < 6 or not places:
        return text
    at = rng.choice(places)
    kind = rng.randrange(4)
    if kind == 0:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if kind == 1:
        return text[:at] + text[at + 1 :]
    if kind == 2:
        return text[:at] + text[at] + text[at:]
    return text[:at] + _NEIGHBOURS.get(text[at].lower(), "e") + text[at + 1 :]


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def _initials(author: str) -> str:
    family, _, given = author.partition(", ")
    return f"{family}, " + " ".join(f"{name[0]}." for name in given.split() if name)


def read(number: int, one: Reference) -> dict[str, Any]:
    """The row of CITATIONS that kdbib's reader makes of a reference in one of the styles."""
    text = written(STYLES[number % len(STYLES)], one)
    found = read_one(text, "references.txt")
    row = to_batch([found]).to_pylist()[0] if found else {}
    return row | {"row": number}


def given(number: int, one: Reference) -> dict[str, Any]:
    """The row of CITATIONS with the fields of a reference as they are."""
    return {
        "row": number,
        "title": one.title,
        "author": list(one.authors),
        "year": one.year,
        "container_title": one.venue,
        "identifiers": list(one.identifiers),
    }


def main() -> None:
    """Print precision, recall and F1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("corpus")
    parser.add_argument("--references", type=int, default=20_000)
    parser.add_argument("--read", action="store_true", help="lines of text, through the reader")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--show", type=int, default=0, help="show so many that went wrong")
    asked = parser.parse_args()
    corpus = ParquetCorpus(str(Path(asked.corpus)))
    made = references(corpus, asked.references, random.Random(asked.seed))
    as_row = read if asked.read else given
    rows = [as_row(number, one) for number, one in enumerate(made)]
    batch = pa.RecordBatch.from_pylist(rows, schema=CITATIONS)
    start, busy = time.perf_counter(), time.process_time()
    (found,) = match([corpus], [batch])
    elapsed = time.perf_counter() - start
    outcomes: Counter[str] = Counter()
    rng = random.Random(1)
    shown = 0
    matches = found.to_pylist()
    order = list(range(len(made)))
    rng.shuffle(order)
    for at in order:
        outcome = _outcome(made[at], matches[at])
        outcomes[outcome] += 1
        if outcome in {"wrong", "missed"} and shown < asked.show:
            shown += 1
            m, row = matches[at], rows[at]
            print(f"{outcome}: {made[at]}\n   read {row.get('title')!r} {row.get('author')}")
            print(f"   {m['status']}: {m['title']} {m['author']} {m['issued']} {m['reason']}")
    matched = outcomes["right"] + outcomes["wrong"]
    present = sum(one.id is not None for one in made)
    precision, recall = outcomes["right"] / max(matched, 1), outcomes["right"] / max(present, 1)
    how = "lines of text in 8 styles, read by kdbib" if asked.read else "fields, as given"
    print(f"{len(made):,} references ({how}) against {corpus.manifest.works:,} works: {outcomes}")
    print(
        f"precision {precision:.2%}  recall {recall:.2%}  "
        f"F1 {2 * precision * recall / max(precision + recall, 1e-9):.2%}  "
        f"{elapsed:.1f} s ({time.process_time() - busy:.1f} s of CPU in this process)"
    )


def _outcome(one: Reference, found: dict[str, Any]) -> str:
    if found["id"] is None:
        return "missed" if one.id is not None else "rightly none"
    if found["id"] == one.id or (
        one.id is not None and title_key(found["title"]) == title_key(one.title)
    ):
        return "right"
    return "wrong"


if __name__ == "__main__":
    main()
