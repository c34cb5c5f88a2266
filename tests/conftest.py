"""The two publications that tests read (the tiny one beside the tests, and the real one), and what a run reports."""

from __future__ import annotations

import ast
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from accord.publication import Publication
from accord.web import Site, create_app
from engines import StoreEngine
from places import SHARED, SHARED_MISSING, TESTS

STARTS_PROCESSES = {"abuse", "attacks", "command_line", "playwright", "running", "subprocess"}
"""Modules whose use in a test file says that it starts a server, a browser or another program."""
STARTS_ENGINES = {"local_engine", "check_sandboxed", "confine", "start_fork_server", "start_checker"}
"""Functions whose use says that it starts an engine or a sandbox."""

MANY_INPUTS = (
    "data",
    "test_doubling.py",
    "parsing/test_parser_fuzz.py",
    "parsing/test_hostile_files.py",
    "turtle/test_fuzz.py",
    "validation/test_w3c.py",
    "web/test_bad_input.py",
    "web/test_templates.py",
)
"""Files and folders whose tests take seconds: they read the real publication or try very many inputs."""


@pytest.fixture(scope="session", autouse=True)
def temporary(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What tests and the programs they start make for a while is beside their other files, which pytest removes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", os.fspath(tmp_path_factory.mktemp("t")))
        patch.setattr(tempfile, "tempdir", None)
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what starts processes, reads the real publication or tries thousands of inputs as slow.

    The files of such tests come first, so that no process that runs tests is left alone with a long file at the end.
    """
    slow = {path for path in {item.path for item in items} if _starts_processes(path) or _has_many_inputs(path)}
    items.sort(key=lambda item: item.path not in slow)
    for item in items:
        names = item.fixturenames if isinstance(item, pytest.Function) else []
        if item.path in slow or "real" in item.name or any(name.startswith("real") for name in names):
            item.add_marker("slow")


def _has_many_inputs(path: Path) -> bool:
    """Whether a test file is one of those that try very many inputs."""
    return any(path.is_relative_to(TESTS / name) for name in MANY_INPUTS)


def _starts_processes(path: Path) -> bool:
    """Whether a test file imports what starts processes."""
    for node in ast.parse(path.read_text("utf-8")).body:
        if isinstance(node, ast.Import) and STARTS_PROCESSES & {alias.name.split(".")[0] for alias in node.names}:
            return True
        if isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            if str(node.module).split(".")[0] in STARTS_PROCESSES or STARTS_ENGINES & names:
                return True
    return False


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line how many tests were left out for want of the shared test data, and how to run them."""
    reasons = [report.longrepr[2] for report in terminalreporter.stats.get("skipped", [])]
    if left_out := sum(SHARED_MISSING in reason for reason in reasons):
        terminalreporter.write_line(
            f"LEFT OUT: {left_out} tests that need the shared test data, which are not in {SHARED} (a test suite of the"
            " W3C counts as one test). Fix: set ACCORD_SHARED to the folder that has w3c/ and research/facts.json.",
            yellow=True,
        )


@pytest.fixture(scope="session")
def tiny() -> Publication:
    """Lighthouses: another topic, another base, terms of its own for evidence."""
    return Publication.read(TESTS / "publication")


@pytest.fixture(scope="session")
def real() -> Publication:
    """The publication that the repository holds."""
    return Publication.read(TESTS.parent)


@pytest.fixture(scope="session")
def site(tiny: Publication) -> Site:
    """The tiny publication, opened."""
    return Site.open(tiny, StoreEngine(tiny))


@pytest.fixture(scope="session")
def real_site(real: Publication) -> Site:
    """The real publication, opened."""
    return Site.open(real, StoreEngine(real))


@pytest.fixture(scope="session")
def client(site: Site) -> FlaskClient:
    """A visitor of the tiny publication."""
    return create_app(site).test_client()


@pytest.fixture(scope="session")
def real_client(real_site: Site) -> FlaskClient:
    """A visitor of the real publication."""
    return create_app(real_site).test_client()
