"""One finding for each cause, a bounded number of them, and the same counts in every format."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest
from rdflib import Graph, URIRef

from accord.errors import Place
from accord.names import ACCORD
from accord.publication import SourceFile
from accord.validation import Finding, Report, check, reports
from accord.validation.grouping import ALIKE, MOST, OTHERS, TOTAL, report
from accord.validation.stages import style
from validation.conftest import PREFIXES, Writer

UNKNOWN = "The ontology has no property b:colour."


def at(line: int, file: str = "a.ttl") -> Place:
    return Place(file, line, 1, line, 2)


def of(*findings: Finding) -> Report:
    return report(findings, files=1, triples=1, seconds=0)


def test_a_term_that_is_used_many_times_is_one_finding() -> None:
    found = of(*(Finding("TERM-PROPERTY", "violation", UNKNOWN, at(n), focus=str(n)) for n in range(1, 901)))
    (one,) = found.findings
    assert (one.place, one.more, one.others) == (at(1), 899, tuple(at(n) for n in range(2, OTHERS + 2)))
    assert one.message == f"{UNKNOWN} The same mistake is in 899 more places."
    assert found.count("violation") == 900


@pytest.mark.parametrize(("words", "sentence"), [("Say it", "Say it."), ("Why?", "Why?")])
def test_a_message_of_a_shape_may_lack_its_full_stop(words: str, sentence: str) -> None:
    (one,) = of(*(Finding("SH-OR", "violation", words, at(n), focus=str(n)) for n in range(1, 10))).findings
    assert one.message == f"{sentence} The same mistake is in 8 more places."


def test_a_missing_base_is_one_finding() -> None:
    found = of(*(Finding("TTL-RELATIVE", "violation", "This IRI is relative.", at(n)) for n in range(1, 4)))
    assert [one.more for one in found.findings] == [2]


def test_what_every_thing_lacks_is_one_finding() -> None:
    lacks = [Finding("RULE-LABEL", "violation", f"x{n} has no label.", at(n), focus=str(n)) for n in range(1, 101)]
    assert [one.more for one in of(*lacks).findings] == [99]
    assert [one.more for one in of(*lacks[:ALIKE]).findings] == [0] * ALIKE, "a few are corrected where they are"


def test_other_words_are_other_causes() -> None:
    found = of(*(Finding("LIT-DATATYPE", "violation", f"{n} is not a date.", at(n)) for n in range(1, 51)))
    assert [one.more for one in found.findings] == [0] * 50


def test_the_most_severe_are_listed_and_the_others_counted() -> None:
    many = [Finding(f"A{n // 200:02}", "warning", f"Words {n}.", at(n)) for n in range(1, 2401)]
    found = of(*many, Finding("Z", "violation", "Wrong.", at(9, "z.ttl")))
    assert len(found.findings) == TOTAL
    assert found.findings[-1].code == "Z"
    assert max(sum(one.code == code for one in found.findings) for code, _ in found.counts()) == MOST
    assert (found.count("violation"), found.count("warning")) == (1, 2400)
    assert len(json.dumps(found.document())) < 1 << 20
    assert Report.of(found.document()) == found


@pytest.fixture
def crowded() -> Report:
    """700 findings: 300 of one cause, and 400 of different ones, of which 300 are not listed."""
    same = [Finding("TERM-CLASS", "violation", "There is no class b:X.", at(n)) for n in range(1, 301)]
    return of(*same, *(Finding("LIT-DATATYPE", "warning", f"{n} is not a date.", at(n)) for n in range(1, 401)))


def test_all_formats_say_the_same_counts(crowded: Report) -> None:
    def written(name: str) -> str:
        return reports.WRITERS[name](crowded, {}, colour=False)

    sentence = "Not listed are 300 more: 300 of LIT-DATATYPE."
    for name in ("text", "github", "html"):
        assert "300 violations, 400 warnings" in written(name), name
        assert sentence in written(name), name
    counts = {"violation": 300, "warning": 400, "info": 0}
    document = json.loads(written("json"))
    assert document["counts"] == counts
    assert document["unlisted"] == [{"code": "LIT-DATATYPE", "severity": "warning", "count": 300}]
    (run,) = json.loads(written("sarif"))["runs"]
    assert run["properties"]["counts"] == counts
    assert run["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"] == sentence
    assert {one.get("occurrenceCount", 1) for one in run["results"]} == {1, 300}
    properties = ElementTree.fromstring(written("junit")).iter("property")
    assert {one.attrib["name"]: one.attrib["value"] for one in properties} == {
        **{severity: str(count) for severity, count in counts.items()},
        "unlisted": sentence,
    }
    graph = Graph().parse(data=written("turtle"), format="turtle")
    for severity, count in counts.items():
        assert [int(str(one)) for one in graph.objects(None, URIRef(f"{ACCORD}{severity}s"))] == [count]
    assert [str(one) for one in graph.objects(None, URIRef(f"{ACCORD}unlisted"))] == [sentence]
    assert crowded.counts() == {("TERM-CLASS", "violation"): 300, ("LIT-DATATYPE", "warning"): 400}


def test_the_text_names_further_places(crowded: Report) -> None:
    text = reports.text(crowded, {}, colour=False)
    assert "    Also at a.ttl:2:1, a.ttl:3:1, a.ttl:4:1 and 296 more\n" in text


def test_a_property_that_is_not_declared_is_one_finding_of_the_check(write: Writer) -> None:
    things = "\n".join(f'id:x{n} a b:River ; rdfs:label "River {n}"@en ; b:colour "blue" .' for n in range(60))
    found = check(write(data__rivers=PREFIXES + things))
    (one,) = [one for one in found.findings if one.code == "TERM-PROPERTY"]
    assert (one.more, found.count("violation")) == (59, 60)


def test_a_prefix_that_is_missing_is_the_only_finding_of_a_file(write: Writer) -> None:
    """What cannot be read for want of the prefix, wherever it is used, is not reported as missing too."""
    bridge = 'id:{0} a b:Bridge ; rdfs:label "{0}"@en ; c:crosses id:severn .\n'
    text = PREFIXES + "".join(bridge.format(f"x{n}") for n in range(4))
    found = check(write(), [SourceFile("new.ttl", ("data",), text.encode())])
    assert [one.code for one in found.findings] == ["TTL-PREFIX"]


def test_the_layout_is_one_finding_for_each_rule(write: Writer) -> None:
    text = PREFIXES + "".join(f'id:x{n} a b:River ; rdfs:label "River {n}"@en .\n' for n in range(30))
    found = check(write(), [SourceFile("new.ttl", ("data",), text.encode())], also=[style.check])
    assert max(sum(one.message == other.message for one in found.findings) for other in found.findings) <= ALIKE
