"""The two publications that tests read (the tiny one beside the tests, and the real one), and what a run reports."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from accord.publication import Publication
from accord.web import Site, create_app
from engines import StoreEngine
from places import SHARED, SHARED_MISSING, TESTS


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
