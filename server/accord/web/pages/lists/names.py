"""Filters of a list by the names of values, as people write them in a field: ``place=Northern England``."""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode

from accord.names import ALIASES
from accord.search.folding import folded
from accord.things.lists.query import YEAR, Filter
from accord.web.site import Site

_MOST = 20_000
"""Values among which a name is looked for: it takes a tenth of a second."""


def with_values(site: Site, kind: str, filters: tuple[Filter, ...]) -> tuple[Filter, ...]:
    """The filters with the IRIs of values in place of their names. What names no value, or several, stays."""
    found = []
    for property, text in filters:
        values = site.things.lists.values(kind, property)
        known = text in values or property == YEAR or not text
        found.append((property, text if known else _meant(site, list(values), text)))
    return tuple(sorted(set(found)))


def _meant(site: Site, values: list[str], text: str) -> str:
    """The value that has a name, or else the only one whose name has all the words."""
    asked = folded(text)
    if not asked or len(values) > _MOST:
        return text
    names = {iri: [folded(name) for name in _names(site, iri)] for iri in values}
    same = [iri for iri, several in names.items() if asked in several]
    near = [iri for iri, several in names.items() if any(set(asked) <= set(name) for name in several)]
    return next((found[0] for found in (same, near) if len(found) == 1), text)


def _names(site: Site, iri: str) -> Iterator[str]:
    yield site.things.labels.of(iri).text
    for property in (*ALIASES, *site.publication.settings.aliases):
        for quad in site.engine.match(NamedNode(iri), NamedNode(property)):
            if isinstance(quad.object, Literal):
                yield quad.object.value
