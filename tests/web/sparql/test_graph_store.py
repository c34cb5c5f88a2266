"""The reading half of the SPARQL 1.1 Graph Store Protocol: graphs by their own address, and by ``/graph?graph=``."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import rdflib
from flask.testing import FlaskClient
from rdflib.compare import isomorphic

from accord.engine.processes import local_engine
from accord.limits import EngineLimits
from accord.publication import Publication
from accord.web import Site, create_app

NUMBERS = (rdflib.XSD.decimal, rdflib.XSD.integer, rdflib.XSD.double)
TURTLE = {"Accept": "text/turtle"}


@pytest.fixture(scope="module")
def client(tiny: Publication) -> Iterator[FlaskClient]:
    with local_engine(tiny, EngineLimits(workers=1)) as engine:
        yield create_app(Site.open(tiny, engine)).test_client()


def stored(client: FlaskClient, query: dict[str, str]) -> rdflib.Graph:
    answer = client.get("/graph", query_string=query, headers=TURTLE, follow_redirects=True)
    assert (answer.status_code, answer.mimetype) == (200, "text/turtle")
    return rdflib.Graph().parse(data=answer.data, format="turtle")


def spelled(graph: rdflib.Graph) -> rdflib.Graph:
    """The graph with each number in one spelling: the engine answers 4.50 with 4.5, and a file keeps what it has."""
    found = rdflib.Graph()
    for subject, predicate, value in graph:
        number = float(value) if isinstance(value, rdflib.Literal) and value.datatype in NUMBERS else None
        found.add((subject, predicate, value if number is None else rdflib.Literal(number)))
    return found


def test_a_graph_is_the_same_by_both_names(client: FlaskClient, tiny: Publication) -> None:
    for file in tiny.files:
        graph = tiny.graph(file)
        direct = client.get("/graph/" + graph.partition("/graph/")[2], headers=TURTLE)
        found = rdflib.Graph().parse(data=direct.data, format="turtle", publicID=graph)
        assert isomorphic(spelled(stored(client, {"graph": graph})), spelled(found)), graph


def test_the_default_graph_has_what_follows_too(client: FlaskClient, tiny: Publication) -> None:
    whole = stored(client, {"default": ""})
    assert set(stored(client, {"graph": tiny.inferred})) <= set(whole)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_graph_that_is_not_there_is_not_found(client: FlaskClient, method: str) -> None:
    for path in ("/graph?graph=https://example.org/lights/graph/none.ttl", "/graph/none.ttl"):
        assert client.open(path, method=method).status_code == 404


@pytest.mark.parametrize("query", ["", "?graph=https://example.org/a&default"])
def test_one_graph_has_to_be_named(client: FlaskClient, query: str) -> None:
    assert client.get(f"/graph{query}").status_code == 400


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE", "PATCH"])
def test_nothing_is_written(client: FlaskClient, tiny: Publication, method: str) -> None:
    graph = tiny.graph(tiny.files[0])
    for path in (f"/graph?graph={graph}", "/graph/" + graph.partition("/graph/")[2]):
        assert client.open(path, method=method).status_code == 405
