"""Where kdbib's settings come from.

The command line wins over ``KDBIB_...`` variables, these over ``kdbib.toml`` or the table
``[tool.kdbib]`` of ``pyproject.toml``. Keys of databases come from the environment alone.
"""

import tomllib
from pathlib import Path
from typing import Any

from kdbib.errors import UsageError

_MARKS = ("kdbib.toml", "pyproject.toml", ".git")
# option -> type, as kdbib.toml may set it
_OPTIONS: dict[str, type] = {
    "output_dir": str,
    "bib": str,
    "csl": str,
    "markdown": str,
    "ascii": bool,
    "source": list,
    "corpus": list,
    "offline": bool,
    "cache": str,
    "fail_on": list,
    "lint": dict,
}
_LINT_OPTIONS: dict[str, type] = {"select": list, "ignore": list}


def project_root(folder: Path) -> Path | None:
    """The nearest folder, from this one upwards, that is a project's; None outside of projects."""
    for candidate in (folder, *folder.parents):
        if any((candidate / mark).exists() for mark in _MARKS):
            return candidate
    return None


def cache_folder(named: Path | None, folder: Path) -> Path:
    """The cache's folder: the one named, or the project's, or outside of projects the user's."""
    if named is not None:
        return named
    root = project_root(folder)
    if root is not None:
        return root / "cache"
    import platformdirs

    return platformdirs.user_cache_path("kdbib")


def keep_out_of_git(folder: Path) -> None:
    """Make the cache's folder, and let git pass over the answers in it, but not the decisions."""
    ignored = folder / ".gitignore"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not ignored.exists():
            ignored.write_text("answers.sqlite*\n")
    except OSError:
        return  # a folder that can't be written to is said by those who want to write


def read_settings(folder: Path) -> dict[str, Any]:
    """The settings of the project that a folder is in, by the options' names.

    Raises UsageError that names the file and the setting that can't be used.
    """
    root = project_root(folder)
    if root is None:
        return {}
    own, shared = root / "kdbib.toml", root / "pyproject.toml"
    if own.is_file():
        return _checked(_load(own), own)
    if shared.is_file():
        return _checked(_load(shared).get("tool", {}).get("kdbib", {}), shared)
    return {}


def _load(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageError(f"{path}: can't be read: {error}") from None


def _checked(settings: Any, path: Path) -> dict[str, Any]:
    if not isinstance(settings, dict):
        raise UsageError(f"{path}: [tool.kdbib] is not a table")
    checked = _fitting(settings, _OPTIONS, path)
    if "lint" in checked:
        checked["lint"] = _fitting(checked["lint"], _LINT_OPTIONS, path, "lint.")
    return checked


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
