"""Records of Crossref, of the shapes that publishers give them, and the works that they are."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kdbib.model import Identifier, Name, Record, Scheme, Work
from kdbib.resolve.bad_records import Rule
from kdbib.resolve.crossref_work import Message, record


def message(**changes: Any) -> dict[str, Any]:
    """An article of the shape that the API sends; None takes an element away."""
    whole = {
        "DOI": "10.1016/j.neucom.2020.07.048",
        "type": "journal-article",
        "title": ["Adversarial co-distillation learning for image recognition"],
        "subtitle": [],
        "author": [
            {
                "ORCID": "https://orcid.org/0000-0001-2345-6789",
                "given": "Haoran",
                "family": "Zhang",
                "sequence": "first",
                "affiliation": [{"name": "A University"}],
            },
            {"given": "Zhen", "family": "Hu", "suffix": "Jr.", "sequence": "additional"},
            {"name": "The Distillers Consortium", "sequence": "additional", "affiliation": []},
        ],
        "container-title": ["Pattern Recognition"],
        "short-container-title": ["Pattern Recogn."],
        "publisher": "Elsevier BV",
        "volume": "111",
        "issue": "3",
        "page": "107659 – 107671",
        "issued": {"date-parts": [[2021, 3]]},
        "published-print": {"date-parts": [[2021, 3]]},
        "published-online": {"date-parts": [[2020, 11, 5]]},
        "relation": {},
        "score": 1,
        "ISSN": ["0031-3203"],
        **{name.replace("_", "-"): value for name, value in changes.items()},
    }
    return {name: value for name, value in whole.items() if value is not None}


def described(**changes: Any) -> Record | Rule | None:
    return record(msgspec.json.decode(msgspec.json.encode(message(**changes)), type=Message))


def found(**changes: Any) -> Record:
    known = described(**changes)
    assert isinstance(known, Record)
    return known


def work(**changes: Any) -> Work:
    return found(**changes).work


def dated(*parts: int | None) -> dict[str, Any]:
    return {"date-parts": [list(parts)]}


def test_an_article() -> None:
    assert described() == Record(
        Work(
            type="article-journal",
            title="Adversarial co-distillation learning for image recognition",
            author=(
                Name("Zhang", "Haoran"),
                Name("Hu", "Zhen", "Jr."),
                Name(literal="The Distillers Consortium"),
            ),
            issued=(2021, 3),
            container_title="Pattern Recognition",
            container_title_short="Pattern Recogn.",
            volume="111",
            issue="3",
            page="107659-107671",
            publisher="Elsevier BV",
            DOI="10.1016/j.neucom.2020.07.048",
        ),
        source="crossref",
        origins=("print: 2021-03", "online: 2020-11-05"),
    )


@pytest.mark.parametrize(
    ("changes", "issued"),
    [
        ({"issued": dated(2020, 11, 5)}, (2021, 3)),
        ({"issued": dated(2020, 11, 5), "published_print": None}, (2020, 11, 5)),
        ({"issued": dated(None), "published_print": dated(None)}, (2020, 11, 5)),
        ({"issued": {"date-parts": []}, "published_print": None, "published_online": None}, ()),
        ({"issued": None, "published_print": dated(2021, 13), "published_online": None}, (2021,)),
        ({"issued": dated(12), "published_print": None, "published_online": None}, ()),
        ({"published_print": {"date-parts": [["2021", "03", "1x"]]}}, (2021, 3)),
        ({"published_print": {"date-parts": [[20210000000000000000]]}}, (2021, 3)),
    ],
)
def test_print_comes_before_online(changes: dict[str, Any], issued: tuple[int, ...]) -> None:
    assert work(**changes).issued == issued


@pytest.mark.parametrize(
    ("container", "first", "issued"),
    [
        ("23rd Conference on Distillation Workshops, 2003. Proceedings.", [None], (2003,)),
        ("2019 IEEE/CVF International Conference on Computer Vision", [2020, 2], (2019,)),
        ("2019 IEEE/CVF International Conference on Computer Vision", [2019, 10], (2019, 10)),
        ("Conference on the World of 2050", [2019, 10], (2019, 10)),
        ("Proceedings of the 2018 Conference after that of 2017", [2018], (2018,)),
    ],
)
def test_the_year_of_proceedings_is_in_their_name(
    container: str, first: list[int | None], issued: tuple[int, ...]
) -> None:
    paper = work(
        type="proceedings-article",
        container_title=[container],
        issued={"date-parts": [first]},
        published_print=None,
        published_online=None,
    )
    assert (paper.type, paper.issued) == ("paper-conference", issued)


def test_the_acronym_of_a_meeting() -> None:
    paper = work(
        type="proceedings-article",
        container_title=["Companion of the The Web Conference 2018  - WWW '18"],
        short_container_title=[],
        event={"name": "Companion of the The Web Conference 2018", "acronym": "WWW '18"},
    )
    assert paper.container_title == "Companion of the The Web Conference 2018 - WWW '18"
    assert paper.container_title_short == "WWW"


@pytest.mark.parametrize("event", [None, [], "WWW", {"acronym": 7}, {"acronym": "the web of '18"}])
def test_no_acronym_is_made_up(event: Any) -> None:
    paper = work(type="proceedings-article", event=event, short_container_title=None)
    assert paper.container_title_short is None


@pytest.mark.parametrize("names", [slice(None), slice(None, None, -1)])
def test_the_series_may_come_before_or_after_the_book(names: slice) -> None:
    both = ["Lecture Notes in Computer Science", "Computer Vision – ECCV 2020"]
    paper = found(type="book-chapter", container_title=both[names], short_container_title=None)
    assert paper.work.type == "paper-conference"
    assert paper.work.container_title == "Computer Vision – ECCV 2020"
    assert "series: Lecture Notes in Computer Science" in paper.origins


def test_the_short_name_of_a_series_is_not_the_books() -> None:
    book, series = "Hyperbolic Problems", "Lecture Notes in Mathematics"
    paper = work(
        type="book-chapter", container_title=[book, series], short_container_title=[series]
    )
    assert (paper.type, paper.container_title) == ("chapter", book)
    assert paper.container_title_short is None


@pytest.mark.parametrize(
    ("type_", "container", "csl"),
    [
        ("book-chapter", "Hyperbolic Problems: Theory, Numerics, Applications", "chapter"),
        ("book-chapter", "Proceedings of the 12th Symposium on Nets", "paper-conference"),
        (
            "journal-article",
            "Proceedings of the AAAI Conference on Artificial Intelligence",
            "paper-conference",
        ),
        ("journal-article", "Proceedings of the VLDB Endowment", "article-journal"),
        ("journal-article", "Proceedings of the National Academy of Sciences", "article-journal"),
        ("posted-content", "Research Square", "article"),
        ("dissertation", "A University", "thesis"),
        ("monograph", "Nets", "book"),
        ("something-new", "Nets", "document"),
        (None, "Nets", "document"),
    ],
)
def test_types(type_: str | None, container: str, csl: str) -> None:
    assert work(type=type_, container_title=[container]).type == csl


def test_a_working_paper_in_a_journal_of_such_is_a_preprint() -> None:
    assert work(DOI="10.2139/ssrn.288970", container_title=["SSRN Electronic Journal"]).type == (
        "article"
    )


@pytest.mark.parametrize(
    ("page", "number", "pages"),
    [
        ("145-145", None, "145"),
        ("E1--E9", None, "E1-E9"),
        ("1\u20139", None, "1-9"),
        (None, "022212", "022212"),
        ("", "", None),
        ("1-9", "7", "1-9"),
    ],
)
def test_pages(page: str | None, number: str | None, pages: str | None) -> None:
    assert work(page=page, article_number=number).page == pages


@pytest.mark.parametrize(
    ("changes", "title"),
    [
        (
            {"title": ["FitNets"], "subtitle": ["Hints for Thin Nets"]},
            "FitNets: Hints for Thin Nets",
        ),
        ({"title": ["FitNets: Hints"], "subtitle": ["Hints"]}, "FitNets: Hints"),
        ({"title": ["&lt;i&gt;k&lt;/i&gt;-NN   of\n nets"], "subtitle": None}, "k-NN of nets"),
        ({"title": [None, "", "Nets"], "subtitle": [None]}, "Nets"),
    ],
)
def test_titles(changes: dict[str, Any], title: str) -> None:
    assert work(**changes).title == title


@pytest.mark.parametrize("title", [[], None, [""], ["<i></i>"], [None]])
def test_without_a_title_there_is_no_work(title: Any) -> None:
    assert described(title=title) is None


def test_translations_are_other_titles() -> None:
    assert work(title=["Réseaux profonds", "Deep nets", "réseaux  profonds"]).aliases == (
        "Deep nets",
    )


@pytest.mark.parametrize(
    ("person", "name"),
    [
        ({"family": "M. Bran", "given": "Andres"}, Name("M. Bran", "Andres")),
        ({"family": "Stravopodis"}, Name("Stravopodis")),
        ({"given": "Geoffrey Hinton"}, Name("Hinton", "Geoffrey")),
        ({"name": "OpenAI"}, Name(literal="OpenAI")),
        ({"family": "Mu&#241;oz,", "given": "<i>José</i>*"}, Name("Muñoz", "José")),
    ],
)
def test_names(person: dict[str, str], name: Name) -> None:
    assert work(author=[person]).author == (name,)


@pytest.mark.parametrize(
    "people", [None, [], [{}], [{"family": " ", "given": ""}, {"name": "<b>"}]]
)
def test_without_names_there_are_no_authors(people: Any) -> None:
    assert work(author=people).author == ()


def update(doi: str, kind: str, source: str = "publisher") -> dict[str, Any]:
    return {"DOI": doi, "type": kind, "source": source, "updated": dated(2023, 1, 1)}


def test_a_retraction_is_a_fact_of_the_work() -> None:
    paper = found(
        title=["RETRACTED: Nets"],
        updated_by=[
            update("10.1155/2023/1", "retraction", "retraction-watch"),
            update("10.1155/2022/2", "correction"),
        ],
    )
    assert (paper.work.title, paper.work.status) == ("Nets", "retracted")
    assert paper.origins[2:] == (
        "title: RETRACTED",
        "retraction: 10.1155/2023/1 (retraction-watch)",
        "correction: 10.1155/2022/2 (publisher)",
    )


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"updated_by": [update("10.1/2", "retraction")]}, "retracted"),
        ({"updated_by": [update("10.1/2", "withdrawal")]}, "withdrawn"),
        ({"updated_by": [update("10.1/2", "correction")]}, None),
        # some say it of themselves, the wrong way round
        ({"update_to": [update("10.1016/J.NEUCOM.2020.07.048", "retraction")]}, "retracted"),
        ({"title": ["WITHDRAWN: Nets"]}, "withdrawn"),
        ({"updated_by": []}, None),
    ],
)
def test_statuses(changes: dict[str, Any], status: str | None) -> None:
    assert work(**changes).status == status


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"update_to": [update("10.1016/another", "retraction")]}, "notice-of-an-update"),
        ({"title": ["Corrigendum to “Nets”"]}, "called-a-notice"),
        ({"type": "component"}, "not-a-paper"),
        ({"type": "peer-review"}, "not-a-paper"),
        ({"DOI": "10.65215/2Q58A426", "type": "posted-content"}, "copy-under-foreign-prefix"),
    ],
)
def test_what_is_not_the_paper(changes: dict[str, Any], rule: str) -> None:
    known = described(**changes)
    assert isinstance(known, Rule)
    assert known.name == rule


def test_relations_are_told_and_the_preprint_of_arxiv_is_an_identifier() -> None:
    paper = found(
        relation={
            "has-preprint": [
                {"id-type": "doi", "id": "10.48550/arXiv.2006.01683", "asserted-by": "object"}
            ],
            "is-preprint-of": [{"id-type": "doi", "id": "10.1016/j.xgen.2025.100814"}],
            "cites": [],
            "has-review": [{"id-type": "doi", "id": "10.1/review"}],
        }
    )
    assert paper.work.identifiers == (Identifier(Scheme.ARXIV, "2006.01683"),)
    assert paper.origins[2:] == (
        "is-preprint-of: 10.1016/j.xgen.2025.100814",
        "has-preprint: 2006.01683",
    )


@pytest.mark.parametrize(
    "relation", [None, [], "x", {"has-preprint": {"id": 7}}, {"has-preprint": [7, {"id": 7}, {}]}]
)
def test_relations_of_another_shape_are_none(relation: Any) -> None:
    assert work(relation=relation).identifiers == ()


def test_strangers_control_neither_lines_nor_lengths() -> None:
    paper = work(
        title=["A\u202e" + "b" * 5000],
        author=[{"family": "x" * 900, "given": "y\u0085z"}] * 6000,
        container_title=["C\r\nX-Evil: 1"],
        volume="1\n2" * 99,
        publisher="p" * 900,
    )
    assert (len(paper.title), len(paper.author)) == (1000, 5000)
    assert (len(paper.author[0].last), paper.author[0].given) == (200, "y z")
    assert paper.container_title == "C X-Evil: 1"
    assert paper.volume is not None
    assert (len(paper.volume), "\n" in paper.volume) == (50, False)


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.sampled_from(sorted(message())), json)
def test_no_value_makes_reading_crash(name: str, value: Any) -> None:
    try:
        decoded = msgspec.json.decode(msgspec.json.encode({**message(), name: value}), type=Message)
    except msgspec.MsgspecError:
        return
    record(decoded)


@pytest.mark.parametrize("kind", ["dataset", "database"])
def test_data_are_a_work_where_they_are_cited_by_their_doi(kind: str) -> None:
    said = message(type=kind, title=["Data from: Otters of the north"])
    given_ = msgspec.convert(said, Message)
    assert isinstance(record(given_), Rule)
    found = record(given_, by_doi=True)
    assert isinstance(found, Record)
    assert (found.work.type, found.work.title) == ("dataset", "Data from: Otters of the north")
    component = msgspec.convert(message(type="component"), Message)
    assert isinstance(record(component, by_doi=True), Rule)
