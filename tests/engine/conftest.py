"""A publication of numbers, large enough to stream, and a local engine with tight limits over it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from accord.engine.local import LocalEngine
from accord.engine.processes import local_engine
from accord.limits import EngineLimits
from accord.publication import Publication

CONFIGURATION = b"""
@prefix n: <http://numbers.example/id/> .
@prefix void: <http://rdfs.org/ns/void#> .
<http://numbers.example/dataset> void:uriSpace "http://numbers.example/" .
"""


@pytest.fixture(scope="session")
def numbers(tmp_path_factory: pytest.TempPathFactory) -> Publication:
    """20,000 statements ``n:I n:next I+1``."""
    folder: Path = tmp_path_factory.mktemp("numbers")
    (folder / "data").mkdir()
    (folder / "data" / "publication.ttl").write_bytes(CONFIGURATION)
    lines = [f"n:{i} n:next {i + 1} ." for i in range(20_000)]
    text = "\n".join(["@prefix n: <http://numbers.example/id/> .", *lines])
    (folder / "data" / "numbers.ttl").write_text(text, encoding="utf-8")
    return Publication.read(folder)


@pytest.fixture(scope="session")
def engine(numbers: Publication) -> Iterator[LocalEngine]:
    """One engine for the tests that do it no harm for longer than a query."""
    with local_engine(numbers, EngineLimits(deadline=20, memory=256, result=8, workers=2, queue=1)) as engine:
        yield engine
