"""A filled table as Turtle files, with each finding at the cell that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from accord.forms.controls import Form
from accord.forms.filling import Filling, Find
from accord.forms.tables import answers_of, column_of, read_table, unknown_headings
from accord.forms.tidy import Writer
from accord.proposals.checks import check_files
from accord.publication import Publication, SourceFile
from accord.validation import Finding, Report
from accord.validation.stages.style import house_order

Check = Callable[[list[SourceFile]], Report]
"""Checks files; by default in a child of this process."""


@dataclass(frozen=True, slots=True)
class CellFinding:
    """What is wrong in a cell: its row and column, from 1, the severity, the sentence and the fix."""

    row: int
    column: int
    severity: str
    message: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A table that was checked: its name, the files that it makes (path and text), and what is wrong with it."""

    name: str
    files: tuple[tuple[str, str], ...]
    findings: tuple[CellFinding, ...]

    @property
    def is_right(self) -> bool:
        """Whether there is something in it and no violation."""
        return bool(self.files) and not any(one.severity == "violation" for one in self.findings)

    def lines(self) -> Iterator[str]:
        """The findings for a terminal, ``file:row:column: …``, and a line that sums up."""
        for one in self.findings:
            yield f"{self.name}:{one.row}:{one.column}: {one.severity}: {one.message}"
            if one.remedy:
                yield f"    Fix: {one.remedy}"
        yield f"{len(self.files)} things, {len(self.findings)} findings"


def checked_table(
    publication: Publication, form: Form, data: bytes, name: str, find: Find, check: Check | None = None
) -> CheckedTable:
    """Check a table (CSV) of things of the kind of a form. Raises InputError for what is no table, and LimitError."""
    rows = read_table(data, name)
    found = [
        CellFinding(
            1, 1, "violation", f"The form has no column {heading[:60]!r}.", "Use the headings of `accord table`."
        )
        for heading in unknown_headings(form, rows)
    ]
    settings = publication.settings
    writer = Writer(settings.prefixes, settings.thing_base, house_order(publication))
    files: dict[str, str] = {}
    places: dict[str, tuple[int, str]] = {}
    for row in rows:
        answers = answers_of(form, row)
        filling = Filling(form, answers, settings.thing_base, settings.evidence, settings.languages[0], find)
        text = writer.file(f"A new {form.name}.", filling.blocks())
        path = f"{form.folder}/{answers.slug}.ttl"
        if path in files:
            found.append(CellFinding(row.number, 1, "violation", f"Two rows make {path}.", "Give one another address."))
        files[path] = text
        places |= {subject: (row.number, place) for subject, place in filling.places.items()}
        found += [
            CellFinding(row.number, column_of(form, one.field), "violation", one.message) for one in filling.problems
        ]
    if not files:  # to check no files is to check the publication
        found.append(CellFinding(2, 1, "violation", "There is no thing in the table.", "Fill in a row for each thing."))
        return CheckedTable(name, (), tuple(found))
    sources = [SourceFile(path, ("data",), text.encode()) for path, text in files.items()]
    report = check(sources) if check else check_files(publication, sources)
    numbers = {path: number for path, (number, _) in zip(files, _rows_of(places), strict=False)}
    found += [_at_cell(form, one, places, numbers) for one in report.findings]
    return CheckedTable(name, tuple(files.items()), tuple(sorted(found, key=lambda one: (one.row, one.column))))


def _rows_of(places: dict[str, tuple[int, str]]) -> list[tuple[int, str]]:
    """The rows in their order, from the places of the things themselves."""
    return [(number, place) for number, place in places.values() if place == ""]


def _at_cell(form: Form, finding: Finding, places: dict[str, tuple[int, str]], numbers: dict[str, int]) -> CellFinding:
    """A finding about a file at the cell that the statement comes from."""
    row, around = places.get(finding.focus, (0, ""))
    if not row:
        row = numbers.get(finding.place.file, 1) if finding.place else 1
    place = f"{around} {finding.property}".strip()
    column = column_of(form, place) if place and around != "new" else 1
    return CellFinding(row, column, finding.severity, finding.message, finding.remedy)
