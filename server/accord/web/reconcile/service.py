"""The Reconciliation Service API, versions 0.1 and 0.2 (W3C Entity Reconciliation Community Group): tables meet things.

Entities go by the slugs of things, types and properties by prefixed names; a register is a property of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from flask import Blueprint, Response, abort, request, url_for

import accord
from accord.search import Candidate, Column, Filters, Thing
from accord.search.folding import folded, folded_once
from accord.things.labels import Name, Reference
from accord.web.limits import LIMITS, Deadline, within
from accord.web.manners import waits
from accord.web.rate_limit import working
from accord.web.reading import read_json
from accord.web.reconcile.extend import described, extend, known_column, objects
from accord.web.site import Site, current

CANDIDATES, MOST = 10, 50
"""How many candidates a query gets that does not say, and at most."""

SUGGESTED = 10
"""How many things, types or properties are suggested at a time."""

Row = list[tuple[Column, list[str]]]
"""The other cells of a row: columns with the values in them."""

_CARD = {"width": 400, "height": 160}

blueprint = Blueprint("reconcile", __name__, url_prefix="/reconcile")


@blueprint.route("", methods=["GET", "POST"])
@waits
def service() -> Response:
    """A batch of queries (``queries``, or a JSON body), a data extension (``extend``), or else what this service is."""
    site, given = current(), request.values
    if "extend" in given:
        asked = read_json(given["extend"])
        with working(counted=True):
            return _answer(extend(site, asked, Deadline()))
    if "queries" in given or request.is_json:
        batch = read_json(given.get("queries") or request.get_data())
        with working(counted=True):
            return _json(_batch(site, batch, Deadline()))
    return _json(_manifest(site))


@blueprint.get("/suggest/entity")
@waits
def suggest_entity() -> Response:
    """Things that go by what is typed (``prefix``)."""
    site = current()
    with working():
        found = site.search.find(request.args.get("prefix", "")[: LIMITS.search_text], Filters(), 0, SUGGESTED)
    things = (hit.thing for hit in found.hits)
    return _json({"result": [_entity(site, thing) | {"notable": _types(site, thing)} for thing in things]})


@blueprint.get("/suggest/type")
@waits
def suggest_type() -> Response:
    """Classes of things by the beginning of a word of their names."""
    site = current()
    begins = _beginning()
    kinds = (kind for kind in site.catalogue.kinds() if begins(kind.name))
    return _json({"result": [_type(site, kind) for kind in kinds][:SUGGESTED]})


@blueprint.get("/suggest/property")
@waits
def suggest_property() -> Response:
    """Properties of things, and registers, by the beginning of a word of their names."""
    site = current()
    with working():
        begins = _beginning()
        columns = (described(site, column) for column in site.cells.columns(""))
        return _json({"result": [one for one in columns if begins(Name(one["name"]))][:SUGGESTED]})


@blueprint.get("/properties")
@waits
def properties() -> Response:
    """What can be added to a table of things of a ``type``, at most ``limit``."""
    site, kind = current(), request.args.get("type", "")
    within("batch_text", len(kind), "The type", 400)
    limit = request.args.get("limit", MOST, type=int)
    with working():
        columns = site.cells.columns(site.addresses.expand(kind))[: max(limit, 0)]
        return _json({"type": kind, "limit": limit, "properties": [described(site, column) for column in columns]})


def _manifest(site: Site) -> dict[str, object]:
    """What this service is and can; one manifest is fit for both versions."""
    settings, host = site.publication.settings, request.host_url.rstrip("/")

    def offer(endpoint: str) -> dict[str, str]:
        return {"service_url": host, "service_path": url_for(endpoint)}

    return {
        "versions": ["0.1", "0.2"],
        "name": settings.title,
        "identifierSpace": site.resources.things,
        "schemaSpace": settings.vocabulary or settings.base,
        "documentation": url_for("sameas.sameas", _external=True),
        "serviceVersion": accord.__version__,
        "defaultTypes": [_type(site, site.labels.reference(kind)) for kind in settings.featured],
        "view": {"url": f"{site.resources.things}{{{{id}}}}"},
        "preview": {"url": f"{host}{request.script_root}/card/{{{{id}}}}", **_CARD},
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
    """What one query may mean. With ``type_strict`` of ``should`` other types come after those asked for."""
    deadline.check()
    kinds = frozenset(map(site.addresses.expand, _strings(query.get("type"))))
    together = all if query.get("type_strict") == "all" else any
    wished = partial(_is_of, kinds, together)
    should = query.get("type_strict") == "should"
    codes = [value for column, values in row if site.cells.holds_codes(column) for value in values]
    others = [(column, values) for column, values in row if not site.cells.holds_codes(column)]
    found = site.search.matcher.candidates(
        str(query.get("query") or "")[: LIMITS.batch_text],
        codes,
        (lambda _: True) if should else wished,
        partial(_fit, site, others, deadline),
        _having(site, others),
        deadline.check,
    )
    found = sorted(found, key=lambda one: not wished(one.thing)) if should else found
    limit = query.get("limit")
    return found[: min(max(limit, 0), MOST) if isinstance(limit, int) else CANDIDATES]


def _is_of(kinds: frozenset[str], together: Callable[[Iterable[bool]], bool], thing: Thing) -> bool:
    """Whether a thing is of the classes asked for."""
    return not kinds or together(kind in thing.classes for kind in kinds)


def _having(site: Site, row: Row) -> Iterator[str]:
    """The things that have any of the cells of a row, each once: by the engine's index, without a look at others."""
    found: set[str] = set()
    for column, values in row:
        named = [iri for value in values for iri in (*site.search.matcher.called(value), site.resources.things + value)]
        things = [iri for iri in dict.fromkeys(named) if iri in site.search.things]
        for iri in site.cells.holders(column.property, values, things):
            if iri not in found:
                found.add(iri)
                yield iri


