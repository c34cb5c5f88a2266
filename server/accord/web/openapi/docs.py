"""Pages that explain: from a question to a spreadsheet, the interfaces for programs, and matching a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint, Response, render_template, request

from accord.formats import HTML
from accord.publication.examples import Example
from accord.web.openapi.views import describe
from accord.web.requests.threads import may_wait
from accord.web.responses import Page, answer
from accord.web.site import Site, current
from accord.web.site.navigation import kind_and_thing

blueprint = Blueprint("docs", __name__, url_prefix="/docs")

GROUPS = {
    "Things and lists": ("pages", "things", "lists", "terms", "card", "pictures"),
    "Queries": ("sparql", "explanation", "completion", "short", "cite"),
    "Questions": ("examples", "questions"),
    "Search and match": ("search", "sameas", "reconcile"),
    "All data, and what changed": ("catalog", "graphs", "packages", "context", "changes", "feed", "crawlers"),
    "Rules, checks and findings": ("profile", "shapes", "check", "findings", "conformance"),
    "Contribute": ("contribute", "filled_tables", "preview", "change", "succession", "proposals", "access"),
    "The service and its manual": ("status", "docs", "manual", "openapi", "agents", "security"),
}
"""The groups of the page about interfaces, by what people want to do, each with its tags of the description."""

COPY = "static_site"
"""The tag of the page that a copy as files has in place of what needs a server: it is not an interface."""
_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(slots=True)
class Operation:
    """An operation of the interfaces: its method, its addresses in every format, and what goes in and comes out."""

    method: str
    summary: str
    description: str
    addresses: list[str]
    parameters: list[Mapping[str, Any]]
    bodies: tuple[str, ...]
    answers: list[str] = field(default_factory=list)


@blueprint.get("")
def index() -> Response:
    """How to use the site: from a question to a spreadsheet in five minutes, and where to read on.

    :produces: HTML
    """
    site = current()

    def write(_: object) -> bytes:
        kind, thing = kind_and_thing(site)
        return render_template("docs.html", question=_question(site), kind=kind, thing=thing).encode()

    return answer(site, _page(site, "/docs"), write, HTML)


@blueprint.get("/api")
@may_wait
def api() -> Response:
    """The interfaces for programs, as a page.

    :produces: HTML
    """
    site = current()

    def write(_: object) -> bytes:
        return render_template("api.html", groups=operations(describe(site))).encode()

    return answer(site, _page(site, "/docs/api"), write, HTML)


@blueprint.get("/reconcile")
def reconcile() -> Response:
    """How to match the names of a table with the things here.

    :produces: HTML
    """
    site = current()

    def write(_: object) -> bytes:
        kind, thing = kind_and_thing(site)
        return render_template("docs_reconcile.html", kind=kind, thing=thing).encode()

    return answer(site, _page(site, "/docs/reconcile"), write, HTML)


def _page(site: Site, path: str) -> Page:
    return Page(path, f"{site.publication.settings.base.rstrip('/')}{path}", (HTML,), host=request.host_url)


def _question(site: Site) -> Example | None:
    """The question of the tutorial: the first that the home page has whose answer is rows."""
    declared = site.publication.settings.presentation.questions
    chosen = [site.examples[slug] for slug in declared if slug in site.examples]
    rows = [one for one in (*chosen, *site.examples.values()) if one.query_type == "SELECT"]
    with_values = (one for one in rows if one.parameters and one.defaults)
    return next(with_values, None) or next(iter(rows), None)


def operations(description: Mapping[str, Any]) -> dict[str, list[Operation]]:
    """The operations of an OpenAPI description by their groups. The formats of one operation are one."""
    groups: dict[str, dict[tuple[str, str], Operation]] = {group: {} for group in GROUPS}
    group_of = {tag: group for group, tags in GROUPS.items() for tag in tags}
    for path, method, described in _described(description):
        tag = described["tags"][0]
        if tag == COPY:
            continue
        group = group_of[tag]
        summary = described.get("summary", "")
        key = (method, summary)
        found = groups[group].get(key)
        if found is None:
            found = groups[group][key] = Operation(
                method=method.upper(),
                summary=summary,
                description=described.get("description", ""),
                addresses=[],
                parameters=[],
                bodies=tuple(described.get("requestBody", {}).get("content", {})),
            )
        found.addresses.append(path)
        known = {one["name"] for one in found.parameters}
        found.parameters += [one for one in described.get("parameters", ()) if one.get("name", "") not in known]
        media = (name for answer in described.get("responses", {}).values() for name in answer.get("content", ()))
        found.answers += [name for name in dict.fromkeys(media) if name not in found.answers]
    return {group: list(found.values()) for group, found in groups.items() if found}


def _described(description: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and description of each operation; the parameters of its path are among its own."""
    for path, item in description["paths"].items():
        for method in _METHODS:
            if method in item:
                shared = [one for one in item.get("parameters", ()) if "name" in one]
                own = [one for one in item[method].get("parameters", ()) if "name" in one]
                yield path, method, {**item[method], "parameters": [*shared, *own]}
