"""Contexts in files of the same folder: for the addresses that end like their paths, and for no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from accord.errors import InputError
from accord.parsing import ParsingLimits
from accord.parsing.folder_contexts import FolderContexts, collect, may_be_context
from accord.publication import Publication
from accord.publication.files.layout import CONTEXTS
from accord.validation import check

PATHS = ("ns/v1/art.json", "a/3.0/context.jsonld", "b/3.0/context.jsonld", "2/x.json", "3/x.json")
KNOWN = FolderContexts(tuple((path, "{}") for path in PATHS))


@pytest.mark.parametrize(
    ("iri", "file", "path"),
    [
        ("https://art.example/ns/v1/art.json", "data/a.jsonld", "ns/v1/art.json"),
        ("https://other.example/art.jsonld", "data/a.jsonld", "ns/v1/art.json"),
        ("https://dcat.example/b/3.0/context.jsonld", "a.jsonld", "b/3.0/context.jsonld"),
        ("https://dcat.example/3.0/context.jsonld", "a.jsonld", ""),
        ("https://dcat.example/context.jsonld", "a.jsonld", ""),
        ("https://x.example/x.json", "a.jsonld", ""),
        ("https://art.example/", "a.jsonld", ""),
        ("../ns/v1/art.json", "data/a.jsonld", "ns/v1/art.json"),
        ("art.json", "data/a.jsonld", ""),
        ("../../ns/v1/art.json", "data/a.jsonld", ""),
    ],
)
def test_an_address_is_that_of_the_one_file_that_ends_like_it(iri: str, file: str, path: str) -> None:
    found = KNOWN.find(iri, file)
    assert (found[0] if found else "") == path


@pytest.mark.parametrize(
    "text",
    [
        '{"@id": "x:a", "@context": {}}',
        '{"@context": {"a": "x:a"}, "@id": "x:b"}',
        '{"@context": ["https://elsewhere.example/"]}',
        '{"@context": {"a": {"@id": "x:a", "@context": "https://elsewhere.example/"}}}',
        '{"@context": {"a": ',
        '{"@context": ' + '{"a": ' * 600 + "1" + "}" * 601,
        '{"@context": "https://elsewhere.example/"}',
    ],
)
def test_what_is_not_a_context_alone_is_none(text: str) -> None:
    data = text.encode()
    assert not may_be_context(data) or collect([("c.json", data)], ParsingLimits()) == [("c.json", "")]


def test_a_context_that_cannot_be_used_is_not_found() -> None:
    assert FolderContexts((("ns/c.json", ""),)).find("https://a.example/ns/c.json", "a.jsonld") is None


def test_a_folder_of_json_ld_is_read_with_its_own_context(tmp_path: Path) -> None:
    (tmp_path / "ns").mkdir()
    (tmp_path / "ns/art.jsonld").write_text('{"@context": {"name": "http://www.w3.org/2000/01/rdf-schema#label"}}')
    (tmp_path / "a.json").write_text('{"@context": "https://art.example/ns/art.jsonld", "@id": "x:a", "name": "Sea"}')
    publication = Publication.read(tmp_path)
    (file,) = publication.files
    assert [quad.object.value for quad in file.quads("x:g")] == ["Sea"]
    assert [(one.path, one.reason, one.is_loss) for one in publication.left_out] == [("ns/art.jsonld", CONTEXTS, False)]
    assert check(publication).conforms


def test_a_folder_of_which_nothing_can_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "a.jsonld").write_text('{"@context": "https://art.example/", "@id": "x:a", "name": "Sea"}')
    with pytest.raises(InputError, match="the first is a.jsonld: The context <https://art.example/>") as caught:
        Publication.read(tmp_path)
    assert caught.value.remedy.startswith("Put the context into the file")
