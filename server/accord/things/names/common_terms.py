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
_OBO, _OBO_IN_OWL = "http://purl.obolibrary.org/obo/", "http://www.geneontology.org/formats/oboInOwl#"
_WIKIDATA = "http://www.wikidata.org/prop/direct/"
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
    _OBO: {
        **{"IAO_0000115": "definition", "IAO_0000116": "note of the editor", "IAO_0000117": "editor of the term"},
        **{"IAO_0000118": "other label", "IAO_0000112": "example", "IAO_0000114": "state of curation"},
        **{"IAO_0000119": "source of the definition", "IAO_0000231": "reason for being obsolete"},
        **{"IAO_0000233": "item of the tracker", "IAO_0100001": "replaced by", "IAO_0000412": "imported from"},
        **{"BFO_0000050": "part of", "BFO_0000051": "has part", "BFO_0000066": "occurs in", "RO_0000052": "inheres in"},
        **{
            "BFO_0000062": "preceded by",
            "BFO_0000063": "precedes",
            "RO_0000053": "bearer of",
            "RO_0000056": "takes part in",
        },
        **{"RO_0000057": "has participant", "RO_0000085": "has function", "RO_0000086": "has quality"},
        **{
            "RO_0000087": "has role",
            "RO_0002202": "develops from",
            "RO_0002211": "regulates",
            "RO_0002162": "in taxon",
        },
        **{"RO_0002175": "present in taxon", "RO_0002573": "has modifier", "RO_0002233": "has input"},
        **{"RO_0002234": "has output", "RO_0002212": "negatively regulates", "RO_0002213": "positively regulates"},
    },
    _OBO_IN_OWL: {
        **{"hasDbXref": "cross-reference", "hasExactSynonym": "exact synonym", "hasRelatedSynonym": "related synonym"},
        **{
            "hasBroadSynonym": "broad synonym",
            "hasNarrowSynonym": "narrow synonym",
            "hasAlternativeId": "other identifier",
        },
        **{
            "hasOBONamespace": "namespace",
            "hasSynonymType": "type of synonym",
            "inSubset": "in the subset",
            "id": "identifier",
        },
        **{"SubsetProperty": "subset", "SynonymTypeProperty": "type of synonym", "shorthand": "short name"},
    },
    _WIKIDATA: {
        **{"P31": "instance of", "P279": "subclass of", "P361": "part of", "P527": "has part", "P17": "country"},
        **{
            "P18": "image",
            "P21": "sex or gender",
            "P19": "place of birth",
            "P20": "place of death",
            "P27": "citizenship",
        },
        **{
            "P106": "occupation",
            "P131": "located in",
            "P159": "headquarters",
            "P276": "location",
            "P495": "country of origin",
        },
        **{
            "P569": "date of birth",
            "P570": "date of death",
            "P571": "founded",
            "P576": "dissolved",
            "P577": "published",
        },
        **{"P580": "start", "P582": "end", "P585": "point in time", "P625": "coordinates", "P856": "website"},
        **{
            "P50": "author",
            "P57": "director",
            "P123": "publisher",
            "P136": "genre",
            "P170": "creator",
            "P921": "subject",
        },
        **{"P69": "educated at", "P108": "employer", "P463": "member of", "P39": "position held", "P22": "father"},
        **{
            "P25": "mother",
            "P26": "spouse",
            "P40": "child",
            "P373": "Commons category",
            "P407": "language of the work",
        },
        **{
            "P214": "VIAF",
            "P213": "ISNI",
            "P227": "GND",
            "P244": "Library of Congress",
            "P345": "IMDb",
            "P496": "ORCID",
        },
        **{"P1566": "GeoNames", "P6782": "ROR", "P646": "Freebase", "P2671": "Google Knowledge Graph", "P356": "DOI"},
        **{
            "P1014": "AAT",
            "P245": "ULAN",
            "P1667": "TGN",
            "P268": "BnF",
            "P269": "IdRef",
            "P2427": "GRID",
            "P402": "OSM",
        },
    },
    "http://www.w3.org/ns/prov#": {"wasDerivedFrom": "derived from", "hadPrimarySource": "primary source"},
    "http://www.w3.org/ns/org#": {"hasSite": "site", "unitOf": "unit of", "headOf": "head of"},
    "http://www.w3.org/2006/time#": {"inXSDDate": "date", "inXSDDateTimeStamp": "date and time", "inXSDgYear": "year"},
    "http://data.europa.eu/eli/ontology#": {"id_local": "local identifier", "is_about": "about"},
    "https://d-nb.info/standards/elementset/gnd#": {
        **{"gndIdentifier": "GND number", "variantNameForThePerson": "other name"},
        **{"preferredNameForThePerson": "preferred name"},
    },
}
_SCHEMA_WORDS = {"sameAs": "same as", "url": "web address", "addressLocality": "town", "addressRegion": "region"}
COMMON = {
    namespace + name: words
    for namespace, names in {**_WORDS, SCHEMA: _SCHEMA_WORDS, SCHEMA_HTTP: _SCHEMA_WORDS}.items()
    for name, words in names.items()
}
"""IRI -> words, in English."""

_CODED = re.compile(r"(?:[A-Z]{1,3}[0-9]+[a-z]?i?|[A-Z]{2,8}_[0-9]+)_(?=[A-Za-z])")
"""A code before the words, as in ``P14_carried_out_by`` (CIDOC CRM) and ``RO_0002202_develops``."""
_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\-\s]+|(?<=[a-z])\.(?=[a-z])")


def in_words(iri: str) -> str:
    """The words of a term: those of the table, or its local name split into words: ``hasTopping`` is "has topping"."""
    if iri in COMMON:
        return COMMON[iri]
    name = unquote(local_name(iri))
    coded = _CODED.match(name)
    pieces = [piece for piece in _BORDER.split(name[coded.end() :] if coded else name) if piece]
    small = [piece if piece.isupper() and len(piece) > 1 else piece[:1].lower() + piece[1:] for piece in pieces]
    return " ".join(small) or iri
