"""What may be completed in a bibliography, and how: fields, dialects, names of venues, strings."""

from dataclasses import replace

import pytest
from msgspec.structs import replace as replace_fields

from kdbib.errors import UsageError
from kdbib.match.score import score
from kdbib.model import Form, Record, Work
from kdbib.read import read_text
from kdbib.read.source import SourceText
from kdbib.write.choices import Dialect, Venues
from kdbib.write.completing import Completing, field_names, strings_of
from kdbib.write.completion import complete
from kdbib.write.markdown import corrected
from kdbib.write.venue_names import venue_name
from tests.write.test_completion import GOU, HINTON, PARK

CVPR = replace_fields(
    PARK,
    container_title="IEEE Conference on Computer Vision and Pattern Recognition, CVPR 2019, "
    "Long Beach, CA, USA, June 16-20, 2019",
)
POOR = (
    "@inproceedings{p, title={Relational Knowledge Distillation}, author={Park, W.}, year=2019}\n"
)


def completed(text: str, work: Work, completing: Completing) -> str:
    source = SourceText(text.encode(), "refs.bib", Form.bibtex)
    completing = replace(completing, strings={"refs.bib": strings_of(source.text)})
    changes = [
        change
        for one in read_text(source).citations
        for change in complete(
            one, work, score(one, Record(work, "dblp")), completing=completing
        ).changes
    ]
    return corrected(text.encode(), changes).decode()


def test_an_entry_without_a_venue_gets_the_publication_s() -> None:
    assert completed(POOR, PARK, Completing()) == (
        "@inproceedings{p, title={Relational Knowledge Distillation}, author={Park, W. and Kim, "
        "Dongju and Lu, Yan and Cho, Minsu}, booktitle={CVPR}, pages={3967--3976}, year=2019, "
        "doi={10.1109/CVPR.2019.00409}, eprint={1904.05068}, archiveprefix={arXiv}}\n"
    )


def test_only_some_fields() -> None:
    only = Completing(only=field_names(["doi, eprint"], "--fields"))
    assert completed(POOR, PARK, only) == POOR.replace(
        "2019}", "2019, doi={10.1109/CVPR.2019.00409}, eprint={1904.05068}, archiveprefix={arXiv}}"
    )


def test_some_fields_are_never_touched() -> None:
    kept = Completing(kept=field_names(["author", "booktitle,eprint", "pages"], "--keep-fields"))
    assert completed(POOR, PARK, kept) == POOR.replace(
        "2019}", "2019, doi={10.1109/CVPR.2019.00409}}"
    )


def test_a_preprint_stays_one_where_its_fields_may_not_change() -> None:
    text = POOR.replace("inproceedings", "misc").replace("author={Park, W.}", "journal={arXiv}")
    assert "@misc{" in completed(text, PARK, Completing(kept=frozenset({"journal"})))
    assert "@inproceedings{" in completed(text, PARK, Completing())


def test_names_of_fields_in_either_dialect() -> None:
    assert field_names(["date", "JournalTitle"], "--fields") == {"year", "journal"}
    with pytest.raises(UsageError, match="--fields 'd o i': this is no name of a field"):
        field_names(["d o i"], "--fields")


def test_biblatex() -> None:
    text = "@article{g, title={Knowledge Distillation: A Survey}, author={Gou, J. and Müller, J.}}"
    after = completed(text, GOU, Completing(dialect=Dialect.biblatex))
    assert "journaltitle={International Journal of Computer Vision}" in after
    assert "date={2021}" in after
    after = completed(text, GOU, Completing(dialect=Dialect.bibtex))
    assert "journal={International Journal of Computer Vision}" in after
    assert "year={2021}" in after


def test_an_article_that_is_only_a_preprint_tells_where_it_is() -> None:
    text = "@article{h, title={Distilling the Knowledge in a Neural Network}, year=2015}"
    after = completed(text, HINTON, Completing())
    assert "journal={arXiv preprint arXiv:1503.02531}" in after
    assert completed(after, HINTON, Completing()) == after


@pytest.mark.parametrize(
    ("venues", "name"),
    [
        (Venues.full, "IEEE Conference on Computer Vision and Pattern Recognition"),
        (Venues.short, "CVPR"),
        (Venues.abbreviated, "IEEE Conf. Comput. Vis. Pattern Recognit."),
    ],
)
def test_names_of_venues(venues: Venues, name: str) -> None:
    text = POOR.replace("year", "booktitle={Proceedings of CVPR}, year")
    after = completed(text, CVPR, Completing(venues=venues))
    assert f"booktitle={{{name}}}" in after
    assert completed(after, CVPR, Completing(venues=venues)) == after


@pytest.mark.parametrize(
    ("title", "full", "abbreviated"),
    [
        (
            "International Journal of Computer Vision",
            "International Journal of Computer Vision",
            "Int. J. Comput. Vis.",
        ),
        (
            "Advances in Neural Information Processing Systems 31: Annual Conference on Neural "
            "Information Processing Systems 2018, NeurIPS 2018, Montréal, Canada",
            "Advances in Neural Information Processing Systems 31: Annual Conference on Neural "
            "Information Processing Systems 2018",
            "Adv. Neural Inf. Process. Syst. 31: Annu. Conf. Neural Inf. Process. Syst. 2018",
        ),
        ("Nature", "Nature", "Nature"),
        ("", "", ""),
    ],
)
def test_names_in_full_and_abbreviated(title: str, full: str, abbreviated: str) -> None:
    work = Work("article-journal", "T", container_title=title or None)
    assert venue_name(work, Venues.full) == full
    assert venue_name(work, Venues.abbreviated) == abbreviated


def test_a_string_of_the_file_stands_for_its_venue() -> None:
    text = "@string{cvpr = {IEEE Conf. on Computer Vision and Pattern Recognition (CVPR)}}\n" + POOR
    after = completed(text, CVPR, Completing())
    assert "booktitle=cvpr" in after
    assert completed(after, CVPR, Completing(venues=Venues.short)) == after
