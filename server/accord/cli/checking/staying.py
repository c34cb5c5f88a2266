"""The process that stays after ``accord check --stay``, and answers the next checks of the same publication.

It reads the publication once, and forks a child for each check. The child runs the command as it would have run by
itself, with the publication that is there: files of data that have changed are read again, and when anything else has
changed, the process leaves the check to the one that asks and reads everything again.
"""

from __future__ import annotations

import fcntl
import gc
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import click

from accord import waiting
from accord.caches import cache_folder, code
from accord.cli.checking import files as checked_files
from accord.errors import AccordError
from accord.parsing import syntax_of
from accord.publication import Publication
from accord.publication.changed import changed
from accord.publication.files import layout, read_file

IDLE = 900.0
"""Seconds without a check after which the process ends."""
_AGAIN, _FEW_CHANGED = 2.0, 5
"""Seconds without a check after which everything is read again, where more files than these have changed since."""
_MOST_FILES, _MOST_CHANGED = 20_000, 20
"""Files of a folder up to which it is looked through before each check, and changed ones that a check reads again."""
_RECENT = 0.1
"""Seconds in which a file may change twice without another time of change."""

State = Mapping[str, tuple[int, int, int]]
"""Path -> time of change (ns), length and number of a file."""


@dataclass(frozen=True)
class _Kept:
    """A publication with the states of its files, and of the program, when it was read."""

    publication: Publication
    files: State
    program: State


def stay(root: Path) -> None:
    """Leave a process behind for a publication, unless one is there already or the platform cannot."""
    folder = cache_folder()
    path = waiting.address(folder, os.path.realpath(root)) if folder else None
    if path is None or path.exists() or not hasattr(socket, "recv_fds"):
        return
    sys.stdout.flush()
    sys.stderr.flush()
    if os.fork() == 0:
        try:
            _leave()
            if os.fork() == 0:
                _serve(Path(os.path.realpath(root)), path)
        finally:
            os._exit(0)
    os.wait()


