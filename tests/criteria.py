"""Criteria that others publish and apply by hand or by a service of theirs, computed here from their definitions.

Each function takes a client of the site and gives its criteria: the name, the points that are there, and those reached.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyshacl
import rdflib
from flask.testing import FlaskClient
from rdflib import DCAT, DCTERMS, OWL, RDF, RDFS, SKOS, VOID

from accord.publication import Publication
from places import SHARED

ADMS = rdflib.Namespace("http://www.w3.org/ns/adms#")
VANN = rdflib.Namespace("http://purl.org/vocab/vann/")
FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
RIGHTS = "http://publications.europa.eu/resource/authority/access-right/"
LICENCES = "http://publications.europa.eu/resource/authority/licence/"
OPEN = "https://creativecommons.org/"
DCAT_AP = SHARED / "schemas" / "dcat-ap-3.0.1" / "shapes.ttl"
"""The shapes of DCAT-AP. They are not part of this repository."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion with the points that it gives, and those that are reached."""

    name: str
    points: int
    reached: int

    @property
    def missed(self) -> str:
        """The criterion with the reason why it is missed."""
        return f"{self.name}: {WHY[self.name]}" if self.name in WHY else self.name


WHY = {
    "size": "tables in CSV are written when they are asked for, so the catalogue does not know their size",
    "version IRI": "the version is that of the data, the git commit, which no file can state of itself",
}
"""Why criteria are missed."""


def _graph(client: FlaskClient, path: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=client.get(path).data, format="turtle")


def _conforms(catalogue: rdflib.Graph) -> bool:
    """Whether a catalogue fits the shapes of DCAT-AP, where they are here."""
    return DCAT_AP.exists() and bool(pyshacl.validate(catalogue, shacl_graph=rdflib.Graph().parse(DCAT_AP))[0])


def quality_of_metadata(client: FlaskClient) -> Iterator[Criterion]:
    """The Metadata Quality Assessment of data.europa.eu (405 points), for the dataset and its best distributions."""
    graph = _graph(client, "/catalog.ttl")
    dataset = next(graph.subjects(DCAT.distribution, None))
    distributions = list(graph.objects(dataset, DCAT.distribution))

    def has(subject: rdflib.term.Node, *properties: rdflib.URIRef) -> bool:
        return any(graph.value(subject, one) is not None for one in properties)

    def all_have(*properties: rdflib.URIRef) -> bool:
        return all(has(one, *properties) for one in distributions)

    def begin(prefixes: tuple[str, ...], *properties: rdflib.URIRef) -> bool:
        values = [str(value) for one in distributions for name in properties for value in graph.objects(one, name)]
        return bool(values) and all(value.startswith(prefixes) for value in values)

    def answers(property: rdflib.URIRef) -> bool:
        addresses = [str(value) for one in distributions for value in graph.objects(one, property)]
        own = [one.removeprefix("http://localhost") for one in addresses if one.startswith("http://localhost")]
        return bool(own) and all(client.get(one).status_code < 400 for one in own)

    checks = (
        ("keywords", 30, has(dataset, DCAT.keyword)),
        ("categories (dcat:theme)", 30, has(dataset, DCAT.theme)),
        ("place (dct:spatial)", 20, has(dataset, DCTERMS.spatial)),
        ("period (dct:temporal)", 20, has(dataset, DCTERMS.temporal)),
        ("access address answers", 50, answers(DCAT.accessURL)),
        ("download address", 20, all_have(DCAT.downloadURL)),
        ("download address answers", 30, answers(DCAT.downloadURL)),
        ("format", 20, all_have(DCTERMS["format"])),
        ("media type", 10, all_have(DCAT.mediaType)),
        ("formats from vocabularies", 10, begin((FILE_TYPES, MEDIA_TYPES), DCTERMS["format"], DCAT.mediaType)),
        ("format that nobody owns", 20, begin((FILE_TYPES,), DCTERMS["format"])),
        ("format for machines", 20, begin((FILE_TYPES,), DCTERMS["format"])),
        ("DCAT-AP", 30, _conforms(graph)),
        ("licence", 20, all_have(DCTERMS.license)),
        ("licence from a vocabulary", 10, begin((LICENCES, OPEN), DCTERMS.license)),
        ("access rights", 10, has(dataset, DCTERMS.accessRights)),
        ("access rights from a vocabulary", 5, str(graph.value(dataset, DCTERMS.accessRights)).startswith(RIGHTS)),
        ("contact point", 20, has(dataset, DCAT.contactPoint)),
        ("publisher", 10, has(dataset, DCTERMS.publisher)),
        ("rights", 5, all_have(DCTERMS.rights)),
        ("size", 5, all_have(DCAT.byteSize)),
        ("issued", 5, has(dataset, DCTERMS.issued)),
        ("modified", 5, has(dataset, DCTERMS.modified)),
    )
    return (Criterion(name, points, points if met else 0) for name, points, met in checks)


