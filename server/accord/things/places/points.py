"""Where things are: the point of each, from the properties that vocabularies have for it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from accord.engine import Engine, Subject
from accord.names import SCHEMA, SCHEMA_HTTP
from accord.things.statements import Object, outgoing

_WGS = "http://www.w3.org/2003/01/geo/wgs84_pos#"
_GEO = "http://www.opengis.net/ont/geosparql#"
_LATITUDES = (_WGS + "lat", SCHEMA + "latitude", SCHEMA_HTTP + "latitude")
_LONGITUDES = (_WGS + "long", SCHEMA + "longitude", SCHEMA_HTTP + "longitude")
_WKT = _GEO + "asWKT"
_PARTS = (
    *(_GEO + name for name in ("hasCentroid", "hasDefaultGeometry", "hasGeometry", "defaultGeometry")),
    *(SCHEMA + "geo", SCHEMA_HTTP + "geo", _WGS + "location"),
)
"""Properties from a thing to the node with its point, the best first."""
_POINT = re.compile(r"(?:<[^<> ]*> )?POINT ?\( ?(-?[0-9.]{1,20}) (-?[0-9.]{1,20}) ?\)", re.IGNORECASE)
_CRS84 = "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"


@dataclass(frozen=True, slots=True)
class Point:
    """A point in degrees of WGS 84."""

    longitude: float
    latitude: float


def point_of(engine: Engine, iri: str) -> Point | None:
    """The point of a thing: of itself, or of the node that a property for places leads to."""
    values = _values(engine, NamedNode(iri))
    nodes = [node for part in _PARTS for node in values.get(part, ()) if not isinstance(node, Literal)]
    found = map(_point, (values, *(_values(engine, node) for node in nodes)))
    return next(filter(None, found), None)


def _values(engine: Engine, node: Subject) -> dict[str, list[Object]]:
    """The values of the properties of a node."""
    values: dict[str, list[Object]] = {}
    for one in outgoing(engine, node):
        values.setdefault(one.predicate, []).append(one.object)
    return values


def _point(values: dict[str, list[Object]]) -> Point | None:
    latitude = next((value.value for name in _LATITUDES for value in values.get(name, ())), "")
    longitude = next((value.value for name in _LONGITUDES for value in values.get(name, ())), "")
    if latitude and longitude:
        return checked(longitude, latitude)
    return next(filter(None, (point_of_wkt(value.value) for value in values.get(_WKT, ()))), None)


def point_of_wkt(text: str) -> Point | None:
    """A point of GeoSPARQL, in its own order of axes: longitude first, unless another system is named."""
    found = _POINT.fullmatch(text.strip())
    if not found or (text.strip().startswith("<") and not text.strip().startswith(_CRS84)):
        return None
    return checked(found[1], found[2])


def checked(longitude: str, latitude: str) -> Point | None:
    """A point on the earth; ``None`` for numbers that are not one."""
    try:
        point = Point(float(longitude), float(latitude))
    except ValueError:
        return None  # what is not a number is not a point
    return point if -180 <= point.longitude <= 180 and -90 <= point.latitude <= 90 else None
