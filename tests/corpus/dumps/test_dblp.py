"""DBLP's one large file."""

import io

from kdbib.corpus.dumps.base import Damaged, NotAWork, Seen
from kdbib.corpus.dumps.stream import Stream
from kdbib.model import Identifier, Name, Scheme, Work
from tests.corpus.dumps.reading import dump_of, opened, outcomes, works

HEAD = b"""<?xml version="1.0" encoding="ISO-8859-1"?>
<!DOCTYPE dblp SYSTEM "dblp.dtd">
<dblp>
"""
CONFERENCE = b"""<inproceedings mdate="2023-05-01" key="conf/imaginary/OlsenS21">
<author orcid="0000-0001-2345-6789">Bj&oslash;rn Olsen 0002</author>
<author>Mar&iacute;a de la Cruz</author>
<author>The Lab Team</author>
<title>Small <i>k</i>, Large H<sub>2</sub>O: Students &amp; Teachers.</title>
<pages>12&#8211;19</pages>
<year>2021</year>
<booktitle>IMAG (2)</booktitle>
<ee type="oa">https://doi.org/10.5555/1234567.8910</ee>
<ee>http://example.org/papers/olsen21.pdf</ee>
<crossref>conf/imaginary/2021-2</crossref>
<url>db/conf/imaginary/imaginary2021-2.html#OlsenS21</url>
</inproceedings>"""
PROCEEDINGS = b"""<proceedings mdate="2021-09-09" key="conf/imaginary/2021-2">
<editor>Ann Editor</editor>
<title>Imaginary Systems - 3rd International Conference, IMAG 2021, Proceedings, Part II.</title>
<booktitle>IMAG (2)</booktitle><publisher>Imprint</publisher><year>2021</year>
</proceedings>"""
PREPRINT = b"""<article publtype="informal" mdate="2022-01-01" key="journals/corr/abs-2104-01234">
<author>Yi Wu 0001</author><title>What a Student Sees.</title><year>2021</year>
<volume>abs/2104.01234</volume><journal>CoRR</journal>
<ee type="oa">https://arxiv.org/abs/2104.01234</ee>
</article>"""
ARTICLE = b"""<article mdate="2020-01-01" key="journals/jimg/Wu20">
<author>Yi Wu 0001</author><title>Who is a Teacher...</title><pages>7</pages><year>2020</year>
<volume>4</volume><number>2</number><journal>J. Imag.</journal>
</article>"""
THESIS = b"""<phdthesis mdate="2020-01-01" key="phd/Wu19">
<author>Yi Wu 0001</author><title>On Teaching.</title><year>2019</year><school>Some University</school>
</phdthesis>"""
PERSON = b"""<www mdate="2020-01-01" key="homepages/12/3456">
<author>Yi Wu 0001</author><title>Home Page</title></www>"""


def dblp(*records: bytes) -> bytes:
    return HEAD + b"\n".join(records) + b"\n</dblp>\n"


def test_a_paper_names_what_it_is_in_by_the_title_of_its_proceedings() -> None:
    paper, volume = works(dblp(CONFERENCE, PROCEEDINGS))
    assert paper == Seen(
        Work(
            type="paper-conference",
            title="Small k, Large H2O: Students & Teachers",
            author=(
                Name("Olsen", "Bjørn"),
                Name("de la Cruz", "María"),
                Name(literal="The Lab Team"),
            ),
            issued=(2021,),
            container_title="Imaginary Systems - 3rd International Conference, IMAG 2021, "
            "Proceedings, Part II",
            container_title_short="IMAG",
            page="12-19",
            DOI="10.5555/1234567.8910",
            URL="http://example.org/papers/olsen21.pdf",
            identifiers=(Identifier(Scheme.DBLP, "conf/imaginary/OlsenS21"),),
            pdf_url="http://example.org/papers/olsen21.pdf",
        ),
        "dblp: conf/imaginary/OlsenS21",
    )
    assert (volume.work.type, volume.work.publisher) == ("book", "Imprint")


