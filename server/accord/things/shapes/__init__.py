"""The SHACL shapes as people read them: what each one checks and demands, in sentences made of its constraints."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from accord.names import RDF, RDFS, SH, local_name
from accord.things.names.labels import LANGUAGES, Name, choose
from accord.things.names.wording import english_plural
from accord.things.statements import Object, Statement, statements

Node = NamedNode | BlankNode

_PLACE = re.compile(r"\{[?$]\w{1,50}\}")
"""A place for a value in a message (SHACL, section 5.1)."""

_NAMES = (SH + "name", RDFS + "label")
_DESCRIPTIONS = (SH + "description", RDFS + "comment")
_TARGETS = {
    SH + "targetClass": "each {}",
    SH + "targetNode": "{}",
    SH + "targetSubjectsOf": "each thing that has “{}”",
    SH + "targetObjectsOf": "each value of “{}”",
}
_KINDS = {
    "IRI": "a link",
    "Literal": "words, a number or a date, not a link",
    "BlankNode": "a part without an address",
    "BlankNodeOrIRI": "a thing or a part",
    "BlankNodeOrLiteral": "a part, or words, a number or a date",
    "IRIOrLiteral": "a link, or words, a number or a date",
}
_DATATYPES = {
    "string": "words without a language",
    "langString": "words with a language",
    "integer": "a whole number",
    "decimal": "a number",
    "double": "a number",
    "date": "a day (YYYY-MM-DD)",
    "gYear": "a year",
    "gYearMonth": "a month of a year",
    "dateTime": "a date with a time",
    "boolean": "true or false",
    "anyURI": "an address",
}
_BOUNDS = {
    "minInclusive": "is {} or more",
    "maxInclusive": "is {} or less",
    "minExclusive": "is more than {}",
    "maxExclusive": "is less than {}",
    "minLength": "has {} characters or more",
    "maxLength": "has {} characters or fewer",
    "pattern": "has the form {}",
}
_PAIRS = {
    "equals": "has the same values as “{}”",
    "disjoint": "shares no value with “{}”",
    "lessThan": "is less than “{}”",
    "lessThanOrEquals": "is not more than “{}”",
}
_ALTERNATIVES = {"or": "At least one holds", "xone": "Exactly one holds", "and": "All hold"}
_DEPTH = 4
"""Alternatives inside each other that are put in words; what is deeper is in the source."""


@dataclass(frozen=True, slots=True)
class Demand:
    """What a shape demands of one property, or of the thing itself where ``path`` is empty.

    ``path`` is the IRI of the property where it is one, ``about`` its words. ``severity`` is violation, warning or
    info; ``message`` is what a report says.
    """

    path: str
    about: str
    description: str
    sentences: tuple[str, ...]
    message: str
    severity: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape with targets. ``applies`` says in words to what; ``classes`` are the IRIs of the classes that it targets,
    ``subjects_of`` those of the properties whose subjects it targets.
    """

    iri: str
    name: str
    description: str
    applies: tuple[str, ...]
    classes: tuple[str, ...]
    demands: tuple[Demand, ...]
    iris: frozenset[str] = frozenset()
    """Its own IRI and those of the shapes of its properties, by which findings name it."""
    subjects_of: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The end of its IRI."""
        return local_name(self.iri)


class DescribedShapes(Mapping[str, Shape]):
    """Slug -> shape, for all shapes that have an IRI and targets, in the order of the files."""

    def __init__(
        self, quads: Iterable[Quad], name: Callable[[str], Name], languages: tuple[str, ...] = LANGUAGES
    ) -> None:
        self._subjects: dict[object, list[Statement]] = {}
        for one in statements(quads):
            self._subjects.setdefault(one.subject, []).append(one)
        self._name = name
        self._languages = languages

    @cached_property
    def _shapes(self) -> dict[str, Shape]:
        found: dict[str, Shape] = {}
        for node in list(self._subjects):
            if isinstance(node, NamedNode) and (applies := tuple(self._targets(node))):
                shape = self._shape(node, applies)
                found.setdefault(shape.slug, shape)
        return found

    def __getitem__(self, slug: str) -> Shape:
        return self._shapes[slug]

    def __iter__(self) -> Iterator[str]:
        return iter(self._shapes)

    def __len__(self) -> int:
        return len(self._shapes)

    def of_class(self, classes: Iterable[str]) -> tuple[Shape, ...]:
        """The shapes that check the things of any of these classes."""
        wanted = set(classes)
        return tuple(shape for shape in self.values() if wanted.intersection(shape.classes))

    def of_property(self, path: str) -> tuple[tuple[Shape, Demand], ...]:
        """What shapes demand of a property, each with the shape."""
        return tuple((shape, demand) for shape in self.values() for demand in shape.demands if demand.path == path)

    def _targets(self, node: Node) -> Iterator[str]:
        for one in self._subjects.get(node, ()):
            if one.predicate in _TARGETS and isinstance(one.object, NamedNode):
                yield _TARGETS[one.predicate].format(self._name(one.object.value).text)
        if self._is(node, RDFS + "Class") and (
            self._is(node, SH + "NodeShape") or self._is(node, SH + "PropertyShape")
        ):
            yield f"each {self._name(node.value).text}"

    def _is(self, node: Node, kind: str) -> bool:
        return any(one.predicate == RDF + "type" and one.object.value == kind for one in self._subjects.get(node, ()))

    def _shape(self, node: NamedNode, applies: tuple[str, ...]) -> Shape:
        classes = [value.value for value in self._values(node, "targetClass")]
        classes += [node.value] if self._is(node, RDFS + "Class") else []
        own = self._demand(node)
        inner = [self._demand(one) for one in self._values(node, "property") if isinstance(one, Node)]
        return Shape(
            iri=node.value,
            name=self._words(node, _NAMES) or self._name(node.value).text,
            description=self._words(node, _DESCRIPTIONS),
            applies=applies,
            classes=tuple(classes),
            demands=tuple(one for one in (own, *inner) if one.sentences or one.message),
            iris=frozenset({node.value, *(value.value for value in self._values(node, "property"))}),
            subjects_of=tuple(value.value for value in self._values(node, "targetSubjectsOf")),
        )

    def _demand(self, node: Node) -> Demand:
        severity = next(iter(self._values(node, "severity")), None)
        path = next(iter(self._values(node, "path")), None)
        return Demand(
            path=path.value if isinstance(path, NamedNode) else "",
            about=self._path(path) if path is not None else "",
            description=self._words(node, _DESCRIPTIONS) if path is not None else "",
            sentences=tuple(self._sentences(node)),
            message=self._words(node, (SH + "message",)),
            severity=local_name(severity.value).casefold() if severity is not None else "violation",
        )

    def _sentences(self, node: Node, depth: int = 0) -> Iterator[str]:
        """The constraints of a shape, each as a sentence."""
        if count := self._count(node):
            yield count
        yield from (f"Each value is {words}." for words in self._kinds(node))
        for name, words in _BOUNDS.items():
            yield from (f"Each value {words.format(self._show(value))}." for value in self._values(node, name))
        for name, words in _PAIRS.items():
            yield from (f"It {words.format(self._show(value))}." for value in self._values(node, name))
        for values in self._lists(node, "in"):
            yield f"Each value is one of: {', '.join(map(self._show, values))}."
        yield from (f"One value is {self._show(value)}." for value in self._values(node, "hasValue"))
        for values in self._lists(node, "languageIn"):
            yield f"The language is one of: {', '.join(map(self._show, values))}."
        if any(value.value in ("true", "1") for value in self._values(node, "uniqueLang")):
            yield "There is one value for each language at most."
        if any(value.value in ("true", "1") for value in self._values(node, "closed")):
            yield "It has no other properties."
        if depth < _DEPTH:
            yield from self._alternatives(node, depth)

    def _alternatives(self, node: Node, depth: int) -> Iterator[str]:
        for name, words in _ALTERNATIVES.items():
            for members in self._lists(node, name):
                parts = [self._joined(one, depth) for one in members if isinstance(one, Node)]
                yield f"{words}: {'; '.join(filter(None, parts))}."
        for one in self._values(node, "not"):
            if isinstance(one, Node) and (part := self._joined(one, depth)):
                yield f"It is not so that: {part}."
        for one in self._values(node, "node"):
            yield f"Each value keeps the rules of “{self._words(one, _NAMES) or self._show(one)}”."
        for one in self._values(node, "sparql"):
            message = self._words(one, (SH + "message",))
            yield _PLACE.sub("…", message) if message else "A query of the shape finds nothing wrong."

    def _joined(self, node: Node, depth: int) -> str:
        """The sentences of an alternative in one, with its path."""
        path = next(iter(self._values(node, "path")), None)
        about = f"“{self._path(path)}”: " if path is not None else ""
        inner = [self._joined(one, depth + 1) for one in self._values(node, "property") if isinstance(one, Node)]
        sentences = [one.rstrip(".")[:1].lower() + one.rstrip(".")[1:] for one in self._sentences(node, depth + 1)]
        return about + ", and ".join((*sentences, *filter(None, inner))) if sentences or any(inner) else ""

    def _count(self, node: Node) -> str:
        least, most = (next((one.value for one in self._values(node, name)), "") for name in ("minCount", "maxCount"))
        if most == "0":
            return "It has no value."
        if least == most and most:
            return f"It has exactly {'one value' if most == '1' else f'{most} values'}."
        words = [f"at least {'one value' if least == '1' else f'{least} values'}"] if least not in ("", "0") else []
        words += [f"at most {'one value' if most == '1' else f'{most} values'}"] if most else []
        return f"It has {' and '.join(words)}." if words else ""

    def _kinds(self, node: Node) -> Iterator[str]:
        for value in self._values(node, "datatype"):
            yield _DATATYPES.get(local_name(value.value), f"of the type {self._show(value)}")
        for value in self._values(node, "class"):
            yield f"one of the {english_plural(self._show(value))}"
        for value in self._values(node, "nodeKind"):
            yield _KINDS.get(local_name(value.value), self._show(value))

    def _path(self, path: Object) -> str:
        """A path in words: the name of a property, or the steps of it."""
        if isinstance(path, NamedNode):
            return self._name(path.value).text
        if members := self._members(path):
            return " of ".join(self._path(one) for one in reversed(members))
        for name, words in (("inversePath", "what has it as “{}”"), ("zeroOrMorePath", "{}, any number of steps")):
            for one in self._values(path, name):
                return words.format(self._path(one))
        for name in ("oneOrMorePath", "zeroOrOnePath"):
            for one in self._values(path, name):
                return self._path(one)
        for values in self._lists(path, "alternativePath"):
            return " or ".join(map(self._path, values))
        return "a path"

    def _show(self, value: Object) -> str:
        return self._name(value.value).text if isinstance(value, NamedNode) else value.value

    def _words(self, node: Object, predicates: tuple[str, ...]) -> str:
        name = choose(self._subjects.get(node, ()), predicates, self._languages)
        return name.text if name else ""

    def _values(self, node: Object, name: str) -> list[Object]:
        return [one.object for one in self._subjects.get(node, ()) if one.predicate == SH + name]

    def _lists(self, node: Object, name: str) -> Iterator[list[Object]]:
        for value in self._values(node, name):
            if members := self._members(value):
                yield members

    def _members(self, node: Object) -> list[Object]:
        """The members of a list (rdf:List), up to the first node that was passed before."""
        found: list[Object] = []
        passed: set[Object] = set()
        while not isinstance(node, Literal) and node not in passed:
            passed.add(node)
            stated = {one.predicate: one.object for one in self._subjects.get(node, ())}
            if RDF + "first" not in stated:
                break
            found.append(stated[RDF + "first"])
            node = stated.get(RDF + "rest", NamedNode(RDF + "nil"))
        return found
