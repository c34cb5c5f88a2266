"""Coast lines for maps: the British Isles, and the world for everything else (Natural Earth, public domain)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

Point = tuple[float, float]
"""Longitude and latitude in degrees (WGS 84)."""


@dataclass(frozen=True, slots=True)
class Extent:
    """A part of the world: its west, south, east and north edge in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, point: Point) -> bool:
        """Whether a point is in it."""
        return self.west <= point[0] <= self.east and self.south <= point[1] <= self.north


BRITISH_ISLES = Extent(-11.0, 49.6, 2.2, 61.0)
"""Where the detailed outline is used: around Ireland and Great Britain with Shetland."""


@cache
def rings(name: str) -> tuple[tuple[Point, ...], ...]:
    """The coast lines of a file beside this module, each a closed ring of points."""
    text = resources.files(__name__).joinpath(f"{name}.txt").read_text("utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return tuple(tuple(_point(pair) for pair in line.split()) for line in lines)


def _point(pair: str) -> Point:
    longitude, _, latitude = pair.partition(",")
    return int(longitude) / 100, int(latitude) / 100
