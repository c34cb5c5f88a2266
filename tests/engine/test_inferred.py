"""Inferred triples are looked up by subject in a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from accord.engine.inferred import InferredTriples

P = NamedNode("urn:p")


def triples(*subjects: str) -> list[Triple]:
    return [Triple(NamedNode(subject), P, NamedNode("urn:o")) for subject in subjects]


def test_each_subject_has_its_own_triples_and_no_others(tmp_path: Path) -> None:
    subjects = ["urn:a", "urn:a!", "urn:a/b", "urn:ab", "urn:é", "urn:z"]
    path = tmp_path / "inferred"
    more = Triple(NamedNode("urn:a"), P, NamedNode("urn:more"))
    InferredTriples.of([*reversed(triples(*subjects)), more]).write(path)
    inferred = InferredTriples.read(path)
    for subject in subjects:
        expected = {*triples(subject), more} if subject == "urn:a" else set(triples(subject))
        assert set(inferred.about(subject)) == expected
    assert inferred.about("urn:absent") == inferred.about("urn:zz") == inferred.about("a:0") == []
    assert [path.name for path in tmp_path.iterdir()] == ["inferred"], "it is written in one step"


def test_anonymous_nodes_are_left_out_but_counted() -> None:
    node = NamedNode("urn:a")
    literal = Triple(node, P, Literal("x"))
    inferred = InferredTriples.of([literal, Triple(node, P, BlankNode()), *triples("urn:a")])
    assert inferred.about("urn:a") == list(inferred) == [literal, *triples("urn:a")]
    assert inferred.total == 3


def test_nothing_inferred_is_an_empty_file(tmp_path: Path) -> None:
    InferredTriples.of([]).write(tmp_path / "inferred")
    nothing = InferredTriples.read(tmp_path / "inferred")
    assert (nothing.about("urn:a"), list(nothing), nothing.total) == ([], [], 0)
    with pytest.raises(FileNotFoundError):
        InferredTriples.read(tmp_path / "absent")
