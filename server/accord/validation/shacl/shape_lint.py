"""Whether the shapes can be used as they are: SHACL engines ignore most mistakes in shapes without a message."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from accord.did_you_mean import likeliest
from accord.errors import UsageError
from accord.names import XSD
from accord.validation.check_input import Statement
from accord.validation.datatypes import LONGEST_NUMBER, is_well_formed
from accord.validation.exchange import plain
from accord.validation.findings import Finding
from accord.validation.shacl.selects import refusal
from accord.validation.shacl.shapes import SHAPES_REMEDY, Shapes
from accord.validation.shacl.sparql_constraints import question

_NAMESPACE = str(SH)
_TERMS = {*map(str, dir(SH)), *(str(SH[name]) for name in ("and", "class", "in", "not", "or"))}
_COUNT = XSD + "nonNegativeInteger"
_COUNTS = {SH.minCount, SH.maxCount, SH.minLength, SH.maxLength, SH.qualifiedMinCount, SH.qualifiedMaxCount}
_LISTS = {SH["in"], SH.languageIn, SH["and"], SH["or"], SH.xone, SH.ignoredProperties, SH.alternativePath}
_SWITCHES = {SH.closed, SH.uniqueLang, SH.deactivated, SH.qualifiedValueShapesDisjoint}
_BOUNDS = {SH.minInclusive, SH.maxInclusive, SH.minExclusive, SH.maxExclusive}
_STRINGS = {SH.pattern, SH.flags, SH.select, SH.ask}
_STRING = XSD + "string"
_SHAPES = {SH.node, SH.property, SH["not"], SH.qualifiedValueShape}
_LINKS = {SH.datatype, SH["class"], SH.nodeKind, SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals}


@lru_cache(maxsize=2)
def lint(shapes: Shapes) -> None:
    """Raise UsageError, at its place, for the first statement of the shapes that SHACL gives no meaning to."""
    for statement in shapes.statements:
        triple = statement.triple
        for message, remedy in _problems(shapes, triple.predicate, triple.object):
            raise UsageError(message, place=statement.place(triple.object_span), remedy=remedy or SHAPES_REMEDY)


def usable(shapes: Shapes) -> tuple[Shapes, list[Finding]]:
    """The shapes without the statements that SHACL gives no meaning to, and a finding for each of these.

    What is left when one is removed may have no meaning either, such as a property shape without its path, so they are
    removed until nothing is wrong; only the first ones are reported.
    """
    graph = Graph(bind_namespaces="none")
    for triple in shapes.graph:
        graph.add(triple)
    found: list[Finding] = []
    rest = Shapes(graph, shapes.statements)
    while wrong := list(_wrong(rest)):
        if not found:
            found = [finding for _, finding in wrong]
        for statement, _ in wrong:
            subject, predicate, value = statement.triple[:3]
            graph.remove((subject, predicate, plain(value)))
    return rest, found


def _wrong(shapes: Shapes) -> Iterator[tuple[Statement, Finding]]:
    """The statements of the shapes, among those that are left in the graph, that have a problem."""
    for statement in shapes.statements:
        subject, predicate, value = statement.triple[:3]
        if (subject, predicate, plain(value)) not in shapes.graph:
            continue
        problems = list(_problems(shapes, predicate, value))
        if predicate == SH.sparql and not problems:
            problems = list(_unaskable(shapes, subject, value))
        for message, remedy in problems[:1]:
            words = f"{message} This part of the shape is skipped."
            yield statement, statement.finding("SHAPE-FAULT", "warning", words, statement.triple.object_span, remedy)


def _unaskable(shapes: Shapes, shape: Node, constraint: Node) -> Iterator[tuple[str, str]]:
    """Why the query of a constraint cannot be asked."""
    try:
        question(shapes, shape, constraint)
    except UsageError as error:
        yield error.message, error.remedy


def _problems(shapes: Shapes, predicate: Node, object: Node) -> Iterator[tuple[str, str]]:
    """What is wrong with a statement of the shapes, and its remedy."""
    name = str(predicate).removeprefix(_NAMESPACE)
    if str(predicate).startswith(_NAMESPACE) and str(predicate) not in _TERMS:
        near = likeliest(name, (term.removeprefix(_NAMESPACE) for term in _TERMS))
        yield f"SHACL has no parameter sh:{name}.", f"Did you mean sh:{near}?" if near else ""
    if predicate in _COUNTS and not (isinstance(object, Literal) and is_well_formed(str(object), _COUNT)):
        yield f"The value of sh:{name} has to be a whole number from 0.", ""
    elif predicate in _COUNTS and len(str(object)) > LONGEST_NUMBER:
        yield f"The value of sh:{name} has {len(str(object)):,} digits, more than the {LONGEST_NUMBER:,} allowed.", ""
    if predicate in _LISTS and object != RDF.nil and shapes.value(object, RDF.first) is None:
        yield f"The value of sh:{name} has to be a list.", "Write it in parentheses: ( … )."
    if predicate in _SHAPES and shapes.value(object, None) is None:
        yield f"The shape that sh:{name} names is not described.", "Describe this shape, or correct its name."
    elif predicate == SH.property and shapes.value(object, SH.path) is None:
        yield "A property shape needs a path.", "Add sh:path and the property that it is about."
    if predicate in _LINKS and not isinstance(object, URIRef):
        yield f"The value of sh:{name} has to be an IRI.", ""
    if predicate == SH.inversePath and not isinstance(object, URIRef):
        yield "An inverse path has to be of one property.", "Reverse the order of its steps, and make each one inverse."
    if predicate in (SH.select, SH.ask) and any(found := refusal(str(object))):
        yield found
    if predicate in _SWITCHES and not (isinstance(object, Literal) and is_well_formed(str(object), XSD + "boolean")):
        yield f"The value of sh:{name} has to be true or false.", ""
    if predicate in _BOUNDS and not isinstance(object, Literal):
        yield f"The value of sh:{name} has to be a literal.", ""
    if predicate in _STRINGS and not (isinstance(object, Literal) and str(object.datatype or _STRING) == _STRING):
        yield f"The value of sh:{name} has to be a string.", "Write it in quotation marks."
    elif predicate == SH.pattern and (wrong := _wrong_pattern(str(object))):
        yield f"The pattern is not a regular expression: {wrong}.", ""


def _wrong_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    return ""