def endpoint(client: FlaskClient) -> Iterator[Criterion]:
    """What Umaka-Yummy Data asks of an endpoint that can be seen at one moment (not uptime and speed over weeks)."""
    description = client.get("/sparql", headers={"Accept": "text/turtle"})
    void = _graph(client, "/.well-known/void.ttl")
    query = {"query": "ASK { ?s ?p ?o }"}
    thing = next(str(one) for one in void.objects(None, VOID.exampleResource))
    path = "/id/" + thing.rpartition("/id/")[2]

    def stated(graph: rdflib.Graph, property: rdflib.URIRef) -> bool:
        return next(graph.objects(None, property), None) is not None

    def gives(accept: str, media: str) -> bool:
        answer = client.get(path, headers={"Accept": accept}, follow_redirects=True)
        return answer.status_code == 200 and answer.content_type.startswith(media)

    checks = (
        ("answers a query", client.get("/sparql", query_string=query).status_code == 200),
        ("service description", b"sparql-service-description" in description.data),
        ("VoID", (None, RDF.type, VOID.Dataset) in void),
        ("CORS", client.get("/sparql", query_string=query).headers.get("Access-Control-Allow-Origin") == "*"),
        ("says when it changed", bool(stated(_graph(client, "/catalog.ttl"), DCTERMS.modified))),
        ("licence", stated(void, DCTERMS.license)),
        ("links to other datasets", (None, RDF.type, VOID.Linkset) in void),
        ("HTML by negotiation", gives("text/html", "text/html")),
        ("Turtle by negotiation", gives("text/turtle", "text/turtle")),
        ("RDF/XML by negotiation", gives("application/rdf+xml", "application/rdf+xml")),
        ("addresses without a question mark", "?" not in thing),
        ("classes and properties described", b"classPartition" in client.get("/.well-known/void.ttl").data),
        ("vocabularies named", stated(void, VOID.vocabulary)),
        ("JSON results", client.get("/sparql", query_string={**query, "format": "json"}).status_code == 200),
    )
    return (Criterion(name, 1, int(met)) for name, met in checks)


