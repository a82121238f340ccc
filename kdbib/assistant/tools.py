"""What an assistant can ask for. Every text is a text: no tool reads or writes a file of the user.

All of them raise UsageError, with what to do, for what can't be used.
"""

from collections.abc import Sequence

from kdbib import api, pipeline
from kdbib.api import Looking
from kdbib.assistant.data import Json, marked
from kdbib.errors import UsageError
from kdbib.linter.show.json import as_json
from kdbib.verification import as_json as verified_json
from kdbib.verification import verify
from kdbib.write.formats import FORMATS
from kdbib.write.results import entry_json

MOST_PAPERS = 50
MOST_REFERENCES = 200
LONGEST = 500_000
"""Characters of a text."""


def look_up(what: Sequence[str], looking: Looking) -> Json:
    """The records of papers, and why there is none of others."""
    found = api.found(_papers(what), looking)
    papers = [
        {
            "asked_for": text,
            "status": entry.status.value,
            "reason": entry.reason or None,
            "work": entry_json(entry)["work"],
        }
        for text, entry in zip(what, found.entries, strict=True)
    ]
    return marked({"papers": papers, "sources_that_failed": found.outages})


def verify_references(text: str, form: str | None, looking: Looking) -> Json:
    """Of each reference in a text, whether the databases have it as it is written."""
    citations = _parsed(text, form).citations
    if len(citations) > MOST_REFERENCES:
        raise UsageError(
            f"these are {len(citations)} references; give at most {MOST_REFERENCES} at a time"
        )
    with looking.setting() as setting:
        outcome = pipeline.resolve(citations, setting)
    found = [verify(entry, asked=not looking.offline) for entry in outcome.entries]
    return marked(verified_json(found) | {"sources_that_failed": outcome.outages})


def lint(text: str, form: str | None, select: Sequence[str], ignore: Sequence[str]) -> Json:
    """What is malformed in a list or a bibliography, and its text after the safe fixes."""
    linted = api.linted([_parsed(text, form)], api.rules_of(select, ignore), None)
    findings = [
        shown | {"help": one.help}
        for one, shown in zip(linted.diagnostics, as_json(linted.diagnostics), strict=True)
    ]
    answer = marked({"findings": findings, "count": len(findings)})
    fixed = linted.fixed()
    if fixed != text:
        # whole, since what would be cut here would be lost from the list
        answer["data"]["fixed_text"] = fixed.encode("utf-8", "replace").decode()
    return answer


def export(what: Sequence[str], format_: str, looking: Looking) -> Json:
    """The entries of papers in a format, and which papers are not among them."""
    if format_ not in FORMATS:
        raise UsageError(f"{format_}: there is no such format; there are {', '.join(FORMATS)}")
    found = api.found(_papers(what), looking)
    missing = [
        {"asked_for": text, "status": entry.status.value, "reason": entry.reason}
        for text, entry in zip(what, found.entries, strict=True)
        if not entry.work
    ]
    text = found.to(format_).decode("utf-8", "replace") if len(missing) < len(what) else ""
    answer = marked({"format": format_, "missing": missing, "sources_that_failed": found.outages})
    answer["data"]["text"] = text
    return answer


def _papers(what: Sequence[str]) -> Sequence[str]:
    if not what:
        raise UsageError("say which papers: identifiers, links, titles or references")
    if len(what) > MOST_PAPERS:
        raise UsageError(f"these are {len(what)} papers; give at most {MOST_PAPERS} at a time")
    if any(len(one) > LONGEST // 100 for one in what):
        raise UsageError(f"a reference is longer than {LONGEST // 100} characters")
    return what


def _parsed(text: str, form: str | None) -> api.Parsed:
    """A text as it was read; never a path."""
    if len(text) > LONGEST:
        raise UsageError(f"the text is longer than {LONGEST:,} characters; give it in parts")
    return api.parse(text.encode("utf-8", "replace"), form=form)
