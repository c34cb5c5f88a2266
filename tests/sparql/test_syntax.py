"""Mistakes in queries are told in plain words, with the line, the column and the token that a person has to look at."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Store

from accord.errors import QueryError
from accord.limits import QueryLimits
from accord.sparql import mistakes
from accord.sparql.guard import inspect
from accord.sparql.mistakes import clauses, selections, triples
from accord.sparql.query_tokens import QueryTokens
from accord.sparql.syntax import EXPLAINED, syntax_error
from accord.sparql.words import known, meant
from places import ROOT

RULES = (clauses.clause, selections.selection, triples.triple)

MISTAKES = [
    ("SELECT ?s { ?s ?p ?o", 11, "{", "not closed"),
    ("SELECT ?s { ?s ?p ?o } }", 24, "}", "closes nothing"),
    ("SELECT ?s { FILTER(?x > 3 }", 19, "(", "not closed before }"),
    ("SELECT * { ?s ?p 'abc }", 18, "'", "string is not closed"),
    ("SELECT * WHER { ?s ?p ?o }", 10, "WHER", "Did you mean WHERE?"),
    ("SELECT * { ?s ?p ?o FILTR(?o > 1) }", 21, "FILTR", "Did you mean FILTER?"),
    ("SELECT * { FILTER(STRSTART(?o, 'a')) }", 19, "STRSTART", "Did you mean STRSTARTS?"),
    ("SELECT * { ?s ?p ?o FILTER(?o = 1 AND ?o = 2) }", 35, "AND", "Did you mean &&?"),
    ("SELECT * { ?s ?p ?o FILTER NOT EXIST { ?s ?p 1 } }", 32, "EXIST", "Did you mean EXISTS?"),
    ("SELECT * FROM nope { ?s ?p ?o }", 15, "nope", "Unknown keyword nope."),
    ("SELECT * WHERE ?s ?p ?o", 16, "?s", "WHERE is not followed by {"),
    ("SELECT ?s WHERE ?s ?p ?o }", 17, "?s", "WHERE is not followed by {"),
    ("SELECT * { OPTIONAL ?s ?p ?o }", 21, "?s", "OPTIONAL is not followed by {"),
    ("ASK ?s ?p ?o", 5, "?s", "ASK is not in braces"),
    ("CONSTRUCT { ?s ?p ?o } ?s ?p ?o", 24, "?s", "not followed by WHERE"),
    ("DESCRIBE", 1, "DESCRIBE", "names nothing"),
    ("SELECT { ?s ?p ?o }", 8, "{", "SELECT names nothing"),
    ("SELECT ?s, ?p { ?s ?p ?o }", 10, ",", "not separated by commas"),
    ("SELECT ?s ?p $s { ?s ?p ?o }", 14, "$s", "selected twice"),
    ("SELECT ?s COUNT(?o) { ?s ?p ?o } GROUP BY ?s", 11, "COUNT", "(COUNT( … ) AS ?name)"),
    ("SELECT (COUNT(?o)) { ?s ?p ?o }", 8, "(", "has no name"),
    ("SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }", 8, "?s", "Add ?s to GROUP BY"),
    ("SELECT ?s ?p { ?s ?p ?o } GROUP BY ?s", 11, "?p", "neither in GROUP BY"),
    ("SELECT * { ?s ?p ?o } GROUP BY ?s", 8, "*", "cannot be used with groups"),
    ("SELECT * { ?s ?p ?o } HAVING (COUNT(?s) > 1)", 8, "*", "cannot be used with groups"),
    ("SELECT * { ?s ?p ?o FILTER(COUNT(?o) > 1) }", 28, "COUNT", "HAVING"),
    ("SELECT (?o AS ?s) { ?s ?p ?o }", 15, "?s", "another name"),
    ("SELECT * { ?s ?p ?o BIND(1 AS ?o) }", 31, "?o", "has a value already"),
    ("SELECT * { BIND(?o ?x) ?s ?p ?o }", 12, "BIND", "AS ?name"),
    ("SELECT * { ?s ?p ?o FILTER ?o > 3 }", 28, "?o", "not in parentheses"),
    ("SELECT * { ?s ?p ?o FILTER(?o == 3) }", 32, "=", "one ="),
    ("SELECT * { ?s ?p ?o FILTER(?o IN 1, 2) }", 34, "1", "IN ("),
    ("SELECT * { FILTER(CONTAINS(?o)) }", 19, "CONTAINS", "takes 2 arguments, not 1"),
    ("SELECT * { ?s ?p ?o ?a ?b ?c }", 21, "?a", "Write a dot"),
    ("SELECT * { ?s ?p }", 18, "}", "lacks an object"),
    ("SELECT * { ?s . }", 15, ".", "lacks a predicate and an object"),
    ("SELECT * { ?s ?p ?o . . }", 23, ".", "ends no triple"),
    ("SELECT * { ?s 'p' ?o }", 15, "'p'", "cannot be a predicate"),
    ("SELECT * { ?s ?p 'a'^xsd:string }", 21, "^", "joined by ^^"),
    ("SELECT * { <http://a b> ?p ?o }", 12, "<http://a b>", "without spaces"),
    ("SELECT * { GRAPH { ?s ?p ?o } }", 18, "{", "names no graph"),
    ("SELECT * { ?s ?p _:a . OPTIONAL { _:a ?p ?o } }", 35, "_:a", "as in ?a"),
    ("SELECT * { VALUES ?x 1 2 }", 22, "1", "are not in braces"),
    ("SELECT * { VALUES (?x ?y) { (1) } }", 29, "(", "of variables 2"),
    ("SELECT * { ?s ?p ?o } VALUES ?s { ?x }", 35, "?x", "values, not variables"),
    ("SELECT * { SELECT ?s { ?s ?p ?o } ?s ?p ?o }", 35, "?s", "subquery"),
    ("SELECT * { ?s ?p ?o } ORDER ?s", 29, "?s", "ORDER BY"),
    ("SELECT * { ?s ?p ?o } ORDER BY DESC ?s", 37, "?s", "DESC( … )"),
    ("SELECT * { ?s ?p ?o } LIMIT 5 ORDER BY ?s", 31, "ORDER", "too late"),
    ("SELECT * { ?s ?p ?o } OFFSET -1", 30, "-", "whole number"),
    ("PREFIX id: <http://e/> SELECT * { id:x#y ?p ?o }", 35, "id:x", "The # after id:x begins a comment"),
]


def mistake(text: str, *prefixes: str) -> QueryError:
    """What a query is refused with, by the guard or by the engine's parser."""
    try:
        inspect(text, QueryLimits())
        Store().query(text)
    except QueryError as error:
        return error
    except SyntaxError as error:
        return syntax_error(str(error), text, prefixes)
    raise AssertionError(f"nobody objects to {text}")