def _fit(site: Site, row: Row, deadline: Deadline, thing: Thing) -> float | None:
    """How well the cells of a row agree with a thing, from 0 to 1; what is not known of it says nothing."""
    fits: list[float] = []
    for column, values in row:
        deadline.check()
        if (fit := site.cells.fit(thing, column, values)) is not None:
            fits.append(fit)
    return sum(fits) / len(fits) if fits else None


def _strings(values: Any) -> list[str]:
    """One value or several, each a word, a number or an object with an ``id``, as words."""
    several = values if isinstance(values, list) else [] if values is None else [values]
    within("batch_values", len(several), "A property or a type of a query")
    return [str(one.get("id", "") if isinstance(one, dict) else one)[: LIMITS.batch_text] for one in several]


def _result(site: Site, candidate: Candidate) -> dict[str, object]:
    rated = {"score": candidate.score, "match": candidate.certain}
    return {**_entity(site, candidate.thing), "type": _types(site, candidate.thing), **rated}


def _entity(site: Site, thing: Thing) -> dict[str, object]:
    said = {"description": thing.description.text} if thing.description else {}
    return {"id": thing.iri.removeprefix(site.resources.things), "name": thing.name.text, **said}


def _types(site: Site, thing: Thing) -> list[dict[str, str]]:
    return [_type(site, site.labels.reference(kind)) for kind in thing.kinds]


def _type(site: Site, kind: Reference) -> dict[str, str]:
    return {"id": site.addresses.short(kind.iri), "name": kind.name.text}


def _beginning() -> Callable[[Name], bool]:
    """Whether a word of a name begins with what was typed (``prefix``)."""
    typed = " ".join(folded(request.args.get("prefix", "")[: LIMITS.search_text]))
    return lambda name: f" {typed}" in f" {' '.join(folded_once(name.text))}"


def _json(said: Mapping[str, object]) -> Response:
    return _answer(json.dumps(said, ensure_ascii=False))


def _answer(text: str) -> Response:
    return Response(text, content_type="application/json")
