"""The things of each kind, with counts, and the use of each term of the ontology."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from pyoxigraph import NamedNode, Quad, Triple

from accord.engine import Engine
from accord.engine.inference import STOPPED
from accord.engine.inferred import InferredTriples
from accord.names import DEFINITIONS, RDF, RDFS
from accord.publication import Publication
from accord.publication.statements import Row
from accord.things.names.labels import Labels, Name, Reference, choose
from accord.things.ontology.inventory import Inventory
from accord.things.ontology.vocabulary import Kind, Term, Vocabulary
from accord.things.statements import classes_of, outgoing, statements

_TRIED = 1000
_STOPPED = frozenset(kind.value for kind in STOPPED)

UNTYPED = RDFS + "Resource"
"""The class under which things without a class are listed: everything is one (RDF Schema 1.1, section 2.1)."""


@dataclass(frozen=True, slots=True)
class ListedThing:
    """A thing in a list: its name, its most specific kinds, and a sentence about it where there is one."""

    thing: Reference
    kinds: tuple[Reference, ...]
    description: Name | None


@dataclass(frozen=True, slots=True)
class Use:
    """A term of the ontology, how often the data uses it, and a thing or part that does (its IRI).

    A class is used by what belongs to it, stated or by inference, a property by the statements that the data makes.
    """

    term: Term
    count: int
    example: str | None


class ClassIndex:
    """Counts and lists over the publication's data. Who belongs to which class is read at once, the rest when asked.

    ``things`` is how many things there are, ``inferred`` how many statements follow from data and ontology.
    """

    def __init__(
        self,
        publication: Publication,
        engine: Engine,
        inventory: Inventory,
        vocabulary: Vocabulary,
        labels: Labels,
        inferred: InferredTriples,
    ) -> None:
        self._inventory = inventory
        self._others = {NamedNode(publication.graph(file)) for file in publication.files if "data" not in file.roles}
        self._engine = engine
        self._vocabulary = vocabulary
        self._labels = labels
        self._members: dict[str, list[str]] = {}
        self._counts: Counter[str] = Counter()
        self._examples: dict[str, str] = {}
        self._sorted: dict[str, tuple[str, ...]] = {}
        self._users: dict[str, str | None] = {}
        self._first = self
        self.things = len(inventory.things)
        self.inferred = inferred.total
        followed = _types_of(inferred)
        for node, kinds in self._types().items():
            self._file(node, kinds, followed.get(node, frozenset()))

    def _data(self, predicate: str | None = None) -> Iterator[Quad | Row]:
        quads = self._engine.match(predicate=NamedNode(predicate) if predicate else None)
        return (quad for quad in quads if quad.graph_name not in self._others)

    def _types(self) -> dict[str, set[str]]:
        """The classes of all that data describe, and of the things that the ontology describes (its individuals)."""
        types: dict[str, set[str]] = {iri: set() for iri in self._inventory.things}
        for quad in self._engine.match(predicate=NamedNode(RDF + "type")):
            subject, kind = quad.subject, quad.object
            if isinstance(subject, Triple) or not isinstance(kind, NamedNode):
                continue
            if subject.value in types or quad.graph_name not in self._others:
                types.setdefault(subject.value, set()).add(kind.value)
        return types

    def _file(self, node: str, stated: set[str], followed: Collection[str]) -> None:
        """Put a node under the classes it is stated to be of, and those that follow, as queries find it.

        Only things are listed, parts are counted. Of an anonymous part the classes above the stated ones follow.
        """
        above = frozenset[str]().union(*map(self._vocabulary.ancestors, stated)) - _STOPPED
        thing = node in self._inventory
        own = thing or self._inventory.whole(node) in self._inventory
        kinds = stated.union(above, followed)
        for kind in kinds or {UNTYPED} if thing else kinds:
            self._counts[kind] += 1
            if own:
                self._examples[kind] = min(node, self._examples.get(kind, node))
            if thing:
                self._members.setdefault(kind, []).append(node)

    def preferring(self, vocabulary: Vocabulary, labels: Labels) -> ClassIndex:
        """The same index with other names; what is counted is shared."""
        other = copy(self)
        other._vocabulary, other._labels, other._sorted = vocabulary, labels, {}
        return other

    @property
    def _properties(self) -> Counter[str]:
        """Property -> how many statements the data makes with it."""
        return self._first._counted_properties

    @cached_property
    def _counted_properties(self) -> Counter[str]:
        return Counter(quad.predicate.value for quad in self._data())

    @property
    def statements(self) -> int:
        """How many statements the data makes."""
        return self._properties.total()

    def size(self, kind: str) -> int:
        """How many things a class has, those of its subclasses among them."""
        return len(self._members.get(kind, ()))

    def kinds(self) -> tuple[Reference, ...]:
        """The classes that have things: those of the ontology in reading order, then the others by their things."""
        ordered = sorted(self._members, key=lambda kind: (self._vocabulary.place(kind), -self.size(kind), kind))
        return tuple(self._labels.reference(kind) for kind in ordered)

    def members(self, kind: str) -> tuple[str, ...]:
        """The IRIs of the things of a class, in the order of their names: by letters, as a SPARQL engine sorts them."""
        if kind not in self._members:
            return ()
        if kind not in self._sorted:
            order = sorted(self._members[kind], key=lambda iri: (self._labels.of(iri).text.lower(), iri))
            self._sorted[kind] = tuple(order)
        return self._sorted[kind]

    def entry(self, iri: str) -> ListedThing:
        """A thing as a line of a list."""
        stated = list(outgoing(self._engine, NamedNode(iri)))
        kinds = self._vocabulary.most_specific(classes_of(stated))
        references = tuple(map(self._labels.reference, kinds))
        return ListedThing(self._labels.reference(iri), references, choose(stated, DEFINITIONS, self._labels.languages))

    def uses(self, kind: Kind) -> tuple[Use, ...]:
        """The classes, or the properties, of the ontology in reading order, with their use."""
        return tuple(map(self.use, self._vocabulary.kind(kind)))

    def use(self, term: Term) -> Use:
        """A class or a property with its use."""
        return self._class_use(term) if term.kind == "class" else self._property_use(term)

    def count(self, kind: str) -> int:
        """How many things and parts belong to a class, stated or by inference."""
        return self._counts[kind]

    def _class_use(self, term: Term) -> Use:
        return Use(term, self._counts[term.iri], self._examples.get(term.iri))

    def _property_use(self, term: Term) -> Use:
        """The example is the first by name among a thousand, so that it is the same each time without a long search."""
        if term.iri not in self._users:
            users = (one.subject.value for one in statements(islice(self._data(term.iri), _TRIED)))
            own = (user for user in users if self._inventory.whole(user) in self._inventory)
            self._users[term.iri] = min(own, default=None)
        return Use(term, self._properties[term.iri], self._users[term.iri])


def _types_of(inferred: InferredTriples) -> dict[str, set[str]]:
    """The classes that things belong to by inference."""
    types: dict[str, set[str]] = {}
    for one in inferred:
        node, kind = one.subject, one.object
        if one.predicate.value == RDF + "type" and isinstance(node, NamedNode) and isinstance(kind, NamedNode):
            types.setdefault(node.value, set()).add(kind.value)
    return types
