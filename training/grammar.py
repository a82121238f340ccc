"""A grammar of forms: rules of weighted alternatives, expanded the same way all through a list."""

import random
import re
from collections.abc import Callable
from pathlib import Path

Segment = tuple[str, str, int]  # text, label, number of the field
_PART = re.compile(r"\{([^{}]+)\}")
_SECTION = re.compile(r"\[(\w+)\](~?)")
STRAY = 0.03  # how often an entry is written unlike its list


class Grammar:
    r"""The rules of a file: ``[name]``, then alternatives a line, each with its weight.

    ``{name}`` stands for another rule, ``{T}`` and the like for a field (see fields.py), and
    ``\n`` for a line end. The alternatives of a rule are chosen once for a list; those of a rule
    marked ``~`` are chosen anew for each entry.
    """

    def __init__(self, file: Path) -> None:
        self.rules: dict[str, tuple[list[str], list[float]]] = {}
        self.free: set[str] = set()
        name = ""
        for line in file.read_text("utf-8").splitlines():
            if section := _SECTION.fullmatch(line.strip()):
                name = section[1]
                self.rules[name] = ([], [])
                if section[2]:
                    self.free.add(name)
            elif line.strip() and not line.startswith("#"):
                weight, _, text = line.partition(" ")
                self.rules[name][0].append(text.replace("\\n", "\n").replace("\\s", " "))
                self.rules[name][1].append(float(weight))

    def expand(
        self,
        rule: str,
        habits: dict[str, str],
        chance: random.Random,
        field: Callable[[str, str], list[Segment]],
        path: str = "",
    ) -> list[Segment]:
        """The segments of a rule, by the habits of a list, which are added to."""
        segments: list[Segment] = []
        text = self._choose(rule, path, habits, chance)
        at = 0
        for number, part in enumerate(_PART.finditer(text)):
            if part.start() > at:
                segments.append((text[at : part.start()], "O", 0))
            name = part[1]
            if name in self.rules:
                segments += self.expand(name, habits, chance, field, f"{path}/{name}{number}")
            else:
                segments += field(name, f"{path}#{number}")
            at = part.end()
        if at < len(text):
            segments.append((text[at:], "O", 0))
        return segments

    def _choose(self, rule: str, path: str, habits: dict[str, str], chance: random.Random) -> str:
        texts, weights = self.rules[rule]
        if rule in self.free or chance.random() < STRAY:
            return chance.choices(texts, weights)[0]
        key = f"{path}:{rule}" if rule != "s" else rule
        if key not in habits:
            habits[key] = chance.choices(texts, weights)[0]
        return habits[key]
