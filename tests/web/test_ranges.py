"""Parts of answers, preflights, and links that JSON-LD processors can read."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from accord.engine.processes import local_engine
from accord.limits import EngineLimits
from accord.publication import Publication
from accord.web import Site, create_app

PATHS = ("/dump.ttl", "/things/Coast.csv", "/static/site.css")


@pytest.mark.parametrize("path", PATHS)
def test_a_range_is_the_part_of_the_whole(client: FlaskClient, path: str) -> None:
    whole = client.get(path, buffered=True)
    assert whole.headers["Accept-Ranges"] == "bytes"
    size = len(whole.data)
    for asked, start, end in (("0-9", 0, 10), ("10-", 10, size), ("-5", size - 5, size), (f"7-{size + 9}", 7, size)):
        part = client.get(path, headers={"Range": f"bytes={asked}"}, buffered=True)
        assert (part.status_code, part.data) == (206, whole.data[start:end]), asked
        assert part.headers["Content-Range"] == f"bytes {start}-{end - 1}/{size}"


@pytest.mark.parametrize("path", PATHS)
def test_a_range_of_another_version_or_beyond_the_end(client: FlaskClient, path: str) -> None:
    whole = client.get(path, buffered=True)
    same = {"Range": "bytes=0-3", "If-Range": whole.headers["ETag"]}
    assert client.get(path, headers=same, buffered=True).status_code == 206
    other = client.get(path, headers={"Range": "bytes=0-3", "If-Range": '"another"'}, buffered=True)
    assert (other.status_code, other.data) == (200, whole.data)
    beyond = client.get(path, headers={"Range": f"bytes={len(whole.data)}-"}, buffered=True)
    assert (beyond.status_code, beyond.headers["Content-Range"]) == (416, f"bytes */{len(whole.data)}")


@pytest.mark.parametrize("path", PATHS)
def test_what_is_not_in_the_state_that_the_client_names_is_refused(client: FlaskClient, path: str) -> None:
    tag = client.get(path, buffered=True).headers["ETag"]
    for named in (tag, "*", f'"another", {tag}'):
        assert client.get(path, headers={"If-Match": named}, buffered=True).status_code == 200, named
    for more in ({}, {"Range": "bytes=0-3"}, {"If-None-Match": tag}):
        refused = client.get(path, headers={"If-Match": '"another"', **more}, buffered=True)
        assert refused.status_code == 412, more
        assert "Content-Security-Policy" in refused.headers
    assert client.get(path, headers={"If-Match": f"W/{tag}"}, buffered=True).status_code == 412, (
        "weak tags do not match"
    )
    assert client.head(path, headers={"If-Match": '"another"'}).status_code == 412
    assert client.get("/id/skerry", headers={"If-Match": '"another"'}).status_code == 303, "it has no state"


def test_a_gzipped_answer_is_another_state(client: FlaskClient) -> None:
    packed = client.get("/dump.ttl", headers={"Accept-Encoding": "gzip"}).headers["ETag"]
    assert client.get("/dump.ttl", headers={"Accept-Encoding": "gzip", "If-Match": packed}).status_code == 200
    assert client.get("/dump.ttl", headers={"If-Match": packed}).status_code == 412


def test_no_range_several_and_nonsense_give_the_whole(client: FlaskClient) -> None:
    whole = client.get("/dump.ttl").data
    for asked in ("bytes=0-1,5-6", "lines=1-2", "bytes=x", "bytes=-"):
        answer = client.get("/dump.ttl", headers={"Range": asked})
        assert (answer.status_code, answer.data) == (200, whole), asked


def test_browsers_may_send_the_usual_headers_but_no_credentials(client: FlaskClient) -> None:
    allowed = client.options("/sparql", headers={"Origin": "https://a.example"}).headers["Access-Control-Allow-Headers"]
    assert {"X-Requested-With", "Cache-Control", "traceparent", "Range"} <= set(allowed.split(", "))
    assert "Authorization" not in allowed


def test_json_ld_leaves_its_other_formats_to_the_link_set(client: FlaskClient) -> None:
    assert 'rel="alternate"' not in client.get("/doc/skerry.jsonld").headers["Link"]
    assert client.get("/doc/skerry.ttl").headers["Link"].count('rel="alternate"') > 1
    links = {one["anchor"]: one for one in client.get("/doc/skerry.linkset.json").json["linkset"]}
    assert len(next(one for anchor, one in links.items() if anchor.endswith(".jsonld"))["alternate"]) > 1
    assert client.get("/doc/skerry.json").data == client.get("/doc/skerry.jsonld").data


def test_a_range_of_an_answer_to_a_query_is_given_where_it_is_the_same_each_time(tiny: Publication) -> None:
    with local_engine(tiny, EngineLimits()) as engine:
        client = create_app(Site.open(tiny, engine)).test_client()
        asked = {"query": "SELECT ?s { ?s a light:Lighthouse } ORDER BY ?s", "format": "csv"}
        whole = client.get("/sparql", query_string=asked)
        part = client.get("/sparql", query_string=asked, headers={"Range": "bytes=2-9"})
        assert (part.status_code, part.data) == (206, whole.data[2:10])
        assert part.headers["Content-Range"] == f"bytes 2-9/{len(whole.data)}"
        changing = client.get("/sparql?query=SELECT(NOW()AS%20%3Fx){}", headers={"Range": "bytes=2-9"})
        assert (changing.status_code, "Accept-Ranges" in changing.headers) == (200, False)
