"""Things and classes as the Reconciliation Service API writes them, and its answers in JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping

from flask import Response, abort

from accord.search import Thing
from accord.things.names.labels import Reference
from accord.web.requests.limits import within
from accord.web.site import Site


def is_compact(site: Site) -> bool:
    """Whether all things have IRIs of the pattern ``BASE/id/NAME``: then names are their ids, otherwise IRIs."""
    base = site.publication.settings.thing_base
    return all(iri.startswith(base) for iri in site.search.things)


def thing_id(site: Site, iri: str) -> str:
    """The id of a thing."""
    base = site.publication.settings.thing_base
    return iri.removeprefix(base) if iri.startswith(base) else iri


def thing_iri(site: Site, id: str) -> str:
    """The IRI of the thing with an id."""
    return id if id in site.search.things else site.publication.settings.thing_base + id


def read_kind(site: Site, name: str) -> str:
    """The IRI of a class by its id, empty for an empty one; 400 for a class that is not known here."""
    within("batch_text", len(name), "The type", 400)
    kind = site.addresses.expand(name)
    if kind and not site.things.class_index.size(kind) and site.things.vocabulary.get(kind) is None:
        abort(400, f"There is no class “{name}” here. See /reconcile/suggest/type for a list.")
    return kind


def write_entity(site: Site, thing: Thing) -> dict[str, object]:
    """A thing: its id, its name, and its description if it has one."""
    fields = {"description": thing.description.text} if thing.description else {}
    return {"id": thing_id(site, thing.iri), "name": thing.name.text, **fields}


def write_kinds(site: Site, thing: Thing) -> list[dict[str, str]]:
    """The most specific classes of a thing."""
    return [write_kind(site, site.things.labels.reference(kind)) for kind in thing.kinds]


def write_kind(site: Site, kind: Reference) -> dict[str, str]:
    """A class: its id (a prefixed name, or the IRI) and its name."""
    return {"id": site.addresses.short(kind.iri), "name": kind.name.text}


def answer_json(fields: Mapping[str, object]) -> Response:
    """An answer in JSON. Raises ValueError for a number that JSON does not have."""
    return answer(json.dumps(fields, ensure_ascii=False, allow_nan=False))


def answer(text: str) -> Response:
    """An answer that is written as JSON already."""
    return Response(text, content_type="application/json")
