"""The page of the endpoint: the form stays with a mistake, the question stays with its result, addresses are short."""

from __future__ import annotations

import json
import re
import zlib
from base64 import urlsafe_b64encode
from html import unescape
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import RdfFormat, parse

from accord.errors import Place, QueryError
from accord.limits import QueryLimits
from accord.names import Prefixes
from accord.sparql.prologue import with_prefixes
from accord.web.site.suggestions import MOST
from accord.web.sparql.answers.turtle_links import linked
from accord.web.sparql.page.form import excerpt
from accord.web.sparql.page.short import lengthened, shortened

BROWSER = {"Accept": "text/html"}
WRONG = "SELECT * {\n  ?s a '<script>' FILTERR(?s)\n}"


def page(client: FlaskClient, address: str, status: int = 200) -> str:
    answer = client.get(address, headers=BROWSER)
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    return answer.text


def test_a_mistake_is_marked_and_the_form_stays(client: FlaskClient) -> None:
    text = page(client, f"/sparql?format=html&query={quote(WRONG)}", 400)
    assert "<mark>FILTERR</mark>" in text
    assert "Line 2, column 19: Unknown keyword FILTERR." in text
    assert "Fix: Did you mean FILTER?" in text
    written = re.search(r"<textarea[^>]*>(.*?)</textarea>", text, re.DOTALL)
    assert written
    assert unescape(written[1]) == WRONG
    assert 'data-line="2" data-column="19"' in text
    assert "<script>" not in re.sub(r'<script type="application/ld\+json">', "", text)
    assert "Questions" in text


@pytest.mark.parametrize(
    "query", ["", "DELETE WHERE { ?s ?p ?o }", "SELECT * { SERVICE <http://x/> {} }", "x" * 300_000]
)
def test_what_the_guard_refuses_keeps_the_form_too(client: FlaskClient, query: str) -> None:
    answer = client.post("/sparql", data={"query": query, "format": "html"}, headers=BROWSER)
    assert answer.status_code in (400, 403, 413)
    assert "<textarea" in answer.text
    assert "The query was not answered" in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_programs_get_a_problem_document(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": WRONG})
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")


@pytest.mark.parametrize(
    ("place", "marked"),
    [
        ((1, 1, 1, 4), ["", "ASK", " {", ""]),
        ((2, 3, 2, 3), ["  ", "?", "s", ""]),
        ((2, 1, 3, 2), ["", "  ?s", "", "}"]),
    ],
)
def test_the_place_of_a_mistake_is_found(place: tuple[int, int, int, int], marked: list[str]) -> None:
    lines = excerpt("ASK {\n  ?s\n}", QueryError("", place=Place("", *place)))
    assert "".join(line.before + line.at + line.after for line in lines) == "ASK {  ?s}"
    assert [line.at for line in lines if line.at][0].startswith(marked[1])


def test_the_question_stays_with_its_result(client: FlaskClient) -> None:
    query = quote("SELECT ?x { ?x a light:Lighthouse }")
    text = page(client, f"/sparql?format=html&example=tallest&query={query}")
    assert "Which light stands highest?</h2>" in text
    assert "The query was changed." in text
    assert 'name="example" value="tallest"' in text
    same = page(client, "/sparql?example=tallest")
    assert "The query was changed." not in same
    assert "The lights with the height of their lamp" in same


def test_code_declares_the_prefixes_it_uses(client: FlaskClient) -> None:
    text = unescape(page(client, f"/sparql?format=html&query={quote('ASK { ?s a light:Lighthouse }')}"))
    assert text.count("PREFIX light: <https://example.org/lights/ns#>\nASK") >= 4
    assert "pandas.read_csv(" in unescape(page(client, "/sparql"))


def test_prefixes_are_declared_once() -> None:
    known = {"ex": "https://example.org/", "a": "b:c"}
    assert with_prefixes("ASK { ?s a ex:T , ex:U , no:V }", known).startswith("PREFIX ex: <https://example.org/>\nASK")
    own = "PREFIX ex: <http://other/> ASK { ?s a ex:T , 'a:b' } # a:b"
    assert with_prefixes(own, known) == own


def test_a_graph_has_links(client: FlaskClient) -> None:
    text = page(client, f"/sparql?format=html&query={quote('DESCRIBE id:north-head')}")
    assert 'href="/doc/brannoc-bay">id:brannoc-bay</a>' in text
    assert "@prefix id: &lt;https://example.org/lights/id/&gt; ." in text


def test_a_graph_has_the_prefixes_of_the_publication() -> None:
    text = '<https://e/a> <https://e/b> <https://e/c> , "<https://e/a>" , <http://other/x> . # <https://e/a>\n'
    pieces = linked(text, Prefixes({"ex": "https://e/"}), lambda iri: f"/doc/{iri[-1]}" if "//e/" in iri else "")
    written = "".join(piece for piece, _ in pieces)
    assert written.startswith("@prefix ex: <https://e/> .\n\nex:a ex:b ex:c ,")
    assert set(parse(written, RdfFormat.TURTLE)) == set(parse(text, RdfFormat.TURTLE))
    assert [pair for pair in pieces if pair[1]] == [("ex:a", "/doc/a"), ("ex:b", "/doc/b"), ("ex:c", "/doc/c")]


def test_a_graph_that_has_prefixes_keeps_them() -> None:
    text = "@prefix ex: <https://e/> .\nex:a ex:b ex: .\n"
    pieces = linked(text, Prefixes({"ex": "https://e/"}), lambda iri: "")
    assert "".join(piece for piece, _ in pieces) == text


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=500))
def test_a_short_address_holds_the_query(text: str) -> None:
    assert lengthened(shortened(text)) == text


