"""Queries in shapes reach nothing outside and end, whoever runs them."""

from __future__ import annotations

import socket
import time

import pytest

from accord.errors import UsageError
from accord.validation import check, check_sandboxed
from validation.conftest import PREFIXES, Writer

SHAPE = '[] a sh:NodeShape ; sh:targetClass b:Bridge ; sh:sparql [ sh:select """{select}""" ] .'


def refused(write: Writer, select: str) -> UsageError:
    publication = write(shapes__more=PREFIXES + SHAPE.format(select=select))
    with pytest.raises(UsageError) as caught:
        check(publication)
    assert caught.value.place is not None
    assert caught.value.place.file == "shapes/more.ttl"
    return caught.value


@pytest.mark.parametrize(
    "call",
    [
        "SERVICE <{there}> {{ ?a ?b ?c }}",
        "SERVICE SILENT <{there}> {{ ?a ?b ?c }}",
        "SERVICESILENT <{there}> {{ ?a ?b ?c }}",
        "SERVICEex:b {{ ?a ?b ?c }}",
        "{{ SELECT * {{ SERVICE <{there}> {{ ?a ?b ?c }} }} }}",
        "SERVICE ?b {{ ?a ?b ?c }}",
    ],
)
def test_no_shape_makes_a_connection(write: Writer, call: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.1)
        there = f"http://127.0.0.1:{listener.getsockname()[1]}/"
        error = refused(write, f"PREFIX ex: <{there}> SELECT $this {{ $this ?p ?o . {call.format(there=there)} }}")
        assert "query of a shape" in error.message
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.parametrize("name", ["sh:ask", "sh:select"])
def test_a_query_anywhere_in_the_shapes_is_guarded(write: Writer, name: str) -> None:
    component = f'[] sh:validator [ {name} "ASK {{ SERVICE <http://127.0.0.1:9/> {{ ?a ?b ?c }} }}" ] .'
    with pytest.raises(UsageError, match="query of a shape is refused"):
        check(write(shapes__more=PREFIXES + component))


@pytest.mark.parametrize(
    ("select", "why"),
    [
        ("SELECT $this { $this ?p ?o FILTER(<urn:x:f>(?o)) }", "The custom function <urn:x:f> is not supported."),
        ("SELECT $this { $this odd:p ?o }", "The prefix odd: is not declared."),
    ],
)
def test_what_the_engine_cannot_ask_is_said_in_words(write: Writer, select: str, why: str) -> None:
    assert refused(write, select).message == f"The sh:select cannot be used. {why}"


def test_a_query_of_a_shape_names_no_graph(write: Writer) -> None:
    assert "name its graphs" in refused(write, "SELECT $this FROM <http://127.0.0.1:9/> { $this ?p ?o }").message


def test_braces_do_not_end_the_process(write: Writer) -> None:
    assert "limit of 64 levels" in refused(write, "SELECT $this " + "{" * 6000 + "}" * 6000).message


def test_a_cross_product_meets_the_deadline(write: Writer) -> None:
    select = "SELECT $this { $this ?p ?o . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?q "
    select += "FILTER(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j), STR(?m)) = STR(?o)) }"
    publication = write(shapes__more=PREFIXES + SHAPE.format(select=select))
    start = time.monotonic()
    report = check_sandboxed(publication, seconds=1.5)
    (finding,) = report.findings
    assert (finding.code, report.exit_code, finding.place) == ("LIMIT-DEADLINE", 4, None)
    assert "--check-deadline" in finding.remedy
    assert time.monotonic() - start < 20
