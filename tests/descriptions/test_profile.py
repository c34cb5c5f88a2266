"""The record format for others: the page, the mappings, and other people's data by the same terms and shapes."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from flask.testing import FlaskClient

from accord.names import WELL_KNOWN
from command_line import accord
from places import ROOT
from running import serving

SSSOM = "/profile.sssom.tsv"


def test_the_page_has_terms_shapes_and_an_example(client: FlaskClient) -> None:
    page = client.get("/profile", headers={"Accept": "text/html"}).text
    assert "lighthouse" in page
    assert "/shapes/Lighthouse" in page
    for words in ("@prefix", "&#34;@context&#34;", "iri,label"):
        assert words in page, words


def test_each_name_of_the_mappings_has_its_prefix(real_client: FlaskClient) -> None:
    lines = real_client.get(SSSOM).text.splitlines()
    head = [line for line in lines if line.startswith("#")]
    assert [line.partition(":")[0] for line in head[:4]] == [
        "#mapping_set_id", "#mapping_set_version", "#license", "#curie_map",
    ]  # fmt: skip
    prefixes = dict(line.removeprefix("#  ").split(": ") for line in head[4:])
    rows = list(csv.DictReader(lines[len(head) :], dialect="excel-tab"))
    for row in rows:
        for column in ("subject_id", "predicate_id", "object_id", "mapping_justification"):
            assert row[column].partition(":")[0] in prefixes, row
    assert {row["mapping_justification"] for row in rows} == {"semapv:ManualMappingCuration"}
    assert f'"{WELL_KNOWN["prov"]}"' in prefixes.values()
    found = {(row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows}
    assert ("lsp:Grant", "skos:closeMatch", "schema:MonetaryGrant") in found
    assert {"schema", "org", "prov"} <= {row["object_id"].partition(":")[0] for row in rows}
    assert any("frapo" in space for space in prefixes.values())
    names = {name for name, space in prefixes.items() if "360-giving-schema.json#" in space}
    assert {row["subject_id"] for row in rows if row["object_id"].partition(":")[0] in names} >= {
        "lsp:funder", "lsp:recipient", "lsp:totalAmount",
    }  # fmt: skip


def test_the_page_is_linked_from_every_page_and_the_manual(client: FlaskClient) -> None:
    for page in ("/", "/docs", "/manual/link"):
        assert 'href="/profile"' in client.get(page, headers={"Accept": "text/html"}).text, page


RECORD = """
@prefix : <https://data.example.org/id/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix id: <https://w3id.org/lifescience-partnerships/id/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix lsp: <https://w3id.org/lifescience-partnerships/ns#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

:harbour-institute a lsp:ResearchCentre ; rdfs:label "Harbour Institute"@en .
:mill-college a lsp:University ; rdfs:label "Mill College"@en .
:news a lsp:SourceDocument ; rdfs:label "News of Mill College"@en ; dcterms:publisher :mill-college .
:mill-harbour-alliance a lsp:StrategicAlliance ; rdfs:label "Mill and Harbour alliance"@en ;
    lsp:party :mill-college , :harbour-institute .
"""

EVIDENCE = """
<https://data.example.org/id/{0}#e1> a lsp:Evidence ;
    lsp:about :{0} ; lsp:supports {1} ;
    dcterms:source :news ; lsp:paragraph 1 ; lsp:phrase "Mill College and the Harbour Institute" ;
    lsp:certainty id:certainty-stated .
"""
THINGS = {
    "harbour-institute": "rdf:type , rdfs:label",
    "mill-college": "rdf:type , rdfs:label",
    "news": "rdf:type , rdfs:label , dcterms:publisher",
    "mill-harbour-alliance": "rdf:type , rdfs:label , lsp:party",
}


def test_the_agreements_of_another_publisher_are_checked_and_served(tmp_path: Path) -> None:
    """A folder with the same ontology, shapes and lists to choose from; its data have other addresses."""
    for name in ("ontology", "shapes"):
        shutil.copytree(ROOT / name, tmp_path / name)
    (tmp_path / "data").mkdir()
    shutil.copy(ROOT / "data" / "concepts" / "certainty.ttl", tmp_path / "data")
    (tmp_path / "shapes" / "names.ttl").unlink()
    record = RECORD + "".join(EVIDENCE.format(name, supports) for name, supports in THINGS.items())
    file = tmp_path / "data" / "agreements.ttl"
    file.write_text(record)
    done = accord("check", ".", folder=tmp_path)
    assert done.returncode == 0, done.stdout
    with serving(tmp_path) as service:
        assert "Mill and Harbour alliance" in service.get("/things/Agreement.csv").text
        assert "An example: " in service.get("/profile", Accept="text/html").text
    file.write_text(record.replace("lsp:party :mill-college , :harbour-institute", "lsp:party :mill-college"))
    done = accord("check", ".", folder=tmp_path)
    assert done.returncode == 1
    assert "party" in done.stdout
