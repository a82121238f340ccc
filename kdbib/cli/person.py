"""Who decides: as they say, else as git knows them, else as the system does."""

import getpass
import subprocess
from contextlib import suppress


def person(named: str | None) -> str:
    """The name of the person at the keyboard, ``named`` first; "" where nobody tells."""
    return named or _of_git() or _of_system()


def _of_git() -> str:
    with suppress(OSError, subprocess.SubprocessError):
        done = subprocess.run(
            ["git", "config", "--get", "user.name"],  # noqa: S607 - the user's own git
            capture_output=True,
            timeout=5,
            check=False,
        )
        return done.stdout.decode("utf-8", "replace").strip()
    return ""


def _of_system() -> str:
    with suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return ""
