"""The guard lets through what the engine survives, refuses what it does not, and says where and why."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.errors import AccordError, ForbiddenError, LimitError, QueryError
from accord.limits import QueryLimits, published
from accord.sparql.guard import inspect
from accord.sparql.inspection import Inspection
from places import ROOT

DEFAULTS = QueryLimits()
ENGINE = """
import sys
from pyoxigraph import QuerySolutions, Store
found = Store().query(sys.stdin.read(), prefixes={"e": "http://e.example/"})
list(found) if isinstance(found, QuerySolutions) else found
"""
READER = """
import sys
from accord.errors import AccordError
from accord.sparql.guard import inspect
from accord.limits import QueryLimits
limits = QueryLimits(**dict.fromkeys(("text", "clauses", "patterns", "values", "operators"), 10**9))
for piece in sys.stdin.read().split("\\0"):
    try:
        inspect("ASK {" + piece * (200_000 // len(piece)), limits)
    except AccordError:
        pass
"""


def look(text: str, limits: QueryLimits = DEFAULTS) -> Inspection:
    return inspect(text, limits)


def refusal(text: str) -> AccordError | None:
    try:
        look(text)
    except AccordError as error:
        return error
    return None


def nested(opening: str, inside: str, closing: str, around: str = "ASK {{ FILTER({}) }}") -> Callable[[int], str]:
    return lambda n: around.format(opening * n + inside + closing * n)


def repeated(piece: str, around: str = "SELECT * {{ ?s ?p ?o {} }}", joint: str = " ") -> Callable[[int], str]:
    return lambda n: around.format(joint.join(piece.replace("#", str(i)) for i in range(n)))


# For each limit the queries that trust.md and the search for slow ones named; all are SPARQL, so the engine works.
GROWING: list[tuple[str, str, Callable[[int], str]]] = [
    ("nesting", "brackets", nested("(", "1", ")")),
    ("nesting", "braces", nested("{", "", "}", "ASK {}")),
    ("nesting", "blank nodes", nested("[ e:p ", "1", "]", "ASK {{ ?s e:p {} }}")),
    ("nesting", "functions", nested("STR(", "1", ")")),
    ("nesting", "IF", nested("IF(1, 2, ", "1", ")")),
    ("nesting", "IN", nested("1 IN (", "1", ")")),
    ("nesting", "OPTIONAL", nested("OPTIONAL { ?s e:p ?o ", "", "}", "ASK {{ {} }}")),
    ("nesting", "EXISTS", nested("FILTER EXISTS { ?s e:p ?o ", "", "}", "ASK {{ {} }}")),
    ("nesting", "MINUS", nested("?s e:p ?o MINUS {", "", "}", "ASK {{ {} }}")),
    ("nesting", "GRAPH", nested("GRAPH e:g {", "", "}", "ASK {{ {} }}")),
    ("patterns", "path brackets", nested("(", "e:p", ")*", "ASK {{ ?s {} ?o }}")),
    ("patterns", "nested collections", nested("(", "1", ")", "ASK {{ ?s e:p {} }}")),
    ("patterns", "triple terms", nested("<<( e:a e:b ", "1", " )>>", "ASK {{ ?s e:p {} }}")),
    ("nesting", "reified triples", nested("<< e:a e:b ", "1", " >>", "ASK {{ ?s e:p {} }}")),
    ("doublings", "subqueries", nested("{ SELECT (SUM(?x) AS ?y) ", "{ ?s ?p ?x }", "}", "SELECT * {}")),
    ("doublings", "REGEX", nested("REGEX(", '"a"', ', "a")')),
    ("doublings", "SUBSTR", nested("SUBSTR(", '"a"', ", 1)")),
    ("doublings", "REPLACE", nested("REPLACE(", '"a"', ', "a", "b")')),
    ("doublings", "GROUP_CONCAT", nested("GROUP_CONCAT(", '"a"', ")", "SELECT ({} AS ?x) {{}}")),
    ("doublings", "annotations", nested("{| e:p ?q ", "", "|}", "ASK {{ ?s e:p ?o {} }}")),
    ("doublings", "negations", nested("!(", "1", ")")),
    ("clauses", "BIND", repeated("BIND(# AS ?v#)")),
    ("clauses", "FILTER", repeated("FILTER(?o != #)")),
    ("clauses", "FILTER NOT EXISTS", repeated("FILTER NOT EXISTS { ?s e:p# ?o }")),
    ("clauses", "OPTIONAL", repeated("OPTIONAL { ?s e:p# ?o# }")),
    ("clauses", "UNION", repeated("{ ?s e:p# ?o }", joint=" UNION ")),
    ("clauses", "MINUS", repeated("MINUS { ?s e:p# ?o }")),
    ("clauses", "SELECT", repeated("{ SELECT * { ?s e:p# ?o# } }")),
    ("clauses", "GRAPH", repeated("GRAPH ?g# { ?s e:p# ?o# }")),
    ("patterns", "triples", repeated("?s e:p# ?o#", joint=" . ", around="SELECT * {{ {} }}")),
    ("patterns", "predicates", repeated("e:p# ?o#", joint=" ; ", around="SELECT * {{ ?s {} }}")),
    ("patterns", "objects", repeated("?o#", joint=" , ", around="SELECT * {{ ?s ?p {} }}")),
    (
        "patterns",
        "chain",
        lambda n: f"ASK {{ {' . '.join(f'?o{i} e:p ?o{i + 1}' for i in range(n))} }}",
    ),
    ("patterns", "triples behind clauses", lambda n: f"ASK {{ {'VALUES ?x {1} ?s ?p ?o ' * n} }}"),
    ("patterns", "groups", repeated("{ ?s e:p# ?o# }")),
    ("patterns", "collection", repeated("1", around="ASK {{ ?s ?p ({}) }}")),
    ("patterns", "collections", repeated(", (1)", around="ASK {{ ?s ?p () {} }}")),
    ("patterns", "blank nodes in a row", repeated("[ e:p# 1 ]", joint=" , ", around="ASK {{ ?s ?p {} }}")),
    ("patterns", "steps of a path", repeated("e:p", joint="/", around="ASK {{ ?s {} ?o }}")),
    ("patterns", "reifiers", repeated("~ ?r#")),
    ("patterns", "annotations in a row", repeated("{| e:p# 1 |}")),
    ("patterns", "blocks of VALUES", repeated("VALUES ?o { # }")),
    ("patterns", "dots in words", lambda n: "ASK {" + "?s ?p true." * n + "}"),
    ("values", "VALUES", repeated("#", around="ASK {{ VALUES ?x {{ {} }} }}")),
    ("values", "rows of VALUES", repeated('(# "#"^^e:t)', around="ASK {{ VALUES (?x ?y) {{ {} }} }}")),
    ("values", "IN", repeated("#", joint=",", around="ASK {{ ?s ?p ?o FILTER(?o IN ({})) }}")),
    ("values", "arguments", repeated("?o", joint=",", around="ASK {{ ?s ?p ?o FILTER(COALESCE({})) }}")),
    ("values", "variables", repeated("?v#", around="SELECT {} {{ ?s ?p ?o }}")),
    ("values", "grouping", repeated("?v#", around="SELECT (1 AS ?x) {{ ?s ?p ?o }} GROUP BY {}")),
    ("operators", "!", repeated("!", joint="", around="ASK {{ FILTER({} true) }}")),
    ("operators", "*", repeated("2", joint="*", around="ASK {{ FILTER({}) }}")),
    ("operators", "-", repeated("2", joint="-", around="ASK {{ FILTER({}) }}")),
    ("operators", "||", repeated("?o=#", joint="||", around="ASK {{ ?s ?p ?o FILTER({}) }}")),
    ("operators", "&&", repeated("?o=#", joint="&&", around="ASK {{ ?s ?p ?o FILTER({}) }}")),
    ("operators", "minus in words", repeated("true", joint="-", around="ASK {{ FILTER({}) }}")),
    ("operators", "alternative paths", repeated("e:p", joint="|", around="ASK {{ ?s {} ?o }}")),
    ("operators", "projected", repeated("(# AS ?v#)", around="SELECT {} {{}}")),
    ("operators", "grouping by functions", repeated("STR(?s)", around="SELECT (1 AS ?x) {{ ?s ?p ?o }} GROUP BY {}")),
    ("operators", "ordering by functions", repeated("STR(?s)", around="SELECT * {{ ?s ?p ?o }} ORDER BY {}")),
    ("operators", "HAVING", repeated("(?s)", around="SELECT (1 AS ?x) {{ ?s ?p ?o }} GROUP BY ?s HAVING {}")),
    ("operators", "described", repeated("e:a#", around="DESCRIBE {}")),
]


def longest(query: Callable[[int], str], limit: str) -> int:
    """The largest number of pieces that the guard lets through."""
    low, high = 0, 2 * int(getattr(DEFAULTS, limit))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (low, middle - 1) if refusal(query(middle)) else (middle, high)
    return low


@pytest.mark.parametrize(("limit", "query"), [(a, c) for a, _, c in GROWING], ids=[f"{a}: {b}" for a, b, _ in GROWING])
def test_the_engine_survives_what_is_just_allowed(limit: str, query: Callable[[int], str]) -> None:
    most = longest(query, limit)
    assert most > 3
    with pytest.raises(LimitError) as caught:
        look(query(most + 1))
    assert (caught.value.limit, caught.value.status) == (limit, 400)
    assert caught.value.place is not None
    done = subprocess.run([sys.executable, "-c", ENGINE], input=query(most), text=True, timeout=60, capture_output=True)
    assert done.returncode == 0, done.stderr


def test_a_faulty_query_does_not_keep_the_parser_busy() -> None:
    query = "ASK { FILTER(" + "!(" * DEFAULTS.doublings + "1 ?x" + ")" * DEFAULTS.doublings + ") }"
    assert look(query).query_type == "ASK"
    done = subprocess.run([sys.executable, "-c", ENGINE], input=query, text=True, timeout=60, capture_output=True)
    assert "SyntaxError" in done.stderr


def test_every_limit_is_met_by_some_query() -> None:
    assert {limit for limit, _, _ in GROWING} == {one.name for one in published(DEFAULTS)} - {"text"}


def test_length_is_counted_in_bytes() -> None:
    query = "ASK {} # é"
    assert look(query, QueryLimits(text=11)).query_type == "ASK"
    with pytest.raises(LimitError) as caught:
        look(query, QueryLimits(text=10))
    assert (caught.value.limit, caught.value.status) == ("text", 413)


def test_the_place_is_that_of_the_token_that_is_too_much() -> None:
    with pytest.raises(LimitError) as caught:
        look("ASK {\n  ?s ?p ?o ;\n é:p ?q ; ?r }", QueryLimits(patterns=2))
    assert str(caught.value.place) == "3:9"
    assert caught.value.place is not None
    assert caught.value.place.end_column == 10


@pytest.mark.parametrize(
    ("form", "query"),
    [
        ("SELECT", "select*{}"),
        (
            "ASK",
            "# SELECT\nPREFIX select: <http://e.example/insert#> BASE <http://e.example/> ASK { select:ask ?p 1 }",
        ),
        ("CONSTRUCT", "prefix : <http://e.example/>\r\nConstruct { ?s ?p ?o } Where { ?s ?p ?o }"),
        ("DESCRIBE", "VERSION '1.2' DESCRIBE <http://e.example/select>"),
    ],
)
def test_the_form_is_found(form: str, query: str) -> None:
    assert look(query).query_type == form


@pytest.mark.parametrize(
    "inside",
    [
        "?service ?insert $union",
        "e:service e:load e:filter.bind.minus",
        "service:a delete:b filter:c",
        "e:a\\'service e:b\\(\\( e:c\\#",
        "<http://e.example/SERVICE#(((((> <service> <urn:((>",
        '"SERVICE <http://e.example/> {" "\\"SERVICE" \'SERVICE\'',
        '"""a "SERVICE" b""" \'\'\'it\'s ""SERVICE\'\'\' ""',
        "# SERVICE <http://e.example/> {{{{\n ?s ?p ?o",
        "GRAPH e:service { ?s ?p ?o }",
        "?s e:p true . ?q e:r 1.5e3 . ?t e:u -2",
        '?s e:p "été"@en-GB , "1"^^e:service , _:service.a',
        "?s (e:a|^e:b)*/!(e:c|^e:d)? ?o FILTER(?o < 3 && ?p > 2 || ?o <= 2)",
        "?s e:list (<http://e.example/a> <urn:b>) FILTER(?o IN (<a>, <b>))",
    ],
)
def test_words_that_are_no_keywords_do_no_harm(inside: str) -> None:
    limits = QueryLimits(nesting=3, clauses=2)
    seen = look(f"ASK {{ {inside} }}", limits)
    assert (seen.query_type, seen.services, seen.from_graphs, seen.has_service) == ("ASK", (), (), False)
    assert seen.cacheable


@pytest.mark.parametrize(
    "call",
    [
        "SERVICE <http://e.example/> {}",
        "SERVICE ?where {}",
        "SERVICE SILENT ?where {}",
        "SERVICESILENTe:x {}",
        "SERVICE # a comment\n<http://e.example/> {}",
        "SERVICE e:x {}",
        "SERVICEe:x {}",
        "SERVICE:x {}",
        "?s ?p 1SERVICE<http://e.example/>{}",
        "?s ?p trueSERVICE<http://e.example/>{}",
        "?s ?p trueSERVICEe:x{}",
        "?s ?p true.SERVICE:x{}",
        "?s ?p e:a.b.SERVICE<http://e.example/>{}",
        "?s ?p e:a.b.SERVICEe:x{}",
        "FILTER EXISTS { SERVICE <http://e.example/> {} }",
    ],
)
def test_services_are_not_called(call: str) -> None:
    query = f"PREFIX e: <http://e.example/> PREFIX : <http://e.example/>\nASK {{ {call} }}"
    with pytest.raises(ForbiddenError) as caught:
        look(query)
    assert caught.value.place is not None
    assert caught.value.place.line == 2
    assert "SERVICE" in caught.value.token.upper()


def test_an_allowed_service_is_named() -> None:
    query = "PREFIX e: <http://e.example/> ASK { SERVICE e:a {} SERVICE SILENT <http://e.example/b> {} }"
    allowed = {"http://e.example/a", "http://e.example/b"}
    assert inspect(query, DEFAULTS, allowed_services=allowed).services == ("http://e.example/a", "http://e.example/b")
    with pytest.raises(ForbiddenError):
        inspect(query, DEFAULTS, allowed_services={"http://e.example/a"})


@pytest.mark.parametrize("call", ["SERVICE SILENT <http://e.example/> {}", "service silent e:x {}"])
def test_silence_passes_where_nothing_is_reached(call: str) -> None:
    """It fails in the worker, which can open no connection, and SILENT makes the empty solution of that."""
    assert look(f"PREFIX e: <http://e.example/> ASK {{ {call} }}").services == ()
    with pytest.raises(ForbiddenError):
        look(f"PREFIX e: <http://e.example/> ASK {{ {call} SERVICE e:y {{}} }}")


@pytest.mark.parametrize(
    "update",
    [
        "INSERT DATA {}",
        "delete where {}",
        "LOAD <http://e.example/>",
        "CLEAR ALL",
        "CREATE GRAPH <g>",
        "DROP ALL",
        "COPY <a> TO <b>",
        "MOVE <a> TO <b>",
        "ADD <a> TO <b>",
        "WITH <g> DELETE {} WHERE {}",
    ],
)
def test_the_endpoint_is_read_only(update: str) -> None:
    with pytest.raises(QueryError, match="read-only") as caught:
        look(f"PREFIX e: <http://e.example/>\n{update}")
    assert not isinstance(caught.value, ForbiddenError), "as a query it is 400; 403 is for what was sent as an update"
    assert str(caught.value.place) == "2:1"


def test_triples_of_a_template_are_not_patterns_to_join() -> None:
    template = " ".join(f"?s <p:{number}> [ <p:q> ?o, 1 ; <p:r> ?o ]." for number in range(500))
    assert look(f"CONSTRUCT {{ {template} }} WHERE {{ ?s ?p ?o }}").query_type == "CONSTRUCT"
    with pytest.raises(LimitError, match="pattern"):
        look(f"CONSTRUCT WHERE {{ {template} }}")
    with pytest.raises(LimitError, match="pattern"):
        look(f"CONSTRUCT {{ {template} }} WHERE {{ {template} }}")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        *(("", "is empty"), (" \n\t", "is empty"), ("# only a comment", "only comments")),
        ("PREFIX e: <http://e.example/> # e", "only prefixes"),
    ],
)
def test_nothing_is_no_query(text: str, words: str) -> None:
    with pytest.raises(QueryError, match=words):
        look(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("hello", "1:1"),
        ("SELECTDISTINCT * {}", "1:1"),
        ("PREFIX: <http://e.example/> ASK {}", "1:1"),
        ("ASK { ?s ?p 'open }", "1:13"),
        ('ASK { ?s ?p """open" }', "1:13"),
        ("ASK { ?s ?p 'a\\x' }", "1:13"),
        ("ASK { ?s ?p '\\uD800' }", "1:13"),
        ("ASK { ?s ?p \\u0028 }", "1:13"),
        ("ASK { FILTER(?a<?b&&?c>?d) }", "1:16"),
        ("ASK { FILTER(?a<" + "(" * 70 + "1" + ")" * 70 + "&&2>1) }", "1:16"),
        ("ASK { FILTER('a'@en<'>'||(1)) }", "1:20"),
        ("ASK { FILTER(true-1<'>) }", "1:20"),
        ("ASK { FILTER(?a<<http://e.example/'>) }", "1:16"),
        ("SELECT * { { SELECTDISTINCT (1 AS ?x) (?b<(1)&&2> AS ?c) {} } }", "1:42"),
        ("ASK { FILTERe:f(1) }", "1:7"),
        ("ASK { ?s ?p true.FILTERe:f(1) }", "1:13"),
    ],
)
def test_what_could_be_read_in_two_ways_is_refused(text: str, place: str) -> None:
    with pytest.raises(QueryError) as caught:
        look(text)
    assert str(caught.value.place) == place


