"""What a proposal changes, file by file, and whether that still fits the published version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accord.proposals.errors import MissingVersion, Stale
from accord.proposals.repository import FILE, Repository, TreeEntry

Files = Mapping[str, TreeEntry]
Changes = dict[str, TreeEntry | None]
"""Path -> the file as it becomes; ``None`` where it is removed."""


@dataclass(frozen=True, slots=True)
class FileChange:
    """One file of a proposal: its bytes in the version that it was made from and now; ``None`` where there is none."""

    path: str
    before: bytes | None
    after: bytes | None


def difference(before: Files, after: Files) -> Changes:
    """The files that differ."""
    return {path: after.get(path) for path in {**before, **after} if before.get(path) != after.get(path)}


def applied(repository: Repository, changes: Changes, base: str, head: str) -> Changes:
    """The changes from a version that are still to be made in the published one.

    Raises Stale when a file was changed otherwise since.
    """
    before, now = repository.files(base), repository.files(head)
    moved = [path for path in changes if now.get(path) not in (before.get(path), changes[path])]
    if moved:
        raise stale(repository, base, head, moved)
    return {path: entry for path, entry in changes.items() if now.get(path) != entry}


def stale(repository: Repository, base: str, head: str, paths: list[str]) -> Stale:
    """The error that says what changed since a version."""
    prefixed = [repository.prefix + path for path in paths]
    since = [commit for commit in repository.log(f"{base}..{head}") if _touches(repository, commit.id, prefixed)]
    what = tuple(f"{commit.id[:12]} {commit.message.partition(chr(10))[0]} ({commit.author})" for commit in since[:20])
    message = f"{', '.join(paths[:5])} changed since the version {base[:12]} that this was made from."
    words = f" Since then: {'; '.join(what)}." if what else ""
    return Stale(
        message + words, remedy="Load the current version, make the change again, and send that.", changed=what
    )


def _touches(repository: Repository, commit: str, paths: list[str]) -> bool:
    parents = repository.parents(commit)
    before = repository.files(parents[0]) if parents else {}
    return any(repository.prefix + path in paths for path in difference(before, repository.files(commit)))


def require_version(repository: Repository, given: str) -> str:
    """The commit of the version that a change was made from.

    Raises MissingVersion without one, and Stale for one that is not in the history of what is published.
    """
    if not given:
        remedy = "Send the version of the data, which is in each answer as Accord-Version, in the header If-Match."
        raise MissingVersion("The change does not say which version it was made from.", remedy=remedy)
    commit, head = repository.find(given), repository.head
    if not commit or not (commit == head or repository.is_ancestor(commit, head)):
        remedy = f"The current version is {head[:12]}. Load it, and make the change again."
        raise Stale(f"There is no version {given[:64]!r} of what is published.", remedy=remedy)
    return commit


def stored(repository: Repository, contents: Mapping[str, bytes | None]) -> Changes:
    """Files as blobs of the repository."""
    return {
        path: TreeEntry(FILE, repository.store(data)) if data is not None else None for path, data in contents.items()
    }


def file_changes(repository: Repository, before: Files, changes: Changes) -> list[FileChange]:
    """Changes with the bytes of the files."""

    def read(entry: TreeEntry | None) -> bytes | None:
        return repository.blob(entry.blob) if entry else None

    return [FileChange(path, read(before.get(path)), read(entry)) for path, entry in sorted(changes.items())]
