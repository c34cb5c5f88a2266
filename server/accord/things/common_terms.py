"""Words for the terms of common vocabularies, for data that uses such terms without describing them.

Most local names are words already: ``dcterms:isPartOf`` is "is part of". The table has those that are not.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from accord.names import (
    DCAT,
    DCTERMS,
    FOAF,
    OWL,
    RDF,
    RDFS,
    SCHEMA,
    SCHEMA_HTTP,
    SKOS,
    VOID,
    WELL_KNOWN,
    local_name,
)

_PLACES = {"lat": "latitude", "long": "longitude", "alt": "altitude", "lat_long": "latitude and longitude"}
_GEO, _VCARD, _CUBE, _WGS = (WELL_KNOWN[prefix] for prefix in ("geo", "vcard", "qb", "wgs84"))
_WORDS = {
    RDF: {"type": "type", "nil": "empty list", "_1": "first member", "langString": "string with a language"},
    RDFS: {
        "Resource": "things without a class",
        "subClassOf": "kind of",
        "subPropertyOf": "kind of property",
        "isDefinedBy": "defined by",
    },
    OWL: {
        **{"sameAs": "same as", "someValuesFrom": "some values from", "allValuesFrom": "only values from"},
        **{"hasValue": "value", "onProperty": "by the property", "onClass": "of the class", "inverseOf": "inverse of"},
        **{"minCardinality": "at least", "maxCardinality": "at most", "cardinality": "exactly"},
        **{"minQualifiedCardinality": "at least", "maxQualifiedCardinality": "at most"},
        **{"qualifiedCardinality": "exactly", "unionOf": "any of", "intersectionOf": "all of", "oneOf": "one of"},
        **{"complementOf": "not", "equivalentClass": "same class as", "equivalentProperty": "same property as"},
        **{"disjointWith": "nothing in common with", "versionInfo": "version", "versionIRI": "IRI of the version"},
        **{"Thing": "thing", "NamedIndividual": "individual"},
    },
    SKOS: {
        **{"prefLabel": "preferred label", "altLabel": "other label", "hiddenLabel": "hidden label"},
        **{"broader": "broader concept", "narrower": "narrower concept", "related": "related concept"},
        **{"inScheme": "in the scheme", "hasTopConcept": "top concept", "topConceptOf": "top concept of"},
    },
    FOAF: {
        **{"mbox": "e-mail", "mbox_sha1sum": "checksum of the e-mail", "img": "image", "nick": "nickname"},
        **{"homepage": "home page", "weblog": "blog", "dnaChecksum": "DNA checksum", "tipjar": "tip jar"},
        **{"primaryTopic": "main topic", "isPrimaryTopicOf": "main topic of", "openid": "OpenID"},
        **{"aimChatID": "AIM name", "made": "made", "based_near": "based near", "workplaceHomepage": "work place"},
    },
    _VCARD: {
        **{"fn": "full name", "hasEmail": "e-mail", "email": "e-mail", "hasTelephone": "telephone", "bday": "birthday"},
        **{
            "hasAddress": "address",
            "hasURL": "web address",
            "url": "web address",
            "adr": "address",
            "tel": "telephone",
        },
        **{"hasOrganizationName": "organization", "locality": "town", "region": "region", "hasUID": "identifier"},
    },
    _WGS: _PLACES,
    _GEO: {"asWKT": "geometry as WKT", "asGML": "geometry as GML", "asGeoJSON": "geometry as GeoJSON"},
    DCTERMS: {"bibliographicCitation": "citation", "isReferencedBy": "referenced by", "conformsTo": "conforms to"},
    DCAT: {"accessURL": "access address", "downloadURL": "download", "theme": "theme", "byteSize": "size in bytes"},
    VOID: {"sparqlEndpoint": "SPARQL endpoint", "dataDump": "dump", "uriSpace": "beginning of IRIs"},
    _CUBE: {"dataSet": "data set", "DSD": "data structure"},
}
_SCHEMA_WORDS = {"sameAs": "same as", "url": "web address", "addressLocality": "town", "addressRegion": "region"}
COMMON = {
    namespace + name: words
    for namespace, names in {**_WORDS, SCHEMA: _SCHEMA_WORDS, SCHEMA_HTTP: _SCHEMA_WORDS}.items()
    for name, words in names.items()
}
"""IRI -> words, in English."""

_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\-\s]+")


def in_words(iri: str) -> str:
    """The words of a term: those of the table, or its local name split into words: ``hasTopping`` is "has topping"."""
    if iri in COMMON:
        return COMMON[iri]
    pieces = [piece for piece in _BORDER.split(unquote(local_name(iri))) if piece]
    small = [piece if piece.isupper() and len(piece) > 1 else piece[:1].lower() + piece[1:] for piece in pieces]
    return " ".join(small) or iri
