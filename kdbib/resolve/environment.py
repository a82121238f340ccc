"""What a source takes from the environment: a mail address, and attributes that depend on one."""

import os
from collections.abc import Callable
from typing import Generic, TypeVar

from kdbib.http.plain import MAIL

T = TypeVar("T")


class Looked(Generic[T]):
    """A class's attribute whose value is looked up each time that it is read.

    Several databases grant other limits, or anything at all, to those alone who leave a mail
    address: what such a source declares can't be a constant.
    """

    def __init__(self, look_up: Callable[[], T]) -> None:
        self._look_up = look_up

    def __get__(self, instance: object, owner: type | None = None) -> T:
        return self._look_up()


def mailto() -> str:
    """The mail address in KDBIB_MAILTO; empty where there is none, or what can't be one."""
    mail = os.environ.get("KDBIB_MAILTO", "").strip()
    return mail if MAIL.fullmatch(mail) else ""
