"""The pages of the shapes: what the data are checked for, in sentences."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, abort, render_template, request

from accord.errors import AccordError
from accord.formats import HTML
from accord.things.shapes import Shape
from accord.things.shapes.examples import Checked
from accord.web.pages.terms.shape_examples import checked_examples
from accord.web.requests.threads import may_wait
from accord.web.responses import Page, answer, incomplete
from accord.web.site import Site, current
from accord.web.sparql.answers.shown import address_of
from accord.web.sparql.answers.turtle_links import Piece, linked

_LOG = logging.getLogger("accord")

blueprint = Blueprint("shapes", __name__)


def write_index(site: Site) -> bytes:
    """The page of all shapes."""
    return render_template("shapes.html", shapes=site.shapes).encode()


@blueprint.get("/shapes/<path:name>")
@may_wait
def shape(name: str) -> Response:
    """A shape: what it checks, what it demands in sentences, and how many things it checks.

    :path name: The end of the IRI of a shape. Example: {shape}
    :produces: HTML
    """
    site = current()
    found = site.shapes.get(name)
    if found is None:
        abort(404, f"There is no shape {name} with targets.")
    page = Page(f"/shapes/{name}", f"{site.publication.settings.base}shapes/{name}", (HTML,), host=request.host_url)
    index = site.things.class_index
    sizes = [(site.things.labels.reference(kind), index.count(kind)) for kind in found.classes]

    def pieces(text: str) -> list[Piece]:
        return linked(text, site.publication.settings.prefixes, address_of(site))

    def write(_: object) -> bytes:
        outcome = site.outcome.read() if site.outcome else None
        report = outcome.report if outcome else None
        if report is None:
            incomplete()
        findings = [one for one in report.findings if one.shape in found.iris] if report else None
        examples, failed = _examples(site, found)
        return render_template(
            "shape.html",
            shape=found,
            sizes=sizes,
            findings=findings,
            examples=examples,
            failed=failed,
            linked=pieces,
            reference=site.things.labels.reference,
        ).encode()

    return answer(site, page, write, HTML)


def _examples(site: Site, shape: Shape) -> tuple[Checked | None, bool]:
    """The examples of a shape, and whether they could not be checked now; the page then says so and is not kept."""
    try:
        return checked_examples(site, shape), False
    except AccordError as error:
        _LOG.warning("The page of the shape %s has no examples: %s", shape.slug, error)
        incomplete()
        return None, True
