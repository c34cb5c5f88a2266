"""The parameters of example queries: declared in comments, or by the variables of grlc."""

from __future__ import annotations

import logging
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode

from accord.errors import QueryError
from accord.names import RDFS, XSD, Prefixes
from accord.publication import Publication, SourceFile
from accord.publication.examples import read_example, read_examples
from accord.publication.examples.parameters import IRI, LANG_STRING, Parameter
from accord.queries import parse

EX = "https://example.org/"
PREFIXES = Prefixes({"ex": EX, "xsd": XSD, "rdfs": RDFS})


def read(comments: str, query: str = "SELECT * { ?x ex:p ?v }") -> tuple[Parameter, ...]:
    return read_example(parse("q", f"# A title\n{comments}\n{query}\n"), PREFIXES).parameters


def typed(value: str, kind: str) -> Literal:
    return Literal(value, datatype=NamedNode(XSD + kind))


PLACE, STRING = EX + "Place", XSD + "string"
NORTH = NamedNode(EX + "north")
FOUR = (Literal("a"), Literal("b", language="de"), NORTH, typed("3", "integer"))


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("v: ex:Place", Parameter("v", "v", PLACE)),
        ('v: ex:Place = ex:north "Where"', Parameter("v", "v", PLACE, default=NORTH, words="Where")),
        ("v: ex:Place = <https://example.org/north>", Parameter("v", "v", PLACE, default=NORTH)),
        ("v?: ex:Place", Parameter("v", "v", PLACE, optional=True)),
        ("v: xsd:gYear = 2024", Parameter("v", "v", XSD + "gYear", default=typed("2024", "gYear"))),
        ("v: xsd:decimal = 1.5", Parameter("v", "v", XSD + "decimal", default=typed("1.5", "decimal"))),
        ("v: xsd:string = 5", Parameter("v", "v", STRING, default=Literal("5"))),
        ('v: xsd:string = "a | \\"b\\"" "W"', Parameter("v", "v", STRING, default=Literal('a | "b"'), words="W")),
        ('v: xsd:date = "2024-02-29"', Parameter("v", "v", XSD + "date", default=typed("2024-02-29", "date"))),
        ('v: @en = "coast"', Parameter("v", "v", LANG_STRING, "en", default=Literal("coast", language="en"))),
        ('v: "a" | "b"@de | ex:north | 3 = "a"', Parameter("v", "v", "", choices=FOUR, default=Literal("a"))),
    ],
)
def test_a_parameter_is_declared_in_a_comment(line: str, expected: Parameter) -> None:
    assert read(f"# @param {line}") == (expected,)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("v", "declares no parameter"),
        ("9v: ex:Place", "declares no parameter"),
        ("v: none:Place", "not a value"),
        ("w: ex:Place", r"no variable \?w"),
        ("v: ex:Place = north", "not a value"),
        ('v: "a" | "b" = "c"', "not one of its values"),
        ('v: "a"', "neither a class nor a datatype"),
    ],
)
def test_a_wrong_declaration_is_an_error(line: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        read(f"# @param {line}")


def test_names_that_addresses_have_are_no_parameters() -> None:
    with pytest.raises(QueryError, match="something else in addresses"):
        read("# @param page: xsd:integer", "SELECT * { ?x ex:p ?page }")


def test_a_parameter_is_declared_once() -> None:
    with pytest.raises(QueryError, match="twice"):
        read("# @param v: ex:Place\n# @param v: ex:Light")


GRLC = """#+ summary: Lights of a year
#+ description:
#+   What was lit
#+   in a year.
#+ tags:
#+   - Heights
#+   - more
#+ defaults:
#+   - year: 1871
#+ enumerate:
#+   - kind:
#+     - https://example.org/A
#+     - https://example.org/B
#+ endpoint: http://elsewhere.example/sparql
#+ method: GET

PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>
SELECT * { ?x ex:lit ?_year_integer ; a ?_kind_iri ; ex:name ?__name_en , ?_word ; ex:on ?_day_xsd_date }
"""


def test_the_files_of_grlc_are_questions() -> None:
    example = read_example(parse("lights", GRLC), PREFIXES)
    assert (example.title, example.description) == ("Lights of a year", "What was lit in a year.")
    assert example.group == "Heights"
    assert {one.name: one for one in example.parameters} == {
        "year": Parameter("year", "_year_integer", XSD + "integer", default=typed("1871", "integer")),
        "kind": Parameter("kind", "_kind_iri", IRI, choices=(NamedNode(EX + "A"), NamedNode(EX + "B"))),
        "name": Parameter("name", "__name_en", LANG_STRING, "en", optional=True),
        "word": Parameter("word", "_word", XSD + "string"),
        "day": Parameter("day", "_day_xsd_date", XSD + "date"),
    }
    assert example.text.startswith("PREFIX xsd:")
    assert "VALUES ?_year_integer { 1871 }" in example.text


def test_a_query_whose_parameters_are_wrong_is_left_out(tiny: Publication, caplog: pytest.LogCaptureFixture) -> None:
    file = SourceFile("data/queries/odd.rq", ("queries",), b"# Odd\n# @param v: light:Lamp\nSELECT * { ?x ?y ?z }")
    with caplog.at_level(logging.WARNING):
        assert "odd" not in read_examples(replace(tiny, queries=(*tiny.queries, file)))
    assert "data/queries/odd.rq is left out" in caplog.text


def test_columns_have_words_and_units() -> None:
    text = '# T\n# @column v: "Total" "£"\n# @column x: "Thing"\nSELECT ?x ?v { ?x ex:p ?v }'
    columns = read_example(parse("q", text), PREFIXES).columns
    assert {name: str(words) for name, words in columns.items()} == {"v": "Total (£)", "x": "Thing"}


@pytest.mark.parametrize("line", ["v", "v: Total", 'w: "Total"', 'v: "a" "b" "c"'])
def test_a_wrong_column_is_an_error(line: str) -> None:
    with pytest.raises(QueryError):
        read(f"# @column {line}")


def test_annotations_are_no_part_of_the_description() -> None:
    query = parse("q", "# T\n# Words.\n# @param v: ex:Place\n# @picture bars x=a\n# group: G\n\nSELECT * { ?x ?y ?v }")
    assert (query.title, query.description, dict(query.settings)) == ("T", "Words.", {"group": "G"})
    assert query.annotations == (("param", "v: ex:Place"), ("picture", "bars x=a"))
    assert query.query == "SELECT * { ?x ?y ?v }"
