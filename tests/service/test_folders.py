"""Folders of other people: each kind is served as it comes, checked, and given a configuration, as the README says."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from urllib.parse import quote

import pytest

from accord.names import OWL, RDFS
from accord.publication import Publication
from accord.publication.statements.loading import LoadedPublication
from accord.validation import check
from command_line import accord
from places import ROOT
from running import free_port, serving

SWRL = "http://www.w3.org/2003/11/swrl#"
FOLDERS = ROOT / "tests/folders"
KINDS = {
    "concepts": ("Böden", "https://vocab.example.org/soils/", 32),
    "ontology": ("Boats", "https://onto.example.org/", 14),
    "instances": ("Instances", "http://water.example.org/", 8),
    "hash": ("Hash", "http://buildings.example.org/", 8),
    "mixed": ("Mixed", "https://people.example.org/staff/", 13),
    "bases": ("The Laboratory", "https://lab.example.org/", 22),
}
"""The title, the base and the number of statements of each folder."""


@pytest.mark.parametrize("kind", KINDS)
def test_a_folder_of_any_kind_is_served_and_checked(kind: str) -> None:
    title, base, statements = KINDS[kind]
    publication = Publication.read(FOLDERS / kind)
    assert (publication.settings.title, publication.settings.base) == (title, base)
    report = check(publication)
    assert (report.conforms, report.triples) == (True, statements)
    assert len(LoadedPublication.of(publication).statements) == statements
    with serving(FOLDERS / kind) as running:
        assert title in running.get("/").text
        for path in (
            "/ontology",
            "/search?q=an",
            "/catalog",
            "/catalog.ttl",
            "/sitemap.xml",
            "/limits",
            "/openapi.json",
        ):
            assert running.get(path).status == 200, path
        query = quote("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
        answer = json.loads(running.get(f"/sparql?query={query}", Accept="application/sparql-results+json").body)
        (row,) = answer["results"]["bindings"]
        assert int(row["n"]["value"]) == statements


def test_the_home_page_of_an_ontology_leads_to_its_terms(tmp_path: Path) -> None:
    terms = "".join(f'ex:C{number} a owl:Class ; rdfs:label "Kind {number}" . ' for number in range(12))
    things = "".join(f"ex:x{number} a ex:C1 . " for number in range(20))
    prefixes = "".join(
        f"@prefix {prefix}: <{iri}> . "
        for prefix, iri in {"owl": OWL, "rdfs": RDFS, "ex": "https://onto.example.org/t#", "swrl": SWRL}.items()
    )
    (tmp_path / "o.ttl").write_text(f"{prefixes}{terms}{things} <urn:v> a swrl:Variable . <urn:w> a swrl:Variable .")
    assert Publication.read(tmp_path).settings.featured == ("https://onto.example.org/t#C1",)
    with serving(tmp_path) as running:
        home = running.get("/").text
    assert re.search(r'<nav[^>]*>\s*<ul>\s*<li><a href="/ontology">Terms</a>', home)
    assert re.search(r'<a href="/ontology#section-1">\s*<b>12</b>\s*<span>classes</span>', home)


def test_named_graphs_are_kept() -> None:
    publication = Publication.read(FOLDERS / "instances")
    graphs = {"http://water.example.org/graph-of/2024", "http://water.example.org/graph-of/2025"}
    assert set(publication.named) == graphs
    assert graphs < publication.graphs()
    stored = {quad.graph_name.value for quad in LoadedPublication.of(publication).statements}
    assert graphs | {"http://water.example.org/graph/data/graphs/2024.nq"} <= stored
    assert [one.path for one in publication.left_out] == ["notes.txt"]


def test_what_cannot_be_read_is_left_out_and_the_rest_is_served() -> None:
    report = check(Publication.read(FOLDERS / "mixed"))
    assert {(one.code, one.severity, one.place and one.place.file) for one in report.findings} == {
        ("FILE-LEFT-OUT", "warning", "broken.rdf"),
        ("XML-SYNTAX", "warning", "broken.rdf"),
        ("TTL-STRING", "warning", "half.ttl"),
    }
    strict = check(Publication.read(FOLDERS / "mixed", strict=True))
    assert {one.severity for one in strict.findings} == {"violation"}
    done = accord("serve", str(FOLDERS / "mixed"), "--strict", "--port", str(free_port()))
    assert (done.returncode, "This is left out" in done.stderr) == (1, True)


def test_the_ontology_and_the_data_of_one_file_both_count(tmp_path: Path) -> None:
    (tmp_path / "all.ttl").write_text(
        "@prefix e: <http://e.example/> . @prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "e:A a owl:Class ; rdfs:subClassOf [ a owl:Restriction ] . e:x a e:A ; e:p [ e:q 1 ] ."
    )
    loaded = LoadedPublication.of(Publication.read(tmp_path))
    assert loaded.publication.files[0].roles == ("data", "ontology")
    assert len(loaded.statements) == 6
    assert len(list(loaded.ontology)) == 3


def test_the_steps_of_the_readme_on_a_folder_of_others(tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDERS / "concepts", tmp_path / "soils")
    done = accord("check", str(folder))
    assert (done.returncode, "No findings" in done.stdout) == (0, True), done.stderr
    assert "base: https://vocab.example.org/soils/" in done.stderr
    done = accord("init", str(folder))
    assert done.returncode == 0
    written = (folder / "publication.ttl").read_text("utf-8")
    title = re.sub(r'dcterms:title "[^"]*"', 'dcterms:title "Soils of the world"', written)
    (folder / "publication.ttl").write_text(title, "utf-8")
    publication = Publication.read(folder)
    assert publication.settings.title == "Soils of the world"
    assert publication.settings.languages == ("de", "en", "fr")
    assert not any("title:" in line for line in publication.reading), "what is stated is not guessed"
    with serving(folder) as running:
        assert "Soils of the world" in running.get("/").text


def test_the_readme_shows_what_one_sees() -> None:
    shown = re.search(r"```text\n\$ accord serve (\S+)\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    assert shown is not None
    lines = shown[2].splitlines()
    seen: list[str] = []
    with serving(ROOT / shown[1]) as running:
        assert running.process.stderr is not None
        while not seen or "The check of the folder" not in seen[-1]:
            seen.append(running.process.stderr.readline().rstrip("\n"))
            assert seen[-1], "the service ended"
        pages = {tag: running.get(f"/?lang={tag}").text for tag in ("de", "en")}
    address = [line for line in lines if " is at http://" in line]
    assert len(lines) == 9
    for line in (one for one in lines if one not in address):
        pattern = ".*".join(map(re.escape, line.split("…")))
        assert any(re.fullmatch(pattern, one) for one in seen), line
    assert address == ["Böden (version …) is at http://127.0.0.1:8000/"]
    assert ">Torf</a>" in pages["de"]
    assert ">peat</a>" in pages["en"]


def test_a_faulty_shape_is_skipped_and_named_and_the_others_are_used(tmp_path: Path) -> None:
    shutil.copytree(FOLDERS / "concepts", tmp_path, dirs_exist_ok=True)
    (tmp_path / "shapes.ttl").write_text(
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n"
        "<#a> a sh:NodeShape ; sh:targetClass skos:Concept ; sh:property [ sh:minCount 1 ] ,\n"
        "  [ sh:path skos:definition ; sh:minCount 1 ] , [ sh:path skos:note ; sh:pattern '(' ; sh:maxCount 0 ] .\n"
    )
    found = [(one.code, one.severity) for one in check(Publication.read(tmp_path)).findings]
    assert sorted(found) == [("SH-MINCOUNT", "violation")] * 3 + [("SHAPE-FAULT", "warning")] * 2


def test_the_lines_of_the_readme_make_a_site_of_a_folder(tmp_path: Path) -> None:
    """The commands that README gives for a folder, on a folder that has nothing to do with this publication."""
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    commands = [line.removeprefix("$ accord ").split() for line in lines if re.fullmatch(r"\$ accord \w+ FOLDER", line)]
    assert [verb for verb, _ in commands] == ["serve", "check", "init"]
    folder = tmp_path / "water"
    shutil.copytree(FOLDERS / "instances", folder)
    with serving(folder) as running:
        assert running.get("/", Accept="text/html").status == 200
    checked = accord("check", str(folder))
    assert checked.returncode == 0, checked.stdout
    assert accord("init", str(folder)).returncode == 0
    assert [path.name for path in folder.rglob("publication.ttl")] == ["publication.ttl"]
    with serving(folder) as running:
        assert "<h1" in running.get("/things", Accept="text/html").text
