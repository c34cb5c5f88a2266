"""schemathesis, a tester of HTTP interfaces, calls every operation with values that its description allows.

It brings many libraries, so it is installed by hand: ``pip install schemathesis``.
"""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings

from accord.publication import Publication
from accord.web import Site, create_app
from engines import StoreEngine
from places import TESTS

schemathesis = pytest.importorskip("schemathesis", reason="schemathesis is not installed")

QUICK = settings(
    max_examples=4,  # of each operation: there are more than 400
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOT_ZIPPED = {"Accept-Encoding": "identity"}
"""The client of the test does not unzip answers."""


def site() -> Flask:
    publication = Publication.read(TESTS / "publication")
    return create_app(Site.open(publication, StoreEngine(publication)))


schemathesis.serializer.alias(["application/sparql-query", XLSX], "text/plain")
found = pytest.importorskip("schemathesis.specs.openapi.checks")
CHECKS = [
    found.status_code_conformance,
    found.content_type_conformance,
    found.response_headers_conformance,
    found.response_schema_conformance,
]
"""What an answer must keep to. No schema says which strings are queries, or which versions there are."""

DESCRIBED = schemathesis.openapi.from_wsgi("/openapi.json", site())


@DESCRIBED.parametrize()  # type: ignore[untyped-decorator]
@QUICK
def test_an_operation_answers_what_its_description_says(case: Any) -> None:
    answer = case.call(headers=NOT_ZIPPED)
    assert answer.status_code != 500
    case.validate_response(answer, checks=CHECKS)
