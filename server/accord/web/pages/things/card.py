"""The card: a thing on a small page that other sites embed in a frame."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request

from accord.formats import HTML
from accord.web.requests.parameters import sent_path
from accord.web.responses import Page, answer
from accord.web.site import current

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "font-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors *",
    )
)
"""What the card allows: its style sheet, and to be in a frame of any page, where it can do nothing."""

blueprint = Blueprint("card", __name__)


@blueprint.get("/card/<path:name>")
@blueprint.get("/card.html")
@blueprint.get("/card")
def card(name: str = "") -> Response:
    """A thing on a small page for frames in other sites.

    :path name: The name of the thing. Example: {name}
    :query alone iri: The IRI of the thing, where it is not part of the path. Example: {iri}
    :produces: HTML
    """
    site = current()
    asked = request.args.get("iri", "")
    iri, fixed = site.addresses.find(sent_path("card")) if name else (site.addresses.meant(asked), None)
    thing = site.things.resources.read(iri) if iri else None
    if thing is None or fixed not in (None, HTML):
        abort(404, f"There is no card of {name or asked or 'nothing: write /card?iri=…'}.")
    place = site.addresses.place(thing.iri, "card")
    page = Page(place.path, thing.iri, (HTML,), place.query)
    response = answer(site, page, lambda _: render_template("card.html", thing=thing).encode(), HTML)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
