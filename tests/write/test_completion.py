"""Entries of somebody's bibliography, completed where they stand, in their own style."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kdbib.match.score import score
from kdbib.model import Form, Identifier, Name, Record, Scheme, Work
from kdbib.read import read_text
from kdbib.read.bibtex_syntax import Entry, blocks_of
from kdbib.read.source import SourceText
from kdbib.write.completion import complete
from kdbib.write.markdown import corrected

PARK = Work(
    type="paper-conference",
    title="Relational Knowledge Distillation",
    author=(
        Name("Park", "Wonpyo"),
        Name("Kim", "Dongju"),
        Name("Lu", "Yan"),
        Name("Cho", "Minsu"),
    ),
    issued=(2019,),
    container_title="CVPR",
    page="3967-3976",
    DOI="10.1109/CVPR.2019.00409",
    identifiers=(Identifier(Scheme.ARXIV, "1904.05068"),),
)
GOU = Work(
    type="article-journal",
    title="Knowledge Distillation: A Survey",
    author=(Name("Gou", "Jianping"), Name("Müller", "Jörg")),
    issued=(2021,),
    container_title="International Journal of Computer Vision",
    volume="129",
    issue="6",
    page="1789-1819",
    DOI="10.1007/s11263-021-01453-z",
)
HINTON = Work(
    type="article",
    title="Distilling the Knowledge in a Neural Network",
    author=(Name("Hinton", "Geoffrey"), Name("Vinyals", "Oriol"), Name("Dean", "Jeff")),
    issued=(2015,),
    container_title="arXiv",
    identifiers=(Identifier(Scheme.ARXIV, "1503.02531"),),
    arxiv_category="stat.ML",
)


def completed(text: str, work: Work) -> str:
    """A file after each of its entries was completed with a work."""
    data = text.encode()
    citations = read_text(SourceText(data, "refs.bib", Form.bibtex)).citations
    changes = [
        one
        for citation in citations
        for one in complete(citation, work, score(citation, Record(work, "dblp"))).changes
    ]
    return corrected(data, changes).decode()


@pytest.mark.parametrize(
    ("work", "before", "after"),
    [
        pytest.param(
            PARK,
            "@InProceedings{Park:RKD,\n"
            "  title     = {Relational Knowledge Distillation},\n"
            "  author    = {Park, Wonpyo and Kim, Dongju and others},\n"
            "  booktitle = cvpr, % theirs\n"
            "  year      = 2019,\n"
            "  note      = {mine}\n"
            "}\n",
            "@InProceedings{Park:RKD,\n"
            "  title     = {Relational Knowledge Distillation},\n"
            "  author    = {Park, Wonpyo and Kim, Dongju and Lu, Yan and Cho, Minsu},\n"
            "  booktitle = cvpr,\n"
            "  pages     = {3967--3976}, % theirs\n"
            "  year      = 2019,\n"
            "  doi       = {10.1109/CVPR.2019.00409},\n"
            "  eprint    = {1904.05068},\n"
            "  archiveprefix = {arXiv},\n"
            "  note      = {mine}\n"
            "}\n",
            id="aligned, with a string and a comment",
        ),
        pytest.param(
            GOU,
            '@ARTICLE{g,AUTHOR="Gou, Jianping",TITLE="Knowledge Distillation: A Survey",'
            'JOURNAL="International Journal of Computer Vision",YEAR=2021}',
            '@ARTICLE{g,AUTHOR="Gou, Jianping and M{\\"u}ller, J{\\"o}rg",'
            'TITLE="Knowledge Distillation: A Survey",'
            'JOURNAL="International Journal of Computer Vision", VOLUME=129, NUMBER=6, '
            'PAGES="1789--1819",YEAR=2021, DOI="10.1007/s11263-021-01453-z"}',
            id="one line of capitals and quotes",
        ),
        pytest.param(
            GOU,
            "@article{g\r\n, title = {Knowledge Destillation: A {Survey}}\r\n"
            ", author = {Gou, Jianping and Müller, Jörg}\r\n"
            ", journaltitle = {International Journal of Computer Vision}\r\n"
            ", date = {2021-06}\r\n, doi = {https://doi.org/10.1007/s11263-021-01453-z}\r\n}\r\n",
            "@article{g\r\n, title = {Knowledge Distillation: A {Survey}}\r\n"
            ", author = {Gou, Jianping and Müller, Jörg}\r\n"
            ", journaltitle = {International Journal of Computer Vision}\r\n"
            ", volume = {129}\r\n, number = {6}\r\n, pages = {1789--1819}\r\n"
            ", date = {2021-06}\r\n, doi = {10.1007/s11263-021-01453-z}\r\n}\r\n",
            id="commas first, CR LF, biblatex's names, a misprint, an address for a DOI",
        ),
        pytest.param(
            PARK,
            "@article{p,\n\tTitle = {Relational Knowledge Distillation},\n"
            "\tAuthor = {Park, W. and Kim, D. and Lu, Y. and Cho, M.},\n"
            "\tJournal = {arXiv preprint arXiv:1904.05068},\n\tVolume = {abs/1904.05068},\n"
            "\tYear = {2018},\n\tFile = {a & b_c.pdf},\n}\n",
            "@inproceedings{p,\n\tTitle = {Relational Knowledge Distillation},\n"
            "\tAuthor = {Park, W. and Kim, D. and Lu, Y. and Cho, M.},\n"
            "\tBooktitle = {CVPR},\n\tPages = {3967--3976},\n\tYear = {2019},\n"
            "\tDoi = {10.1109/CVPR.2019.00409},\n\tEprint = {1904.05068},\n"
            "\tArchiveprefix = {arXiv},\n\tFile = {a & b_c.pdf},\n}\n",
            id="a preprint that was published",
        ),
        pytest.param(
            HINTON,
            "@misc(h, title={Distilling the Knowledge in a Neural Network}, year={2015}, "
            "eprint={1503.02531}, author={})",
            "@misc(h, title={Distilling the Knowledge in a Neural Network}, year={2015}, "
            "eprint={1503.02531}, author={Hinton, Geoffrey and Vinyals, Oriol and Dean, Jeff})",
            id="an empty field",
        ),
        pytest.param(
            HINTON,
            "@misc{h, title={Distilling the Knowledge in a Neural Network}, year={2015}}",
            "@misc{h, author={Hinton, Geoffrey and Vinyals, Oriol and Dean, Jeff}, "
            "title={Distilling the Knowledge in a Neural Network}, "
            "howpublished={arXiv:1503.02531}, year={2015}, eprint={1503.02531}, "
            "archiveprefix={arXiv}, primaryclass={stat.ML}}",
            id="a preprint that nothing says is at arXiv",
        ),
        pytest.param(
            PARK,
            "@inproceedings{p, title={Relational Knowledge Distillation}, author={Park, Wonpyo and "
            "Kim, Dongju and Lu, Yan and Cho, Minsu}, booktitle={ICML}, year={2017}}",
            "@inproceedings{p, title={Relational Knowledge Distillation}, author={Park, Wonpyo and "
            "Kim, Dongju and Lu, Yan and Cho, Minsu}, booktitle={CVPR}, pages={3967--3976}, year={2019}, "
            "doi={10.1109/CVPR.2019.00409}, eprint={1904.05068}, archiveprefix={arXiv}}",
            id="a wrong venue and year",
        ),
        pytest.param(
            PARK,
            "@misc{p, title={Relational Knowledge Distillation} author={Park, Wonpyo}}",
            "@misc{p, title={Relational Knowledge Distillation} author={Park, Wonpyo}}",
            id="an entry that BibTeX can't read",
        ),
    ],
)
def test_an_entry_is_completed_in_its_own_style(work: Work, before: str, after: str) -> None:
    assert completed(before, work) == after
    assert completed(after, work) == after


def test_what_stands_between_and_around_is_kept_byte_for_byte() -> None:
    around = (
        '% Encoding: UTF-8\n@string{cvpr = "CVPR"}\n\n%s\n@comment{jabref-meta: x;}\nfree text\n'
    )
    entry = (
        "@inproceedings{p, title={Relational Knowledge Distillation}, year=2019, booktitle=cvpr}"
    )
    before, after = around.replace("%s", entry), completed(around.replace("%s", entry), PARK)
    assert after != before
    new = next(b for b in blocks_of(after) if isinstance(b, Entry))
    assert after[: new.start] == before[: before.index(entry)]
    assert after[new.end :] == before[before.index(entry) + len(entry) :]


WORKS = st.sampled_from([PARK, GOU, HINTON, replace(PARK, author=(), DOI=None)])
MARKS = st.sampled_from([("{", "}"), ('"', '"')])


@st.composite
def entries(draw: st.DrawFn) -> tuple[Work, str]:
    """A work, and what somebody's bibliography says of it, in some style."""
    work = draw(WORKS)
    said = {
        "title": work.title,
        "author": " and ".join(name.inverted() for name in work.author[: draw(st.integers(0, 4))]),
        "year": str(work.year),
        "journal": draw(st.sampled_from(["", "arXiv preprint", work.container_title or ""])),
        "doi": draw(st.sampled_from(["", work.DOI or "", f"https://doi.org/{work.DOI}"])),
        "note": "50% of {it}",
        "my-own": "x = y",
    }
    names = draw(st.permutations([n for n in said if draw(st.booleans()) or n == "title"]))
    opened, closed = draw(MARKS)
    case = draw(st.sampled_from([str.lower, str.upper, str.capitalize]))
    equals = draw(st.sampled_from(["=", " = ", " ="]))
    between = draw(st.sampled_from([", ", ",\n  ", ",\r\n\t", "\n, "]))
    fields = between.join(f"{case(name)}{equals}{opened}{said[name]}{closed}" for name in names)
    end = draw(st.sampled_from(["}", ",\n}", "\n}", " }"]))
    kind = draw(st.sampled_from(["misc", "article", "InProceedings"]))
    return work, f"@{kind}{{some:Key,{between.lstrip(',')}{fields}{end}\n"


@settings(max_examples=200, deadline=None)
@given(entries())
def test_completing_keeps_what_is_right_and_a_second_time_changes_nothing(
    case: tuple[Work, str],
) -> None:
    work, before = case
    after = completed(before, work)
    assert completed(after, work) == after
    old, new = (
        next(b for b in blocks_of(text) if isinstance(b, Entry)) for text in (before, after)
    )
    assert new.key == old.key
    assert new.problems == ()
    for name in ("note", "my-own"):
        values = [
            [text[f.start : f.end] for f in block.fields if f.name.lower() == name]
            for text, block in ((before, old), (after, new))
        ]
        assert values[0] == values[1]
    names = [field.name.lower() for field in new.fields]
    assert len(names) == len(set(names))
