"""The places of a thing: its own, those of related things, and all wider places."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import NamedNode

from accord.publication.settings.presentation import PlaceProperties
from accord.things.known_facts import KnownFacts


class Concerns:
    """The places of things by the properties that a publication declares; places are remembered, things are not."""

    def __init__(self, places: PlaceProperties, facts: KnownFacts) -> None:
        self.terms = places
        self._facts = facts
        self._wider: dict[str, frozenset[str]] = {}

    def __bool__(self) -> bool:
        return bool(self.terms.at)

    def of(self, iri: str) -> frozenset[str]:
        """The places that a thing concerns, without itself."""
        near = {iri} | self._values(self._reached(iri), self.terms.at)
        return frozenset[str]().union(*map(self._with_wider, near)) - {iri}

    def around(self, place: str) -> frozenset[str]:
        """All places that a place is within, without itself."""
        return self._with_wider(place) - {place}

    def path(self) -> str:
        """The same as a path of a query, from the thing to the place."""
        through, at, within = map(_choice, (self.terms.through, self.terms.at, self.terms.within))
        near = f"{through}*/{at}" if through else at
        return f"({near})?/{within}*" if within else f"({near})?"

    def _reached(self, iri: str) -> set[str]:
        """A thing and those whose places count as its own."""
        found, waiting = {iri}, [iri]
        while waiting:
            fresh = self._values([waiting.pop()], self.terms.through) - found
            found |= fresh
            waiting += fresh
        return found

    def _with_wider(self, place: str) -> frozenset[str]:
        if place not in self._wider:
            found, waiting = {place}, [place]
            while waiting:
                fresh = self._values([waiting.pop()], self.terms.within) - found
                found |= fresh
                waiting += fresh
            self._wider[place] = frozenset(found)
        return self._wider[place]

    def _values(self, things: Iterable[str], properties: tuple[str, ...]) -> set[str]:
        pairs = (pair for iri in things for pair in self._facts.linked(iri))
        return {value.value for predicate, value in pairs if predicate in properties and isinstance(value, NamedNode)}


def _choice(properties: tuple[str, ...]) -> str:
    """Properties as alternatives of a path; empty for none."""
    written = "|".join(str(NamedNode(one)) for one in properties)
    return f"({written})" if written else ""
