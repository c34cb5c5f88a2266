"""Updates the files of a folder to the published commit, without a checkout.

Each changed file is replaced in one step, unless somebody else has changed it by hand. A reference remembers up to
which commit this was done, so that it is completed after a crash. A bare repository has no files.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from accord.errors import InputError
from accord.proposals.repository import Repository, TreeEntry
from accord.publication import git

REACHED = "refs/accord/worktree"
"""The commit that the files of the folder were last brought to."""


def changed_by_hand(repository: Repository, paths: list[str]) -> list[str]:
    """Those of these files that differ from the published commit."""
    files = repository.files(repository.head)
    return (
        [path for path in paths if _state(repository, path) != _blob(files.get(path))] if not repository.is_bare else []
    )


def bring_forward(repository: Repository) -> None:
    """Bring the files to the published commit, from the one that was reached. The lock is held.

    Raises InputError for a file that somebody has changed by hand; the others are done.
    """
    head = repository.head
    reached = repository.resolve(REACHED)
    if repository.is_bare or reached == head:
        return
    if reached and repository.is_ancestor(reached, head):
        before, after = repository.files(reached), repository.files(head)
        paths = [path for path in {**before, **after} if before.get(path) != after.get(path)]
        kept = [path for path in paths if not _brought(repository, path, before.get(path), after.get(path))]
        _index(repository, {path: after.get(path) for path in paths})
        if kept:
            remedy = "Commit or discard your changes to it."
            raise InputError(
                f"{kept[0]} was changed by hand, so the published version is not in the folder.", remedy=remedy
            )
    repository.move(REACHED, head, reached, "brought the files to it")


def _brought(repository: Repository, path: str, before: TreeEntry | None, after: TreeEntry | None) -> bool:
    """Bring one file forward; whether it is there."""
    state = _state(repository, path)
    if state == _blob(after):
        return True
    if state != _blob(before):
        return False
    place = repository.root / path
    if after is None:
        place.unlink()
        return True
    place.parent.mkdir(parents=True, exist_ok=True)
    _replace(place, repository.blob(after.blob))
    return True


def _replace(place: Path, data: bytes) -> None:
    """Write a file in one step that survives a crash: a new file, synced, takes the place of the old one."""
    with tempfile.NamedTemporaryFile(dir=place.parent, prefix=".accord-", delete=False) as file:
        try:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), 0o644)
            os.fsync(file.fileno())
            os.replace(file.name, place)
        except OSError:
            os.unlink(file.name)
            raise
    folder = os.open(place.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _index(repository: Repository, entries: dict[str, TreeEntry | None]) -> None:
    """Tell git's index of the new files, so that ``git status`` is right; it is not needed for anything else."""
    rows = []
    for path, entry in entries.items():
        mode, blob = (entry.mode, entry.blob) if entry else ("0", "0" * 40)
        rows.append(f"{mode} {blob}\t{repository.prefix}{path}\0".encode("utf-8", "surrogateescape"))
    git.run(repository.root, "update-index", "-z", "--index-info", input=b"".join(rows))


def _state(repository: Repository, path: str) -> str:
    """The id that the bytes of a file on disk would have as a blob; empty where there is none."""
    try:
        with open(os.open(repository.root / path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:
            data = file.read()
    except FileNotFoundError:
        return ""
    except OSError:
        return "unreadable"
    return git.blob_id(data, repository.head)


def _blob(entry: TreeEntry | None) -> str:
    return entry.blob if entry else ""
