"""The title of a folder whose data state none: the heading of its README, where that names it."""

from __future__ import annotations

from pathlib import Path

import pytest

from accord.publication import Publication
from accord.publication.files import Folder
from accord.publication.survey.readme import heading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# GSQ Vocabularies\n\nText.", "GSQ Vocabularies"),
        ("[![CI](a.svg)](b)\n\n## The `Soil` **Atlas** <img src='x'> #\r\n", "The Soil Atlas"),
        ("# [Soil Atlas](https://e.example) [![x](y.svg)](z)\n", "Soil Atlas"),
        ("Soil Atlas\n==========\n", "Soil Atlas"),
        ("# soils\n", ""),
        ("# Overview\n", ""),
        ("# Getting started\n", ""),
        (f"# {'long ' * 20}\n", ""),
        ("No heading.\n", ""),
        ("", ""),
    ],
)
def test_the_first_heading_that_names_a_folder_is_plain_words(tmp_path: Path, text: str, expected: str) -> None:
    (tmp_path / "ReadMe.md").write_text(text)
    assert heading(Folder(tmp_path)) == expected


def test_the_heading_is_the_title_only_where_the_data_have_none(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# The soils of Ely\n")
    (tmp_path / "a.nt").write_text("<http://e.example/a> <http://e.example/b> <http://e.example/c> .\n")
    assert Publication.read(tmp_path).settings.title == "The soils of Ely"
    (tmp_path / "b.ttl").write_text(
        "<http://e.example/s> a <http://www.w3.org/2004/02/skos/core#ConceptScheme> ;"
        ' <http://purl.org/dc/terms/title> "Soils" .'
    )
    assert Publication.read(tmp_path).settings.title == "Soils"
