"""The limits are published whole, and the list of deviations is true of the engine that is installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from accord import formats, queries
from accord.engine import Engine, Query
from accord.engine.deviations import Deviation, deviations
from accord.engine.processes import local_engine
from accord.limits import EngineLimits, Limit, QueryLimits, published
from accord.publication import Publication
from accord.web import Site, create_app


@pytest.fixture(scope="module")
def engine(tiny: Publication) -> Iterator[Engine]:
    with local_engine(tiny, EngineLimits(deadline=3.5)) as engine:
        yield engine


@pytest.fixture(scope="module")
def client(tiny: Publication, engine: Engine) -> FlaskClient:
    return create_app(Site.open(tiny, engine)).test_client()


def test_every_limit_has_value_unit_and_meaning(client: FlaskClient) -> None:
    answer = client.get("/limits")
    assert answer.mimetype == "application/json"
    assert answer.json is not None
    told = {one["name"]: one for one in answer.json["limits"]}
    assert len(told) == len(answer.json["limits"])
    assert {one.name for one in (*published(EngineLimits()), *published(QueryLimits()))} <= set(told)
    assert {"body", "concurrent", "work"} <= set(told)
    assert (told["deadline"]["value"], told["deadline"]["unit"]) == (3.5, "s")
    assert all(one["says"].endswith(".") and one["unit"] for one in told.values())


def test_people_read_the_same(client: FlaskClient) -> None:
    told = client.get("/limits").json
    page = client.get("/limits", headers={"Accept": "text/html,*/*;q=0.1"})
    assert page.mimetype == "text/html"
    assert told is not None
    assert page.data == client.get("/limits.html").data
    for limit in told["limits"]:
        shown = f"</code></th><td>{Limit(**limit).written}</td>"
        assert f"<code>{limit['name']}{shown}" in page.text
    assert page.text.count('<details class="deviation">') == len(told["deviations"])


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [(10.0, "s", "10 s"), (2.5, "s", "2.5 s"), (5 << 20, "bytes", "5 MiB"), (3 << 10, "bytes", "3 KiB"),
     (60_000, "bytes", "60,000 bytes"), (50_000, "statements", "50,000 statements")],
)  # fmt: skip
def test_a_value_is_written_as_people_say_it(value: float, unit: str, words: str) -> None:
    assert Limit("name", value, unit, "").written == words


def test_what_is_not_offered_is_refused(client: FlaskClient) -> None:
    assert client.get("/limits", headers={"Accept": "text/csv"}).status_code == 406
    assert client.get("/limits.csv").status_code == 404


def test_limits_are_asked_again_by_their_tag(client: FlaskClient) -> None:
    tag = client.get("/limits").headers["ETag"]
    assert client.get("/limits", headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/limits.html").headers["ETag"] != tag


@pytest.mark.parametrize("deviation", deviations(), ids=lambda one: one.title)
def test_a_deviation_still_exists(engine: Engine, deviation: Deviation) -> None:
    rows = b"".join(engine.query(Query(deviation.query, formats.CSV)).chunks).decode().rstrip("\r\n")
    assert "; ".join(rows.split("\r\n")) == deviation.engine
    assert deviation.engine != deviation.standard


def test_every_deviation_is_listed() -> None:
    assert len(deviations()) == sum(name.startswith("deviation-") for name in queries.names()) >= 10


def test_the_page_counts_the_values_of_another_spelling(client: FlaskClient) -> None:
    assert "2 literals of the data are matched, counted and written by value" in client.get("/limits.html").text
