"""A filled table as Turtle files, with each finding at the cell that it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from accord.errors import Place
from accord.forms.controls import Form
from accord.forms.filling import Filling, Find, Problem
from accord.forms.tables import Row, answers_of, column_of, unknown_headings
from accord.forms.tidy import Writer
from accord.proposals.checking.checks import check_files
from accord.proposals.checking.workbooks import FilledTable, cell_name
from accord.publication import Publication, SourceFile
from accord.publication.settings import Settings
from accord.validation import Finding, Report
from accord.validation.findings import Severity
from accord.validation.grouping import report
from accord.validation.stages.style import house_order

Check = Callable[[list[SourceFile]], Report]
"""Checks files; by default in a child of this process."""


@dataclass(frozen=True, slots=True)
class CellFinding:
    """What is wrong in a cell: its row and column, from 1, the severity, the sentence, the fix and the code."""

    row: int
    column: int
    severity: Severity
    message: str
    remedy: str = ""
    code: str = "TABLE-CELL"

    def cell(self, sheet: str) -> str:
        """The cell as spreadsheet programs call it: ``Sheet!C7``."""
        return cell_name(self.row, self.column, sheet)


@dataclass(frozen=True, slots=True)
class CheckedTable:
    """A table that was checked: its name, the files that it makes (path and text), and what is wrong with it.

    ``sheet`` is the sheet of a workbook, empty for CSV.
    """

    name: str
    files: tuple[tuple[str, str], ...]
    findings: tuple[CellFinding, ...]
    sheet: str = ""

    @property
    def is_right(self) -> bool:
        """Whether there is something in it and no violation."""
        return bool(self.files) and not any(one.severity == "violation" for one in self.findings)

    def lines(self) -> Iterator[str]:
        """The findings for a terminal, ``file:row:column: …`` or ``file: Sheet!C7: …``, and a line that sums up."""
        for one in self.findings:
            place = f" {one.cell(self.sheet)}" if self.sheet else f"{one.row}:{one.column}"
            yield f"{self.name}:{place}: {one.severity}: {one.message}"
            if one.remedy:
                yield f"    Fix: {one.remedy}"
        yield f"{len(self.files)} things, {len(self.findings)} findings"

    def report(self, seconds: float) -> Report:
        """The same as the report of a check; line and column are the row and the column of the cell."""
        return report(map(self._finding, self.findings), files=1, triples=0, seconds=seconds)

    def _finding(self, one: CellFinding) -> Finding:
        place = Place(self.name, one.row, one.column, one.row, one.column + 1)
        where = f"{one.cell(self.sheet)}: " if self.sheet else ""
        return Finding(one.code, one.severity, where + one.message, place, remedy=one.remedy)


def checked_table(
    publication: Publication, form: Form, table: FilledTable, name: str, find: Find, check: Check | None = None
) -> CheckedTable:
    """Check a table of things of the kind of a form. Raises EngineError when the check stops early, and UsageError."""
    rows = table.rows
    numbered = {row.number: row for row in rows}
    found = [
        CellFinding(
            1, 1, "violation", f"The form has no column {heading[:60]!r}.", "Use the headings of `accord table`."
        )
        for heading in unknown_headings(form, rows)
    ]
    settings = publication.settings
    writer = Writer(settings.prefixes, form.base, house_order(publication))
    files: dict[str, str] = {}
    places: dict[str, tuple[int, str]] = {}
    for row in rows:
        answers = answers_of(form, row)
        filling = Filling(form, answers, settings.evidence, settings.languages[0], find)
        text = writer.file(f"A new {form.name}.", filling.blocks())
        path = form.path(answers.slug)
        if path in files:
            found.append(CellFinding(row.number, 1, "violation", f"Two rows make {path}.", "Give one another address."))
        files[path] = text
        places |= {subject: (row.number, place) for subject, place in filling.places.items()}
        found += [
            CellFinding(row.number, column_of(form, row, one.field), "violation", one.message, _choice(settings, one))
            for one in filling.problems
        ]
    if not files:  # to check no files is to check the publication
        found.append(CellFinding(2, 1, "violation", "There is no thing in the table.", "Fill in a row for each thing."))
        return CheckedTable(name, (), tuple(found), table.sheet)
    sources = [SourceFile(path, ("data",), text.encode()) for path, text in files.items()]
    report = check(sources) if check else check_files(publication, sources)
    numbers = {path: number for path, (number, _) in zip(files, _rows_of(places), strict=False)}
    found += [_at_cell(form, one, places, numbers, numbered) for one in report.findings]
    in_order = sorted(found, key=lambda one: (one.row, one.column))
    return CheckedTable(name, tuple(files.items()), tuple(in_order), table.sheet)


def _choice(settings: Settings, problem: Problem) -> str:
    """The things that a name may mean, as a cell can name them."""
    iris = (settings.prefixes.shorten(iri) or iri for iri in problem.candidates)
    return f"Write one of {', '.join(iris)}." if problem.candidates else ""


def _rows_of(places: dict[str, tuple[int, str]]) -> list[tuple[int, str]]:
    """The rows in their order, from the places of the things themselves."""
    return [(number, place) for number, place in places.values() if place == ""]


def _at_cell(
    form: Form,
    finding: Finding,
    places: dict[str, tuple[int, str]],
    numbers: dict[str, int],
    rows: Mapping[int, Row],
) -> CellFinding:
    """A finding about a file at the cell that the statement comes from."""
    row, around = places.get(finding.focus, (0, ""))
    if not row:
        row = numbers.get(finding.place.file, 1) if finding.place else 1
    place = f"{around} {finding.property}".strip()
    column = column_of(form, rows[row], place) if place and around != "new" and row in rows else 1
    return CellFinding(row, column, finding.severity, finding.message, finding.remedy, finding.code)
