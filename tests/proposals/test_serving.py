"""A decision on the command line reaches the service that runs, and no other process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from accord.proposals.repository import Repository
from accord.proposals.repository.serving import announced, reload_service
from repositories import folder

__all__ = ["folder"]

_SERVICE = """
import signal, sys
from pathlib import Path
from accord.proposals.repository import Repository
from accord.proposals.repository.serving import announced
signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGHUP])
with announced(Repository(Path(sys.argv[1]))):
    print("serves", flush=True)
    signal.sigwait([signal.SIGHUP])
print("reloads", flush=True)
"""


def test_a_service_that_runs_gets_the_signal(folder: Path) -> None:
    command = [sys.executable, "-c", _SERVICE, str(folder)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        assert service.stdout
        assert service.stdout.readline() == "serves\n"
        assert reload_service(Repository(folder))
        assert service.stdout.readline() == "reloads\n"
    assert not reload_service(Repository(folder)), "it has ended"


def test_another_process_with_the_id_of_a_service_that_was_killed_gets_no_signal(folder: Path) -> None:
    got: list[int] = []
    former = signal.signal(signal.SIGHUP, lambda number, _: got.append(number))
    try:
        place = Repository(folder).folder / "accord"
        place.mkdir()
        (place / "service.pid").write_text(f"{os.getpid()}\n")
        assert not reload_service(Repository(folder))
        with announced(Repository(folder)):
            assert (place / "service.pid").read_text() == f"{os.getpid()}\n"
    finally:
        signal.signal(signal.SIGHUP, former)
    assert got == []


def test_without_a_repository_nobody_gets_it(folder: Path, tmp_path: Path) -> None:
    with announced(None):
        assert not reload_service(Repository(folder))
