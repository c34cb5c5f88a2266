"""The changes of some things: the statements that each change added and removed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from pyoxigraph import NamedNode

from accord import sandbox
from accord.errors import AccordError
from accord.limits import EngineLimits
from accord.names import owner
from accord.proposals.repository import Repository
from accord.publication import Publication, SourceFile
from accord.publication.history import changes

MOST = 50
"""Changes that are looked at, the latest first: what a feed holds."""
_LARGEST = 20_000_000
"""Bytes of old and new files that are read for one feed."""

_LIMITS = EngineLimits()

Files = list[tuple[str, bytes | None, bytes | None]]
"""Paths, each with the bytes before and after."""


def things_task(publication: Publication, request: Any) -> list[dict[str, Any]]:
    """The changes of the files at ``paths`` that concern the things ``iris``, the latest first.

    Each has ``commit``, ``when`` (seconds since 1970), and ``added`` and ``removed``, as N-Triples. Changes of other
    statements are not among them.
    """
    head = publication.head
    if head is None:
        return []
    wanted, repository, size = set(request["paths"]), Repository(publication.root), 0
    found: list[tuple[str, float, Files]] = []
    for change in changes(publication.root, head.commit, publication.roots):
        paths = [path for _, path in change.files if path in wanted]
        if paths and len(found) < MOST and size < _LARGEST:
            files = files_of(repository, change.commit, paths)
            size += sum(len(data or b"") for _, *both in files for data in both)
            found.append((change.commit, change.when.timestamp(), files))
    steps: list[dict[str, Any]] = sandbox.run(
        _steps, publication, found, frozenset(request["iris"]), seconds=_LIMITS.deadline, megabytes=_LIMITS.check_memory
    )
    return steps


def files_of(repository: Repository, commit: str, paths: Iterable[str]) -> Files:
    """The files at these paths before and after a commit."""
    parents = repository.parents(commit)
    before = repository.files(parents[0]) if parents else {}
    after = repository.files(commit)

    def data(path: str, files: Any) -> bytes | None:
        return repository.blob(files[path].blob) if path in files else None

    return [(path, data(path, before), data(path, after)) for path in paths]


def _steps(
    publication: Publication, found: list[tuple[str, float, Files]], iris: Collection[str]
) -> list[dict[str, Any]]:
    steps = []
    for commit, when, files in found:
        old = {line for path, before, _ in files for line in _about(publication, path, before, iris)}
        new = {line for path, _, after in files for line in _about(publication, path, after, iris)}
        if old != new:
            added, removed = sorted(new - old), sorted(old - new)
            steps.append({"commit": commit, "when": when, "added": added, "removed": removed})
    return steps


def _about(publication: Publication, path: str, data: bytes | None, iris: Collection[str]) -> Iterable[str]:
    """The statements about things in a file; none of a file that cannot be read."""
    if data is None:
        return
    known = next((file for file in publication.files if file.path == path), None)
    try:
        for quad in SourceFile(path, ("data",), data, known.base if known else "").quads("urn:file"):
            if isinstance(quad.subject, NamedNode) and owner(quad.subject.value) in iris:
                yield str(quad.triple)
    except AccordError:
        return  # an older version may have had mistakes that were corrected since
