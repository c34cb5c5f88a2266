"""The ends of commands: messages and exit codes of errors, reports, and the verdict on a publication."""

from __future__ import annotations

import sys
from collections import deque
from pathlib import Path

import click

from accord.errors import AccordError, EngineError, InputError, InvalidError, LimitError, QueryError, UsageError
from accord.limits import EngineLimits
from accord.publication import Publication
from accord.validation import SEVERITIES, reports

_EXIT_CODES = ((InvalidError, 1), (UsageError, 3), (LimitError, 4), (EngineError, 4), (QueryError, 3))


def fail(error: AccordError) -> int:
    """Print the error; returns the exit code that fits it."""
    click.echo(f"accord: {error}", err=True)
    return exit_code(type(error))


def exit_code(error: type[AccordError]) -> int:
    """The exit code of a kind of error."""
    return next((code for kind, code in _EXIT_CODES if issubclass(error, kind)), 2)


def refuse_invalid(publication: Publication, path: Path, allow_invalid: bool, limits: EngineLimits) -> int:
    """Report the violations of a publication, and write the outcome of its check to a file for the pages.

    Returns an exit code; 0 if it may be published.
    """
    from accord import validation
    from accord.validation.outcome import Outcome, OutcomeFile

    try:
        report = validation.verdict(publication, seconds=limits.check_deadline, megabytes=limits.check_memory)
    except AccordError as error:
        OutcomeFile(path).write(Outcome(None, error.message))
        return fail(error)
    OutcomeFile(path).write(Outcome(report))
    if not publication.is_strict:
        counts = ", ".join(f"{count:,} {one}{'s' * (count != 1)}" for one in SEVERITIES if (count := report.count(one)))
        advice = f"{counts}. `accord check` and the page /findings list them." if counts else "nothing to correct."
        click.echo(f"The check of the folder found {advice}", err=True)
        return 0
    if report.conforms:
        return 0
    click.echo(reports.write(report, "text", publication.files, colour=sys.stderr.isatty()), err=True)
    if report.exit_code == 4:
        return 4
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
