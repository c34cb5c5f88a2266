"""The W3C tests of the SPARQL 1.1 Protocol and of service descriptions. ``ACCORD_W3C_SPARQL`` names their folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib
from rdflib import RDF

import w3c_protocol
from running import Running, serving
from w3c_protocol import KNOWN, ProtocolTest, fault, publication

SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
FOLDER = os.environ.get("ACCORD_W3C_SPARQL", "")
ALL = w3c_protocol.tests(Path(FOLDER)) if FOLDER else []

pytestmark = [
    pytest.mark.skipif(not FOLDER, reason="ACCORD_W3C_SPARQL names no folder with the W3C SPARQL tests"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of rdflib, which reads the manifest
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    out = tmp_path_factory.mktemp("protocol")
    publication(Path(FOLDER), out)
    with serving(out) as running:
        yield running


@pytest.mark.parametrize("test", [one for one in ALL if not one.changes], ids=lambda one: str(one.name))
def test_it_answers_or_deviates_as_known(service: Running, test: ProtocolTest) -> None:
    wrong = fault(test, service)
    assert bool(wrong) is (test.name in KNOWN), wrong


def test_changes_are_refused(service: Running) -> None:
    changing = [one for one in ALL if one.changes]
    assert len(changing) == 7
    for test in changing:
        assert "status 4" in fault(test, service), test.name


@pytest.fixture(scope="module")
def description(service: Running) -> rdflib.Graph:
    answer = service.get("/sparql", Accept="text/turtle")
    assert (answer.status, answer.headers["content-type"].partition(";")[0]) == (200, "text/turtle")
    return rdflib.Graph().parse(data=answer.body, format="turtle")


def test_a_get_of_the_endpoint_returns_rdf(description: rdflib.Graph) -> None:
    assert len(description)


def test_the_description_names_the_endpoint(service: Running, description: rdflib.Graph) -> None:
    described = description.value(predicate=RDF.type, object=SD.Service)
    assert description.value(described, SD.endpoint) == rdflib.URIRef(f"{service.url}/sparql")


def test_the_description_fits_the_vocabulary(description: rdflib.Graph) -> None:
    """Its classes are those of the vocabulary; graphs have names, and datasets a default graph."""
    known = {SD.Service, SD.Dataset, SD.Graph, SD.NamedGraph, SD.GraphCollection, SD.Function, SD.Aggregate}
    own = {one for one in description.objects(None, RDF.type) if str(one).startswith(SD)}
    assert {SD.Service, SD.Dataset, SD.Graph} <= own <= known
    for dataset in description.subjects(RDF.type, SD.Dataset):
        assert (description.value(dataset, SD.defaultGraph), RDF.type, SD.Graph) in description
    for graph in description.objects(None, SD.namedGraph):
        assert isinstance(description.value(graph, SD.name), rdflib.URIRef)
    assert SD.SPARQL11Query in set(description.objects(None, SD.supportedLanguage))
