"""``accord check``: the findings about a publication, or about files of one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from accord import progress
from accord.cli.checking import staying
from accord.cli.checking.files import Wanted, places_of, wanted
from accord.cli.checking.fix import fix_files
from accord.cli.checking.previews import FORMATS, print_preview
from accord.cli.checking.tables import are_tables, check_tables
from accord.cli.checking.watching import changes
from accord.cli.endings import fail
from accord.cli.options import PUBLICATION, STRICT, limit_option
from accord.errors import AccordError, UsageError
from accord.limits import EngineLimits
from accord.publication import Publication, SourceFile
from accord.publication.files.texts import texts_of
from accord.validation import Report, reports

_OF_FILES = EngineLimits(check_deadline=60, check_memory=2048)
"""The default limits for a check of single files."""


@click.command(epilog="Example: accord check data/agreements/new.ttl --format sarif")
@click.argument("paths", type=click.Path(path_type=Path, allow_dash=True), nargs=-1)
@click.option("--publication", "root", type=click.Path(path_type=Path), help=PUBLICATION)
@click.option(
    "--format",
    "output",
    type=click.Choice(tuple(reports.WRITERS)),
    default="text",
    show_default=True,
    help="Format of the report.",
)
@click.option("--changed", is_flag=True, help="Check only the files that differ from the last commit.")
@click.option("--since", default="", metavar="COMMIT", help="Check only the files that differ from this commit.")
@click.option("--stdin-name", default="", metavar="PATH", help="The path of the file that is read from standard input.")
@click.option("--fix", "with_fix", is_flag=True, help="First show the fixes that need no decision, as accord fix does.")
@click.option("--write", is_flag=True, help="Write the fixes of --fix into the files before they are checked.")
@click.option("--preview", "with_preview", is_flag=True, help="Also say what the files would change on the site.")
@click.option("--watch", is_flag=True, help="Check again after each change, until Ctrl-C.")
@click.option(
    "--stay", envvar="ACCORD_STAY", is_flag=True, help="Keep a process running that makes the next checks faster."
)
@click.option("--style", "with_style", is_flag=True, help="Also check the layout of Turtle files (warnings).")
@click.option("--coverage", is_flag=True, help="Count the nodes that each constraint of the shapes saw; check nothing.")
@click.option("--texts", type=click.Path(path_type=Path), help="Folder with the texts of the source documents.")
@STRICT
@limit_option("check_deadline")
@limit_option("check_memory")
def check(
    paths: Sequence[Path],
    root: Path | None,
    output: str,
    changed: bool,
    since: str,
    stdin_name: str,
    with_fix: bool,
    write: bool,
    with_preview: bool,
    watch: bool,
    stay: bool,
    with_style: bool,
    coverage: bool,
    texts: Path | None,
    strict: bool,
    check_deadline: float,
    check_memory: int,
) -> None:
    """Check a publication, a folder of it or single files.

    A file is checked together with its publication, which is searched for in the folders above it.
    Without PATHS it checks the whole publication; "-" reads a file from standard input. It reports every mistake with
    its line, its column and a likely fix. Tables (.csv, .xlsx; see accord table) are checked cell by cell.

    With --stay a process keeps the publication in memory, so that the next checks take a fraction of the time. It reads
    changed files again, and ends after 15 minutes without a check. With --preview the check also says what the files
    would change, like accord proposals preview.

    Exit codes: 0 no violations, 1 violations, 2 input that cannot be read, 3 wrong usage or broken shapes, 4 a limit
    was reached.
    """
    limits = EngineLimits(check_deadline=check_deadline, check_memory=check_memory)
    progress.watch()

    def once() -> int:
        """Check and print; returns the exit code."""
        if with_preview:
            _require_previewed(paths, output)
        elif are_tables(paths):
            return _print(check_tables(paths, root, strict=strict), output)

        def read() -> Wanted:
            return wanted(paths, root, name=stdin_name, strict=strict, since=since or ("HEAD" if changed else ""))

        subject = read()
        if with_fix and fix_files(subject, write=write, style=with_style, err=True) and write:
            subject = read()
        if coverage:
            return _print_coverage(subject.publication, limits)
        if with_preview and subject.files != ():
            return print_preview(subject.publication, places_of(subject), output)
        return _print_check(_with_texts(subject, texts), output, with_style, limits, stay)

    if not watch:
        sys.exit(once())
    _watch(once, paths or (root or Path(),))


def _watch(check_once: Callable[[], int], paths: Sequence[Path]) -> None:
    """Check now and after each change, until Ctrl-C; broken shapes and the like can be corrected meanwhile."""
    with suppress(KeyboardInterrupt):
        for _ in changes(paths):
            click.clear()
            try:
                check_once()
            except AccordError as error:
                fail(error)


def _print_check(subject: Wanted, output: str, with_style: bool, limits: EngineLimits, stay: bool) -> int:
    """Check, print the report, and leave a process behind where that is wanted; returns the exit code."""
    if subject.files == ():
        click.echo("No files have changed.")
        return 0
    code = _print(_report(subject, with_style, limits), output, subject.sources)
    if stay:
        staying.stay(subject.publication.root)
    return code


def _print(report: Report, output: str, sources: Sequence[SourceFile] = ()) -> int:
    """Print a report; returns its exit code."""
    click.echo(reports.write(report, output, sources, colour=sys.stdout.isatty()))
    return report.exit_code


def _with_texts(subject: Wanted, folder: Path | None) -> Wanted:
    """The input of the check, with the texts of source documents from a folder, if one is given."""
    if folder is None:
        return subject
    texts = (*subject.publication.texts, *texts_of(folder))
    return replace(subject, publication=replace(subject.publication, texts=texts))


def _require_previewed(paths: Sequence[Path], output: str) -> None:
    """Raises UsageError for what has no preview: tables, and the formats that list findings only."""
    if output not in FORMATS:
        raise UsageError(f"--preview cannot write the format {output}.", remedy=f"Use one of: {', '.join(FORMATS)}.")
    if are_tables(paths):
        raise UsageError("--preview is for RDF files, not for tables.", remedy="Leave --preview out.")


def _report(subject: Wanted, with_style: bool, limits: EngineLimits) -> Report:
    """The report on what is to be checked; what was read and guessed goes to stderr."""
    from accord.validation.verdicts import digest_of, remembered

    publication = subject.publication
    for note in (*publication.reading, *publication.notes):
        click.echo(f"accord: {note}" if note in publication.notes else note, err=True)
    if subject.files and limits == EngineLimits():
        limits = _OF_FILES
    files = subject.files or ()
    digest = digest_of(publication, files, f"{os.getcwd()}\0{with_style}\0{subject.files is None}")
    return remembered(digest, lambda: _checked(publication, files, with_style, limits))


def _checked(publication: Publication, files: Sequence[SourceFile], with_style: bool, limits: EngineLimits) -> Report:
    """The report of a check, in a confined process."""
    from accord import validation
    from accord.duplicates import new_things
    from accord.validation.stages import style

    return validation.check_sandboxed(
        publication,
        files,
        also=[new_things, style.check] if with_style else [new_things],
        seconds=limits.check_deadline,
        megabytes=limits.check_memory,
    )


def _print_coverage(publication: Publication, limits: EngineLimits) -> int:
    """A line for each constraint: where it is, what it is, the nodes that it saw; those that saw none come first.

    Returns the exit code, which is that of success.
    """
    from accord import sandbox
    from accord.validation import coverage
    from accord.validation.reports import printable
    from accord.validation.shacl import run_pyshacl

    run_pyshacl.prepare()
    found = sandbox.run(coverage.rows, publication, seconds=limits.check_deadline, megabytes=limits.check_memory)
    for place, parameter, shape, focus, values in sorted(found, key=lambda row: row[4] > 0):
        shortened = publication.settings.prefixes.shorten(shape) or shape
        click.echo(
            printable(f"{place}: {parameter} of {shortened or 'a shape'}: {values:,} values, {focus:,} focus nodes")
        )
    idle = sum(row[4] == 0 for row in found)
    click.echo(f"{len(found):,} constraints; {idle:,} of them saw no node.")
    return 0
