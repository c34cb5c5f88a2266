"""The places of things on a map: at their own points, and areas without one in the middle of the places in them.

The configuration may name properties by which a place is in a wider one (``accord:withinProperty``); those of
GeoSPARQL, schema.org, GeoNames and Dublin Core are known.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import NamedNode

from accord.engine import Engine
from accord.names import DCTERMS, SCHEMA, SCHEMA_HTTP
from accord.things.places.points import Point, point_of
from accord.things.statements import incoming

WITHIN = (
    *("http://www.opengis.net/ont/geosparql#sfWithin", "http://www.geonames.org/ontology#parentFeature"),
    *(SCHEMA + "containedInPlace", SCHEMA_HTTP + "containedInPlace", DCTERMS + "isPartOf"),
)
"""The properties by which a place is in a wider one."""

_PASSED = 500
"""Places in an area that are looked at for its middle."""


@dataclass(frozen=True, slots=True)
class MappedThing:
    """Where a thing is; ``middle``: in the middle of the places in it, since it has no point of its own."""

    point: Point
    middle: bool = False


class PlaceLookup:
    """Looks up places in the statements."""

    def __init__(self, engine: Engine, within: Iterable[str] = ()) -> None:
        self._engine = engine
        self._within = tuple(dict.fromkeys((*within, *WITHIN)))

    def of(self, iri: str) -> MappedThing | None:
        """The point that is stated about a thing, else the middle of those that are stated about places in it."""
        if point := point_of(self._engine, iri):
            return MappedThing(point)
        inside = [point for one in self._inside(iri) if (point := point_of(self._engine, one))]
        if not inside:
            return None
        east, north = (sum(one.longitude for one in inside), sum(one.latitude for one in inside))
        return MappedThing(Point(east / len(inside), north / len(inside)), middle=True)

    def _inside(self, iri: str) -> list[str]:
        """The places in a place, direct and indirect, the nearest first."""
        found = [iri]
        for place in found:
            for predicate in self._within:
                for one in incoming(self._engine, NamedNode(place), predicate):
                    if isinstance(one.subject, NamedNode) and one.subject.value not in found and len(found) < _PASSED:
                        found.append(one.subject.value)
        return found[1:]
