"""SHACL: what pySHACL finds in one graph in memory, as plain results with the leaves of nested ones.

pySHACL is imported when it is first needed, because the import costs a quarter of a second. It is given graphs, never
names of files or addresses, never inference or ``owl:imports``, so that nothing is fetched.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from rdflib import Graph
from rdflib.namespace import SH
from rdflib.term import Node

from accord.errors import UsageError
from accord.validation.findings import Severity
from accord.validation.shacl.result_triples import ResultTriples
from accord.validation.shacl.shapes import SHAPES_REMEDY, Shapes


@dataclass(frozen=True, slots=True)
class ShaclResult:
    """One validation result (SHACL §3.6.2), ``component`` without its namespace and its ``ConstraintComponent``.

    ``constraint`` and ``bindings`` are the node and the variables of a ``sh:sparql``; for a parameter with several
    values ``constraint`` is the one that the result is for. ``words`` are pySHACL's own; ``outer`` is the result of
    which this one is a detail.
    """

    focus: Node
    path: Node | None
    value: Node | None
    severity: Severity
    component: str
    shape: Node
    constraint: Node | None = None
    bindings: tuple[tuple[str, Node], ...] = ()
    words: str = field(default="", compare=False)
    outer: ShaclResult | None = field(default=None, compare=False)

    @property
    def outermost(self) -> ShaclResult:
        """The result that is not a detail of another."""
        return self.outer.outermost if self.outer else self


def prepare() -> None:
    """Import all that a check can need, for a process that will not be able to open a file."""
    import pyshacl
    import rdflib.plugins.sparql.processor  # noqa: F401

    from accord.validation.shacl import components

    components.install()
    pyshacl.validate(Graph(), shacl_graph=Graph())


def results(data: Graph, shapes: Shapes, rules: Graph, focus: Container[Node] | None = None) -> list[ShaclResult]:
    """All results for the data; ``rules`` is the shapes graph, or the part of it that pySHACL is to run.

    ``focus`` are the nodes that shapes are checked for by their targets, all where there is none. Raises UsageError
    when pySHACL cannot work with the shapes.
    """
    import pyshacl

    from accord.validation.shacl import batches, components

    components.install()
    logging.getLogger("pyshacl-validate").addFilter(_nothing)
    try:
        with warnings.catch_warnings(), batches.only(focus, data):
            warnings.simplefilter("ignore")
            _, report, _ = pyshacl.validate(data, shacl_graph=rules, inference="none", inplace=True)
    except MemoryError:
        raise  # a limit, which is not a fault of the shapes
    except Exception as error:  # pySHACL raises many kinds for shapes that it cannot use, AssertionError among them
        words = str(error) or f"pySHACL ended with {type(error).__name__}"
        raise UsageError(f"The shapes cannot be used: {words}", remedy=SHAPES_REMEDY) from error
    if not isinstance(report, ResultTriples):
        raise UsageError(f"The shapes cannot be used: {report}", remedy=SHAPES_REMEDY)
    return list(dict.fromkeys(_leaves(report, shapes)))


def _nothing(_: logging.LogRecord) -> bool:
    """A filter that keeps a library from writing on the terminal: its errors are raised as well."""
    return False


def _leaves(report: ResultTriples, shapes: Shapes) -> Iterator[ShaclResult]:
    """The results that have no detail, from the outermost inwards: each cause is reported where it is."""
    pending: list[tuple[Node, ShaclResult | None]] = [(node, None) for node in report.top]
    while pending:
        node, outer = pending.pop()
        result = _result(report, node, shapes, outer)
        details = [(detail, result) for detail in report.objects(node, SH.detail)]
        pending.extend(details)
        if not details:
            yield result


def _result(report: ResultTriples, node: Node, shapes: Shapes, outer: ShaclResult | None) -> ShaclResult:
    shape = report.value(node, SH.sourceShape)
    focus = report.value(node, SH.focusNode)
    assert shape is not None, "every result has a source shape (SHACL §3.6.2.6)"
    assert focus is not None, "every result has a focus node (SHACL §3.6.2.1)"
    component = str(report.value(node, SH.sourceConstraintComponent)).removeprefix(str(SH))
    return ShaclResult(
        focus=focus,
        path=report.value(node, SH.resultPath),
        value=report.value(node, SH.value),
        severity=shapes.severity(shape),
        component=component.removesuffix("ConstraintComponent"),
        shape=shape,
        constraint=report.value(node, SH.sourceConstraint),
        words=min(map(str, report.objects(node, SH.resultMessage)), default=""),
        outer=outer,
    )
