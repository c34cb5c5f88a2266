"""Checking a contribution, confined to a child process: nothing is stored, and nothing is fetched."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import perf_counter
from typing import Any

from accord import confine, sandbox
from accord.errors import LimitError, Place
from accord.proposals.contributions import require_few, unpack
from accord.proposals.limits import LIMITS
from accord.publication import Publication, SourceFile
from accord.validation import Finding, Report
from accord.validation.checking import check
from accord.validation.fixing import fixed
from accord.validation.grouping import report
from accord.validation.reading import read

_COUNTED_FROM = 2 * LIMITS.contribution_triples
"""Bytes from which the statements of a file are counted first: one takes two at least, a digit and a comma."""


def check_task(publication: Publication, request: Any) -> dict[str, Any]:
    """The report (as JSON values) on the files of a request, which take the place of those with the same paths."""
    return check_files(publication, unpack(request)).document()


def check_files(publication: Publication, files: Sequence[SourceFile]) -> Report:
    """The report on contributed files, whose paths are relative to the publication; a limit that is met is a finding.

    Raises EngineError when the check breaks off, and UsageError when the shapes are broken.
    """
    start = perf_counter()
    try:
        return Report.of(confined(_checked, publication, files))
    except LimitError as error:
        place = Place(files[0].path, 1, 1, 1, 1) if files else None
        remedy = error.remedy or "Send it in smaller parts, or simplify what takes so long."
        finding = Finding(f"LIMIT-{error.limit.upper()}", "violation", error.message, place, remedy=remedy)
        return report([finding], files=len(files), triples=0, seconds=perf_counter() - start)


def confined(function: Callable[..., object], *arguments: object) -> Any:
    """What a function returns within the limits of a contribution. Raises LimitError and EngineError."""
    megabytes = (confine.address_space() >> 20) + LIMITS.contribution_memory
    return sandbox.run(function, *arguments, seconds=LIMITS.contribution_time, megabytes=megabytes)


def fix_task(publication: Publication, request: Any) -> dict[str, Any]:
    """The first file of a request with the fixes that need no decision (``text``), and their counts (``changes``)."""
    found: dict[str, Any] = confined(_fixed, publication, unpack(request)[0])
    return found


def _fixed(publication: Publication, file: SourceFile) -> dict[str, Any]:
    done = fixed(publication, file)
    return {"text": done.data.decode("utf-8", "replace"), "changes": dict(done.changes)}


def _checked(publication: Publication, files: Sequence[SourceFile]) -> dict[str, Any]:
    with suppress(OSError):  # a publication that is no folder has no paths to confuse
        os.chdir(publication.root)
    large = [file for file in files if len(file.data) > _COUNTED_FROM]
    require_few(sum(len(read(file)[0].triples) for file in large))
    return check(publication, files).document()
