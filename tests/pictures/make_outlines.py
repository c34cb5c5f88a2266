"""Makes the outlines of the maps from world-atlas (npm, ISC licence): Natural Earth (public domain) as TopoJSON.

    npm pack world-atlas && tar xzf world-atlas-*.tgz
    python tests/pictures/make_outlines.py package

writes the files in ``server/accord/pictures/outlines``. They are committed, so that a build needs no network.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

Point = tuple[float, float]
Ring = list[Point]

HERE = Path(__file__).resolve().parents[2] / "server" / "accord" / "pictures" / "outlines"


class Outline(NamedTuple):
    """A file to write: from which TopoJSON and countries (all of the object for none), how exact, how small a ring."""

    name: str
    source: str
    object: str
    countries: frozenset[str]
    tolerance: float
    smallest: float


OUTLINES = (
    Outline("british-isles", "countries-10m.json", "countries", frozenset({"826", "372", "833"}), 0.03, 0.015),
    Outline("world", "land-110m.json", "land", frozenset(), 0.25, 0.5),
)


def arcs_of(topology: dict[str, Any]) -> list[Ring]:
    """The arcs of a topology in degrees (TopoJSON 1.0, section 2.1.3)."""
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    found: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        points: Ring = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale_x + left, y * scale_y + bottom))
        found.append(points)
    return found


def rings_of(topology: dict[str, Any], outline: Outline) -> Iterator[Ring]:
    """The outer rings of the chosen geometries."""
    arcs = arcs_of(topology)
    for geometry in topology["objects"][outline.object]["geometries"]:
        if outline.countries and geometry.get("id") not in outline.countries:
            continue
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for polygon in polygons:
            ring: Ring = []
            for index in polygon[0]:
                part = arcs[index] if index >= 0 else arcs[~index][::-1]
                ring += part[1:] if ring else part
            yield ring


def simplified(points: Ring, tolerance: float) -> Ring:
    """Douglas and Peucker: the points of which none is further than the tolerance from the line between the kept."""
    keep = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        far, place = max(
            ((_distance(points[n], points[first], points[last]), n) for n in range(first + 1, last)), default=(0.0, 0)
        )
        if far > tolerance:
            keep.add(place)
            waiting += [(first, place), (place, last)]
    return [points[n] for n in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    (x, y), (left, low), (right, high) = point, start, end
    length = math.hypot(right - left, high - low)
    if not length:
        return math.hypot(x - left, y - low)
    return abs((right - left) * (low - y) - (left - x) * (high - low)) / length


def area(ring: Ring) -> float:
    """The area of a ring in square degrees."""
    return abs(sum(x * ring[n - 1][1] - ring[n - 1][0] * y for n, (x, y) in enumerate(ring))) / 2


def lines(rings: Iterable[Ring], outline: Outline) -> Iterator[str]:
    yield f"# Natural Earth (public domain), from world-atlas 2.0.2, {outline.source}."
    yield "# Made by tests/pictures/make_outlines.py."
    yield "# Each line is a ring of points: longitude,latitude in hundredths of a degree."
    for ring in rings:
        kept = simplified(ring, outline.tolerance)
        if area(ring) >= outline.smallest and len(kept) > 3:
            yield " ".join(f"{round(x * 100)},{round(y * 100)}" for x, y in kept)


if __name__ == "__main__":
    for one in OUTLINES:
        source = json.loads((Path(sys.argv[1]) / one.source).read_text("utf-8"))
        written = "\n".join(lines(rings_of(source, one), one)) + "\n"
        (HERE / f"{one.name}.txt").write_text(written, "utf-8")
        print(one.name, len(written), written.count(","))
