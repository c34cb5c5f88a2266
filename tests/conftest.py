"""The two publications that tests look at: the tiny one beside the tests, and the real one of the repository."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from accord.publication import Publication
from accord.web import Site, create_app
from engines import StoreEngine
from places import TESTS


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
