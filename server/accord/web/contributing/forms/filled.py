"""A form with what was written into it and what the check says of it, as a page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from accord.forms.controls import MOST_VALUES, Control, Form
from accord.forms.filling import TYPE, Answers, Entry, FieldProblem, Values
from accord.names import DEFINITIONS
from accord.things.names.labels import Reference
from accord.validation import Finding
from accord.web.contributing.forms.answers import FormNames
from accord.web.site import Site

_SUGGESTED = 150
"""Names that a field suggests while somebody types; a longer list makes the page slow, and search finds the rest."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value to choose: what is sent, what is shown, and what it means."""

    value: str
    text: str
    means: str = ""


@dataclass(frozen=True, slots=True)
class ValueField:
    """One value of a field: its place in the form, what was written, and the things that this may mean."""

    place: str
    entry: Entry
    candidates: tuple[Reference, ...] = ()
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field with its boxes, or with its parts, and what is wrong with it."""

    control: Control
    place: str
    boxes: tuple[ValueField, ...] = ()
    parts: tuple[tuple[FieldRow, ...], ...] = ()
    options: tuple[Option, ...] = ()
    suggestions: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def is_filled(self) -> bool:
        """Whether anything was written, or is wrong."""
        inner = any(row.is_filled for part in self.parts for row in part)
        return inner or bool(self.findings) or any(box.entry.text for box in self.boxes)


@dataclass(frozen=True)
class FilledForm:
    """Makes the rows of a form. ``findings`` are by place (properties and numbers joined by spaces).

    In a form with ``passages_chosen`` nobody takes a passage for granted: that of a new value is 0 until it is chosen.
    """

    site: Site
    form: Form
    names: FormNames
    answers: Answers
    problems: Sequence[FieldProblem] = ()
    findings: Mapping[str, Sequence[Finding]] = field(default_factory=dict)
    passages_chosen: bool = False

    def rows(self) -> list[FieldRow]:
        """The rows of the thing, without that of its class."""
        return [self._top(control) for control in self.form.controls if control.kind != "kinds"]

    def evidence(self) -> list[tuple[FieldRow, ...]]:
        """The rows of each piece of evidence, and of one more that is empty."""
        return [
            self._part("evidence", self.form.evidence, number, self.answers.evidence)
            for number in range(min(len(self.answers.evidence) + 1, MOST_VALUES))
        ]

    def kinds(self) -> list[Option]:
        """The classes to choose from."""
        paths = (control.options for control in self.form.controls if control.kind == "kinds")
        return [self._option(iri) for options in paths for iri in options]

    def of_passage(self, number: int) -> list[str]:
        """What is wrong with a passage as a whole (from 0)."""
        return [one.message for one in self.problems if one.field == "evidence" and one.entry == number]

    def _empty(self) -> Entry:
        return Entry("", evidence=0 if self.passages_chosen else 1)

    def of_class(self) -> Sequence[Finding]:
        """What is wrong with the class."""
        return self.findings.get(TYPE, ())

    def suggestions(self) -> dict[str, list[str]]:
        """The names that fields suggest, by the name of the list."""
        controls = [*self.form.controls, *self.form.evidence]
        controls += [inner for one in self.form.controls for inner in one.parts]
        lists = {_list_of(one.classes): one.classes for one in controls if one.kind == "link" and one.classes}
        found = {name: self._named(classes) for name, classes in lists.items()}
        return {name: names for name, names in found.items() if len(names) <= _SUGGESTED}

    def _named(self, classes: Sequence[str]) -> list[str]:
        things = (one for one in self.site.search.things.values() if one.classes.intersection(classes))
        return sorted({one.name.text for one in things}, key=str.casefold)

    def _top(self, control: Control) -> FieldRow:
        place = self.names.place(control.path)
        findings = tuple(self.findings.get(control.path, ()))
        if control.kind != "part":
            return self._row(control, (control.path,), self.answers.values.get(control.path, ()))
        given = self.answers.parts.get(control.path, ())
        count = max(len(given) + (not control.most or len(given) < control.most), 1)
        parts = tuple(self._part(control.path, control.parts, number, given) for number in range(count))
        return FieldRow(control, place, parts=parts[:MOST_VALUES], findings=findings)

    def _part(
        self, path: str, controls: Sequence[Control], number: int, given: Sequence[Values]
    ) -> tuple[FieldRow, ...]:
        values = given[number] if number < len(given) else {}
        return tuple(self._row(one, (path, number, one.path), values.get(one.path, ())) for one in controls)

    def _row(self, control: Control, steps: tuple[str | int, ...], entries: Sequence[Entry]) -> FieldRow:
        """A field with a box for each value, and one more where there may be more."""
        key = " ".join(map(str, steps))
        place = self.names.place(*steps)
        wanted = max(control.minimum, len(entries) + 1)
        count = min(wanted, control.most or MOST_VALUES, MOST_VALUES)
        count = max(count, len(entries), 1) if control.kind != "choice" or len(steps) == 1 else max(1, len(entries))
        boxes = tuple(self._boxes(key, place, entries, count))
        options = tuple(map(self._option, control.options)) if control.kind == "choice" else ()
        suggestions = _list_of(control.classes) if control.kind == "link" else ""
        return FieldRow(control, place, boxes, (), options, suggestions, tuple(self.findings.get(key, ())))

    def _boxes(self, key: str, place: str, entries: Sequence[Entry], count: int) -> Iterator[ValueField]:
        problems = {one.entry: one for one in self.problems if one.field == key}
        for number in range(count):
            entry = entries[number] if number < len(entries) else self._empty()
            problem = problems.get(number)
            candidates = problem.candidates if problem else ()
            references = tuple(map(self.site.things.labels.reference, candidates))
            yield ValueField(f"{place}/{number}", entry, references, problem.message if problem else "")

    def _option(self, value: str) -> Option:
        """A value with its name and its definition."""
        if not value.startswith(("http://", "https://")):
            return Option(value, value)
        term = self.site.things.vocabulary.get(value)
        means = term.definition.text if term and term.definition else self._definition(value)
        return Option(value, self.site.things.labels.of(value).text, means)

    def _definition(self, iri: str) -> str:
        """The definition of a thing in the first language that has one."""
        for path in DEFINITIONS:
            for quad in self.site.engine.match(NamedNode(iri), NamedNode(path)):
                if isinstance(quad.object, Literal):
                    return quad.object.value
        return ""


def _list_of(classes: Sequence[str]) -> str:
    """The name of the list of names of things of some classes; empty for things of any class."""
    return "names-" + "-".join(one.rpartition("/")[2].rpartition("#")[2] for one in classes) if classes else ""
