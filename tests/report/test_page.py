"""The page in a browser: what it shows, what it does, what it never does."""

import base64
import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

import kdbib
from kdbib.api import Enriched
from kdbib.model import Entry
from kdbib.report.page import in_script, report, review, site
from kdbib.verification import verify
from tests.cli.conftest import EXAMPLE, ROOT
from tests.report.conftest import Browser

AXE = ROOT / "scripts" / "report" / "node_modules" / "axe-core" / "axe.min.js"
HOSTILE = [
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!--<script>",
    "\u202eright to left\u2028line",
    "'\"&amp;{{seal}}${alert(1)}`",
]


@pytest.fixture(scope="module")
def example() -> Enriched:
    return kdbib.enrich(EXAMPLE, offline=True)


@pytest.fixture(scope="module")
def page(example: Enriched, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report on the example list."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_bytes(report(example.entries, ["awesome-knowledge-distillation.md"]))
    return path


def written(folder: Path, data: bytes) -> Path:
    path = folder / "page.html"
    path.write_bytes(data)
    return path


def titles(browser: Browser) -> list[str]:
    return browser.texts(".title-of")


def sorted_by_year(browser: Browser) -> str | None:
    return browser.one("th.year").get_attribute("aria-sort")


# --- what it shows -----------------------------------------------------------------------------


def test_every_citation_is_a_row(browser: Browser, page: Path, example: Enriched) -> None:
    browser.open(page)
    assert browser.driver.title == "Citations of awesome-knowledge-distillation.md"
    assert browser.one("#summary").text == "18 citations · 7 found, nothing to do · 11 corrected"
    assert titles(browser) == [entry.work.title for entry in example.entries if entry.work]


def test_an_entry_shows_what_changes_and_why(browser: Browser, page: Path) -> None:
    browser.open(page, "#crowley2018moonshine")
    before, after, record = browser.all(".versions dd")
    assert before.text.rstrip() == (
        "1. Moonshine:Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NIPS 2018"
    )
    assert after.text.rstrip() == (
        "1. Moonshine: Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NeurIPS 2018"
    )
    assert [element.get_attribute("textContent") for element in browser.all("ins")] == [" ", "eur"]
    assert [element.get_attribute("textContent") for element in browser.all("del")] == [" "]
    assert record.text.startswith("Elliot J. Crowley, Gavin Gray and Amos J. Storkey. Moonshine:")
    assert browser.texts(".evidence li")[0] == "✓\ntitle\nexact\n(agrees)"
    (heading, *said) = browser.texts(".said tr")
    assert heading == "field value says"
    assert "issued 2018 corpus:knowledge-distillation" in said
    assert browser.one(".details pre").text.startswith("@inproceedings{crowley2018moonshine,\n")
    links = {a.text: a.get_attribute("href") for a in browser.all(".all-links a")}
    assert links["arXiv"] == "https://arxiv.org/abs/1711.02613"
    assert next(iter(links)) == "PDF"


def test_charts_count_and_filter(browser: Browser, page: Path) -> None:
    browser.open(page)
    assert browser.texts("#charts h2") == [
        *("Years", "Venues", "Coverage\nin the list\nwith what was found", "Sources", "Mistakes"),
    ]
    bars = browser.all("[data-facet=venue]")
    assert bars[0].accessible_name == "NeurIPS : 3 entries"
    bars[0].click()
    assert len(titles(browser)) == 3
    browser.one('[data-facet="year"][data-value="2016"]').click()
    assert titles(browser) == [
        "SoundNet: Learning Sound Representations from Unlabeled Video",
    ]
    assert browser.texts("#active button") == ["Year: 2016 ×", "Venue: NeurIPS ×"]
    for _ in range(2):
        browser.one("#active button").click()
    assert len(titles(browser)) == 18
    coverage = browser.one("[role=img][aria-label^=DOI]").get_attribute("aria-label")
    assert coverage == "DOI: 0 entries in the list, 5 with what was found"


def test_it_searches_filters_and_sorts(browser: Browser, page: Path) -> None:
    browser.open(page)
    search = browser.one("#search")
    search.send_keys("aytar unlabeled")
    assert titles(browser) == ["SoundNet: Learning Sound Representations from Unlabeled Video"]
    search.send_keys(Keys.CONTROL, "a")
    search.send_keys(Keys.DELETE)
    browser.one('[data-facet="status"][data-value="corrected"]').click()
    assert len(titles(browser)) == 11
    browser.one("th.year").click()
    browser.until(lambda: sorted_by_year(browser) == "ascending")
    years = [int(text) for text in browser.texts("td.year")]
    assert years == sorted(years)
    browser.one("th.year").click()
    browser.until(lambda: sorted_by_year(browser) == "descending")
    assert [int(text) for text in browser.texts("td.year")] == sorted(years, reverse=True)
    options = browser.texts("#section option")
    assert options[:3] == ["All sections", "Different forms of knowledge",
        "Different forms of knowledge › Knowledge from logits"]  # fmt: skip


def test_the_keyboard_is_enough(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.press("/")
    assert browser.focused.get_attribute("id") == "search"
    browser.press(*"fitnets", Keys.ARROW_DOWN)
    assert browser.focused.text == "FitNets: Hints for Thin Deep Nets"
    assert browser.focused.get_attribute("aria-expanded") == "false"
    browser.press(Keys.ENTER)
    opened = browser.focused
    assert opened.get_attribute("aria-expanded") == "true"
    details = browser.one(f"#{opened.get_attribute('aria-controls')}")
    assert details.get_attribute("aria-label") == opened.text
    browser.press(*[Keys.TAB] * 4)
    assert browser.run("return arguments[0].contains(document.activeElement)", details)
    browser.press(Keys.ESCAPE)
    assert browser.focused == opened
    browser.run("document.querySelector('th.year [role=button]').focus()")
    browser.press(Keys.ENTER)
    browser.until(lambda: sorted_by_year(browser) == "ascending")
    assert opened.get_attribute("aria-expanded") == "false"
    assert browser.all(".details") == []


def test_bibtex_is_copied(browser: Browser, page: Path, example: Enriched) -> None:
    browser.open(page, "#romero2015fitnets")
    browser.driver.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
    )
    browser.one(".details .quiet").click()
    browser.until(lambda: browser.one("#said").get_attribute("textContent") == "Copied.")
    copied = browser.run("return navigator.clipboard.readText()")
    assert copied.startswith("@inproceedings{romero2015fitnets,\n")
    assert copied.strip() in example.to_bibtex()
    browser.one("#copy-all").click()
    browser.until(lambda: browser.run("return navigator.clipboard.readText()") != copied)
    entries = browser.run("return navigator.clipboard.readText()")
    assert sorted(re.findall(r"^@\w+\{(.+),", entries, re.MULTILINE)) == sorted(
        str(entry.key) for entry in example.entries
    )


def test_all_is_printed(browser: Browser, tmp_path: Path) -> None:
    listed = "\n".join(
        f"{n}. Paper Number {n} of Many. Doe, Jane. CVPR 2019" for n in range(1, 121)
    )
    found = kdbib.enrich(listed.encode(), form="markdown", offline=True)
    browser.open(written(tmp_path, report(found.entries, ["list.md"])))
    assert len(titles(browser)) == 30
    printed = browser.driver.print_page()
    (tmp_path / "page.pdf").write_bytes(base64.b64decode(printed))
    text = subprocess.run(
        ["pdftotext", tmp_path / "page.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    assert [n for n in range(1, 121) if f"Paper Number {n} of Many" not in text] == []
    assert "Search titles" not in text
    assert len(titles(browser)) == 30


def test_thousands_are_found_and_nothing_is_complained_of(
    browser: Browser, example: Enriched, tmp_path: Path
) -> None:
    entries = example.entries * 112
    page = written(tmp_path, report(entries, ["list.md"]))
    browser.open(page)
    assert browser.one(".dt-info").text == "1 to 30 of 2,016 entries"
    browser.one("#search").send_keys("moonshine crowley")
    browser.until(lambda: browser.one(".dt-info").text == "1 to 30 of 112 entries (of 2,016)")
    browser.one('[data-facet="status"][data-value="found, nothing to do"]').click()
    assert browser.one(".dt-empty").text.startswith("No entry fits.")
    assert browser.requests() == [page.as_uri()]
    assert browser.complaints() == []


# --- the other pages ---------------------------------------------------------------------------


def test_the_site_of_a_list_tells_nothing_of_how_it_was_found(
    browser: Browser, example: Enriched, tmp_path: Path
) -> None:
    page = written(tmp_path, site(example.entries, "Knowledge <distillation> & more"))
    browser.open(page)
    assert browser.driver.title == "Knowledge <distillation> & more"
    assert browser.one("h1").text == "Knowledge <distillation> & more"
    assert browser.one("#summary").text == "18 works"
    assert browser.texts("#charts h2") == ["Years", "Venues"]
    browser.one(".title-of").click()
    assert browser.texts(".details h3") == ["Section", "Links", "BibTeX"]
    for word in ("confidence", "corrected", "provenance", "pieces"):
        assert word not in data_of(page)


def test_a_review_has_a_word_for_each_reference(browser: Browser, tmp_path: Path) -> None:
    bib = (
        "@inproceedings{moon, title={Moonshine: Distilling with Cheap Convolutions}, "
        "author={Crowley, Elliot J.}, booktitle={NeurIPS}, year=2016}\n"
        "@misc{mine, title={A Paper That Nobody Has Heard Of}, author={Doe, Jane}, year=2019}\n"
    )
    found = kdbib.enrich(bib, form="bibtex", offline=True)
    words = [verify(entry, asked=True) for entry in found.entries]
    browser.open(written(tmp_path, review(words, ["paper.bib"])))
    assert browser.driver.title == "References of paper.bib"
    assert browser.one("#summary").text == "2 references · 1 differs · 1 not found"
    assert browser.texts("td.status") == ["differs", "not found"]
    browser.one(".title-of").click()
    assert "year: `2016` here, `2018` in the record" in browser.texts(".details section li")


# --- what it never does ------------------------------------------------------------------------


@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_it_asks_for_nothing_and_complains_of_nothing(
    browser: Browser, page: Path, look: str
) -> None:
    browser.emulate(
        scheme="dark" if look == "dark" else "light", width=390 if look == "phone" else 1280
    )
    browser.open(page)
    browser.all(".title-of")[1].click()
    browser.one("#search").send_keys("distill")
    assert browser.requests() == [page.as_uri()]
    assert browser.complaints() == []
    wide = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert browser.run(wide) == 0
    width = browser.run("return document.documentElement.clientWidth")
    assert browser.one("#entries th.title").rect["width"] > width * (0.85 if width < 600 else 0.35)


def hostile_entries() -> Sequence[Entry]:
    """Hostile texts as a list gives them, and as a corpus does."""
    listed = "".join(
        f"{number}. **{text}**. Doe, {text}. [paper](javascript:alert(1)) [pdf](https://x.y/{number}.pdf) CVPR 2019\n"
        for number, text in enumerate(HOSTILE, 1)
    )
    entries = [
        f"@misc{{k{n}, title={{{text}}}, year=2019, url={{javascript:alert(1)}}}}\n"
        for n, text in enumerate(HOSTILE)
    ]
    found = kdbib.enrich(
        listed.encode(), "\n".join(entries).encode(), offline=True, keep_unresolved=True
    )
    return found.entries


@pytest.mark.parametrize("kind", ["report", "review", "site"])
def test_hostile_texts_are_texts(browser: Browser, tmp_path: Path, kind: str) -> None:
    entries = hostile_entries()
    assert len(entries) >= len(HOSTILE)
    page = {
        "report": lambda: report(entries, [HOSTILE[0]]),
        "review": lambda: review([verify(entry, asked=True) for entry in entries], [HOSTILE[1]]),
        "site": lambda: site(entries, HOSTILE[0]),
    }[kind]()
    browser.open(written(tmp_path, page))
    for button in browser.all(".title-of"):
        browser.run("arguments[0].click()", button)
    browser.one("#search").send_keys("script")
    assert browser.complaints() == []
    assert browser.all("img") == []
    assert browser.run("return document.scripts.length") == 3
    addresses = [a.get_attribute("href") or "" for a in browser.all("a")]
    assert [one for one in addresses if not one.startswith(("https:", "file:"))] == []
    shown = " ".join(titles(browser))
    assert HOSTILE[0][:9] in shown


def test_data_cannot_end_its_script() -> None:
    written_ = in_script(HOSTILE)
    assert not re.search("[<>&\u2028\u2029]", written_)
    assert json.loads(written_) == HOSTILE


def test_no_other_script_would_run(browser: Browser, page: Path) -> None:
    browser.open(page)
    browser.run(
        "const s = document.createElement('script'); s.textContent = 'window.ran = 1';"
        "document.body.append(s);"
    )
    assert browser.run("return window.ran") is None
    assert any("Content Security Policy" in told for told in browser.complaints())


# --- for everybody -----------------------------------------------------------------------------


@pytest.mark.skipif(not AXE.is_file(), reason="no axe-core; scripts/test installs it with npm")
@pytest.mark.parametrize("kind", ["report", "review", "site"])
@pytest.mark.parametrize("look", ["light", "dark", "phone"])
def test_axe_finds_nothing(browser: Browser, look: str, kind: str, tmp_path: Path) -> None:
    found = everything()
    words = [verify(entry, asked=True) for entry in found.entries]
    made = {
        "report": report(found.entries, ["list.md"]),
        "review": review(words, ["list.md"]),
        "site": site(found.entries, "My list"),
    }
    browser.emulate(
        scheme="dark" if look == "dark" else "light", width=390 if look == "phone" else 1280
    )
    browser.open(written(tmp_path, made[kind]))
    browser.run("document.getElementById('overview').open = true")
    for button in browser.all(".title-of"):
        browser.run("arguments[0].click()", button)
    if kind == "report":
        assert set(browser.texts("#statuses .badge")) == {
            *("not found", "contradicted", "found, please check", "corrected", "found, nothing to do")
        }  # fmt: skip
    browser.run(AXE.read_text("utf-8"))
    violations = browser.driver.execute_async_script(
        "const done = arguments[0]; axe.run().then((result) => done(result.violations.map("
        "(one) => [one.impact, one.id, one.nodes.map((node) => node.html).slice(0, 3)])))"
    )
    assert violations == []


def everything() -> Enriched:
    """Citations of every status that can be come to without a network."""
    listed = """# Papers
1. Moonshine:Distilling with Cheap Convolutions. Crowley, Elliot J. et al. NIPS 2018
2. Relational Knowledge Distillation. Park, Wonpyo et al. CVPR 2019
3. Knowledge Squeezed Adversarial Network Compression. Changyong, Shu et al. AAAI 2020
4. A Paper That Nobody Has Heard Of. Doe, Jane. [code](https://github.com/doe/paper) CVPR 2019
5. Relational Knowledge Distillation. Park, Wonpyo. arXiv:1503.02531
"""
    return kdbib.enrich(listed.encode(), form="markdown", offline=True)


def test_a_page_is_the_same_whenever_it_is_made(example: Enriched) -> None:
    assert report(example.entries, ["a.md"]) == report(example.entries, ["a.md"])


def data_of(page: Path) -> str:
    found = re.search(r'type="application/json">(.*?)</script>', page.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]
