"""The form that changes a thing: filled with what is stated; what it cannot show is kept as it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, render_template, request
from pyoxigraph import NamedNode

from accord.errors import InputError
from accord.forms.changing import Changing
from accord.forms.filling import FieldProblem, Filling
from accord.proposals.checking.preview import send
from accord.publication import SourceFile
from accord.validation import Report
from accord.validation.stages.style import house_order
from accord.web.contributing.access import wrong_input
from accord.web.contributing.changing.described import Described, Kept, described, kept, named, require_current
from accord.web.contributing.checks.check import private
from accord.web.contributing.forms.answers import read_answers
from accord.web.contributing.forms.filled import FilledForm
from accord.web.contributing.forms.kinds import forms_of, names_of
from accord.web.contributing.forms.written import CheckedForm, Written, names, plain_findings
from accord.web.contributing.proposals.differences import ThingChange, changes_of, line_differences
from accord.web.requests.rate_limit import working
from accord.web.requests.threads import may_wait
from accord.web.site import Site, current

blueprint = Blueprint("change", __name__, url_prefix="/proposals")
blueprint.register_error_handler(InputError, wrong_input)


@dataclass(frozen=True, slots=True)
class ShownChange:
    """What the form of a change shows besides its fields.

    ``base`` is the version that it is made from, ``kept`` what the form cannot show, ``things`` the difference in words
    and ``lines`` that of the file; ``found`` is the rest of the preview.
    """

    described: Described
    base: str
    kept: list[Kept]
    things: list[ThingChange]
    lines: list[tuple[str, str]]
    found: Mapping[str, Any]


@blueprint.get("/change")
@may_wait
def form() -> Response:
    """The form that changes a thing, filled with what is stated about it.

    :query required thing: The IRI of the thing, in full or with a prefix. Example: {iri}
    :produces: text/html
    """
    site, given = current(), request.args.get("thing", "")
    with working():
        iri = named(site, given)
        try:
            about = described(site, given)
        except InputError as error:
            return _without_form(site, iri, error)
        stated = about.stated(site)
    change = ShownChange(about, site.publication.version, kept(site, stated), [], [], {})
    page = FilledForm(site, about.form, names_of(site), stated.answers, passages_chosen=True)
    return _page(site, change, page, None)


@blueprint.post("/change")
@may_wait
def changed() -> Response:
    """Check a change that was made with the form, and show what it does. Nothing is stored.

    The field "base" is the version that it was made from (428 without, 412 when the file was changed since).

    :query required thing: The IRI of the thing. Example: {iri}
    :body application/x-www-form-urlencoded: The fields of the form.
    :answers 412: The file was changed since; the answer says what.
    :answers 428: The version is missing.
    :produces: text/html
    """
    site = current()
    with working(counted=True):
        about = described(site, request.args.get("thing", ""))
        require_current(site, about.file, request.form.get("base", ""))
        stated = about.stated(site)
        written = _written(site, about, request.form)
        found = site.checker.run("preview", send({about.file.path: written.file.data}))
    report = Report.of(found["report"])
    things = changes_of(site, found)
    lines = line_differences(about.file.data, written.file.data)
    change = ShownChange(about, site.publication.version, kept(site, stated), things, lines, found)
    by_place = written.by_place(report)
    page = FilledForm(
        site, about.form, names_of(site), written.answers, written.problems, by_place, passages_chosen=True
    )
    return _page(site, change, page, CheckedForm(written, report, written.elsewhere(report), ()))


def _written(site: Site, about: Described, given: Mapping[str, str]) -> Written:
    """The file with the changes that the fields of the form make."""
    settings, form = site.publication.settings, about.form
    answers = read_answers(form, given, names_of(site))
    language, thing = settings.languages[0], about.thing.iri
    filling = Filling(form, answers, settings.evidence, language, names(site).find, thing)
    order = house_order(site.publication)
    strictly = settings.house_rules
    text = Changing(about.stated(site), answers, filling, settings.prefixes, order, strictly=strictly).text()
    problems: list[FieldProblem] = list(dict.fromkeys(filling.problems))
    file = SourceFile(about.file.path, ("data",), text.encode())
    return Written(form, answers, tuple(problems), file, filling.places, plain_findings(site, form))


def _without_form(site: Site, iri: str, error: InputError) -> Response:
    """The page of a thing that has no form: why, and what to do."""
    thing = site.things.labels.reference(iri)
    graphs = {getattr(quad.graph_name, "value", "") for quad in site.engine.match(NamedNode(iri))}
    files = sorted(graphs & site.publication.graphs())
    return private(Response(render_template("change_by_file.html", thing=thing, error=error, files=files)))


def _page(site: Site, change: ShownChange, page: FilledForm, result: CheckedForm | None) -> Response:
    body = render_template(
        "contribute_form.html",
        form=page.form,
        page=page,
        result=result,
        new_kinds=[(one["iri"], one["name"]) for one in forms_of(site)],
        languages=site.publication.settings.languages,
        change=change,
    )
    return private(Response(body, 200 if result is None or result.is_right else 422))
