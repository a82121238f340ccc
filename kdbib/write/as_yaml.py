"""Data as YAML that others read: no tags, no anchors, Unicode as it is, seal in a comment."""

from typing import Any

import yaml

from kdbib.write.formats import Options
from kdbib.write.seal import NOTICE, sealed


class _Dumper(yaml.SafeDumper):  # type: ignore[misc]
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


def as_yaml(data: Any, options: Options) -> bytes:
    """Mappings, lists, texts and numbers as a YAML document, members in the order given."""
    text: str = yaml.dump(
        data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**31, indent=2
    )
    return sealed(f"# {NOTICE}\n{text}") if options.sealed else text.encode()
