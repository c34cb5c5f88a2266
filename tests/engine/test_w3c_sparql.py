"""The W3C SPARQL tests that pass, and those that are known to deviate. ``ACCORD_W3C_SPARQL`` names their folder."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import rdflib

from accord.engine.local import LocalEngine
from accord.engine.processes import local_engine
from accord.limits import EngineLimits
from w3c_sparql import KNOWN, SuiteTest, all_tests, fault, publication

FOLDER = os.environ.get("ACCORD_W3C_SPARQL", "")
TESTS = all_tests(Path(FOLDER)) if FOLDER else []


@pytest.fixture(scope="module")
def suite() -> Iterator[LocalEngine]:
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as scratch:
        patch.setattr(rdflib, "NORMALIZE_LITERALS", False)
        with local_engine(publication(TESTS, Path(scratch)), EngineLimits()) as engine:
            yield engine


@pytest.mark.skipif(not FOLDER, reason="ACCORD_W3C_SPARQL names no folder with the W3C SPARQL tests")
@pytest.mark.parametrize("test", TESTS, ids=[test.name for test in TESTS])
@pytest.mark.filterwarnings("ignore")  # of rdflib, which reads the manifests
def test_it_passes_or_deviates_as_known(suite: LocalEngine, test: SuiteTest) -> None:
    assert bool(fault(test, suite)) is (test.name in KNOWN)
