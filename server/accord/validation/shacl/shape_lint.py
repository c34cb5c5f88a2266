"""Whether the shapes can be used as they are: SHACL engines ignore most mistakes in shapes without a message."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from rdflib import RDF, Graph, Literal, URIRef
from rdflib.namespace import SH
from rdflib.term import Node

from accord.did_you_mean import likeliest
from accord.errors import Place, UsageError
from accord.turtle import Triple
from accord.validation.check_input import Statement
from accord.validation.exchange import plain
from accord.validation.findings import Finding
from accord.validation.shacl import patterns
from accord.validation.shacl.parameters import NEEDED, OF_PROPERTIES, ONCE, is_string, wrong_kind
from accord.validation.shacl.shapes import SHAPES_REMEDY, Shapes
from accord.validation.shacl.sparql.prebinding import question
from accord.validation.shacl.sparql.selects import refusal

_NAMESPACE = str(SH)
_TERMS = {*map(str, dir(SH)), *(str(SH[name]) for name in ("and", "class", "in", "not", "or")), _NAMESPACE + "values"}
_LISTS = {SH["in"], SH.languageIn, SH["and"], SH["or"], SH.xone, SH.ignoredProperties, SH.alternativePath}
_OF_SHAPES = {SH["and"], SH["or"], SH.xone}
_SHAPES = {SH.node, SH.property, SH["not"], SH.qualifiedValueShape}
_PATHS = {SH.inversePath, SH.alternativePath, SH.zeroOrMorePath, SH.oneOrMorePath, SH.zeroOrOnePath}

_RECURSION = "This shape applies itself through others; SHACL does not define what that means."
_NO_RECURSION = "Describe the chain by a path, such as [ sh:zeroOrMorePath … ], and leave out the reference."


@lru_cache(maxsize=2)
def lint(shapes: Shapes) -> None:
    """Raise UsageError, at its place, for the first statement of the shapes that SHACL gives no meaning to."""
    for statement in shapes.statements:
        for message, remedy in _problems(shapes, statement.triple):
            object_place = statement.place(statement.triple.object_span)
            raise UsageError(message, place=object_place, remedy=remedy or SHAPES_REMEDY)
    for shape in {statement.triple.subject for statement in shapes.statements}:
        if place := _recursion(shapes, shape):
            raise UsageError(_RECURSION, place=place, remedy=_NO_RECURSION)


@lru_cache(maxsize=2)
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
    while wrong := [*_wrong(rest), *_recursive(rest)]:
        if not found:
            found = [finding for _, finding in wrong]
        for statement, _ in wrong:
            subject, predicate, value = statement.triple[:3]
            graph.remove((subject, predicate, plain(value)))
    return rest, found


def _wrong(shapes: Shapes) -> Iterator[tuple[Statement, Finding]]:
    """The statements of the shapes, among those that are left in the graph, that have a problem."""
    for statement in _left(shapes):
        problems = list(_problems(shapes, statement.triple))
        if statement.triple.predicate == SH.sparql and not problems:
            problems = list(_unaskable(shapes, statement.triple.subject, statement.triple.object))
        for message, remedy in problems[:1]:
            yield statement, _skipped(statement, message, remedy)


def _recursive(shapes: Shapes) -> Iterator[tuple[Statement, Finding]]:
    """The statements by which a shape applies itself, near or far: of a circle those that lead back to a named shape.

    What leads from a shape to its property shapes is left alone where something else can be taken out.
    """
    circle = []
    for statement in _left(shapes):
        subject, predicate, value = statement.triple[:3]
        if predicate in _SHAPES and (value == subject or subject in _applied(shapes, value)):
            circle.append(statement)
    references = [one for one in circle if one.triple.predicate != SH.property]
    for statement in references or circle:
        yield statement, _skipped(statement, _RECURSION, _NO_RECURSION)


def _left(shapes: Shapes) -> Iterator[Statement]:
    """The statements of the shapes that are left in the graph."""
    for statement in shapes.statements:
        subject, predicate, value = statement.triple[:3]
        if (subject, predicate, plain(value)) in shapes.graph:
            yield statement


def _skipped(statement: Statement, message: str, remedy: str) -> Finding:
    words = f"{message} This part of the shape is skipped."
    return statement.finding("SHAPE-FAULT", "warning", words, statement.triple.object_span, remedy)


def _unaskable(shapes: Shapes, shape: Node, constraint: Node) -> Iterator[tuple[str, str]]:
    """Why the query of a constraint cannot be asked."""
    try:
        question(shapes, shape, constraint)
    except UsageError as error:
        yield error.message, error.remedy


def _problems(shapes: Shapes, triple: Triple) -> Iterator[tuple[str, str]]:
    """What is wrong with a statement of the shapes, and its remedy."""
    subject, predicate, object = triple[:3]
    name = str(predicate).removeprefix(_NAMESPACE)
    if not str(predicate).startswith(_NAMESPACE):
        return
    if str(predicate) not in _TERMS:
        near = likeliest(name, (term.removeprefix(_NAMESPACE) for term in _TERMS))
        yield f"SHACL has no parameter sh:{name}.", f"Did you mean sh:{near}?" if near else ""
    if predicate in _LISTS:
        yield from _wrong_list(shapes, predicate, object)
    if any(wrong := wrong_kind(predicate, object)):
        yield wrong
    if predicate in _SHAPES and shapes.value(object, None) is None:
        yield f"The shape that sh:{name} names is not described.", "Describe this shape, or correct its name."
    elif predicate == SH.property and shapes.value(object, SH.path) is None:
        yield "A property shape needs a path.", "Add sh:path and the property that it is about."
    yield from _wrong_company(shapes, subject, predicate)
    yield from _wrong_path(shapes, subject, predicate, object)
    if predicate == SH.sparql and shapes.value(object, SH.select) is None:
        yield "A sh:sparql constraint needs a sh:select.", ""
    if predicate in (SH.select, SH.ask) and any(found := refusal(str(object))):
        yield found
    if predicate == SH.pattern:
        yield from _wrong_pattern(shapes, subject, str(object))
    if predicate == SH.entailment:
        yield "The shapes require inference, which is not supported.", "Delete sh:entailment; state what follows."


def _wrong_company(shapes: Shapes, subject: Node, predicate: Node) -> Iterator[tuple[str, str]]:
    """What a parameter misses in its shape, or must not have beside it."""
    name = str(predicate).removeprefix(_NAMESPACE)
    if predicate in ONCE and len(set(shapes.graph.objects(subject, predicate))) > 1:
        yield f"A shape may have one sh:{name} only.", "Delete the others, or write a shape for each."
    if predicate in OF_PROPERTIES and not _is_property_shape(shapes, subject):
        yield f"A shape with sh:{name} needs a path.", "Put it into a property shape: sh:property [ sh:path … ; … ]."
    if (needed := NEEDED.get(predicate)) and all(shapes.value(subject, one) is None for one in needed):
        names = " or ".join(f"sh:{str(one).removeprefix(_NAMESPACE)}" for one in needed)
        yield f"A shape with sh:{name} needs {names}, without which it checks nothing.", f"Add {names}."


def _wrong_pattern(shapes: Shapes, shape: Node, pattern: str) -> Iterator[tuple[str, str]]:
    flags = "".join(str(one) for one in shapes.graph.objects(shape, SH.flags))
    if problem := patterns.problem(pattern, flags):
        yield (
            f"The pattern cannot be used: {problem}.",
            "Write a regular expression of XPath, as SPARQL's REGEX takes it.",
        )


def _is_property_shape(shapes: Shapes, shape: Node) -> bool:
    """Whether a shape has a path, or is used as one that has; the latter is reported where it is used."""
    return shapes.value(shape, SH.path) is not None or (None, SH.property, shape) in shapes.graph


def _wrong_list(shapes: Shapes, predicate: Node, head: Node) -> Iterator[tuple[str, str]]:
    """What is wrong with the list that a parameter takes."""
    name = str(predicate).removeprefix(_NAMESPACE)
    if not _is_list(shapes, head):
        yield f"The value of sh:{name} has to be a list.", "Write it in parentheses: ( … )."
        return
    members = shapes.list(head)
    if predicate == SH.languageIn and not all(map(is_string, members)):
        yield "The members of sh:languageIn have to be strings.", 'Write them in quotes: ( "en" "cy" ).'
    if predicate == SH.ignoredProperties and not all(isinstance(one, URIRef) for one in members):
        yield "The members of sh:ignoredProperties have to be IRIs.", ""
    if predicate in _OF_SHAPES and not (members and all(shapes.value(one, None) is not None for one in members)):
        yield f"The members of sh:{name} have to be shapes that are described.", "Describe each, or correct its name."
    if predicate == SH.alternativePath and len(members) < 2:
        yield "The list of sh:alternativePath has to have two members.", "Add the other path, or write the path alone."


def _is_list(shapes: Shapes, head: Node) -> bool:
    """Whether a node is a list with an end, each of its parts with one value and one rest."""
    seen = set[Node]()
    while head != RDF.nil:
        rests = list(shapes.graph.objects(head, RDF.rest))
        if head in seen or len(rests) != 1 or len(list(shapes.graph.objects(head, RDF.first))) != 1:
            return False
        seen.add(head)
        head = rests[0]
    return True


def _wrong_path(shapes: Shapes, shape: Node, predicate: Node, path: Node) -> Iterator[tuple[str, str]]:
    """What is wrong with the path that is the value of a parameter (SHACL §2.3.1)."""
    if predicate == SH.inversePath and not isinstance(path, URIRef):
        yield "The value of sh:inversePath has to be a path.", "Write the IRI of a property, or another path."
    elif predicate == SH.path and not _is_path(shapes, path, frozenset()):
        yield "The value of sh:path has to be a path.", "Write the IRI of a property, or a path as SHACL §2.3.1 has it."
    elif predicate == SH.path and (shape, RDF.type, SH.NodeShape) in shapes.graph:
        yield "A node shape cannot have a path.", "Put the path into a property shape: sh:property [ sh:path … ; … ]."


def _is_path(shapes: Shapes, path: Node, outer: frozenset[Node]) -> bool:
    if isinstance(path, URIRef):
        return path != RDF.nil
    if isinstance(path, Literal) or path in outer:
        return False
    outer |= {path}
    if shapes.value(path, RDF.first) is not None:
        members = shapes.list(path) if _is_list(shapes, path) else []
        return len(members) > 1 and all(_is_path(shapes, one, outer) for one in members)
    kinds = [one for one in set(shapes.graph.predicates(path)) if one in _PATHS]
    inner = [one for kind in kinds for one in shapes.graph.objects(path, kind)]
    if len(inner) != 1:
        return False
    if kinds == [SH.alternativePath]:
        return _is_list(shapes, inner[0]) and all(_is_path(shapes, one, outer) for one in shapes.list(inner[0]))
    return _is_path(shapes, inner[0], outer)


def _recursion(shapes: Shapes, shape: Node) -> Place | None:
    """Where a shape is described that is among those that it applies (SHACL §3.4.3)."""
    return shapes.place(shape) if shape in _applied(shapes, shape) else None


def _applied(shapes: Shapes, shape: Node) -> set[Node]:
    """The shapes that a shape applies, direct and indirect."""
    seen, pending = set[Node](), list(shapes.nested(shape))
    while pending:
        inner = pending.pop()
        if inner not in seen:
            seen.add(inner)
            pending.extend(shapes.nested(inner))
    return seen
