"""Parts of the page of a thing that need more than the thing: what concerns a place, and where its file says it."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from accord.names import SAME_AS, Prefixes
from accord.publication import Publication
from accord.things.facts.resources import Fact, Resource
from accord.things.lists.query import PLACE, ListQuery
from accord.things.lists.totals import Total
from accord.web.site import Site

LARGEST_SEARCHED = 1024 * 1024
"""Bytes of a file up to which the line of a thing is looked up; it takes a few milliseconds."""


@dataclass(frozen=True, slots=True)
class Concerning:
    """The things of a kind that concern a place, with the sum of their amounts."""

    query: ListQuery
    size: int
    total: Total | None


def concerning(site: Site, iri: str) -> list[Concerning]:
    """What concerns a place, of the kinds at the top of each page; nothing for what is not a place."""
    hints = site.publication.settings.presentation
    if not hints.places.at:
        return []
    found = []
    for kind in hints.navigation:
        query = ListQuery(kind, ((PLACE, iri),))
        result = site.things.lists.read(query)
        others = [one for one in result.things if one != iri] if result else []
        if others:
            found.append(Concerning(query, len(others), site.things.totals.of(others)))
    return found


@dataclass(frozen=True, slots=True)
class FactsByUse:
    """The facts of a thing: those that tell things of its kind apart first, and apart from them its identifiers."""

    main: tuple[Fact, ...]
    identifiers: tuple[Fact, ...]


def facts_by_use(site: Site, thing: Resource) -> FactsByUse:
    """The facts in the order in which people read them."""
    terms = site.publication.settings.identifiers
    names = {*SAME_AS, *([terms.property] if terms else ())}
    columns = [iri for kind in thing.kinds for iri in site.things.columns.narrowing(kind.iri)]
    main = [fact for fact in thing.facts if fact.property.iri not in names]
    main.sort(key=lambda fact: columns.index(fact.property.iri) if fact.property.iri in columns else len(columns))
    return FactsByUse(tuple(main), tuple(fact for fact in thing.facts if fact.property.iri in names))


def line_of(publication: Publication, graph: str, iri: str) -> int | None:
    """The line at which the file of a graph begins to describe a thing; ``None`` where it is not found at once."""
    file = next((one for one in publication.files if publication.graph(one) == graph), None)
    if file is None or len(file.data) > LARGEST_SEARCHED or not file.path.endswith((".ttl", ".trig")):
        return None
    written = {*_spellings(publication.settings.prefixes, iri), f"<{iri.rpartition('/')[2]}>"}
    lines = enumerate(file.data.decode("utf-8", "replace").splitlines(), 1)
    return next((number for number, line in lines if line.split(" ", 1)[0].rstrip() in written), None)


def _spellings(prefixes: Prefixes, iri: str) -> tuple[str, ...]:
    short = prefixes.shorten(iri)
    return (str(NamedNode(iri)), *([short] if short else ()))
