"""The catalogue, as data portals harvest it: DCAT-AP 3.0.1."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from accord.descriptions.authorities import CONCEPTS, FILE_TYPES, LANGUAGES, THEMES, licence_types, list_of
from accord.descriptions.contact import VCARD, contacts
from accord.descriptions.dataset import Access, Dataset
from accord.descriptions.dumps import Dump, Dumps
from accord.descriptions.graph import Graph, Value
from accord.formats import CSV, Format
from accord.names import DCAT, DCTERMS, FOAF, PROV, SKOS, SPDX, XSD, local_name

_MEDIA = "https://www.iana.org/assignments/media-types/"
_ISO = "http://id.loc.gov/vocabulary/iso639-1/"
_PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"

_WHOLE = "The whole dataset as {}: what is stated, without what follows from the ontology."

_AVAILABILITY = "http://data.europa.eu/r5r/availability"
"""How long it is meant to be available: stated of the dataset, and of each distribution in DCAT-AP."""
_LAW = "http://data.europa.eu/r5r/applicableLegislation"
_CATEGORY = "http://data.europa.eu/r5r/hvdCategory"
"""The law by which a dataset has to be published, and its category there (DCAT-AP for High-Value Datasets)."""
_THEME = DCAT + "theme"

_SHARED = tuple(
    DCTERMS + name
    for name in ("title", "description", "publisher", "creator", "license", "rights", "issued", "spatial")
)
"""The properties that the catalogue takes from its dataset."""

_RANGES = {
    DCTERMS + "publisher": FOAF + "Agent",
    DCTERMS + "creator": FOAF + "Agent",
    DCTERMS + "license": DCTERMS + "LicenseDocument",
    DCTERMS + "rights": DCTERMS + "RightsStatement",
    DCTERMS + "accessRights": DCTERMS + "RightsStatement",
    DCTERMS + "spatial": DCTERMS + "Location",
    DCTERMS + "temporal": DCTERMS + "PeriodOfTime",
    DCTERMS + "accrualPeriodicity": DCTERMS + "Frequency",
    DCTERMS + "conformsTo": DCTERMS + "Standard",
    DCTERMS + "type": SKOS + "Concept",
    DCAT + "contactPoint": VCARD + "Kind",
    _THEME: SKOS + "Concept",
    _AVAILABILITY: SKOS + "Concept",
    _CATEGORY: SKOS + "Concept",
    _LAW: "http://data.europa.eu/eli/ontology#LegalResource",
}
"""The class that the values of a property must have, or harvesters reject the catalogue."""


@dataclass(frozen=True, slots=True)
class TableDistribution:
    """The things of a class as a table: its name among the distributions, a title, and its absolute URL."""

    name: str
    title: str
    address: str


def catalog(dataset: Dataset, dumps: Dumps, access: Access, tables: Iterable[TableDistribution] = ()) -> Graph:
    """The catalogue, its one dataset, the dataset's distributions and the SPARQL service.

    The distributions are the dumps, and tables of the things of a class, since CSV cannot hold all at once.
    """
    graph = Graph()
    _dataset(graph, dataset, access)
    _catalog(graph, dataset, access)
    for format, dump in dumps.all():
        _dump(graph, dataset, format, dump, access)
    for table in tables:
        words = f"{table.title} with all that is stated about them, a row for each, in CSV on the Web."
        _distribution(graph, dataset, table.name, f"{table.title}: CSV", words, table.address, CSV)
    _service(graph, dataset, access)
    for license in dataset.stated(DCTERMS + "license"):
        graph.say(license.value, DCTERMS + "type", *licence_types(license.value))
    _say_what_values_are(graph)
    return graph


def _say_what_values_are(graph: Graph) -> None:
    """The class of each value that has to have one, the list that it is from, and words where it needs them."""
    for triple in list(graph.triples):
        if isinstance(triple.object, NamedNode) and (found := list_of(triple.object.value)):
            several, title = found
            graph.say(triple.object.value, SKOS + "inScheme", graph.kind(several, SKOS + "ConceptScheme"))
            graph.say(several, DCTERMS + "title", Literal(title, language="en"))
        if (kind := _RANGES.get(triple.predicate.value)) and isinstance(triple.object, NamedNode):
            graph.kind(triple.object.value, kind)
            if kind == SKOS + "Concept":
                words = CONCEPTS.get(triple.object.value, local_name(triple.object.value))
                graph.say(triple.object.value, SKOS + "prefLabel", Literal(words, language="en"))


def _dataset(graph: Graph, dataset: Dataset, access: Access) -> None:
    """The configured statements, with languages and sources in DCAT-AP's terms, and statements that need no setting."""
    left_out = (DCTERMS + "language", DCTERMS + "source", _AVAILABILITY)
    graph.add(triple for triple in dataset.configured if triple.predicate.value not in left_out)
    graph.kind(dataset.iri, DCAT + "Dataset")
    graph.say(dataset.iri, PROV + "wasDerivedFrom", *dataset.stated(DCTERMS + "source"))
    _language(graph, dataset, dataset.iri)
    graph.say(dataset.iri, DCTERMS + "identifier", Literal(dataset.iri))
    graph.say(dataset.iri, DCTERMS + "modified", _modified(dataset))
    graph.say(dataset.iri, DCAT + "version", Literal(dataset.version))
    _contact(graph, dataset, access)
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
    if any(isinstance(theme, NamedNode) and theme.value.startswith(THEMES) for theme in dataset.stated(_THEME)):
        graph.say(iri, DCAT + "themeTaxonomy", THEMES)


