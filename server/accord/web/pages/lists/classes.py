"""The classes that have things, each with its number of things, as a table and as a graph."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from accord.descriptions.graph import PREFIXES, integer
from accord.formats import CSV, PLAIN_JSON, RDF_FORMATS, Format
from accord.names import RDF, RDFS, VOID
from accord.things.documents import write_graph
from accord.things.lists.tables import no_formula
from accord.things.names.labels import Reference
from accord.web.site import Site

FORMATS = (CSV, PLAIN_JSON, *RDF_FORMATS)
"""The formats beside the page, the preferred first."""

Row = tuple[Reference, int, str]
"""A class, how many things it has, and the IRI of its list."""


def write(site: Site, rows: list[Row], format: Format) -> bytes:
    """The classes in one of the formats."""
    if format is CSV:
        return _table(rows)
    if format in RDF_FORMATS:
        triples = list(dict.fromkeys(_triples(site, rows)))
        prefixes = {**PREFIXES, **site.publication.settings.prefixes}
        return write_graph(triples, format, prefixes, site.things.documents.context)
    settings = site.publication.settings
    fields = {
        "version": site.publication.version,
        "license": settings.license,
        "total": len(rows),
        "things": site.things.class_index.things,
        "classes": [
            {"iri": one.iri, "label": one.name.text, "label_language": one.name.language, "count": count, "list": iri}
            for one, count, iri in rows
        ],
    }
    return json.dumps(fields, ensure_ascii=False, indent=1).encode() + b"\n"


def _table(rows: list[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["iri", "label", "count", "list"])
    for one, count, iri in rows:
        writer.writerow([one.iri, no_formula(one.name.text), count, iri])
    return text.getvalue().encode()


def _triples(site: Site, rows: list[Row]) -> Iterator[Triple]:
    """The list of each class as a part of the dataset (VoID, section 4.3). Members that follow are counted too."""
    settings = site.publication.settings
    yield from site.things.documents.described(f"{settings.base}things", settings.dataset)
    for one, count, iri in rows:
        part = NamedNode(iri)
        yield Triple(NamedNode(settings.dataset), NamedNode(VOID + "classPartition"), part)
        yield Triple(part, NamedNode(RDF + "type"), NamedNode(VOID + "Dataset"))
        yield Triple(part, NamedNode(VOID + "class"), NamedNode(one.iri))
        yield Triple(part, NamedNode(VOID + "entities"), integer(count))
        words = Literal(one.name.text, language=one.name.language) if one.name.language else Literal(one.name.text)
        yield Triple(NamedNode(one.iri), NamedNode(RDFS + "label"), words)
