"""A folder of RDF as large as a benchmark asks for, without a configuration, as somebody else might have it.

    .venv/bin/python tests/benchmarks/generated_folder.py FOLDER [--statements 1000000] [--files 8] [--like library]

``library`` is a library: works with authors, places, subjects and dates, with names in three languages, anonymous
nodes, repeated titles and a few mistakes, in Turtle, N-Triples and RDF/XML by turns. ``accord`` is the publication of
this repository, with so many more agreements, organisations and funding, in Turtle, each with its evidence.
"""

from __future__ import annotations

import argparse
import random
import shutil
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

from pyoxigraph import RdfFormat, parse, serialize

ROOT = Path(__file__).resolve().parents[2]
SEED = 10
"""The same folder each time."""

ONTOLOGY = """@prefix : <http://library.example/ns#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<http://library.example/ns> a owl:Ontology ; dcterms:title "The terms of a library"@en .
:Work a owl:Class ; rdfs:label "work"@en , "Werk"@de .
:Book a owl:Class ; rdfs:subClassOf :Work ; rdfs:label "book"@en , "Buch"@de .
:Map a owl:Class ; rdfs:subClassOf :Work ; rdfs:label "map"@en , "Karte"@de .
:Person a owl:Class ; rdfs:label "person"@en .
:Place a owl:Class ; rdfs:label "place"@en .
:author a owl:ObjectProperty ; rdfs:domain :Work ; rdfs:range :Person ; rdfs:label "author"@en .
:printedIn a owl:ObjectProperty ; rdfs:range :Place ; rdfs:label "printed in"@en .
:shelf a owl:DatatypeProperty ; rdfs:label "shelf"@en .
:size a owl:ObjectProperty ; rdfs:label "size"@en .
:centimetres a owl:DatatypeProperty ; rdfs:label "centimetres"@en .
"""

HEADER = """@prefix : <http://library.example/ns#> .
@prefix work: <http://library.example/work/> .
@prefix person: <http://library.example/person/> .
@prefix place: <http://library.example/place/> .
@prefix subject: <http://library.example/subject/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix geo: <http://www.w3.org/2003/01/geo/wgs84_pos#> .
"""
WORDS = ("river", "stone", "winter", "harbour", "letter", "garden", "silver", "lantern", "market", "island", "copper")
PER_WORK = 15.4
"""Statements that one work brings on average, those about its author, place and subject among them."""


def library(number: int, chance: random.Random) -> str:
    """The Turtle of one work, and each so often of a person, a place and a subject."""
    words = " ".join(chance.choice(WORDS) for _ in range(3))
    title = "Untitled" if number % 50 == 0 else f"The {words} {number % 997}"
    year = f"{1500 + number % 500}-02-30" if number % 20_000 == 0 else f"{1500 + number % 500}-0{1 + number % 9}-11"
    found = f"""
work:{number} a :{"Map" if number % 7 == 0 else "Book"} ; rdfs:label "{title}"@en , "Das Werk {number}"@de ;
    :author person:{number % 40_000 // 4} ; :printedIn place:{number % 900} ; dcterms:subject subject:{number % 3000} ;
    dcterms:date "{year}"^^xsd:date ; :shelf "{chance.choice("ABCDEF")}{number:06}" ;
    :size [ a :Size ; :centimetres {10 + number % 40}.{number % 10}0 ] ; dcterms:extent {number % 900 + 8} ;
    dcterms:description "A work about {words}, of which {number % 12} copies are known, bound in calf."@en .
"""
    if number % 4 == 0:
        person = number // 4
        found += f"""
person:{person} a :Person , foaf:Person ; foaf:name "{chance.choice(WORDS).title()} {chance.choice(WORDS)}" ;
    foaf:homepage <http://people.example/{person}> ; foaf:knows person:{person // 2} ;
    dcterms:modified "2020"^^xsd:gYear .
"""
    if number % 10 == 0:
        found += f"""
subject:{number // 10} a skos:Concept ; skos:prefLabel "{words}"@en , "{words}"@fr ;
    skos:broader subject:{number // 70} ; skos:closeMatch <http://subjects.example/{number}> .
place:{number // 10} a :Place ; rdfs:label "Place {number}" ; geo:lat {number % 90}.5 ; geo:long {number % 180}.25 .
"""
    return found


