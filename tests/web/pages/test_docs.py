"""The data page names downloads by purpose; the pages of explanations are made of this publication."""

from __future__ import annotations

from typing import cast

import pytest
from flask.testing import FlaskClient

from accord.spreadsheets import has_parquet
from accord.web.openapi.docs import operations
from accord.web.responses.cache import Cache

BROWSER = {"Accept": "text/html"}


def page(client: FlaskClient, path: str) -> str:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 200, path
    return str(answer.text)


def test_the_data_page_has_spreadsheets_first_and_folds_checksums(client: FlaskClient) -> None:
    text = page(client, "/catalog")
    assert text.index("As spreadsheets") < text.index("As RDF, in one file") < text.index("Checksums (SHA-256)")
    assert 'href="/things/Structure.xlsx"' in text
    assert text.index("<details>") < text.index("Checksums (SHA-256)")
    assert "The easiest to read." in text


def test_parquet_is_linked_where_it_can_be_written(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    assert has_parquet(), "the tests need pyarrow, which is in requirements.lock of the tests"
    assert 'href="/dump.parquet"' in page(client, "/catalog")
    assert 'href="/things/Structure.parquet"' in page(client, "/things/Structure")
    monkeypatch.setattr("accord.web.pages.lists.addresses.has_parquet", lambda: False)
    cast(Cache, client.application.extensions["cache"]).clear()
    assert "Structure.parquet" not in page(client, "/things/Structure")


def test_the_tutorial_leads_from_a_question_to_a_spreadsheet(client: FlaskClient) -> None:
    text = page(client, "/docs")
    assert 'href="/queries/tallest"' in text
    assert 'href="/queries/tallest.xlsx"' in text
    assert client.get("/queries/tallest.xlsx").status_code == 200


def test_the_interfaces_are_a_page_made_of_their_description(client: FlaskClient) -> None:
    text = page(client, "/docs/api")
    described = client.get("/openapi.json").json
    assert described is not None
    groups = operations(described)
    assert sum(map(len, groups.values())) == text.count('class="operation"')
    written = {address for found in groups.values() for one in found for address in one.addresses}
    assert written == set(described["paths"])
    assert "default-graph-uri" in text


def test_the_page_on_reconciliation_names_the_address(client: FlaskClient) -> None:
    assert "http://localhost/reconcile" in page(client, "/docs/reconcile")


def test_each_page_links_to_what_programs_and_readers_need(client: FlaskClient) -> None:
    footer = page(client, "/limits").split("<footer")[1]
    for path in ("/docs", "/docs/api", "/docs/reconcile", "/changes", "/sameas", "/limits", "/ontology", "/sparql"):
        assert f'href="{path}"' in footer, path
