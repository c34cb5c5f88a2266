"""The SPARQL endpoint describes itself: SPARQL 1.1 Service Description (W3C, 2013)."""

from __future__ import annotations

from pyoxigraph import Literal

from accord.descriptions.dataset import Access, Dataset
from accord.descriptions.graph import SYNTAXES, Graph, integer
from accord.formats import ANSWERS, RESULTS
from accord.names import DCAT, DCTERMS, SD, VOID


def service(dataset: Dataset, access: Access) -> Graph:
    """The service, what it speaks, and the graphs that it holds."""
    graph = Graph()
    iri = graph.kind(dataset.service, SD + "Service")
    whole = graph.kind(f"{dataset.iri}#graphs", SD + "Dataset")
    default = graph.kind(f"{dataset.iri}#default-graph", SD + "Graph")
    graph.say(iri, SD + "endpoint", access.endpoint)
    graph.say(iri, SD + "supportedLanguage", SD + "SPARQL11Query")
    graph.say(iri, SD + "resultFormat", *(SYNTAXES[one.name] for one in (*RESULTS, *ANSWERS)))
    graph.say(iri, SD + "defaultDataset", whole)
    graph.say(iri, DCTERMS + "title", Literal(dataset.title))
    graph.say(iri, DCTERMS + "license", *dataset.stated(DCTERMS + "license"))
    graph.say(iri, DCAT + "servesDataset", dataset.iri)
    graph.say(iri, DCAT + "version", Literal(dataset.version))
    graph.say(whole, SD + "defaultGraph", default)
    graph.say(default, VOID + "triples", integer(dataset.statistics.triples))
    for number, name in enumerate(sorted(dataset.publication.graphs()), start=1):
        part = graph.kind(f"{dataset.iri}#graph-{number}", SD + "NamedGraph")
        graph.say(whole, SD + "namedGraph", part)
        graph.say(part, SD + "name", name)
    return graph
