"""How arXiv answers."""

from collections.abc import Callable
from xml.etree import ElementTree

import arxiv
import httpx
import pytest

from tests.support.conftest import ASSISTANT, BERT, HINTON, OVERHAUL, RECORDS
from tests.support.databases import Arxiv, Databases, serve

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
ARXIV = "{http://arxiv.org/schemas/atom}"

Ask = Callable[..., ElementTree.Element]


@pytest.fixture
def feed(databases: Databases, ask: httpx.Client) -> Ask:
    """The feed that answers a request with these parameters."""

    def asked(status: int = 200, **params: str | int) -> ElementTree.Element:
        answer = ask.get(databases.url("arxiv"), params=params)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
        return ElementTree.fromstring(answer.content)

    return asked


def ids(feed: ElementTree.Element) -> list[str]:
    found = [entry.findtext(f"{ATOM}id", "") for entry in feed.findall(f"{ATOM}entry")]
    return [each.removeprefix("http://arxiv.org/abs/").partition("v")[0] for each in found]


def total(feed: ElementTree.Element) -> int:
    return int(feed.findtext(f"{OPENSEARCH}totalResults", ""))


def error(feed: ElementTree.Element) -> str:
    [entry] = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Error"
    return entry.findtext(f"{ATOM}summary", "")


# --- by identifier -----------------------------------------------------------------------------


def test_ids_are_looked_up_together(feed: Ask) -> None:
    answer = feed(id_list="1503.02531,1904.01866")
    assert sorted(ids(answer)) == ["1503.02531", "1904.01866"]
    assert total(answer) == 2


def test_an_unknown_id_is_silently_missing(feed: Ask) -> None:
    assert ids(feed(id_list="1503.02531,1706.99999")) == ["1503.02531"]
    assert total(feed(id_list="0000.0000")) == 0


def test_what_only_looks_like_an_id_is_missing_too(feed: Ask) -> None:
    assert ids(feed(id_list="1503.02531,1706.0376x")) == ["1503.02531"]


def test_one_malformed_id_spoils_the_batch(feed: Ask) -> None:
    assert error(feed(400, id_list="1503.02531,abc")) == "incorrect id format for abc"


def test_a_version_has_its_own_title_and_date(feed: Ask) -> None:
    first = feed(id_list="1902.03393v1").find(f"{ATOM}entry")
    last = feed(id_list="1902.03393").find(f"{ATOM}entry")
    assert first is not None
    assert last is not None
    assert first.findtext(f"{ATOM}title") == ASSISTANT["aliases"][0]
    assert last.findtext(f"{ATOM}title") == ASSISTANT["title"]
    assert first.findtext(f"{ATOM}published") == first.findtext(f"{ATOM}updated")
    assert last.findtext(f"{ATOM}published") == first.findtext(f"{ATOM}published")
    assert last.findtext(f"{ATOM}published", "") < last.findtext(f"{ATOM}updated", "")
    assert ids(feed(id_list="1902.03393v99")) == []


def test_published_is_when_the_id_says(feed: Ask) -> None:
    entry = feed(id_list="1902.03393").find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}published", "").startswith("2019-02-")


def test_old_identifiers_have_an_archive(ask: httpx.Client) -> None:
    old = HINTON | {"identifiers": {"arxiv": "hep-th/9901001"}}
    with serve([old]) as databases:
        answer = ask.get(databases.url("arxiv"), params={"id_list": "hep-th/9901001v1"})
        assert "<id>http://arxiv.org/abs/hep-th/9901001v1</id>" in answer.text
        assert "<published>1999-01-" in answer.text


def test_papers_that_arxiv_does_not_hold_are_not_found(feed: Ask) -> None:
    assert ids(feed(search_query=f'ti:"{BERT["title"]}"')) == []


def test_only_ten_come_unless_more_are_asked_for(ask: httpx.Client) -> None:
    many = [HINTON | {"identifiers": {"arxiv": f"1503.{n:05}"}} for n in range(30)]
    wanted = ",".join(f"1503.{n:05}" for n in range(30))
    with serve(many) as databases:

        def page(**params: int) -> list[str]:
            answer = ask.get(databases.url("arxiv"), params={"id_list": wanted, **params})
            return ids(ElementTree.fromstring(answer.content))

        assert len(page()) == 10
        everything = page(max_results=30)
        assert sorted(everything) == wanted.split(",")
        assert everything != wanted.split(",")  # in any order
        assert everything == page(max_results=20) + page(start=20, max_results=20)
    with serve(many, Arxiv(seed=1)) as databases:
        assert page(max_results=30) != everything


