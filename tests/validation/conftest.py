"""A small publication about bridges, with a shape for every kind of constraint, and contributions to it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from accord.publication import Publication, SourceFile
from accord.validation import Report, check

PREFIXES = """\
@prefix b: <https://example.org/bridges/ns#> .
@prefix id: <https://example.org/bridges/id/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@base <https://example.org/bridges/id/> .

"""

ONTOLOGY = """\
b:Bridge a owl:Class ; rdfs:label "bridge"@en .
b:Footbridge a owl:Class ; rdfs:label "footbridge"@en ; rdfs:subClassOf b:Bridge .
b:River a owl:Class ; rdfs:label "river"@en .
b:Quote a owl:Class ; rdfs:label "quote"@en .
b:Span a owl:Class ; rdfs:label "span of a bridge"@en .
b:State a owl:Class ; rdfs:label "state of a bridge"@en .
b:crosses a owl:ObjectProperty ; rdfs:label "crosses"@en .
b:opened a owl:DatatypeProperty ; rdfs:label "opened"@en .
b:closed a owl:DatatypeProperty ; rdfs:label "closed"@en .
b:cost a owl:DatatypeProperty ; rdfs:label "cost"@en .
b:state a owl:ObjectProperty ; rdfs:label "state"@en .
b:code a owl:DatatypeProperty ; rdfs:label "code"@en .
b:span a owl:ObjectProperty ; rdfs:label "span"@en .
b:length a owl:DatatypeProperty ; rdfs:label "length"@en .
b:of a owl:ObjectProperty ; rdfs:label "of"@en .
b:backs a owl:AnnotationProperty ; rdfs:label "backs"@en .
b:backsValue a owl:AnnotationProperty ; rdfs:label "backs value"@en .
rdfs:label a owl:AnnotationProperty .
skos:altLabel a owl:AnnotationProperty .
skos:inScheme a owl:ObjectProperty .
skos:exactMatch a owl:ObjectProperty .
"""

SETTINGS = """\
@prefix accord: <https://w3id.org/accord/ns#> .
@prefix void: <http://rdfs.org/ns/void#> .
<https://example.org/bridges/dataset> a void:Dataset ;
    void:uriSpace "https://example.org/bridges/" ;
    void:vocabulary <https://example.org/bridges/ns#> ;
    accord:profile accord:HouseRules ; accord:publishOnlyValid true ;
    accord:evidenceClass b:Quote ; accord:evidenceAbout b:of ;
    accord:evidenceProperty b:backs ; accord:evidenceValue b:backsValue .
"""

DATA = """\
id:severn a b:River ; rdfs:label "Severn"@en .
id:thames a b:River ; rdfs:label "Thames"@en .
id:open a b:State ; rdfs:label "open"@en .
id:shut a b:State ; rdfs:label "shut"@en .
id:iron-bridge a b:Bridge ; rdfs:label "Iron Bridge"@en ; b:crosses id:severn ;
    b:opened "1781-01-01"^^xsd:date ; b:state id:open ; b:code "B-001" ; b:span <iron-bridge#span> .
<iron-bridge#span> a b:Span ; b:length 30 .
"""

SHAPES = """\
@prefix s: <https://example.org/bridges/shapes#> .
s:Bridge a sh:NodeShape ; sh:targetClass b:Bridge ; sh:property
    [ sh:path rdfs:label ; sh:minCount 1 ; sh:uniqueLang true ; sh:datatype rdf:langString ] ,
    [ sh:path b:crosses ; sh:minCount 1 ; sh:class b:River ] ,
    [ sh:path b:opened ; sh:datatype xsd:date ; sh:maxCount 1 ; sh:lessThanOrEquals b:closed ] ,
    [ sh:path b:closed ; sh:datatype xsd:date ] ,
    [ sh:path b:state ; sh:in ( id:open id:shut ) ; sh:message "The state is open or shut."@en ] ,
    [ sh:path b:cost ; sh:datatype xsd:integer ; sh:minInclusive 1 ; sh:severity sh:Warning ] ,
    [ sh:path b:code ; sh:pattern "^B-[0-9]{3}$" ; sh:nodeKind sh:Literal ] ,
    [ sh:path b:span ; sh:nodeKind sh:IRI ; sh:node s:Span ] ;
    sh:sparql [ sh:prefixes s:prefixes ;
        sh:message "{$this} closed on {?value}, before it opened."@en ;
        sh:select "SELECT $this ?value { $this b:opened ?o ; b:closed ?value FILTER(?value < ?o) }" ] .
s:Span a sh:NodeShape ; sh:property [ sh:path b:length ; sh:minCount 1 ; sh:minExclusive 0 ] .
s:Owned a sh:NodeShape ; sh:targetObjectsOf b:span ;
    sh:property [ sh:path [ sh:inversePath b:span ] ; sh:maxCount 1 ; sh:message "A span belongs to one bridge."@en ] .
s:prefixes sh:declare [ sh:prefix "b" ; sh:namespace "https://example.org/bridges/ns#"^^xsd:anyURI ] .
"""

RDF_PREFIX = "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .\n"

FILES = {
    "ontology/bridges.ttl": PREFIXES + ONTOLOGY,
    "data/publication.ttl": PREFIXES + SETTINGS,
    "data/bridges.ttl": PREFIXES + DATA,
    "shapes/bridges.ttl": RDF_PREFIX + PREFIXES + SHAPES,
}

Writer = Callable[..., Publication]


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    """Writes the publication, some of its files replaced or added, and reads it."""

    def _write(**changes: str) -> Publication:
        for path, text in {
            **FILES,
            **{name.replace("__", "/") + ".ttl": text for name, text in changes.items()},
        }.items():
            file = tmp_path / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        return Publication.read(tmp_path)

    return _write


Contribute = Callable[[str], Report]


@pytest.fixture
def contribute(write: Writer) -> Contribute:
    """Checks a text as a contribution to the publication."""
    publication = write()

    def _contribute(text: str) -> Report:
        return check(publication, [SourceFile("new.ttl", ("data",), (PREFIXES + text).encode())])

    return _contribute


BRIDGE = 'a b:Bridge ; rdfs:label "New"@en ; b:crosses id:severn'
"""What a bridge needs at the least."""

_MARKED = re.compile("«([^»]*)»")


def unmarked(text: str) -> str:
    """A contribution without the marks «» around the words that findings are expected at."""
    return _MARKED.sub(r"\1", text)


def marks(text: str) -> list[tuple[int, int, str]]:
    """Line and column in the file, and the words, of what a contribution has between «»."""
    found = []
    for mark in _MARKED.finditer(text):
        before = PREFIXES + unmarked(text[: mark.start()])
        found.append((before.count("\n") + 1, len(before) - before.rfind("\n"), mark[1]))
    return found


def told(report: Report) -> list[tuple[str, tuple[int, int]]]:
    """Code, line and column of each finding."""
    return [(one.code, (one.place.line, one.place.column)) for one in report.findings if one.place]
