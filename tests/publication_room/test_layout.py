"""Which files of a folder are what: every syntax and depth, links, and a reason for all that is left out."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from accord.errors import InputError
from accord.publication import Publication
from accord.publication.files import MAX_FILE_BYTES, layout
from accord.publication.files.layout import Layout, find
from places import ROOT, SHARED, TINY


def made(root: Path, *paths: str) -> Path:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("# nothing\n")
    return root


def paths(found: Layout) -> list[str]:
    return [file.path for file in found.files]


def reasons(found: Layout) -> dict[str, str]:
    return {one.path: one.reason for one in found.left_out}


def test_every_syntax_is_found_anywhere(tmp_path: Path) -> None:
    names = [
        "a.ttl",
        "b.TTL",
        "c.ttl.gz",
        "d/e/f/g.nq",
        "data (1)/h%.trig",
        "i.owl",
        "j.jsonld",
        "k.Rdf",
        "l.n3",
        "m.xml",
    ]
    found = find(made(tmp_path, *names))
    assert paths(found) == sorted(names, key=lambda name: name.split("/"))
    assert reasons(found) == {}
    assert found.configuration == ""


def test_what_is_left_out_has_a_reason(tmp_path: Path) -> None:
    made(tmp_path, "README.md", "logo.png", ".git/x.ttl", ".a.ttl", "node_modules/x.json", "a.ttl", "bad\nname.ttl")
    (tmp_path / "out.ttl").symlink_to("/etc/passwd")
    (tmp_path / "gone.ttl").symlink_to("nowhere.ttl")
    os.mkfifo(tmp_path / "pipe.txt")
    with (tmp_path / "large.nt").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)
    found = find(tmp_path)
    assert paths(found) == ["a.ttl"]
    assert reasons(found) == {
        "README.md": "not RDF",
        "logo.png": "not RDF",
        "pipe.txt": "not RDF",
        ".git": "hidden",
        ".a.ttl": "hidden",
        "node_modules": layout.TOOLS,
        "bad\nname.ttl": layout.ODD_NAME,
        "out.ttl": "links that lead out of the folder",
        "gone.ttl": "broken links",
        "large.nt": "larger than 512 MiB (divide them)",
    }


def test_links_inside_are_followed_and_nothing_is_read_twice(tmp_path: Path) -> None:
    made(tmp_path, ".store/s.ttl", "real/r.ttl", "a/b/x.ttl")
    (tmp_path / "data").symlink_to(".store")
    (tmp_path / "again").symlink_to("real")
    (tmp_path / "again.ttl").symlink_to("real/r.ttl")
    (tmp_path / "a/b/up").symlink_to("../..")
    found = find(tmp_path)
    assert paths(found) == ["a/b/x.ttl", "data/s.ttl", "real/r.ttl"]
    details = {one.path: one.detail for one in found.left_out if not one.path.startswith(".")}
    assert details == {"again": "real", "again.ttl": "real/r.ttl", "a/b/up": ""}


def test_a_net_of_links_takes_no_longer_than_its_folders(tmp_path: Path) -> None:
    for depth in range(30):
        (tmp_path / f"d{depth}").mkdir()
        for name in ("x", "y", "z"):
            (tmp_path / f"d{depth}/{name}").symlink_to(f"../d{depth + 1}")
    made(tmp_path, "d30/a.ttl")
    assert paths(find(tmp_path)) == ["d30/a.ttl"]


def test_too_deep_is_left_out(tmp_path: Path) -> None:
    made(tmp_path, "/".join(["d"] * 40) + "/a.ttl", "b.ttl")
    found = find(tmp_path)
    assert paths(found) == ["b.ttl"]
    assert list(reasons(found).values()) == ["more than 32 folders deep"]


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("ontology/a.ttl", "ontology"),
        ("Vocab/sub/a.ttl", "ontology"),
        ("data/x/a.ttl", "data"),
        ("SHACL/a.ttl", "shapes"),
        ("data/shapes/a.ttl", "data"),
        ("a.ttl", None),
        ("other/a.ttl", None),
    ],
)
def test_roles_by_name(path: str, role: str | None) -> None:
    assert layout.role_by_name(path) == role


def test_queries_are_found_anywhere(tmp_path: Path) -> None:
    found = find(made(tmp_path, "q.rq", "queries/a.RQ", "data/queries/b.rq", "x/c.sparql"))
    assert found.queries == ("data/queries/b.rq", "q.rq", "queries/a.RQ", "x/c.sparql")


def test_queries_of_programs_are_no_questions(tmp_path: Path) -> None:
    found = find(made(tmp_path, "src/sparql/check.rq", "etc/steps/a.sparql", "data/src/b.rq", "queries/c.rq"))
    assert found.queries == ("data/src/b.rq", "queries/c.rq")
    assert set(reasons(found).values()) == {layout.NOT_QUESTIONS}
    assert not layout.takes("src/sparql/check.rq", "")


def test_a_catalogue_among_examples_is_none_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "examples").mkdir()
    text = '<https://my.org/{0}> a <http://www.w3.org/ns/dcat#Catalog> ; <http://purl.org/dc/terms/title> "{0}" .'
    (tmp_path / "examples/c.ttl").write_text(text.format("Mine"))
    assert Publication.read(tmp_path).settings.title != "Mine"
    (tmp_path / "c.ttl").write_text(text.format("Coast"))
    assert Publication.read(tmp_path).settings.title == "Coast"


def test_files_of_tests_are_left_out_and_named(tmp_path: Path) -> None:
    made(tmp_path, "tests/bad.ttl", "a/test/t.ttl", "data/tests/blood.ttl", "a.ttl")
    found = find(tmp_path)
    assert paths(found) == ["a.ttl", "data/tests/blood.ttl"]
    assert reasons(found) == {"tests": layout.TESTS, "a/test": layout.TESTS}
    assert not layout.takes("tests/bad.ttl", "")


def test_a_folder_of_tests_alone_is_read(tmp_path: Path) -> None:
    assert paths(find(made(tmp_path, "tests/good.ttl", "README.md"))) == ["tests/good.ttl"]


def test_packed_files_and_other_syntaxes_are_named_as_a_loss(tmp_path: Path) -> None:
    made(tmp_path, "a.nt.zip", "b.ttl.bz2", "c.owl.tar.xz", "site.zip", "d.obo", "e.obo", "e.owl", "f.tar")
    found = find(tmp_path)
    assert paths(found) == ["e.owl"]
    losses = {one.path: one.reason for one in found.left_out if one.is_loss}
    packed = dict.fromkeys(("a.nt.zip", "b.ttl.bz2", "c.owl.tar.xz"), layout.PACKED)
    assert losses == {**packed, "d.obo": layout.OTHER_SYNTAX}


def test_the_configuration_is_at_the_root_or_in_data(tmp_path: Path) -> None:
    made(tmp_path, "data/publication.ttl", "x.ttl", "other/t.ttl", "Ontology/o.ttl", "shapes/examples/bad.ttl")
    found = find(tmp_path)
    assert found.configuration == "data/publication.ttl"
    assert paths(found) == ["Ontology/o.ttl", "data/publication.ttl", "x.ttl"]
    assert reasons(found) == {"other": layout.ELSEWHERE, "shapes/examples": layout.EXAMPLES}
    made(tmp_path, "publication.ttl")
    found = find(tmp_path)
    assert found.configuration == "publication.ttl"
    assert "other/t.ttl" in paths(found)
    assert reasons(found)["data/publication.ttl"] == layout.SECOND


@pytest.mark.parametrize("root", [ROOT, TINY])
def test_the_publications_of_this_repository_are_read_as_before(root: Path) -> None:
    publication, found = Publication.read(root), find(root)
    read = {(file.path, file.named) for file in found.files if file.path != "ontology/context.jsonld"}
    assert read == {(file.path, *file.roles) for file in publication.files}
    assert set(found.queries) == {file.path for file in publication.queries}


@pytest.mark.skipif(not (SHARED / "cases").is_dir(), reason="the shared folder with cases is absent")
def test_folders_of_others_are_found_whole() -> None:
    cases = SHARED / "cases"
    assert len(find(cases / "folders/dxwg").files) == 132
    assert len(find(cases / "folders/tbbt").files) == 11
    assert reasons(find(cases / "publications/ignored")) == {}
    assert "data/data (1).ttl" in paths(find(cases / "publications/filename"))


def test_what_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is not a folder"):
        find(tmp_path / "none")