@pytest.mark.parametrize(("text", "column", "token", "words"), MISTAKES, ids=[one[0] for one in MISTAKES])
def test_a_mistake_has_its_place_and_its_words(text: str, column: int, token: str, words: str) -> None:
    error = mistake(text)
    assert error.place is not None
    assert (error.place.line, error.place.column, error.token) == (1, column, token)
    assert words in f"{error.message} {error.remedy}"


@pytest.mark.parametrize(("text", "column", "token", "words"), MISTAKES[:5], ids=[one[0] for one in MISTAKES[:5]])
def test_lines_count_as_the_user_wrote_them(text: str, column: int, token: str, words: str) -> None:
    error = mistake(f"# 😀 a comment (with a bracket\r\n{text}")
    assert error.place is not None
    assert (error.place.line, error.place.column, error.token) == (2, column, token)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT * { ?s foaf:name ?o }", "PREFIX foaf: <http://xmlns.com/foaf/0.1/>"),
        ("SELECT * { ?s lps:party ?o }", "Did you mean lsp:?"),
        ("PREFIX mine: <http://a/> SELECT * { ?s mien:p ?o }", "Did you mean mine:?"),
        ("SELECT * { ?s zzz:p ?o }", "PREFIX zzz: <...>"),
    ],
)
def test_a_prefix_that_nobody_declared(text: str, words: str) -> None:
    error = mistake(text, "lsp", "rdfs")
    assert "is not declared" in error.message
    assert words in error.remedy
    assert error.place is not None
    assert text[error.place.column - 1 :].startswith(error.token)


