"""The attacks by folders and files: what is checked or served, and how that ended."""

from __future__ import annotations

import socket
import sys
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import hostile_folders as hostile
from attacks import Target, told
from benchmarks.programs import Accord

FolderAttack = Callable[[Accord], str]


BEHIND = ("--proxies", "1")
"""Any Host is answered, as behind a proxy: else an attack would meet a refusal (421) and no page."""


def _ended(done: tuple[int | None, str]) -> str:
    """How a command ended, with its last line."""
    code, said = done
    lines = said.strip().splitlines() or [""]
    if code is None:
        return "does not end"
    return f"{f'signal {-code}' if code < 0 else f'exit {code}'}, {len(lines)} lines, the last: {lines[-1][:70]}"


def checked(make: Callable[[Path], Path], *options: str) -> FolderAttack:
    """Check a file against the small publication."""

    def attack(accord: Accord) -> str:
        file = make(accord.at / "file.ttl")
        return _ended(accord.run("check", "--publication", str(hostile.SMALL), *options, str(file)))

    return attack


class Listener:
    """A server that counts who connects, and says nothing."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        self.count = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            connection, _ = self._socket.accept()
            self.count += 1
            connection.close()


def shaped(where: str) -> FolderAttack:
    """Check a folder with a hostile shape; how many connections it makes (M3)."""

    def attack(accord: Accord) -> str:
        listener = Listener()
        done = accord.run("check", str(hostile.shaped(accord.at / "shaped", where, listener.port)))
        return f"{_ended(done)}; {listener.count} connections"

    return attack


def _asked(accord: Accord, folder: Path, *paths: str) -> str:
    """Serve a folder and ask for some paths: their statuses, or why the folder was not served."""
    try:
        with accord.serving(folder, *BEHIND) as target:
            accord.peak.begin()
            return ", ".join(f"{path.partition('?')[0]} {target.end(path)}" for path in paths)
    except RuntimeError as error:
        return f"not served: {error}"


def digits(accord: Accord) -> str:
    """Serve a label of 4,400 digits (M4)."""
    batch = "/reconcile?queries=%7B%22q0%22%3A%7B%22query%22%3A%2211%22%7D%7D"
    folder = hostile.digits(accord.at / "digits")
    return _asked(accord, folder, "/search?q=coast", batch, "/sameas.csv", "/doc/digits", "/health")


def odd_dates(accord: Accord) -> str:
    """Serve publications whose last commit has an odd date (M5)."""
    ends = []
    for number, (name, date) in enumerate(hostile.ODD_DATES.items()):
        folder = hostile.dated(accord.at / f"dated-{number}", date)
        ends.append(f"{name}: {_asked(accord, folder, '/', '/doc/north-head', '/feed.atom')}")
    return "; ".join(ends)


def linked(accord: Accord) -> str:
    """Serve links to files outside, and ask for what they hold (H4)."""

    def secret(target: Target, path: str) -> str:
        answer = target.request(path)
        return f"{path} {answer.status}{' with the secret' if hostile.SECRET in answer.text else ''}"

    try:
        with accord.serving(hostile.linked(accord.at / "linked"), *BEHIND) as target:
            return ", ".join(secret(target, path) for path in ("/queries/private.rq", "/graph/data/private"))
    except RuntimeError as error:
        return f"not served: {error}"


def trapped(accord: Accord) -> str:
    """Serve repositories whose .git runs a script, and ask for what needs the log (H3): which scripts ran."""
    ran, ends = [], Counter[str]()
    for number, trap in enumerate(hostile.TRAPS):
        folder, mark = hostile.trapped(accord.at / f"trap-{number}", trap)
        ends[_asked(accord, folder, "/", "/feed.atom")] += 1
        ran += [trap] if mark.exists() else []
    return f"{len(ran)} of {len(hostile.TRAPS)} traps ran ({', '.join(ran) or 'none'}); {told(ends)}"
