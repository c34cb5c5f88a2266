"""The dataset for machine learning: Croissant 1.0 (MLCommons), JSON-LD on top of schema.org."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accord.descriptions.dataset import Dataset
from accord.descriptions.files import CsvwColumn, OfferedFile

_OWN = """
citeAs column data dataType equivalentProperty examples extract field fileProperty fileObject fileSet format includes
isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace samplingRate separator
source subField transform
"""
"""The terms that Croissant 1.0 adds to schema.org."""
_TYPED = {
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
}
_CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "sc": "https://schema.org/",
    **{term: f"cr:{term}" for term in _OWN.split()},
    **_TYPED,
}
"""The context of Croissant 1.0, to which its readers compare the one of a file."""
_DATATYPES = {
    "integer": "sc:Integer",
    "decimal": "sc:Float",
    "double": "sc:Float",
    "boolean": "sc:Boolean",
    "date": "sc:Date",
    "anyURI": "sc:URL",
}
"""Datatypes of CSV on the Web; what is not here is a string."""


def croissant(dataset: Dataset, files: Sequence[OfferedFile], root: str) -> dict[str, Any]:
    """The description, as JSON values; a table is a record set too. ``root`` is the address of the site."""
    fields = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "@id": dataset.iri,
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": dataset.title,
        "description": dataset.description or dataset.title,
        "url": root,
        "license": dataset.license,
        "creator": {"@type": "sc:Organization", "name": dataset.publisher} if dataset.publisher else None,
        "keywords": list(dataset.keywords),
        "version": _semantic(dataset.version),
        "datePublished": dataset.modified.date().isoformat(),
        "citeAs": f"{dataset.title}, version {dataset.version}. {dataset.iri}",
        "distribution": [_file(one) for one in files],
        "recordSet": [_records(one) for one in files if one.columns],
    }
    return {name: value for name, value in fields.items() if value}


def _semantic(version: str) -> str:
    """A version as Croissant has it (Semantic Versioning 2.0): a commit has no numbers, so its hash is the build."""
    return f"0.0.0+{version}"


def _file(one: OfferedFile) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": one.name,
        "name": one.name,
        "description": one.title,
        "contentUrl": one.url,
        "contentSize": f"{one.size} B",
        "encodingFormat": one.media,
        "sha256": one.checksum,
    }


def _records(one: OfferedFile) -> dict[str, Any]:
    name = one.name.removesuffix(".csv")
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": one.title,
        "field": [_field(name, one.name, column) for column in one.columns],
    }


def _field(records: str, file: str, column: CsvwColumn) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{records}/{column.name}",
        "name": f"{records}/{column.name}",
        "description": column.title,
        "dataType": _DATATYPES.get(column.datatype, "sc:Text"),
        "source": {"fileObject": {"@id": file}, "extract": {"column": column.name}},
    }
