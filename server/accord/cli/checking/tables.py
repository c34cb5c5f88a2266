"""Tables for ``accord check``: CSV and workbooks. A table states its kind, or its file is named after the kind."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from accord.cli.table import form_of
from accord.errors import UsageError
from accord.publication import Publication
from accord.publication.files import read_file
from accord.publication.files.nearest import publication_of
from accord.validation import Report
from accord.validation.grouping import report

ENDINGS = (".csv", ".xlsx")
"""The endings of the names of tables."""


def are_tables(paths: Sequence[Path]) -> bool:
    """Whether tables are to be checked. Raises UsageError for tables and other files at once."""
    tables = [path for path in paths if path.suffix.lower() in ENDINGS]
    if tables and len(tables) < len(paths):
        raise UsageError("Tables are checked apart from other files.", remedy=f"Name {tables[0]} alone.")
    return bool(tables)


def check_tables(paths: Sequence[Path], root: Path | None, *, strict: bool) -> Report:
    """The report on tables: line and column are those of the cell. Raises InputError, LimitError and UsageError."""
    from accord.duplicates.names import names_in
    from accord.forms.controls import FormMaker
    from accord.proposals.checking.checker import prepare
    from accord.proposals.checking.sheets import checked_table
    from accord.proposals.checking.workbooks import read_filled

    start = perf_counter()
    publication = Publication.read(root or publication_of(paths[0]) or publication_of(Path()) or Path(), strict=strict)
    maker = FormMaker(publication)
    names = names_in(publication, maker)
    prepare()
    found: list[Report] = []
    for path in paths:
        given = read_filled(read_file(path), str(path))
        result = checked_table(publication, form_of(maker, given.kind), given, str(path), names)
        found.append(result.report(0))
    findings = (finding for one in found for finding in one.findings)
    return report(findings, files=len(paths), triples=sum(one.triples for one in found), seconds=perf_counter() - start)
