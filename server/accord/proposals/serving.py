"""The service that publishes a repository: how another process lets it publish a new commit."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from accord.errors import AccordError, InputError
from accord.proposals.repository import Repository
from accord.proposals.worktree import REACHED, bring_forward

_NAME = "accord/service.pid"


@contextmanager
def announced(repository: Repository | None) -> Iterator[None]:
    """While this lasts, the process id of this service is in the repository's own folder."""
    if repository is None:
        yield
        return
    path = repository.folder / _NAME
    with suppress(OSError):  # a repository that cannot be written is served read-only
        path.parent.mkdir(mode=0o700, exist_ok=True)
        path.write_text(f"{os.getpid()}\n")
    try:
        yield
    finally:
        with suppress(OSError, ValueError):
            if int(path.read_text()) == os.getpid():
                path.unlink()


def repository_of(folder: Path) -> Repository | None:
    """The repository of a folder; ``None`` where the folder is read-only."""
    try:
        return Repository.of(folder)
    except InputError:
        return None


def up_to_date(folder: Path) -> None:
    """Complete what a decision left undone when its process ended. What cannot be done is printed."""
    repository = repository_of(folder)
    if repository is None or not repository.resolve(REACHED):
        return
    try:
        with repository.lock():
            bring_forward(repository)
    except (AccordError, OSError) as error:
        print(f"accord: {error}", file=sys.stderr, flush=True)


def reload_service(repository: Repository) -> bool:
    """Let the running service read the repository again; whether there is one."""
    try:
        pid = int((repository.folder / _NAME).read_text())
        os.kill(pid, signal.SIGHUP)
    except (OSError, ValueError):
        return False
    return True
