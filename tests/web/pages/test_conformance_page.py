"""The page of figures shows each with its date, command and what falls short."""

from __future__ import annotations

import re

from flask.testing import FlaskClient

from accord.web.pages.conformance import figures


def test_every_figure_is_on_the_page(client: FlaskClient) -> None:
    page = client.get("/conformance", headers={"Accept": "text/html"}).text
    assert figures()["measured"]
    for one in figures()["measured"]:
        assert f"{one['reached']} of {one['of']} {one['unit']}" in page
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", one["date"])
        assert one["date"] in page
        assert one["reached"] == one["of"] or one["deviations"], "what falls short is named"
        assert "tests/" in one["command"]
    assert client.get("/conformance.json").json == figures()
    assert client.get("/conformance.csv").status_code == 404
