"""The pages as they would look: made from the proposed data, marked, and kept by nobody."""

from __future__ import annotations

import html
import re

from flask.testing import FlaskClient

from proposals.test_decisions import GULL
from web.contributing.test_proposals import BROWSER, World, cache, folder, propose, world
from web.test_templates import Page

__all__ = ["cache", "folder", "world"]

BASE = "https://example.org/lights/id/"
HTML = {"Accept": "text/html"}


def test_the_preview_of_a_proposal_leads_to_the_pages_that_it_makes(world: World) -> None:
    one, client = propose(world), world.client()
    preview = client.get(f"/proposals/{one['id']}/preview", headers=HTML).text
    links = [html.unescape(link) for link in re.findall(r'href="([^"]*/preview/page[^"]*)"', preview)]
    assert len(links) == 1
    answer = client.get(links[0], headers=HTML)
    assert answer.status_code == 200, answer.text
    Page(answer.text)
    assert "<h1>Gull Light</h1>" in answer.text
    assert "Gull Light, on Brannoc Bay" in answer.text, "its evidence"
    assert "This page is not published." in answer.text
    assert '<meta name="robots" content="noindex">' in answer.text
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "no-store" in answer.headers["Cache-Control"]
    assert client.get("/doc/gull").status_code == 404
    other = client.get(f"/proposals/{one['id']}/preview/page?thing={BASE}brannoc-bay").text
    assert "Gull Light" in other, "what leads to it"


def test_files_are_seen_before_they_are_proposed(client: FlaskClient) -> None:
    sent = {"text": GULL, "path": "data/lights/gull.ttl"}
    answer = client.post("/check/preview/page", data={**sent, "thing": f"{BASE}gull"}, headers=BROWSER)
    assert answer.status_code == 200, answer.text
    assert "<h1>Gull Light</h1>" in answer.text
    nothing = client.post("/check/preview/page", data={**sent, "thing": f"{BASE}crow"}, headers=BROWSER)
    assert nothing.status_code == 404
    broken = client.post("/check/preview/page", data={**sent, "text": "a b c", "thing": f"{BASE}gull"}, headers=BROWSER)
    assert broken.status_code in (400, 422)


def test_hostile_words_are_shown_as_words(client: FlaskClient) -> None:
    text = GULL.replace("Gull Light", "<script>alert(1)</script>")
    sent = {"text": text, "path": "data/lights/gull.ttl", "thing": f"{BASE}gull"}
    answer = client.post("/check/preview/page", data=sent, headers=BROWSER)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
