"""The rows of an answer as RDF, in the vocabulary of the W3C's tests of SPARQL (DAWG result set)."""

from __future__ import annotations

import io
from collections.abc import Iterator

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, QuerySolutions, Triple

from accord.engine import Answer, Term
from accord.engine.iterators import drops_its_rows
from accord.formats import TURTLE
from accord.names import RDF, XSD
from accord.web.sparql.answers.results import solutions

_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
_WHOLE = BlankNode("answer")


@drops_its_rows
def result_set(answer: Answer) -> bytes:
    """The whole answer, rows or a truth value, in Turtle. The rows are numbered from 1 (``rs:index``)."""
    file = io.BytesIO()
    try:
        TURTLE.write(_triples(solutions(answer)), file, {"rs": _RS, "xsd": XSD})
    finally:
        answer.close()
    return file.getvalue()


def _triples(results: QuerySolutions | QueryBoolean) -> Iterator[Triple]:
    yield Triple(_WHOLE, NamedNode(RDF + "type"), NamedNode(_RS + "ResultSet"))
    if isinstance(results, QueryBoolean):
        yield _triple(_WHOLE, "boolean", Literal("true" if results else "false", datatype=NamedNode(XSD + "boolean")))
        return
    names = [one.value for one in results.variables]
    for name in names:
        yield _triple(_WHOLE, "resultVariable", Literal(name))
    for number, row in enumerate(results, 1):
        solution = BlankNode(f"row{number}")
        yield _triple(_WHOLE, "solution", solution)
        yield _triple(solution, "index", Literal(number))
        for name in names:
            yield from _binding(solution, name, row[name])


def _binding(solution: BlankNode, name: str, value: Term | None) -> Iterator[Triple]:
    """A variable with its value, where it has one."""
    if value is not None:
        binding = BlankNode(f"{solution.value}_{name}")
        yield _triple(solution, "binding", binding)
        yield _triple(binding, "variable", Literal(name))
        yield _triple(binding, "value", value)


def _triple(subject: BlankNode, name: str, value: Term) -> Triple:
    return Triple(subject, NamedNode(_RS + name), value)
