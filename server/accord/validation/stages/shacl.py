"""The stage of the shapes: every result that the checked files cause, put into words at its place."""

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


def check(corpus: CheckInput, locator: Locator, speaker: MessageWriter, adviser: FixSuggester) -> Iterator[Finding]:
    """What breaks a shape. Raises UsageError when the shapes cannot be used."""
    for result in results(corpus, locator.data, locator.shapes):
        if spot := locator.best(result):
            value = locator.value(result)
            written = value.written if value else ""
            yield Finding(
                code=f"SH-{result.component.upper()}",
                severity=result.severity,
                message=speaker.message(result, written),
                place=spot.place,
                focus=iri(result.focus),
                property=iri(result.path),
                value=written,
                hint=adviser.hint(result),
                shape=locator.shapes.name(result.shape),
            )


def graph(corpus: CheckInput, shapes: Shapes) -> Graph:
    """What the shapes are to see: the checked statements, and of their context what has to do with them."""
    data = _context(corpus, shapes)
    for statement in corpus.statements:
        data.add(statement.triple[:3])
    return data


def results(corpus: CheckInput, data: Graph, shapes: Shapes) -> list[Result]:
    """The results of the checked files: of a contribution, those that were not there without it."""
    found = _run(corpus, data, shapes)
    focus = {result.outermost.focus for result in found}
    if not corpus.is_contributed or not any(corpus.is_context(node) for node in focus):
        return found
    with corpus.without_contribution():
        before = set(_run(corpus, _context(corpus, shapes), shapes))
    return [result for result in found if result not in before]


def _context(corpus: CheckInput, shapes: Shapes) -> Graph:
    """What the shapes can read of the files that are not checked; nothing when there are none."""
    if not corpus.is_contributed:
        return Graph(bind_namespaces="none")
    looking = reach(shapes)
    return neighbourhood(corpus, affected(corpus, looking), looking)


def _run(corpus: CheckInput, data: Graph, shapes: Shapes) -> list[Result]:
    """The results for the nodes that the checked files can decide about."""
    rules, queries = constraints.divided(shapes)
    found = run_pyshacl.results(data, shapes, rules)
    deciding = affected(corpus, reach(shapes)) if corpus.is_contributed else None
    if deciding is not None:
        found = [result for result in found if result.outermost.focus in deciding]
    for constraint in queries:
        focus = focus_nodes(rules, constraint.shape, data)
        focus = focus if deciding is None else focus & deciding
        found += constraints.results(constraint, shapes, focus, corpus)
    return found
