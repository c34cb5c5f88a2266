"""``accord table``: a table to fill in for a kind of thing, and a filled one as Turtle."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accord.cli.options import PUBLICATION
from accord.errors import UsageError
from accord.publication import Publication
from accord.publication.files import read_file, write_new

if TYPE_CHECKING:
    from accord.forms.controls import Form, FormMaker


@click.command(epilog="Example: accord table funding --format xlsx > funding.xlsx")
@click.argument("kind")
@click.argument("filled", required=False, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "output",
    type=click.Choice(("csv", "xlsx")),
    default="csv",
    show_default=True,
    help="Format of the empty table.",
)
@click.option(
    "--mapping", type=click.Path(path_type=Path), help="CSV file that maps the headings of FILLED to the headings here."
)
@click.option("--publication", "root", type=click.Path(path_type=Path), default=Path(), help=PUBLICATION)
@click.option("--write", is_flag=True, help="Write the Turtle files of FILLED where they belong, if nothing is wrong.")
def table(kind: str, filled: Path | None, output: str, mapping: Path | None, root: Path, write: bool) -> None:
    """Print a table to fill in, or check a filled one.

    The table has a row for each thing of a KIND. In CSV, the second row says what to write in each column; a workbook
    (xlsx) has notes and lists to choose from. Each finding names the cell of the filled table (file:row:column, or
    Sheet!C7).

    A table with other headings needs a mapping: a CSV file with the columns column (the heading there), heading (the
    heading here) and value (a value for all rows).

    Exit codes: 0 no violations, 1 violations, 2 input that cannot be read, 3 wrong usage.
    """
    from accord.forms.controls import FormMaker
    from accord.forms.tables import template
    from accord.proposals.checking.workbooks import empty_workbook

    publication = Publication.read(root)
    maker = FormMaker(publication)
    form = form_of(maker, kind)
    if filled is None:
        sys.stdout.buffer.write(template(form) if output == "csv" else empty_workbook(form))
        return
    sys.exit(_check(publication, maker, form, filled, mapping, write))


def form_of(maker: FormMaker, kind: str) -> Form:
    """The form of a kind by its name, the initials of its name, or its IRI. Raises UsageError for none of these."""
    from accord.forms.kinds import kind_named
    from accord.names import slug_of

    kinds = {slug_of(name): iri for iri, name, _ in maker.kinds()}
    return maker.form(kind if kind in kinds.values() else kind_named(kind, kinds))


def _check(
    publication: Publication, maker: FormMaker, form: Form, filled: Path, mapping: Path | None, write: bool
) -> int:
    """Report what is wrong with a filled table; an exit code."""
    from accord.duplicates.names import names_in
    from accord.forms.mapping import mapped, read_mapping
    from accord.proposals.checking.checker import prepare
    from accord.proposals.checking.sheets import checked_table
    from accord.proposals.checking.workbooks import read_filled

    prepare()
    given = read_filled(read_file(filled), str(filled))
    if mapping:
        lines = read_mapping(read_file(mapping), str(mapping), form)
        given = replace(given, rows=tuple(mapped(given.rows, lines)))
    result = checked_table(publication, form, given, str(filled), names_in(publication, maker))
    for line in result.lines():
        click.echo(line)
    if write and result.is_right:
        _write(publication.root, result.files)
    return 0 if result.is_right else 1


def _write(root: Path, files: Sequence[tuple[str, str]]) -> None:
    """Write new files, or none of them where one is there already (UsageError)."""
    for path, _ in files:
        if (root / path).exists():
            raise UsageError(f"{path} exists already.", remedy="Give the row another address.")
    for path, text in files:
        write_new(root / path, text)
        click.echo(f"Written: {path}")
