"""How the software fares by the suites and criteria of others: figures, each with its date, command and deviations."""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from flask import Blueprint, Response, abort, render_template

from accord.formats import HTML, PLAIN_JSON, Format, by_suffix
from accord.strict_json import parse_json
from accord.web.responses import Page, answer
from accord.web.site import current

FORMATS = (HTML, PLAIN_JSON)

blueprint = Blueprint("conformance", __name__)


@blueprint.get("/conformance.<suffix>")
@blueprint.get("/conformance")
def conformance(suffix: str = "") -> Response:
    """Results of test suites and published criteria, and what was not measured.

    :produces: FORMATS
    """
    site = current()
    fixed = by_suffix(suffix, FORMATS)
    if suffix and not fixed:
        abort(404, f"The figures are not available as .{suffix}.")
    page = Page("/conformance", f"{site.publication.settings.base}conformance", FORMATS)

    def write(format: Format) -> bytes:
        found = figures()
        text = json.dumps(found, indent=1) if format is PLAIN_JSON else render_template("conformance.html", **found)
        return text.encode()

    return answer(site, page, write, fixed)


@cache
def figures() -> Any:
    """The figures, as ``tests/conformance.py`` and ``tests/benchmarks/peers.py`` wrote them."""
    return {**_read("conformance.json"), "speed": _read("speed.json")}


def _read(name: str) -> Any:
    return parse_json(resources.files("accord.web").joinpath(name).read_text("utf-8"))
