"""Maps: points on an outline, with circles whose area shows a number; what has no point is listed beneath."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from accord.pictures.letters import width
from accord.pictures.marks import EXACT, Inexactness, key, stripes
from accord.pictures.model import Cell, Drawing, Picture, Rows
from accord.pictures.outlines import BRITISH_ISLES, Extent, Point, rings
from accord.pictures.scales import amount
from accord.pictures.svg import Style, Svg, block, link, tag, wrapped

MOST = 300
"""Circles of one map."""
_NAMED = 40
"""Names on a map; more would cover it."""
_WIDTH, _TALLEST = 400.0, 480.0
_LARGEST, _SMALLEST, _DOT = 26.0, 5.0, 5.0
_TYPE, _LIST_TYPE = 11.5, 13.0
"""Size of the type on a map and in the list beneath it (``.pic-place``, ``.pic-label``)."""


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A thing on a map. ``point`` is its longitude and latitude, ``None`` when nobody states one.

    ``middle`` says that the point is the middle of the places in it, not its own.
    """

    label: Cell
    point: Point | None
    value: float | None = None
    unit: str = ""
    certainty: Inexactness = EXACT
    middle: bool = False

    @property
    def words(self) -> str:
        """The number in words, empty when there is none."""
        return "" if self.value is None else self.certainty.words(amount(self.value, self.unit))


@dataclass(frozen=True)
class Projection:
    """From degrees to the picture: straight meridians, right in the middle of the map (equirectangular)."""

    box: Extent

    @cached_property
    def squeeze(self) -> float:
        """How much shorter a degree of longitude is than one of latitude."""
        return max(0.2, math.cos(math.radians((self.box.south + self.box.north) / 2)))

    @cached_property
    def scale(self) -> float:
        """Units of the picture in a degree of latitude."""
        across = (self.box.east - self.box.west) * self.squeeze
        return min(_WIDTH / across, _TALLEST / (self.box.north - self.box.south))

    @cached_property
    def height(self) -> float:
        """The height of the map in the picture."""
        return (self.box.north - self.box.south) * self.scale

    @cached_property
    def left(self) -> float:
        """Where the map begins, which is in the middle of the picture."""
        return (_WIDTH - (self.box.east - self.box.west) * self.squeeze * self.scale) / 2

    def __call__(self, point: Point) -> Point:
        return (
            self.left + (point[0] - self.box.west) * self.squeeze * self.scale,
            (self.box.north - point[1]) * self.scale,
        )


def map_of(found: Sequence[MapPoint], table: Rows, name: str, more: Sequence[str] = ()) -> Picture:
    """A picture of spots. One without a point is in the list beneath the map; at least one has a point."""
    placed, others = [spot for spot in found if spot.point][:MOST], [spot for spot in found if not spot.point]
    projection = Projection(_frame([spot.point for spot in placed if spot.point]))
    clip = tag("clipPath", tag("rect", width=_WIDTH, height=projection.height), id=f"{name}-frame")
    land = tag("g", *_land(projection), class_="pic-land", clip_path=f"url(#{name}-frame)")
    listed, height = _listed(others, projection.height + 22)
    notes = [*more]
    if others:
        notes.append(f"{len(others)} under the map: the data have no point for {'it' if len(others) == 1 else 'them'}.")
    if (placed_all := sum(1 for spot in found if spot.point)) > MOST:
        notes.append(f"The first {MOST} of {placed_all} are drawn; the table has all.")
    samples = (
        [("pic-middle", "Dashed circle: the middle of the places in this area")]
        if any(s.middle for s in placed)
        else []
    )
    return Picture(
        kind="map",
        title="",
        description=_description(found, len(placed)),
        drawing=Drawing(
            (stripes(f"{name}-stripes"), tag("defs", clip), land, *_circles(placed, projection, name), *listed),
            _WIDTH,
            height,
        ),
        table=table,
        notes=tuple(notes),
        key=(*samples, *key((spot.certainty for spot in placed), bars=False)),
        stripes=f"{name}-stripes",
    )


def _frame(points: Sequence[Point]) -> Extent:
    """The part of the world to show: the British Isles where all points are there, else the points with a margin."""
    if all(map(BRITISH_ISLES.holds, points)):
        return BRITISH_ISLES
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    across, up = max(6.0, (east - west) * 0.2), max(6.0, (north - south) * 0.2)
    return Extent(max(-180, west - across), max(-90, south - up), min(180, east + across), min(90, north + up))


