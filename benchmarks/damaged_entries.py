"""What `lint --resolve` tells of BibTeX entries that somebody invented or damaged.

    python -m benchmarks.damaged_entries [--entries 600] [--seed 1] [--show KIND]

Makes entries of the works in the package's corpus, half of them sound (in the styles of several
programs), half damaged in one of sixteen ways, and prints for each way how many are told with a
finding of the right kind, and how many of the sound ones are flagged. The kinds follow HALLMARK, a
public benchmark of hallucinated references. Nothing is asked of any database. A finding of an
incomplete entry (KB710), of a preprint that was published (KB706) or of something that only BibTeX
minds counts for neither.
"""

import argparse
import random
import tempfile
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from kdbib.api import Looking, corpora_of, linted, read_file
from kdbib.corpus.textfile import read_lines
from kdbib.linter import check
from kdbib.linter.codes import RULES
from kdbib.model import Scheme, Work
from kdbib.model.name import Name
from kdbib.model.venue import short_name

CORPUS = Path(__file__).parents[1] / "kdbib" / "corpus" / "data" / "knowledge-distillation.jsonl"
Fields = dict[str, str]
_NOBODY = frozenset(("KB706", "KB710"))
_OTHER = "KB701 KB702 KB705 KB708 KB709"


def _venue(work: Work) -> str:
    title = work.container_title or ""
    return short_name(title) or work.container_title_short or title


def _entry(work: Work, chance: random.Random) -> Fields:
    """A sound entry, as complete and in such a style as somebody may have it."""
    inverted = chance.random() < 0.7
    names = [name.inverted() if inverted else name.display() for name in work.author]
    if len(names) > 3 and chance.random() < 0.2:
        names = [*names[: chance.randint(1, 3)], "others"]
    fields = {"title": work.title, "author": " and ".join(names), "year": str(work.year)}
    if work.published:
        long = chance.random() < 0.4
        fields["venue"] = (work.container_title or "") if long else _venue(work)
        if work.DOI and chance.random() < 0.6:
            fields["doi"] = work.DOI
    elif arxiv := work.identifier(Scheme.ARXIV):
        fields["venue"] = f"arXiv preprint arXiv:{arxiv}"
    if (arxiv := work.identifier(Scheme.ARXIV)) and chance.random() < 0.3:
        fields |= {"eprint": arxiv, "archiveprefix": "arXiv"}
    return fields


def _written(key: str, work: Work, fields: Fields) -> str:
    container = "journal" if work.type != "paper-conference" else "booktitle"
    kind = "inproceedings" if container == "booktitle" else "article"
    named = {container if name == "venue" else name: text for name, text in fields.items()}
    return f"@{kind}{{{key},\n" + "".join(f"  {n} = {{{v}}},\n" for n, v in named.items()) + "}\n"


Damage = Callable[[Fields, Work, Work, random.Random], Fields | None]


def _people(work: Work) -> list[Name]:
    return [name for name in work.author if name.family]


def _wrong_venue(f: Fields, work: Work, _: Work, c: random.Random) -> Fields | None:
    others = [v for v in ("CVPR", "ICML", "ACL", "KDD", "AAAI", "IJCAI") if v != _venue(work)]
    return f | {"venue": c.choice(others)} if work.published else None


def _invented_venue(f: Fields, work: Work, _: Work, c: random.Random) -> Fields | None:
    words = c.choice(["Imaginary", "Applied Otter", "Advanced Neural Thought"])
    return (
        f | {"venue": f"Proceedings of the Conference on {words} Systems"}
        if work.published
        else None
    )


def _wrong_year(f: Fields, work: Work, _: Work, c: random.Random) -> Fields | None:
    return f | {"year": str((work.year or 2015) - c.randint(3, 6))} if work.published else None


def _future(f: Fields, _: Work, __: Work, c: random.Random) -> Fields:
    return f | {"year": str(2035 + c.randint(0, 50))}


def _exchanged(f: Fields, work: Work, _: Work, __: random.Random) -> Fields | None:
    names = _people(work)
    if len(names) < 3 or any(" " in (n.given or " ") for n in names):
        return None
    return f | {"author": " and ".join(f"{n.given}, {n.family}" for n in names)}


def _reordered(f: Fields, work: Work, _: Work, __: random.Random) -> Fields | None:
    names = [n.inverted() for n in _people(work)]
    return f | {"author": " and ".join([*names[1:], names[0]])} if len(names) > 2 else None


def _truncated(f: Fields, work: Work, _: Work, __: random.Random) -> Fields | None:
    names = [n.inverted() for n in _people(work)]
    return f | {"author": " and ".join(names[:-2])} if len(names) > 3 else None


def _placeholders(f: Fields, _: Work, __: Work, c: random.Random) -> Fields:
    people = ["Doe, John and Smith, Jane", "Author, First and Author, Second", "Firstname Lastname"]
    return f | {"author": c.choice(people)}


def _one_invented(f: Fields, work: Work, _: Work, c: random.Random) -> Fields | None:
    names = [n.inverted() for n in _people(work)]
    if len(names) < 2:
        return None
    names.insert(c.randint(1, len(names)), "Fabricato, Zoe")
    return f | {"author": " and ".join(names)}


def _others_authors(f: Fields, _: Work, other: Work, __: random.Random) -> Fields | None:
    return (
        f | {"author": " and ".join(n.inverted() for n in other.author)} if other.author else None
    )


