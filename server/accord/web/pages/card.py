"""The card: a thing on a small page that other sites embed in a frame."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template

from accord.formats import HTML
from accord.web.pages.things import split_suffix
from accord.web.responses import Page, answer
from accord.web.site import current

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors *",
    )
)
"""What the card allows: its style sheet, and to be in a frame of any page, where it can do nothing."""

blueprint = Blueprint("card", __name__)


@blueprint.get("/card/<name>")
def card(name: str) -> Response:
    """A thing on a small page for frames in other sites."""
    slug, fixed = split_suffix(name)
    site = current()
    thing = site.things.resources.read(slug)
    if thing is None or fixed not in (None, HTML):
        abort(404, f"There is no card of {name}.")
    page = Page(f"/card/{slug}", thing.iri, (HTML,))
    response = answer(site, page, lambda _: render_template("card.html", thing=thing).encode(), HTML)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
