"""A contribution: a few files sent over the web, within limits on size and number."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from typing import Any

from accord.errors import LimitError
from accord.proposals.limits import LIMITS
from accord.publication import SourceFile

Sent = Sequence[tuple[str, str]]
"""Files as JSON can say them: pairs of a path and the bytes in base64."""


def pack(files: Iterable[SourceFile]) -> Sent:
    """Files for a message to another process."""
    return [(file.path, base64.b64encode(file.data).decode()) for file in files]


def unpack(sent: Sent) -> list[SourceFile]:
    """The files of a message."""
    return [SourceFile(path, ("data",), base64.b64decode(data)) for path, data in sent]


def require_small(files: Sequence[SourceFile]) -> None:
    """Raise LimitError (413) for too many files, or too many bytes in all."""
    size = sum(len(file.data) for file in files)
    if len(files) > LIMITS.contribution_files:
        raise _exceeded("contribution_files", len(files), "files")
    if size > LIMITS.contribution:
        raise _exceeded("contribution", size, "bytes")


def require_few(triples: int) -> None:
    """Raise LimitError (413) for too many statements."""
    if triples > LIMITS.contribution_triples:
        raise _exceeded("contribution_triples", triples, "statements")


def _exceeded(name: str, given: int, unit: str) -> LimitError:
    allowed: Any = getattr(LIMITS, name)
    message = f"The contribution has {given:,} {unit}; the limit {name} is {allowed:,}."
    return LimitError(message, limit=name, value=allowed, status=413, remedy="Send it in smaller parts.")
