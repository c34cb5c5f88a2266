"""Equal words mean equal numbers: what is stated, what follows, both together, the data alone, and things."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, RdfFormat, parse

from accord.cli import main
from accord.engine.processes import local_engine
from accord.limits import EngineLimits
from accord.names import RDF, VOID
from accord.publication import Publication
from accord.web import Site, create_app
from places import TINY

DATASET = "https://example.org/lights/dataset"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
HTML = {"Accept": "text/html"}


@pytest.fixture(scope="module")
def client(tiny: Publication) -> Iterator[FlaskClient]:
    with local_engine(tiny, EngineLimits()) as engine:
        yield create_app(Site.open(tiny, engine)).test_client()


def number(pattern: str, text: str) -> int:
    found = re.search(pattern.replace("N", "([0-9,]+)"), re.sub("<[^>]*>", "", text))
    assert found, pattern
    return int(found[1].replace(",", ""))


def counted(client: FlaskClient, **parameters: str) -> int:
    query = {"query": COUNT, "format": "csv", **parameters}
    return int(client.get("/sparql", query_string=query).text.split()[1])


def described(client: FlaskClient, address: str, subject: str) -> int:
    """The triples that a description in Turtle gives for a dataset."""
    quads = parse(client.get(address, follow_redirects=True).data, RdfFormat.TURTLE)
    found = [
        one.object for one in quads if one.subject == NamedNode(subject) and one.predicate.value == f"{VOID}triples"
    ]
    assert len(found) == 1
    assert isinstance(found[0], Literal)
    return int(found[0].value)


STATED: dict[str, Callable[[FlaskClient], int]] = {
    "VoID": lambda client: described(client, "/.well-known/void", DATASET),
    "endpoint, infer=off": lambda client: counted(client, infer="off"),
    "accord check": lambda _: number("N statements in", CliRunner().invoke(main, ["check", str(TINY)]).output),
    "dump, without the version": lambda client: len(list(parse(client.get("/dump.nt").data, RdfFormat.N_TRIPLES))) - 1,
}
FOLLOWING: dict[str, Callable[[FlaskClient], int]] = {
    "home page": lambda client: number("the ontology and N that follow", client.get("/", headers=HTML).text),
    "service description": lambda client: number(r"what follows from them .N. by", client.get("/sparql.ttl").text),
    "graph": lambda client: counted(client, **{"default-graph-uri": "https://example.org/lights/graph/inferred"}),
}
BOTH: dict[str, Callable[[FlaskClient], int]] = {
    "service description": lambda client: described(client, "/sparql.ttl", f"{DATASET}#default-graph"),
    "endpoint": counted,
}
THINGS: dict[str, Callable[[FlaskClient], int]] = {
    "home page": lambda client: number("All N things", client.get("/", headers=HTML).text),
    "page of kinds": lambda client: number("N things", client.get("/things", headers=HTML).text),
    "kinds as JSON": lambda client: int(json.loads(client.get("/things.json").data)["things"]),
}


@pytest.mark.parametrize("places", [STATED, FOLLOWING, BOTH, THINGS], ids=["stated", "following", "both", "things"])
def test_every_place_says_the_same_number(client: FlaskClient, places: dict[str, Callable[[FlaskClient], int]]) -> None:
    found = {place: count(client) for place, count in places.items()}
    assert len(set(found.values())) == 1, found


def test_the_numbers_add_up(client: FlaskClient, tiny: Publication) -> None:
    stated, following, both = (next(iter(one.values()))(client) for one in (STATED, FOLLOWING, BOTH))
    assert following
    assert stated + following == both
    data = number("ask the N statements of the data", client.get("/", headers=HTML).text)
    ontology = len({quad.triple for quad in tiny.quads("ontology")})
    assert data + ontology == stated


def test_the_members_of_a_class_are_those_that_queries_find(client: FlaskClient) -> None:
    for one in json.loads(client.get("/things.json").data)["classes"]:
        query = {"query": f"SELECT (COUNT(DISTINCT ?s) AS ?n) {{ ?s <{RDF}type> <{one['iri']}> }}", "format": "csv"}
        assert int(client.get("/sparql", query_string=query).text.split()[1]) == one["count"], one
