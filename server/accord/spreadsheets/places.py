"""GeoJSON (RFC 7946) of things that have a point: what maps and geographic programs read."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class PlottedThing:
    """A thing with a point, in degrees of WGS 84, and what is said of it."""

    iri: str
    longitude: float
    latitude: float
    properties: Mapping[str, str]


def write_geojson(places: Iterable[PlottedThing], about: Mapping[str, str]) -> bytes:
    """A collection of features, each with the IRI of its thing as identifier. ``about`` are members of their own."""
    features = [_feature(place) for place in places]
    whole = {"type": "FeatureCollection", **about, "features": features}
    return json.dumps(whole, ensure_ascii=False, indent=1).encode() + b"\n"


def _feature(place: PlottedThing) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": place.iri,
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
        "properties": dict(place.properties),
    }
