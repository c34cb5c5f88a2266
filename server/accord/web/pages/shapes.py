"""The pages of the shapes: what the data are checked for, in sentences."""

from __future__ import annotations

from flask import Blueprint, Response, abort, render_template, request

from accord.formats import HTML
from accord.web.responses import Page, answer, incomplete
from accord.web.site import Site, current
from accord.web.threads import may_wait

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

    def write(_: object) -> bytes:
        outcome = site.outcome.read() if site.outcome else None
        report = outcome.report if outcome else None
        if report is None:
            incomplete()
        findings = [one for one in report.findings if one.shape in found.iris] if report else None
        return render_template("shape.html", shape=found, sizes=sizes, findings=findings).encode()

    return answer(site, page, write, HTML)
