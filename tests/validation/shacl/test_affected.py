"""A query is asked only about the nodes that a contribution bears on, and finds what it would find about all."""

from __future__ import annotations

from random import Random

import pytest

from accord.publication import Publication, SourceFile
from accord.validation import Finding, check
from accord.validation.shacl.sparql import affected
from accord.validation.stages import shacl
from validation.conftest import PREFIXES, Writer

QUERIES = {
    "own": "SELECT $this ?value { $this b:cost ?value FILTER(?value > 5) }",
    "forward": "SELECT $this ?value { $this b:crosses ?river . ?river b:cost ?value FILTER(?value > 5) }",
    "backward": "SELECT $this ?value { ?value b:crosses $this ; b:cost ?cost . FILTER(?cost > 5) }",
    "absent": "SELECT $this { $this b:crosses ?river . FILTER NOT EXISTS { ?river b:code ?code } }",
    "absent behind": "SELECT $this { $this a b:River . FILTER NOT EXISTS { ?bridge b:crosses $this ; b:cost ?cost } }",
    "any property": """SELECT $this ?path ?value { $this ?path ?value .
        FILTER NOT EXISTS { ?q b:of $this ; b:backs ?path } }""",
    "any property behind": "SELECT $this ?value { ?value ?path $this . ?value b:cost 9 }",
    "far": "SELECT $this ?value { $this b:crosses ?r . ?r b:span ?s . ?s b:length ?value FILTER(?value > 5) }",
    "one of two": """SELECT $this ?value { { $this b:cost ?value } UNION { ?x b:crosses $this ; b:length ?value }
        FILTER(?value > 5) }""",
    "if there": "SELECT $this { $this b:crosses ?r OPTIONAL { ?r b:code ?c . ?q b:backs ?r } FILTER(!BOUND(?c)) }",
    "asked once": """SELECT $this ?path ?value { $this ?path ?value .
        OPTIONAL { SELECT DISTINCT $this ?path (true AS ?said) { ?q b:of $this ; b:backs ?path } }
        FILTER(!BOUND(?said)) }""",
    "counted": "SELECT $this { ?x b:crosses $this } GROUP BY $this HAVING(COUNT(?x) > 2)",
    "path": "SELECT $this ?value { $this b:crosses/b:cost ?value FILTER(?value > 5) }",
    "joined by nothing": "SELECT $this { $this a b:River . ?x b:code 'C' }",
    "two variables": "SELECT $this { $this b:cost ?c . ?other b:cost ?c . FILTER(?other != $this) }",
}
THINGS = ["id:a", "id:b", "id:c", "id:d", "id:e"]
PREFIX = "PREFIX b: <https://example.org/bridges/ns#> "


def shapes() -> str:
    every = "sh:targetSubjectsOf b:cost , b:crosses , b:code , b:length ; sh:targetObjectsOf b:crosses , b:span , b:of"
    return PREFIXES + "\n".join(
        f's:S{number} a sh:NodeShape ; {every} ; sh:sparql [ sh:message "{name}" ; sh:select """{PREFIX}{query}""" ] .'
        for number, (name, query) in enumerate(QUERIES.items())
    )


def statements(random: Random, number: int) -> str:
    """Some statements about the five things and the properties of the queries."""

    def one() -> str:
        thing, other = random.choice(THINGS), random.choice(THINGS)
        return random.choice(
            [
                f"{thing} b:crosses {other} .",
                f"{thing} b:span {other} .",
                f"{thing} b:of {other} .",
                f"{thing} b:backs {random.choice(['b:cost', 'b:crosses', other])} .",
                f"{thing} b:cost {random.choice([1, 9])} .",
                f"{thing} b:length {random.choice([1, 9])} .",
                f"{thing} b:code 'C' .",
                f"{thing} a b:River .",
            ]
        )

    return PREFIXES + "\n".join(one() for _ in range(number))


def found(publication: Publication, text: str) -> list[Finding]:
    report = check(publication, [SourceFile("data/new.ttl", ("data",), text.encode())])
    return [one for one in report.findings if one.code == "SH-SPARQL"]


def test_what_a_contribution_does_not_bear_on_has_no_new_findings(
    write: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    random, total = Random(14), 0
    for _ in range(8):
        publication = write(shapes__more=shapes().replace("s:S", "b:S"), data__base=statements(random, 12))
        for _ in range(4):
            text = statements(random, 3)
            some = found(publication, text)
            with monkeypatch.context() as patch:
                patch.setattr(shacl, "affected_nodes", lambda _query, focus, _input: set(focus))
                assert some == found(publication, text), text
            total += len(some)
    assert total > 50


def test_a_query_of_plain_patterns_is_read(write: Writer) -> None:
    plain = {name for name, query in QUERIES.items() if affected._patterns(PREFIX + query) is not None}
    assert set(QUERIES) - plain == {"path"}


@pytest.mark.parametrize("query", ["SELECT $this { $this b:x", "SELECT $this { $this b:x [] }", "SELECT $this { a b }"])
def test_what_cannot_be_read_is_asked_about_every_node(query: str) -> None:
    assert affected._patterns(PREFIX + query) is None
