"""Filled tables on the site: read in the checker's process, and checked with each finding at its cell."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import TYPE_CHECKING, Any

from werkzeug.exceptions import BadRequest

from accord.errors import InputError
from accord.forms.controls import Form
from accord.proposals.checking.contributions import pack
from accord.publication import SourceFile
from accord.validation import Report
from accord.validation.grouping import report
from accord.web.contributing.forms.kinds import form_of, forms_of
from accord.web.contributing.forms.written import names
from accord.web.site import Site

if TYPE_CHECKING:
    from accord.proposals.checking.sheets import CheckedTable
    from accord.proposals.checking.workbooks import FilledTable


def report_on_tables(site: Site, files: Sequence[SourceFile]) -> Report:
    """The report on tables, as of ``accord check``: line and column are those of the cell.

    A table says its kind, or its file is named after it. Raises BadRequest (400) for a kind that has no form.
    """
    start = perf_counter()
    found = [check_table(site, file.data, file.path).report(0) for file in files]
    findings = (finding for one in found for finding in one.findings)
    statements = sum(one.triples for one in found)
    return report(findings, files=len(files), triples=statements, seconds=perf_counter() - start)


def check_table(site: Site, data: bytes, name: str, form: Form | None = None) -> CheckedTable:
    """A table that was checked, with its own form or a given one; that it cannot be read is a finding of it."""
    from accord.proposals.checking.sheets import CellFinding, CheckedTable, checked_table
    from accord.proposals.checking.workbooks import packed, read_filled

    def cells(data: bytes, name: str) -> Any:
        return site.checker.run("cells", packed(data, name))

    def checked(made: Sequence[SourceFile]) -> Report:
        return Report.of(site.checker.run("check", pack(made)))

    try:
        table = read_filled(data, name, cells)
        own = form or _form_for(site, table)
        return checked_table(site.publication, own, table, name, names(site), checked)
    except InputError as error:
        row, column = (error.place.line, error.place.column) if error.place else (1, 1)
        return CheckedTable(name, (), (CellFinding(row, column, "violation", error.message, error.remedy),))


def _form_for(site: Site, table: FilledTable) -> Form:
    """The form of the kind that a table says, by the IRI or the name of the kind."""
    kinds = forms_of(site)
    iri = next((one["iri"] for one in kinds if table.kind in (one["iri"], one["slug"])), None)
    if iri is None:
        raise BadRequest(
            f"There is no kind {table.kind[:60]!r}. Name the file after the kind of its things, such as"
            f" {kinds[0]['slug'] if kinds else 'thing'}.csv; /contribute lists the kinds."
        )
    return form_of(site, iri)
