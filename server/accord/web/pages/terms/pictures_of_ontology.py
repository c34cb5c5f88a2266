"""The diagrams of an ontology: how its classes are connected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from accord.pictures import Cell, Rows
from accord.pictures.neighbourhood import Around, NeighbourGroup, neighbourhood
from accord.things.ontology.vocabulary import Term
from accord.web.site import Site
from accord.web.sparql.answers.pictures import Naming, ShownPicture

_DIAGRAMS = 20
"""Classes with a diagram of their own in the index; the table has all, and so have the pages of the others."""


@dataclass(frozen=True, slots=True)
class ClassDiagrams:
    """How the main classes are connected: a picture for each class with the properties that lead from it to others, the
    classes with most of them first, and all of them as a table.
    """

    pictures: tuple[ShownPicture, ...]
    table: Rows


def class_diagrams(naming: Naming) -> ClassDiagrams | None:
    """The diagrams of the classes by the properties that the data use; ``None`` for fewer than three properties."""
    ordered = dict(sorted(_leading(naming.site).items(), key=lambda pair: -len(pair[1])))
    rows = [
        (naming.thing(domain), naming.thing(property.iri), naming.thing(range))
        for domain, properties in ordered.items()
        for property, ranges in properties.items()
        for range in ranges
    ]
    if len(rows) < 3:
        return None
    drawn = []
    for place, (domain, properties) in enumerate(islice(ordered.items(), _DIAGRAMS)):
        after = tuple(NeighbourGroup(one.name.text, cells(naming, ranges)) for one, ranges in properties.items())
        picture = neighbourhood(naming.thing(domain), Around(after=after)).titled(naming.thing(domain).text)
        drawn.append(ShownPicture(picture, f"class-{place}"))
    return ClassDiagrams(tuple(drawn), Rows(("class", "property", "class of the values"), tuple(rows)))


def _leading(site: Site) -> dict[str, dict[Term, tuple[str, ...]]]:
    """Class -> property -> classes of its values, of the properties that the data use, the most used first."""
    vocabulary, found = site.things.vocabulary, dict[str, dict[Term, tuple[str, ...]]]()
    used = (one for one in site.things.class_index.uses("property") if one.term.own and one.count)
    for use in sorted(used, key=lambda one: -one.count):
        ranges = tuple(one for one in use.term.ranges if one in vocabulary)
        for domain in use.term.domains if ranges else ():
            if domain in vocabulary:
                found.setdefault(domain, {})[use.term] = ranges
    return found


def cells(naming: Naming, iris: Iterable[str]) -> tuple[Cell, ...]:
    """A cell for each of some terms."""
    return tuple(map(naming.thing, iris))
