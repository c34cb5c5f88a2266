"""The nearest of the places that a place is within."""

from __future__ import annotations

from collections.abc import Sequence

from pyoxigraph import NamedNode

from accord.things.known_facts import KnownFacts
from accord.things.statements import Object


def nearest(facts: KnownFacts, within: str, places: Sequence[Object]) -> list[Object]:
    """The places that no other one of these is within, in their order; all of them where each is within another."""
    wider = {
        around
        for place in places
        if isinstance(place, NamedNode)
        for predicate, around in facts.of(place)
        if predicate == within and around != place
    }
    return [place for place in places if place not in wider] or list(places)