def _contact(graph: Graph, dataset: Dataset, access: Access) -> None:
    """Whom to ask: the contact point that is stated, or else the publisher, by mail or on the site."""
    if stated := list(dataset.stated(DCAT + "contactPoint")):
        graph.say(dataset.service, DCAT + "contactPoint", *stated)
        return
    iri = graph.kind(f"{dataset.iri}#contact", VCARD + "Kind", VCARD + "Organization")
    for subject in (dataset.iri, dataset.service):
        graph.say(subject, DCAT + "contactPoint", iri)
    graph.say(iri, VCARD + "fn", Literal(dataset.publisher or dataset.title))
    addresses = contacts(dataset) or (access.home,)
    graph.say(iri, VCARD + "hasEmail", *(one for one in addresses if one.startswith("mailto:")))
    graph.say(iri, VCARD + "hasURL", *(one for one in addresses if not one.startswith("mailto:")))


def _dump(graph: Graph, dataset: Dataset, format: Format, dump: Dump | None, access: Access) -> None:
    """A download of the whole, with its size and its checksum where it has been made."""
    title, words = f"{dataset.title}: {format.label}", _WHOLE.format(format.label)
    address = f"{access.dump}.{format.suffix}"
    iri = _distribution(graph, dataset, format.name, title, words, address, format)
    if not dump:
        return
    graph.say(iri, DCAT + "byteSize", _typed(str(dump.plain.size), "nonNegativeInteger"))
    checksum = graph.kind(f"{iri}-checksum", SPDX + "Checksum")
    graph.say(iri, SPDX + "checksum", checksum)
    algorithm = graph.kind(SPDX + "checksumAlgorithm_sha256", SPDX + "ChecksumAlgorithm")
    graph.say(checksum, SPDX + "algorithm", algorithm)
    graph.say(checksum, SPDX + "checksumValue", _typed(dump.checksum, "hexBinary"))


def _distribution(
    graph: Graph, dataset: Dataset, name: str, title: str, words: str, address: str, format: Format
) -> str:
    """A file in which the dataset, or a part of it, is available. Returns its IRI."""
    iri = graph.kind(f"{dataset.iri}#{name}", DCAT + "Distribution")
    media = graph.kind(_MEDIA + format.media, DCTERMS + "MediaType", DCTERMS + "MediaTypeOrExtent")
    file_type = FILE_TYPES[format.name]
    graph.say(dataset.iri, DCAT + "distribution", iri)
    graph.say(iri, DCTERMS + "title", Literal(title, language="en"))
    graph.say(iri, DCTERMS + "description", Literal(words, language="en"))
    graph.say(iri, DCAT + "accessURL", address)
    graph.say(iri, DCAT + "downloadURL", address)
    graph.say(iri, DCAT + "mediaType", media)
    graph.say(iri, DCTERMS + "format", graph.kind(file_type, DCTERMS + "MediaTypeOrExtent"))
    graph.say(iri, DCTERMS + "license", *dataset.stated(DCTERMS + "license"))
    graph.say(iri, DCTERMS + "modified", _modified(dataset))
    for predicate in (DCTERMS + "rights", _AVAILABILITY, _LAW):
        graph.say(iri, predicate, *dataset.stated(predicate))
    return iri


def _service(graph: Graph, dataset: Dataset, access: Access) -> None:
    iri = graph.kind(dataset.service, DCAT + "DataService")
    graph.say(iri, DCTERMS + "title", Literal(f"{dataset.title}: SPARQL", language="en"))
    graph.say(iri, DCAT + "endpointURL", access.endpoint)
    graph.say(iri, DCAT + "endpointDescription", f"{access.endpoint}.ttl")
    graph.say(iri, FOAF + "page", graph.kind(f"{access.home}docs/api", FOAF + "Document"))
    graph.say(iri, DCAT + "servesDataset", dataset.iri)
    graph.say(iri, DCTERMS + "conformsTo", _PROTOCOL)
    for predicate in (DCTERMS + "publisher", DCTERMS + "license", DCAT + "keyword", _THEME, _LAW, _CATEGORY):
        graph.say(iri, predicate, *dataset.stated(predicate))


def _language(graph: Graph, dataset: Dataset, subject: str) -> None:
    """The languages as IRIs: of the EU's vocabulary where it has the tag, else of ISO 639-1."""
    for value in dataset.stated(DCTERMS + "language"):
        code = value.value.casefold()
        known = LANGUAGES.get(code, _ISO + code)
        iri = value.value if isinstance(value, NamedNode) else known
        graph.say(subject, DCTERMS + "language", graph.kind(iri, DCTERMS + "LinguisticSystem"))


def _modified(dataset: Dataset) -> Value:
    return _typed(dataset.modified.isoformat().replace("+00:00", "Z"), "dateTime")


def _typed(text: str, datatype: str) -> Literal:
    return Literal(text, datatype=NamedNode(XSD + datatype))
