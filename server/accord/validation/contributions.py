"""Checking in a sandbox, so that whatever a file or a folder holds ends in a report."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter
from typing import Any

from accord import sandbox
from accord.errors import EngineError, LimitError, Place
from accord.publication import Publication, SourceFile
from accord.validation.checking import Stage, check
from accord.validation.findings import Finding, Report, report
from accord.validation.shacl import run_pyshacl
from accord.validation.stages import rules


def check_sandboxed(
    publication: Publication,
    contributions: Sequence[SourceFile] = (),
    *,
    also: Sequence[Stage] = (),
    seconds: float = 60,
    megabytes: int = 2048,
) -> Report:
    """:func:`check` of these files, or of the whole publication, and what ``also`` looks for, confined to a child.

    ``seconds`` is wall time, ``megabytes`` (MiB) is memory. A limit that is met becomes a finding with the code
    ``LIMIT-DEADLINE`` or ``LIMIT-MEMORY``. Raises EngineError when the check breaks off in another way, and UsageError
    when the shapes are broken.
    """
    start = perf_counter()
    try:
        return confined(publication, contributions, also=also, seconds=seconds, megabytes=megabytes)
    except LimitError as error:
        place = next((Place(file.path, 1, 1, 1, 1) for file in contributions), None)
        remedy = "Send it in smaller parts, or simplify what takes so long." if contributions else error.remedy
        finding = Finding(f"LIMIT-{error.limit.upper()}", "violation", error.message, place, remedy=remedy)
        return report([finding], files=len(contributions), triples=0, seconds=perf_counter() - start)


def confined(
    publication: Publication,
    contributions: Sequence[SourceFile] = (),
    *,
    also: Sequence[Stage] = (),
    seconds: float,
    megabytes: int,
) -> Report:
    """:func:`check` in a child that can open nothing. Raises LimitError for a limit that it meets, and EngineError."""
    run_pyshacl.prepare()
    rules.rules()
    try:
        return Report.of(sandbox.run(_document, publication, contributions, also, seconds=seconds, megabytes=megabytes))
    except LimitError as error:
        error.remedy = (
            "Give the check more time with --check-deadline, or simplify the shapes." if not contributions else ""
        )
        raise
    except ValueError as error:
        raise EngineError("The check gave no report.", remedy="Try again; if it happens again, report it.") from error


def _document(publication: Publication, contributions: Sequence[SourceFile], also: Sequence[Stage]) -> dict[str, Any]:
    return check(publication, contributions, also=also).document()
