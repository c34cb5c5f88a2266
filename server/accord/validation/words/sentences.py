"""Messages of results: the shape's own message, or a sentence for the kind of constraint."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rdflib import BNode, URIRef
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from accord.validation import hints
from accord.validation.shacl.order import compare
from accord.validation.shacl.run_pyshacl import ShaclResult
from accord.validation.shacl.shapes import Shapes
from accord.validation.words.term_index import TermIndex

_LISTED = 8
_VARIABLE = re.compile(r"\{[?$](\w+)\}")

_SENTENCES: dict[str, tuple[str, Node | None]] = {
    "MinCount": ("{thing} needs at least {limit} of '{property}'.", SH.minCount),
    "MaxCount": ("{thing} may have no more than {limit} of '{property}'.", SH.maxCount),
    "Datatype": ("{value} is not {kind}, as '{property}' requires.", SH.datatype),
    "NodeKind": ("{value} is not {kind}, as '{property}' requires.", SH.nodeKind),
    "Class": ("{value} is not of the class '{limit}', as '{property}' requires.", SH["class"]),
    "In": ("{value} is not one of the values of '{property}': {limit}.", SH["in"]),
    "HasValue": ("'{property}' of {thing} has to be {limit}.", SH.hasValue),
    "Pattern": ("{value} does not have the form that '{property}' requires: {limit}.", SH.pattern),
    "MinLength": ("{value} is shorter than the {limit} characters of '{property}'.", SH.minLength),
    "MaxLength": ("{value} is longer than the {limit} characters of '{property}'.", SH.maxLength),
    "MinInclusive": ("{value} is less than {limit}, the smallest value of '{property}'.", SH.minInclusive),
    "MaxInclusive": ("{value} is more than {limit}, the largest value of '{property}'.", SH.maxInclusive),
    "MinExclusive": ("{value} is not more than {limit}, as '{property}' requires.", SH.minExclusive),
    "MaxExclusive": ("{value} is not less than {limit}, as '{property}' requires.", SH.maxExclusive),
    "LanguageIn": ("{value} is not in one of the languages of '{property}': {limit}.", SH.languageIn),
    "UniqueLang": ("{thing} has two values of '{property}' in one language.", None),
    "Equals": ("'{property}' of {thing} has to be the same as '{limit}'.", SH.equals),
    "Disjoint": ("{value} is both '{property}' and '{limit}' of {thing}.", SH.disjoint),
    "LessThan": ("'{property}' of {thing} has to be less than '{limit}'.", SH.lessThan),
    "LessThanOrEquals": ("'{property}' of {thing} has to be no more than '{limit}'.", SH.lessThanOrEquals),
    "QualifiedMinCount": ("{thing} needs at least {limit} of '{property}' of the right kind.", SH.qualifiedMinCount),
    "QualifiedMaxCount": ("{thing} may have no more than {limit} of '{property}' of that kind.", SH.qualifiedMaxCount),
    "Closed": ("{thing} cannot have '{property}'.", None),
    "Or": ("{value} matches none of the alternatives allowed here.", None),
    "Xone": ("{value} has to match exactly one of the alternatives allowed here.", None),
    "And": ("{value} does not meet every condition.", None),
    "Not": ("{value} is not allowed here.", None),
    "Node": ("{value} does not meet the conditions of '{property}'.", None),
}
"""A sentence for each kind of constraint of SHACL Core, and the parameter whose value ``{limit}`` is."""

_INCOMPARABLE = "{value} cannot be compared with {limit}, as '{property}' requires."
"""The sentence for a limit of another kind of value, or for a time without a zone that is near to one with a zone."""

_RANGES = ("MinInclusive", "MaxInclusive", "MinExclusive", "MaxExclusive")
_PAIRS = ("LessThan", "LessThanOrEquals")

_NODE_KINDS: dict[Node | None, str] = {
    SH.IRI: "a link (an IRI)",
    SH.Literal: "a string or a number",
    SH.BlankNode: "a blank node",
    SH.BlankNodeOrIRI: "a thing",
    SH.BlankNodeOrLiteral: "a string, a number or a blank node",
    SH.IRIOrLiteral: "a link, a string or a number",
}


@dataclass(frozen=True)
class MessageWriter:
    """Writes the message of a result, with the labels that things have in the publication."""

    shapes: Shapes
    term_index: TermIndex

    def message(self, result: ShaclResult, written: str) -> str:
        """What is wrong, as one sentence; ``written`` is the value as the file writes it."""
        if own := self._own(result):
            filled = self.fill(own, dict(result.bindings))
            return self._with_constraint(filled if written else self._with_value(filled, result), result)
        if result.component not in _SENTENCES:
            return result.words
        template, parameter = _SENTENCES[result.component]
        if self._is_incomparable(result, parameter):
            template = _INCOMPARABLE
        if result.path is None:
            template = template.replace("as '{property}' requires", "as its shape requires")
        message = template.format(
            thing=self._name(result.focus),
            property=self.property_name(result),
            value=hints.excerpt(written or self._name(result.value)),
            limit=self._limit(result, parameter),
            kind=self._kind(result),
        )
        return message if parameter else self._with_constraint(message, result)

    def fill(self, template: str, bindings: Mapping[str, Node]) -> str:
        """A message with ``{?name}`` and ``{$name}`` replaced by what things are called (SHACL §5.3.2)."""
        return _VARIABLE.sub(lambda match: self._name(bindings.get(match[1])), template)

    def _with_value(self, message: str, result: ShaclResult) -> str:
        """The message of a query with the value that it found, which it may not name: there may be several."""
        name = self._name(result.value) if result.component == "SPARQL" and result.value != result.focus else ""
        return message if not name or name in message else f"{message.removesuffix('.')}: {name}."

    def _with_constraint(self, message: str, result: ShaclResult) -> str:
        """The message of one of several constraints of a kind, with the one that it is for: its name or its place."""
        if result.constraint is None or result.component == "SPARQL":
            return message
        place = self.shapes.place(result.constraint) if isinstance(result.constraint, BNode) else None
        return f"{message.removesuffix('.')} ({place or self._name(result.constraint)})."

    def property_name(self, result: ShaclResult) -> str:
        """What the property of a result is called: by its shape, else by the ontology."""
        name = self.shapes.text(result.shape, SH.name)
        return name or (self.term_index.label(result.path) if isinstance(result.path, URIRef) else "the path")

    def _own(self, result: ShaclResult) -> str:
        """The message that the publication gives for a mistake."""
        bound = dict(result.bindings).get("message")
        nodes = [node for node in (result.constraint, result.shape) if node is not None]
        return next(filter(None, (self.shapes.text(node, SH.message) for node in nodes)), str(bound or ""))

    def _name(self, term: Node | None) -> str:
        return "" if term is None else self.term_index.label(term)

    def _limit(self, result: ShaclResult, parameter: Node | None) -> str:
        """The value of a parameter, by labels; of a list, the first eight members."""
        shape, value = result.shape, result.value
        if parameter is None or result.constraint is not None:
            return self._name(result.constraint)
        if parameter == SH["class"] and isinstance(value, URIRef):
            return ", ".join(self.term_index.distinct(self._objects(shape, parameter), self.term_index.kinds(value)))
        if parameter not in (SH["in"], SH.languageIn):
            return ", ".join(sorted(map(self._name, self._objects(shape, parameter))))
        names = [self._name(one) for one in self.shapes.members(shape, parameter)]
        return ", ".join(names[:_LISTED]) + (f" and {len(names) - _LISTED} more" if len(names) > _LISTED else "")

    def _objects(self, shape: Node, parameter: Node) -> list[Node]:
        return list(self.shapes.graph.objects(shape, parameter))

    def _is_incomparable(self, result: ShaclResult, parameter: Node | None) -> bool:
        """Whether a value has no order to its limit, or to any value of the property that it is compared with."""
        limits = self._objects(result.shape, parameter) if parameter else []
        if result.component in _PAIRS:
            limits = [value for limit in limits for value in self.term_index.values(result.focus, limit)]
        elif result.component not in _RANGES:
            return False
        value = result.value
        return value is not None and bool(limits) and all(compare(value, limit) is None for limit in limits)

    def _kind(self, result: ShaclResult) -> str:
        """What a value has to be, by the ``sh:nodeKind`` or the ``sh:datatype`` that it breaks."""
        if result.component == "NodeKind":
            return _NODE_KINDS[self.shapes.value(result.shape, SH.nodeKind)]
        datatype = self.shapes.value(result.shape, SH.datatype)
        return "a string with a language" if datatype == RDF.langString else hints.kind(str(datatype))