# --- by search ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (f'ti:"{HINTON["title"]}"', [HINTON]),
        ('ti:"distilling the knowledge IN a neural"', [HINTON]),
        ('ti:"knowledge in the neural"', []),
        ('ti:"A Comprehensive Overhaul" OR ti:"in a Neural Network"', [OVERHAUL, HINTON]),
        ("ti:distillation AND ti:teacher", [ASSISTANT]),
        ("ti:distillation ANDNOT ti:teacher", [OVERHAUL]),
        ("(ti:teacher OR ti:overhaul) AND au:heo", [OVERHAUL]),
        ("ti:teacher OR (ti:overhaul AND au:hinton)", [ASSISTANT]),
        ("au:hinton_g", [HINTON]),
        ('au:"Geoffrey Hinton"', [HINTON]),
        ('au:"Hinton, Geoffrey"', [HINTON]),
        ("ti:hinton", []),
        ("hinton", [HINTON]),
        ("all:hinton", [HINTON]),
        ("abs:abstract AND cat:cs.LG AND ti:overhaul", [OVERHAUL]),
        ("ti:network", [HINTON]),
        ("ti:networks", [HINTON]),
    ],
)
def test_the_query_language(feed: Ask, query: str, found: list[dict[str, object]]) -> None:
    expected = [record["identifiers"]["arxiv"] for record in found]  # type: ignore[index]
    assert sorted(ids(feed(search_query=query))) == sorted(expected)


def test_a_query_can_have_as_many_titles_as_fit_into_an_address(feed: Ask) -> None:
    query = " OR ".join(["ti:dinosaur"] * 380 + ["ti:overhaul"])
    assert ids(feed(search_query=query)) == ["1904.01866"]


def test_the_title_tells_how_a_query_was_understood(feed: Ask) -> None:
    title = feed(search_query="attention title:mechanism").findtext(f"{ATOM}title")
    expected = "all:attention OR all:mechanism"
    assert title == f"arXiv Query: search_query={expected}&id_list=&start=0&max_results=10"


def test_the_title_asked_for_comes_first(feed: Ask) -> None:
    answer = feed(search_query=f"ti:improved {OVERHAUL['title']}")
    assert ids(answer)[0] == "1904.01866"


def test_a_search_can_be_sorted(feed: Ask) -> None:
    params = {"search_query": "cat:cs.LG", "sortBy": "submittedDate"}
    newest = ids(feed(**params, sortOrder="descending"))
    assert newest == ["1904.01866", "1902.03393", "1503.02531"]
    assert ids(feed(**params, sortOrder="ascending")) == newest[::-1]


def test_ids_and_a_query_are_an_intersection(feed: Ask) -> None:
    answer = feed(search_query="ti:distillation", id_list="1503.02531,1904.01866")
    assert ids(answer) == ["1904.01866"]


@pytest.mark.parametrize(
    ("status", "params"),
    [
        (400, {}),
        (200, {"id_list": "1503.02531", "start": "notanumber"}),
        (200, {"id_list": "1503.02531", "max_results": "-1"}),
        (400, {"search_query": "ti:(unbalanced"}),
    ],
)
def test_what_is_wrong_is_told_in_a_feed(feed: Ask, status: int, params: dict[str, str]) -> None:
    answer = feed(status, **params)
    assert error(answer)
    assert total(answer) == 1


# --- the shape of the feed ---------------------------------------------------------------------


def test_an_entry_of_2026(feed: Ask) -> None:
    [entry] = feed(id_list="1904.01866").findall(f"{ATOM}entry")
    names = [child.tag.rpartition("}")[2] for child in entry]
    assert names[:5] == ["id", "title", "updated", "link", "link"]
    assert names.index("summary") < names.index("category") < names.index("published")
    assert names.index("primary_category") < names.index("author")
    assert [a.findtext(f"{ATOM}name") for a in entry.findall(f"{ATOM}author")] == [
        "Byeongho Heo",
        "Jeesoo Kim",
    ]


def test_an_entry_of_2024_is_ordered_and_wrapped_differently(ask: httpx.Client) -> None:
    long = HINTON | {"title": "A title so long that it does not " + "fit into one line " * 4}
    with serve([long], Arxiv(layout=2024)) as databases:
        answer = ask.get(databases.url("arxiv"), params={"id_list": "1503.02531"})
    [entry] = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")
    names = [child.tag.rpartition("}")[2] for child in entry]
    assert names[:5] == ["id", "updated", "published", "title", "summary"]
    assert "\n  " in entry.findtext(f"{ATOM}title", "")
    assert '<arxiv:primary_category xmlns:arxiv="' in answer.text


def test_some_authors_tell_of_the_publication(ask: httpx.Client) -> None:
    many = [
        OVERHAUL | {"title": f"No {n}", "identifiers": {"arxiv": f"1904.{n:05}"}} for n in range(60)
    ]
    with serve(many) as databases:
        answer = ask.get(databases.url("arxiv") + "?search_query=ti:no&max_results=60")
    feed = ElementTree.fromstring(answer.content)
    for name, least in (("doi", 5), ("journal_ref", 3), ("comment", 20)):
        assert least < len(feed.findall(f"{ATOM}entry/{ARXIV}{name}")) < 59
    assert f"<arxiv:doi>{OVERHAUL['DOI']}</arxiv:doi>" in answer.text


@pytest.mark.parametrize("layout", [2024, 2026])
def test_the_arxiv_package_understands_the_feed(ask: httpx.Client, layout: int) -> None:
    with serve(RECORDS, Arxiv(layout=layout)) as databases:  # type: ignore[arg-type]
        answer = ask.get(databases.url("arxiv"), params={"id_list": "1503.02531"})
    [result] = arxiv._feed.parse(answer.content).results
    assert result.title == HINTON["title"]
    assert [author.name for author in result.authors] == [
        "Geoffrey Hinton",
        "Oriol Vinyals",
        "Jeff Dean",
    ]
