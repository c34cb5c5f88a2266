"""Other SPARQL servers with a publication in them, for tests."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from accord.engine.remote import Credentials
from accord.engine.remote.load import load, target
from accord.publication import Publication
from running import free_port

VIRTUOSO = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
[TempDatabase]
DatabaseFile = {folder}/temporary.db
TransactionFile = {folder}/temporary.trx
[Parameters]
ServerPort = 127.0.0.1:{own}
NumberOfBuffers = 2000
[HTTPServer]
ServerPort = 127.0.0.1:{port}
"""


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(f"{url}?query=ASK%20%7B%7D", timeout=5).read()
    except OSError:
        return False
    return True


@contextmanager
def _running(command: list[str], url: str, folder: Path) -> Iterator[None]:
    with open(folder / "output", "wb") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
        try:
            until = time.monotonic() + 60
            while not _answers(url):
                assert process.poll() is None, (folder / "output").read_text()
                assert time.monotonic() < until, (folder / "output").read_text()
                threading.Event().wait(0.1)
            yield
        finally:
            process.kill()


@contextmanager
def oxigraph(publication: Publication, folder: Path) -> Iterator[str]:
    """The address for queries of `oxigraph serve` with a publication in it."""
    command = Path(sys.executable).parent / "oxigraph"
    root = f"http://127.0.0.1:{free_port()}"
    with _running([str(command), "serve", "--bind", root.removeprefix("http://")], f"{root}/query", folder):
        load(publication, target(f"{root}/query", f"{root}/store", "", Credentials()))
        yield f"{root}/query"


@contextmanager
def virtuoso(publication: Publication, folder: Path) -> Iterator[str]:
    """That of Virtuoso 7, where it is installed."""
    command = shutil.which("virtuoso-t")
    if command is None:
        pytest.skip("Virtuoso 7 is not installed (Debian: virtuoso-opensource-7).")
    port = free_port()
    url = f"http://127.0.0.1:{port}/sparql"
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(folder=folder, own=free_port(), port=port))
    with _running([command, "-f", "-c", str(folder / "virtuoso.ini")], url, folder):
        load(publication, target(url, f"{url}-graph-crud-auth", "", Credentials("dba", "dba")))
        yield url
