"""A form that was filled in, as a file; and what the check says of it, field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from accord.duplicates.likely import ALIKE, may_be_same
from accord.duplicates.names import Names
from accord.forms.controls import Form
from accord.forms.filling import Answers, FieldProblem, Filling
from accord.forms.plain_findings import PlainFindings
from accord.forms.tidy import Writer
from accord.names import LABELS
from accord.publication import SourceFile
from accord.things.names.labels import Reference
from accord.validation import Finding, Report
from accord.validation.stages.style import house_order
from accord.web.contributing.forms.answers import read_answers
from accord.web.contributing.forms.kinds import names_of
from accord.web.site import Site

_EMPTY = Finding("FORM-UNFILLED", "violation", "Nothing is filled in yet.", remedy="Fill in what you know.")


@dataclass(frozen=True, slots=True)
class Written:
    """A form as a file: the answers, the problems of the form, the file, and where each subject is in the form."""

    form: Form
    answers: Answers
    problems: tuple[FieldProblem, ...]
    file: SourceFile
    places: Mapping[str, str]
    plain: PlainFindings

    @property
    def text(self) -> str:
        """The Turtle."""
        return self.file.data.decode()

    def by_place(self, report: Report) -> dict[str, list[Finding]]:
        """The findings that are about a field, by its place; that a value is missing only where none was given.

        That the thing may be there already is said above the form, with a link to what it is like.
        """
        found: dict[str, list[Finding]] = {}
        unclear = {problem.field for problem in self.problems}
        for finding in report.findings:
            place = self._place(finding)
            is_elsewhere = place in unclear and finding.code == "SH-MINCOUNT" or finding.code == "LIKELY-DUPLICATE"
            if place is not None and not is_elsewhere:
                found.setdefault(place, []).append(self.plain.of(finding))
        return found

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        answers = self.answers
        return not any(answers.values.values()) and not any(answers.parts.values())

    def elsewhere(self, report: Report) -> tuple[Finding, ...]:
        """The findings that belong to no field of the form."""
        found = tuple(self.plain.of(one) for one in report.findings if self._place(one) is None)
        return (*found, _EMPTY) if self.is_empty else found

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
class CheckedForm:
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
    def thing(self) -> str:
        """The IRI of the thing."""
        return next(subject for subject, place in self.written.places.items() if not place)

    @property
    def is_right(self) -> bool:
        """Whether it can be proposed."""
        return self.report.conforms and not self.written.problems and not self.written.is_empty


def write(site: Site, form: Form, given: Mapping[str, str]) -> Written:
    """The file that the fields of a form make."""
    settings = site.publication.settings
    answers = read_answers(form, given, names_of(site))
    filling = Filling(form, answers, settings.evidence, settings.languages[0], names(site).find)
    writer = Writer(settings.prefixes, form.base, house_order(site.publication))
    name = site.things.labels.of(answers.kind or form.iri).text
    text = writer.file(f"A new {name}.", filling.blocks())
    path = form.path(answers.slug)
    file = SourceFile(path, ("data",), text.encode())
    return Written(form, answers, tuple(filling.problems), file, filling.places, plain_findings(site, form))


def plain_findings(site: Site, form: Form) -> PlainFindings:
    """Puts findings in the words of a form: the labels of its fields, and the names of things and terms."""
    return PlainFindings.for_form(form, site.publication.settings.prefixes, names(site).label)


def names(site: Site) -> Names:
    """The names of what the publication describes, as people write them and as they read them."""
    things = site.search.things

    def label(iri: str) -> str:
        is_known = iri in site.addresses.inventory.described or site.things.vocabulary.get(iri)
        return site.things.labels.of(iri).text if is_known else ""

    namespaces = site.things.inventory.namespaces
    return Names(site.publication.settings, namespaces, things.__contains__, site.search.matcher, label)


def alike(site: Site, form: Form, written: Written) -> tuple[tuple[Reference, float], ...]:
    """Things of the same kind with a name like that of the new one, which may be the same thing."""
    kinds = {form.iri, written.answers.kind}
    given = written.answers.values
    names = [entry.text for path in LABELS for entry in given.get(path, ())[:1]]
    if not names:
        return ()
    found = site.search.matcher.candidates(
        names[0], [], lambda thing: bool(thing.classes.intersection(kinds)), lambda _: None
    )
    near = [one for one in found if one.score >= ALIKE and may_be_same(names[0], one)]
    return tuple((site.things.labels.reference(one.thing.iri), one.score) for one in near[:3])
