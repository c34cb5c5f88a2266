"""The rows of an answer as RDF, in the vocabulary of the W3C's tests of SPARQL (DAWG result set)."""

from __future__ import annotations

import io

from pyoxigraph import BlankNode, Literal, NamedNode, QueryBoolean, Triple

from accord.engine import Answer
from accord.engine.iterators import drops_its_rows
from accord.formats import TURTLE
from accord.names import RDF, XSD
from accord.web.sparql.results import solutions

_RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"


@drops_its_rows
def result_set(answer: Answer) -> bytes:
    """The whole answer, rows or a truth value, in Turtle. The rows are numbered from 1 (``rs:index``)."""
    whole, triples = BlankNode("answer"), list[Triple]()

    def add(subject: BlankNode, name: str, value: NamedNode | BlankNode | Literal | Triple) -> None:
        triples.append(Triple(subject, NamedNode(_RS + name), value))

    try:
        triples.append(Triple(whole, NamedNode(RDF + "type"), NamedNode(_RS + "ResultSet")))
        results = solutions(answer)
        if isinstance(results, QueryBoolean):
            add(whole, "boolean", Literal("true" if results else "false", datatype=NamedNode(XSD + "boolean")))
        else:
            names = [one.value for one in results.variables]
            for name in names:
                add(whole, "resultVariable", Literal(name))
            for number, row in enumerate(results, 1):
                solution = BlankNode(f"row{number}")
                add(whole, "solution", solution)
                add(solution, "index", Literal(number))
                for name in names:
                    if (value := row[name]) is not None:
                        binding = BlankNode(f"row{number}_{name}")
                        add(solution, "binding", binding)
                        add(binding, "variable", Literal(name))
                        add(binding, "value", value)
    finally:
        answer.close()
    file = io.BytesIO()
    TURTLE.write(triples, file, {"rs": _RS, "xsd": XSD})
    return file.getvalue()
