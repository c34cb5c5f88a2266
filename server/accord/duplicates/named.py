"""The things of a publication with their names, read from its files without an engine."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode, Quad, Triple

from accord.names import ALIASES, LABELS, RDF, RDFS
from accord.publication import Publication
from accord.search.reading import HIDDEN, Thing
from accord.things.names.labels import Name

_TYPE, _SUBCLASS = RDF + "type", RDFS + "subClassOf"
_NOTHING = frozenset({"http://www.w3.org/2002/07/owl#Thing", RDFS + "Resource"})
"""Classes that everything has."""


@dataclass
class NamedThing:
    """What some statements say about a thing: its names, the first of them a label, and its classes."""

    names: list[Name] = field(default_factory=list)
    labels: list[Name] = field(default_factory=list)
    kinds: set[str] = field(default_factory=set)


class Subclasses:
    """The subclasses of classes, as the ontology states."""

    def __init__(self, publication: Publication) -> None:
        self._above: dict[str, set[str]] = defaultdict(set)
        self._found: dict[frozenset[str], frozenset[str]] = {}
        for quad in publication.quads("ontology"):
            if quad.predicate.value == _SUBCLASS and isinstance(quad.object, NamedNode):
                self._above[getattr(quad.subject, "value", "")].add(quad.object.value)

    def with_ancestors(self, kinds: Iterable[str]) -> frozenset[str]:
        """Some classes and all above them, without those that everything has."""
        given = frozenset(kinds)
        if given not in self._found:
            self._found[given] = self._with_ancestors(given)
        return self._found[given]

    def _with_ancestors(self, kinds: Iterable[str]) -> frozenset[str]:
        found, waiting = set[str](), list(kinds)
        while waiting:
            kind = waiting.pop()
            if kind not in found:
                found.add(kind)
                waiting += self._above.get(kind, ())
        return frozenset(found - _NOTHING)


def described(quads: Iterable[Quad | Triple], publication: Publication) -> Mapping[str, NamedThing]:
    """The things that some statements are about, without parts of things; below a base with ``#`` all are things."""
    whole = tuple(base for base in publication.settings.bases if base.endswith("#"))
    other = frozenset((*ALIASES, *publication.settings.aliases, HIDDEN))
    found: dict[str, NamedThing] = defaultdict(NamedThing)
    for quad in quads:
        if not isinstance(quad.subject, NamedNode):
            continue
        if "#" in quad.subject.value and not quad.subject.value.startswith(whole):
            continue
        thing, predicate = found[quad.subject.value], quad.predicate.value
        if predicate == _TYPE and isinstance(quad.object, NamedNode):
            thing.kinds.add(quad.object.value)
        elif isinstance(quad.object, Literal) and predicate in LABELS:
            thing.labels.append(Name.of(quad.object))
        elif isinstance(quad.object, Literal) and predicate in other:
            thing.names.append(Name.of(quad.object))
    return found


def as_thing(iri: str, known: NamedThing, kinds: Subclasses) -> Thing | None:
    """A thing as the search compares it; ``None`` for one without a label."""
    if not known.labels:
        return None
    names = [*known.labels, *known.names]
    return Thing(
        iri=iri,
        name=known.labels[0],
        kinds=tuple(sorted(known.kinds)),
        classes=kinds.with_ancestors(known.kinds),
        names=tuple(name.text for name in names),
    )
