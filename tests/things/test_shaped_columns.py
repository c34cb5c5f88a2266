"""Which columns the shapes give the list of a class."""

from __future__ import annotations

from pyoxigraph import RdfFormat, parse

from accord.things.lists.shaped_columns import shaped_columns

HEAD = """@prefix : <https://e.example/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . """


def columns(shapes: str) -> dict[str, list[str]]:
    quads = parse((HEAD + shapes).encode(), format=RdfFormat.TURTLE)
    return {kind: [one.property.rpartition("/")[2] for one in found] for kind, found in shaped_columns(quads).items()}


def test_what_is_demanded_comes_first_and_then_the_order_of_groups_and_properties() -> None:
    found = columns(
        """:S a sh:NodeShape ; sh:targetClass :Ship ; sh:property
            [ sh:path :late ; sh:order 2 ], [ sh:path :early ; sh:order 1 ], [ sh:path :free ],
            [ sh:path :must ; sh:minCount 1 ], [ sh:path :grouped ; sh:group :G ; sh:order 9 ] .
        :G sh:order 0 ."""
    )
    assert found == {"https://e.example/Ship": ["must", "grouped", "early", "late"]}


def test_a_class_that_is_a_shape_has_columns_and_what_may_not_be_has_none() -> None:
    found = columns(
        """:Ship a rdfs:Class, sh:NodeShape ; sh:property
            [ sh:path :no ; sh:maxCount 0 ; sh:order 1 ], [ sh:path :off ; sh:minCount 1 ; sh:deactivated true ],
            [ sh:path ( :a :b ) ; sh:minCount 1 ], [ sh:path :odd ; sh:order "first" ],
            [ sh:path :yes ; sh:minCount 2 ] ."""
    )
    assert found == {"https://e.example/Ship": ["yes"]}
