"""Checking what strangers sent: in a sandbox, so that whatever it holds ends in a report."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from time import perf_counter

from accord import sandbox
from accord.errors import LimitError, Place
from accord.publication import Publication, SourceFile
from accord.validation import conformance, rules
from accord.validation.checking import Stage, check
from accord.validation.findings import Finding, Report, report


def check_sandboxed(
    publication: Publication,
    contributions: Sequence[SourceFile],
    *,
    also: Sequence[Stage] = (),
    seconds: float = 60,
    megabytes: int = 2048,
) -> Report:
    """:func:`check` of these files, and what ``also`` looks for, in a bounded time and without opening anything.

    ``seconds`` is wall time, ``megabytes`` (MiB) is memory. A limit that is met becomes a finding with the code
    ``LIMIT-DEADLINE`` or ``LIMIT-MEMORY``. Raises EngineError when the check breaks off in another way, and UsageError
    when the shapes are broken.
    """
    start = perf_counter()
    conformance.prepare()
    rules.rules()
    try:
        work = partial(check, publication, contributions, also=also)
        return sandbox.run(work, seconds=seconds, megabytes=megabytes)
    except LimitError as error:
        place = next((Place(file.path, 1, 1, 1, 1) for file in contributions), None)
        hint = "Send it in smaller parts, or simplify what takes so long."
        finding = Finding(f"LIMIT-{error.limit.upper()}", "violation", error.message, place, hint=hint)
        return report([finding], files=len(contributions), triples=0, seconds=perf_counter() - start)
