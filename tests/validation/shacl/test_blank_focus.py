"""A ``sh:sparql`` about a blank node is asked about that node, not about every node."""

from __future__ import annotations

import pytest

from accord.validation import check
from validation.conftest import PREFIXES, Writer

SHAPE = '[] a sh:NodeShape ; sh:targetSubjectsOf b:width ; sh:sparql [ sh:message "Wide" ; sh:select """{select}""" ] .'
WIDTHS = "id:tyne b:approach [ b:width 1 ] , [ b:width 2 ] , [ b:width 9 ] .\nid:tees b:width 8 ."
WIDTH = "<https://example.org/bridges/ns#width>"


@pytest.mark.parametrize(
    "select",
    [
        "SELECT $this ?value WHERE { $this {width} ?value FILTER(?value > 5) }",
        "SELECT $this (MAX(?w) AS ?value) WHERE { $this {width} ?w } GROUP BY $this HAVING (MAX(?w) > 5)",
        "SELECT $this (MAX(?w) AS ?value) WHERE { $this {width} ?w } HAVING (MAX(?w) > 5)",
        "SELECT $this WHERE { ?x {width} ?w FILTER(?x = $this && ?w > 5) }",
    ],
)
def test_each_blank_node_is_asked_about_itself(write: Writer, select: str) -> None:
    shape = PREFIXES + SHAPE.format(select=select.replace("{width}", WIDTH))
    report = check(write(shapes__more=shape, data__widths=PREFIXES + WIDTHS))
    found = [one for one in report.findings if one.code == "SH-SPARQL"]
    assert len(found) == 2, found


def test_each_value_that_a_query_finds_is_named(write: Writer) -> None:
    """One query may find several values of a node; each is a result (SHACL §5.3.1)."""
    select = (
        f"SELECT $this ?value {{ ?value <https://example.org/bridges/ns#of> $this . ?value {WIDTH} ?w FILTER(?w > 7) }}"
    )
    shape = f'[] a sh:NodeShape ; sh:targetNode id:tyne ; sh:sparql [ sh:message "Wide." ; sh:select """{select}""" ] .'
    data = "id:tees b:of id:tyne ; b:width 8 .\nid:wear b:of id:tyne ; b:width 9 ."
    report = check(write(shapes__more=PREFIXES + shape, data__widths=PREFIXES + data))
    found = {one.message for one in report.findings if one.code == "SH-SPARQL"}
    assert found == {"Wide: tees.", "Wide: wear."}
