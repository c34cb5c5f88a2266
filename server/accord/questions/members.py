"""The things of a class by name: what a name, or a part of one, means."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from accord.did_you_mean import likeliest
from accord.publication.settings.own_iris import namespaces_of

MOST_OFFERED = 500
"""Things that a form lists. A list of 500 names is 30 KB of HTML; for more, people write a name."""
_LIKE = 20
"""Things that are offered for a name that none has."""


class Members:
    """The names of things."""

    def __init__(self, names: Mapping[str, tuple[str, ...]]) -> None:
        """``names`` has the names of each IRI, the one that is shown first."""
        self._names = names
        self._by_name: dict[str, list[str]] = {}
        for iri, own in names.items():
            for name in dict.fromkeys(one.casefold() for one in own):
                self._by_name.setdefault(name, []).append(iri)

    def __contains__(self, iri: str) -> bool:
        return iri in self._names

    @cached_property
    def namespaces(self) -> tuple[str, ...]:
        """Where the things are, the most used namespace first."""
        return namespaces_of(self._names)

    def named(self, name: str) -> list[str]:
        """The IRIs of the things that have this name; capitals do not matter."""
        return self._by_name.get(name.casefold(), [])

    def like(self, name: str) -> list[str]:
        """The IRIs of the things with a name that contains these words, else of those with the most similar name."""
        wanted = name.casefold()
        found = dict.fromkeys(iri for own, iris in self._by_name.items() if wanted in own for iri in iris)
        if not found and (likely := likeliest(wanted, self._by_name)):
            found = dict.fromkeys(self._by_name[likely])
        return list(found)[:_LIKE]
