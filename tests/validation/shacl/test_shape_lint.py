"""Shapes with values of the wrong kind: a broken shape at its place, never another exception."""

from __future__ import annotations

import pytest

from accord.errors import UsageError
from accord.validation import check
from validation.conftest import PREFIXES, Writer

PARAMETERS = [
    "class",
    "datatype",
    "nodeKind",
    "minCount",
    "maxCount",
    "minExclusive",
    "minInclusive",
    "maxExclusive",
    "maxInclusive",
    "minLength",
    "maxLength",
    "pattern",
    "flags",
    "languageIn",
    "uniqueLang",
    "equals",
    "disjoint",
    "lessThan",
    "lessThanOrEquals",
    "not",
    "and",
    "or",
    "xone",
    "node",
    "property",
    "qualifiedValueShape",
    "qualifiedMinCount",
    "qualifiedMaxCount",
    "qualifiedValueShapesDisjoint",
    "closed",
    "ignoredProperties",
    "hasValue",
    "in",
    "sparql",
    "severity",
    "message",
    "deactivated",
    "targetClass",
    "targetNode",
    "targetSubjectsOf",
    "targetObjectsOf",
    "path",
    "name",
    "description",
    "order",
    "group",
]
VALUES = [
    *("b:five", "_:x", "[]", "[ b:of 1 ]", '"x"', '"x"@en', '"("', "5", "-1", "1.5", "1e0", "true", '"1"^^xsd:boolean'),
    *("()", "( b:of )", "( 1 'x' )", "( [] )", "[ sh:inversePath 1 ]", '"2020-13-01"^^xsd:date', '"x"^^b:of'),
]


@pytest.mark.parametrize("name", PARAMETERS)
def test_values_of_the_wrong_kind(write: Writer, name: str) -> None:
    own = [f"sh:{name} {value}" for value in VALUES]
    texts = [*own, *(f"sh:property [ sh:path b:code ; {text} ]" for text in own)]
    outcomes = {text: outcome(write, f"b:S a sh:NodeShape ; sh:targetClass b:Bridge ; {text} .") for text in texts}
    assert [text for text, error in outcomes.items() if error and not (error.place and error.remedy)] == []
    assert any(outcomes.values()) or name in ("hasValue", "order", "group")


def outcome(write: Writer, shapes: str) -> UsageError | None:
    try:
        check(write(shapes__bridges=PREFIXES + shapes))
    except UsageError as error:
        return error
    return None


WRONG = {
    "sh:property [ sh:path b:code ; sh:closed «b:yes» ]": "sh:closed has to be true or false",
    "sh:property [ sh:path b:code ; sh:minInclusive «b:five» ]": "sh:minInclusive has to be a literal",
    "sh:property [ sh:path b:code ; sh:pattern «5» ]": "sh:pattern has to be a string",
    "sh:property [ sh:path b:code ; sh:nodeKind «sh:Iri» ]": "sh:nodeKind has to be one of",
    "sh:property [ sh:path b:code ; sh:minCount «'1'» ]": "sh:minCount has to be a whole number",
    "sh:property [ sh:path b:code ; sh:languageIn «( b:en )» ]": "members of sh:languageIn have to be strings",
    "sh:property [ sh:path b:code ; sh:datatype «xsd:date» , xsd:string ]": "may have one sh:datatype",
    "sh:property [ sh:path «'b:code'» ; sh:minCount 1 ]": "has to be a path",
    "sh:or «()»": "members of sh:or have to be shapes",
    "sh:lessThan «b:code»": "needs a path",
    "sh:entailment «<http://www.w3.org/ns/entailment/RDFS>»": "require inference",
    "sh:targetNode «[]»": "sh:targetNode has to be an IRI or a literal",
}


@pytest.mark.parametrize("shape", WRONG)
def test_the_place_and_the_words(write: Writer, shape: str) -> None:
    line = f"b:S a sh:NodeShape ; sh:targetClass b:Bridge ; {shape} ."
    with pytest.raises(UsageError, match=WRONG[shape]) as caught:
        check(write(shapes__bridges=PREFIXES + line.replace("«", "").replace("»", "")))
    assert caught.value.place
    assert caught.value.place.line == PREFIXES.count("\n") + 1
    assert caught.value.place.column == line.index("«") + 1


@pytest.mark.parametrize(
    "shapes",
    [
        "b:P a sh:NodeShape ; sh:property [ sh:path b:of ; sh:node b:P ] .",
        "b:P a sh:NodeShape ; sh:node b:Q . b:Q a sh:NodeShape ; sh:not b:P .",
        "b:P a sh:NodeShape ; sh:or ( b:P [ sh:nodeKind sh:IRI ] ) .",
        "b:P a sh:PropertyShape ; sh:path b:of ; sh:qualifiedValueShape b:P ; sh:qualifiedMinCount 1 .",
    ],
)
def test_recursion_is_refused(write: Writer, shapes: str) -> None:
    with pytest.raises(UsageError, match="applies itself") as caught:
        check(write(shapes__bridges=PREFIXES + shapes))
    assert caught.value.place
