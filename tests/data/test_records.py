"""Every fact in the inventory of the documents is in the data, with evidence from the same place, or a reason."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from publication_data import ID, column, rows, short

from places import ROOT, SHARED, needs_shared

pytestmark = needs_shared

DOCUMENTS = ("000", "001", "002", "003", "004")
RESIDUE = {"S1-001", "S2-001", "S2-004", "S4-073"}
"""Records that hold no fact: a browser notice, an image, a heading without content, the rule of a table."""

Record = dict[str, Any]
Evidence = tuple[str, int, str]


@cache
def records() -> dict[str, Record]:
    """The inventory by number."""
    inventory = json.loads((SHARED / "research" / "facts.json").read_text("utf-8"))
    return {record["id"]: record for record in inventory}


@cache
def evidence() -> dict[str, Evidence]:
    """File, paragraph and phrase of each piece of evidence from a source document."""
    found = rows(
        "SELECT ?e ?file ?paragraph ?phrase { ?e lsp:phrase ?phrase ; lsp:paragraph ?paragraph ;"
        " dcterms:source/dcterms:identifier ?file }"
    )
    return {node: (file, int(paragraph), phrase) for node, file, paragraph, phrase in found}


@cache
def line(file: str, paragraph: int) -> str:
    return (SHARED / "sources" / file).read_text("utf-8").split("\n")[paragraph - 1]


@cache
def coverage(name: str) -> dict[str, tuple[set[str], str]]:
    """The evidence for each record of one document, and the reason where there is none."""
    found: dict[str, tuple[set[str], str]] = defaultdict(lambda: (set(), ""))
    with (ROOT / "tests" / "data" / "records" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            nodes, reason = found[row["record"]]
            nodes |= {short(row["evidence"])} - {""}
            found[row["record"]] = nodes, reason or row["reason"]
    return dict(found)


def spans(part: str, whole: str) -> Iterator[range]:
    start = whole.find(part)
    while start >= 0:
        yield range(start, start + len(part))
        start = whole.find(part, start + 1)


def overlap(one: str, other: str, whole: str) -> bool:
    """Whether two quotations of a line share a character of it."""
    pairs = ((a, b) for a in spans(one, whole) for b in spans(other, whole))
    return any(a.start < b.stop and b.start < a.stop for a, b in pairs)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_record_has_evidence_from_its_own_words(document: str) -> None:
    wrong = []
    for number, (nodes, _) in coverage(document).items():
        record = records()[number]
        for node in nodes:
            file, paragraph, phrase = evidence()[node]
            same_place = (file, paragraph) == (record["source"], record["paragraph"])
            if not (same_place and overlap(phrase, record["quote"], line(file, paragraph))):
                wrong.append((number, node))
    assert wrong == []


def test_no_record_is_left_out_without_a_reason() -> None:
    covered = {number: entry for name in (*DOCUMENTS, "cross") for number, entry in coverage(name).items()}
    assert covered.keys() == records().keys()
    assert {number for number, (nodes, reason) in covered.items() if not nodes and not reason} == set()
    left_out = {number for number, (nodes, _) in covered.items() if not nodes and not number.startswith("SX")}
    assert left_out == RESIDUE


# ---- Across the documents ------------------------------------------------------------------------


def cross(predicate: str) -> list[tuple[str, set[str]]]:
    """The records of one kind across the documents, with their evidence, which some have not."""
    found = coverage("cross").items()
    return [(number, nodes) for number, (nodes, _) in found if nodes and records()[number]["predicate"] == predicate]


def about(node: str) -> set[str]:
    """The things that a piece of evidence tells of: the one it is about, and the one value it carries, if any."""
    return column(f"SELECT ?thing {{ <{ID}{node}> lsp:about|lsp:supportsValue ?thing }}")


def test_what_is_the_same_across_documents_is_one_thing() -> None:
    merged = cross("sameAcross")
    assert len(merged) == 9
    for number, nodes in merged:
        assert len(set.intersection(*map(about, nodes))) == 1, number
        assert len({evidence()[node][:2] for node in nodes}) > 1, f"{number} is told of in one place only"


def test_what_is_not_said_to_be_the_same_stays_apart() -> None:
    apart = cross("notAssertedSameAs")
    assert len(apart) == 3
    for number, nodes in apart:
        things = set.union(*map(about, nodes))
        listed = " ".join(f"id:{thing}" for thing in things)
        assert len(things) > 1, number
        assert column(f"SELECT ?p {{ VALUES ?x {{ {listed} }} VALUES ?y {{ {listed} }} ?x ?p ?y }}") == set(), number


def test_containment_across_documents_holds_by_way_of_the_areas_between() -> None:
    for number, _ in cross("locatedIn"):
        inner, outer = (f'rdfs:label "{records()[number][end]}"@en' for end in ("subject", "object"))
        assert column(f"SELECT ?place {{ ?place {inner} ; lsp:within+ ?area . ?area {outer} }}"), number


@pytest.mark.parametrize(("predicate", "term", "least"), [("locatedIn", "lsp:within", 12), ("type", "rdf:type", 4)])
def test_what_no_document_states_comes_from_a_register_or_says_that_it_is_inferred(
    predicate: str, term: str, least: int
) -> None:
    registered = f"?e lsp:supports {term} ; lsp:entry ?entry ; dcterms:source/a lsp:Register"
    inferred = f"?e lsp:supports {term} ; lsp:certainty id:certainty-inferred"
    allowed = column(f"SELECT ?e {{ {{ {registered} }} UNION {{ {inferred} }} }}")
    found = cross(predicate)
    assert len(found) >= least
    assert [number for number, nodes in found if not nodes <= allowed] == []
