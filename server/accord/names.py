"""Namespaces and prefixes: IRIs as people write them, and back.

The prefixes of a publication are those that its ``data/publication.ttl`` declares; this module only knows the
namespaces that the software itself speaks.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Container, Iterator, Mapping, Sequence

from pyoxigraph import NamedNode

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
SCHEMA_HTTP = "http://schema.org/"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SH = "http://www.w3.org/ns/shacl#"
ENTAILMENT = "http://www.w3.org/ns/entailment/"
OWL_PROFILE = "http://www.w3.org/ns/owl-profile/"
SD = "http://www.w3.org/ns/sparql-service-description#"
DCTERMS = "http://purl.org/dc/terms/"
DCAT = "http://www.w3.org/ns/dcat#"
FOAF = "http://xmlns.com/foaf/0.1/"
VOID = "http://rdfs.org/ns/void#"
SKOS_XL = "http://www.w3.org/2008/05/skos-xl#"
PROV = "http://www.w3.org/ns/prov#"
SPDX = "http://spdx.org/rdf/terms#"
VANN = "http://purl.org/vocab/vann/"
ACCORD = "https://w3id.org/accord/ns#"

LABELS = (
    *(RDFS + "label", SKOS + "prefLabel", DCTERMS + "title", FOAF + "name"),
    *(SCHEMA + "name", SCHEMA_HTTP + "name"),
    *("http://purl.org/dc/elements/1.1/title", "http://www.w3.org/2006/vcard/ns#fn"),
)
"""The properties that name a thing, the most trusted first. The ``.rq`` files that look for a label list the same."""

FULL_NAMES = (
    (FOAF + "givenName", FOAF + "familyName"),
    (FOAF + "firstName", FOAF + "lastName"),
    *((schema + "givenName", schema + "familyName") for schema in (SCHEMA, SCHEMA_HTTP)),
    ("http://www.w3.org/2006/vcard/ns#given-name", "http://www.w3.org/2006/vcard/ns#family-name"),
)
"""Pairs of properties that together name a person."""

ALIASES = (SKOS + "altLabel", SCHEMA + "alternateName", SCHEMA_HTTP + "alternateName")
"""The properties that give a thing's other names."""

LITERAL_FORM = SKOS_XL + "literalForm"
"""The property that has the words of a label which is a node of its own (SKOS-XL)."""

DEFINITIONS = (
    *(SKOS + "definition", RDFS + "comment", DCTERMS + "description"),
    *(SCHEMA + "description", SCHEMA_HTTP + "description", SKOS + "scopeNote"),
)
"""The properties that say in a sentence what a thing is, the most telling first."""

IMAGES = (
    *(FOAF + name for name in ("depiction", "img", "thumbnail", "logo")),
    *(schema + name for schema in (SCHEMA, SCHEMA_HTTP) for name in ("image", "logo", "thumbnailUrl")),
    "http://www.wikidata.org/prop/direct/P18",
)
"""The properties that lead to a picture of a thing."""

_ADMINISTRATIVE = frozenset(
    (
        *(
            DCTERMS + name
            for name in (
                "accessRights",
                "created",
                "dateSubmitted",
                "issued",
                "license",
                "modified",
                "provenance",
                "rights",
            )
        ),
        *(schema + name for schema in (SCHEMA, SCHEMA_HTTP) for name in ("dateCreated", "dateModified", "license")),
        *(RDFS + "isDefinedBy", OWL + "versionInfo", VOID + "inDataset", FOAF + "isPrimaryTopicOf"),
        *(SKOS + name for name in ("changeNote", "editorialNote", "historyNote")),
    )
)
_ADMINISTRATION = (PROV, "http://purl.org/pav/", "http://creativecommons.org/ns#")


def is_administrative(property: str) -> bool:
    """Whether a property of a common vocabulary says who made the data, when and under which terms, not what is so."""
    return property in _ADMINISTRATIVE or property.startswith(_ADMINISTRATION)


SAME_AS = (SKOS + "exactMatch", OWL + "sameAs")
"""The properties that give the IRI that others use for the same thing."""

INVERSES = {
    one: other
    for pair in (
        (SKOS + "narrower", SKOS + "broader"),
        (SKOS + "narrowerTransitive", SKOS + "broaderTransitive"),
        (SKOS + "hasTopConcept", SKOS + "topConceptOf"),
        (SKOS + "broadMatch", SKOS + "narrowMatch"),
        *((SKOS + name, SKOS + name) for name in ("related", "relatedMatch", "closeMatch", "exactMatch")),
        (DCTERMS + "hasPart", DCTERMS + "isPartOf"),
        (DCTERMS + "references", DCTERMS + "isReferencedBy"),
        (DCTERMS + "replaces", DCTERMS + "isReplacedBy"),
        (DCTERMS + "hasVersion", DCTERMS + "isVersionOf"),
        ("http://www.w3.org/ns/org#hasUnit", "http://www.w3.org/ns/org#unitOf"),
        ("http://www.w3.org/ns/org#hasMember", "http://www.w3.org/ns/org#memberOf"),
        ("http://www.w3.org/ns/org#hasSubOrganization", "http://www.w3.org/ns/org#subOrganizationOf"),
        (FOAF + "made", FOAF + "maker"),
        (SCHEMA + "hasPart", SCHEMA + "isPartOf"),
    )
    for one, other in (pair, pair[::-1])
}
"""Properties of common vocabularies that say the same the other way round; a symmetric one is its own inverse."""

