"""A folder becomes a publication, or a clear word why not."""

from __future__ import annotations

import os
import subprocess
from dataclasses import replace
from pathlib import Path
from unittest.mock import ANY

import pytest
from pyoxigraph import Literal, Store

from accord import parsing
from accord.errors import InputError
from accord.publication import Publication

CONFIGURATION = """@prefix e: <http://e.example/id/> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<http://e.example/dataset> void:uriSpace "http://e.example/" ; dcterms:title "Things" .
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("data/more", "ontology", "shapes/examples"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "data/publication.ttl").write_text(CONFIGURATION)
    (tmp_path / "data/more/a.ttl").write_text("<http://e.example/id/a> <http://e.example/p> 4.50 .")
    (tmp_path / "shapes/examples/x.ttl").write_text("not turtle, and not of the publication")
    return tmp_path


def test_files_have_roles_and_graphs(folder: Path) -> None:
    publication = Publication.read(folder)
    assert [file.path for file in publication.files] == ["data/more/a.ttl", "data/publication.ttl"]
    assert publication.graph(publication.files[0]) == "http://e.example/graph/data/more/a"
    (quad,) = publication.files[0].quads("http://g/")
    assert quad.object == Literal("4.50", datatype=quad.object.datatype), "the spelling is that of the file"


def test_settings_come_from_the_dataset(folder: Path) -> None:
    settings = Publication.read(folder).settings
    assert (settings.base, settings.title, settings.evidence) == ("http://e.example/", "Things", None)
    assert settings.thing_base == "http://e.example/id/"


def test_prefixes_are_those_that_the_settings_declare(folder: Path) -> None:
    more = "PREFIX f-2: <http://f#>\n@base <http://x/> .\n@prefix : <d/> .\n"
    (folder / "data/publication.ttl").write_text(f"{more}{CONFIGURATION}# @prefix no: <http://no/> .\n")
    assert dict(Publication.read(folder).settings.prefixes) == {
        "": "http://x/d/",
        "dcterms": "http://purl.org/dc/terms/",
        "e": "http://e.example/id/",
        "f-2": "http://f#",
        "void": "http://rdfs.org/ns/void#",
    }


def test_what_an_editor_hides_beside_the_data_is_not_published(folder: Path) -> None:
    before = Publication.read(folder)
    (folder / "data/more/.#a.ttl").symlink_to("someone@nowhere.example:1")
    (folder / "data/.checkpoints").mkdir()
    (folder / "data/.checkpoints/a.ttl").write_text("half a state")
    assert Publication.read(folder).files == before.files


def test_a_pipe_among_the_data_is_left_out_and_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "data/more/pipe.ttl")
    publication = Publication.read(folder)
    assert [(one.path, one.reason) for one in publication.left_out if one.is_loss] == [
        ("data/more/pipe.ttl", "it is not a regular file")
    ]
    assert "data/more/pipe.ttl" not in {file.path for file in publication.files}


def test_the_version_is_the_commit_or_the_content(folder: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=t", "-c", "user.email=t@e.example", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", "-C", str(folder), *identity, *arguments], check=True, capture_output=True)

    unlinked_parts = Publication.read(folder).version
    assert unlinked_parts.startswith("content-")
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "-m", "first")
    committed = Publication.read(folder).version
    assert len(committed) == 12
    (folder / "data/more/a.ttl").write_text("<http://e.example/id/a> <http://e.example/p> 5 .")
    changed = Publication.read(folder).version
    assert changed.startswith("content-")
    assert changed != unlinked_parts


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (
            lambda f: (f / "data/publication.ttl").write_text(CONFIGURATION.replace('"http://e.example/"', '"e"')),
            "base",
        ),
        (lambda f: (f / "data/publication.ttl").write_text(CONFIGURATION[:-3]), r"data/publication.ttl:\d+:\d+"),
    ],
)
def test_what_is_not_a_publication_is_an_error(folder: Path, make: object, message: str) -> None:
    make(folder)  # type: ignore[operator]
    with pytest.raises(InputError, match=message) as caught:
        Publication.read(folder)
    assert caught.value.remedy


def test_no_folder_and_an_empty_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a folder"):
        Publication.read(tmp_path / "none")
    with pytest.raises(InputError, match="not a publication"):
        Publication.read(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_an_unreadable_file_is_named(folder: Path) -> None:
    (folder / "data/more/a.ttl").chmod(0)
    with pytest.raises(InputError, match=r"a\.ttl cannot be read"):
        Publication.read(folder)


def test_what_is_not_stated_is_guessed(folder: Path) -> None:
    (folder / "data/more/a.ttl").write_text('<http://e.example/id/a> a <http://e.example/ns#A> ; <x:p> "x"@fr .')
    (folder / "data/publication.ttl").write_text("# nothing")
    settings = Publication.read(folder).settings
    assert (settings.base, settings.dataset) == ("http://e.example/id/", "http://e.example/id/dataset")
    (folder / "data/publication.ttl").unlink()
    assert Publication.read(folder).settings == replace(settings, prefixes=ANY)
    text = CONFIGURATION.replace(" void:uriSpace", ' dcterms:language "de" ; void:uriSpace "http://f.example/ns#",')
    (folder / "publication.ttl").write_text(text)
    settings = Publication.read(folder).settings
    assert (settings.base, settings.bases) == ("http://f.example/", ("http://f.example/", "http://e.example/"))
    assert (settings.title, settings.languages) == ("Things", ("de",))


def test_a_file_with_mistakes_is_read_in_part_unless_only_valid_data_are_published(folder: Path) -> None:
    (folder / "data/more/a.ttl").write_text("<> a <x:A> .\n<> <x:p> .\n<> a <x:B> .")
    (file, _) = Publication.read(folder).files
    assert [str(quad.object) for quad in file.quads("urn:g")] == ["<x:A>", "<x:B>"]
    (file, _) = Publication.read(folder, strict=True).files
    with pytest.raises(InputError, match=r"a\.ttl:2"):
        list(file.quads("urn:g"))


def test_a_mistake_in_a_file_has_its_place(folder: Path) -> None:
    (folder / "data/more/a.ttl").write_text("<x:a>\n  <x:p> .\n<x:a> <x:b> <x:c> .")
    publication = Publication.read(folder, strict=True)
    with pytest.raises(InputError) as caught:
        list(publication.quads("data"))
    assert caught.value.place is not None
    assert (caught.value.place.file, caught.value.place.line) == ("data/more/a.ttl", 2)


def test_what_a_confined_process_has_read_is_not_parsed_a_second_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.jsonld").write_text('{"@id": "http://e.example/a", "http://e.example/p": [{"@value": "4"}, {}]}')
    (tmp_path / "b.ttl").write_text("<http://e.example/b> <http://e.example/p> 1 , . <http://e.example/c> a 1 . [] .")
    publication = Publication.read(tmp_path)
    monkeypatch.setattr(parsing, "parse", None)
    store = Store()
    for file in publication.files:
        file.load(store, "http://e.example/g")
        assert list(file.quads("http://e.example/g"))
    assert {str(quad.subject) for quad in store} >= {"<http://e.example/a>", "<http://e.example/c>"}
