"""Warnings about shapes that are never applied, or only in part: what is not checked is not passed over in silence."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from pyoxigraph import DefaultGraph, NamedNode
from rdflib import RDF, URIRef
from rdflib.namespace import OWL, RDFS, SH
from rdflib.term import Node

from accord.errors import Place
from accord.validation.check_input import CheckInput, Statement
from accord.validation.findings import Finding
from accord.validation.shacl.shapes import Shapes
from accord.validation.shacl.targets import is_nested, targets
from accord.validation.words.term_index import TermIndex

_ADVANCED: dict[Node, str] = {
    SH.target: "This target of SHACL Advanced Features",
    SH.rule: "This rule of SHACL Advanced Features",
    SH.expression: "This expression of SHACL Advanced Features",
    SH.js: "This constraint in JavaScript",
    SH.jsLibrary: "This library in JavaScript",
    URIRef(str(SH) + "values"): "This expression of SHACL Advanced Features",
}
_ADVANCED_TYPES = {
    *(SH.SPARQLFunction, SH.JSFunction, SH.SPARQLTargetType, SH.JSTargetType, SH.JSConstraint, SH.JSValidator),
    *(SH.SPARQLRule, SH.TripleRule, SH.JSRule, SH.SPARQLTarget, SH.JSTarget),
}
_TARGETS: dict[Node, str] = {SH.targetClass: "class", SH.targetSubjectsOf: "property", SH.targetObjectsOf: "property"}
_SHAPES = (SH.NodeShape, SH.PropertyShape)
_REMEDY = "Write it in SHACL Core or as a sh:sparql constraint, or check it elsewhere."


def advice(shapes: Shapes, check_input: CheckInput, term_index: TermIndex) -> Iterator[Finding]:
    """Warnings about the shapes, each at its place in their files."""
    for statement in shapes.statements:
        triple = statement.triple
        if triple.predicate in _ADVANCED:
            yield _not_carried_out(statement, _ADVANCED[triple.predicate])
        elif triple.predicate == RDF.type and triple.object in _ADVANCED_TYPES and not _is_used(shapes, triple.subject):
            yield _not_carried_out(statement, f"This sh:{str(triple.object).removeprefix(str(SH))}")
        elif triple.predicate == OWL.imports and not shapes.statements.about(triple.object):
            message = f"The shapes import {term_index.written(str(triple.object))}, which is not read."
            remedy = "Copy the file that it names into shapes/, and delete owl:imports."
            yield statement.finding("SHAPE-IMPORT", "warning", message, triple.object_span, remedy)
        elif triple.predicate in _TARGETS and not _is_known(check_input, term_index, triple.predicate, triple.object):
            yield _without_match(statement, term_index)
        elif triple.predicate == RDF.type and triple.object in _SHAPES and _is_idle(shapes, triple.subject):
            message = "This shape has no target, and no other shape applies it, so it checks nothing."
            remedy = "Add a target, such as sh:targetClass, or delete the shape."
            yield statement.finding("SHAPE-NO-TARGET", "warning", message, triple.subject_span, remedy)


def absent_place(shapes: Shapes, focus: Node, shape: Node) -> Place | None:
    """The place in the shapes for a result about a node that the data does not name: where a shape targets it."""
    named = (one for one in shapes.statements.naming(focus) if one.triple.predicate == SH.targetNode)
    target = next(named, None)
    return target.place(target.triple.object_span) if target else shapes.place(shape)


def _not_carried_out(statement: Statement, what: str) -> Finding:
    message = f"{what} is not supported, so it checks nothing."
    return statement.finding("SHAPE-UNSUPPORTED", "warning", message, statement.triple.object_span, _REMEDY)


def _is_used(shapes: Shapes, node: Node) -> bool:
    """Whether a statement that is reported already has this node as its value."""
    return any(one.triple.predicate in _ADVANCED for one in shapes.statements.naming(node))


def _is_idle(shapes: Shapes, shape: Node) -> bool:
    """Whether a shape is active, and neither has targets nor is applied by another shape."""
    is_advanced = shapes.value(shape, SH.target) is not None
    is_idle = not targets(shapes.graph, shape) and not is_nested(shapes.graph, shape)
    return is_idle and not is_advanced and shapes.is_active(shape) and not _is_named(shapes, shape)


def _is_named(shapes: Shapes, shape: Node) -> bool:
    """Whether some statement of the shapes has the shape as its value, as sh:shapesGraph or a list may."""
    return any(one.triple.predicate != RDFS.isDefinedBy for one in shapes.statements.naming(shape))


def _is_known(check_input: CheckInput, term_index: TermIndex, kind: Node, term: Node) -> bool:
    """Whether the ontology declares a class or a property of a target, or some statement uses it.

    The things of a subclass are instances of a class as well.
    """
    if str(term) in term_index.terms or term_index.is_described(str(term)):
        return True
    named = NamedNode(str(term))
    store, everything = check_input.store, DefaultGraph()
    if kind == SH.targetClass:
        uses = [store.quads_for_pattern(None, NamedNode(by), named, everything) for by in (RDF.type, RDFS.subClassOf)]
    else:
        uses = [store.quads_for_pattern(None, named, None, everything)]
    return next(chain(*uses), None) is not None


def _without_match(statement: Statement, term_index: TermIndex) -> Finding:
    triple = statement.triple
    kind = _TARGETS[triple.predicate]
    meant = term_index.meant(str(triple.object), kind)
    remedy = f"Did you mean {term_index.written(meant)}?" if meant else f"Declare the {kind}, or correct its name."
    written = statement.words(triple.object, triple.object_span)
    uses = "is an instance of the class" if kind == "class" else "has the property"
    message = f"Nothing {uses} {written}, and the ontology does not declare it, so this shape checks nothing."
    return statement.finding("SHAPE-NO-MATCH", "warning", message, triple.object_span, remedy)
