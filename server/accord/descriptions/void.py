"""The dataset in VoID: its content with counts, and the datasets that it links to.

https://www.w3.org/TR/void/
"""

from __future__ import annotations

from collections import Counter

from pyoxigraph import Literal

from accord.descriptions.dataset import Access, Dataset
from accord.descriptions.dumps import DUMPS
from accord.descriptions.graph import Graph, integer
from accord.names import DCAT, DCTERMS, FOAF, RDFS, VOID, Prefixes

_COUNTED = (
    "The counts are of what the ontology and the data state, as in the dumps. The default graph of the SPARQL endpoint"
    " also holds what follows from it; the description of the endpoint has its size."
)


def void(dataset: Dataset, access: Access) -> Graph:
    """The description: the dataset with its partitions, and a link set for each host and property that links to it."""
    graph = Graph()
    graph.add(dataset.configured)
    graph.kind(dataset.iri, VOID + "Dataset")
    document = graph.kind(f"{dataset.base}.well-known/void", VOID + "DatasetDescription")
    graph.say(document, FOAF + "primaryTopic", dataset.iri)
    graph.say(document, DCTERMS + "description", Literal(_COUNTED, language="en"))
    graph.say(document, RDFS + "seeAlso", dataset.publication.described)
    graph.say(dataset.iri, DCAT + "version", Literal(dataset.version))
    graph.say(dataset.iri, FOAF + "homepage", access.home)
    graph.say(dataset.iri, VOID + "sparqlEndpoint", access.endpoint)
    for format in DUMPS:
        graph.say(dataset.iri, VOID + "dataDump", f"{access.dump}.{format.suffix}")
        graph.say(dataset.iri, VOID + "feature", format.iri)
    _counts(graph, dataset)
    _partitions(graph, dataset.iri, "class", dataset.statistics.classes, "entities")
    _partitions(graph, dataset.iri, "property", dataset.statistics.properties, "triples")
    _linksets(graph, dataset)
    return graph


def _counts(graph: Graph, dataset: Dataset) -> None:
    counts = dataset.statistics
    for name, count in (
        ("triples", counts.triples),
        ("distinctSubjects", counts.subjects),
        ("distinctObjects", counts.objects),
        ("classes", len(counts.classes)),
        ("properties", len(counts.properties)),
    ):
        graph.say(dataset.iri, VOID + name, integer(count))
    graph.say(
        dataset.iri, VOID + "vocabulary", *_vocabularies(dataset.publication.settings.prefixes, counts.properties)
    )


def _vocabularies(prefixes: Prefixes, properties: Counter[str]) -> list[str]:
    """The namespaces with a prefix whose properties are used."""
    spaces = prefixes.values()
    return sorted(space for space in spaces if any(iri.startswith(space) for iri in properties))


def _partitions(graph: Graph, dataset: str, kind: str, counts: Counter[str], unit: str) -> None:
    """A subset of the dataset for each class or property, by number in the order of their IRIs."""
    for number, (term, count) in enumerate(sorted(counts.items()), start=1):
        part = f"{dataset}#{kind}-{number}"
        graph.say(dataset, f"{VOID}{kind}Partition", part)
        graph.say(part, VOID + kind, term)
        graph.say(part, VOID + unit, integer(count))


def _linksets(graph: Graph, dataset: Dataset) -> None:
    for (host, predicate), count in sorted(dataset.statistics.links.items()):
        iri = graph.kind(f"{dataset.iri}#links-{host}-{predicate.rpartition('#')[2]}", VOID + "Linkset")
        target = graph.kind(f"{dataset.iri}#{host}", VOID + "Dataset")
        graph.say(dataset.iri, VOID + "subset", iri)
        graph.say(iri, VOID + "linkPredicate", predicate)
        graph.say(iri, VOID + "subjectsTarget", dataset.iri)
        graph.say(iri, VOID + "objectsTarget", target)
        graph.say(iri, VOID + "triples", integer(count))
        graph.say(target, DCTERMS + "title", Literal(host))
