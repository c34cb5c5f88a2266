"""Checking a contribution, confined to a child process: nothing is stored, and nothing is fetched."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from accord import sandbox
from accord.duplicates import new_things_in_time
from accord.errors import InputError
from accord.proposals.checking.contributions import require_few, unpack
from accord.proposals.limits import LIMITS
from accord.publication import Publication, SourceFile
from accord.validation import Report
from accord.validation.checking import check_by
from accord.validation.contributions import check_sandboxed
from accord.validation.fixing import fixed
from accord.validation.reading import read

_COUNTED_FROM = 2 * LIMITS.contribution_triples
"""Bytes from which the statements of a file are counted first: one takes two at least, a digit and a comma."""


def check_task(publication: Publication, request: Any) -> dict[str, Any]:
    """The report (as JSON values) on the files of a request, which take the place of those with the same paths."""
    return check_files(publication, unpack(request)).document()


def check_files(publication: Publication, files: Sequence[SourceFile]) -> Report:
    """The report on contributed files, whose paths are relative to the publication.

    A limit that is met is a finding beside what was found before. Raises EngineError when the check stops early, and
    UsageError when the shapes are broken.
    """
    seconds = LIMITS.contribution_time
    memory = LIMITS.contribution_memory
    also = [new_things_in_time]
    return check_sandboxed(publication, files, also=also, first=_begin, seconds=seconds, megabytes=memory)


def confined(function: Callable[..., object], *arguments: object) -> Any:
    """The result of a function, run within the limits of a contribution. Raises LimitError and EngineError."""
    return sandbox.run(function, *arguments, seconds=LIMITS.contribution_time, megabytes=LIMITS.contribution_memory)


def shapes_task(publication: Publication, request: Any) -> dict[str, Any]:
    """The report (as JSON values) of some shapes alone, whose IRIs are ``shapes``, on the ``files`` of a request."""
    found: dict[str, Any] = confined(_by_shapes, publication, unpack(request["files"]), request["shapes"])
    return found


def _by_shapes(publication: Publication, files: Sequence[SourceFile], chosen: Sequence[str]) -> dict[str, Any]:
    return check_by(publication, files, chosen).document()


def fix_task(publication: Publication, request: Any) -> dict[str, Any]:
    """The first file of a request with the fixes that need no decision (``text``), and their counts (``changes``)."""
    found: dict[str, Any] = confined(_fixed, publication, unpack(request)[0])
    return found


def _fixed(publication: Publication, file: SourceFile) -> dict[str, Any]:
    done = fixed(publication, file)
    return {"text": done.data.decode("utf-8", "replace"), "changes": dict(done.changes)}


def _begin(publication: Publication, files: Sequence[SourceFile]) -> None:
    """See to the paths and the size of a contribution. Raises LimitError for too many statements."""
    with suppress(OSError):  # a publication that is not a folder has no paths to confuse
        os.chdir(publication.root)
    large = [file for file in files if len(file.data) > _COUNTED_FROM]
    require_few(sum(map(_statements, large)))


def _statements(file: SourceFile) -> int:
    """How many statements a file has; none where it cannot be decoded, which the check reports."""
    try:
        return len(read(file)[0].triples)
    except InputError:
        return 0
