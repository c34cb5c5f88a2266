"""The catalogue, as data portals harvest it: DCAT-AP 3.0.1."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from accord.descriptions.dataset import Access, Dataset
from accord.descriptions.dumps import Dump, Dumps
from accord.descriptions.graph import Graph, Value
from accord.formats import Format
from accord.names import DCAT, DCTERMS, FOAF, PROV, SPDX, XSD

_MEDIA = "https://www.iana.org/assignments/media-types/"
_LANGUAGE = "http://id.loc.gov/vocabulary/iso639-1/"
_PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"
_VCARD = "http://www.w3.org/2006/vcard/ns#"

_WHOLE = "The whole dataset as {}: what is stated, without what follows by the ontology."

_SHARED = tuple(
    DCTERMS + name
    for name in ("title", "description", "publisher", "creator", "license", "rights", "issued", "spatial")
)
"""What the catalogue has from its dataset."""

_RANGES = {
    DCTERMS + "publisher": FOAF + "Agent",
    DCTERMS + "creator": FOAF + "Agent",
    DCTERMS + "license": DCTERMS + "LicenseDocument",
    DCTERMS + "rights": DCTERMS + "RightsStatement",
    DCTERMS + "spatial": DCTERMS + "Location",
    DCTERMS + "temporal": DCTERMS + "PeriodOfTime",
    DCTERMS + "accrualPeriodicity": DCTERMS + "Frequency",
    DCTERMS + "conformsTo": DCTERMS + "Standard",
    DCAT + "contactPoint": _VCARD + "Kind",
}
"""What the values of a property must be said to be, or harvesters that check do not take the catalogue."""


def catalog(dataset: Dataset, dumps: Dumps, access: Access) -> Graph:
    """The catalogue, its one dataset, the dataset's distributions and the SPARQL service."""
    graph = Graph()
    _dataset(graph, dataset, access)
    _catalog(graph, dataset, access)
    for format, dump in dumps.all():
        _distribution(graph, dataset, format, dump, access)
    _service(graph, dataset, access)
    for triple in list(graph.triples):
        if (kind := _RANGES.get(triple.predicate.value)) and isinstance(triple.object, NamedNode):
            graph.kind(triple.object.value, kind)
    return graph


def _dataset(graph: Graph, dataset: Dataset, access: Access) -> None:
    """What the configuration says, with languages and sources in the words of DCAT-AP, and what it need not say."""
    left_out = (DCTERMS + "language", DCTERMS + "source")
    graph.add(triple for triple in dataset.configured if triple.predicate.value not in left_out)
    graph.kind(dataset.iri, DCAT + "Dataset")
    graph.say(dataset.iri, PROV + "wasDerivedFrom", *dataset.stated(DCTERMS + "source"))
    _language(graph, dataset, dataset.iri)
    graph.say(dataset.iri, DCTERMS + "identifier", Literal(dataset.iri))
    graph.say(dataset.iri, DCTERMS + "modified", _modified(dataset))
    graph.say(dataset.iri, DCAT + "version", Literal(dataset.version))
    graph.say(dataset.iri, DCAT + "landingPage", graph.kind(access.home, FOAF + "Document"))


def _catalog(graph: Graph, dataset: Dataset, access: Access) -> None:
    iri = graph.kind(dataset.catalog, DCAT + "Catalog")
    for predicate in _SHARED:
        graph.say(iri, predicate, *dataset.stated(predicate))
    _language(graph, dataset, iri)
    graph.say(iri, DCTERMS + "modified", _modified(dataset))
    graph.say(iri, FOAF + "homepage", graph.kind(access.home, FOAF + "Document"))
    graph.say(iri, DCAT + "dataset", dataset.iri)
    graph.say(iri, DCAT + "service", dataset.service)


def _distribution(graph: Graph, dataset: Dataset, format: Format, dump: Dump | None, access: Access) -> None:
    """A download, with its size and its checksum where it has been made."""
    iri = graph.kind(f"{dataset.iri}#{format.name}", DCAT + "Distribution")
    address = f"{access.dump}.{format.suffix}"
    media = graph.kind(_MEDIA + format.media, DCTERMS + "MediaType", DCTERMS + "MediaTypeOrExtent")
    graph.say(dataset.iri, DCAT + "distribution", iri)
    graph.say(iri, DCTERMS + "title", Literal(f"{dataset.title}: {format.label}", language="en"))
    graph.say(iri, DCTERMS + "description", Literal(_WHOLE.format(format.label), language="en"))
    graph.say(iri, DCAT + "accessURL", address)
    graph.say(iri, DCAT + "downloadURL", address)
    graph.say(iri, DCAT + "mediaType", media)
    graph.say(iri, DCTERMS + "format", media)
    graph.say(iri, DCTERMS + "license", *dataset.stated(DCTERMS + "license"))
    graph.say(iri, DCTERMS + "modified", _modified(dataset))
    if not dump:
        return
    graph.say(iri, DCAT + "byteSize", _typed(str(dump.plain.size), "nonNegativeInteger"))
    checksum = graph.kind(f"{iri}-checksum", SPDX + "Checksum")
    graph.say(iri, SPDX + "checksum", checksum)
    graph.say(checksum, SPDX + "algorithm", SPDX + "checksumAlgorithm_sha256")
    graph.say(checksum, SPDX + "checksumValue", _typed(dump.checksum, "hexBinary"))


def _service(graph: Graph, dataset: Dataset, access: Access) -> None:
    iri = graph.kind(dataset.service, DCAT + "DataService")
    graph.say(iri, DCTERMS + "title", Literal(f"{dataset.title}: SPARQL", language="en"))
    graph.say(iri, DCAT + "endpointURL", access.endpoint)
    graph.say(iri, DCAT + "endpointDescription", f"{access.endpoint}.ttl")
    graph.say(iri, DCAT + "servesDataset", dataset.iri)
    graph.say(iri, DCTERMS + "conformsTo", _PROTOCOL)
    for predicate in (DCTERMS + "publisher", DCTERMS + "license", DCAT + "keyword", DCAT + "contactPoint"):
        graph.say(iri, predicate, *dataset.stated(predicate))


def _language(graph: Graph, dataset: Dataset, subject: str) -> None:
    """The languages as IRIs: a tag of two letters is one of ISO 639-1."""
    for value in dataset.stated(DCTERMS + "language"):
        iri = value.value if isinstance(value, NamedNode) else _LANGUAGE + value.value
        graph.say(subject, DCTERMS + "language", graph.kind(iri, DCTERMS + "LinguisticSystem"))


def _modified(dataset: Dataset) -> Value:
    return _typed(dataset.modified.isoformat().replace("+00:00", "Z"), "dateTime")


def _typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + datatype))
