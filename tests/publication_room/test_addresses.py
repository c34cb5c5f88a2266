"""Addresses of files: valid IRIs for every name, one for each, the same for the same file in another syntax."""

from __future__ import annotations

import pytest

from accord.publication.files.addresses import encoded, file_address, graph_address, placeholder_base, without_ending
from accord.turtle import iris

BASE = "https://ex.org/"
ODD = [
    "data (1)",
    "50%",
    "a#b",
    "a?b",
    "[x]",
    "ü",
    "a b/c d",
    'q"<>{}|\\^`',
    "a:b",
    "\udcff",
    "%20",
    " ",
    "日本/語",
    "a\nb",
]


@pytest.mark.parametrize("path", ODD)
def test_every_name_gives_a_valid_iri(path: str) -> None:
    assert iris.absolute(BASE + encoded(path))
    assert iris.absolute(graph_address(BASE, path + ".ttl"))
    assert encoded(path).isascii()


def test_no_two_names_give_the_same_iri() -> None:
    assert len({encoded(path) for path in ODD}) == len(ODD)


def test_encoding_is_that_of_rfc_3986() -> None:
    assert encoded("data (1)/ü%.ttl") == "data%20(1)/%C3%BC%25.ttl"


@pytest.mark.parametrize(
    "name", ["penny.ttl", "penny.TTL", "penny.ttl.gz", "penny.turtle", "penny.jsonld", "penny.rdf"]
)
def test_the_syntax_is_no_part_of_the_address(name: str) -> None:
    assert file_address("http://localhost/", f"data/{name}") == "http://localhost/data/penny"


def test_only_the_ending_of_a_syntax_is_taken_off() -> None:
    assert [without_ending(path) for path in ("a.b.nt", "README.md", "x.gz")] == ["a.b", "README.md", "x.gz"]


def test_the_address_lies_in_the_folder_of_a_hash_base() -> None:
    assert file_address("https://ex.org/ns#", "a.ttl") == "https://ex.org/a"


def test_each_file_has_a_graph_of_its_own() -> None:
    paths = ["a.ttl", "a.TTL", "a.rdf", "a.ttl.gz", "a.ttl.ttl", "inferred.ttl", "data/inferred.ttl"]
    graphs = [graph_address(BASE, path) for path in paths]
    assert len(set(graphs)) == len(paths)
    assert graphs[0] == "https://ex.org/graph/a"
    assert "https://ex.org/graph/inferred" not in graphs


@pytest.mark.parametrize(
    ("folder", "base"), [("My Data_2", "my-data-2"), ("日本", "data"), ("-", "data"), ("x" * 99, "x" * 63)]
)
def test_a_placeholder_is_nobodys_address(folder: str, base: str) -> None:
    assert placeholder_base(folder) == f"https://{base}.example/"
