"""How the software fares by the suites and criteria of others: figures, each with its date, command and deviations."""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Any

from flask import Blueprint, Response, abort, render_template

from accord.formats import HTML, Format, by_suffix
from accord.strict_json import parse_json
from accord.web.responses import Page, answer
from accord.web.site import current

JSON = Format("json", "application/json", "json", "JSON")
FORMATS = (HTML, JSON)

blueprint = Blueprint("conformance", __name__)


@blueprint.get("/conformance.<suffix>")
@blueprint.get("/conformance")
def conformance(suffix: str = "") -> Response:
    """What was measured by the suites and criteria of others, and what was not.

    :produces: FORMATS
    """
    site = current()
    fixed = by_suffix(suffix, FORMATS)
    if suffix and not fixed:
        abort(404, f"The figures are not available as .{suffix}.")
    page = Page("/conformance", f"{site.publication.settings.base}conformance", FORMATS)

    def write(format: Format) -> bytes:
        return _text().encode() if format is JSON else render_template("conformance.html", **figures()).encode()

    return answer(site, page, write, fixed)


@cache
def figures() -> Any:
    """The figures, as ``tests/conformance.py`` wrote them."""
    return parse_json(_text())


def _text() -> str:
    return resources.files("accord.web").joinpath("conformance.json").read_text("utf-8")
