"""The statements in little memory answer each pattern as a store does."""

from __future__ import annotations

from itertools import product

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from accord.names import XSD
from accord.publication import Publication
from accord.publication.statements import Statements
from accord.publication.statements.hashes import Hashes
from accord.publication.statements.loading import LoadedPublication

A, B, C, G, H = (NamedNode(f"https://e.example/{name}") for name in "abcgh")
HALF = Literal("4.5", datatype=NamedNode(XSD + "decimal"))
QUADS = (
    Quad(A, B, C, G),
    Quad(C, B, HALF, G),
    Quad(A, B, Literal("x", language="en"), G),
    Quad(A, B, C, G),
    Quad(A, B, C, H),
    Quad(BlankNode("n"), C, Literal("x"), H),
    Quad(A, C, Triple(A, B, C), G),
)


def test_each_pattern_matches_what_a_store_says() -> None:
    statements, store = Statements.of(QUADS), Store()
    store.extend(QUADS)
    subjects = (None, A, B, C, BlankNode("n"), BlankNode("other"))
    objects = (None, C, HALF, Literal("x"), Literal("x", language="en"), Literal("4.5"), Triple(A, B, C))
    for pattern in product(subjects, (None, B, C, G), objects):
        found = [tuple(row) for row in statements.quads_for_pattern(*pattern)]
        assert len(found) == len(set(found))
        assert set(found) == {tuple(quad) for quad in store.quads_for_pattern(*pattern)}, pattern
    assert len(statements) == len(list(statements)) == len(store) == 6


def test_a_value_is_found_however_it_is_spelled() -> None:
    spelled = Literal("04.50", datatype=NamedNode(XSD + "decimal"))
    (found,) = Statements.of(QUADS).quads_for_pattern(None, None, spelled)
    assert (found.subject, found.object) == (C, HALF)
    assert found.triple == Triple(C, B, HALF)


def test_statements_of_one_subject_keep_their_order() -> None:
    shuffled = (QUADS[2], QUADS[1], QUADS[0])
    assert [row.object for row in Statements.of(shuffled).quads_for_pattern(A, None, None)] == [
        Literal("x", language="en"),
        C,
    ]


def test_no_statements_match_nothing() -> None:
    empty = Statements.of(())
    assert (len(empty), list(empty), list(empty.quads_for_pattern(A, None, None))) == (0, [], [])


@pytest.mark.parametrize("file", ["data/lights/skerry.ttl", "ontology/lights.ttl"])
def test_a_loaded_publication_has_the_values_as_the_engine_holds_them(tiny: Publication, file: str) -> None:
    held = Store()
    (source,) = (one for one in tiny.files if one.path == file)
    source.load(held, tiny.graph(source))
    loaded = LoadedPublication.of(tiny).statements
    own = {tuple(row) for row in loaded if row.graph_name.value == tiny.graph(source)}
    named = {one for one in own if not any(isinstance(term, BlankNode) for term in one)}
    assert named == {tuple(q) for q in held if not any(isinstance(term, BlankNode) for term in q)}


def test_hashes_give_every_place_of_a_hash_in_order() -> None:
    hashes = Hashes((7, -3, 7, 0))
    assert [list(hashes.get(one)) for one in (7, -3, 0, 1, 9)] == [[0, 2], [1], [3], [], []]
