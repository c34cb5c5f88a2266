"""The contact: in the catalogue, and in security.txt."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import rdflib
from flask.testing import FlaskClient
from pyoxigraph import Literal, NamedNode, Triple
from rdflib.namespace import DCAT

from accord.descriptions import Dataset
from accord.descriptions.contact import VCARD, address, contacts
from accord.names import DCAT as DCAT_NS
from accord.web import Site, create_app

PUBLISHER = NamedNode("https://example.org/lights/dataset#publisher")
POINT = NamedNode("https://example.org/lights/dataset#desk")


def with_contact(site: Site) -> Dataset:
    dataset = Dataset.__new__(Dataset)
    dataset.__dict__.update(site.descriptions.dataset.__dict__)
    dataset.configured = (
        *dataset.configured,
        Triple(NamedNode(dataset.iri), NamedNode(DCAT_NS + "contactPoint"), POINT),
        Triple(POINT, NamedNode(VCARD + "hasURL"), NamedNode("https://example.org/desk")),
        Triple(POINT, NamedNode(VCARD + "hasEmail"), Literal("desk@example.org")),
        Triple(PUBLISHER, NamedNode("http://xmlns.com/foaf/0.1/mbox"), NamedNode("mailto:office@example.org")),
        Triple(PUBLISHER, NamedNode("http://xmlns.com/foaf/0.1/mbox"), NamedNode("javascript:alert(1)")),
    )
    return dataset


def test_mail_comes_before_pages_and_the_contact_point_before_the_publisher(site: Site) -> None:
    expected = ("mailto:desk@example.org", "mailto:office@example.org", "https://example.org/desk")
    assert contacts(with_contact(site)) == expected
    assert contacts(site.descriptions.dataset) == ()


def test_security_txt_says_whom_to_tell(site: Site, client: FlaskClient) -> None:
    other = replace(site, descriptions=replace(site.descriptions, dataset=with_contact(site)))
    lines = create_app(other).test_client().get("/.well-known/security.txt").text.splitlines()
    assert lines[0] == "Contact: mailto:desk@example.org"
    expires = datetime.fromisoformat(next(line for line in lines if line.startswith("Expires: "))[9:])
    assert datetime.now(UTC) < expires < datetime.now(UTC) + timedelta(days=365)
    absent = client.get("/.well-known/security.txt", headers={"Accept": "text/plain"})
    assert absent.status_code == 404
    assert "ACCORD_CONTACT" in absent.text
    assert "accord:securityContact <mailto:" in absent.text


def test_the_operator_comes_first_and_the_declared_contact_next(site: Site) -> None:
    dataset = with_contact(site)
    page = Triple(POINT, NamedNode(VCARD + "hasURL"), NamedNode("http://example.org/plain"))
    dataset.configured = (*dataset.configured, page)
    settings = replace(site.publication.settings, security_contacts=("safe@example.org",))
    publication = replace(site.publication, settings=settings)
    descriptions = replace(site.descriptions, dataset=dataset)
    app = create_app(replace(site, publication=publication, descriptions=descriptions))
    app.extensions["contact"] = "mailto:host@example.net"
    lines = app.test_client().get("/security.txt").text.splitlines()
    assert [line for line in lines if line.startswith("Contact")] == [
        "Contact: mailto:host@example.net",
        "Contact: mailto:safe@example.org",
        "Contact: mailto:desk@example.org",
        "Contact: mailto:office@example.org",
        "Contact: https://example.org/desk",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mailto:a@b.org", "mailto:a@b.org"),
        (" a@b.org ", "mailto:a@b.org"),
        ("https://b.org/report", "https://b.org/report"),
        ("tel:+44-1", "tel:+44-1"),
        ("http://b.org/report", ""),
        ("javascript:a@b.org", ""),
        ("a@b.org\nPolicy: x", ""),
        ("@b.org", ""),
        ("someone", ""),
        ("", ""),
    ],
)
def test_an_address_is_a_uri(text: str, expected: str) -> None:
    assert address(text) == expected


def test_the_catalogue_has_a_contact_and_tables(client: FlaskClient) -> None:
    graph = rdflib.Graph().parse(data=client.get("/catalog.ttl").data, format="turtle")
    point = graph.value(rdflib.URIRef("https://example.org/lights/dataset"), DCAT.contactPoint)
    assert str(graph.value(point, rdflib.URIRef(VCARD + "fn"))) == "Harbour Office"
    tables = [str(one) for one in graph.objects(None, DCAT.downloadURL) if str(one).endswith(".csv")]
    assert tables
    for table in tables:
        assert client.get(table).mimetype == "text/csv"