def test_a_short_address_leads_to_the_answer(client: FlaskClient) -> None:
    text = page(client, f"/sparql?format=html&query={quote('ASK { ?s a light:Lighthouse }')}")
    short = re.search(r'value="(http://localhost/q/[\w-]+)"', text)
    assert short
    moved = client.get(urlsplit(short[1]).path)
    assert moved.status_code == 303
    parts = urlsplit(moved.headers["Location"])
    assert (parts.path, parts.fragment) == ("/sparql", "results")
    assert parse_qs(parts.query)["query"] == ["ASK { ?s a light:Lighthouse }"]


def test_tokens_are_the_same_for_ever() -> None:
    assert shortened("SELECT * { ?s ?p ?o }") == "ag6rXArmlGGgo0DCFWgA"


@pytest.mark.parametrize("token", ["", "a", "x", "aé", "a====", "a!!", "aAAAA", "b" + "A" * 40, "a" + "_" * 4000])
def test_what_is_no_token_is_404(client: FlaskClient, token: str) -> None:
    assert not lengthened(token)
    if token:
        assert client.get(f"/q/{quote(token)}").status_code == 404


def test_a_token_of_a_huge_query_is_refused() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(b" " * (QueryLimits().text * 50)) + packer.flush()
    assert lengthened("a" + urlsafe_b64encode(packed).decode()) is None


def suggestions(client: FlaskClient, word: str) -> list[dict[str, str]]:
    answer = client.get("/sparql/complete.json", query_string={"q": word})
    assert answer.status_code == 200
    found: list[dict[str, str]] = json.loads(answer.text)
    return found


@pytest.mark.parametrize(
    ("word", "name", "kind"),
    [
        ("light:Lig", "light:Lighthouse", "class"),
        ("Lighthouse", "light:Lighthouse", "class"),
        ("light:kept", "light:keptBy", "property"),
        ("sel", "SELECT", "keyword"),
        ("lig", "light:", "namespace"),
        ("north head", "id:north-head", "constant"),
        ("id:north", "id:north-head", "constant"),
    ],
)
def test_words_are_completed(client: FlaskClient, word: str, name: str, kind: str) -> None:
    found = suggestions(client, word)
    assert (name, kind) in [(one["name"], one["kind"]) for one in found]
    assert len(found) <= MOST


def test_terms_say_how_often_they_are_used(client: FlaskClient) -> None:
    first = suggestions(client, "light:Lighthouse")[0]
    assert re.fullmatch(r"\S.* \(\d+\)", first["words"])


def test_the_capitals_that_are_typed_decide_what_comes_first(real_client: FlaskClient) -> None:
    assert suggestions(real_client, "lsp:fun")[0]["name"] == "lsp:funder"
    assert suggestions(real_client, "lsp:Fun")[0]["name"] == "lsp:Funding"


def test_a_word_to_complete_is_needed(client: FlaskClient) -> None:
    assert client.get("/sparql/complete.json").status_code == 400
    assert client.get("/sparql/complete.json?x=1").status_code == 400
    assert client.get(f"/sparql/complete.json?q={'x' * 301}").status_code == 400
