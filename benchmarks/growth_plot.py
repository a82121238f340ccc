"""How seconds grow with works, as an SVG: both axes in powers, so linear growth is a diagonal."""

from collections.abc import Mapping, Sequence
from html import escape
from math import floor, log2, log10

_LEFT, _TOP, _WIDTH, _HEIGHT = 60, 20, 380, 360
_LABEL = 15
"""Pixels that a label needs, so that no two are written over each other."""
_COLOURS = "#1b9e77 #d95f02 #7570b3 #e7298a #66a61e #a6761d #1f78b4 #b2182b #5e3c99 #444444".split()


def plot(works: Sequence[int], lines: Mapping[str, Sequence[float]]) -> str:
    """The SVG of some lines, each of the seconds that something took for so many ``works``."""
    every = [seconds for line in lines.values() for seconds in line]
    low, high = floor(log10(min(every))), floor(log10(max(every))) + 1
    widest = log2(works[-1] / works[0]) or 1.0

    def x(number: int) -> float:
        return _LEFT + _WIDTH * log2(number / works[0]) / widest

    def y(seconds: float) -> float:
        return _TOP + _HEIGHT * (high - log10(seconds)) / (high - low)

    shapes = [_text(x(number) - 14, y(10**low) + 18, f"{number / 1e6:.1f} M") for number in works]
    for power in range(low, high + 1):
        at = y(10**power)
        shapes.append(_line([(_LEFT, at), (_LEFT + _WIDTH, at)], "#dddddd"))
        shapes.append(_text(8, at + 4, f"{10**power:g} s"))
    placed = _TOP - float(_LABEL)
    by_height = sorted(lines, key=lambda name: -lines[name][-1])
    for name, colour in zip(by_height, _COLOURS * len(lines), strict=False):
        points = [(x(n), y(seconds)) for n, seconds in zip(works, lines[name], strict=True)]
        placed = max(placed + _LABEL, points[-1][1])
        shapes.append(_line(points, colour))
        shapes.append(_text(_LEFT + _WIDTH + 8, placed + 4, name, colour))
    body = "\n".join(shapes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LEFT + _WIDTH + 170}" '
        f'height="{_TOP + _HEIGHT + 40}" font-family="sans-serif" font-size="12">\n'
        f'<rect width="100%" height="100%" fill="white"/>\n{body}\n</svg>\n'
    )


def _line(points: Sequence[tuple[float, float]], colour: str) -> str:
    at = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return f'<polyline points="{at}" fill="none" stroke="{colour}" stroke-width="1.5"/>'


def _text(x: float, y: float, text: str, colour: str = "black") -> str:
    return f'<text x="{x:.0f}" y="{y:.0f}" fill="{colour}">{escape(text)}</text>'
