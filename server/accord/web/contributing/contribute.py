"""Forms for new things, made from the shapes: the answers become Turtle, which is checked and shown."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, abort, render_template, request

from accord.errors import InputError
from accord.forms.controls import Form
from accord.forms.filling import Answers, Filling, Problem, slug_of
from accord.forms.tidy import Writer
from accord.names import LABELS, is_iri
from accord.publication import SourceFile
from accord.things.labels import Reference
from accord.validation import Finding, Report
from accord.validation.stages.style import house_order
from accord.web.cache import CachedAnswer, cache
from accord.web.contributing.answers import FormNames, read_answers
from accord.web.contributing.check import checked, private
from accord.web.contributing.filled import FilledForm
from accord.web.rate_limit import working
from accord.web.site import Site, current
from accord.web.threads import may_wait

if TYPE_CHECKING:
    from accord.proposals.sheets import CheckedTable

_ALIKE = 85.0
"""Score (of 100) from which a thing that exists is shown as a likely duplicate."""
_CANDIDATES = 6
"""Things that are offered for a name: what fits on a screen."""

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
    made = _form(site, kind)
    return _page(site, made, FilledForm(site, made, _names(site), Answers("", "", {})), None)


@blueprint.get("/<kind>/table.csv")
@blueprint.get("/<kind>/table")
@may_wait
def empty_table(kind: str) -> Response:
    """A table (CSV) to fill in, for several things of a kind; its second row says what to write.

    :produces: text/csv
    """
    from accord.forms.tables import template

    made = _form(current(), kind)
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
    made = _form(site, kind)
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
    made = _form(site, kind)
    with working(counted=True):
        written = write(site, made, request.form)
        report = checked(site, [written.file])
    page = FilledForm(site, made, _names(site), written.answers, written.problems, written.by_place(report))
    return _page(site, made, page, Result(written, report, written.elsewhere(report), _alike(site, made, written)))


@dataclass(frozen=True, slots=True)
class Written:
    """A form as a file: the answers, the problems of the form, the file, and where each subject is in the form."""

    form: Form
    answers: Answers
    problems: tuple[Problem, ...]
    file: SourceFile
    places: Mapping[str, str]

    @property
    def text(self) -> str:
        """The Turtle."""
        return self.file.data.decode()

    def by_place(self, report: Report) -> dict[str, list[Finding]]:
        """The findings that are about a field, by its place; that a value is missing only where none was given."""
        found: dict[str, list[Finding]] = {}
        unclear = {problem.field for problem in self.problems}
        for finding in report.findings:
            place = self._place(finding)
            if place is not None and not (place in unclear and finding.code == "SH-MINCOUNT"):
                found.setdefault(place, []).append(finding)
        return found

    def elsewhere(self, report: Report) -> tuple[Finding, ...]:
        """The findings that belong to no field of the form."""
        return tuple(one for one in report.findings if self._place(one) is None)

    def _place(self, finding: Finding) -> str | None:
        """The place of a field that a finding is about."""
        around = self.places.get(finding.focus)
        if around is None or around == "new":
            return None
        place = f"{around} {finding.property}".strip()
        if not around:
            return place if any(one.path == finding.property for one in self.form.controls) else None
        path, number = around.rsplit(" ", 1)
        parts = self.form.evidence if path == "evidence" else self._parts(path)
        if any(one.path == finding.property for one in parts):
            return place
        return None if path == "evidence" else path

    def _parts(self, path: str) -> tuple[Any, ...]:
        return next((one.parts for one in self.form.controls if one.path == path), ())


@dataclass(frozen=True, slots=True)
class Result:
    """What became of the answers: the file, the report, what belongs to no field, and things that are alike."""

    written: Written
    report: Report
    elsewhere: tuple[Finding, ...]
    alike: tuple[tuple[Reference, float], ...]

    @property
    def name(self) -> str:
        """The name of the new thing, or its slug."""
        given = self.written.answers.values
        return next((entry.text for path in LABELS for entry in given.get(path, ())), self.written.answers.slug)

    @property
    def is_right(self) -> bool:
        """Whether it can be proposed."""
        return self.report.conforms and not self.written.problems


def _checked_table(site: Site, form: Form, data: bytes) -> CheckedTable:
    """A table that was checked; one that cannot be read has that as its finding."""
    from accord.proposals.sheets import CellFinding, CheckedTable, checked_table

    try:
        return checked_table(site.publication, form, data, f"{slug_of(form.name)}.csv", _finder(site), site_check(site))
    except InputError as error:
        row = error.place.line if error.place else 1
        return CheckedTable("", (), (CellFinding(row, 1, "violation", error.message, error.remedy),))


def site_check(site: Site) -> Callable[[list[SourceFile]], Report]:
    """Checks files in the checker's process."""
    return lambda files: checked(site, files)


