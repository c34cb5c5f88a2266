"""``accord doctor``: checks that this machine has what the service needs."""

from __future__ import annotations

import os
import resource
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import click

DESCRIPTORS = 1024
"""Open files that the service needs at least: a few for each connection, worker and answer."""

FREE_BYTES = 1 << 30
"""Free space for temporary files: the largest answer may take this much until its client has read it."""


class Diagnosis(NamedTuple):
    """One check: its result in words, and how to fix it. A ``grave`` problem stops the service."""

    right: bool
    words: str
    remedy: str = ""
    grave: bool = False


@click.command(epilog="Example: accord doctor my-data --port 8000")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option("--host", envvar="ACCORD_HOST", default="127.0.0.1", show_default=True, help="Address to try.")
@click.option(
    "--port", envvar="ACCORD_PORT", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to try."
)
@click.option(
    "--unix", envvar="ACCORD_UNIX", type=click.Path(path_type=Path), help="Path of a Unix socket to try in their place."
)
def doctor(folder: Path, host: str, port: int, unix: Path | None) -> None:
    """Check that this machine and FOLDER have what a site needs.

    The exit code is 0 when the service can start, even if something could be better, and 3 when it cannot.
    """
    stops = False
    address = _socket(unix) if unix else _address(host, port)
    for one in (*_interpreter(), *_folder(folder), *address, *_limits(), *_places()):
        click.echo(f"{'ok' if one.right else '!!'}  {one.words}")
        if not one.right:
            click.echo(f"    Fix: {one.remedy}")
            stops = stops or one.grave
    sys.exit(3 if stops else 0)


def _interpreter() -> Iterator[Diagnosis]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Diagnosis(sys.version_info >= (3, 11), f"Python {version}", "Use Python 3.11 or newer.", grave=True)
    fits = sys.platform in ("linux", "darwin")
    yield Diagnosis(fits, f"System: {sys.platform}", "Use Linux or macOS, which have fork().", grave=True)


def _folder(folder: Path) -> Iterator[Diagnosis]:
    readable = folder.is_dir() and os.access(folder, os.R_OK | os.X_OK)
    yield Diagnosis(readable, f"Folder {folder.resolve()}", "Name a folder that this user can read.", grave=True)
    git, kept = (
        shutil.which("git"),
        any((one / ".git").exists() for one in (folder.resolve(), *folder.resolve().parents)),
    )
    yield Diagnosis(bool(git), f"git: {git or 'not found'}", "Install git; without it there is no history and no feed.")
    words = "The folder is in a git repository" if kept else "The folder is not in a git repository"
    yield Diagnosis(kept, words, "Run git init and commit, for versions with dates, a feed and proposals.")


def _address(host: str, port: int) -> Iterator[Diagnosis]:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        why = error.strerror or str(error)
        yield Diagnosis(False, f"{host} port {port}: {why}", "Choose another with --port or --host.", grave=True)
        return
    yield Diagnosis(True, f"{host} port {port} is free")


def _socket(path: Path) -> Iterator[Diagnosis]:
    """Whether the service could listen at a path. A socket that nobody listens on any more is replaced."""
    from accord.http import unix_socket

    try:
        unix_socket.check(path)
    except OSError as error:
        why = error.strerror or str(error)
        remedy = "Choose another path with --unix, or end the program that listens there."
        yield Diagnosis(False, f"Unix socket {path}: {why}", remedy, grave=True)
        return
    yield Diagnosis(True, f"Unix socket {path} can be created")


def _limits() -> Iterator[Diagnosis]:
    from accord import confine

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    enough = most == resource.RLIM_INFINITY or most >= DESCRIPTORS
    yield Diagnosis(enough, f"Open files: up to {most:,}", f"Raise the limit to {DESCRIPTORS:,} or more (ulimit -n).")
    lacking = confine.missing()
    words = f"Confinement of queries lacks {', '.join(lacking)}" if lacking else "Queries can be confined"
    yield Diagnosis(not lacking, words, "Use a newer Linux kernel, or rely on the limits on time and memory alone.")
    words = "The user is root" if os.geteuid() == 0 else "The user is not root"
    yield Diagnosis(os.geteuid() != 0, words, "Run the service as a separate user.")


def _places() -> Iterator[Diagnosis]:
    from accord.caches import cache_folder

    kept = cache_folder()
    words = f"Cache: {kept or 'none'}"
    yield Diagnosis(
        kept is not None,
        words,
        "Set XDG_CACHE_HOME to a folder of this user; otherwise each start checks everything again.",
    )
    place = Path(tempfile.gettempdir())
    free = shutil.disk_usage(place).free
    yield Diagnosis(
        free >= FREE_BYTES, f"{place}: {free >> 20:,} MiB free", "Set TMPDIR to a place with 1 GiB or more."
    )
