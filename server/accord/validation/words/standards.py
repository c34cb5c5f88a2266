"""The terms of vocabularies that are finished, so that a name which they do not have is a mistake."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from rdflib.namespace import DCTERMS, FOAF, ORG, OWL, PROV, RDF, RDFS, SH, SKOS, VOID, DefinedNamespaceMeta

_FINISHED: tuple[DefinedNamespaceMeta, ...] = (RDF, RDFS, OWL, SKOS, DCTERMS, FOAF, ORG, PROV, VOID)
BUILT_IN = frozenset(map(str, (RDF, RDFS, OWL, SH)))
"""The namespaces of ontologies and shapes themselves, which none declares."""


def lacks(namespace: str, name: str) -> bool:
    """Whether a finished vocabulary has this namespace and no such term; ``rdf:_1`` and its kin are terms."""
    known = _terms().get(namespace)
    return known is not None and name not in known and not (namespace == str(RDF) and name[:1] == "_")


def terms_of(namespace: str) -> frozenset[str]:
    """The local names of the terms of a finished vocabulary; none for another namespace."""
    return _terms().get(namespace, frozenset())


@cache
def _terms() -> dict[str, frozenset[str]]:
    return {str(one): frozenset(_names(one)) for one in _FINISHED}


def _names(vocabulary: DefinedNamespaceMeta) -> Iterator[str]:
    """The local names of a vocabulary, those that are no names in Python among them (``void:class``)."""
    yield from (str(term).removeprefix(str(vocabulary)) for term in dir(vocabulary))
    yield from vocabulary._extras
