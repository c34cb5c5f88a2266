"""Each term of the ontology earns its place: the data uses it, and a question needs it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from publication_data import LSP, column, lexical, publication
from pyoxigraph import NamedNode, Quad, Triple

from accord.engine.inference import infer
from accord.names import RDF
from places import ROOT

QUESTIONS = sorted([*(ROOT / "tests" / "data" / "competency").glob("*.rq"), *(ROOT / "data" / "queries").glob("*.rq")])
KEPT_READY = {"countedIn"}
"""Terms without which a right sum cannot be asked for, though none of the five documents needs them: a shape does."""


def terms() -> list[str]:
    """The local names of all own classes and properties."""
    return sorted(column(f"SELECT ?term {{ ?term rdfs:isDefinedBy <{LSP.removesuffix('#')}> }}"))


@cache
def used() -> frozenset[str]:
    """The terms that are a property of something or the class of something, stated or inferred."""
    stated = list(publication().quads("ontology", "data"))
    facts: list[Quad | Triple] = [*stated, *infer(stated)]
    classes = {lexical(fact.object) for fact in facts if fact.predicate == NamedNode(RDF + "type")}
    properties = {lexical(fact.predicate) for fact in facts}
    return frozenset(iri.removeprefix(LSP) for iri in classes | properties if iri.startswith(LSP))


def asked(path: Path) -> set[str]:
    return set(re.findall(r"\blsp:(\w+)", path.read_text("utf-8")))


def test_the_ontology_has_terms() -> None:
    assert 100 < len(terms()) < 160


def test_every_term_is_used_by_data() -> None:
    assert set(terms()) - used() == KEPT_READY
    shapes = "".join(path.read_text("utf-8") for path in (ROOT / "shapes").glob("*.ttl"))
    assert all(f"sh:path lsp:{term} " in shapes for term in KEPT_READY)


def test_every_term_is_needed_by_a_question() -> None:
    needed = set().union(*map(asked, QUESTIONS))
    assert set(terms()) - needed == set()


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_questions_use_terms_that_exist(path: Path) -> None:
    assert asked(path) <= set(terms())
