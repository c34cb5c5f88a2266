"""The stage of the shapes: every result that the checked files cause, with its message and its place."""

from __future__ import annotations

from collections.abc import Iterator

from rdflib import Graph

from accord.validation.check_input import CheckInput
from accord.validation.exchange import iri
from accord.validation.findings import Finding
from accord.validation.shacl import constraints, run_pyshacl
from accord.validation.shacl.neighbourhood import affected, neighbourhood
from accord.validation.shacl.reach import reach
from accord.validation.shacl.run_pyshacl import Result
from accord.validation.shacl.shapes import Shapes
from accord.validation.shacl.targets import focus_nodes
from accord.validation.words.places import Locator
from accord.validation.words.remedies import FixSuggester
from accord.validation.words.sentences import MessageWriter


def check(
    check_input: CheckInput, locator: Locator, message_writer: MessageWriter, fix_suggester: FixSuggester
) -> Iterator[Finding]:
    """What breaks a shape. Raises UsageError when the shapes cannot be used."""
    for result in results(check_input, locator.data, locator.shapes):
        if spot := locator.best(result):
            value = locator.value(result)
            written = value.written if value else ""
            yield Finding(
                code=f"SH-{result.component.upper()}",
                severity=result.severity,
                message=message_writer.message(result, written),
                place=spot.place,
                focus=iri(result.focus),
                property=iri(result.path),
                value=written,
                remedy=fix_suggester.remedy(result),
                shape=locator.shapes.name(result.shape),
            )


def graph(check_input: CheckInput, shapes: Shapes) -> Graph:
    """What the shapes are to see: the checked statements, and of their context what has to do with them."""
    data = _context(check_input, shapes)
    if not shapes.graph and not check_input.publication.settings.house_rules:
        return data  # nothing will ask, and it takes as much memory as the statements
    for statement in check_input.statements:
        data.add(statement.triple[:3])
    return data


def results(check_input: CheckInput, data: Graph, shapes: Shapes) -> list[Result]:
    """The results of the checked files: of a contribution, those that were not there without it."""
    found = _run(check_input, data, shapes)
    focus = {result.outermost.focus for result in found}
    if not check_input.is_contributed or not any(check_input.is_context(node) for node in focus):
        return found
    with check_input.without_contribution():
        before = set(_run(check_input, _context(check_input, shapes), shapes))
    return [result for result in found if result not in before]


def _context(check_input: CheckInput, shapes: Shapes) -> Graph:
    """What the shapes can read of the files that are not checked; nothing when there are none."""
    if not check_input.is_contributed:
        return Graph(bind_namespaces="none")
    looking = reach(shapes)
    return neighbourhood(check_input, affected(check_input, looking), looking)


def _run(check_input: CheckInput, data: Graph, shapes: Shapes) -> list[Result]:
    """The results for the nodes that the checked files can decide about."""
    rules, queries = constraints.divided(shapes)
    found = run_pyshacl.results(data, shapes, rules)
    deciding = affected(check_input, reach(shapes)) if check_input.is_contributed else None
    if deciding is not None:
        found = [result for result in found if result.outermost.focus in deciding]
    for constraint in queries:
        focus = focus_nodes(rules, constraint.shape, data)
        focus = focus if deciding is None else focus & deciding
        found += constraints.results(constraint, shapes, focus, check_input)
    return found
