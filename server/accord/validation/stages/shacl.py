"""The stage of the shapes: every result that the checked files cause, with its message and its place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from rdflib import BNode, Graph, Literal
from rdflib.term import Node

from accord.validation.check_input import CheckInput
from accord.validation.check_run import current
from accord.validation.exchange import iri, to_store
from accord.validation.findings import Finding
from accord.validation.shacl import run_pyshacl
from accord.validation.shacl.neighbourhood import affected, neighbourhood
from accord.validation.shacl.neighbourhood.reach import reach
from accord.validation.shacl.run_pyshacl import ShaclResult
from accord.validation.shacl.shapes import Shapes
from accord.validation.shacl.sparql import constraints
from accord.validation.shacl.sparql.affected import affected_nodes
from accord.validation.shacl.sparql.constraints import Constraint
from accord.validation.shacl.targets import focus_nodes
from accord.validation.stages.shape_advice import absent_place, advice
from accord.validation.words.places import Locator
from accord.validation.words.remedies import FixSuggester
from accord.validation.words.sentences import MessageWriter


def check(
    check_input: CheckInput, locator: Locator, message_writer: MessageWriter, fix_suggester: FixSuggester
) -> Iterator[Finding]:
    """What breaks a shape, and what of the shapes is not applied. Raises UsageError when they cannot be used.

    A target that no file names (SHACL §2.1.3.1) has its place in the shapes, where only the whole publication is
    checked for it.
    """
    if not check_input.is_contributed:
        yield from advice(locator.shapes, check_input, fix_suggester.term_index)
    for result in results(check_input, locator.data, locator.shapes):
        spot = locator.best(result)
        if spot or not check_input.is_contributed:
            value = locator.value(result)
            written = value.written if value else ""
            place = spot.place if spot else absent_place(locator.shapes, result.outermost.focus, result.shape)
            yield Finding(
                code=f"SH-{result.component.upper()}",
                severity=result.severity,
                message=message_writer.message(result, written),
                place=place,
                focus=iri(result.focus),
                property=iri(result.path),
                value=written,
                remedy=fix_suggester.remedy(result),
                shape=locator.shapes.name(result.shape),
                term=_term(result),
            )


def _term(result: ShaclResult) -> str:
    """The value of a result, as :attr:`Finding.term` has it."""
    if isinstance(result.value, BNode):
        return "$this" if result.value == result.focus else "[]"
    return "" if result.value is None else str(to_store(result.value))


def graph(check_input: CheckInput, shapes: Shapes) -> Graph:
    """What the shapes are to see: the checked statements, and of their context what has to do with them."""
    data = _context(check_input, shapes)
    if not shapes.graph and not check_input.publication.settings.house_rules:
        return data  # nothing will ask, and it takes as much memory as the statements
    for statement in check_input.statements if check_input.is_contributed else ():
        _remove_other_spellings(data, statement.triple[:3])
    for statement in check_input.statements:
        data.add(statement.triple[:3])
    return data


def _remove_other_spellings(context: Graph, triple: tuple[Node, Node, Node]) -> None:
    """Remove this statement where the context has it as the store spells its value: 4.5 for 4.50."""
    subject, predicate, object = triple
    if isinstance(object, Literal) and object.value is not None:
        for known in list(context.objects(subject, predicate)):
            if isinstance(known, Literal) and known.datatype == object.datatype and known.value == object.value:
                context.remove((subject, predicate, known))


def results(check_input: CheckInput, data: Graph, shapes: Shapes) -> list[ShaclResult]:
    """The results of the checked files: of a contribution, those that were not there without it."""
    found = _run(check_input, data, shapes)
    focus = {result.outermost.focus for result in found}
    if not check_input.is_contributed or not any(check_input.is_context(node) for node in focus):
        return found
    with check_input.without_contribution():
        before = set(_run(check_input, _context(check_input, shapes), shapes))
    if current().ended_in:  # what was there before is not known in full: only what is new for certain is reported
        return [result for result in found if not check_input.is_context(result.outermost.focus)]
    return [result for result in found if result not in before]


def _context(check_input: CheckInput, shapes: Shapes) -> Graph:
    """What the shapes can read of the files that are not checked; nothing when there are none."""
    if not check_input.is_contributed:
        return Graph(bind_namespaces="none")
    looking = reach(shapes)
    focus = affected(check_input, looking)
    return neighbourhood(check_input, focus, looking, all_steps=constraints.are_left(shapes))


def _run(check_input: CheckInput, data: Graph, shapes: Shapes) -> list[ShaclResult]:
    """The results for the nodes that the checked files can decide about."""
    rules, queries = constraints.divided(shapes)
    run = current()
    run.names = shapes.called
    deciding = affected(check_input, reach(shapes)) if check_input.is_contributed else None
    found = run_pyshacl.results(data, shapes, rules, deciding)
    for constraint in queries:
        focus = focus_nodes(rules, constraint.shape, data)
        if deciding is not None:
            focus = affected_nodes(constraint.question.free, focus & deciding, check_input)
        what = f"sh:sparql of {run.names(constraint.shape)}"
        run.part(what, partial(_extend, found, constraint, shapes, focus, check_input), None)
    return found


def _extend(
    found: list[ShaclResult], constraint: Constraint, shapes: Shapes, focus: set[Node], check_input: CheckInput
) -> None:
    """Add the results of a constraint, each as it is found."""
    found.extend(constraints.results(constraint, shapes, focus, check_input))
