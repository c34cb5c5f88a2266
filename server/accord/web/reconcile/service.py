"""The Reconciliation Service API, versions 0.1 and 0.2 (W3C Entity Reconciliation Community Group).

It matches the rows of a table with things. The id of an entity is the slug of the thing; the ids of types and
properties are prefixed names. A register is a property of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any

from flask import Blueprint, Response, abort, request, url_for

import accord
from accord.search import Candidate, Column, Filters, Thing
from accord.search.folding import folded, folded_once
from accord.things.labels import Name, Reference
from accord.web.limits import LIMITS, Deadline, within
from accord.web.rate_limit import working
from accord.web.reconcile.extend import (
    described,
    extend,
    is_compact,
    known_column,
    objects,
    thing_id,
    thing_iri,
)  # fmt: skip
from accord.web.site import Site, current
from accord.web.strict_json import parse_json
from accord.web.threads import may_wait

DEFAULT_CANDIDATES, MAX_CANDIDATES = 10, 50
"""Candidates for a query without a ``limit``, and at most: people look at a few, programs at the first."""

MAX_PROPERTIES = 50
"""Properties that are proposed for a table without a ``limit``: more than fit into a menu."""

MAX_SUGGESTED = 10
"""Things, types or properties that are suggested while somebody types: as many as fit into a menu."""

Row = list[tuple[Column, list[str]]]
"""The other cells of a row: columns with the values in them."""

_CARD = {"width": 400, "height": 160}
"""Pixels of the preview of a thing, a frame in the page of another program."""

blueprint = Blueprint("reconcile", __name__, url_prefix="/reconcile")


@blueprint.route("", methods=["GET", "POST"])
@may_wait
def service() -> Response:
    """A batch of queries (``queries``, or a JSON body), a data extension (``extend``), or else the manifest."""
    site, given = current(), request.values
    if "extend" in given:
        asked = parse_json(given["extend"])
        with working(counted=True):
            return _answer(extend(site, asked, Deadline()))
    if "queries" in given or request.is_json:
        batch = parse_json(given.get("queries") or request.get_data())
        with working(counted=True):
            return _json(_batch(site, batch, Deadline()))
    return _json(_manifest(site))


@blueprint.get("/suggest/entity")
@may_wait
def suggest_entity() -> Response:
    """Things that match what is typed (``prefix``)."""
    site = current()
    with working():
        found = site.search.find(request.args.get("prefix", "")[: LIMITS.search_text], Filters(), 0, MAX_SUGGESTED)
    things = (hit.thing for hit in found.hits)
    return _json({"result": [_entity(site, thing) | {"notable": _types(site, thing)} for thing in things]})


@blueprint.get("/suggest/type")
@may_wait
def suggest_type() -> Response:
    """Classes of things by the beginning of a word of their names."""
    site = current()
    begins = _beginning()
    kinds = (kind for kind in site.things.class_index.kinds() if begins(kind.name))
    return _json({"result": [_type(site, kind) for kind in kinds][:MAX_SUGGESTED]})


@blueprint.get("/suggest/property")
@may_wait
def suggest_property() -> Response:
    """Properties of things, and registers, by the beginning of a word of their names."""
    site = current()
    with working():
        begins = _beginning()
        columns = (described(site, column) for column in site.cells.columns(""))
        return _json({"result": [one for one in columns if begins(Name(one["name"]))][:MAX_SUGGESTED]})


@blueprint.get("/properties")
@may_wait
def properties() -> Response:
    """The properties that can be added to a table of things of a ``type``, at most ``limit``."""
    site, kind = current(), request.args.get("type", "")
    within("batch_text", len(kind), "The type", 400)
    limit = request.args.get("limit", MAX_PROPERTIES, type=int)
    with working():
        columns = site.cells.columns(site.addresses.expand(kind))[: max(limit, 0)]
        return _json({"type": kind, "limit": limit, "properties": [described(site, column) for column in columns]})


def _manifest(site: Site) -> dict[str, object]:
    """The manifest: what the service offers. It is valid in both versions."""
    settings, host = site.publication.settings, request.host_url.rstrip("/")

    root, things, compact = f"{host}{request.script_root}", settings.thing_base, is_compact(site)

    def offer(endpoint: str) -> dict[str, str]:
        return {"service_url": host, "service_path": url_for(endpoint)}

    return {
        "versions": ["0.1", "0.2"],
        "name": settings.title,
        "identifierSpace": things if compact else settings.base,
        "schemaSpace": settings.vocabulary or settings.base,
        "documentation": url_for("sameas.sameas", _external=True),
        "serviceVersion": accord.__version__,
        "defaultTypes": [_type(site, site.things.labels.reference(kind)) for kind in settings.featured],
        "view": {"url": f"{things}{{{{id}}}}" if compact else f"{root}/resource?iri={{{{id}}}}"},
        "preview": {"url": f"{root}/card/{{{{id}}}}" if compact else f"{root}/card?iri={{{{id}}}}", **_CARD},
        "suggest": {kind: offer(f".suggest_{kind}") for kind in ("entity", "type", "property")},
        "extend": {"propose_properties": offer(".properties"), "property_settings": []},
    }


def _batch(site: Site, queries: Any, deadline: Deadline) -> dict[str, object]:
    """The candidates of each query, by its key."""
    if not isinstance(queries, dict):
        abort(400, 'A batch is an object of queries: {"q0": {"query": "…"}}.')
    within("batch_queries", len(queries), "The batch")
    rows = {key: _read_row(site, query) for key, query in queries.items()}
    return {
        key: {"result": [_result(site, one) for one in _candidates(site, queries[key], row, deadline)]}
        for key, row in rows.items()
    }


def _read_row(site: Site, query: Any) -> Row:
    """The other cells of the row that a query is about. Raises LimitError (413) for more than are compared."""
    if not isinstance(query, dict) or not ("query" in query or query.get("properties")):
        abort(400, "A query is an object with a query, with properties, or with both.")
    given = objects(query.get("properties"))
    within("batch_properties", len(given), "A query of the batch")
    return [(known_column(site, str(one.get("pid"))), _strings(one.get("v"))) for one in given]


def _candidates(site: Site, query: dict[str, Any], row: Row, deadline: Deadline) -> list[Candidate]:
    """The candidates of one query. With ``type_strict`` of ``should`` other types come after those asked for."""
    deadline.check()
    kinds = frozenset(map(site.addresses.expand, _strings(query.get("type"))))
    together = all if query.get("type_strict") == "all" else any
    of_type = partial(_is_of, kinds, together)
    should = query.get("type_strict") == "should"
    codes = [value for column, values in row if site.cells.holds_codes(column) for value in values]
    others = [(column, values) for column, values in row if not site.cells.holds_codes(column)]
    found = site.search.matcher.candidates(
        str(query.get("query") or "")[: LIMITS.batch_text],
        codes,
        (lambda _: True) if should else of_type,
        partial(_fit, site, others, deadline),
        _having(site, others),
        deadline.check,
    )
    found = sorted(found, key=lambda one: not of_type(one.thing)) if should else found
    limit = query.get("limit")
    return found[: min(max(limit, 0), MAX_CANDIDATES) if isinstance(limit, int) else DEFAULT_CANDIDATES]


def _is_of(kinds: frozenset[str], together: Callable[[Iterable[bool]], bool], thing: Thing) -> bool:
    """Whether a thing is of the classes asked for."""
    return not kinds or together(kind in thing.classes for kind in kinds)


def _having(site: Site, row: Row) -> Iterator[str]:
    """The things that have any of the cells of a row, each once, found in the engine's index."""
    found: set[str] = set()
    for column, values in row:
        named = [(*site.search.matcher.called(value), thing_iri(site, value)) for value in values]
        things = [iri for iri in dict.fromkeys(chain.from_iterable(named)) if iri in site.search.things]
        for iri in site.cells.holders(column.property, values, things):
            if iri not in found:
                found.add(iri)
                yield iri