def test_without_its_proceedings_a_paper_has_their_short_name() -> None:
    (paper,) = works(dblp(CONFERENCE))
    assert (paper.work.container_title, paper.work.container_title_short) == ("IMAG", None)


def test_an_article_at_corr_is_a_preprint_and_known_by_its_arxiv_id() -> None:
    (preprint,) = works(dblp(PREPRINT))
    assert preprint.work == Work(
        type="article",
        title="What a Student Sees",
        author=(Name("Wu", "Yi"),),
        issued=(2021,),
        container_title="arXiv",
        URL="https://arxiv.org/abs/2104.01234",
        identifiers=(Identifier(Scheme.ARXIV, "2104.01234"),),
    )


def test_articles_and_theses() -> None:
    article, thesis = (seen.work for seen in works(dblp(ARTICLE, THESIS)))
    assert (article.type, article.title) == ("article-journal", "Who is a Teacher...")
    assert (article.container_title, article.volume, article.issue, article.page) == (
        "J. Imag.",
        "4",
        "2",
        "7",
    )
    assert (thesis.type, thesis.publisher) == ("thesis", "Some University")


def test_a_withdrawn_article_says_so() -> None:
    (seen,) = works(dblp(PREPRINT.replace(b'"informal"', b'"informal withdrawn"')))
    assert seen.work.status == "withdrawn"


def test_persons_are_no_works() -> None:
    person, paper = outcomes(dblp(PERSON, CONFERENCE))
    assert isinstance(person, NotAWork)
    assert isinstance(paper, Seen)


def test_letters_that_are_typed_in_latin_1_are_read_as_such() -> None:
    (seen,) = works(dblp(ARTICLE.replace(b"Yi Wu 0001", b"J\xf6rg W\xfc")))
    assert seen.work.author == (Name("Wü", "Jörg"),)


def test_a_damaged_record_harms_no_other() -> None:
    damaged = ARTICLE.replace(b"</title>", b"")
    unended = PREPRINT.replace(b"</article>", b"")
    bad, worse, good = outcomes(dblp(damaged, unended, CONFERENCE))
    assert isinstance(bad, Damaged)
    assert isinstance(worse, Damaged)
    assert isinstance(good, Seen)
    assert "not well-formed XML" in str(bad)


def test_an_entity_that_a_file_declares_is_not_expanded() -> None:
    laughs = b'<!DOCTYPE dblp [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;"><!ENTITY c "&b;&b;&b;">]>'
    bomb = HEAD.replace(b'<!DOCTYPE dblp SYSTEM "dblp.dtd">', laughs)
    (bad,) = outcomes(bomb + ARTICLE.replace(b"J. Imag.", b"&c;") + b"</dblp>")
    assert isinstance(bad, Damaged)
    within = ARTICLE.replace(b"<title>", b'<!DOCTYPE x [<!ENTITY c "ha">]><title>')
    (bad,) = outcomes(dblp(within))
    assert "declares a document type" in str(bad)


def test_no_other_file_is_opened() -> None:
    file = b'<!DOCTYPE dblp [<!ENTITY passwords SYSTEM "file:///etc/passwd">]>'
    stolen = HEAD.replace(b'<!DOCTYPE dblp SYSTEM "dblp.dtd">', file)
    (bad,) = outcomes(stolen + ARTICLE.replace(b"J. Imag.", b"&passwords;") + b"</dblp>")
    assert isinstance(bad, Damaged)


def test_records_are_the_same_wherever_the_pieces_of_the_file_end() -> None:
    data = dblp(CONFERENCE, PERSON, PREPRINT, PROCEEDINGS, ARTICLE)
    dump = dump_of(data)
    whole = list(dump.split(opened(data)))

    class InSmallPieces(Stream):
        def read(self, size: int = 0) -> bytes:
            return super().read(37)

    assert list(dump.split(lambda: InSmallPieces(io.BytesIO(data)))) == whole
    assert len(whole) == 5
