"""The dataset for research archives: RO-Crate 1.1, a flat list of what is in it, on top of schema.org."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accord.descriptions.dataset import Dataset
from accord.descriptions.files import OfferedFile

FILE_NAME = "ro-crate-metadata.json"
"""The name that RO-Crate gives the description, in the folder that it describes."""
_CONTEXT = "https://w3id.org/ro/crate/1.1/context"
_STANDARD = "https://w3id.org/ro/crate/1.1"


def ro_crate(dataset: Dataset, files: Sequence[OfferedFile], root: str) -> dict[str, Any]:
    """The description, as JSON values: the files are on the web. ``root`` is the address of the site."""
    whole = {
        "@id": "./",
        "@type": "Dataset",
        "name": dataset.title,
        "description": dataset.description or dataset.title,
        "identifier": dataset.iri,
        "url": root,
        "version": dataset.version,
        "datePublished": dataset.modified.date().isoformat(),
        "keywords": list(dataset.keywords),
        "license": {"@id": dataset.license} if dataset.license else None,
        "publisher": {"@id": "#publisher"} if dataset.publisher else None,
        "hasPart": [{"@id": one.url} for one in files],
    }
    graph: list[dict[str, Any]] = [
        {
            "@id": FILE_NAME,
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": _STANDARD},
        },
        {name: value for name, value in whole.items() if value},
        *map(_file, files),
    ]
    if dataset.license:
        graph.append({"@id": dataset.license, "@type": "CreativeWork", "name": "Licence"})
    if dataset.publisher:
        graph.append({"@id": "#publisher", "@type": "Organization", "name": dataset.publisher})
    return {"@context": _CONTEXT, "@graph": graph}


def _file(one: OfferedFile) -> dict[str, Any]:
    return {
        "@id": one.url,
        "@type": "File",
        "name": one.title,
        "encodingFormat": one.media,
        "contentSize": str(one.size),
        "sha256": one.checksum,
    }
