"""The rules' pages are true: what they call wrong is found, what they recommend is not."""

import re
import textwrap
from pathlib import Path

import pytest

from kdbib.linter.codes import BY_CODE, FAMILIES, RULES
from kdbib.linter.registry import Fixable, Rule
from kdbib.linter.show.page import document, rule_page, table
from tests.lint.support import DEFINITIONS, HABITS, fixed, found, shown

HEADINGS = ["What it does", "Why is this bad", "Example", "Use instead", "Fix safety"]
OF_TEXT = [rule for rule in RULES if not rule.code.startswith(("KB7", "KB631", "KB84"))]
SIGNS = {"<U+00AD>": "\u00ad", "<U+2010>": "\u2010", "<space>": " ", "703": "32"}


def example(rule: Rule, heading: str) -> str:
    after = rule.page.split(f"## {heading}\n")[1].split("\n## ")[0]
    text = textwrap.dedent(after).strip("\n")
    for sign, meant in SIGNS.items():
        text = text.replace(sign, meant)
    return text


def in_a_list(text: str, *, define: bool = True) -> str:
    """An example where it would stand: an entry, a section, or definitions at the end."""
    if text.startswith("@"):
        return f"{text}\n"
    labels = re.findall(r"\]\[([\d.]+)\]", text) if define else []
    more = "".join(
        f"[{x}]: https://github.com/example/{x}\n" for x in labels if f"[{x}]:" not in text
    )
    if re.match(r"\[[\d.]+\]:", text):
        uses = "".join(
            f"\n[see][{label}]\n" for label in re.findall(r"^\[([\d.]+)\]:", text, re.MULTILINE)
        )
        return f"{HABITS}{uses}{DEFINITIONS}{text}\n"
    if re.match(r"[#\[!]|other", text):
        return f"{HABITS}\n{text}\n{DEFINITIONS}{more}"
    item = text if re.match(r"\d+\.|-", text) else f"1. {text}"
    return f"{HABITS}\n## More\n\n{item}\n{DEFINITIONS}{more}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_page_has_all_headings(rule: Rule) -> None:
    assert re.findall(r"^## (.+)$", rule.page, re.MULTILINE) == HEADINGS
    assert all(rule.sections().values())


@pytest.mark.parametrize("rule", OF_TEXT, ids=lambda rule: rule.code)
def test_the_example_is_found(rule: Rule) -> None:
    text = in_a_list(example(rule, "Example"), define=rule.code != "KB501")
    if rule.code == "KB502":
        text = f"{HABITS}{DEFINITIONS}{example(rule, 'Example')}\n"
    assert found(text, rule.code)


@pytest.mark.parametrize("rule", OF_TEXT, ids=lambda rule: rule.code)
def test_what_is_recommended_is_not_found(rule: Rule) -> None:
    advice = example(rule, "Use instead")
    text = HABITS + DEFINITIONS if advice.startswith("Nothing") else in_a_list(advice)
    assert shown(text, rule.code) == []


@pytest.mark.parametrize("rule", OF_TEXT, ids=lambda rule: rule.code)
def test_what_is_declared_fixable_is_fixed(rule: Rule) -> None:
    text = in_a_list(example(rule, "Example"), define=rule.code != "KB501")
    fixes = [one.fix is not None for one in found(text, rule.code)]
    if rule.fixable is Fixable.NEVER:
        assert not any(fixes)
    if rule.fixable is Fixable.ALWAYS:
        assert all(fixes)
        assert found(fixed(text, rule.code), rule.code) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_fix_is_called_safe_where_it_is(rule: Rule) -> None:
    safety = rule.sections()["Fix safety"]
    begins = "There is no fix" if rule.fixable is Fixable.NEVER else "The fix is "
    assert safety.startswith(begins)


def test_codes_are_unique_and_belong_to_a_family() -> None:
    assert len(BY_CODE) == len(RULES)
    assert len({rule.name for rule in RULES}) == len(RULES)
    assert all(rule.code[:3] in FAMILIES for rule in RULES)
    assert [rule.code for rule in RULES] == sorted(BY_CODE)


def test_the_list_of_these_tests_is_without_fault() -> None:
    assert [shown(HABITS + DEFINITIONS, rule.code) for rule in RULES] == [[] for _ in RULES]


def test_the_document_of_the_rules_is_up_to_date() -> None:
    """Make it anew with ``python -m kdbib.linter.show.page > docs/rules.md``."""
    written = Path(__file__).parents[2] / "docs" / "rules.md"
    assert written.read_text("utf-8") == document()


def test_a_page_shows_code_name_and_example() -> None:
    page = rule_page(BY_CODE["KB104"])
    assert page.startswith("# KB104 space-after-arxiv\n\n")
    assert "\n    Stagewise Knowledge Distillation. Kulkarni, Akshay et al. arXiv: 1911" in page


def test_the_table_has_a_line_for_each_rule() -> None:
    assert all(f"  {rule.code} " in table() for rule in RULES)
