"""Tables of several things of a kind: to fill in, as CSV and as a workbook, and to check. Nothing is stored."""

from __future__ import annotations

import base64

from flask import Blueprint, Response, abort, render_template, request

from accord.formats import XLSX
from accord.names import slug_of
from accord.proposals.checking.contributions import require_small
from accord.publication import SourceFile
from accord.web.contributing.checks.check import private
from accord.web.contributing.checks.checked_tables import check_table
from accord.web.contributing.forms.kinds import form_named, kept_answer
from accord.web.requests.rate_limit import working
from accord.web.requests.threads import may_wait
from accord.web.site import current

blueprint = Blueprint("filled_tables", __name__, url_prefix="/contribute")


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


@blueprint.get("/<kind>/table.xlsx")
@may_wait
def empty_workbook(kind: str) -> Response:
    """The same table as a workbook, with notes in the headings and lists to choose from.

    :path kind: The name of the kind.
    :produces: XLSX
    """
    site = current()
    found = base64.b64decode(kept_answer(site, "workbook", form_named(site, kind).iri))
    response = Response(found, content_type=XLSX.content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{kind}.xlsx"'
    return private(response)


@blueprint.post("/<kind>/table")
@may_wait
def filled_table(kind: str) -> Response:
    """Check a filled table (CSV or XLSX): each finding at its cell, and the files that it makes. Nothing is stored.

    :body multipart/form-data: The table, as the field "file".
    :produces: text/html
    """
    site = current()
    made = form_named(site, kind)
    uploaded = request.files.get("file")
    if uploaded is None:
        abort(400, "There is no table. Choose the file that you filled in.")
    data = uploaded.read()
    require_small([SourceFile("table", ("data",), data)])
    with working(counted=True):
        result = check_table(site, data, slug_of(made.name), made)
    body = render_template("contribute_table.html", form=made, result=result)
    return private(Response(body, 200 if result.is_right else 422))
