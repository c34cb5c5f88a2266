"""A folder of files that describe each other: a crate names its own root, and what it only refers to is elsewhere."""

from __future__ import annotations

import json
from pathlib import Path

from accord.publication import Publication

CRATE = {
    "@context": "https://w3id.org/ro/crate/1.1/context",
    "@graph": [
        {"@id": "ro-crate-metadata.json", "@type": "CreativeWork", "about": {"@id": "./"}},
        {"@id": "./", "@type": "Dataset", "name": "Soils", "hasPart": [{"@id": "photos/"}, {"@id": "a.csv"}]},
        {"@id": "photos/", "@type": "Dataset", "name": "Photographs"},
        {"@id": "a.csv", "@type": "File", "name": "Samples", "author": {"@id": "https://ror.org/052gg0110"}},
        {"@id": "https://ror.org/052gg0110", "@type": "Organization", "name": "University of Oxford"},
    ],
}


def test_a_crate_has_the_title_of_its_root_and_no_address_of_others(tmp_path: Path) -> None:
    folder = tmp_path / "soils"
    folder.mkdir()
    (folder / "ro-crate-metadata.json").write_text(json.dumps(CRATE))
    publication = Publication.read(folder)
    assert publication.settings.title == "Soils"
    assert publication.settings.bases == ("https://soils.example/",)
    names = {str(quad.subject) for quad in publication.quads("data")}
    assert {"<https://soils.example/a.csv>", "<https://ror.org/052gg0110>"} < names
    report = "\n".join(publication.reading)
    assert "It is the title of the dataset <./>" in report
    assert "Most described IRIs are relative." in report
