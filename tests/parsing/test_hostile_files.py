"""What is made to cost much or to reach outside ends as a fault or at a limit, and calls nobody."""

from __future__ import annotations

import ast
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hostile_files import cases

from accord import parsing, sandbox
from accord.errors import LimitError

PACKAGE = Path(parsing.__file__).parents[1]
MEGABYTES = 512
"""What one file may take beyond what this process has already."""
SECONDS = 60
"""Ten times and more what the slowest takes; a file that hangs would take for ever."""


@pytest.fixture(scope="module")
def listener() -> Iterator[socket.socket]:
    """A port where nobody may call."""
    parsing.prepare()
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.setblocking(False)
        yield listening


def address_space() -> int:
    """MiB of this process."""
    if sys.platform != "linux":
        return 4_096
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * 4_096 >> 20


def outcome(data: bytes, file: str) -> tuple[int, list[str]]:
    parsed = parsing.parse(data, file, base="http://example.org/")
    return len(parsed.quads), [fault.code for fault in parsed.faults]


KINDS = [(what, file) for what, file, _ in cases("127.0.0.1:9")]


@pytest.fixture(scope="module")
def files(listener: socket.socket) -> list[bytes]:
    host, port = listener.getsockname()
    return [data for _, _, data in cases(f"{host}:{port}")]


@pytest.mark.parametrize("index", range(len(KINDS)), ids=lambda index: " ".join(KINDS[index]))
def test_hostile_files(index: int, files: list[bytes], listener: socket.socket) -> None:
    limit = ""
    try:
        sandbox.run(outcome, files[index], KINDS[index][1], seconds=SECONDS, megabytes=address_space() + MEGABYTES)
    except LimitError as error:
        limit = error.limit
    assert limit not in ("memory", "deadline")
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.parametrize("room", ["parsing", "turtle"])
def test_no_parser_of_rdflib_is_near(room: str) -> None:
    """Its parsers of JSON-LD and RDF/XML open connections and files."""
    allowed = {"rdflib.term", "rdflib.namespace"}
    for path in (PACKAGE / room).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                assert not [alias.name for alias in node.names if alias.name.startswith("rdflib")], path
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("rdflib"):
                assert node.module in allowed, path


def test_no_parser_of_rdflib_is_imported_anywhere() -> None:
    for path in PACKAGE.rglob("*.py"):
        assert "rdflib.plugins.parsers" not in path.read_text("utf-8"), path


def test_a_prepared_child_opens_nothing() -> None:
    parsing.prepare()
    schema = b'{"@context": "https://schema.org/", "name": "x"}'
    limit = address_space() + MEGABYTES
    for data, file in ((schema, "f.jsonld"), (b"<x:a> <x:b c> 1 .", "f.ttl"), (b"<x:\xe9>", "f.nt")):
        quads, codes = sandbox.run(outcome, data, file, seconds=SECONDS, megabytes=limit)
        assert quads or codes
