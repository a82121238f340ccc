"""A bibliography as CSL-YAML, for pandoc and Quarto: CSL-JSON's items below ``references``.

pandoc reads the texts of such a file as markdown (https://pandoc.org/MANUAL.html, "Specifying
bibliographic data"), so what markdown would take for markup is escaped.
"""

import re
from typing import Any

from kdbib.write.as_yaml import as_yaml
from kdbib.write.csl import csl_item
from kdbib.write.formats import Items, Options, Writer
from kdbib.write.keys import unique

_MARKUP = re.compile(r"""[\\`*_\[\]<>|~#$@^&"'{}]|-(?=-)|\.(?=\.)""")
_AS_IT_IS = frozenset(("id", "type", "issued", "custom"))


def _write(items: Items, options: Options) -> bytes:
    references = [_item(csl_item(key, work)) for key, work in unique(items)]
    return as_yaml({"references": references}, options)


def _item(item: dict[str, Any]) -> dict[str, Any]:
    return {n: value if n in _AS_IT_IS else _escaped(value) for n, value in item.items()}


def _escaped(value: Any) -> Any:
    if isinstance(value, str):
        return _MARKUP.sub(r"\\\g<0>", value)
    if isinstance(value, list):
        return [_escaped(one) for one in value]
    return {name: _escaped(one) for name, one in value.items()}


WRITER = Writer("csl-yaml", (".yaml", ".yml"), _write)
