"""The examples beside a publication's shapes: the good ones pass, the bad ones are told as they say, none is idle.

A bad example names in its comments what it must give, one finding a line: ``# expect: SH-MINCOUNT 7:1`` or
``# expect: SH-MINCOUNT 7``. Every constraint must matter: without it some bad example would be told less.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from accord.publication import Publication, SourceFile
from accord.validation import Report, check
from places import ROOT
from validation.mutation import Bench

FOLDERS = {"real": ROOT, "tiny": ROOT / "tests" / "publication"}
EXPECTED = re.compile(r"# expect: (\S+) (\d+)(?::(\d+))?")
PREFIXES = """\
@prefix id: <https://example.org/lights/id/> .
@prefix light: <https://example.org/lights/ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
"""
LIGHT = 'id:new a light:Lighthouse ; rdfs:label "New"@en ; light:standsOn id:brannoc-bay'

TINY = {
    "nothing.ttl": ("id:new a light:Lighthouse .", ["SH-MINCOUNT 4:1", "SH-MINCOUNT 4:1"]),
    "coasts.ttl": (f"{LIGHT} , id:north-head .", ["SH-CLASS 4:83", "SH-MAXCOUNT 4:83"]),
    "height.ttl": (
        f'{LIGHT} ; light:focalHeight id:low .\nid:low a light:Height ; rdfs:label "Low"@en .',
        ["SH-MINCOUNT 5"],
    ),
    "metres.ttl": (
        f'{LIGHT} ; light:focalHeight id:low .\nid:low a light:Height ; rdfs:label "L"@en ; light:metres 4.5 , "x" .',
        ["SH-DATATYPE 5", "SH-MAXCOUNT 5"],
    ),
}
"""Bad examples for the tiny publication, with what they must give."""


def examples(publication: str, kind: str) -> Iterator[SourceFile]:
    """The examples in a publication's folder, and those above."""
    for path in sorted((FOLDERS[publication] / "shapes" / "examples" / kind).glob("*.ttl")):
        yield SourceFile(path.name, ("data",), path.read_bytes())
    for name, (text, findings) in TINY.items() if (publication, kind) == ("tiny", "bad") else ():
        comments = "".join(f"# expect: {finding}\n" for finding in findings)
        yield SourceFile(name, ("data",), f"{PREFIXES}{text}\n{comments}".encode())


def cases(kind: str) -> list[object]:
    return [
        pytest.param(publication, file, id=f"{publication}-{file.path}")
        for publication in FOLDERS
        for file in examples(publication, kind)
    ]


Checked = Callable[[str, SourceFile], Report]


@pytest.fixture(scope="session")
def checked(tiny: Publication, real: Publication) -> Checked:
    """The report on an example in its publication, worked out once."""
    publications = {"tiny": tiny, "real": real}

    @cache
    def _checked(publication: str, file: SourceFile) -> Report:
        return check(publications[publication], [file])

    return _checked


@pytest.mark.parametrize(("publication", "file"), cases("good"))
def test_good_examples_pass(publication: str, file: SourceFile, checked: Checked) -> None:
    findings = checked(publication, file).findings
    assert [finding for finding in findings if finding.severity == "violation"] == []


@pytest.mark.parametrize(("publication", "file"), cases("bad"))
def test_bad_examples_have_the_findings_that_they_name(publication: str, file: SourceFile, checked: Checked) -> None:
    wanted = [match.groups() for match in EXPECTED.finditer(file.data.decode())]
    assert wanted, "a bad example says what it must give"
    places = [(one.code, one.place) for one in checked(publication, file).findings]
    told = [(code, str(place.line), str(place.column)) for code, place in places if place]
    exact = 3 if all(column for _, _, column in wanted) else 2
    assert sorted(one[:exact] for one in told) == sorted(one[:exact] for one in wanted)


@pytest.mark.parametrize("publication", FOLDERS)
def test_every_constraint_matters(publication: str, checked: Checked, tiny: Publication, real: Publication) -> None:
    bad = list(examples(publication, "bad"))
    if not bad:
        pytest.skip("there are no bad examples yet")
    told = {file.path: checked(publication, file).findings for file in bad}
    assert list(Bench({"tiny": tiny, "real": real}[publication], bad).idle(told)) == []


def test_a_constraint_that_no_example_needs_is_noticed(checked: Checked, tiny: Publication) -> None:
    bad = [file for file in examples("tiny", "bad") if file.path != "coasts.ttl"]
    told = {file.path: checked("tiny", file).findings for file in bad}
    idle = [line.split()[-1] for line in Bench(tiny, bad).idle(told)]
    assert sorted(idle) == ["sh:class", "sh:maxCount"]
