"""Checks in a sandbox, so that every file or folder ends in a report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from time import perf_counter
from typing import Any

from accord import sandbox
from accord.errors import EngineError, LimitError, Place
from accord.publication import Publication, SourceFile
from accord.validation.check_run import LESS_WORK, MORE_TIME, CheckRun, Memory, begin, unfinished
from accord.validation.checking import Stage, check
from accord.validation.findings import Finding, Report
from accord.validation.grouping import report
from accord.validation.shacl import run_pyshacl
from accord.validation.stages import rules

First = Callable[[Publication, Sequence[SourceFile]], None]
"""The first part of a check, in its child process."""


class UnfinishedError(LimitError):
    """A limit that ended a check, with what had been ``found`` before."""

    found: tuple[Finding, ...] = ()

    @classmethod
    def of(cls, error: LimitError, memory: Memory) -> UnfinishedError:
        """The error with what the child has said about its work."""
        ran = memory.last_words()
        message = f"{error.message} {unfinished(ran, ['all that comes after it'])}" if ran else error.message
        made = cls(message, limit=error.limit, value=error.value, status=error.status, remedy=error.remedy)
        made.found = memory.kept()
        return made


def check_sandboxed(
    publication: Publication,
    contributions: Sequence[SourceFile] = (),
    *,
    also: Sequence[Stage] = (),
    first: First | None = None,
    seconds: float = 60,
    megabytes: int = 2048,
) -> Report:
    """:func:`check` of these files, or of the whole publication, and what ``also`` looks for, confined to a child.

    ``seconds`` is wall time, ``megabytes`` (MiB) is memory. A limit that is met becomes a finding with the code
    ``LIMIT-DEADLINE``, ``LIMIT-MEMORY`` or that of a limit that ``first`` finds; the report has what was found before.
    Raises EngineError when the check stops early in another way, and UsageError when the shapes are broken.
    """
    start = perf_counter()
    try:
        return confined(publication, contributions, also=also, first=first, seconds=seconds, megabytes=megabytes)
    except UnfinishedError as error:
        place = next((Place(file.path, 1, 1, 1, 1) for file in contributions), None)
        finding = Finding(f"LIMIT-{error.limit.upper()}", "violation", error.message, place, remedy=error.remedy)
        seen = contributions or publication.files
        return report([finding, *error.found], files=len(seen), triples=0, seconds=perf_counter() - start)


def confined(
    publication: Publication,
    contributions: Sequence[SourceFile] = (),
    *,
    also: Sequence[Stage] = (),
    first: First | None = None,
    seconds: float,
    megabytes: int,
) -> Report:
    """:func:`check` in a child that can open nothing. Raises LimitError for a limit that it meets, and EngineError."""
    run_pyshacl.prepare()
    rules.rules()
    memory = Memory()
    asked = publication, contributions, also, first, memory, seconds
    try:
        return Report.of(sandbox.run(_document, *asked, seconds=seconds, megabytes=megabytes))
    except LimitError as error:
        error.remedy = error.remedy or (LESS_WORK if contributions else MORE_TIME)
        raise UnfinishedError.of(error, memory) from error
    except ValueError as error:
        raise EngineError("The check gave no report.", remedy="Try again; if it happens again, report it.") from error


def _document(
    publication: Publication,
    contributions: Sequence[SourceFile],
    also: Sequence[Stage],
    first: First | None,
    memory: Memory,
    seconds: float,
) -> dict[str, Any]:
    run = CheckRun(memory, LESS_WORK if contributions else MORE_TIME)
    run.limit(seconds)
    begin(run)
    if first:
        first(publication, contributions)
    return check(publication, contributions, also=also).document()
