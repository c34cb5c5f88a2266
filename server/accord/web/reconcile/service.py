"""The Reconciliation Service API, versions 0.1 and 0.2 (W3C Entity Reconciliation Community Group).

It matches the rows of a table with things. The id of an entity is the slug of the thing; the ids of types and
properties are prefixed names. A register is a property of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import Any

from flask import Blueprint, Response, abort, request, url_for

import accord
from accord.formats import HTML, PLAIN_JSON, negotiate
from accord.search import Candidate, CellColumn, Thing
from accord.web.reconcile import suggest
from accord.web.reconcile.entities import (
    answer,
    answer_json,
    is_compact,
    read_kind,
    thing_iri,
    write_entity,
    write_kind,
    write_kinds,
)
from accord.web.reconcile.extend import extend, known_column, objects
from accord.web.requests.limits import Deadline, within
from accord.web.requests.rate_limit import working
from accord.web.requests.strict_json import parse_json
from accord.web.requests.threads import may_wait
from accord.web.responses import see_other
from accord.web.site import Site, current

DEFAULT_CANDIDATES, MAX_CANDIDATES = 10, 50
"""Candidates for a query without a ``limit``, and at most: people look at a few, programs at the first."""

Row = list[tuple[CellColumn, list[str]]]
"""The other cells of a row: columns with the values in them."""


@dataclass(frozen=True, slots=True)
class ReconcileQuery:
    """A query of a batch: a name, the classes (IRIs) that it may be of and how strictly, the row, and how many
    candidates to return."""

    name: str
    kinds: frozenset[str]
    strict: str
    row: Row
    most: int


_CARD = {"width": 400, "height": 160}
"""Pixels of the preview of a thing, a frame in the page of another program."""


blueprint = Blueprint("reconcile", __name__, url_prefix="/reconcile")
blueprint.register_blueprint(suggest.blueprint)


@blueprint.route("", methods=["GET", "POST"])
@may_wait
def service() -> Response:
    """A batch of queries (``queries``, or a JSON body), a data extension (``extend``), or else the manifest.

    A candidate is a certain match only when its code or its name has the letters, digits and other characters of the
    query, apart from case and accents. ``features`` of a candidate say what matched, with the score of that.

    :query queries: A batch of queries as JSON. Example: {batch}
    :query extend: A data extension as JSON.
    :query query: One query, as words or as JSON, for clients of before batches; the answer has its result alone.
    :body application/x-www-form-urlencoded: A batch or a data extension as a form.
    :body application/json ReconciliationBatch: A batch of queries. Example: {batch}
    :answers 303: The page for people, for a browser that asks for no batch.
    :produces: application/json
    :json: Reconciled
    """
    site, given = current(), request.values
    if "extend" in given:
        asked = parse_json(given["extend"])
        with working(counted=True):
            return answer(extend(site, asked, Deadline()))
    if "queries" in given or request.is_json:
        batch = parse_json(given.get("queries") or request.get_data())
        with working(counted=True):
            return answer_json(_batch(site, batch, Deadline()))
    if "query" in given:
        single = given["query"]
        asked = parse_json(single) if single.lstrip().startswith("{") else {"query": single}
        with working(counted=True):
            return answer_json(_batch(site, {"query": asked}, Deadline())["query"])
    if request.method == "GET" and negotiate(request.headers.get("Accept"), (PLAIN_JSON, HTML)) is HTML:
        return see_other(url_for("docs.reconcile"))
    manifest = answer_json(_manifest(site))
    manifest.vary.add("Accept")
    return manifest


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
        "documentation": url_for("docs.reconcile", _external=True),
        "serviceVersion": accord.__version__,
        "defaultTypes": [write_kind(site, site.things.labels.reference(kind)) for kind in settings.featured],
        "view": {"url": f"{things}{{{{id}}}}" if compact else f"{root}/resource?iri={{{{id}}}}"},
        "preview": {"url": f"{root}/card/{{{{id}}}}" if compact else f"{root}/card?iri={{{{id}}}}", **_CARD},
        "suggest": {kind: offer(f".suggest.suggest_{kind}") for kind in ("entity", "type", "property")},
        "extend": {"propose_properties": offer(".suggest.properties"), "property_settings": []},
    }


def _batch(site: Site, queries: Any, deadline: Deadline) -> dict[str, dict[str, object]]:
    """The candidates of each query, by its key."""
    if not isinstance(queries, dict):
        abort(400, 'A batch is an object of queries: {"q0": {"query": "…"}}.')
    within("batch_queries", len(queries), "The batch")
    batch = {key: _read(site, query) for key, query in queries.items()}
    return {
        key: {"result": [_result(site, one) for one in _candidates(site, wanted, deadline)]}
        for key, wanted in batch.items()
    }


def _read(site: Site, query: Any) -> ReconcileQuery:
    """A query of a batch; 400 for what it cannot mean. Raises LimitError (400, 413) for more than is compared."""
    if not isinstance(query, dict) or not ("query" in query or query.get("properties")):
        abort(400, "A query is an object with a query, with properties, or with both.")
    given = objects(query.get("properties"))
    within("batch_properties", len(given), "A query of the batch")
    row = [(known_column(site, str(one.get("pid"))), _strings(one.get("v"))) for one in given]
    name, strict, limit = str(query.get("query") or ""), query.get("type_strict") or "any", query.get("limit")
    within("batch_text", len(name), "A query of the batch", 400)
    if strict not in ("any", "all", "should"):
        abort(400, "type_strict is any, all or should.")
    if limit is not None and not (type(limit) is int and limit >= 0):
        abort(400, "The limit of a query is a whole number, 0 or more.")
    kinds = frozenset(filter(None, (read_kind(site, kind) for kind in _strings(query.get("type")))))
    most = DEFAULT_CANDIDATES if limit is None else min(limit, MAX_CANDIDATES)
    return ReconcileQuery(name, kinds, strict, row, most)


def _candidates(site: Site, wanted: ReconcileQuery, deadline: Deadline) -> list[Candidate]:
    """The candidates of one query. With ``type_strict`` of ``should`` other types come after those asked for."""
    deadline.check()
    of_type = partial(_is_of, wanted.kinds, all if wanted.strict == "all" else any)
    should = wanted.strict == "should"
    codes = [value for column, values in wanted.row if site.cells.holds_codes(column) for value in values]
    others = [(column, values) for column, values in wanted.row if not site.cells.holds_codes(column)]
    found = site.search.matcher.candidates(
        wanted.name,
        codes,
        (lambda _: True) if should else of_type,
        partial(_fit, site, others, deadline),
        _having(site, others),
        deadline.check,
    )
    found = sorted(found, key=lambda one: not of_type(one.thing)) if should else found
    return found[: wanted.most]


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
    strings = [str(one.get("id", "") if isinstance(one, dict) else one) for one in several]
    within("batch_text", max(map(len, strings), default=0), "A value of a query", 400)
    return strings


def _result(site: Site, candidate: Candidate) -> dict[str, object]:
    rated = {"score": candidate.score, "match": candidate.certain, "features": _features(candidate)}
    return {**write_entity(site, candidate.thing), "type": write_kinds(site, candidate.thing), **rated}


def _features(candidate: Candidate) -> list[dict[str, object]]:
    """Why a candidate has its score: what matched (one of REASONS) with its score, and how well the row fits."""
    features: list[dict[str, object]] = [{"id": candidate.reason, "value": candidate.by_name}]
    return features + ([] if candidate.fit is None else [{"id": "row_fit", "value": round(100 * candidate.fit, 1)}])
