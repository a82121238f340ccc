"""``enrich --fix``: the safe fixes of ``lint`` on top of the corrections, in one run."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from kdbib.api import rules_of
from kdbib.cli.outputs import Output, Read
from kdbib.formatting import keep_rewritten
from kdbib.linter.fixes import fix
from kdbib.linter.reading import read_document
from kdbib.model import Form
from kdbib.resolutions import FILE_NAME, Resolutions

_LINTED = (Form.markdown, Form.bibtex)


def with_fixes(
    outputs: Sequence[Output], read: Read, settings: dict[str, Any], cache: Path | None
) -> tuple[list[Output], dict[str, int]]:
    """The outputs with the fixes in the corrected lists, and how many each list has.

    ``settings`` are those of ``lint``: rules that a project ignores fix nothing here. Decisions go
    along with what is written otherwise, into the file in ``cache``, if there is one.
    """
    rules = rules_of(settings.get("select") or [], settings.get("ignore") or [])
    of_text = [rule for rule in rules if not rule.code.startswith("KB7")]
    decisions = Resolutions(cache / FILE_NAME) if cache else None
    done, counts = [], {}
    for output in outputs:
        one = read[output.place.list][0] if output.place.list is not None else None
        if one is None or one.form not in _LINTED:
            done.append(output)
            continue
        data = output.encoding.decode(output.content)
        fixed = fix(read_document(data, one.file, form=one.form), of_text)
        if fixed.fixed and output.encoding.can_write(fixed.data.decode("utf-8", "surrogateescape")):
            counts[one.file] = len(fixed.fixed)
            if decisions is not None:
                keep_rewritten(one, data, fixed.data, decisions)
            output = replace(output, content=output.encoding.encode(fixed.data))  # noqa: PLW2901
        done.append(output)
    return done, counts
