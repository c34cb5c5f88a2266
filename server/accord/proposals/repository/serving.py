"""The service that publishes a repository: how another process lets it publish a new commit."""

from __future__ import annotations

import fcntl
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from accord.errors import AccordError, InputError
from accord.proposals.repository import Repository
from accord.proposals.repository.worktree import REACHED, bring_forward

_NAME = "accord/service.pid"


@contextmanager
def announced(repository: Repository | None) -> Iterator[None]:
    """While this lasts, the process id of this service is in the repository's own folder, in a file that it locks.

    The lock ends with the process, however it ends, so that nobody signals another process that got its id later.
    """
    with ExitStack() as stack:
        if repository is not None:
            with suppress(OSError):  # a repository that cannot be written is served read-only, or another one serves it
                path = repository.folder / _NAME
                path.parent.mkdir(mode=0o700, exist_ok=True)
                file = stack.enter_context(path.open("a+"))
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                file.truncate(0)
                print(os.getpid(), file=file, flush=True)
        yield


def repository_of(folder: Path, ref: str = "") -> Repository | None:
    """The repository of a folder; ``None`` where the folder is read-only."""
    try:
        return Repository.of(folder, ref)
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
        with (repository.folder / _NAME).open("r+") as file:
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:  # the service that wrote it runs
                os.kill(int(file.read()), signal.SIGHUP)
                return True
    except (OSError, ValueError):
        pass
    return False
