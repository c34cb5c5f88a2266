"""A form of very many fields is refused before they are read."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from accord.web.requests.limits import LIMITS

FORM = "application/x-www-form-urlencoded"


def asked(fields: int) -> str:
    return "query=ASK+%7B%7D" + "&x=y" * (fields - 1)


@pytest.mark.parametrize(("fields", "status"), [(LIMITS.parameters, 200), (LIMITS.parameters + 1, 413), (100_000, 413)])
def test_fields_are_counted(client: FlaskClient, fields: int, status: int) -> None:
    posted = client.post("/sparql", data=asked(fields), content_type=FORM)
    assert posted.status_code == status
    addresses = [client.get(f"{path}?{asked(fields)}").status_code for path in ("/sparql", "/reconcile", "/limits")]
    assert addresses == [200 if status == 200 else 400] * 3
    if status == 413:
        assert posted.json is not None
        assert (posted.json["limit"], posted.json["value"]) == ("parameters", LIMITS.parameters)


def test_an_ampersand_in_a_query_is_no_field(client: FlaskClient) -> None:
    text = "ASK { FILTER(true" + " && true" * 400 + ") }"
    assert client.post("/sparql", data=text, content_type="application/sparql-query").status_code == 200


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/things/Lighthouse?standsOn=id:outer-coast", "page, sort, place, year, and prefixed names"),
        ("/things/Lighthouse?page=two", "whole number"),
        ("/things?kind=light:Lighthouse", "class"),
        ("/search?q=light&light:height=id:skerry", "light:standsOn"),
        ("/search?q=light&page=-1", "whole number"),
        ("/search?q=light&kind=light:Nobody", "no class"),
        ("/search?q=light&year=last", "year in digits"),
    ],
)
def test_a_parameter_that_asks_for_nothing_is_refused_in_words(client: FlaskClient, address: str, words: str) -> None:
    answer = client.get(address, headers={"Accept": "application/json"})
    assert answer.status_code == 400
    assert answer.json is not None
    assert words in answer.json["detail"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/things/Lighthouse?light:standsOn=id:atlantis", "No light:Lighthouse has id:atlantis as its light:standsOn."),
        ("/things/Lighthouse?light:nothing=id:atlantis", "No light:Lighthouse has id:atlantis as its light:nothing."),
        ("/things/Nobody", "Nothing here is a light:Nobody."),
        ("/things/Lighthouse?light:standsOn=", "No light:Lighthouse has an empty value as its light:standsOn."),
        ("/things/Coast?page=2", "This list has 1 page, and no page 2."),
        ("/search?q=light&page=9", "This search has 1 page, and no page 9."),
    ],
)
def test_a_list_that_is_not_there_says_why(client: FlaskClient, address: str, words: str) -> None:
    answer = client.get(address, headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.json is not None
    assert words in answer.json["detail"]


def test_what_others_add_to_links_is_let_pass(client: FlaskClient) -> None:
    assert client.get("/things/Coast?utm_source=letter&fbclid=x").status_code == 200
