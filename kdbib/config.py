"""Where kdbib's settings come from.

The command line wins over ``KDBIB_...`` variables, these over ``kdbib.toml`` or the table
``[tool.kdbib]`` of ``pyproject.toml``. Keys of databases come from the environment alone.

A project may be somebody else's, cloned to be looked at. So its files reach no place outside of it:
its settings name none, and its links lead to none.
"""

import os
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kdbib.errors import UsageError

_MARKS = ("kdbib.toml", "pyproject.toml", ".git")
_STDOUT = "-"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a project's settings may say, and what type it has: an option of a command.

    ``table`` is the table that it is in, such as ``lint``. A ``place`` is a file or a folder, named
    from the project's folder; one that is an ``output`` may be standard output.
    """

    name: str
    type: type
    table: str = ""
    place: bool = False
    output: bool = False


def project_root(folder: Path) -> Path | None:
    """The nearest folder, from this one upwards, that is a project's; None outside of projects."""
    for candidate in (folder, *folder.parents):
        if any((candidate / mark).exists() for mark in _MARKS):
            return candidate
    return None


def as_it_looks(path: Path) -> Path:
    """The absolute path without dots, links not followed."""
    return Path(os.path.normpath(path.absolute()))


def leads_out(path: Path, folder: Path) -> Path | None:
    """Where a path leads that looks as if it were inside of a folder and isn't; None for others."""
    inside = as_it_looks(path).is_relative_to(as_it_looks(folder))
    target = Path(os.path.realpath(path))
    return target if inside and not target.is_relative_to(os.path.realpath(folder)) else None


def refuse_to_leave(path: Path, folder: Path) -> None:
    """Raise UsageError if a path looks as if it were inside of a project's folder and isn't."""
    root = project_root(folder) or folder
    if target := leads_out(path, root):
        raise UsageError(
            f"{path} leads out of the project, to {target}; kdbib writes there only if you name"
            " that place itself"
        )


def cache_folder(named: Path | None, folder: Path) -> Path:
    """The cache's folder: the one named, or the project's, or outside of projects the user's.

    Raises UsageError if it is in a project, and it or a file in it leads out of there.
    """
    if named is None:
        root = project_root(folder)
        if root is None:
            import platformdirs

            return platformdirs.user_cache_path("kdbib")
        named = root / "cache"
    for path in (named, *_links_in(named)):
        refuse_to_leave(path, folder)
    return named


def _links_in(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [Path(entry.path) for entry in entries if entry.is_symlink()]
    except OSError:
        return []


def keep_out_of_git(folder: Path) -> None:
    """Make the cache's folder, and let git pass over the answers in it, but not the decisions."""
    ignored = folder / ".gitignore"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not ignored.exists():
            ignored.write_text("answers.sqlite*\n")
    except OSError:
        return  # a folder that can't be written to is said by those who want to write


def read_settings(folder: Path, options: Collection[Setting]) -> dict[str, Any]:
    """The settings of the project that a folder is in, by their names; tables are dicts.

    Raises UsageError that names the file and the setting that can't be used.
    """
    root = project_root(folder)
    if root is None:
        return {}
    own, shared = root / "kdbib.toml", root / "pyproject.toml"
    if own.is_file():
        return _placed(_checked(_load(own), options, own), options, own, folder)
    if shared.is_file():
        table = _load(shared).get("tool", {}).get("kdbib", {})
        return _placed(_checked(table, options, shared), options, shared, folder)
    return {}


def _placed(
    settings: dict[str, Any], options: Collection[Setting], file: Path, folder: Path
) -> dict[str, Any]:
    """The settings with their places as seen from a folder; UsageError for one out of the project.

    They are named from the folder of the file, as other tools do it.
    """
    placed = {n: dict(value) if isinstance(value, dict) else value for n, value in settings.items()}
    for option in options:
        table = placed.get(option.table, {}) if option.table else placed
        value = table.get(option.name) if option.place else None
        if isinstance(value, str):
            table[option.name] = _place(option, value, file, folder)
        elif value is not None:
            table[option.name] = [_place(option, one, file, folder) for one in value]
    return placed


def _place(setting: Setting, value: str, file: Path, folder: Path) -> str:
    if value == _STDOUT and setting.output:
        return value
    place = file.parent / value
    if "://" in value or not _is_inside(place, file.parent):
        option = setting.name.replace("_", "-")
        raise UsageError(
            f"{file}: {option} = {value!r} is not inside of the project, whose settings can't name"
            f" such a place; --{option} and KDBIB_{setting.name.upper()} can"
        )
    return os.path.relpath(place, folder)


def _is_inside(place: Path, folder: Path) -> bool:
    try:
        return Path(os.path.realpath(place)).is_relative_to(os.path.realpath(folder))
    except (OSError, ValueError):  # such as a NUL in it
        return False


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: can't be read: {error}") from None


def _checked(settings: Any, options: Collection[Setting], path: Path) -> dict[str, Any]:
    if not isinstance(settings, dict):
        raise UsageError(f"{path}: [tool.kdbib] is not a table")
    tables: dict[str, dict[str, type]] = {}
    for option in options:
        tables.setdefault(option.table, {})[option.name] = option.type
    checked = _fitting(settings, tables.pop("", {}) | dict.fromkeys(tables, dict), path)
    for name, inner in tables.items():
        if name in checked:
            fitting = _fitting(checked[name], inner, path, f"{name}.")
            checked[name] = _for_lint(fitting, path) if name == "lint" else fitting
    return checked


def _for_lint(settings: dict[str, Any], path: Path) -> dict[str, Any]:
    """The settings with the ignored rules of each file as the option has them."""
    ignored = settings.get("per_file_ignores", {})
    for pattern, codes in ignored.items():
        if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
            raise UsageError(
                f"{path}: lint.per-file-ignores.{pattern!r} must be a list of texts, not {codes!r}"
            )
    told = [f"{pattern}:{','.join(codes)}" for pattern, codes in ignored.items() if codes]
    return settings | {"per_file_ignores": told}


def _fitting(
    settings: dict[str, Any], options: dict[str, type], path: Path, prefix: str = ""
) -> dict[str, Any]:
    """The settings by the options' names; raises UsageError for one that is no option's."""
    for name, value in settings.items():
        known = options.get(name.replace("-", "_"))
        if known is None:
            choices = ", ".join(prefix + option.replace("_", "-") for option in sorted(options))
            raise UsageError(f"{path}: there is no setting {prefix + name!r}; there are {choices}")
        if not isinstance(value, known):
            raise UsageError(f"{path}: {prefix}{name} must be {_WORDS[known]}, not {value!r}")
        if isinstance(value, list) and not all(isinstance(item, str) for item in value):
            raise UsageError(f"{path}: {prefix}{name} must be a list of texts, not {value!r}")
    return {name.replace("-", "_"): value for name, value in settings.items()}


_WORDS = {str: "a text", bool: "true or false", list: "a list", dict: "a table"}
