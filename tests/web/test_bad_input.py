"""Bad input gets an answer below 500 and leaves nothing in the log, on every route; data harms nobody who reads it."""

from __future__ import annotations

import csv
import io
import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode

from accord.names import XSD
from accord.publication import Publication
from accord.things.lists.tables import no_formula
from accord.web import Site, create_app
from accord.web.literal_format import wording
from engines import StoreEngine
from places import TINY

VALUES = (
    "%00", "%01", "%ED%A0%80", "%FF%FE", "%EF%BF%BF", "a---b", "..%2F..%2Fetc%2Fpasswd", "%0D%0AX-Header:%20a", "{}",
    "%", "<!--", "[" * 2_000, "9" * 5_000, "-1", "1e999", "%F0%9F%98%80", "light:", "://", "http://[", "//", ":",
    "'", "%22", "0",
)  # fmt: skip
"""What a visitor may put anywhere; in an address it is taken apart as it is."""

MEANT = {("/oembed", 501), ("/findings", 503)}
"""Statuses above 499 that are meant: a format that oEmbed does not have, and a check that still runs."""

NAMES = (
    "q", "kind", "year", "page", "sort", "class", "uri", "prefix", "type", "limit", "format", "query", "light:p",
)  # fmt: skip
"""Parameters that routes read."""


@pytest.mark.parametrize("value", VALUES)
def test_no_value_makes_an_error_of_the_server(app: Flask, caplog: pytest.LogCaptureFixture, value: str) -> None:
    visitor = app.test_client(use_cookies=False)
    for rule in app.url_map.iter_rules():
        for path in {rule.rule, rule.rule.replace("<path:", "<").replace("<int:", "<")}:
            filled = "".join(value if part.endswith(">") else part for part in _parts(path))
            for query in ("", "?" + "&".join(f"{name}={value}" for name in NAMES), f"?{value}={value}"):
                for accept in ("*/*", "application/rdf+xml", value):
                    if not accept.isascii() or accept == "%0D%0AX-Header:%20a":
                        continue
                    answer = visitor.get(filled + query, headers={"Accept": accept})
                    answer_of_its_own = (filled.partition(".")[0], answer.status_code) in MEANT
                    assert answer_of_its_own or answer.status_code < 500, (filled, query, accept)
                    answer.close()
    for name in ("queries", "extend"):
        answer = visitor.post("/reconcile", data={name: value})
        assert answer.status_code < 500, name
    assert caplog.records == []


def _parts(rule: str) -> list[str]:
    """A rule taken apart before and after its arguments."""
    return rule.replace("<", "\n<").replace(">", ">\n").split("\n")


@pytest.fixture
def app(site: Site) -> Flask:
    return create_app(site)


def opened(folder: Path) -> FlaskClient:
    publication = Publication.read(folder)
    return create_app(Site.open(publication, StoreEngine(publication))).test_client()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "lights"))


def test_no_page_links_to_a_script(folder: Path) -> None:
    """Validation refuses such IRIs; pages do not rely on that."""
    settings = folder / "data" / "publication.ttl"
    licence = "<https://creativecommons.org/publicdomain/zero/1.0/>"
    settings.write_text(settings.read_text("utf-8").replace(licence, "<javascript:alert(1)>"), "utf-8")
    ontology = folder / "ontology" / "external.ttl"
    declared = "\n<javascript:alert(2)> a <http://www.w3.org/2002/07/owl#Class> .\n"
    ontology.write_text(ontology.read_text("utf-8") + declared, "utf-8")
    visitor = opened(folder)
    assert "javascript:alert(2)" in visitor.get("/ontology.html").text, "it is shown, and leads nowhere"
    for path in ("/", "/ontology", "/doc/skerry", "/things/Coast", "/catalog"):
        answer = visitor.get(path, headers={"Accept": "text/html"})
        assert 'href="javascript' not in answer.text, path
        assert "javascript" not in answer.headers.get("Link", ""), path
    assert 'href="javascript' not in visitor.get("/feed.atom").text


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("=1+1", "'=1+1"), ("+44 20 7946", "'+44 20 7946"), ("-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0"),
        ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"), ("\r=1", "'\r=1"), ("", ""), ("a=1", "a=1"),
        ("O'Neill", "O'Neill"),
        ("-3.5", "-3.5"), ("+1E-7", "+1E-7"), ("-0044-03-15", "-0044-03-15"), ("--12-05", "--12-05"), ("-", "-"),
    ],
)  # fmt: skip
def test_a_cell_is_no_formula(cell: str, written: str) -> None:
    assert no_formula(cell) == written


def test_several_values_of_a_cell_are_looked_at_together() -> None:
    assert no_formula("--12-05", "2018", separator="|") == "--12-05|2018"
    assert no_formula("-1", "cmd", separator="|") == "'-1|cmd"


def test_tables_for_people_hold_no_formulas_and_query_results_are_exact(folder: Path) -> None:
    light = folder / "data" / "lights" / "evil.ttl"
    name = '=HYPERLINK("https://x.example")'
    light.write_text(
        "<https://example.org/lights/id/evil> a <https://example.org/lights/ns#Coast> ;\n"
        f"  <http://www.w3.org/2000/01/rdf-schema#label> '{name}'@en ;\n"
        "  <http://www.w3.org/2004/02/skos/core#altLabel> '@evil'@en ;\n"
        "  <http://www.w3.org/2004/02/skos/core#exactMatch> <https://x.example/evil> .\n"
    )
    visitor = opened(folder)
    for path in ("/things/Coast.csv", "/sameas.csv"):
        cells = [cell for row in csv.reader(io.StringIO(visitor.get(path).text)) for cell in row]
        assert f"'{name}" in cells, path
        assert not [cell for cell in cells if cell.startswith(("=", "@"))], path
    assert name in [one["label"] for one in visitor.get("/things/Coast.json").json["things"]]
    query = "SELECT ?name { <https://example.org/lights/id/evil> <http://www.w3.org/2000/01/rdf-schema#label> ?name }"
    answer = visitor.get("/sparql", query_string={"query": query, "format": "csv"})
    assert next(csv.reader(answer.text.splitlines()[1:])) == [name]


def test_a_card_may_be_shown_anywhere(client: FlaskClient) -> None:
    assert client.get("/card/skerry").headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "Cross-Origin-Resource-Policy" not in client.get("/doc/skerry").headers


def test_a_number_of_more_digits_than_python_reads_is_grouped_too() -> None:
    number = Literal("9" * 5_000, datatype=NamedNode(XSD + "integer"))
    assert wording(number).text.split(",") == ["99", *["999"] * 1_666]
    assert wording(Literal("9" * 5, datatype=NamedNode(XSD + "integer"))).text == "99,999"