AGREEMENTS = """@prefix id: <https://w3id.org/lifescience-partnerships/id/> .
@prefix lsp: <https://w3id.org/lifescience-partnerships/ns#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@base <https://w3id.org/lifescience-partnerships/id/> .
"""
PER_AGREEMENT = 33


def accord(number: int, chance: random.Random) -> str:
    """The Turtle of one agreement of two organisations, with its evidence."""
    name = f"generated-alliance-{number}"
    one = f"generated-organisation-{number}"
    other = f"generated-organisation-{number // 2}" if number else "university-of-oxford"
    facts = ((name, "rdf:type , rdfs:label"), (name, "lsp:party"), (one, "rdf:type , rdfs:label"))
    evidence = "".join(
        f"""
<{about}#e{at}>
    a lsp:Evidence ;
    lsp:about id:{about} ;
    lsp:supports {properties} ;
    dcterms:source id:key-partnerships-page ;
    lsp:paragraph {1 + number % 40} ;
    lsp:phrase "{chance.choice(WORDS)} {chance.choice(WORDS)} {number}" ;
    lsp:certainty id:certainty-stated .
"""
        for at, (about, properties) in enumerate(facts, 1)
    )
    return f"""
id:{name}
    a lsp:StrategicAlliance ;
    rdfs:label "Alliance number {number} for the {chance.choice(WORDS)} {number}"@en ;
    lsp:party id:{one} , id:{other} .

id:{one}
    a lsp:Company ;
    rdfs:label "{chance.choice(WORDS).title()} {number} Limited"@en .
{evidence}"""


def _share(total: int, files: int) -> Iterator[range]:
    """The numbers of each file."""
    for at in range(files):
        yield range(total * at // files, total * (at + 1) // files)


def _spelled(turtle: str, at: int, header: str) -> tuple[str, bytes]:
    """A file in one of three syntaxes, by turns, with its ending."""
    if at % 8 not in (3, 7):
        return ".ttl", (header + turtle).encode()
    to, ending = ((RdfFormat.N_TRIPLES, ".nt"), (RdfFormat.RDF_XML, ".rdf"))[at % 8 == 7]
    written = serialize((quad.triple for quad in parse((header + turtle).encode(), RdfFormat.TURTLE)), format=to)
    assert written is not None
    return ending, written


def write(folder: Path, statements: int, files: int, like: str = "library") -> None:
    """Write about so many statements into so many files, at most a thousand to a folder."""
    one: Callable[[int, random.Random], str] = accord if like == "accord" else library
    chance = random.Random(SEED)
    if like == "accord":
        for part in ("ontology", "shapes", "data"):
            shutil.copytree(ROOT / part, folder / part)
    else:
        folder.mkdir(parents=True)
        (folder / "terms.ttl").write_text(ONTOLOGY)
    total = max(files, int(statements / (PER_AGREEMENT if like == "accord" else PER_WORK)))
    for at, numbers in islice(enumerate(_share(total, files)), files):
        turtle = "".join(one(number, chance) for number in numbers)
        ending, data = (".ttl", (AGREEMENTS + turtle).encode()) if like == "accord" else _spelled(turtle, at, HEADER)
        path = folder / ("data/generated" if like == "accord" else "") / f"part-{at // 1000:02}" / f"{at:05}{ending}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def main() -> None:
    """Write the folder that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--statements", type=int, default=1_000_000)
    parser.add_argument("--files", type=int, default=8, help="20000 makes the other kind of large folder")
    parser.add_argument("--like", choices=("library", "accord"), default="library")
    asked = parser.parse_args()
    write(asked.folder, asked.statements, asked.files, asked.like)


if __name__ == "__main__":
    main()
