"""IRIs that were given up lead on or say why they are gone; those that never were say what may be meant."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, RdfFormat, Triple, parse
from werkzeug.test import TestResponse

from accord.formats import DOCUMENT_FORMATS, RDF_FORMATS, Format
from accord.names import DCTERMS
from accord.publication import Publication
from accord.publication.statements.loading import LoadedPublication
from accord.things.redirects import Redirects
from accord.web import Site

ID = "https://example.org/lights/id/"


def read(data: bytes, format: Format) -> set[Triple]:
    assert isinstance(format.syntax, RdfFormat)
    return {quad.triple for quad in parse(data, format.syntax)}


def cacheable(answer: TestResponse) -> dict[str, str]:
    """The headers, without the time that it took."""
    return {name: value for name, value in answer.headers.items() if name != "Server-Timing"}


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/id/old-candle", "/id/north-head"),
        ("/id/very-old-candle", "/id/north-head"),
        ("/doc/old-candle", "/doc/north-head"),
        ("/doc/old-candle.jsonld", "/doc/north-head.jsonld"),
        ("/doc/old-candle.linkset.json", "/doc/north-head.linkset.json"),
    ],
)
def test_what_was_renamed_leads_to_its_name_of_today(client: FlaskClient, path: str, location: str) -> None:
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (301, location)
    assert client.get(path, follow_redirects=True).status_code == 200


@pytest.mark.parametrize("format", RDF_FORMATS, ids=lambda format: str(format.name))
@pytest.mark.parametrize("folder", ["id", "doc"])
def test_a_redirect_says_in_rdf_what_replaced_it(client: FlaskClient, folder: str, format: Format) -> None:
    answer = client.get(f"/{folder}/old-candle", headers={"Accept": format.media})
    assert (answer.status_code, answer.mimetype) == (301, format.media)
    assert "Accept" in answer.headers["Vary"].split(", ")
    replaced = Triple(NamedNode(ID + "old-candle"), NamedNode(DCTERMS + "isReplacedBy"), NamedNode(ID + "north-head"))
    assert replaced in read(answer.data, format)
    suffixed = client.get(f"/doc/old-candle.{format.suffix}")
    assert (suffixed.status_code, read(suffixed.data, format)) == (301, read(answer.data, format))


@pytest.mark.parametrize("format", DOCUMENT_FORMATS, ids=lambda format: str(format.name))
def test_what_was_withdrawn_says_why_in_each_format(client: FlaskClient, format: Format) -> None:
    for path in ("/id/gull-rock", "/doc/gull-rock", f"/doc/gull-rock.{format.suffix}"):
        answer = client.get(path, headers={"Accept": format.media})
        assert (answer.status_code, answer.mimetype) == (410, format.media)
        assert "Location" not in answer.headers
        if format in RDF_FORMATS:
            said = {getattr(triple.object, "value", "") for triple in read(answer.data, format)}
            assert "The light was planned & <never> built." in said
        else:
            assert "The light was planned &amp; &lt;never&gt; built." in answer.text


def test_what_was_withdrawn_has_no_links(client: FlaskClient) -> None:
    assert client.get("/doc/gull-rock.linkset.json").status_code == 410


def test_a_choice_is_left_to_the_visitor(client: FlaskClient) -> None:
    answer = client.get("/doc/twin-lights", headers={"Accept": "text/html"})
    assert answer.status_code == 410
    assert 'href="/doc/north-head"' in answer.text
    assert 'href="/doc/skerry"' in answer.text


def test_head_of_what_is_gone_is_get_without_the_body(client: FlaskClient) -> None:
    for path in ("/id/old-candle", "/doc/gull-rock"):
        head, full = client.head(path), client.get(path)
        assert (head.status_code, head.data) == (full.status_code, b"")
        assert cacheable(head) == cacheable(full)


def test_former_names_are_not_things(client: FlaskClient, site: Site) -> None:
    assert "candle" not in client.get("/sitemap.xml").text
    thing = site.things.resources.read(ID + "north-head")
    assert thing is not None
    assert [mention for mention in thing.mentions if mention.property.iri == DCTERMS + "isReplacedBy"] == []


def test_a_chain_that_bites_its_tail_ends_in_nothing(tiny: Publication) -> None:
    redirects = Redirects.of(LoadedPublication.of(tiny))
    a, b = redirects[ID + "old-candle"], redirects[ID + "very-old-candle"]
    ring = Redirects([type(a)(a.iri, (b.iri,), None, ()), b])
    assert {ring.final(former) for former in ring.values()} == {None}
    assert redirects.final(b) == ID + "north-head"
    assert redirects.final(redirects[ID + "twin-lights"]) is None


def test_what_never_was_says_what_may_be_meant(client: FlaskClient) -> None:
    for path in ("/id/nort-haed", "/id/north-heat", "/doc/north-head-light", "/doc/NORTH_HEAD.ttl"):
        answer = client.get(path, headers={"Accept": "application/json"})
        assert answer.status_code == 404
        if answer.mimetype == "application/problem+json":
            assert json.loads(answer.text)["near"][0] == {"iri": ID + "north-head", "label": "North Head Light"}
        else:
            assert answer.text.startswith("# 404")
            assert f"Did you mean {ID}north-head (North Head Light)?" in answer.text
    page = client.get("/id/nort-head", headers={"Accept": "text/html"})
    assert '<a href="/doc/north-head">North Head Light</a>' in page.text
    assert "near" not in json.loads(client.get("/id/xyzzy", headers={"Accept": "application/json"}).text)
    assert client.get("/id/" + "long" * 5000).status_code == 404