MATCHES = tuple(f"{SKOS}{kind}Match" for kind in ("exact", "close", "broad", "narrow", "related"))
"""The properties that relate a concept or a term to one of another vocabulary (SKOS, section 10)."""

INTEGERS = frozenset(
    XSD + name
    for name in (
        *("integer", "nonNegativeInteger", "positiveInteger", "nonPositiveInteger", "negativeInteger"),
        *("long", "int", "short", "byte", "unsignedLong", "unsignedInt", "unsignedShort", "unsignedByte"),
    )
)
"""The datatypes of whole numbers (XSD 1.1 Part 2): xsd:integer and all that are derived from it."""

NUMERIC = INTEGERS | {XSD + "decimal", XSD + "double", XSD + "float"}
"""The datatypes of numbers: those that SPARQL 1.1, section 17.1, calls numeric."""

WELL_KNOWN = {
    "adms": "http://www.w3.org/ns/adms#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": DCAT,
    "dct": DCTERMS,
    "dcterms": DCTERMS,
    "foaf": FOAF,
    "geo": "http://www.opengis.net/ont/geosparql#",
    "org": "http://www.w3.org/ns/org#",
    "owl": OWL,
    "prov": PROV,
    "qb": "http://purl.org/linked-data/cube#",
    "rdf": RDF,
    "rdfs": RDFS,
    "schema": SCHEMA,
    "sd": SD,
    "sh": SH,
    "skos": SKOS,
    "time": "http://www.w3.org/2006/time#",
    "vann": VANN,
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": VOID,
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": XSD,
}
"""Prefixes (without colon) that mean the same in nearly every file, with their namespaces."""

_STEP = re.compile(r"[#/]")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
LONGEST_SLUG = 80
"""Characters of a slug; longer ones do not fit on a line of a file or a letter."""
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[\w.-]*[\w-])?")


class Prefixes(Mapping[str, str]):
    """Prefix -> namespace, with shortening and expanding. Immutable."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self._namespaces = dict(sorted(namespaces.items()))
        self._longest_first = sorted(self._namespaces.items(), key=lambda item: -len(item[1]))

    def __getitem__(self, prefix: str) -> str:
        return self._namespaces[prefix]

    def __iter__(self) -> Iterator[str]:
        return iter(self._namespaces)

    def __len__(self) -> int:
        return len(self._namespaces)

    def shorten(self, iri: str) -> str | None:
        """``prefix:local`` for an IRI, or ``None`` when no prefix fits or the rest is not a plain local name."""
        for prefix, namespace in self._longest_first:
            if iri.startswith(namespace) and _LOCAL.fullmatch(iri, len(namespace)):
                return f"{prefix}:{iri[len(namespace) :]}"
        return None

    def expand(self, name: str) -> str | None:
        """The IRI of ``prefix:local``, or ``None`` when the prefix is not declared."""
        prefix, colon, local = name.partition(":")
        namespace = self._namespaces.get(prefix)
        return namespace + local if colon and namespace is not None else None


def is_iri(text: str) -> bool:
    """Whether a string is an IRI as people write them, in full; a prefixed name and words with a colon are not."""
    if not text.startswith(("http://", "https://", "urn:", "mailto:")):
        return False
    try:
        NamedNode(text)
    except ValueError:
        return False
    return True


def local_name(iri: str) -> str:
    """The part after the last ``#`` or ``/``: a name of last resort for a thing without a label."""
    return _STEP.split(iri.rstrip("#/"))[-1] or iri


def local_names(iris: Sequence[str]) -> tuple[str, ...]:
    """The local name of each; the whole IRI where another of them has the same local name."""
    names = Counter(map(local_name, iris))
    return tuple(name if names[name := local_name(iri)] == 1 else iri for iri in iris)


def slug_of(name: str) -> str:
    """A slug for a name: words of a-z and 0-9, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("'", "")
    return _NOT_SLUG.sub("-", plain)[:LONGEST_SLUG].strip("-")


def owner(iri: str) -> str:
    """The thing that a hash IRI is a part of; any other IRI is its own owner."""
    return iri.partition("#")[0]


def whole(iri: str, described: Container[str]) -> str:
    """The thing that a hash IRI is a part of where that is described; any other IRI is a thing of its own."""
    return owner(iri) if owner(iri) in described else iri


def is_part(iri: str, thing: str) -> bool:
    """Whether an IRI names a part of a thing: the thing's own IRI with a fragment."""
    return iri.startswith(thing + "#")