def test_graphs_are_named_but_not_refused() -> None:
    query = "PREFIX g: <http://e.example/g/> SELECT * FROM <http://e.example/g/a> FROM NAMED g:b {}"
    assert look(query).from_graphs == ("http://e.example/g/a", "http://e.example/g/b")


@pytest.mark.parametrize("path", sorted(ROOT.glob("data/queries/*.rq")), ids=lambda path: path.stem)
def test_the_example_queries_pass(path: Path) -> None:
    assert look(path.read_text("utf-8")).query_type


def test_reading_takes_linear_time() -> None:
    """A reader that went back over what it has read would take hours for these, not seconds."""
    pieces = ["a.", "a-", ":", "e:a.", "e:a..", "'", '"', '"""\\"', "<a", "<", "1", "1.", "1.e", "_:a.", "@a-", "%41"]
    pieces += ["(", "((e:a", "\\u0041", "'''a", "FILTER(!", "x", "é", "?", "e:%41", "#", "#\n", "a.b-c:"]
    command = [sys.executable, "-c", READER]
    subprocess.run(command, cwd=ROOT / "server", input="\0".join(pieces), text=True, timeout=120, check=True)


@given(st.text(alphabet="aSé:?$<>(){}[]|&!'\"\\#.,;*/+-^@_~=% \n\r\x00\U0001f600", max_size=60))
def test_any_text_gets_an_answer_of_the_guard(text: str) -> None:
    error = refusal(f"ASK {{{text}")
    if error:
        assert error.message
        assert error.place is not None
        assert 1 <= error.place.line <= text.count("\n") + 1


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELEC * {}", "Unknown keyword SELEC; did you mean SELECT?"),
        ("descibe <http://e/>", "Unknown keyword descibe; did you mean DESCRIBE?"),
        ("PREFX e: <http://e/> ASK {}", "Unknown keyword PREFX; did you mean PREFIX?"),
        ("hello", "Unknown keyword hello."),
        ("WHERE { ?s ?p ?o }", "A query cannot begin with WHERE."),
        ("PREFIXe: <http://e/> ASK {}", "A query cannot begin with PREFIXe:."),
        ("x" * 200_000, f"Unknown keyword {'x' * 50}."),
    ],
)
def test_a_wrong_beginning_is_named_with_the_keyword_that_was_meant(query: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        look(query)
    assert caught.value.message == message
    assert caught.value.remedy.startswith("Begin with SELECT")


def test_the_iris_of_a_query_are_expanded_and_each_named_once() -> None:
    query = """
        BASE <http://base/> PREFIX own: <http://own/>
        SELECT * FROM <http://g/> { ?s own:p <http://full/> ; here:p own:p , "here:no" ; nowhere:p 1 } # <http://no/>
    """
    seen = inspect(query, QueryLimits(), prefixes={"here": "http://here/", "own": "http://other/"})
    assert seen.iris == ("http://g/", "http://own/p", "http://full/", "http://here/p", "nowhere:p")
    assert (seen.from_graphs, seen.services, seen.has_service) == (("http://g/",), (), False)
    assert inspect("ASK { SERVICE SILENT <http://e/> {} }", QueryLimits()).has_service


@pytest.mark.parametrize(
    "text",
    [
        "PREFIX a: <http://a.example/> prefix : <http://b.example/>\nSELECT * { ?x a:b :c }",
        "PREFIX a: <http://a.example/> BASE <http://c.example/> PREFIX b:<http://b.example/> ASK { a:b b:c <d> }",
        "PREFIX a: <http://a.example/> PREFIX a: <http://b.example/> ASK { GRAPH a:g { ?s a:p a:o } }",
        "PREFIX a.b: <http://a.example/> PREFIX a: <http://b.example/> ASK FROM a:g { a.b:s ?p a:o FILTER(?x*2) }",
        "PREFIX a:b <http://a.example/> ASK {}",
        "PREFIX a: <http://a.example/> SERVICE <http://x.example/> {}",
        "PREFIX a: <http://a.example/> ASK { SERVICE SILENT a:b { ?s ?p ?o } }",
        "PREFIX a: <http://a.example/>" * 200 + " ASK { ?s a:p a:o }",
    ],
)
def test_a_prologue_that_is_remembered_is_read_as_one_that_is_not(text: str) -> None:
    """A comment before it keeps the prologue from being recognized."""

    def read(text: str) -> object:
        try:
            return inspect(text, QueryLimits(), (), {"d": "http://d.example/"})
        except AccordError as error:
            return type(error), error.message

    assert read(text) == read(f"#\n{text}") == read(text)
