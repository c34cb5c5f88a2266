"""The prefixes that everybody writes alike, and the one that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

from accord.meant import likeliest

WELL_KNOWN = {
    "adms": "http://www.w3.org/ns/adms#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "sh": "http://www.w3.org/ns/shacl#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "vann": "http://purl.org/vocab/vann/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""Prefixes (without colon) that mean the same in nearly every file, with the line to add when one is not declared."""


_CLOSENESS = 0.6


def nearest(prefix: str, declared: Iterable[str]) -> str | None:
    """The declared prefix that ``prefix`` is a slip of the pen for; None for a well-known one and for a new one."""
    if prefix in WELL_KNOWN:
        return None
    return likeliest(prefix.lower(), (name for name in declared if name), closeness=_CLOSENESS) or None
