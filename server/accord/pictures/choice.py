"""From rows to a picture: the one that a query asks for, or the one that the columns fit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from accord.pictures.bars import Bar, bars
from accord.pictures.comparison import comparison
from accord.pictures.maps import MapPoint, map_of
from accord.pictures.model import NOTHING, Cell, Picture, Rows
from accord.pictures.network import network
from accord.pictures.requested import UNDRAWN, Requested, Unfit
from accord.pictures.scales import amount, moment, numeric
from accord.pictures.timeline import Span, timeline
from accord.pictures.trees import grown, tree
from accord.things.places.points import Point, checked, point_of_wkt
from accord.things.places.shown import MappedThing

_UNITS = ("currency", "unit")
_LATITUDES, _LONGITUDES = ("lat", "latitude"), ("long", "lon", "lng", "longitude")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a picture needs beside its rows: the name of an element that no other picture on the page has, IRIs of
    prefixed names, and the points of things.
    """

    name: str = "picture"
    expand: Callable[[str], str] = str
    point: Callable[[str], MappedThing | None] = lambda iri: None


def picture_of(rows: Rows, asked: Requested, about: Surroundings, title: str = "") -> Picture | None:
    """The picture of rows; ``None`` when none fits, or a table is asked for.

    Raises Unfit when the picture that is wanted for cannot be drawn of these rows.
    """
    kind = asked.kind or _fitting(rows)
    if not kind or kind in UNDRAWN:
        return None
    if not rows.rows:
        raise Unfit("The result has no rows, so there is nothing to draw.")
    picture = _DRAWN[kind](rows, asked, about)
    return picture.titled(title or "The result as a picture")


def _fitting(rows: Rows) -> str:
    """The kind of picture that columns fit by themselves, empty for none."""
    if not rows.rows:
        return ""
    if _named(rows, _LATITUDES) and _named(rows, _LONGITUDES) or any(_point(cell) for cell in rows.rows[0]):
        return "map"
    if _dated(rows):
        return "timeline"
    if _numeric(rows) and len(rows.columns) > 1 and len(rows.rows) > 1:
        return "bars"
    return "network" if len(_things(rows)) == len(rows.columns) in (2, 3) and len(rows.rows) > 1 else ""


def _named(rows: Rows, names: tuple[str, ...]) -> str:
    return next((column for column in rows.columns if column.casefold() in names), "")


def _filled(rows: Rows, column: str) -> list[Cell]:
    return [cell for cell in rows.column(column) if cell is not None]


def _numeric(rows: Rows) -> list[str]:
    """The columns that have numbers only."""
    return [
        one
        for one in rows.columns
        if (cells := _filled(rows, one)) and all(numeric(cell.term) is not None for cell in cells)
    ]


def _dated(rows: Rows) -> list[str]:
    """The columns that have dates only, and not just numbers."""
    numbers = _numeric(rows)
    return [
        one
        for one in rows.columns
        if one not in numbers and (cells := _filled(rows, one)) and all(moment(cell.term) for cell in cells)
    ]


def _things(rows: Rows) -> list[str]:
    """The columns that have IRIs only."""
    return [
        one
        for one in rows.columns
        if (cells := _filled(rows, one)) and all(isinstance(cell.term, NamedNode) for cell in cells)
    ]


def _label(rows: Rows, asked: Requested, *apart: str) -> str:
    """The column of labels: the one wanted for, the first of things, or the first that is not drawn itself."""
    others = [one for one in rows.columns if one not in apart]
    return (
        asked.column("x", rows) or next((one for one in _things(rows) if one in others), "") or next(iter(others), "")
    )


def _notes(rows: Rows, *more: str) -> tuple[str, ...]:
    cut = f"Only the first {len(rows.rows):,} rows of the result are drawn." if rows.more else ""
    return tuple(filter(None, (cut, *more)))


def _units(rows: Rows, asked: Requested) -> tuple[str, ...]:
    """The unit of each row: that of a column, the same for all, or none."""
    given = asked.options.get("unit", "") or _named(rows, _UNITS)
    if given in rows.columns:
        return tuple(cell.text if cell else "" for cell in rows.column(given))
    return (given,) * len(rows.rows)


def _left_out(count: int, why: str) -> str:
    if count == 1:
        return f"One row has {why}, and is in the table only."
    return f"{count} rows have {why}, and are in the table only." if count else ""


def _bars(rows: Rows, asked: Requested, about: Surroundings) -> Picture:
    """The numbers of things, as one chart for each unit."""
    columns = asked.columns("y", rows) or tuple(_numeric(rows)[:1])
    if not columns:
        raise Unfit("Bars need a column of numbers, and the result has none.")
    named = _label(rows, asked, *columns, *_numeric(rows)) or columns[0]
    labels, units, sure = rows.column(named), _units(rows, asked), asked.certainty(rows, about.expand)
    found = [
        Bar(labels[n] or Cell(f"no {rows.title(named)} named"), value, units[n], sure[n], series)
        for n in range(len(rows.rows))
        for series, column in enumerate(columns)
        if (cell := rows.column(column)[n]) and (value := numeric(cell.term)) is not None
    ]
    if not found:
        raise Unfit("The column of numbers has no number in it, so there is nothing to draw.")
    empty = _left_out(len(rows.rows) * len(columns) - len(found), "no number") if len(columns) == 1 else ""
    return bars(found, rows, about.name, tuple(map(rows.title, columns)), _notes(rows, empty))


