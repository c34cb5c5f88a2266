"""What follows from the ontology: every rule by itself, and the whole against owlrl, an independent reasoner."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, Store, Triple, parse

from accord.engine.inference import infer
from accord.publication import Publication
from places import ROOT

PREFIXES = """
@prefix : <http://e.example/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""


def follows(turtle: str) -> set[str]:
    quads = parse(PREFIXES + turtle, RdfFormat.TURTLE)
    return {short(triple) for triple in infer(quads)}


def short(triple: Triple) -> str:
    return " ".join(_word(part) for part in (triple.subject, triple.predicate, triple.object))


def _word(term: object) -> str:
    text = getattr(term, "value", "_")
    return text.replace("http://e.example/", ":").rpartition("#")[2]


@pytest.mark.parametrize(
    ("turtle", "expected"),
    [
        (":A rdfs:subClassOf :B . :B rdfs:subClassOf :C . :x a :A .", {":x type :B", ":x type :C"}),
        (":A owl:equivalentClass :B . :x a :A . :y a :B .", {":x type :B", ":y type :A"}),
        (":p rdfs:subPropertyOf :q . :x :p 1 .", {":x :q 1"}),
        (":p owl:equivalentProperty :q . :x :p :y . :z :q :y .", {":x :q :y", ":z :p :y"}),
        (":p rdfs:domain :A ; rdfs:range :B . :x :p :y . :z :p 1 .", {":x type :A", ":y type :B", ":z type :A"}),
        (":p owl:inverseOf :q . :x :p :y . :y :q :z .", {":y :q :x", ":z :p :y"}),
        (":p a owl:SymmetricProperty . :x :p :y .", {":y :p :x"}),
        (
            ":p a owl:TransitiveProperty . :c :p :d . :a :p :b . :b :p :c .",
            {":a :p :c", ":b :p :d", ":a :p :d"},
        ),
        (
            ":D owl:intersectionOf (:A [ owl:onProperty :p ; owl:someValuesFrom :B ]) . :x a :A ; :p :y . :y a :B .",
            {":x type :D"},
        ),
        (
            ":D owl:intersectionOf (:A [ owl:onProperty :p ; owl:someValuesFrom :B ]) . :x a :D .",
            {":x type :A"},
        ),
        (":A rdfs:subClassOf [ owl:onProperty :p ; owl:allValuesFrom :B ] . :x a :A ; :p :y .", {":y type :B"}),
        (":A rdfs:subClassOf owl:Thing . :x a :A .", set()),
        (":A a owl:Class ; rdfs:subClassOf :B . :p a owl:ObjectProperty ; rdfs:domain :A .", set()),
    ],
    ids=["subclass", "equivalent class", "subproperty", "equivalent property", "domain and range", "inverse"]
    + [
        "symmetric",
        "transitive",
        "defined class",
        "of a defined class",
        "all values",
        "owl:Thing",
        "the ontology itself",
    ],
)
def test_rule(turtle: str, expected: set[str]) -> None:
    assert {line for line in follows(turtle) if not line.startswith("_")} == expected


@pytest.mark.parametrize("folder", [ROOT, ROOT / "tests" / "publication"], ids=["the publication", "the tiny one"])
def test_the_whole_is_what_owlrl_finds(folder: Path) -> None:
    publication = Publication.read(folder)
    ours = {tuple(map(str, (t.subject, t.predicate, t.object))) for t in infer(publication.quads("ontology", "data"))}
    files = [str(publication.root / file.path) for file in publication.files if "shapes" not in file.roles]
    oracle = [sys.executable, str(Path(__file__).with_name("owlrl_oracle.py")), *files]
    found = subprocess.run(oracle, capture_output=True, text=True, check=True, timeout=120).stdout
    theirs = {tuple(json.loads(line)) for line in found.splitlines()}
    assert {triple for triple in ours if not triple[0].startswith("_:")} == theirs
    assert ours


def test_inferring_twice_adds_nothing() -> None:
    publication = Publication.read(ROOT)
    quads = list(publication.quads("ontology", "data"))
    once = list(infer(quads))
    assert list(infer([*quads, *(Quad(t.subject, t.predicate, t.object) for t in once)])) == []


def test_of_a_store_only_what_matters_is_read_and_the_same_follows() -> None:
    quads = list(Publication.read(ROOT).quads("ontology", "data"))
    store = Store()
    store.bulk_extend(quads)
    assert set(infer(store)) == set(infer(store.quads_for_pattern(None, None, None)))
