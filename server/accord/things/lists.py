"""The things of a class as a list: narrowed by the values they have, put in order, and the query that does the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode

from accord import queries
from accord.engine import Engine
from accord.engine.inferred import InferredTriples
from accord.names import ALIASES, DEFINITIONS, LABELS, NUMERIC, RDF, SAME_AS, SKOS, XSD
from accord.things.class_index import UNTYPED, ClassIndex
from accord.things.labels import Labels, Reference
from accord.things.statements import outgoing
from accord.things.vocabulary import Vocabulary

CHOICES = 100
"""How many values of a property a list offers, the most common first."""

_APART = frozenset((*LABELS, *ALIASES, *DEFINITIONS, *SAME_AS, SKOS + "closeMatch", RDF + "type"))
_WORDS = frozenset((XSD + "string", RDF + "langString"))
_REMEMBERED = 32

Filter = tuple[str, str]
"""A property and the value of it that the things of a list have, as IRIs."""

Path = tuple[str, ...]
"""The properties that lead to a literal, as IRIs: one of a thing, or two by way of a part of it; none is the name."""


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Which things to list, and by what: the name, or the value at the end of a path. All are IRIs in full."""

    kind: str
    having: tuple[Filter, ...] = ()
    sort: Path = ()
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """A value that some things of a list have, how many do, and whether the list was narrowed to them."""

    value: Reference
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A property by which a list can be narrowed, with the values to choose from."""

    by: Reference
    choices: tuple[Choice, ...]

    @property
    def chosen(self) -> bool:
        """Whether the list was narrowed by it."""
        return any(choice.chosen for choice in self.choices)


@dataclass(frozen=True, slots=True)
class ListResult:
    """The IRIs of the things that a wish names, in order, and how else they can be narrowed and sorted.

    ``sorted`` holds the values that things are sorted by, ``query`` is SPARQL that gives the same things in the same
    order.
    """

    wish: ListQuery
    things: tuple[str, ...]
    sorted: Mapping[str, Literal]
    facets: tuple[Facet, ...]
    sorts: tuple[tuple[Reference, ...], ...]
    query: str


@dataclass(slots=True)
class Index:
    """What the things of a class have: the things by property and value, and the literals of things by path.

    ``literals`` holds only what gives an order: paths that lead no thing to two values, and more than one thing to any.
    """

    things: tuple[str, ...]
    links: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    literals: dict[Path, dict[str, Literal]] = field(default_factory=dict)


class Lists:
    """Lists over the classes of a publication; what their things have is remembered for the classes asked for last."""

    def __init__(
        self,
        catalogue: ClassIndex,
        engine: Engine,
        vocabulary: Vocabulary,
        labels: Labels,
        thing_base: str,
        inferred: InferredTriples,
    ) -> None:
        self._catalogue = catalogue
        self._engine = engine
        self._vocabulary = vocabulary
        self._labels = labels
        self._thing_base = thing_base
        self._inferred = inferred
        self._index = lru_cache(_REMEMBERED)(self._read)
        self.read = lru_cache(_REMEMBERED)(self._listing)

    def _listing(self, wish: ListQuery) -> ListResult | None:
        """The list, or ``None`` when no thing of the class has the property or the value that the wish names."""
        if not self._catalogue.size(wish.kind):
            return None
        index = self._index(wish.kind)
        known = all(value in index.links.get(property, ()) for property, value in wish.having)
        if not known or (wish.sort and wish.sort not in index.literals):
            return None
        values = index.literals[wish.sort] if wish.sort else {}
        kept = set(index.things).intersection(*(index.links[property][value] for property, value in wish.having))
        named = [iri for iri in index.things if iri in kept]
        return ListResult(
            wish=wish,
            things=tuple(_sorted(named, values, wish.descending)),
            sorted=values,
            facets=tuple(self._facets(wish, index.links, kept)),
            sorts=tuple(tuple(map(self._labels.reference, path)) for path in self.sorts(wish.kind)),
            query=write_query(wish, self._condition(index.things), self._labels.languages[0]),
        )

    def _condition(self, things: Iterable[str]) -> str:
        """What tells the things of a class from their parts, in SPARQL, and the end of their IRIs as ``?end``."""
        if all(iri.startswith(self._thing_base) and "#" not in iri for iri in things):
            base = f"STR({NamedNode(self._thing_base)})"
            return f"""\
    BIND(REPLACE(STRAFTER(STR(?thing), {base}), "[-_]", " ") AS ?end)
    FILTER(STRSTARTS(STR(?thing), {base}) && !CONTAINS(STR(?thing), "#"))"""
        whole = "" if any("#" in iri for iri in things) else ' && !CONTAINS(STR(?thing), "#")'
        return f"""\
    BIND(REPLACE(REPLACE(STR(?thing), "^.*[/#](.)", "$1"), "[-_]", " ") AS ?end)
    FILTER(isIRI(?thing){whole})"""

    def narrower(self, kind: str) -> tuple[Reference, ...]:
        """The classes directly below a class that have things."""
        below = (one for one in self._catalogue.kinds() if one.iri in self._vocabulary)
        return tuple(one for one in below if kind in self._vocabulary[one.iri].parents)

    def sorts(self, kind: str) -> tuple[Path, ...]:
        """By which paths the things of a class can be sorted, in reading order."""
        place = self._vocabulary.place
        if not self._catalogue.size(kind):
            return ()
        return tuple(sorted(self._index(kind).literals, key=lambda path: [(place(iri), iri) for iri in path]))

    def _read(self, kind: str) -> Index:
        index = Index(self._catalogue.members(kind))
        several: set[Path] = set()
        for iri in index.things:
            for path, value in self._values(iri):
                if isinstance(value, Literal):
                    several |= set() if index.literals.setdefault(path, {}).setdefault(iri, value) == value else {path}
                else:
                    index.links.setdefault(path[0], {}).setdefault(value.value, set()).add(iri)
        mixed = {path for path in index.literals if len(path) > 1 and path[0] in index.links}
        alone = {path for path, values in index.literals.items() if len(values) == 1}
        for path in several | mixed | alone:
            del index.literals[path]
        return index

    def _values(self, iri: str) -> Iterator[tuple[Path, Literal | NamedNode]]:
        """What a thing has: the literals and IRIs that are stated of it or follow, and numbers and dates of its parts.

        Names have an order of their own, classes lists of their own, and what others call a thing is its alone.
        """
        for predicate, value in self._facts(iri):
            if predicate in _APART:
                continue
            if isinstance(value, Literal) or not value.value.startswith(f"{iri}#"):
                yield (predicate,), value
                continue
            for inner, end in self._facts(value.value):
                if isinstance(end, Literal) and end.datatype.value not in _WORDS:
                    yield (predicate, inner), end

    def _facts(self, iri: str) -> Iterator[tuple[str, Literal | NamedNode]]:
        """What a query finds of an IRI: the statements about it, then those that follow by the ontology."""
        for one in outgoing(self._engine, NamedNode(iri)):
            if not isinstance(one.object, BlankNode):
                yield one.predicate, one.object
        for triple in self._inferred.about(iri):
            if isinstance(triple.object, Literal | NamedNode):
                yield triple.predicate.value, triple.object

    def _facets(self, wish: ListQuery, links: Mapping[str, Mapping[str, set[str]]], kept: set[str]) -> Iterable[Facet]:
        """The properties of which one value is shared, or was chosen; a value each to itself narrows to one thing."""
        for property in self._in_order(links):
            counts = {value: len(things & kept) for value, things in links[property].items()}
            chosen = {value for one, value in wish.having if one == property}
            if chosen or max(counts.values()) > 1:
                yield Facet(self._labels.reference(property), tuple(self._choices(counts, chosen)))

    def _choices(self, counts: Mapping[str, int], chosen: set[str]) -> Iterable[Choice]:
        shown = ((iri, count) for iri, count in counts.items() if count or iri in chosen)
        choices = [Choice(self._labels.reference(iri), count, iri in chosen) for iri, count in shown]
        choices.sort(key=lambda one: (not one.chosen, -one.count, one.value.name.text.lower(), one.value.iri))
        return choices[:CHOICES]

    def _in_order(self, properties: Iterable[str]) -> list[str]:
        return sorted(properties, key=lambda iri: (self._vocabulary.place(iri), iri))


def _sorted(things: list[str], values: Mapping[str, Literal], descending: bool) -> list[str]:
    """The things by their value, those that are equal in the order given, those without a value last."""
    valued = [iri for iri in things if iri in values]
    valued.sort(key=lambda iri: _key(values[iri]), reverse=descending)
    return valued + [iri for iri in things if iri not in values]


def _key(value: Literal) -> tuple[float, str]:
    """Numbers by what they are worth, before text by its letters, as the query has it."""
    try:
        return (float(value.value) if value.datatype.value in NUMERIC else 0.0, value.value)
    except ValueError:
        return (0.0, value.value)


def write_query(wish: ListQuery, condition: str, language: str = "en") -> str:
    """The query that lists what a wish names, with IRIs in full; ``condition`` are the lines that say what a thing is.

    Names in the language come before others. Raises ValueError for a wish that names something that is not an IRI.
    """
    text = queries.load("list-by-value" if wish.sort else "list").text
    if wish.descending:
        text = text.replace(" ASC(", " DESC(")
    lines = [line for one in text.splitlines() for line in _narrowed(one, wish.having)]
    path = "/".join(str(NamedNode(property)) for property in wish.sort)
    places = {"    FILTER(<things>)": condition, "<class>": str(NamedNode(wish.kind)), "<sort>": path}
    text = "\n".join(lines) + "\n"
    if language != "en":
        places |= {"names in\n# English": f"names in\n# “{language}”", "Names in English": f"Names in “{language}”"}
        places |= {'"en"': str(Literal(language)), "?english": "?preferred"}
    if wish.kind == UNTYPED:
        typed = "?thing a <class> ."
        places = {typed: "?thing ?any_property ?any_value .\n    FILTER NOT EXISTS { ?thing a ?class }", **places}
    for place, written in places.items():
        text = text.replace(place, written)
    return text


def _narrowed(line: str, having: Iterable[Filter]) -> list[str]:
    """A line of a query; the one with the places for a property and a value as often as there are such."""
    if "<property>" not in line:
        return [line]
    pairs = ((str(NamedNode(property)), str(NamedNode(value))) for property, value in having)
    return [line.replace("<property>", property).replace("<value>", value) for property, value in pairs]
