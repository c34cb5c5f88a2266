"""What contributors wrote comes out as they wrote it."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from accord.names import XSD
from accord.publication import Publication
from accord.publication.statements.loading import LoadedPublication
from accord.publication.statements.respelled import Respeller
from accord.publication.statements.rows import StatementRows
from accord.things.documents.lexical_forms import LexicalForms
from accord.things.statements import Statement, statements

THING, VALUE, FILE = "https://example.org/thing", "https://example.org/value", "https://example.org/file"


def quad(statement: Statement) -> Quad:
    return Quad(statement.subject, NamedNode(statement.predicate), statement.object, NamedNode(statement.graph))


def forms(statement: Statement) -> LexicalForms:
    source = quad(statement)
    rows = StatementRows()
    return LexicalForms(Respeller(rows).respell(rows.add([source])))


def stored(statement: Statement) -> Statement:
    store = Store()
    store.add(quad(statement))
    return next(statements(store))


@pytest.mark.parametrize(
    ("spelling", "datatype", "respelled"),
    [
        ("4.50", "decimal", True),
        ("007", "integer", True),
        ("1", "boolean", True),
        ("1E0", "double", True),
        ("2020-01-01T00:00:00.00Z", "dateTime", True),
        ("4.5", "decimal", False),
        ("not a number", "integer", False),
        ("4.50", "string", False),
    ],
)
def test_a_respelled_literal_comes_back_as_written(spelling: str, datatype: str, respelled: bool) -> None:
    written = Statement(NamedNode(THING), VALUE, Literal(spelling, datatype=NamedNode(XSD + datatype)), FILE)
    spellings = forms(written)
    assert (stored(written) != written) == respelled
    assert len(spellings) == respelled
    assert spellings.restore(stored(written)) == written


def test_only_what_the_engine_respells_is_remembered(tiny: Publication) -> None:
    assert len(LexicalForms(LoadedPublication.of(tiny).respelled)) == 2


def test_another_statement_of_the_same_value_keeps_its_own_spelling() -> None:
    number = Literal("4.50", datatype=NamedNode(XSD + "decimal"))
    first = Statement(NamedNode(THING), VALUE, number, FILE)
    other = stored(first)._replace(graph=THING)
    assert forms(first).restore(other) == other
