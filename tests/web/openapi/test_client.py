"""A client made from the description alone calls every operation of a running service, and gets what it says."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from generic_client import Operation, operations
from places import TESTS
from running import Running, serving

WITHOUT_EXAMPLE = {"get_by_name"}
"""Operations that this publication has no example for: nothing in it has an IRI outside ``id/``."""
FOR_PEOPLE = {"change", "contribute", "filled_tables", "preview", "proposals", "succession"}
"""What is only filled in by people in a browser needs no examples."""

NEEDS_A_PERSON = ("/check/preview", "/contribute", "/log-in", "/log-out", "/proposals")
"""What wants a token or a filled form; an example cannot have one."""

ABSENT = {"get_security_txt", "get_well_known_security_txt"}
"""Operations that this publication answers with 404: it states no address to write to."""


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    with serving(TESTS / "publication") as running:
        yield running


@pytest.fixture(scope="module")
def described(service: Running) -> list[Operation]:
    return operations(json.loads(service.get("/openapi.json").body))


def test_every_operation_does_with_its_examples_what_the_description_says(described: list[Operation]) -> None:
    called, faults = set(), []
    for one in described:
        name = one.described["operationId"]
        for required_only in (True, False):
            arguments = one.examples(required_only)
            if arguments is None:
                continue
            for body in one.bodies or [""]:
                if body and not one.has_example(body):
                    continue
                for accept in one.offered or ["*/*"]:
                    answer = one.call(arguments, accept, body)
                    called.add(name)
                    faults += [f"{name} {arguments} {accept} {body}: {fault}" for fault in one.faults(answer)]
                    unfit = answer.status == 406  # rows are not graph
                    if name in ABSENT:
                        assert answer.status == 404
                    elif one.path.startswith(NEEDS_A_PERSON):
                        assert answer.status < 500
                    elif answer.status >= 400 and not unfit and str(answer.status) not in one.described["responses"]:
                        faults.append(f"{name} {arguments} {accept} {body}: {answer.status} {answer.body[:200]!r}")
    assert not faults, "\n".join(faults)
    uncalled = [one for one in described if one.described["operationId"] not in called | WITHOUT_EXAMPLE]
    assert [one.path for one in uncalled if not FOR_PEOPLE & set(one.described["tags"])] == []


def test_required_parameters_are_refused_when_they_are_missing(described: list[Operation]) -> None:
    for one in described:
        for parameter in one.parameters:
            if parameter["in"] == "query" and parameter["required"]:
                rest = {name: value for name, value in (one.examples(True) or {}).items() if name != parameter["name"]}
                assert one.call(rest).status in (400, 404), (one.path, parameter["name"])
