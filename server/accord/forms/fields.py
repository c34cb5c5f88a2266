"""The properties of a kind of thing, by the shapes for it and by the things of this kind in the data."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from pyoxigraph import Literal, NamedNode, Triple
from rdflib import URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from accord.names import OWL, RDF, RDFS, XSD
from accord.publication import Publication
from accord.publication.settings.own_iris import NewIris
from accord.things.names.common_terms import in_words
from accord.things.ontology.vocabulary import Vocabulary
from accord.things.statements import Object
from accord.validation.exchange import to_store
from accord.validation.shacl.shapes import load

TYPE = RDF + "type"
_OF_ONTOLOGIES = (OWL, RDFS, RDF)
"""Namespaces whose classes are those of terms and restrictions."""
_NEARLY_ALL = 0.9
"""The share of things with a property from which it is asked for, where no shape says so."""
_LAST = 1_000
"""The order of what the shapes give no order."""


@dataclass(frozen=True, slots=True)
class Field:
    """A property that a kind of thing must or may have.

    ``minimum`` is how many values it must have, ``kind`` the class that alone has it (empty where all things do),
    ``words`` its description in the shapes, ``allowed`` the only values, ``used`` those of the data, the commonest
    first, and ``datatype`` the IRI of the type of its values, empty for links. ``datatypes`` are all types that the
    shapes leave to choose from, ``classes`` those that a link must lead to a thing of, and ``most`` is how many values
    it may have (0: any number).
    """

    path: str
    minimum: int
    kind: str
    words: str
    allowed: tuple[Object, ...]
    used: tuple[Object, ...]
    datatype: str
    datatypes: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    most: int = 0


class Fields:
    """The fields of every class of a publication. Raises UsageError when the shapes cannot be read."""

    def __init__(self, publication: Publication, vocabulary: Vocabulary) -> None:
        self._publication = publication
        self._vocabulary = vocabulary
        self._shapes = load(tuple(publication.with_role("shapes")), partly=not publication.is_strict)

    @property
    def statements(self) -> Mapping[str, list[tuple[str, Object]]]:
        """Thing -> property and value of each statement of the data about it."""
        return self._read[0]

    @property
    def folders(self) -> Mapping[str, str]:
        """Thing -> the folder of the first file that gives it a class."""
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[Mapping[str, list[tuple[str, Object]]], Mapping[str, str]]:
        """The statements and the folders. Equal pairs are kept once: most things have the classes of others."""
        found: dict[str, list[tuple[str, Object]]] = defaultdict(list)
        folders: dict[str, str] = {}
        pairs: dict[tuple[str, Object], tuple[str, Object]] = {}
        for file in self._publication.with_role("data"):
            folder = str(PurePosixPath(file.path).parent)
            for quad in file.quads():  # without the graphs, which would take twice as long
                if isinstance(quad.subject, NamedNode) and not isinstance(quad.object, Triple):
                    thing, pair = quad.subject.value, (quad.predicate.value, quad.object)
                    found[thing].append(pairs.setdefault(pair, pair))
                    if pair[0] == TYPE:
                        folders.setdefault(thing, folder)
        return found, folders

    def kinds_of(self, thing: str) -> tuple[str, ...]:
        """The classes that the data give a thing."""
        about = self.statements.get(thing, ())
        return tuple(value.value for path, value in about if path == TYPE and isinstance(value, NamedNode))

    def classes(self) -> tuple[str, ...]:
        """The classes whose things a shape checks, in the order of the ontology; not those of which there are only
        parts of things. Without such shapes: the classes of the ontology and of the data.
        """
        targets = {str(target) for target in self._shapes.graph.objects(None, SH.targetClass)}
        classes = (term.iri for term in self._vocabulary.kind("class"))
        checked = (iri for iri in classes if not targets.isdisjoint({iri, *self._vocabulary.ancestors(iri)}))
        things, parts = self._kinds(is_part=False), self._kinds(is_part=True)
        found = tuple(iri for iri in checked if iri in things or iri not in parts)
        return found or (*(term.iri for term in self._vocabulary.kind("class")), *sorted(self._used_classes))

    @cached_property
    def _used_classes(self) -> dict[str, list[str]]:
        """The things of each class that the ontology does not describe."""
        found: dict[str, list[str]] = defaultdict(list)
        for thing in self.statements:
            for kind in self.kinds_of(thing):
                if kind not in self._vocabulary and not kind.startswith(_OF_ONTOLOGIES):
                    found[kind].append(thing)
        return found

    def base(self, iri: str) -> str:
        """The beginning of the IRI of a new thing of a class, like those of other things."""
        return self._new_iris.base(iri)

    @cached_property
    def _new_iris(self) -> NewIris:
        things = {kind: iris for kind, iris in self._things.items() if not kind.startswith(_OF_ONTOLOGIES)}
        return NewIris(self._publication.settings, things)

    @cached_property
    def _things(self) -> Mapping[str, list[str]]:
        """Class -> its things and those of the classes below it."""
        found: dict[str, list[str]] = defaultdict(list)
        for thing in self.statements:
            near = self.kinds_of(thing)
            for kind in {*near}.union(*map(self._vocabulary.ancestors, near)):
                found[kind].append(thing)
        return found

    def members(self, iri: str) -> list[str]:
        """The things of a class or of one below it."""
        return self._things.get(iri, [])

    def _kinds(self, *, is_part: bool) -> frozenset[str]:
        """The classes, direct and indirect, of all things or of all parts of things."""
        near = {kind for thing in self.statements if ("#" in thing) == is_part for kind in self.kinds_of(thing)}
        return frozenset(near).union(*map(self._vocabulary.ancestors, near))

    def of(self, iri: str, wanted: Set[str] = frozenset()) -> tuple[Field, ...]:
        """The fields of a class by group, order and the reading order of the ontology; it must have what is wanted."""
        used = self._used(iri)
        if not wanted and not self.has_shapes(iri):
            return tuple(self._without_shapes(iri, used))
        shapes: dict[str, list[tuple[Node, str]]] = {path: [] for path in wanted}
        for shape, kind in [*self._targeted(iri), *self._free(used)]:
            path = self._shapes.value(shape, SH.path)
            if isinstance(path, URIRef):
                shapes.setdefault(str(path), []).append((shape, kind))
        paths = sorted(shapes, key=lambda path: self._place(path, [shape for shape, _ in shapes[path]]))
        fields = (self._field(path, shapes[path], used, path in wanted) for path in paths)
        return tuple(field for field in fields if field is not None)

    def has_shapes(self, iri: str) -> bool:
        """Whether a shape says what things of a class need; otherwise their fields are those that others have."""
        return any(True for _ in self._targeted(iri))

    def _without_shapes(self, iri: str, used: Mapping[str, Counter[Object]]) -> Iterator[Field]:
        """The fields of a class that no shape describes: what its things have, and what the ontology gives it.

        What nearly all things have is asked for.
        """
        members = self.members(iri)
        having = Counter(path for thing in members for path in {path for path, _ in self.statements[thing]})
        kinds = {iri, *self._vocabulary.ancestors(iri)}
        declared = [term.iri for term in self._vocabulary.kind("property") if kinds.intersection(term.domains)]
        ranked = sorted(used, key=lambda path: (-having[path], self._vocabulary.place(path), path))
        for path in dict.fromkeys([TYPE, *ranked, *declared]):
            term = self._vocabulary.get(path)
            definition = term.definition.text if term and term.definition else ""
            share = f"{having[path]:,} of {len(members):,} have it." if having[path] else ""
            asked = path != TYPE and bool(members) and having[path] >= _NEARLY_ALL * len(members)
            values = tuple(value for value, _ in used.get(path, Counter()).most_common())
            name = term.name.text if term else in_words(path)
            words = f"{name}: {' '.join(filter(None, (share, definition)))}".rstrip()
            ranges = tuple(term.ranges) if term else ()
            yield Field(path, int(asked), "", words if path != TYPE else "", (), values, _datatype(values, ranges))

    def notes(self, iri: str) -> Iterator[str]:
        """What the shapes require of a class and what is not about one property, in their own words."""
        for shape, kind in self._targeted(iri):
            path = self._shapes.value(shape, SH.path)
            if not isinstance(path, URIRef) and self._minimum(shape) and not kind:
                yield self._shapes.text(shape, SH.message)

    def _field(
        self, path: str, shapes: list[tuple[Node, str]], used: Mapping[str, Counter[Object]], is_wanted: bool
    ) -> Field | None:
        """A field by all its shapes together; ``None`` for a property that is not allowed."""
        if any(str(self._shapes.value(shape, SH.maxCount)) == "0" for shape, _ in shapes):
            return None
        several = [shape for shape, _ in sorted(shapes, key=lambda one: (bool(one[1]), *self._order(one[0])))]
        values = tuple(value for value, _ in used.get(path, Counter()).most_common())
        allowed = next(filter(None, (self._shapes.members(shape, SH["in"]) for shape in several)), [])
        kind = min((kind for _, kind in shapes), default="")
        return Field(
            path=path,
            minimum=0 if kind else max([int(is_wanted), *map(self._minimum, several)]),
            kind=kind,
            words=self._words(several[0]) if several else "",
            allowed=tuple(term for term in map(to_store, allowed) if isinstance(term, Object)),
            used=values,
            datatype=next(filter(None, map(self._datatype, several)), _datatype_of(values)),
            datatypes=tuple(dict.fromkeys(str(one) for shape in several for one in self._choices(shape, SH.datatype))),
            classes=tuple(dict.fromkeys(str(one) for shape in several for one in self._choices(shape, SH["class"]))),
            most=min(
                (most for shape in several if (most := _whole(self._shapes.value(shape, SH.maxCount), 0))), default=0
            ),
        )

    def _words(self, shape: Node) -> str:
        words = [self._shapes.text(shape, predicate) for predicate in (SH.description, SH.message)]
        return f"{self._shapes.text(shape, SH.name)}: {' '.join(filter(None, words))}"

    def _datatype(self, shape: Node) -> str:
        """The type of literal that a shape asks for, the first where it leaves a choice."""
        return next(map(str, self._choices(shape, SH.datatype)), "")

    def _choices(self, shape: Node, parameter: Node) -> Iterator[Node]:
        """The values of a parameter of a shape, and of those of its alternatives."""
        for one in (shape, *self._shapes.members(shape, SH["or"])):
            yield from sorted(self._shapes.graph.objects(one, parameter), key=str)

    def _targeted(self, iri: str) -> Iterator[tuple[Node, str]]:
        """The property shapes for a class and those above it; those for a class below it with that class."""
        above = {iri, *self._vocabulary.ancestors(iri)}
        for shape, target in sorted(self._shapes.graph.subject_objects(SH.targetClass)):
            if str(target) in above or iri in self._vocabulary.ancestors(str(target)):
                for inner in sorted(self._shapes.graph.objects(shape, SH.property), key=str):
                    yield inner, "" if str(target) in above else str(target)

    def _free(self, used: Mapping[str, object]) -> Iterator[tuple[Node, str]]:
        """The property shapes for whatever has a property, of the properties in use."""
        for shape, path in sorted(self._shapes.graph.subject_objects(SH.targetSubjectsOf)):
            if str(path) in used and self._shapes.value(shape, SH.path) == path:
                yield shape, ""

    def _minimum(self, shape: Node) -> int:
        value = self._shapes.value(shape, SH.minCount)
        return _whole(value, 0) if self._shapes.severity(shape) == "violation" else 0

    def _order(self, shape: Node) -> tuple[int, int]:
        """The order of the group and the order in it."""
        group = self._shapes.value(shape, SH.group)
        orders = [self._shapes.value(one, SH.order) if one is not None else None for one in (group, shape)]
        first, second = (_whole(one, _LAST) for one in orders)
        return first, second

    def _place(self, path: str, shapes: list[Node]) -> tuple[tuple[int, int], int, str]:
        order = min(map(self._order, shapes), default=(_LAST, _LAST))
        return order, self._vocabulary.place(path), path

    def _used(self, iri: str) -> dict[str, Counter[Object]]:
        """The values that things of a class have, by property."""
        used: dict[str, Counter[Object]] = defaultdict(Counter)
        for thing in self.members(iri):
            for path, value in self.statements[thing]:
                used[path][value] += 1
        return used


def _whole(value: Node | None, otherwise: int) -> int:
    """A whole number of the shapes; something else for none, and for one that Python does not read."""
    try:
        return otherwise if value is None else int(str(value))
    except ValueError:
        return otherwise


def _datatype(values: tuple[Object, ...], ranges: tuple[str, ...]) -> str:
    """The type of the values, or of the range of the property where there are none; empty for a link."""
    return _datatype_of(values) if values else next((one for one in ranges if one.startswith(XSD)), "")


def _datatype_of(values: tuple[Object, ...]) -> str:
    """The type of the commonest value, empty for a link."""
    return next((value.datatype.value for value in values[:1] if isinstance(value, Literal)), "")
