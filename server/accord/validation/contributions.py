"""Checking what strangers sent: in a sandbox, so that whatever it holds ends in a report."""

from __future__ import annotations

from collections.abc import Sequence
from time import perf_counter

from accord import sandbox
from accord.errors import LimitError, Place
from accord.publication import Publication, SourceFile
from accord.validation import conformance, rules
from accord.validation.checking import check
from accord.validation.findings import Finding, Report, report


def check_sandboxed(
    publication: Publication, contributions: Sequence[SourceFile], *, seconds: float = 60, megabytes: int = 2048
) -> Report:
    """:func:`check` of these files with at most so much wall time and memory (MiB), and no way to open anything.

    A limit that is met becomes a finding with the code ``LIMIT-DEADLINE`` or ``LIMIT-MEMORY``. Raises EngineError when
    the check breaks off in another way, and UsageError when the shapes are broken.
    """
    start = perf_counter()
    conformance.prepare()
    rules.rules()
    try:
        return sandbox.run(check, publication, contributions, seconds=seconds, megabytes=megabytes)
    except LimitError as error:
        place = next((Place(file.path, 1, 1, 1, 1) for file in contributions), None)
        hint = "Send it in smaller parts, or simplify what takes so long."
        finding = Finding(f"LIMIT-{error.limit.upper()}", "violation", error.message, place, hint=hint)
        return report([finding], files=len(contributions), triples=0, seconds=perf_counter() - start)
