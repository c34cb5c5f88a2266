"""Explanations keep their budget, say what they did not look at, and never fail."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from accord.engine import Answer, Query
from accord.engine.local import LocalEngine
from accord.engine.processes import local_engine
from accord.errors import EngineError, LimitError
from accord.explanations import AskedQuery, Explainer
from accord.explanations.probes import OutOfTime, Probes
from accord.explanations.query.cursor import NotUnderstood
from accord.explanations.query.reading import read
from accord.limits import EngineLimits
from accord.publication import Publication
from engines import StoreEngine
from places import TINY

PREFIXES = {"ex": "https://example.org/", "": "https://example.com/"}


@pytest.mark.parametrize(
    ("text", "pattern"),
    [
        ("SELECT * { ?s ex:a ?o }", "{ ?s <https://example.org/a> ?o . }"),
        ("ASK { ?s a ex:C ; ex:p 1 , -2.5 }", "?s <https://example.org/p> 1 ."),
        (
            "ASK { [ ex:p ?x ] ex:q [ ex:r ?y ] }",
            "?_b2 <https://example.org/r> ?y . ?_b1 <https://example.org/q> ?_b2 .",
        ),
        ("BASE <http://b/c/> ASK { <d> :p\\-q 'a\\u0062'@EN }", '<http://b/c/d> <https://example.com/p-q> "ab"@en .'),
        ("ASK { ?s (ex:a|^ex:b)/ex:c* ?o }", "((<https://example.org/a>|(^<https://example.org/b>))/(<https://example"),
        ("ASK { ?s !(ex:a|^ex:b) ?o }", "(!(<https://example.org/a>|(^<https://example.org/b>)))"),
        ("ASK { GRAPH ?g { ?s ?p ?o } OPTIONAL { ?s ex:a ?b } }", "GRAPH ?g { ?s ?p ?o . } OPTIONAL  { ?s <https"),
        ("ASK { { ?s ?p 1 } UNION { ?s ?p 2 } MINUS { ?s ?p 3 } }", "{ ?s ?p 1 . } UNION { ?s ?p 2 . } MINUS  { ?s"),
        ("ASK { ?s ?p ?o FILTER (?o<ex:a && ex:f(?o) = 'x'@en) }", "FILTER (?o< <https://example.org/a> &&"),
        (
            "ASK { VALUES (?a ?b) { (ex:a UNDEF) (1 'b') } ?a ?p ?b }",
            "VALUES (?a ?b) { ( <https://example.org/a> UNDEF)",
        ),
        (
            "ASK { ?s ?p ?o . { SELECT ?s { ?s ex:a ?x } LIMIT 2 } }",
            "{ SELECT ?s { ?s <https://example.org/a> ?x } LIMIT 2 }",
        ),
    ],
)
def test_a_pattern_can_be_written_again(text: str, pattern: str) -> None:
    written = str(read(text, PREFIXES).where)
    assert pattern.replace("1 ,", "1") in written.replace(
        '"1"^^<http://www.w3.org/2001/XMLSchema#integer>', "1"
    ).replace('"2"^^<http://www.w3.org/2001/XMLSchema#integer>', "2")


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { ?s ?p (1 2) }",
        "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }",
        "SELECT * { << ?s ?p ?o >> ?q ?r }",
        "SELECT * { ?s unknown:a ?o }",
        "SELECT * { ?s ?p ?o } VALUES ?s { 1 }",
        "SELECT * " + "{ " * 200 + "?s ?p ?o" + " }" * 200,
        "SELECT * { ?s " + "(" * 200 + "ex:a" + ")" * 200 + " ?o }",
        "SELECT * { ?s " + "!" * 200 + "ex:a ?o }",
        "SELECT * { ?s ?p " + "[ ex:p " * 200 + "1" + " ]" * 200 + " }",
        "",
        "SELECT * {",
    ],
)
def test_what_is_not_understood_is_said_to_be_so(text: str) -> None:
    with pytest.raises(NotUnderstood):
        read(text, PREFIXES)


@pytest.fixture(scope="module")
def engine(tiny: Publication) -> Iterator[LocalEngine]:
    with local_engine(tiny, EngineLimits()) as engine:
        yield engine


@pytest.mark.parametrize(
    "text",
    ["SELECT * { ?s ?p (1 2) }", "SELECT * { ?s ?p ?o }" + " " * 30_000, "SELECT * {" + " ?s ?p ?o ." * 101 + " }"],
)
def test_what_is_not_looked_at_is_said_and_nothing_else(tiny: Publication, engine: LocalEngine, text: str) -> None:
    explanation = Explainer(tiny, engine).explain(AskedQuery(text, empty=True))
    assert not explanation
    assert explanation.unread.startswith("The query was not examined, because of ")
    assert explanation.lines() == (explanation.unread,)


def test_json_has_what_the_lines_have(tiny: Publication, engine: LocalEngine) -> None:
    text = "SELECT ?x {\n  ?x light:standOn ?y }"
    explanation = Explainer(tiny, engine).explain(AskedQuery(text, empty=True), 30)
    object = json.loads(json.dumps(explanation.as_json()))
    assert object["empty"] is True
    assert object["notLookedAt"] == ""
    (finding,) = object["explanations"]
    assert (finding["kind"], finding["line"], finding["column"]) == ("unknown-property", 2, 6)
    assert explanation.lines() == (f"Line 2, column 6: {finding['message']} Fix: {finding['fix']}",)


def test_probing_stops_when_the_time_is_over(tiny: Publication) -> None:
    ticks = count(step=0.1)
    probes = Probes(StoreEngine(tiny), AskedQuery(""), 0.25, clock=lambda: next(ticks))
    assert probes.matches("{ ?s ?p ?o }")
    assert probes.matches("{ ?s ?p ?o }"), "what is known is not asked again"
    assert probes.matches("{ ?s a ?o }")
    with pytest.raises(OutOfTime):
        probes.matches("{ ?s a ?c }")
    assert probes.count == 2


class _Failing(StoreEngine):
    """An engine that fails after some queries."""

    def __init__(self, publication: Publication, error: Exception) -> None:
        super().__init__(publication)
        self.error, self.left = error, 1

    def query(self, query: Query) -> Answer:
        """Answer until none is left."""
        self.left -= 1
        if self.left < 0:
            raise self.error
        return super().query(query)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (
            LimitError("It took too long.", limit="deadline", value=1, status=504),
            "was over before everything was examined",
        ),
        (EngineError("The query engine is away."), "Not everything was examined: The query engine is away."),
    ],
)
def test_an_engine_that_fails_leaves_what_was_found(tiny: Publication, error: Exception, words: str) -> None:
    explainer = Explainer(tiny, _Failing(tiny, error))
    explanation = explainer.explain(AskedQuery("SELECT ?x { ?x light:keptBy ?k FILTER (?q = 1) }"), 30)
    assert [finding.kind for finding in explanation.findings] == ["unbound-variable"]
    assert words in explanation.lines()[-1]


def test_a_hard_query_ends_with_the_budget(tiny: Publication, engine: LocalEngine) -> None:
    """The probes are killed as the query is; a whole second is left for a busy machine."""
    cross = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l ."
    text = f"SELECT ?a {{ {cross} FILTER (STR(?a) = CONCAT(STR(?d), STR(?g), STR(?j), 'x')) }}"
    explanation = Explainer(tiny, engine).explain(AskedQuery(text, empty=True), 0.2)
    assert "0.2 s was over" in explanation.unread
    assert explanation.milliseconds < 1_200


def test_measures_are_those_that_the_configuration_declares(tiny: Publication, real: Publication) -> None:
    assert tiny.settings.measures.values == ("https://example.org/lights/ns#metres",)
    measures = real.settings.measures
    assert "https://schema.org/currency" in measures.units
    assert [iri.rpartition("#")[2] for iri in measures.amounts] == ["annualAmount", "projectValue", "totalAmount"]
    assert [iri.rpartition("#")[2] for iri in measures.counted_in] == ["countedIn"]


_PARTS = """
@prefix id: <https://example.org/lights/id/> .
@prefix light: <https://example.org/lights/ns#> .
id:long-coast light:metres 90.0 .
id:cove light:metres 20.0 ; light:partOf id:long-coast .
id:skerry light:focalHeight <https://example.org/lights/id/skerry#base> .
<https://example.org/lights/id/skerry#base> light:metres 3.0 .
"""


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Explainer]:
    """The lighthouses with lengths of coasts, of which one is a part of another."""
    folder = tmp_path_factory.mktemp("parts") / "publication"
    shutil.copytree(TINY, folder)
    _declare(folder / "data" / "publication.ttl")
    (folder / "data" / "coast" / "lengths.ttl").write_text(_PARTS, "utf-8")
    publication = Publication.read(folder)
    with local_engine(publication, EngineLimits()) as engine:
        yield Explainer(publication, engine)


def _declare(configuration: Path) -> None:
    text = configuration.read_text("utf-8")
    settings = "accord:countedInProperty light:partOf ;\n    accord:valueProperty"
    configuration.write_text(text.replace("accord:valueProperty", settings), "utf-8")


def test_a_part_is_not_added_to_its_whole(parts: Explainer) -> None:
    explanation = parts.explain(AskedQuery("SELECT (SUM(?m) AS ?s) { ?c light:metres ?m }", empty=False), 30)
    assert [finding.kind for finding in explanation.findings] == ["counted-in-another"]
    assert "counts id:cove, which is counted in id:long-coast already" in explanation.findings[0].message
    without = "SELECT (SUM(?m) AS ?s) { ?c light:metres ?m FILTER NOT EXISTS { ?c light:partOf ?larger } }"
    assert not parts.explain(AskedQuery(without, empty=False), 30)
    alone = "SELECT ?c (SUM(?m) AS ?s) { ?c light:metres ?m } GROUP BY ?c"
    assert not parts.explain(AskedQuery(alone, empty=False), 30)


def test_explaining_changes_no_answer(tiny: Publication) -> None:
    engine = StoreEngine(tiny)
    before = len(engine.store)
    Explainer(tiny, engine).explain(AskedQuery("SELECT ?x { ?x light:standOn ?y }"), 30)
    assert len(engine.store) == before
