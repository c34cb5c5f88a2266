"""The SPARQL endpoint describes itself: SPARQL 1.1 Service Description (W3C, 2013)."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal

from accord.descriptions.dataset import Access, Dataset
from accord.descriptions.graph import Graph, integer
from accord.formats import GRAPH_RESULT_FORMATS, ROW_FORMATS
from accord.limits import Limit
from accord.names import DCAT, DCTERMS, ENTAILMENT, OWL_PROFILE, SCHEMA, SD, VOID

_DEFAULT_GRAPH = (
    "The statements of the ontology and the data, and what follows from them ({:,}) by rules of OWL 2 RL/RDF:"
    " classes, wider and inverse properties, and links along transitive and symmetric ones. Left out are statements"
    " about the terms of the ontology itself, the membership of owl:Thing, rdfs:Resource and owl:NamedIndividual, and"
    " contradictions. The parameter infer=off leaves out all that follows; the graphs of files hold what is stated."
    " Queries that name terms of VoID partitions, sh:SPARQLExecutable or sh:prefix find the description of the endpoint"
    " here too, which is a graph of its own."
)
"""An explanation beside the IRIs of regime and profile: not all of OWL 2 RL is entailed."""


def service(dataset: Dataset, access: Access, limits: Iterable[Limit]) -> Graph:
    """The service, what it speaks, its limits, and the graphs that it holds."""
    graph = Graph()
    iri = graph.kind(dataset.service, SD + "Service")
    whole = graph.kind(f"{dataset.iri}#graphs", SD + "Dataset")
    default = graph.kind(f"{dataset.iri}#default-graph", SD + "Graph")
    graph.say(iri, SD + "endpoint", access.endpoint)
    graph.say(iri, SD + "supportedLanguage", SD + "SPARQL11Query")
    graph.say(iri, SD + "resultFormat", *(one.iri for one in (*ROW_FORMATS, *GRAPH_RESULT_FORMATS)))
    graph.say(iri, SD + "defaultDataset", whole)
    graph.say(iri, SD + "defaultEntailmentRegime", ENTAILMENT + "OWL-RDF-Based")
    graph.say(iri, SD + "defaultSupportedEntailmentProfile", OWL_PROFILE + "RL")
    graph.say(iri, DCTERMS + "title", Literal(dataset.title))
    graph.say(iri, DCTERMS + "license", *dataset.stated(DCTERMS + "license"))
    graph.say(iri, DCAT + "servesDataset", dataset.iri)
    graph.say(iri, DCAT + "version", Literal(dataset.version))
    graph.say(whole, SD + "defaultGraph", default)
    graph.say(default, VOID + "triples", integer(dataset.statistics.triples + dataset.inferred))
    graph.say(default, DCTERMS + "description", Literal(_DEFAULT_GRAPH.format(dataset.inferred), language="en"))
    for limit in limits:
        graph.say(iri, SCHEMA + "additionalProperty", _limit(graph, f"{dataset.service}#{limit.name}", limit))
    for number, name in enumerate(sorted(dataset.publication.graphs()), start=1):
        part = graph.kind(f"{dataset.iri}#graph-{number}", SD + "NamedGraph")
        graph.say(whole, SD + "namedGraph", part)
        graph.say(part, SD + "name", name)
        graph.say(part, SD + "entailmentRegime", ENTAILMENT + "Simple")
    return graph


def _limit(graph: Graph, iri: str, limit: Limit) -> str:
    """A limit as a value with its unit, since Service Description has no words for limits."""
    graph.kind(iri, SCHEMA + "PropertyValue")
    graph.say(iri, SCHEMA + "name", Literal(limit.name))
    graph.say(iri, SCHEMA + "value", Literal(limit.value))
    graph.say(iri, SCHEMA + "unitText", Literal(limit.unit))
    graph.say(iri, SCHEMA + "description", Literal(limit.says))
    return iri
