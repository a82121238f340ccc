"""What packages add to kdbib by entry points: sources, formats; kdbib's own come the same way."""

import logging
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

_log = logging.getLogger(__name__)


class Named(Protocol):
    """What an entry point leads to: something that says the entry point's name again."""

    @property
    def name(self) -> str: ...


Plugin = TypeVar("Plugin", bound=Named)


class Plugins(Mapping[str, Plugin]):
    """The plug-ins of a group by their names, those that come with kdbib first.

    ``built_in`` says where those are, for a checkout that isn't installed; ``check`` raises
    TypeError for an object that can't be used, and ``make`` makes a plug-in of what an entry point
    leads to. Nothing is imported before its use, and one that is asked for by name alone.
    """

    def __init__(
        self,
        group: str,
        built_in: Mapping[str, str],
        check: Callable[[Plugin], None],
        make: Callable[..., Plugin] = lambda found: found,
    ) -> None:
        self._group, self._built_in, self._check, self._make = group, built_in, check, make
        self._loaded: dict[str, Plugin | None] = {}

    @cached_property
    def _points(self) -> "dict[str, EntryPoint]":
        from importlib.metadata import EntryPoint, entry_points

        points = {
            name: EntryPoint(name, value, self._group) for name, value in self._built_in.items()
        }
        for other in sorted(entry_points(group=self._group), key=lambda point: point.name):
            points.setdefault(other.name, other)
        return points

    def _load(self, name: str) -> Plugin | None:
        """The plug-in; None, with a warning, if it is broken: the others work."""
        if name not in self._loaded:
            self._loaded[name] = None
            point = self._points[name]
            try:
                plugin: Plugin = self._make(point.load())
                self._check(plugin)
                if plugin.name != name:
                    raise TypeError("it has another name")
                self._loaded[name] = plugin
            except Exception as error:  # whatever is wrong with it
                kind = self._group.removeprefix("kdbib.").removesuffix("s")
                _log.warning("the %s %s (%s) can't be used: %s", kind, name, point.value, error)
        return self._loaded[name]

    def __getitem__(self, name: str) -> Plugin:
        plugin = self._load(name) if name in self._points else None
        if plugin is None:
            raise KeyError(name)
        return plugin

    def __contains__(self, name: object) -> bool:
        return name in self._points and self._load(str(name)) is not None

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._points if self._load(name) is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)
