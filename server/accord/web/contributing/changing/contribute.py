"""Forms for new things, made from the shapes: the answers become Turtle, which is checked and shown."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from accord.forms.controls import Form
from accord.forms.filling import Answers
from accord.web.contributing.checks.check import checked, private
from accord.web.contributing.forms.filled import FilledForm
from accord.web.contributing.forms.kinds import form_named, forms_of, names_of
from accord.web.contributing.forms.written import CheckedForm, alike, write
from accord.web.requests.rate_limit import working
from accord.web.requests.threads import may_wait
from accord.web.site import Site, current

blueprint = Blueprint("contribute", __name__, url_prefix="/contribute")


@blueprint.get("")
@may_wait
def kinds() -> Response:
    """The kinds of things that can be added with a form.

    :produces: text/html
    """
    site = current()
    featured = site.publication.settings.featured
    found = forms_of(site)
    without = set(featured).difference(one["iri"] for one in found)
    above = site.things.vocabulary.ancestors
    first = [one for one in found if one["iri"] in featured or without.intersection(above(one["iri"]))]
    others = [one for one in found if one not in first]
    return private(Response(render_template("contribute.html", first=first, others=others)))


@blueprint.get("/<kind>")
@may_wait
def form(kind: str) -> Response:
    """The empty form for a kind of thing.

    :path kind: The name of the kind.
    :produces: text/html
    """
    site = current()
    made = form_named(site, kind)
    return _page(site, made, FilledForm(site, made, names_of(site), Answers("", "", {})), None)


@blueprint.post("/<kind>")
@may_wait
def filled(kind: str) -> Response:
    """Check what was written into the form, and show it as Turtle. Nothing is stored.

    :path kind: The name of the kind.
    :body application/x-www-form-urlencoded: The fields of the form.
    :body multipart/form-data: The fields of the form.
    :produces: text/html
    """
    site = current()
    made = form_named(site, kind)
    with working(counted=True):
        written = write(site, made, request.form)
        report = checked(site, [written.file])
    page = FilledForm(site, made, names_of(site), written.answers, written.problems, written.by_place(report))
    return _page(site, made, page, CheckedForm(written, report, written.elsewhere(report), alike(site, made, written)))


def _page(site: Site, form: Form, page: FilledForm, result: CheckedForm | None) -> Response:
    languages = site.publication.settings.languages
    body = render_template(
        "contribute_form.html",
        form=form,
        page=page,
        result=result,
        new_kinds=[(one["iri"], one["name"]) for one in forms_of(site)],
        languages=languages,
        change=None,
    )
    status = 200 if result is None or result.is_right else 422
    return private(Response(body, status))
