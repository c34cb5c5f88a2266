"""Where a thing is, by the properties that vocabularies have for points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

import pytest
from pyoxigraph import Quad, RdfFormat, Store

from accord.engine import Engine
from accord.things.places.points import Point, point_of

PREFIXES = """
@prefix ex: <https://example.org/> . @prefix schema: <https://schema.org/> .
@prefix geo: <http://www.opengis.net/ont/geosparql#> . @prefix wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
"""


class Only:
    """An engine that only looks up statements."""

    def __init__(self, turtle: str) -> None:
        self.store = Store()
        self.store.load(PREFIXES + turtle, RdfFormat.TURTLE)

    def match(self, subject: Any = None, predicate: Any = None, object: Any = None) -> Iterator[Quad]:
        return self.store.quads_for_pattern(subject, predicate, object)


def found(turtle: str) -> Point | None:
    return point_of(cast(Engine, Only(turtle)), "https://example.org/a")


@pytest.mark.parametrize(
    "turtle",
    [
        "ex:a schema:latitude 51.5 ; schema:longitude -1.25 .",
        'ex:a wgs:lat "51.5" ; wgs:long "-1.25" .',
        "ex:a schema:geo [ schema:latitude 51.5 ; schema:longitude -1.25 ] .",
        'ex:a geo:hasGeometry ex:g . ex:g geo:asWKT "POINT(-1.25 51.5)"^^geo:wktLiteral .',
        'ex:a geo:asWKT "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> Point (-1.25 51.5)" .',
    ],
)
def test_a_point_is_found(turtle: str) -> None:
    assert found(turtle) == Point(-1.25, 51.5)


@pytest.mark.parametrize(
    "turtle",
    [
        "ex:a schema:latitude 51.5 .",
        "ex:a schema:latitude 151.5 ; schema:longitude -1.25 .",
        'ex:a wgs:lat "north" ; wgs:long "west" .',
        'ex:a geo:asWKT "<http://www.opengis.net/def/crs/EPSG/0/27700> POINT(451000 206000)" .',
        'ex:a geo:asWKT "LINESTRING(1 2, 3 4)" .',
        "ex:b schema:latitude 51.5 ; schema:longitude -1.25 .",
    ],
)
def test_what_is_no_point_is_none(turtle: str) -> None:
    assert found(turtle) is None
