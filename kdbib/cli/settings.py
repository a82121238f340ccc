"""The options that a project's settings may give: each says so itself, where it is declared."""

from collections.abc import Callable, Iterator
from typing import Any, get_type_hints

from kdbib.config import Setting

_Command = Callable[..., Any]


def settings_of(group: Any) -> set[Setting]:
    """The settings that the options of any command of a group take."""
    found: set[Setting] = set()
    for _, command in _commands(group):
        found.update(_taken(command).values())
    return found


def defaults(group: Any, read: dict[str, Any]) -> dict[str, Any]:
    """The defaults of the options of a group's commands, as its ``default_map`` has them.

    ``read`` are the settings by their names; those of a table, such as ``lint``, are in one dict.
    """
    found: dict[str, Any] = {}
    for path, command in _commands(group):
        values = {
            option: inner[setting.name]
            for option, setting in _taken(command).items()
            if setting.name in (inner := read.get(setting.table, {}) if setting.table else read)
        }
        place = found
        for name in path[:-1]:
            place = place.setdefault(name, {})
        place[path[-1]] = values
    return found


def _commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[list[str], _Command]]:
    """Every command with the words that call it."""
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _commands(command, (*path, name))
        elif command.callback is not None:
            yield [*path, name], command.callback


def _taken(command: _Command) -> dict[str, Setting]:
    """The settings that a command's options take, by the names of its parameters."""
    hints = get_type_hints(command, include_extras=True)
    return {
        name: one
        for name, hint in hints.items()
        for one in getattr(hint, "__metadata__", ())
        if isinstance(one, Setting)
    }
