"""Whether the shapes can be used as they are: SHACL engines pass over most mistakes in shapes in silence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rdflib import RDF, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from accord.errors import UsageError
from accord.names import XSD
from accord.validation import hints
from accord.validation.datatypes import LONGEST_NUMBER, is_well_formed
from accord.validation.shacl.selects import refusal
from accord.validation.shacl.shapes import SHAPES_REMEDY, Shapes

_NAMESPACE = str(SH)
_TERMS = {*map(str, dir(SH)), *(str(SH[name]) for name in ("and", "class", "in", "not", "or"))}
_COUNT = XSD + "nonNegativeInteger"
_COUNTS = {SH.minCount, SH.maxCount, SH.minLength, SH.maxLength, SH.qualifiedMinCount, SH.qualifiedMaxCount}
_LISTS = {SH["in"], SH.languageIn, SH["and"], SH["or"], SH.xone, SH.ignoredProperties, SH.alternativePath}
_SHAPES = {SH.node, SH.property, SH["not"], SH.qualifiedValueShape}
_LINKS = {SH.datatype, SH["class"], SH.nodeKind, SH.equals, SH.disjoint, SH.lessThan, SH.lessThanOrEquals}


@lru_cache(maxsize=2)
def lint(shapes: Shapes) -> None:
    """Raise UsageError, at its place, for the first statement of the shapes that SHACL gives no meaning to."""
    for statement in shapes.statements:
        triple = statement.triple
        for message, remedy in _problems(shapes, triple.predicate, triple.object):
            raise UsageError(message, place=statement.place(triple.object_span), remedy=remedy or SHAPES_REMEDY)


def _problems(shapes: Shapes, predicate: Node, object: Node) -> Iterator[tuple[str, str]]:
    """What is wrong with a statement of the shapes, and how to mend it."""
    name = str(predicate).removeprefix(_NAMESPACE)
    if str(predicate).startswith(_NAMESPACE) and str(predicate) not in _TERMS:
        near = hints.nearest(name, (term.removeprefix(_NAMESPACE) for term in _TERMS))
        yield f"SHACL has no parameter sh:{name}.", f"Did you mean sh:{near}?" if near else ""
    if predicate in _COUNTS and not (isinstance(object, Literal) and is_well_formed(str(object), _COUNT)):
        yield f"The value of sh:{name} has to be a whole number from 0.", ""
    elif predicate in _COUNTS and len(str(object)) > LONGEST_NUMBER:
        yield f"The value of sh:{name} has {len(str(object)):,} digits, more than the {LONGEST_NUMBER:,} allowed.", ""
    if predicate in _LISTS and object != RDF.nil and shapes.value(object, RDF.first) is None:
        yield f"The value of sh:{name} has to be a list.", "Write it in round brackets: ( … )."
    if predicate in _SHAPES and shapes.value(object, None) is None:
        yield f"The shape that sh:{name} names is described nowhere.", "Describe it, or mend its name."
    elif predicate == SH.property and shapes.value(object, SH.path) is None:
        yield "A property shape needs a path.", "Add sh:path and the property that it is about."
    if predicate in _LINKS and not isinstance(object, URIRef):
        yield f"The value of sh:{name} has to be an IRI.", ""
    if predicate == SH.inversePath and not isinstance(object, URIRef):
        yield "An inverse path has to be of one property.", "Turn its steps round: the last first, each one inverse."
    if predicate in (SH.select, SH.ask) and any(found := refusal(str(object))):
        yield found
    if predicate == SH.pattern and (wrong := _wrong_pattern(str(object))):
        yield f"The pattern is no regular expression: {wrong}.", ""


def _wrong_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    return ""