@pytest.mark.parametrize(
    "path", sorted(ROOT.glob("data/queries/*.rq")) + sorted(ROOT.glob("tests/data/competency/*.rq"))
)
def test_sound_queries_show_no_mistakes(path: Path) -> None:
    reading = QueryTokens(path.read_text("utf-8"))
    assert mistakes.bracket(reading) is None
    assert mistakes.word(reading) is None
    assert [one for rule in RULES for one in rule(reading)] == []


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s e:a 1, 2; e:b [ e:c ?x ; e:d ?y ] , (1 [ e:p 2 ] 3) . ?s e:p/e:q*|^e:r ?o ; . }",
        "SELECT * { ?s e:p+ ?o . [ e:c ?x ] e:d 'x'^^e:d , 'y'@en . [ e:c ?x ] . OPTIONAL { ?s !(e:a|^e:b) true } }",
        "SELECT * { { SELECT ?a (MAX(?b) AS ?c) { ?a e:p ?b } GROUP BY ?a ORDER BY DESC(?c) LIMIT 3 } ?a e:p -1 }",
        "SELECT (COUNT(*) AS ?n) { VALUES (?a ?b) { ('a'^^e:t UNDEF) (-1 true) } GRAPH ?g { ?s a e:C } }",
        "SELECT * { BIND(IF(?a < 2, CONCAT('(', ?b), e:f(?b)) AS ?c) FILTER e:f(1) FILTER regex(?b, 'x') }",
    ],
)
def test_what_looks_odd_is_no_mistake(text: str) -> None:
    reading = QueryTokens(text)
    assert mistakes.bracket(reading) is None
    assert mistakes.word(reading) is None
    assert [one for rule in RULES for one in rule(reading)] == []


def test_what_nothing_explains_says_where_the_parser_stopped() -> None:
    error = syntax_error("error at 1:8: expected one of WHERE, [_]", "SELECT ? {}")
    assert error.place is not None
    assert "WHERE" in error.message
    assert syntax_error("out of cheese", "").message == "Not SPARQL 1.1: out of cheese"


@pytest.mark.parametrize(("word", "sparql"), [("LEN", "STRLEN"), ("optinal", "OPTIONAL"), ("zzzzzz", "")])
def test_words_from_elsewhere(word: str, sparql: str) -> None:
    assert not known(word)
    assert meant(word) == sparql


def test_an_undeclared_prefix_is_found_after_a_long_string() -> None:
    text = f'SELECT * {{ ?s ?p "{"a" * 200_000}" . ?s qqq:a ?o }}'
    error = mistake(text)
    assert (error.token, error.message) == ("qqq:a", "The prefix qqq: is not declared.")
    assert error.place is not None
    assert text[error.place.column - 1 : error.place.end_column - 1] == "qqq:a"


def test_a_string_is_not_taken_for_a_name() -> None:
    assert mistake('SELECT * { ?s qqq:a "lsp:b" }', "lsp").token == "qqq:a"


def test_a_name_too_long_to_be_read_is_not_reported_in_part() -> None:
    error = mistake(f"SELECT * {{ ?s {'q' * 50_000}:a ?o }}")
    assert error.message == "A prefix is not declared."


def test_a_long_query_has_only_the_place_and_the_words_of_the_parser() -> None:
    text = f"SELECT * {{ ?s ?p '{'x' * EXPLAINED}' OPTIONAL ?s ?p ?o }}"
    error = mistake(text)
    assert (error.token, error.place and text[error.place.column - 1 :]) == ("?s", "?s ?p ?o }")
    assert f"queries of up to {EXPLAINED:,} characters" in error.remedy
    assert mistake(text.replace("x" * 100, "")).message == "OPTIONAL is not followed by {."


def test_the_last_blank_node_that_is_used_again_is_reported() -> None:
    values = " , ".join(f"_:b{number}" for number in range(300))
    error = syntax_error("error at 1:1: expected <unreported>", f"SELECT * {{ ?s ?p {values} , _:b7 }}")
    assert error.message == "_:b7 is used in two groups; a blank node belongs to one."


def test_a_prefix_before_a_bracket_is_seen_to_be_undeclared() -> None:
    error = mistake("SELECT (xxsd:integer('1') AS ?n) {}", "xsd")
    assert error.message == "The prefix xxsd: is not declared."
    assert "Did you mean xsd:?" in error.remedy


def test_a_semicolon_at_the_end_is_to_be_left_out() -> None:
    assert "a query does not end with one" in mistake("SELECT * { ?s ?p ?o };").remedy


@pytest.mark.parametrize(("character", "remedy"), [("“", '".'), ("’", "'."), ("\u2013", "hyphen"), ("\u00a0", "space")])
def test_what_word_processors_write_is_named(character: str, remedy: str) -> None:
    with pytest.raises(QueryError) as caught:
        inspect(f"SELECT * {{ ?s ?p {character}", QueryLimits())
    assert remedy in caught.value.remedy
