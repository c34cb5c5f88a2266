"""Namespaces and prefixes: IRIs as people write them, and back.

The prefixes of a publication are those that its ``data/publication.ttl`` declares; this module only knows the
namespaces that the software itself speaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
SCHEMA = "https://schema.org/"
OWL = "http://www.w3.org/2002/07/owl#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SH = "http://www.w3.org/ns/shacl#"
SD = "http://www.w3.org/ns/sparql-service-description#"
DCTERMS = "http://purl.org/dc/terms/"
DCAT = "http://www.w3.org/ns/dcat#"
FOAF = "http://xmlns.com/foaf/0.1/"
VOID = "http://rdfs.org/ns/void#"
PROV = "http://www.w3.org/ns/prov#"
SPDX = "http://spdx.org/rdf/terms#"
VANN = "http://purl.org/vocab/vann/"
ACCORD = "https://w3id.org/accord/ns#"

WELL_KNOWN = {
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
    "vann": VANN,
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": VOID,
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "wgs84": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "xsd": XSD,
}
"""Prefixes that people use without thinking, with the namespaces that they mean by them."""

_PREFIX = re.compile(rb"^[ \t]*@?prefix[ \t]+([\w.-]*):[ \t]*<([^<>\s]*)>", re.IGNORECASE | re.MULTILINE)
_STEP = re.compile(r"[#/]")
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[\w.-]*[\w-])?")


class Prefixes(Mapping[str, str]):
    """Prefix -> namespace, with shortening and expanding. Immutable."""

    def __init__(self, namespaces: Mapping[str, str]) -> None:
        self._namespaces = dict(sorted(namespaces.items()))
        self._longest_first = sorted(self._namespaces.items(), key=lambda item: -len(item[1]))

    @classmethod
    def declared_in(cls, turtle: bytes) -> Prefixes:
        """Read the ``@prefix`` lines of a Turtle file that is known to be well formed."""
        return cls({prefix.decode(): iri.decode() for prefix, iri in _PREFIX.findall(turtle)})

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


def local_name(iri: str) -> str:
    """What stands after the last ``#`` or ``/``: a name of last resort for a thing without a label."""
    return _STEP.split(iri.rstrip("#/"))[-1] or iri
