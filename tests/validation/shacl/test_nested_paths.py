"""Paths inside EXISTS that are written in another way have the answers that they had, and others stay as they are."""

from __future__ import annotations

import random

import pytest
from pyoxigraph import NamedNode, Quad, QuerySolutions, Store

from accord.validation.shacl.sparql.nested_paths import from_bound_ends

PREFIXES = "PREFIX : <urn:x:>\n"
PATHS = (
    "?s :p/:q*/:r ?o",
    "?s :p*/:q ?o",
    "?s :p/:q+ :n3",
    ":n3 ^:p/:q* ?o . ?o (:p/^:q)*/:r ?s",
    "?s :p/:q* ?c . ?c :r/(:p|:q)*/^:r ?o",
    "{ ?s :p/:q* ?o } UNION { ?o !:p/:r+ ?s }",
    "?s :p ?m FILTER NOT EXISTS { ?m :q/:r*/:p ?o }",
)
SAME = (
    "SELECT ?s { ?s :p/:q*/:r ?o }",
    "SELECT ?s { ?s ?p ?o FILTER EXISTS { ?s :p*/:q* ?o } }",
    "SELECT ?s { ?s ?p ?o FILTER EXISTS { ?s :p/:q ?o } }",
    "SELECT ?s { ?s ?p ?o FILTER EXISTS { ?s :p* ?o . ?s :q|:r* ?o } }",
    "SELECT ?s { ?s ?p ?o FILTER EXISTS { SELECT ?s (COUNT(*) AS ?n) { ?s :p/:q* ?o } GROUP BY ?s HAVING (?n > 1) } }",
    "SELECT ?s { ?s ?p ?o FILTER EXISTS { ?s :p ?q FILTER(?q / ?o * 2 > 1) } }",
    "SELECT ?s { ?s ?p ?o FILTER EXISTS { ?s :p/:q* ?o FILTER(:a/:b*?o > 1) } }",
    'SELECT ?s { ?s ?p "EXISTS { ?s :p/:q* ?o }" }',
    "SELECT ?s { ?s ?p ?o FILTER EXISTS { ?s :p/:q* ?o }",
)


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("word", ["EXISTS", "NOT EXISTS"])
def test_the_answers_are_the_same(path: str, word: str) -> None:
    select = f"SELECT ?s ?p ?o {{ ?s ?p ?o FILTER {word} {{ {path} }} }}"
    written = from_bound_ends(select, PREFIXES)
    assert written != select
    sizes = set()
    for seed in range(5):
        store = _store(seed)
        answers = _answers(store, select)
        assert _answers(store, written) == answers
        sizes.add(len(answers))
    assert sizes != {0}


@pytest.mark.parametrize("select", SAME)
def test_other_queries_stay_as_they_are(select: str) -> None:
    assert from_bound_ends(select, PREFIXES) == select


def test_a_comment_in_a_path_ends_with_its_line() -> None:
    select = "SELECT ?s { ?s ?p ?o FILTER EXISTS { ?s :p/ # of\n:q* ?o } }"
    assert from_bound_ends(select, PREFIXES).count(":p/ # of\n:q*") == 2


def _store(seed: int) -> Store:
    chance = random.Random(seed)
    nodes = [NamedNode(f"urn:x:n{number}") for number in range(8)]
    predicates = [NamedNode(f"urn:x:{name}") for name in "pqr"]
    store = Store()
    store.extend(Quad(chance.choice(nodes), chance.choice(predicates), chance.choice(nodes)) for _ in range(24))
    return store


def _answers(store: Store, select: str) -> list[str]:
    found = store.query(PREFIXES + select)
    assert isinstance(found, QuerySolutions)
    return sorted(map(str, found))
