"""The pictures of the home page: questions that the publication names, else the first ones with pictures, or a map."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import islice

from flask import request, url_for

from accord.engine import Query
from accord.errors import AccordError
from accord.formats import JSON, SVG
from accord.limits import QueryLimits
from accord.pictures import Picture, Rows
from accord.pictures.maps import MapPoint, map_of
from accord.pictures.requested import UNDRAWN, Unfit
from accord.publication.examples import Example
from accord.sparql.guard import inspect
from accord.web.requests.languages import keeping
from accord.web.responses import incomplete
from accord.web.site import Site
from accord.web.sparql.answers.pictures import Naming, ShownPicture, picture_of_query

HOME = 2
"""Pictures on the home page where the publication declares none."""

_PLACES = 2_000
"""Things that are looked at for points where the home page has no question with a picture."""

_LOG = logging.getLogger("accord")


def home_pictures(site: Site, client: str) -> list[ShownPicture]:
    """The pictures of the home page, whose questions are asked for a client."""
    declared = site.publication.settings.presentation.pictures
    examples = [site.examples[slug] for slug in declared if slug in site.examples]
    if not examples:
        drawn = (one for one in site.examples.values() if one.picture and one.picture.split()[0] not in UNDRAWN)
        examples = list(islice(drawn, HOME))
    found = [_of_example(site, example, f"picture-{place}", client) for place, example in enumerate(examples)]
    shown = [picture for picture in found if picture]
    return shown or [ShownPicture(one, "picture-map") for one in _map_of_things(site)]


def _of_example(site: Site, example: Example, name: str, client: str) -> ShownPicture | None:
    """The picture of a question; ``None`` when it cannot be drawn, or not now: the page is not kept then."""
    prefixes = site.publication.settings.prefixes
    try:
        inspection = inspect(example.text, QueryLimits(), site.engine.services, prefixes)
        query = Query(example.text, JSON, client=client, inspection=inspection)
        picture = picture_of_query(site, query, example.picture, example.title, name, columns=example.columns)
    except Unfit as error:
        _LOG.warning("The home page has no picture of %s: %s", example.slug, error)
        return None
    except AccordError as error:
        _LOG.warning("The home page has no picture of %s now: %s", example.slug, error)
        incomplete()
        return None
    source = keeping(url_for("questions.question", slug=example.slug))
    return ShownPicture(picture, name, f"{source}.{SVG.suffix}", source) if picture else None


def _map_of_things(site: Site) -> Iterator[Picture]:
    """A map of the things that have points, if any."""
    naming = Naming(site, request.script_root)
    spots = []
    for iri in islice(site.things.inventory.things, _PLACES):
        if (place := site.places.of(iri)) and not place.middle:
            spots.append(MapPoint(naming.thing(iri), (place.point.longitude, place.point.latitude)))
    if spots:
        rows = Rows(("place",), tuple((spot.label,) for spot in spots))
        yield map_of(spots, rows, "picture-map").titled("Where things are")