def write(site: Site, form: Form, given: Mapping[str, str]) -> Written:
    """The file that the fields of a form make."""
    settings = site.publication.settings
    answers = read_answers(form, given, _names(site))
    filling = Filling(form, answers, settings.thing_base, settings.evidence, settings.languages[0], _finder(site))
    writer = Writer(settings.prefixes, settings.thing_base, house_order(site.publication))
    name = site.things.labels.of(answers.kind or form.iri).text
    text = writer.file(f"A new {name}.", filling.blocks())
    path = f"{form.folder}/{answers.slug}.ttl"
    return Written(form, answers, tuple(filling.problems), SourceFile(path, ("data",), text.encode()), filling.places)


def forms_of(site: Site) -> list[dict[str, str]]:
    """The kinds that have a form: ``iri``, ``name``, ``definition`` and ``slug``, the last step of its address."""
    kinds = _kept(site, "kinds", None)
    found: dict[str, dict[str, str]] = {}
    for iri, name, definition in kinds:
        found.setdefault(slug_of(name), {"iri": iri, "name": name, "definition": definition, "slug": slug_of(name)})
    return list(found.values())


def _form(site: Site, kind: str) -> Form:
    """The form of a kind by the slug of its name; 404 for none."""
    iri = next((one["iri"] for one in forms_of(site) if one["slug"] == kind), None)
    if iri is None:
        abort(404, f"There is no form for {kind[:60]!r}. The page /contribute lists the kinds.")
    return Form.of(_kept(site, "form", iri))


def _kept(site: Site, task: str, request: Any) -> Any:
    """The answer of a task that depends on the publication only, from the cache."""
    key = ("task", task, request, site.publication.version)
    kept = cache().get(key)
    if kept is None:
        kept = cache().put(key, CachedAnswer(json.dumps(site.checker.run(task, request)).encode()))
    return json.loads(kept.body)


def _names(site: Site) -> FormNames:
    return FormNames(site.publication.settings.prefixes)


def _finder(site: Site) -> Callable[[str, tuple[str, ...]], tuple[str, tuple[str, ...]]]:
    """Finds the thing that a name means: by its IRI, by its slug, by a code, or by a name that nothing else has."""
    things, prefixes = site.search.things, site.publication.settings.prefixes

    def find(text: str, classes: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        for iri in (text, prefixes.expand(text), site.publication.settings.thing_base + text):
            if iri and (iri in things or iri == text and is_iri(text) and not classes):
                return iri, ()
        found = site.search.matcher.candidates(
            text, [], lambda thing: not classes or bool(thing.classes.intersection(classes)), lambda _: None
        )
        if found and found[0].certain:
            return found[0].thing.iri, ()
        return "", tuple(one.thing.iri for one in found[:_CANDIDATES])

    return find


def _alike(site: Site, form: Form, written: Written) -> tuple[tuple[Reference, float], ...]:
    """Things of the same kind with a name like that of the new one, which may be the same thing."""
    kinds = {form.iri, written.answers.kind}
    given = written.answers.values
    names = [entry.text for path in LABELS for entry in given.get(path, ())[:1]]
    if not names:
        return ()
    found = site.search.matcher.candidates(
        names[0], [], lambda thing: bool(thing.classes.intersection(kinds)), lambda _: None
    )
    return tuple((site.things.labels.reference(one.thing.iri), one.score) for one in found[:3] if one.score >= _ALIKE)


def _page(site: Site, form: Form, page: FilledForm, result: Result | None) -> Response:
    languages = site.publication.settings.languages
    body = render_template(
        "contribute_form.html",
        form=form,
        page=page,
        result=result,
        new_kinds=[(one["iri"], one["name"]) for one in forms_of(site)],
        languages=languages,
    )
    status = 200 if result is None or result.is_right else 422
    return private(Response(body, status))
