"""What a stranger may send: it ends in findings, soon, without a connection, and never in a crash."""

from __future__ import annotations

import time

import pytest

from accord.errors import UsageError
from accord.publication import Publication, SourceFile
from accord.validation import Report, check_sandboxed
from validation.conftest import BRIDGE, PREFIXES, Writer


def sent(publication: Publication, data: bytes | str, **limits: float) -> Report:
    data = data if isinstance(data, bytes) else (PREFIXES + data).encode("utf-8", "surrogatepass")
    return check_sandboxed(publication, [SourceFile("sent.ttl", ("data",), data)], **limits)  # type: ignore[arg-type]


HOSTILE: dict[str, tuple[bytes | str, str]] = {
    "2,000 nested brackets": (f"id:x {BRIDGE} ; b:span " + "[ b:span " * 2000 + "1" + " ]" * 2000 + " .", "TTL-DEPTH"),
    "2,000 nested lists": (f"id:x {BRIDGE} ; b:span " + "( " * 2000 + ") " * 2000 + " .", "TTL-DEPTH"),
    "a chain of 5,000": ("".join(f"<x{n}> a b:Span ; b:span <x{n + 1}> .\n" for n in range(5000)), "TERM-LINK"),
    "a number of 200,000 digits": (f"id:x {BRIDGE} ; b:cost {'9' * 200_000} .", "LIT-LENGTH"),
    "an infinite number": (f'id:x {BRIDGE} ; b:cost "1e999999999"^^xsd:integer .', "LIT-DATATYPE"),
    "a surrogate": (f'id:x {BRIDGE} ; b:code "\ud800" .', "TTL-ENCODING"),
    "UTF-16": ((PREFIXES + BRIDGE).encode("utf-16"), "TTL-ENCODING"),
    "JSON": (b'{"@context": "http://127.0.0.1:9/"}', "TTL-FORMAT"),
    "an import": (
        "<https://example.org/bridges/> <http://www.w3.org/2002/07/owl#imports> <http://127.0.0.1:9/> .",
        "RULE-MACHINERY",
    ),
    "a shape of their own": (f'id:x {BRIDGE} ; sh:sparql [ sh:select "SELECT $this {{}}" ] .', "RULE-MACHINERY"),
    "a script": (f"id:x {BRIDGE} ; skos:altLabel <javascript:alert(1)> .", "TERM-SCHEME"),
    "a file": (f"id:x {BRIDGE} ; skos:altLabel <file:///etc/passwd> .", "TERM-SCHEME"),
    "a subclass cycle": ("b:River rdfs:subClassOf b:Bridge . b:Bridge rdfs:subClassOf b:River .", "RULE-MACHINERY"),
    "terminal escapes": (f'id:x {BRIDGE} ; b:code "\x1b[2J" .', "LIT-CONTROL"),
    "a back reference": (f'id:x {BRIDGE} ; b:code "\\\\1\\\\g<0>{{?value}}" .', "SH-PATTERN"),
    "braces": (f'id:x {BRIDGE} ; b:cost "{{0}}{{thing.__class__}}" .', "SH-DATATYPE"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_texts_end_in_a_finding(write: Writer, kind: str) -> None:
    data, code = HOSTILE[kind]
    start = time.monotonic()
    report = sent(write(), data, seconds=30)
    assert code in {finding.code for finding in report.findings}
    assert not any(finding.code.startswith("LIMIT-") for finding in report.findings)
    assert time.monotonic() - start < 20


def test_a_pattern_with_repetitions_in_each_other_takes_no_time(write: Writer) -> None:
    shape = '[] a sh:NodeShape ; sh:targetClass b:Bridge ; sh:property [ sh:path b:code ; sh:pattern "^(a+)+$" ] .'
    report = sent(write(shapes__bridges=PREFIXES + shape), f'id:x {BRIDGE} ; b:code "{"a" * 60}!" .', seconds=30)
    assert [one.code for one in report.findings] == ["SH-PATTERN"]


def test_the_same_mistake_many_times_is_reported_fast(write: Writer) -> None:
    values = " , ".join(f'"{number}"' for number in range(1000))
    start = time.monotonic()
    report = sent(write(), f"id:x {BRIDGE} ; b:cost {values} .")
    assert {one.code for one in report.findings} == {"SH-DATATYPE"}
    assert (len(report.findings), report.count("warning")) == (100, 1000)
    assert time.monotonic() - start < 20


def test_broken_shapes_are_reported_through_the_sandbox(write: Writer) -> None:
    with pytest.raises(UsageError) as caught:
        sent(write(shapes__bridges="x"), "")
    assert str(caught.value.place) == "shapes/bridges.ttl:1:1"


def test_labels_in_one_language_are_reported_once_each(write: Writer) -> None:
    """Not in pairs: 300 labels make 299 findings and not 44,850."""
    labels = " , ".join(f'"Label {number:03}"@en' for number in range(300))
    report = sent(write(), f"id:x a b:River ; rdfs:label {labels} .")
    assert report.counts()["RULE-LABEL-REPEATED", "violation"] == 299
    found = next(one for one in report.findings if one.code == "RULE-LABEL-REPEATED")
    assert '"Label 000" and "Label 001"' in found.message


def test_things_that_look_alike_are_reported_once_each(write: Writer) -> None:
    things = "\n".join(f'id:x{number} a b:River ; rdfs:label "Alike"@en .' for number in range(300))
    report = sent(write(), things)
    assert sum(count for (code, _), count in report.counts().items() if code == "RULE-LOOK-ALIKE") == 300


def test_a_megabyte_of_dots_is_one_mistake(write: Writer) -> None:
    assert [one.code for one in sent(write(), "." * 1_000_000, seconds=20).findings] == ["TTL-SYNTAX"]


def test_a_megabyte_of_single_dots_is_read_up_to_the_thousandth_mistake(write: Writer) -> None:
    report = sent(write(), ". " * 500_000, seconds=20)
    assert report.counts()["TTL-DOT", "violation"] == 1000
    (rest,) = [one for one in report.findings if one.code == "TTL-LIMIT"]
    assert "more than 1,000 mistakes" in rest.message
