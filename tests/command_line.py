"""The command line as a user types it, in a process of its own.

The processes are forked from one that has imported the program. To start Python and import it again for each of two
hundred commands takes a sixth of the time of all tests; ``test_readme`` runs commands as they are installed.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from accord.__main__ import main
from places import ROOT, TINY

_SECONDS = 120
_PROGRAM = multiprocessing.get_context("forkserver")
_PROGRAM.set_forkserver_preload(
    [
        *("command_line", "accord.cli", "accord.forms.controls", "accord.engine.processes", "accord.search"),
        *("accord.validation.checking", "accord.validation.shacl.run_pyshacl", "accord.duplicates", "pyshacl"),
    ]
)


def accord(*arguments: str, folder: Path = TINY) -> subprocess.CompletedProcess[str]:
    """Run `accord` with these arguments in a folder; what it printed, with plain line ends, and its exit code."""
    done = _run(arguments, folder)
    printed = (one.decode().replace("\r\n", "\n") for one in (done.stdout, done.stderr))
    return subprocess.CompletedProcess(done.args, done.returncode, *printed)


def accord_bytes(*arguments: str, folder: Path = TINY) -> bytes:
    """What `accord` prints, where that is not text; it has to end well."""
    done = _run(arguments, folder)
    done.check_returncode()
    return done.stdout


def _run(arguments: tuple[str, ...], folder: Path) -> subprocess.CompletedProcess[bytes]:
    command = ["accord", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "server")}
    with TemporaryDirectory() as private:
        printed = [Path(private, name) for name in ("stdout", "stderr")]
        process = _PROGRAM.Process(target=_program, args=(command, folder.absolute(), environment, printed))
        process.start()
        process.join(_SECONDS)
        if process.exitcode is None:
            process.kill()
            process.join()
            raise subprocess.TimeoutExpired(command, _SECONDS)
        code = process.exitcode
        process.close()
        return subprocess.CompletedProcess(command, code, *(path.read_bytes() for path in printed))


def _program(command: list[str], folder: Path, environment: Mapping[str, str], printed: list[Path]) -> None:
    """What the process does: the program, with its own folder, environment and output."""
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    for descriptor, path in enumerate([Path(os.devnull), *printed]):
        opened = os.open(path, os.O_RDWR | os.O_CREAT)
        os.dup2(opened, descriptor)
        os.close(opened)
    sys.argv = command
    main()
