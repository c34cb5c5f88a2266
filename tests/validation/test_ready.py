"""A publication that is kept ready for the checks of contributions gives the same findings as one that is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accord import sandbox
from accord.publication import Publication, SourceFile
from accord.validation import Report, check, checking, loading
from accord.validation.shacl import run_pyshacl
from accord.validation.stages import rules
from validation.conftest import BRIDGE, PREFIXES, Writer

NEW = PREFIXES + f'id:x {BRIDGE} ; b:state id:closed ; b:colour "red" .\nid:y a b:River .\n'
CHANGED = PREFIXES + "id:severn a b:River .\n"


@pytest.fixture
def ready(write: Writer) -> Iterator[Publication]:
    publication = write()
    yield publication
    loading._ready.clear()


def apart(publication: Publication, file: SourceFile) -> Report:
    """The report of a check in a process of its own."""
    run_pyshacl.prepare()
    rules.rules()
    return Report.of(sandbox.run(lambda: check(publication, [file]).document(), seconds=60, megabytes=4096))


@pytest.mark.parametrize(("path", "text"), [("data/new.ttl", NEW), ("data/bridges.ttl", CHANGED)])
def test_the_findings_are_the_same(ready: Publication, path: str, text: str) -> None:
    file = SourceFile(str(ready.root / path), ("data",), text.encode())
    before = apart(ready, file)
    checking.prepare(ready)
    assert len(loading._ready) == 1
    for _ in range(2):
        assert apart(ready, file).findings == before.findings
    assert before.findings


def test_what_another_file_states_too_stays_when_a_file_is_replaced(write: Writer) -> None:
    again = PREFIXES + 'id:severn a b:River .\nid:other a b:River ; rdfs:label "Other"@en .\n'
    ready = write(data__again=again)
    file = SourceFile(str(ready.root / "data/bridges.ttl"), ("data",), (PREFIXES + f"id:x {BRIDGE} .\n").encode())
    before = apart(ready, file)
    checking.prepare(ready)
    try:
        assert apart(ready, file).findings == before.findings
    finally:
        loading._ready.clear()
    assert not any(one.code == "SH-CLASS" for one in before.findings), "the river is one by the other file"
