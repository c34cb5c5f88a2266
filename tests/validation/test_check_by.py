"""A check by some shapes alone, as the examples of a shape need it: the same findings as in a whole check."""

from __future__ import annotations

import pytest

from accord.publication import SourceFile
from accord.validation import check
from accord.validation.checking import check_by
from validation.conftest import PREFIXES, Writer

SHAPE = "https://example.org/bridges/shapes#"
WRONG = """\
id:x a b:Bridge ; rdfs:label "X"@en ; b:crosses id:severn ; b:code "b1" .
id:y a b:Bridge ; rdfs:label "Y"@en ; b:span <iron-bridge#span> .
"""


@pytest.mark.parametrize("shape", [SHAPE + "Bridge", SHAPE + "Owned"])
def test_a_shape_alone_finds_what_it_finds_in_a_whole_check(write: Writer, shape: str) -> None:
    bridges, file = write(), SourceFile("new.ttl", ("data",), (PREFIXES + WRONG).encode())
    expected = [one for one in check(bridges, [file]).findings if one.shape == shape]
    found = check_by(bridges, [file], [shape]).findings
    assert expected
    assert [one for one in found if one.shape == shape] == expected


def test_each_of_many_findings_of_one_cause_is_listed(write: Writer) -> None:
    things = "".join(f'id:x{number} a b:Bridge ; rdfs:label "X{number}"@en .\n' for number in range(8))
    bridges, file = write(), SourceFile("new.ttl", ("data",), (PREFIXES + things).encode())
    (cause,) = check(bridges, [file]).findings
    assert len(check_by(bridges, [file], [cause.shape]).findings) == 8
