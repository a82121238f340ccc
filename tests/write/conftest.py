"""The records of the package, decoded here by a few lines of the tests' own."""

import json
from pathlib import Path
from typing import Any

import pytest

from kdbib.model import Identifier, Name, Scheme, Work
from kdbib.write.keys import assign

RECORDS = Path(__file__).parents[2] / "kdbib/corpus/data/knowledge-distillation.jsonl"
_PLAIN = "volume issue page publisher DOI URL status pdf_url arxiv_category"


def work_of(record: dict[str, Any]) -> Work:
    plain: dict[str, Any] = {name: record.get(name) for name in _PLAIN.split()}
    return Work(
        type=record["type"],
        title=record["title"],
        author=tuple(Name(**name) for name in record.get("author", ())),
        issued=tuple(record.get("issued", ())),
        container_title=record.get("container-title"),
        container_title_short=record.get("container-title-short"),
        identifiers=tuple(
            Identifier(Scheme(scheme), value)
            for scheme, value in record.get("identifiers", {}).items()
        ),
        **plain,
    )


@pytest.fixture(scope="session")
def corpus() -> list[Work]:
    lines = RECORDS.read_text(encoding="utf-8").splitlines()
    return [work_of(json.loads(line)) for line in lines]


@pytest.fixture(scope="session")
def keyed(corpus: list[Work]) -> list[tuple[str, Work]]:
    return list(zip(assign(corpus), corpus, strict=True))