def _land(projection: Projection) -> Iterable[Svg]:
    """The coasts that reach into the frame."""
    box = projection.box
    for ring in rings("british-isles" if box == BRITISH_ISLES else "world"):
        longitudes, latitudes = [x for x, _ in ring], [y for _, y in ring]
        outside = min(longitudes) > box.east or max(longitudes) < box.west
        if outside or min(latitudes) > box.north or max(latitudes) < box.south:
            continue
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in map(projection, ring))
        yield tag("path", d=f"M{path}z")


def _radius(spot: MapPoint, largest: float) -> float:
    if spot.value is None or not largest:
        return _DOT
    return max(_SMALLEST, _LARGEST * math.sqrt(abs(spot.value) / largest))


def _circles(placed: Sequence[MapPoint], projection: Projection, name: str) -> list[Svg]:
    """The circles, the largest first so that small ones are above them, then the names that find room."""
    largest = max((abs(spot.value) for spot in placed if spot.value is not None), default=0.0)
    drawn = sorted(placed, key=lambda spot: -_radius(spot, largest))
    circles, names = [], []
    taken = [_square(projection(spot.point), _radius(spot, largest) * 0.7) for spot in drawn if spot.point]
    for place, spot in enumerate(drawn):
        assert spot.point is not None, "those without a point are listed"
        x, y = projection(spot.point)
        radius = _radius(spot, largest)
        kinds = f"pic-spot{' pic-middle' if spot.middle else ''} {spot.certainty.mark}".rstrip()
        fill = f"url(#{name}-stripes)" if spot.certainty.mark == "pic-about" else None
        words = ": ".join(filter(None, (spot.label.text, spot.words)))
        circle = tag("circle", tag("title", words), class_=kinds, fill=fill, cx=x, cy=y, r=radius)
        circles.append(link(spot.label.href, circle))
        if place < _NAMED and (named := _name(spot, x, y, radius, taken)):
            names.append(named)
    return circles + names


def _name(
    spot: MapPoint, x: float, y: float, radius: float, taken: list[tuple[float, float, float, float]]
) -> Svg | None:
    """The name beside its circle, where it covers nothing; ``None`` when there is no such place."""
    lines = [*wrapped(spot.label.text, 110.0, 2, _TYPE), *((spot.words,) if spot.words else ())]
    across, height = max(width(line, _TYPE) for line in lines), 13.0 * len(lines)
    for left, top, anchor in (
        (x + radius + 4, y - height / 2, "start"),
        (x - radius - 4 - across, y - height / 2, "end"),
        (x - across / 2, y - radius - 3 - height, "middle"),
        (x - across / 2, y + radius + 3, "middle"),
        (x + radius + 2, y - height - 4, "start"),
        (x + radius + 2, y + 4, "start"),
        (x - radius - 2 - across, y - height - 4, "end"),
        (x - radius - 2 - across, y + 4, "end"),
    ):
        frame = (left, top, left + across, top + height)
        if left < 0 or left + across > _WIDTH or top < 0 or any(_overlap(frame, other) for other in taken):
            continue
        taken.append(frame)
        at = left if anchor == "start" else left + across if anchor == "end" else left + across / 2
        return link(spot.label.href, block(lines, at, top + 10, Style("pic-place", 13.0, anchor)))
    return None


def _square(center: Point, half: float) -> tuple[float, float, float, float]:
    return center[0] - half, center[1] - half, center[0] + half, center[1] + half


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _listed(others: Sequence[MapPoint], top: float) -> tuple[list[Svg], float]:
    """The names and numbers of what has no point, and the height of the picture with them."""
    if not others:
        return [], top - 16
    parts = [tag("text", "Without a point on the map", class_="pic-head", x=4, y=top)]
    for spot in others[:MOST]:
        top += 18
        label = wrapped(
            spot.label.text or "no place named", _WIDTH - 20 - width(spot.words, _LIST_TYPE), 1, _LIST_TYPE
        )[0]
        parts.append(link(spot.label.href, tag("text", label, class_="pic-label", x=4, y=top)))
        parts.append(tag("text", spot.words, class_="pic-value", x=_WIDTH - 4, y=top, text_anchor="end"))
    return parts, top + 8


def _description(found: Sequence[MapPoint], placed: int) -> str:
    ranked = sorted((spot for spot in found if spot.value is not None), key=lambda spot: -(spot.value or 0))
    words = f"A map with {placed} {'place' if placed == 1 else 'places'}."
    return f"{words} The largest: {ranked[0].label.text or 'no place named'}, {ranked[0].words}." if ranked else words