def _timeline(rows: Rows, asked: Requested, about: Surroundings) -> Picture:
    """The dates of things: points, or spans where a column has the end."""
    dated = _dated(rows)
    start = asked.column("start", rows) or next(iter(dated), "")
    end = asked.column("end", rows) or ("" if "start" in asked.options else next(iter(dated[1:]), ""))
    if not start:
        raise Unfit("A timeline needs a column of dates, and the result has none.")
    labels = rows.column(_label(rows, asked, start, end))
    ends = rows.column(end) if end else (None,) * len(rows.rows)
    what = asked.column("what", rows)
    words = rows.column(what) if what else (None,) * len(rows.rows)
    latest, sure = asked.flag("latest", rows, about.expand), asked.certainty(rows, about.expand)
    found = [
        Span(
            labels[n] or NOTHING,
            date,
            moment(last.term) if (last := ends[n]) else None,
            "" if latest[n] or not (happened := words[n]) else happened.text,
            latest[n],
            sure[n],
        )
        for n, cell in enumerate(rows.column(start))
        if cell and (date := moment(cell.term))
    ]
    if not found:
        raise Unfit("The column of dates has no date in it, so there is nothing to draw.")
    return timeline(found, rows, _notes(rows, _left_out(len(rows.rows) - len(found), "no date")))


def _map(rows: Rows, asked: Requested, about: Surroundings) -> Picture:
    """The things at their points, which a column has or which are looked up."""
    lat, long = (
        asked.column("lat", rows) or _named(rows, _LATITUDES),
        asked.column("long", rows) or _named(rows, _LONGITUDES),
    )
    points = asked.column("point", rows) or next(
        (one for one in rows.columns if any(map(_point, rows.column(one)))), ""
    )
    numbers = [one for one in _numeric(rows) if one not in (lat, long)]
    value = asked.column("y", rows) or next(iter(numbers), "")
    labels = rows.column(_label(rows, asked, lat, long, points, *numbers))
    units, sure = _units(rows, asked), asked.certainty(rows, about.expand)

    def place(n: int) -> MappedThing | None:
        if points and (point := _point(rows.column(points)[n])):
            return MappedThing(point)
        if lat and long:
            return _pair(rows.column(long)[n], rows.column(lat)[n])
        term = cell.term if (cell := labels[n]) else None
        return about.point(term.value) if isinstance(term, NamedNode) else None

    found = []
    for n, label in enumerate(labels):
        where, cell = place(n), rows.column(value)[n] if value else None
        middle = bool(where and where.middle)
        point = (where.point.longitude, where.point.latitude) if where else None
        found.append(
            MapPoint(
                label or Cell("no place named"), point, numeric(cell.term) if cell else None, units[n], sure[n], middle
            )
        )
    if not any(spot.point for spot in found):
        raise Unfit("None of the things in the result has a point, so there is no map of them.")
    return map_of(found, rows, about.name, _notes(rows))


def _point(cell: Cell | None) -> Point | None:
    """The point of a literal of GeoSPARQL, longitude first."""
    if cell is None or not isinstance(cell.term, Literal) or not cell.term.datatype.value.endswith("wktLiteral"):
        return None
    return point_of_wkt(cell.term.value)


def _pair(longitude: Cell | None, latitude: Cell | None) -> MappedThing | None:
    if longitude is None or latitude is None:
        return None
    point = checked(longitude.text, latitude.text)
    return MappedThing(point) if point else None


def _network(rows: Rows, asked: Requested, about: Surroundings) -> Picture:
    """A network of the things in two or three columns."""
    wanted = (asked.column("from", rows), asked.column("via", rows), asked.column("to", rows))
    columns = (
        tuple(filter(None, wanted))
        if any(wanted)
        else tuple(_things(rows)[:3] if len(rows.columns) == 3 else _things(rows)[:2])
    )
    if len(columns) < 2:
        raise Unfit("A network needs two columns of things, and the result has fewer.")
    chosen = [rows.column(column) for column in columns]
    complete = sum(all(row) for row in zip(*chosen, strict=True))
    if not complete:
        raise Unfit("No row of the result has a value in both columns, so there is no line to draw.")
    return network(
        chosen,
        tuple(map(rows.title, columns)),
        rows,
        _notes(rows, _left_out(len(rows.rows) - complete, "an empty end")),
    )


def _tree(rows: Rows, asked: Requested, about: Surroundings) -> Picture:
    """Things below those that a column names as their parents."""
    parent = asked.column("parent", rows) or next(iter(_things(rows)[1:2]), "")
    label = _label(rows, asked, parent)
    if not parent or parent == label:
        raise Unfit("A tree needs a column of nodes and a column of those above them.")
    value, units = asked.column("y", rows), _units(rows, asked)
    pairs = [(cell, upper) for cell, upper in zip(rows.column(label), rows.column(parent), strict=True) if cell]
    values: dict[str, str] = {}
    for n, cell in enumerate(rows.column(label)):
        number = numeric(given.term) if value and (given := rows.column(value)[n]) else None
        if cell and number is not None:
            values[str(cell.term)] = amount(number, units[n])
    if not pairs:
        raise Unfit("The column of nodes is empty, so there is nothing to draw.")
    return tree(grown(pairs, values), rows, _notes(rows))


def _comparison(rows: Rows, asked: Requested, about: Surroundings) -> Picture:
    label = _label(rows, asked)
    sides = asked.columns("sides", rows) or tuple(one for one in rows.columns if one != label)[:3]
    if not 2 <= len(sides) <= 3:
        raise Unfit("A comparison needs two or three columns beside the first.")
    respects = [cell or NOTHING for cell in rows.column(label)]
    heads = tuple(map(rows.title, sides))
    return comparison(respects, [rows.column(side) for side in sides], heads, rows, _notes(rows))


_DRAWN = {
    "bars": _bars,
    "timeline": _timeline,
    "map": _map,
    "network": _network,
    "tree": _tree,
    "comparison": _comparison,
}
