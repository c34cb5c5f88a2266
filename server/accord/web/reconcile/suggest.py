"""Suggestions of the Reconciliation Service API while somebody types, and the properties that extend a table."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, Response, request

from accord.search import Filters
from accord.search.folding import folded, folded_once
from accord.things.names.labels import Name
from accord.web.reconcile.entities import answer_json, read_kind, write_entity, write_kind, write_kinds
from accord.web.reconcile.extend import described
from accord.web.requests.limits import within
from accord.web.requests.parameters import whole_number
from accord.web.requests.rate_limit import working
from accord.web.requests.threads import may_wait
from accord.web.site import current

MAX_PROPERTIES = 50
"""Properties that are proposed for a table without a ``limit``: more than fit into a menu."""

MAX_SUGGESTED = 10
"""Things, types or properties that are suggested while somebody types: as many as fit into a menu."""

blueprint = Blueprint("suggest", __name__)


@blueprint.get("/suggest/entity")
@may_wait
def suggest_entity() -> Response:
    """Things that match what is typed.

    :query prefix: What is typed: words of a name, or a code. Example: {label}
    :query type: The id of a class; only its things are suggested.
    :query integer cursor: How many suggestions to skip. Example: 0
    :produces: application/json
    :json: Entities
    """
    site, filters = current(), Filters(kind=read_kind(current(), request.args.get("type", "")))
    with working():
        found = site.search.find(_typed(), filters, whole_number("cursor", 0), MAX_SUGGESTED)
    things = (hit.thing for hit in found.hits)
    return answer_json(
        {"result": [write_entity(site, thing) | {"notable": write_kinds(site, thing)} for thing in things]}
    )


@blueprint.get("/suggest/type")
@may_wait
def suggest_type() -> Response:
    """Classes of things by the beginning of a word of their names.

    :query prefix: What is typed.
    :query integer cursor: How many suggestions to skip. Example: 0
    :produces: application/json
    :json: Entities
    """
    site = current()
    begins = _beginning()
    kinds = (kind for kind in site.things.class_index.kinds() if begins(kind.name))
    return answer_json({"result": _shown([write_kind(site, kind) for kind in kinds])})


@blueprint.get("/suggest/property")
@may_wait
def suggest_property() -> Response:
    """Properties of things, and registers, by the beginning of a word of their names.

    :query prefix: What is typed.
    :query type: The id of a class; only what its things have is suggested.
    :query integer cursor: How many suggestions to skip. Example: 0
    :produces: application/json
    :json: Entities
    """
    site = current()
    with working():
        begins, chosen = _beginning(), read_kind(site, request.args.get("type", ""))
        columns = (described(site, column) for column in site.cells.columns(chosen))
        return answer_json({"result": _shown([one for one in columns if begins(Name(one["name"]))])})


@blueprint.get("/properties")
@may_wait
def properties() -> Response:
    """The properties that can be added to a table of things.

    :query type: The id of a class; without it the properties of all things.
    :query integer limit: How many properties to return at most. Example: 10
    :produces: application/json
    :json: Properties
    """
    site, kind = current(), request.args.get("type", "")
    limit = whole_number("limit", MAX_PROPERTIES)
    with working():
        columns = site.cells.columns(read_kind(site, kind))[:limit]
        return answer_json(
            {"type": kind, "limit": limit, "properties": [described(site, column) for column in columns]}
        )


def _typed() -> str:
    """What is typed (``prefix``). Raises LimitError (400) for more than is compared."""
    prefix = request.args.get("prefix", "")
    within("search_text", len(prefix), "The parameter prefix", 400)
    return prefix


def _shown(found: list[dict[str, str]]) -> list[dict[str, str]]:
    """The suggestions after those that the cursor skips."""
    start = whole_number("cursor", 0)
    return found[start : start + MAX_SUGGESTED]


def _beginning() -> Callable[[Name], bool]:
    """A test for names: whether a word of the name begins with what was typed (``prefix``)."""
    typed = " ".join(folded(_typed()))
    return lambda name: f" {typed}" in f" {' '.join(folded_once(name.text))}"
