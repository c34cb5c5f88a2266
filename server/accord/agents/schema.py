"""The classes and properties of the data, from the endpoint's description of itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from pyoxigraph import NamedNode

from accord import formats, queries
from accord.agents.asking import NOT_STATED, read
from accord.agents.sources import Sources
from accord.agents.tools import WrongArgument
from accord.agents.writing import written
from accord.engine import Query
from accord.names import RDF
from accord.sparql.rewriting.binding import bind, breaks_iri


def schema(sources: Sources, arguments: Mapping[str, Any]) -> str:
    """All classes with their sizes, or one class with its properties."""
    shown: dict[str, Any] = {"version": sources.publication.version, "address": sources.address("/ontology")}
    if not (name := arguments.get("class", "")):
        rows = _rows(sources, "description-classes")
        classes = [{**_term(sources, row["class"]), "members": int(row["members"])} for row in rows]
        prefixes = dict(sources.publication.settings.prefixes)
        return written({**shown, "prefixes": prefixes, "total": len(classes), "classes": classes}, "classes")
    iri = require_class(sources, name)
    shown |= {**_term(sources, iri), "address": sources.page(iri) or shown["address"]}
    found: dict[str, dict[str, Any]] = {}
    for row in _rows(sources, "description-properties", iri):
        entry = {**_term(sources, row["property"]), "statements": int(row["statements"]), "values": []}
        values = found.setdefault(row["property"], entry)["values"]
        if "value" in row:
            values.append(sources.short(row["value"]))
    list_of = sources.address(f"/search?{urlencode({'q': '', 'kind': sources.short(iri)})}")
    shown |= {"things": list_of, "total": len(found), "properties": list(found.values())}
    return written(shown if found else {**shown, "notStated": NOT_STATED}, "properties")


def require_class(sources: Sources, name: str) -> str:
    """The IRI of a class. Raises WrongArgument for anything else: that it has no things would not be a fact."""
    iri = sources.expand(name)
    if breaks_iri(iri) or not (
        sources.vocabulary.get(iri) or any(sources.engine.match(None, NamedNode(RDF + "type"), NamedNode(iri)))
    ):
        raise WrongArgument(f"There is no class {name[:80]!r}. Fix: take one that schema names without arguments.")
    return iri


def _term(sources: Sources, iri: str) -> dict[str, Any]:
    term = sources.vocabulary.get(iri)
    shown = {"iri": sources.short(iri), "label": sources.name(iri)}
    return {**shown, "definition": term.definition.text} if term and term.definition else shown


def _rows(sources: Sources, name: str, kind: str = "") -> list[dict[str, str]]:
    """The rows of one of the program's own queries over the description; ``kind`` is the class that it is about."""
    text = queries.load(name).text
    if kind:
        text = bind(text, {"class": NamedNode(kind)}, sources.publication.settings.prefixes)
    graph = sources.publication.described
    query = Query(text, formats.JSON, graphs=(graph,), client=sources.client)
    rows = json.loads(read(sources, query))["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in rows]
