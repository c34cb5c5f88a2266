"""Snippets carry any query whatever it holds, and do what they say against a running service."""

from __future__ import annotations

import ast
import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accord.web.sparql.page.snippets import snippets
from places import ROOT
from running import Running, serving

ENDPOINT = "http://localhost:8000/sparql"
NASTY = [
    "SELECT * { ?s ?p 'it''s' }",
    'SELECT * { ?s ?p "say \\"hi\\"" }',
    'SELECT * { ?s ?p """three " quotes""" }',
    "SELECT * {\n  ?s ?p '\\\\n' # $HOME `id` ${x} $(id) !!\n}",
    "SELECT * { ?s ?p '😀 שלום \u2028' }\r\n",
    "ASK { ?s ?p 'ends with a backslash\\\\' } # \\",
    'ASK {} # "',
    "ASK {} # '; rm -rf / #%20&format=x+y",
    "@file",
]
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
LIVE = 'SELECT ?x ("it\'s \\"q\\" \\\\ $HOME `id` 😀" AS ?y) {\n  VALUES ?x { 1 2 } # 100% & more\n}'
GRAPH = "CONSTRUCT { ?s a ?o } WHERE { ?s a ?o }"


def code(language: str, query: str, others: list[tuple[str, str]] | None = None, graph: bool = False) -> str:
    return next(one.code for one in snippets(ENDPOINT, query, others or [], graph) if one.language == language)


def called(python: str) -> list[tuple[str, list[str]]]:
    """The calls that a piece of Python makes with texts alone."""
    calls = [node for node in ast.walk(ast.parse(python)) if isinstance(node, ast.Call)]
    texts = [(one, [arg.value for arg in one.args if isinstance(arg, ast.Constant)]) for one in calls]
    return [(ast.unparse(one.func), [str(arg) for arg in args]) for one, args in texts]


@pytest.mark.parametrize("query", NASTY)
def test_the_shell_reads_the_query_back(query: str) -> None:
    stub = """curl() { for word; do printf '%s\\0' "$word"; done; }\n"""
    done = subprocess.run(["sh"], input=(stub + code("curl", query, [("infer", "on")])).encode(), capture_output=True)
    words = done.stdout.decode().split("\0")[:-1]
    assert words[0] == ENDPOINT
    assert words[-4:] == ["--data-urlencode", f"query={query}", "--data-urlencode", "infer=on"]


@given(TEXTS)
def test_the_shell_reads_any_text_back(query: str) -> None:
    assert shlex.split(code("curl", query))[-1] == f"query={query}"


@pytest.mark.parametrize("query", NASTY)
def test_python_reads_the_query_back(query: str) -> None:
    others = [("default-graph-uri", "http://g/"), ("named-graph-uri", 'http://h/"'), ("infer", "on")]
    calls = called(code("Python", query, others))
    assert ("endpoint.setQuery", [query]) in calls
    assert ("endpoint.addDefaultGraph", ["http://g/"]) in calls
    assert ("endpoint.addNamedGraph", ['http://h/"']) in calls
    assert ("endpoint.addParameter", ["infer", "on"]) in calls


@given(TEXTS)
def test_python_reads_any_text_back(query: str) -> None:
    assert ("endpoint.setQuery", [query]) in called(code("Python", query))


@pytest.mark.parametrize("query", NASTY)
def test_r_reads_the_query_back(query: str) -> None:
    """R is rarely at hand: its rule for texts is read off here, a backslash before ``\\``, ``"`` and ``r``."""
    texts = re.findall(r'"((?:[^"\\]|\\.)*)"', code("R", query), re.DOTALL)
    read = [re.sub(r"\\(.)", lambda one: {"r": "\r"}.get(one[1], one[1]), text, flags=re.DOTALL) for text in texts]
    assert query in read
    assert not re.findall(r'\\[^\\"r]', "".join(texts).replace("\\\\", ""))


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_javascript_reads_the_queries_back() -> None:
    stub = "const fetch = async (url, given) => { sent.push([...given.body]); return { json: () => 0 }; };"
    parts = [f"await (async () => {{ {code('JavaScript', one, [('infer', 'on')])} }})();" for one in NASTY]
    program = (
        f"const sent = []; {stub} console.log = () => 0;\n{''.join(parts)}\nprocess.stdout.write(JSON.stringify(sent))"
    )
    done = subprocess.run(
        ["node", "--input-type=module", "-"], input=program, capture_output=True, text=True, timeout=60
    )
    assert done.stderr == ""
    assert json.loads(done.stdout) == [[["query", one], ["infer", "on"]] for one in NASTY]


def test_what_no_shell_carries_is_written_as_sparql_escapes_it() -> None:
    for one in snippets(ENDPOINT, "ASK { ?s ?p 'a\0b' }", [], False):
        assert "\0" not in one.code
        assert "u0000" in one.code


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    with serving(ROOT / "tests" / "publication") as running:
        yield running


def live(service: Running, language: str, query: str, graph: bool = False) -> str:
    found = snippets(f"{service.url}/sparql", query, [("infer", "on")], graph)
    return next(one.code for one in found if one.language == language)


def run(command: list[str], program: str) -> str:
    done = subprocess.run(command, input=program, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(not shutil.which("curl"), reason="curl is not installed")
def test_curl_gets_the_rows(service: Running) -> None:
    said = run(["sh"], live(service, "curl", LIVE))
    assert said.splitlines() == ["x,y", *(f'{n},"it\'s ""q"" \\ $HOME `id` 😀"' for n in (1, 2))]
    assert "Lighthouse" in run(["sh"], live(service, "curl", GRAPH, graph=True))


def test_python_gets_the_rows(service: Running) -> None:
    said = run([sys.executable, "-"], live(service, "Python", LIVE))
    assert [row["y"]["value"] for row in ast.literal_eval(said)["bindings"]] == ['it\'s "q" \\ $HOME `id` 😀'] * 2
    assert "Lighthouse" in run([sys.executable, "-"], live(service, "Python", GRAPH, graph=True))
    assert "True" in run([sys.executable, "-"], live(service, "Python", "ASK { ?s a ?o }"))


@pytest.mark.skipif(not shutil.which("node"), reason="node is not installed")
def test_javascript_gets_the_rows(service: Running) -> None:
    said = run(["node", "--input-type=module", "-"], live(service, "JavaScript", LIVE))
    assert "bindings" in said
    assert "Lighthouse" in run(["node", "--input-type=module", "-"], live(service, "JavaScript", GRAPH, graph=True))
