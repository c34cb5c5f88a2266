"""Pictures have addresses: as SVG, in frames of other sites, and by oEmbed."""

from __future__ import annotations

import base64
import hashlib
import re
import xml.etree.ElementTree as ElementTree

from flask.testing import FlaskClient

PREFIXES = "PREFIX light: <https://example.org/lights/ns#> "
HEIGHTS = PREFIXES + "SELECT ?light ?metres { ?light light:focalHeight/light:metres ?metres }"


def test_the_picture_of_a_question_is_svg_that_any_page_may_show(client: FlaskClient) -> None:
    answer = client.get("/queries/tallest.svg")
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    document = ElementTree.fromstring(answer.data)
    assert document.findtext("{http://www.w3.org/2000/svg}title") == "Which light stands highest?"
    assert "https://example.org/lights/queries/tallest" in answer.text
    assert "Lights of the Outer Coast" in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "unsafe" not in policy
    style = re.search(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in policy


def test_the_endpoint_draws_rows(client: FlaskClient) -> None:
    answer = client.get("/sparql", query_string={"query": HEIGHTS, "format": "svg", "picture": "bars unit=m"})
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert "31 m" in answer.text
    assert "North Head Light" in answer.text


def test_what_cannot_be_drawn_is_refused_with_the_reason(client: FlaskClient) -> None:
    for query, wish, words in (
        (HEIGHTS, "bars y=depth", "needs a column “depth”"),
        (HEIGHTS, "pie", "There is no picture"),
        ("ASK { ?s ?p ?o }", "", "Only the rows of a SELECT"),
        ("SELECT ?s { ?s ?p ?o }", "", "No picture fits"),
    ):
        answer = client.get("/sparql", query_string={"query": query, "format": "svg", "picture": wish})
        assert answer.status_code == 400, query
        assert words.lower() in answer.text.lower()
    assert client.get("/queries/none.svg").status_code == 404
    assert client.get("/queries/none/embed").status_code == 404


def test_a_picture_in_a_frame_has_its_numbers_as_a_table(client: FlaskClient) -> None:
    answer = client.get("/queries/tallest/embed", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
    assert '<svg class="picture fluid"' in answer.text
    assert '<td><data value="31">31</data></td>' in answer.text
    assert 'href="/queries/tallest"' in answer.text


def test_oembed_answers_for_questions_and_things(client: FlaskClient) -> None:
    found = client.get("/oembed", query_string={"url": "http://localhost/queries/tallest", "maxwidth": "300"}).json
    assert found is not None
    assert (found["version"], found["type"], found["width"]) == ("1.0", "rich", 300)
    assert 'src="http://localhost/queries/tallest/embed"' in found["html"]
    thing = client.get("/oembed", query_string={"url": "http://localhost/doc/north-head"}).json
    assert thing is not None
    assert 'src="http://localhost/card/north-head"' in thing["html"]
    for wrong in ("http://elsewhere.example/queries/tallest", "http://localhost/limits", ""):
        assert client.get("/oembed", query_string={"url": wrong}).status_code == 404
    assert client.get("/oembed", query_string={"format": "xml"}).status_code == 501