def ontology(client: FlaskClient) -> Iterator[Criterion]:
    """What FOOPS! asks of an ontology, as far as it can be seen without other hosts."""
    graph = _graph(client, "/ontology.ttl")
    own = next(graph.subjects(RDF.type, OWL.Ontology))

    def of_own(term: rdflib.term.Node) -> bool:
        return str(term).startswith(str(own).rstrip("#/"))

    terms = {
        one
        for kind in (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
        for one in graph.subjects(RDF.type, kind)
        if of_own(one)
    }

    def says(*properties: rdflib.URIRef) -> bool:
        return any(graph.value(own, one) is not None for one in properties)

    def every(*properties: rdflib.URIRef) -> bool:
        return all(any(graph.value(term, one) is not None for one in properties) for term in terms)

    def page(accept: str) -> bool:
        return client.get("/ontology", headers={"Accept": accept}).status_code == 200

    checks = (
        ("title", says(DCTERMS.title, RDFS.label)),
        ("description", says(DCTERMS.description, RDFS.comment, DCTERMS.abstract)),
        ("licence", says(DCTERMS.license)),
        ("creator", says(DCTERMS.creator)),
        ("publisher", says(DCTERMS.publisher)),
        ("issued or created", says(DCTERMS.issued, DCTERMS.created)),
        ("modified", says(DCTERMS.modified)),
        ("version", says(OWL.versionInfo)),
        ("version IRI", says(OWL.versionIRI)),
        ("preferred prefix", says(VANN.preferredNamespacePrefix)),
        ("namespace", says(VANN.preferredNamespaceUri)),
        ("citation", says(DCTERMS.bibliographicCitation)),
        ("status", says(ADMS.status, rdflib.URIRef("http://purl.org/ontology/bibo/status"))),
        ("every term has a label", every(RDFS.label)),
        ("every term has a definition", every(SKOS.definition, RDFS.comment)),
        ("HTML page", page("text/html")),
        ("Turtle", page("text/turtle")),
        ("RDF/XML", page("application/rdf+xml")),
        ("JSON-LD", page("application/ld+json")),
        (
            "uses terms of others",
            any(not of_own(one) for one in graph.objects(None, RDFS.subClassOf)),
        ),
        ("namespace by https", str(own).startswith("https://w3id.org/")),
    )
    return (Criterion(name, 1, int(met)) for name, met in checks)


def citation(client: FlaskClient, publication: Publication, migrated: FlaskClient) -> Iterator[Criterion]:
    """The fourteen recommendations of the RDA on the citation of data that change.

    ``migrated`` is a client of the same publication as somebody else has it: a clone of its repository.
    """
    text = "SELECT ?s { ?s a ?c } ORDER BY ?s LIMIT 3"
    cited, again, moved = (_cited(one, text) for one in (client, client, migrated))
    respelled, other = _cited(client, text.lower().replace("{", "{ \n")), _cited(client, text.replace("3", "4"))
    stated = client.get("/sparql", query_string={"query": text}).headers.get("Accord-Version") == publication.version
    page = client.get("/cite", query_string={"query": text}, headers={"Accept": "text/html"})
    same = respelled.get("querySha256") == cited.get("querySha256") != other.get("querySha256")
    checks = (
        ("R1 versions of the data", publication.head is not None),
        ("R2 times of changes", bool(client.get("/feed.atom").data.count(b"<updated>"))),
        ("R3 a store of queries (an address holds the query itself)", "address" in cited),
        ("R4 one form for equal queries (a hash of the normal form)", same),
        ("R5 a stable order of rows (the hash is of sorted rows)", cited.get("sha256") == again.get("sha256")),
        ("R6 a hash of the result", bool(cited.get("sha256"))),
        ("R7 the time of a query (that of its version)", bool(cited.get("date"))),
        ("R8 a persistent identifier of a query (an address, no DOI)", "version=" in str(cited.get("address"))),
        (
            "R9 the query is kept with its hash (in the citation)",
            str(cited.get("sha256")) in str(cited["citation"]),
        ),
        ("R10 a citation", bool(cited.get("citation"))),
        ("R11 a landing page", page.status_code == 200),
        ("R12 for machines", bool(cited)),
        ("R13 migration of the data (files in git)", stated),
        ("R14 a check of a migration (a clone gives the same hash)", moved.get("sha256") == cited.get("sha256")),
    )
    return (Criterion(name, 1, int(met)) for name, met in checks)


def _cited(client: FlaskClient, query: str) -> dict[str, object]:
    """The citation of a query, for programs."""
    return client.get("/cite", query_string={"query": query}, headers={"Accept": "application/json"}).json or {}
