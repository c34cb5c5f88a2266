"""The map of a list, where the publication declares one for the things of its class (``accord:picture "map"``)."""

from __future__ import annotations

from collections.abc import Sequence

from accord.pictures import Rows
from accord.pictures.maps import MOST, MapPoint, map_of
from accord.web.sparql.answers.pictures import Naming, ShownPicture

_FEWEST = 3
"""Points that are worth a map."""


def list_map(naming: Naming, kind: str, things: Sequence[str]) -> ShownPicture | None:
    """The things of a list that have a point of their own; ``None`` where a map is not declared, or says little."""
    site = naming.site
    declared = site.publication.settings.presentation.kind_pictures
    if not any("map" in declared.get(one, ()) for one in (kind, *site.things.vocabulary.ancestors(kind))):
        return None
    places = ((iri, site.places.of(iri)) for iri in things[:MOST])
    spots = [
        MapPoint(naming.thing(iri), (place.point.longitude, place.point.latitude))
        for iri, place in places
        if place and not place.middle
    ]
    if len(spots) < _FEWEST:
        return None
    rows = Rows(("place",), tuple((spot.label,) for spot in spots))
    return ShownPicture(map_of(spots, rows, "picture-map").titled("On the map"), "picture-map")