def _invented_doi(f: Fields, _: Work, __: Work, c: random.Random) -> Fields:
    return f | {"doi": f"10.9999/fake.{c.randint(1000, 9999)}"}


def _others_doi(f: Fields, work: Work, other: Work, _: random.Random) -> Fields | None:
    return f | {"doi": other.DOI} if other.DOI and other.DOI != work.DOI else None


def _others_arxiv(f: Fields, work: Work, other: Work, _: random.Random) -> Fields | None:
    arxiv = other.identifier(Scheme.ARXIV)
    if not arxiv or arxiv == work.identifier(Scheme.ARXIV):
        return None
    return f | {"eprint": arxiv, "archiveprefix": "arXiv"}


def _chimera(f: Fields, work: Work, other: Work, _: random.Random) -> Fields | None:
    mine, theirs = work.title.split(), other.title.split()
    if min(len(mine), len(theirs)) < 6:
        return None
    return f | {"title": " ".join(mine[: len(mine) // 2] + theirs[len(theirs) // 2 :])}


def _near_miss(f: Fields, work: Work, _: Work, c: random.Random) -> Fields | None:
    words = work.title.split()
    places = [i for i, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    if len(words) < 5 or not places:
        return None
    words[c.choice(places)] = c.choice(["Robust", "Federated", "Hierarchical", "Otters"])
    return f | {"title": " ".join(words)}


def _preprint_as_published(f: Fields, work: Work, _: Work, c: random.Random) -> Fields | None:
    return None if work.published else f | {"venue": c.choice(["NeurIPS", "ICLR", "ICML", "CVPR"])}


WAYS: dict[str, tuple[Damage, str]] = {
    "wrong venue": (_wrong_venue, "KB703"),
    "invented venue": (_invented_venue, "KB703"),
    "wrong year": (_wrong_year, "KB704 KB108 KB408"),
    "year in the future": (_future, "KB408 KB704"),
    "names exchanged": (_exchanged, "KB702 KB213"),
    "authors in another order": (_reordered, "KB702"),
    "authors left out": (_truncated, "KB702"),
    "placeholders for authors": (_placeholders, "KB702 KB705 KB708"),
    "an invented author": (_one_invented, "KB702"),
    "authors of another work": (_others_authors, "KB702 KB705 KB708"),
    "invented DOI": (_invented_doi, "KB705"),
    "DOI of another work": (_others_doi, _OTHER),
    "arXiv id of another work": (_others_arxiv, _OTHER),
    "chimeric title": (_chimera, _OTHER),
    "near-miss title": (_near_miss, _OTHER),
    "preprint as published": (_preprint_as_published, "KB703 KB711"),
}


def make(count: int, seed: int) -> list[tuple[str, str, str]]:
    """(key, the way in which it is damaged or "", the entry) of so many entries."""
    chance = random.Random(seed)
    works = [record.work for record in read_lines(CORPUS.read_bytes(), "corpus")]
    works = [work for work in works if work.author and work.year and len(work.title.split()) > 3]
    made: list[tuple[str, str, str]] = []
    ways = list(WAYS)
    while len(made) < count:
        work, other = chance.sample(works, 2)
        fields = _entry(work, chance)
        key = f"k{len(made)}"
        if len(made) % 2:
            way = ways[(len(made) // 2) % len(ways)]
            damaged = WAYS[way][0](dict(fields), work, other, chance)
            if damaged is None:
                continue
            made.append((key, way, _written(key, work, damaged)))
        else:
            made.append((key, "", _written(key, work, fields)))
    return made


def found_in(made: list[tuple[str, str, str]]) -> dict[str, list[tuple[str, str]]]:
    """What lint says of each entry: (code, message) by key."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{key}.bib" for key, *_ in made]
        for path, (*_, text) in zip(paths, made, strict=True):
            path.write_text(text, "utf-8")
        read = [read_file(str(path)) for path in paths]
        looking = Looking(corpora_of([]), [], Path(folder) / "c", offline=True)
        documents = linted(read, RULES, looking).documents
        return {
            key: [(one.code, one.message) for one in check(document, RULES)]
            for (key, *_), document in zip(made, documents, strict=True)
        }


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--entries", type=int, default=600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", help="a way, or `sound`: print those that are wrong")
    options = parser.parse_args()
    made = make(options.entries, options.seed)
    found = found_in(made)
    right: dict[str, int] = defaultdict(int)
    total: dict[str, int] = defaultdict(int)
    for key, way, text in made:
        told = [(code, message) for code, message in found[key] if code not in _NOBODY]
        records = {code for code, _ in told if code.startswith(("KB7", "KB1", "KB4"))}
        good = bool(records & set(WAYS[way][1].split())) if way else not records
        total[way], right[way] = total[way] + 1, right[way] + good
        if not good and options.show == (way or "sound"):
            print(text, *(f"    {code} {message}" for code, message in told), sep="\n")
    for way in WAYS:
        print(f"{way:28} {right[way]:4} of {total[way]:4}")
    damaged = sum(right[way] for way in WAYS), sum(total[way] for way in WAYS)
    print(f"told with the right kind     {damaged[0]:4} of {damaged[1]:4}")
    print(f"sound ones left alone        {right['']:4} of {total['']:4}")


if __name__ == "__main__":
    main()
