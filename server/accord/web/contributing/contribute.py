"""Forms for new things, made from the shapes: the answers become Turtle, which is checked and shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, Response, abort, render_template, request

from accord.errors import InputError
from accord.forms.controls import Form
from accord.forms.filling import Answers, slug_of
from accord.web.contributing.check import checked, private
from accord.web.contributing.filled import FilledForm
from accord.web.contributing.kinds import form_named, forms_of, names_of
from accord.web.contributing.written import Result, alike, finder, write
from accord.web.rate_limit import working
from accord.web.site import Site, current
from accord.web.threads import may_wait

if TYPE_CHECKING:
    from accord.proposals.sheets import CheckedTable

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


@blueprint.get("/<kind>/table.csv")
@blueprint.get("/<kind>/table")
@may_wait
def empty_table(kind: str) -> Response:
    """A table (CSV) to fill in, for several things of a kind; its second row says what to write.

    :produces: text/csv
    """
    from accord.forms.tables import template

    made = form_named(current(), kind)
    response = Response(template(made), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    return private(response)


@blueprint.post("/<kind>/table")
@may_wait
def filled_table(kind: str) -> Response:
    """Check a filled table (CSV): each finding at its row and column, and the files that it makes. Nothing is stored.

    :body multipart/form-data: The table, as the field "file".
    :produces: text/html
    """
    site = current()
    made = form_named(site, kind)
    uploaded = request.files.get("file")
    if uploaded is None:
        abort(400, "There is no table. Choose the CSV file that you filled in.")
    with working(counted=True):
        result = _checked_table(site, made, uploaded.read())
    body = render_template("contribute_table.html", form=made, result=result)
    return private(Response(body, 200 if result.is_right else 422))


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
    return _page(site, made, page, Result(written, report, written.elsewhere(report), alike(site, made, written)))


def _checked_table(site: Site, form: Form, data: bytes) -> CheckedTable:
    """A table that was checked; one that cannot be read has that as its finding."""
    from accord.proposals.sheets import CellFinding, CheckedTable, checked_table

    try:
        return checked_table(
            site.publication, form, data, f"{slug_of(form.name)}.csv", finder(site), lambda files: checked(site, files)
        )
    except InputError as error:
        row = error.place.line if error.place else 1
        return CheckedTable("", (), (CellFinding(row, 1, "violation", error.message, error.remedy),))


def _page(site: Site, form: Form, page: FilledForm, result: Result | None) -> Response:
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
