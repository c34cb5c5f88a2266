"""A filled table as Turtle files, with each finding at the cell that it comes from, in the words of the table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field

from accord.duplicates.names import Names
from accord.errors import Place
from accord.forms.controls import Form
from accord.forms.filled_tables import MOST_ROWS, CellNote, TableRow
from accord.forms.filling import FieldProblem, Filling
from accord.forms.plain_findings import PlainFindings
from accord.forms.tables import SEPARATOR, answers_of, column_of, with_headings
from accord.forms.tidy import Writer
from accord.names import local_name
from accord.proposals.checking.checks import check_files
from accord.proposals.checking.workbooks import FilledTable, cell_name
from accord.publication import Publication, SourceFile
from accord.validation import Finding, Report
from accord.validation.findings import Severity
from accord.validation.grouping import report
from accord.validation.reports.words import counted
from accord.validation.stages.style import house_order

Check = Callable[[list[SourceFile]], Report]
"""Checks files; by default in a child of this process."""

_NOTHING = frozenset(
    ("n/a", "na", "n.a.", "none", "nil", "null", "unknown", "not known", "tbc", "tbd", "?", "-", "–", "—")
)
"""What people write where they know nothing."""
_BROKEN = frozenset(("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!"))
"""What spreadsheet programs show for a formula that failed."""
_BETWEEN = re.compile(r"\s(?:and|und|et|y)\s|\s?[,&/+]\s?")
"""What people write between two names."""
_FOLLOWING = frozenset(("SH-MINCOUNT", "SH-OR", "SH-XONE", "SH-QUALIFIEDMINCOUNT"))
"""Findings that something is missing, which it is not where a cell of the row could not be read."""


_MOST_COLUMNS = 1_000
"""Columns that a table may have: as many as are read of a workbook."""


@dataclass(frozen=True, slots=True)
class CellFinding:
    """What is wrong in a cell: its row and column, from 1, the severity, the sentence, the fix and the code."""

    row: int
    column: int
    severity: Severity
    message: str
    remedy: str = ""
    code: str = "TABLE-CELL"

    @classmethod
    def noted(cls, note: CellNote) -> CellFinding:
        """A note as a violation."""
        return cls(note.row, note.column, "violation", note.message, note.remedy)

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
        yield f"{counted(len(self.files), 'thing')}, {counted(len(self.findings), 'finding')}"

    def report(self, seconds: float) -> Report:
        """The same as the report of a check; line and column are the row and the column of the cell."""
        return report(map(self._finding, self.findings), files=1, triples=0, seconds=seconds)

    def _finding(self, one: CellFinding) -> Finding:
        place = Place(self.name, one.row, one.column, one.row, one.column + 1)
        where = f"{one.cell(self.sheet)}: " if self.sheet else ""
        return Finding(one.code, one.severity, where + one.message, place, remedy=one.remedy)


def checked_table(
    publication: Publication, form: Form, table: FilledTable, name: str, names: Names, check: Check | None = None
) -> CheckedTable:
    """Check a table of things of the kind of a form. Raises EngineError when the check stops early, and UsageError."""
    rows, notes = with_headings(form, table.rows)
    made = _Made(publication, form, names)

    for row in rows:
        made.add(row)
    noted = [*table.notes, *notes]
    found = [*_about_sheet(table), *map(CellFinding.noted, noted), *made.findings]
    if not made.files:  # to check no files is to check the publication
        if not made.findings and not table.notes:
            found.append(
                CellFinding(2, 1, "violation", "There is no thing in the table.", "Fill in a row for each thing.")
            )
        return CheckedTable(name, (), tuple(found), table.sheet)
    sources = [SourceFile(path, ("data",), text.encode()) for path, text in made.files.items()]
    checked = check(sources) if check else check_files(publication, sources)
    unread = {cell for one in table.merged for cell in _cells(one)} | {(one.row, one.column) for one in table.notes}
    found += made.at_cells(checked.findings, unread)
    in_order = sorted(found, key=lambda one: (one.row, one.column))
    return CheckedTable(name, tuple(made.files.items()), tuple(in_order), table.sheet)


def _about_sheet(table: FilledTable) -> Iterator[CellFinding]:
    """What is odd about the sheet as such: merged cells, hidden rows, and other sheets, which are not read."""
    head = table.rows[0].head if table.rows else 1
    for top, left, bottom, right in table.merged:
        if bottom >= head:
            message = (
                f"{cell_name(top, left)} to {cell_name(bottom, right)} are merged, and only the first has the value."
            )
            yield CellFinding(top, left, "violation", message, "Take them apart, and write the value into each cell.")
    numbers = {row.number for row in table.rows}
    for number in numbers.intersection(table.hidden):
        message = f"Row {number} is hidden, and is read like the others."
        yield CellFinding(number, 1, "info", message, "Delete it if it should not be read.")
    for name in table.others:
        message = f"The sheet “{name[:60]}” is not read: only the first is."
        yield CellFinding(1, 1, "info", message, "If it has things too, write them below those of the first sheet.")


def _cells(area: tuple[int, int, int, int]) -> Iterator[tuple[int, int]]:
    """Each cell of merged ones but the first, within the table."""
    top, left, bottom, right = area
    for row in range(top, min(bottom, MOST_ROWS) + 1):
        for column in range(left, min(right, _MOST_COLUMNS) + 1):
            if (row, column) != (top, left):
                yield row, column


@dataclass
class _Made:
    """The files that the rows of a table make, and what is wrong with the rows before the files are checked."""

    publication: Publication
    form: Form
    names: Names
    files: dict[str, str] = field(default_factory=dict)
    findings: list[CellFinding] = field(default_factory=list)
    _rows: dict[str, TableRow] = field(default_factory=dict)
    _places: dict[str, tuple[TableRow, str]] = field(default_factory=dict)

    def add(self, row: TableRow) -> None:
        """Make the file of a row, unless it is a row of sums."""
        if row.is_sum:
            message, remedy = (
                f"Row {row.number} has sums, which are no thing.",
                "Delete it, or write # before its first word.",
            )
            self._say(row.number, 1, message, remedy)
            return
        row = self._without_gaps(row)
        settings = self.publication.settings
        answers = answers_of(self.form, row)
        filling = Filling(self.form, answers, settings.evidence, settings.languages[0], self.names.find)
        writer = Writer(settings.prefixes, self.form.base, house_order(self.publication))
        text = writer.file(f"A new {self.form.name}.", filling.blocks())
        path = self.form.path(answers.slug)
        if path in self._rows:
            message = f"Rows {self._rows[path].number} and {row.number} have the same name, and so the same address."
            remedy = "Delete one if they are the same thing; if not, give one another name or address."
            self._say(row.number, 1, message, remedy)
        self.files[path] = text
        self._rows[path] = row
        self._places |= {subject: (row, place) for subject, place in filling.places.items()}
        for one in filling.problems:
            message, remedy = self._unclear(one)
            self._say(row.number, column_of(self.form, row, one.field), message, remedy)

    def at_cells(self, findings: Sequence[Finding], noted: Set[tuple[int, int]]) -> Iterator[CellFinding]:
        """The findings about the files at the cells of their statements, without those that follow from others.

        Of the cells ``noted``, by row and column, something is said already.
        """
        plain = PlainFindings.for_form(self.form, self.publication.settings.prefixes, self.names.label)
        placed = {(one.row, one.column) for one in self.findings} | noted
        unread = {row for row, _ in placed}
        for finding in findings:
            row, column = self._cell(finding)
            follows = finding.code in _FOLLOWING and column == 1 and row in unread
            if (row, column) not in placed and not follows:
                one = plain.of(finding)
                yield CellFinding(row, column, one.severity, one.message, one.remedy, one.code)

    def _say(self, row: int, column: int, message: str, remedy: str) -> None:
        self.findings.append(CellFinding(row, column, "violation", message, remedy))

    def _without_gaps(self, row: TableRow) -> TableRow:
        """A row without the cells that say that nothing is known, or that a formula failed."""
        cells = dict(row.cells)
        for heading, cell in row.cells.items():
            if cell.casefold() in _NOTHING or cell in _BROKEN:
                what = "is the error of a formula" if cell in _BROKEN else "is no value"
                remedy = "Write the value." if cell in _BROKEN else "Leave the cell empty."
                self._say(row.number, row.places[heading], f"“{cell}” {what}.", remedy)
                cells[heading] = ""
        return TableRow(row.number, cells, row.places, row.head)

    def _unclear(self, one: FieldProblem) -> tuple[str, str]:
        """What to say of a name that means no thing for certain, and how to write it."""
        parts = [part for part in _BETWEEN.split(one.text) if part]
        if 1 < len(parts) < len(one.text) and all(self.names.find(part, one.classes)[0] for part in parts):
            written = f"{SEPARATOR} ".join(parts)
            return f"“{one.text}” names {len(parts)} things.", f"Write a {SEPARATOR} between them: {written}."
        if not one.candidates:
            return one.message, "Correct the name, or add the thing with a table or a form of its own first."
        labels = [self.names.label(iri) for iri in one.candidates]
        written = " or ".join(
            f"“{label}”" if label and labels.count(label) == 1 else local_name(iri)
            for label, iri in zip(labels, one.candidates, strict=True)
        )
        return f"Nothing here is called “{one.text}”.", f"Write {written}, if that is what you mean."

    def _cell(self, finding: Finding) -> tuple[int, int]:
        """The row and the column of the cell that a finding is about."""
        row, around = self._places.get(finding.focus, (None, ""))
        if row is None:
            row = self._rows.get(finding.place.file) if finding.place else None
        if row is None:
            return 1, 1
        place = f"{around} {finding.property}".strip()
        return row.number, column_of(self.form, row, place) if place and around != "new" else 1
