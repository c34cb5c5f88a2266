"""Questions with parameters: the values to choose from, and the values that were chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode

from accord.engine import Engine
from accord.errors import QueryError
from accord.names import ALIASES, OWL, RDFS, XSD
from accord.publication import Settings
from accord.publication.examples import Example
from accord.publication.examples.parameters import IRI, LANG_STRING, Parameter, typed
from accord.publication.settings.own_iris import meant
from accord.questions.answered import values_with_answers
from accord.questions.members import MOST_OFFERED, Members
from accord.sparql.rewriting.binding import Value, breaks_iri
from accord.things.names.labels import Labels, Reference
from accord.things.ontology.class_index import ClassIndex
from accord.validation.datatypes import is_well_formed

__all__ = ["MOST_OFFERED", "ParameterField", "GivenValues", "Questions"]

ANY = (RDFS + "Resource", OWL + "Thing")
"""The classes to which everything belongs: a parameter of them may be any thing that is described."""

_LONGEST = 1_000
"""Characters of a value: a name or a number is shorter."""
_INPUTS = {
    XSD + "date": "date",
    **{XSD + name: "number" for name in ("integer", "nonNegativeInteger", "positiveInteger", "int", "gYear", "long")},
}
"""The kinds of HTML fields in which only a value of the datatype can be written."""
_EXAMPLES = {
    XSD + "gYear": "2024",
    XSD + "gYearMonth": "2024-05",
    XSD + "date": "2024-05-31",
    XSD + "dateTime": "2024-05-31T12:00:00Z",
    XSD + "boolean": "true or false",
    XSD + "integer": "12",
    XSD + "decimal": "12.5",
}


@dataclass(frozen=True, slots=True)
class ParameterField:
    """A parameter as a field of a form.

    ``offered`` are the values to choose from, each as it is in an address, with its name; ``closed`` says that no other
    value is possible, and that they are few. ``given`` is what the address has, ``fault`` what is wrong with it.
    """

    parameter: Parameter
    label: str
    offered: tuple[tuple[str, str], ...]
    closed: bool
    given: str
    fault: str = ""

    @property
    def input(self) -> str:
        """The type of the HTML field, where it is not closed."""
        return _INPUTS.get(self.parameter.kind, "text")


@dataclass(frozen=True, slots=True)
class GivenValues:
    """The values of a question, by the names of its parameters, as far as they can be read; and its fields."""

    values: Mapping[str, Value]
    fields: tuple[ParameterField, ...]
    error: QueryError | None

    @property
    def missing(self) -> tuple[str, ...]:
        """The labels of the fields that need a value and have none."""
        return tuple(
            one.label
            for one in self.fields
            if not (one.parameter.optional or one.parameter.name in self.values or one.fault)
        )


class Questions:
    """Reads and offers values, by the names and the classes of a publication."""

    def __init__(self, settings: Settings, engine: Engine, labels: Labels, class_index: ClassIndex) -> None:
        self._settings = settings
        self._labels = labels
        self._index = class_index
        self._engine = engine
        self._members: dict[str, Members] = {}
        self._choices: dict[tuple[str, str], tuple[Value, ...]] = {}

    def ask(self, example: Example, given: Mapping[str, Sequence[str]]) -> GivenValues:
        """The values that an address gives to a question; for what it does not give, the defaults."""
        values: dict[str, Value] = {}
        fields: list[ParameterField] = []
        first: QueryError | None = None
        for parameter in example.parameters:
            texts = given.get(parameter.name, ())
            fault: QueryError | None = None
            try:
                value = self._value(example, parameter, texts)
            except QueryError as error:
                first, fault, value = first or error, error, None
            if value is not None:
                values[parameter.name] = value
            fields.append(self._field(example, parameter, texts[0] if texts else None, value, fault))
        return GivenValues(values, tuple(fields), first)

    def label(self, parameter: Parameter) -> str:
        """The label of a parameter."""
        if parameter.words:
            return parameter.words
        return self._labels.of(parameter.kind).text if parameter.is_thing else parameter.name.replace("_", " ")

    def written(self, value: Value) -> str:
        """A value as it is in an address: the prefixed name of an IRI, the characters of a literal."""
        if isinstance(value, NamedNode):
            return self._settings.prefixes.shorten(value.value) or value.value
        return value.value

    def name(self, value: Value) -> str:
        """A value in words."""
        return self._labels.of(value.value).text if isinstance(value, NamedNode) else value.value

    def choices(self, example: Example, parameter: Parameter) -> tuple[Value, ...]:
        """The values to choose from: those that the file lists; else, of a class, those that have an answer.

        Where no thing of the class has one, or finding them takes long, all things of the class. Empty for a literal.
        """
        if parameter.choices or not parameter.is_thing:
            return parameter.choices
        key = (example.slug, parameter.name)
        if key not in self._choices:
            answered = values_with_answers(self._engine, example, parameter)
            if parameter.kind in ANY:
                iris = sorted(answered, key=lambda iri: (self._labels.of(iri).text.casefold(), iri))
            else:
                members = self._index.members(parameter.kind)
                iris = [iri for iri in members if iri in answered] or list(members)
            self._choices[key] = tuple(map(NamedNode, iris))
        return self._choices[key]

    def _value(self, example: Example, parameter: Parameter, texts: Sequence[str]) -> Value | None:
        if len(texts) > 1:
            raise QueryError(f"The parameter {parameter.name} is given {len(texts)} times.", remedy="Give it once.")
        text = texts[0].strip() if texts else None
        if text is None or not text and parameter.optional:
            return parameter.default if text is None else None
        if not text:
            return parameter.default
        if len(text) > _LONGEST:
            raise QueryError(f"The value of {parameter.name} has {len(text):,} characters.", remedy="Shorten it.")
        if parameter.choices:
            return self._chosen(parameter, text)
        if parameter.kind == IRI:
            return self._any_iri(example, parameter, text)
        return self._thing(example, parameter, text) if parameter.is_thing else self._literal(parameter, text)

    def _chosen(self, parameter: Parameter, text: str) -> Value:
        for value in parameter.choices:
            if text in (self.written(value), value.value) or text.casefold() == self.name(value).casefold():
                return value
        allowed = ", ".join(map(self.written, parameter.choices))
        raise QueryError(f"{text[:80]!r} is not a value of {parameter.name}.", remedy=f"Choose one of {allowed}.")

    def _thing(self, example: Example, parameter: Parameter, text: str) -> NamedNode:
        """The thing that is meant by an IRI, a prefixed name, the end of an IRI, or a name."""
        members = self._of(example, parameter)
        found = meant(self._settings, members.namespaces, text, lambda iri: self._may_be(parameter, members, iri))
        found = found or tuple(members.named(text))
        if len(found) == 1:
            return NamedNode(found[0])
        kind = self.label(parameter)
        if found:
            remedy = f"Choose one of {', '.join(self.written(NamedNode(iri)) for iri in found)}."
            raise QueryError(f"{kind}: several have the name {text[:80]!r}.", remedy=remedy)
        near = members.like(text)
        remedy = f"Did you mean {' or '.join(map(self._shown, near[:3]))}?" if near else "Choose one from the list."
        raise QueryError(f"{kind}: nothing here is called {text[:80]!r}.", remedy=remedy)

    def _any_iri(self, example: Example, parameter: Parameter, text: str) -> NamedNode:
        """The IRI that is meant by an IRI, which the publication need not know, a prefixed name, or a name."""
        iri = self._settings.prefixes.expand(text) or text
        if not breaks_iri(iri):
            return NamedNode(iri)
        return self._thing(example, replace(parameter, kind=ANY[0], words=self.label(parameter)), text)

    def _shown(self, iri: str) -> str:
        return f"{self._labels.of(iri).text} ({self.written(NamedNode(iri))})"

    def _literal(self, parameter: Parameter, text: str) -> Value:
        if parameter.kind == LANG_STRING or is_well_formed(text, parameter.kind):
            return typed(text, parameter.kind, parameter.language)
        kind = self._settings.prefixes.shorten(parameter.kind) or parameter.kind
        example = _EXAMPLES.get(parameter.kind)
        remedy = f"Write it as in {example}." if example else "Correct the value."
        raise QueryError(f"{self.label(parameter)}: {text[:80]!r} is not of the type {kind}.", remedy=remedy)

    def _may_be(self, parameter: Parameter, members: Members, iri: str) -> bool:
        """Whether an IRI is among the things of a parameter; without a class, whether it is described."""
        return iri in members or parameter.kind in ANY and self._is_described(iri)

    def _is_described(self, iri: str) -> bool:
        return not breaks_iri(iri) and next(iter(self._engine.match(NamedNode(iri))), None) is not None

    def _of(self, example: Example, parameter: Parameter) -> Members:
        """The things of a class by their names. Classes of parameters are few, so each is read once and kept."""
        kind = parameter.kind
        key = f"{example.slug} {parameter.name}" if kind in ANY else kind
        if key not in self._members:
            chosen = (
                (one.value for one in self.choices(example, parameter)) if kind in ANY else self._index.members(kind)
            )
            members = tuple(chosen)
            self._members[key] = Members({iri: tuple(self._names(iri, len(members))) for iri in members})
        return self._members[key]

    def _names(self, iri: str, of: int) -> Iterator[str]:
        """The names of a thing; of very many things only the one that is shown, since reading takes time."""
        yield self._labels.of(iri).text
        if of <= MOST_OFFERED:
            for property in (*ALIASES, *self._settings.aliases):
                for quad in self._engine.match(NamedNode(iri), NamedNode(property)):
                    if isinstance(quad.object, Literal):
                        yield quad.object.value

    def _field(
        self,
        example: Example,
        parameter: Parameter,
        text: str | None,
        value: Value | None,
        fault: QueryError | None,
    ) -> ParameterField:
        values = self.choices(example, parameter)
        if parameter.is_thing and value is not None and value not in values:
            values = (value, *values)
        closed = bool(values) and len(values) <= MOST_OFFERED
        if len(values) > MOST_OFFERED:
            values = tuple(NamedNode(iri) for iri in self._of(example, parameter).like(text)) if fault and text else ()
        given = self.written(value) if value is not None else (text or "")
        if value is not None and parameter.is_thing and not closed:
            given = self.name(value)
        offered = tuple((self.written(one), self.name(one)) for one in values)
        message = f"{fault.message} {fault.remedy}".strip() if fault else ""
        return ParameterField(parameter, self.label(parameter), offered, closed, given, message)

    def reference(self, value: Value) -> Reference | None:
        """The thing that a value is, with its name."""
        return self._labels.reference(value.value) if isinstance(value, NamedNode) else None
