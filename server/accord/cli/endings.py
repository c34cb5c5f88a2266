"""How a command ends: the message and the exit code of an error, a report, and the verdict on a publication."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable

import click

from accord.errors import AccordError, EngineError, InputError, InvalidError, LimitError, QueryError, UsageError
from accord.limits import EngineLimits
from accord.publication import Publication, SourceFile
from accord.validation import SEVERITIES, Report
from accord.validation.reports import WRITERS

_EXIT_CODES = ((InvalidError, 1), (UsageError, 3), (LimitError, 4), (EngineError, 4), (QueryError, 3))


def fail(error: AccordError) -> int:
    """Print the error; returns the exit code that fits it."""
    click.echo(f"accord: {error}", err=True)
    return next((code for kind, code in _EXIT_CODES if isinstance(error, kind)), 2)


def written(report: Report, output: str, files: Iterable[SourceFile], *, colour: bool) -> str:
    """A report in a format of ``WRITERS``, which may quote the lines of these files."""
    sources = {file.path: file.data.decode("utf-8", "replace") for file in files}
    return WRITERS[output](report, sources, colour=colour)


def refuse_invalid(publication: Publication, allow_invalid: bool, limits: EngineLimits) -> int:
    """Report the violations of a publication. Returns an exit code; 0 if it may be published."""
    from accord import validation

    try:
        report = validation.verdict(publication, seconds=limits.check_deadline, megabytes=limits.check_memory)
    except AccordError as error:
        return fail(error)
    if not publication.is_strict:
        counts = ", ".join(f"{report.count(one):,} {one}s" for one in SEVERITIES if report.count(one))
        advice = f"{counts}. `accord check` lists them." if counts else "nothing to correct."
        click.echo(f"The check of the folder found {advice}", err=True)
        return 0
    if report.conforms:
        return 0
    click.echo(written(report, "text", publication.files, colour=sys.stderr.isatty()), err=True)
    if allow_invalid:
        return _unreadable(publication)
    remedy = "Correct the data, or publish them as they are with --allow-invalid."
    return fail(InvalidError("The publication breaks its own shapes.", remedy=remedy))


def _unreadable(publication: Publication) -> int:
    """Report a file that cannot be parsed, which no engine can load. Returns an exit code; 0 if there is none."""
    try:
        deque(publication.quads("ontology", "data"), maxlen=0)
    except InputError as error:
        return fail(InputError(f"--allow-invalid cannot publish what is not Turtle: {error}"))
    return 0
