"""The rules explained: one of them, the table of all, and the document of both."""

import re
from collections.abc import Iterator
from textwrap import dedent

from kdbib.linter.codes import FAMILIES, RULES
from kdbib.linter.registry import Fixable, Rule

_FIXES = {
    Fixable.NEVER: "no fix",
    Fixable.SOMETIMES: "sometimes fixable",
    Fixable.ALWAYS: "fixable",
}
_BLOCK = re.compile(r"^    .*\n(?:(?:    .*)?\n(?=    ))*(?:    .*\n)*", re.MULTILINE)
"""Indented lines, and the blank ones among them."""


def rule_page(rule: Rule) -> str:
    """The page of one rule."""
    facts = f"{rule.severity.value}; {_FIXES[rule.fixable]}."
    return f"# {rule.code} {rule.name}\n\n{_markdown(rule.page, facts)}\n"


def _markdown(page: str, facts: str) -> str:
    """A rule's docstring as markdown: headings stand apart, examples are blocks of code."""
    lines: list[str] = []
    for number, line in enumerate(page.splitlines()):
        if line.startswith("## "):
            lines += ["", line, ""]
        elif line.startswith("    ") and lines and lines[-1] == "":
            lines += [line]
        elif number == 1:
            lines += ["", facts[0].upper() + facts[1:], line]
        else:
            lines.append(line)
    return "\n".join(_once(lines)).strip()


def _once(lines: list[str]) -> Iterator[str]:
    """The lines without blank ones that follow each other."""
    before = None
    for line in lines:
        if line or before:
            yield line
        before = line


def table() -> str:
    """Every rule in a line."""
    name = max(len(rule.name) for rule in RULES)
    lines = []
    for prefix, family in FAMILIES.items():
        lines += [f"{prefix}xx {family}", ""]
        for rule in (r for r in RULES if r.code.startswith(prefix)):
            fixable = {"never": " ", "sometimes": "?", "always": "*"}[rule.fixable]
            lines.append(
                f"  {rule.code} {fixable} {rule.severity.value:<7}  {rule.name:<{name}}  "
                f"{rule.summary}"
            )
        lines.append("")
    return "\n".join([*lines, "* fixable, ? sometimes fixable", ""])


def document() -> str:
    """docs/rules.md."""
    lines = [
        "# The rules of `kdbib lint`",
        "",
        "Generated from the docstrings of the rules. `kdbib rule CODE` prints one of the pages.",
        "",
        "| code | name | severity | fix | what it finds |",
        "| --- | --- | --- | --- | --- |",
    ]
    for rule in RULES:
        anchor = f"[{rule.code}](#{rule.code.lower()}-{rule.name})"
        summary = rule.summary.replace("|", "\\|")
        lines.append(
            f"| {anchor} | {rule.name} | {rule.severity.value} | {rule.fixable.value} | {summary} |"
        )
    for rule in RULES:
        page = _BLOCK.sub(_fenced, rule_page(rule))
        lines += ["", page.replace("\n## ", "\n### ").replace("# KB", "## KB", 1).strip()]
    return "\n".join(lines) + "\n"


def _fenced(block: re.Match[str]) -> str:
    """An indented block as a fenced one: what checks links takes no other for code."""
    fence = "````" if "```" in block[0] else "```"
    return f"{fence}text\n{dedent(block[0])}{fence}\n"


if __name__ == "__main__":
    print(document(), end="")  # noqa: T201 - this is what it is for
