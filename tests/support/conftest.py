"""A few papers to be served, and a client to ask with."""

import hashlib
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from tests.support.databases import Databases, Record, serve

Ask = Callable[..., Any]
"""Ask a database, and get its answer decoded."""


def names(*people: str) -> list[dict[str, str]]:
    pairs = [person.rpartition(" ") for person in people]
    return [{"family": family, "given": given} for given, _, family in pairs]


HINTON: dict[str, Any] = {
    "type": "article",
    "title": "Distilling the Knowledge in a Neural Network",
    "author": names("Geoffrey Hinton", "Oriol Vinyals", "Jeff Dean"),
    "issued": [2015],
    "container-title": "arXiv",
    "identifiers": {"arxiv": "1503.02531"},
    "pdf_url": "https://arxiv.org/pdf/1503.02531",
}
OVERHAUL: dict[str, Any] = {
    "type": "paper-conference",
    "title": "A Comprehensive Overhaul of Feature Distillation",
    "author": names("Byeongho Heo", "Jeesoo Kim"),
    "issued": [2019],
    "container-title": "2019 IEEE/CVF International Conference on Computer Vision",
    "container-title-short": "ICCV",
    "page": "1921-1930",
    "DOI": "10.1109/ICCV.2019.00201",
    "identifiers": {"arxiv": "1904.01866", "dblp": "conf/iccv/HeoKYPK019"},
    "pdf_url": "https://openaccess.thecvf.com/overhaul.pdf",
}
ASSISTANT: dict[str, Any] = {
    "type": "paper-conference",
    "title": "Improved Knowledge Distillation via Teacher Assistant",
    "author": names("Seyed-Iman Mirzadeh", "Mehrdad Farajtabar"),
    "issued": [2020],
    "container-title": "The Thirty-Fourth AAAI Conference on Artificial Intelligence",
    "container-title-short": "AAAI",
    "aliases": ["Teacher Assistants: Bridging the Gap Between Student and Teacher"],
    "identifiers": {"arxiv": "1902.03393"},
}
BERT: dict[str, Any] = {
    "type": "paper-conference",
    "title": "Distilling Knowledge Learned in BERT for Text Generation",
    "author": names("Yen-Chun Chen", "José Gan"),
    "issued": [2020],
    "container-title-short": "ACL",
    "DOI": "10.18653/v1/2020.acl-main.705",
    "identifiers": {"acl": "2020.acl-main.705"},
}
HINTONS = hashlib.sha1(HINTON["title"].encode()).hexdigest()
"""Its identifier at Semantic Scholar."""

RECORDS: list[Record] = [HINTON, OVERHAUL, ASSISTANT, BERT]


@pytest.fixture
def ask() -> Iterator[httpx.Client]:
    with httpx.Client(trust_env=False, verify=False, timeout=5) as client:
        yield client


@pytest.fixture
def databases() -> Iterator[Databases]:
    with serve(RECORDS) as running:
        yield running


@pytest.fixture
def get(databases: Databases, ask: httpx.Client) -> Ask:
    """Asks Semantic Scholar by GET, for JSON."""

    def asked(path: str, status: int = 200, **params: str | int) -> Any:
        answer = ask.get(databases.url("semantic_scholar") + path, params=params)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/json"
        return answer.json()

    return asked