def _leave() -> None:
    """Be no part of the terminal, hold no file of the one who asked, and give way to others."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(nothing, number)
    os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
    os.chdir("/")


def _serve(root: Path, path: Path) -> None:
    """Answer checks until nobody asks any more, or the program has changed."""
    while kept := _read(root):
        with socket.socket(socket.AF_UNIX) as listener:
            _listen(listener, path)
            again = _answers(listener, path, root, kept)
            with suppress(FileNotFoundError):
                path.unlink()
        if not again:
            return


def _listen(listener: socket.socket, path: Path) -> None:
    """Listen at an address, in one step, so that nobody meets a socket that does not listen."""
    name = path.with_name(f"new-{os.getpid()}")
    listener.bind(str(name))
    listener.listen(16)
    os.replace(name, path)


def _read(root: Path) -> _Kept | None:
    """The publication with all that checks need; ``None`` where it cannot be read, or is too large."""
    from accord.proposals.checking import checker
    from accord.validation import verdicts

    for _ in range(3):
        before = states(root)
        if before is None:
            return None
        try:
            publication = Publication.read(root)
        except AccordError:
            return None
        checker.prepare()
        checker.prepare_for(publication)
        verdicts.digest_of(publication, (), "")
        code()
        gc.collect()
        gc.freeze()
        if before == states(root) and time.time_ns() - max(one[0] for one in before.values()) > _RECENT * 1e9:
            return _Kept(publication, before, _program())
    return None


def _answers(listener: socket.socket, path: Path, root: Path, kept: _Kept) -> bool:
    """Answer checks; whether the publication is then to be read again."""
    own, last, dirty = os.stat(path).st_ino, time.monotonic(), False
    while time.monotonic() - last < IDLE:
        with suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass
        listener.settimeout(_AGAIN)
        try:
            connection, _ = listener.accept()
        except TimeoutError:
            if not path.exists() or os.stat(path).st_ino != own:
                return False  # another process has taken the place
            if dirty:
                return True
            continue
        with connection:
            last = time.monotonic()
            changes = _changes(root, kept)
            if changes is None or not _is_own(connection):
                _decline(connection)
                return kept.program == _program()
            dirty = len(changes) > _FEW_CHANGED
            if os.fork() == 0:
                _child(connection, root, kept.publication, changes)
    return False


def _decline(connection: socket.socket) -> None:
    """Leave a check to the one that asks; what was sent is received first, as the sender waits for that."""
    with suppress(OSError):
        _, descriptors, _, _ = socket.recv_fds(connection, 1, 3)
        for one in descriptors:
            os.close(one)
        waiting.receive(connection)
        waiting.send(connection, waiting.DECLINED)


def _is_own(connection: socket.socket) -> bool:
    """Whether the one who asks is this user, where the platform says it; the folder of the socket is their own."""
    if not hasattr(socket, "SO_PEERCRED"):
        return True
    found = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)
    return int.from_bytes(found[4:8], sys.byteorder) == os.geteuid()


def _changes(root: Path, kept: _Kept) -> dict[str, bytes | None] | None:
    """The files of data that have changed; ``None`` where all has to be read again."""
    now = states(root)
    if now is None or _program() != kept.program:
        return None
    publication, found = kept.publication, dict[str, bytes | None]()
    data = {file.path for file in publication.files if file.roles == ("data",)}
    files = (*publication.files, *publication.queries, *publication.texts)
    others = {file.path for file in files} | {one.path for one in publication.left_out}
    for name in {path for path, _ in now.items() ^ kept.files.items()}:
        is_new = name not in others and layout.takes(name, publication.configuration)
        if not (is_new or name in others or name.startswith(".git/")):
            continue  # a file that is not read
        is_data = (layout.role_by_name(name) or "data") == "data" and syntax_of(name) is not None
        if name == publication.configuration or not (name in data or (is_new and is_data)):
            return None
        try:
            found[name] = read_file(root / name) if name in now else None
        except AccordError:
            return None
    return found if len(found) <= _MOST_CHANGED else None


def states(root: Path) -> State | None:
    """The files of a folder that a publication may be read from, and where git is; ``None`` for too many."""
    found: dict[str, tuple[int, int, int]] = {}
    for folder, folders, names in os.walk(root):
        folders[:] = [one for one in folders if not one.startswith(".")]
        for name in names:
            if not name.startswith("."):
                _note(found, f"{folder[len(str(root)) + 1 :]}/{name}".lstrip("/"), os.path.join(folder, name))
        if len(found) > _MOST_FILES:
            return None
    git = next((one / ".git" for one in (root, *root.parents) if (one / ".git").is_dir()), None)
    for name in ("HEAD", "logs/HEAD", "packed-refs") if git else ():
        _note(found, f".git/{name}", os.path.join(str(git), name))
    return found


def _note(found: dict[str, tuple[int, int, int]], name: str, path: str) -> None:
    with suppress(OSError):
        status = os.stat(path)
        found[name] = (status.st_mtime_ns, status.st_size, status.st_ino)


def _program() -> State:
    """The files of the program itself."""
    return states(Path(checked_files.__file__).parents[1]) or {}


def _child(connection: socket.socket, root: Path, publication: Publication, changes: Mapping[str, Any]) -> NoReturn:
    """Do one check as the command that was asked for, for the one who asked."""
    code = 1
    try:
        _, descriptors, _, _ = socket.recv_fds(connection, 1, 3)
        request = waiting.receive(connection)
        for number, descriptor in enumerate(descriptors):
            os.dup2(descriptor, number)
        sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w")  # noqa: SIM115
        _end_with(connection)
        os.environ.clear()
        os.environ.update(request["environment"])
        os.chdir(request["folder"])
        checked_files.at_hand[str(root)] = changed(publication, changes) if changes else publication
        code = _run(request["arguments"])
        sys.stdout.flush()
        sys.stderr.flush()
        waiting.send(connection, code)
    finally:
        os._exit(code)


def _end_with(connection: socket.socket) -> None:
    """End this process when the one who asked is gone: the default of SIGIO is to end."""
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(connection, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(connection, fcntl.F_SETFL, fcntl.fcntl(connection, fcntl.F_GETFL) | os.O_ASYNC)


def _run(arguments: list[str]) -> int:
    """The exit code of a command: of the same program as the check after which this process stays."""
    program = click.get_current_context().find_root().command
    try:
        program(arguments, prog_name="accord")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0
