"""A form of very many fields is refused before they are read."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from accord.web.limits import LIMITS

FORM = "application/x-www-form-urlencoded"


def asked(fields: int) -> str:
    return "query=ASK+%7B%7D" + "&x=y" * (fields - 1)


@pytest.mark.parametrize(("fields", "status"), [(LIMITS.parameters, 200), (LIMITS.parameters + 1, 413), (100_000, 413)])
def test_fields_are_counted(client: FlaskClient, fields: int, status: int) -> None:
    posted = client.post("/sparql", data=asked(fields), content_type=FORM)
    assert posted.status_code == status
    addresses = [client.get(f"{path}?{asked(fields)}").status_code for path in ("/sparql", "/reconcile", "/things")]
    assert addresses == [200 if status == 200 else 400] * 3
    if status == 413:
        assert posted.json is not None
        assert (posted.json["limit"], posted.json["value"]) == ("parameters", LIMITS.parameters)


def test_an_ampersand_in_a_query_is_no_field(client: FlaskClient) -> None:
    text = "ASK { FILTER(true" + " && true" * 400 + ") }"
    assert client.post("/sparql", data=text, content_type="application/sparql-query").status_code == 200
