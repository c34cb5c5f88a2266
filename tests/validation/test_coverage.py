"""How many nodes each constraint has seen."""

from __future__ import annotations

from accord.validation.coverage import coverage
from validation.conftest import FILES, Writer

MORE = """\
s:Idle a sh:NodeShape ; sh:targetClass b:State ; sh:property [ sh:path b:cost ; sh:maxInclusive 3 ; sh:maxCount 1 ] .
s:Nothing a sh:NodeShape ; sh:targetClass b:Footbridge ; sh:property [ sh:path rdfs:label ; sh:minCount 1 ] .
"""


def test_each_constraint_is_counted_with_what_it_saw(write: Writer) -> None:
    found = coverage(write(shapes__bridges=FILES["shapes/bridges.ttl"] + MORE))
    seen = {(one.shape.rpartition("#")[2], one.parameter): (one.focus, one.values) for one in found}
    assert seen["Bridge", "sh:class"] == (1, 1)
    assert seen["Bridge", "sh:in"] == (1, 1)
    assert seen["Bridge", "sh:sparql"] == (1, 1)
    assert seen["Span", "sh:minExclusive"] == (1, 1)
    assert seen["Idle", "sh:maxInclusive"] == (2, 0)
    assert seen["Idle", "sh:maxCount"] == (2, 2)
    assert seen["Nothing", "sh:minCount"] == (0, 0)
    assert all(one.place and one.place.file == "shapes/bridges.ttl" for one in found)
    assert not any("Path" in one.parameter or one.parameter == "sh:select" for one in found)
