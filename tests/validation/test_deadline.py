"""A check that meets its deadline keeps what it found, and names what ran and what was left out."""

from __future__ import annotations

import signal
import time

import pytest

from accord.publication import Publication
from accord.validation import Finding, check_sandboxed
from accord.validation.check_run import CheckRun, unfinished
from validation.conftest import BRIDGE, PREFIXES, Writer

PATTERN = """
b:First a sh:NodeShape ; sh:targetClass b:Bridge ; sh:property [ sh:path b:code ; sh:maxLength 2 ] .
"""
SPARQL = """
b:Endless a sh:NodeShape ; sh:targetClass b:Bridge ; sh:sparql [ sh:select "%s" ; sh:message "Wrong." ] .
"""
QUERY = (
    "SELECT $this { $this ?p ?o . ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?q "
    "FILTER(CONCAT(STR(?a), STR(?d), STR(?g), STR(?j), STR(?m)) = STR(?o)) }"
)
THINGS = "\n".join(f'id:b{n} {BRIDGE} ; b:code "long" ; b:colour "red" .' for n in range(60))


def endless(_publication: Publication, _files: object) -> list[Finding]:
    while True:
        signal.pause()


def test_a_query_that_does_not_end_is_named_and_what_was_found_stays(write: Writer) -> None:
    """The engine works on one query, so the process is ended."""
    shapes = PREFIXES + SPARQL % QUERY
    start = time.monotonic()
    report = check_sandboxed(write(shapes__bridges=shapes, data__many=PREFIXES + THINGS), seconds=2)
    assert time.monotonic() - start < 15
    (limit,) = [one for one in report.findings if one.code == "LIMIT-DEADLINE"]
    assert "It was checking sh:sparql of the shape https://example.org/bridges/ns#Endless (shapes/b" in limit.message
    assert "Not checked: all that comes after it." in limit.message
    assert report.counts()["TERM-PROPERTY", "violation"] == 60
    assert report.exit_code == 4


def test_what_runs_at_the_deadline_is_ended_and_the_report_has_all_that_came_before(write: Writer) -> None:
    publication = write(shapes__bridges=PREFIXES + PATTERN, data__many=PREFIXES + THINGS)
    report = check_sandboxed(publication, also=[endless, endless], seconds=3)
    (limit,) = [one for one in report.findings if one.code == "LIMIT-DEADLINE"]
    assert limit.message == "The check met its deadline. It was checking duplicates and style."
    assert report.counts()["SH-MAXLENGTH", "violation"] == 61
    assert (report.exit_code, report.triples > 60) == (4, True)


def test_the_parts_after_the_deadline_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    run = CheckRun()
    assert run.part("the terms", lambda: 1, 0) == 1
    monkeypatch.setattr(run, "ended_in", "the terms")
    assert [run.part(f"part {n}", lambda: 1, 0) for n in range(10)] == [0] * 10
    words = unfinished(run.ended_in, run.left_out)
    named = ", ".join(f"part {n}" for n in range(8))
    assert words == f"It was checking the terms. Not checked: {named} and 2 more."
