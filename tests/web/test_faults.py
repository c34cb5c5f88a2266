"""Every error becomes a problem in the format that the visitor reads."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
import rdflib
from flask import Flask, abort
from flask.testing import FlaskClient

from accord.errors import (
    AccordError,
    EngineError,
    ForbiddenError,
    InputError,
    LimitError,
    Place,
    QueryError,
)
from accord.web import Site, create_app

PLACE = Place("", 3, 7, 3, 12)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.fixture
def app(site: Site) -> Flask:
    """The site, whose errors are shown and not raised."""
    app = create_app(site)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


def fail(app: Flask, error: Exception, **headers: str) -> tuple[int, dict[str, object], dict[str, str]]:
    """What a visit answers that ends in an error."""

    def view() -> str:
        raise error

    app.add_url_rule("/fail", view_func=view)
    answer = app.test_client().get("/fail", headers=headers)
    return answer.status_code, json.loads(answer.data), dict(answer.headers)


@pytest.mark.parametrize(
    ("error", "status", "particulars"),
    [
        (QueryError("no", place=PLACE, token="SELCT"), 400, {"line": 3, "column": 7, "token": "SELCT"}),
        (ForbiddenError("no"), 403, {}),
        (EngineError("no"), 503, {"retry_after": 2}),
        (InputError("no"), 500, {}),
        (LimitError("no", limit="deadline", value=10.0, status=504), 504, {"limit": "deadline", "value": 10.0}),
        (
            LimitError("no", limit="queue", value=64, status=503, retry_after=2),
            503,
            {"limit": "queue", "value": 64, "retry_after": 2},
        ),
    ],
)
def test_an_error_of_the_program_says_what_a_program_can_use(
    app: Flask, error: AccordError, status: int, particulars: dict[str, object]
) -> None:
    error.remedy = "do otherwise"
    got, problem, headers = fail(app, error)
    words = {"type": "about:blank", "title": problem["title"], "status": status}
    assert problem == {**words, "detail": "no", "remedy": "do otherwise", **particulars}
    assert got == status
    assert headers["Content-Type"] == "application/problem+json"
    assert headers.get("Retry-After") == (str(particulars["retry_after"]) if "retry_after" in particulars else None)
    assert headers["Cache-Control"] == "no-store"


def test_an_unexpected_error_is_logged_and_not_shown(app: Flask, caplog: pytest.LogCaptureFixture) -> None:
    status, problem, _ = fail(app, ZeroDivisionError("secret"))
    assert status == 500
    assert "secret" not in json.dumps(problem)
    assert "ZeroDivisionError: secret" in caplog.text


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("", "application/problem+json"),
        ("*/*", "application/problem+json"),
        ("application/json", "application/problem+json"),
        ("image/png", "application/problem+json"),
        (BROWSER, "text/html"),
        ("text/turtle", "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/n-triples", "application/n-triples"),
        ("text/plain", "text/plain"),
    ],
)
def test_not_found_comes_in_the_format_asked_for(client: FlaskClient, accept: str, media: str) -> None:
    answer = client.get("/doc/atlantis", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (404, media)
    assert answer.headers["Vary"] == "Accept, Accept-Encoding"
    assert "https://example.org/lights/id/atlantis" in answer.text


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")
@pytest.mark.parametrize(
    ("suffix", "media"),
    [("ttl", "text/turtle"), ("jsonld", "application/ld+json"), ("rdf", "application/rdf+xml"), ("nt", "text/plain")],
)
def test_not_found_in_rdf_is_a_graph_that_says_nothing(client: FlaskClient, suffix: str, media: str) -> None:
    answer = client.get(f"/doc/atlantis--.{suffix}", headers={"Accept": BROWSER})
    assert answer.status_code == 404
    assert "The data state nothing about" in answer.text
    graph = rdflib.Graph().parse(data=answer.data, format="nt" if suffix == "nt" else media)
    assert len(graph) == 0


@pytest.mark.parametrize(
    "slug", ["a---b", "-----", "a--", "%01%02", "%0B--%0C", "%EF%BF%BF", "<!--", "]]>%00", "&amp;"]
)
@pytest.mark.parametrize(("suffix", "accept"), [("rdf", "*/*"), ("", "application/rdf+xml"), ("", "text/xml")])
def test_not_found_in_xml_is_well_formed(client: FlaskClient, slug: str, suffix: str, accept: str) -> None:
    for path in ("doc", "id", "graph"):
        answer = client.get(f"/{path}/{slug}" + (f".{suffix}" if suffix else ""), headers={"Accept": accept})
        assert (answer.status_code, answer.mimetype) == (404, "application/rdf+xml"), path
        assert len(ElementTree.fromstring(answer.data)) == 0


def test_a_graph_is_not_offered_for_other_errors(app: Flask) -> None:
    _, problem, headers = fail(app, QueryError("no"), Accept="text/turtle")
    assert problem["status"] == 400
    assert headers["Content-Type"] == "application/problem+json"


def test_a_page_tells_people_what_happened_and_escapes_it(app: Flask) -> None:
    app.add_url_rule("/gone", view_func=lambda: abort(410, "Merged <b>into</b> another."))
    answer = app.test_client().get("/gone", headers={"Accept": BROWSER})
    assert (answer.status_code, answer.mimetype) == (410, "text/html")
    assert "<h1>Merged &lt;b&gt;into&lt;/b&gt; another.</h1>" in answer.text
    assert "Error 410: Gone" in answer.text


@pytest.mark.parametrize(
    ("method", "path", "sentence", "remedy"),
    [
        ("GET", "/nowhere/at-all", "There is nothing at this address.", "Search for it, or begin at the home page."),
        ("POST", "/doc/north-head", "This address does not accept that method.", "It takes GET, HEAD"),
    ],
)
def test_no_page_has_the_words_of_the_framework(
    client: FlaskClient, method: str, path: str, sentence: str, remedy: str
) -> None:
    answer = client.open(path, method=method, headers={"Accept": BROWSER})
    assert f"<h1>{sentence}</h1>" in answer.text
    assert remedy in answer.text
    assert "URL" not in answer.text


def test_what_was_not_found_can_be_searched_for(client: FlaskClient) -> None:
    page = client.get("/nowhere/north-haed", headers={"Accept": BROWSER}).text
    assert 'name="q" value="north haed"' in page


def test_a_method_that_is_not_allowed_names_those_that_are(client: FlaskClient) -> None:
    answer = client.post("/doc/north-head")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.mimetype == "application/problem+json"