def _fit(site: Site, row: Row, deadline: Deadline, thing: Thing) -> float | None:
    """How well the cells of a row agree with a thing, from 0 to 1. A property that the thing lacks does not count."""
    fits: list[float] = []
    for column, values in row:
        deadline.check()
        if (fit := site.cells.fit(thing, column, values)) is not None:
            fits.append(fit)
    return sum(fits) / len(fits) if fits else None


def _strings(values: Any) -> list[str]:
    """One value or several, each a string, a number or an object with an ``id``, as strings."""
    several = values if isinstance(values, list) else [] if values is None else [values]
    within("batch_values", len(several), "A property or a type of a query")
    return [str(one.get("id", "") if isinstance(one, dict) else one)[: LIMITS.batch_text] for one in several]


def _result(site: Site, candidate: Candidate) -> dict[str, object]:
    rated = {"score": candidate.score, "match": candidate.certain}
    return {**_entity(site, candidate.thing), "type": _types(site, candidate.thing), **rated}


def _entity(site: Site, thing: Thing) -> dict[str, object]:
    fields = {"description": thing.description.text} if thing.description else {}
    return {"id": thing_id(site, thing.iri), "name": thing.name.text, **fields}


def _types(site: Site, thing: Thing) -> list[dict[str, str]]:
    return [_type(site, site.things.labels.reference(kind)) for kind in thing.kinds]


def _type(site: Site, kind: Reference) -> dict[str, str]:
    return {"id": site.addresses.short(kind.iri), "name": kind.name.text}


def _beginning() -> Callable[[Name], bool]:
    """A test for names: whether a word of the name begins with what was typed (``prefix``)."""
    typed = " ".join(folded(request.args.get("prefix", "")[: LIMITS.search_text]))
    return lambda name: f" {typed}" in f" {' '.join(folded_once(name.text))}"


def _json(fields: Mapping[str, object]) -> Response:
    return _answer(json.dumps(fields, ensure_ascii=False))


def _answer(text: str) -> Response:
    return Response(text, content_type="application/json")
