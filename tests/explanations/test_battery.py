"""Every broken or misleading query gets the words that it must give, and no right query gets any."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from battery import AGREEMENTS, LIGHTS, Case

from accord import queries
from accord.engine import Query
from accord.engine.local import LocalEngine
from accord.engine.processes import local_engine
from accord.explanations import AskedQuery, Explainer, Explanation
from accord.limits import EngineLimits, QueryLimits
from accord.publication import Publication
from accord.publication.examples import read_example
from accord.sparql.guard import inspect
from places import ROOT, TINY

PATIENCE = 60.0
"""Seconds for one explanation in a test: what is found does not depend on how busy the machine is."""

COMPETENCY = ROOT / "tests" / "data" / "competency"
RIGHT = sorted([*(ROOT / "data" / "queries").glob("*.rq"), *COMPETENCY.glob("*.rq")])
NAIVE = {"31-naive-total": "mixed-sorts", "32-naive-total-by-recipient": "counted-twice"}
"""Competency questions that are wrong on purpose, each with what is wrong with it."""
NOT_STATED = {
    "28-fundings-that-are-project-values": "not-on-class",
    "44-fundings-counted-in-another": "unused-property",
    "61-look-alikes": "never-together",
    "83-myths-are-not-claims": "not-on-class",
}
"""Competency questions whose right answer is empty, since the data state nothing of the kind, each with why."""


class Site:
    """A publication, its engine and its explainer."""

    def __init__(self, publication: Publication, engine: LocalEngine) -> None:
        self.engine = engine
        self.prefixes = publication.settings.prefixes
        self.explainer = Explainer(publication, engine)

    def explain(self, text: str, infer: bool | None = None) -> Explanation:
        """The explanation of an answer, which is asked for first, as the endpoint does."""
        inspection = inspect(text, QueryLimits(), prefixes=self.prefixes)
        body = b"".join(self.engine.query(Query(text, inspection.formats[0], infer=infer)).chunks)
        empty = b'"bindings":[]' in body or b'"boolean":false' in body or not body.strip()
        return self.explainer.explain(AskedQuery(text, infer=infer, empty=empty), PATIENCE)


@pytest.fixture(scope="module")
def agreements(real: Publication) -> Iterator[Site]:
    with local_engine(real, EngineLimits()) as engine:
        yield Site(real, engine)


@pytest.fixture(scope="module")
def lights(tiny: Publication) -> Iterator[Site]:
    with local_engine(tiny, EngineLimits()) as engine:
        yield Site(tiny, engine)


def _check(case: Case, explanation: Explanation) -> None:
    lines = "\n".join(explanation.lines())
    assert case.kind in [finding.kind for finding in explanation.findings], lines
    assert [words for words in case.words if words not in lines] == [], lines
    assert not explanation.unread


def test_the_battery_is_large() -> None:
    cases = [*AGREEMENTS, *LIGHTS]
    assert len({case.query for case in cases}) == len(cases) >= 150
    assert len({case.kind for case in cases}) >= 35


@pytest.mark.parametrize("case", AGREEMENTS, ids=lambda case: f"{case.kind} {case.query}")
def test_a_misleading_query_is_explained(agreements: Site, case: Case) -> None:
    _check(case, agreements.explain(case.query, case.infer))


@pytest.mark.parametrize("case", LIGHTS, ids=lambda case: f"{case.kind} {case.query}")
def test_so_it_is_with_another_publication(lights: Site, case: Case) -> None:
    _check(case, lights.explain(case.query, case.infer))


@pytest.mark.parametrize("question", RIGHT, ids=lambda path: path.stem)
def test_a_right_query_is_not_explained(agreements: Site, question: Path) -> None:
    query = queries.parse(question.stem, question.read_text("utf-8"))
    explanation = agreements.explain(read_example(query, agreements.prefixes).text)
    expected = NAIVE.get(question.stem) or NOT_STATED.get(question.stem)
    assert [finding.kind for finding in explanation.findings] == ([expected] if expected else [])
    assert explanation.empty == (question.stem in NOT_STATED)
    assert not explanation.unread


def test_the_example_of_the_lighthouses_is_not_explained(lights: Site) -> None:
    texts = [path.read_text("utf-8") for path in (TINY / "data" / "queries").glob("*.rq")]
    assert texts
    assert [lights.explain(text).lines() for text in texts] == [()] * len(texts)


def test_what_follows_by_the_ontology_is_there_unless_it_is_left_out(agreements: Site) -> None:
    left_out = {case.query for case in AGREEMENTS if case.infer is False}
    assert len(left_out) >= 15
    for query in left_out:
        explanation = agreements.explain(query)
        assert not explanation.empty
        assert not explanation, query


def test_a_query_of_named_graphs_is_offered_the_inferred_one(agreements: Site) -> None:
    funding = "https://w3id.org/lifescience-partnerships/graph/data/funding/cancer-research-uk-oxford-centre-investment"
    inferred = "https://w3id.org/lifescience-partnerships/graph/inferred"
    query = f"SELECT (COUNT(*) AS ?n) FROM <{funding}> {{ ?x a lsp:Funding }}"
    assert f"<{inferred}>" in "".join(agreements.explain(query).lines())
    assert not agreements.explain(query.replace("{", f"FROM <{inferred}> {{"))
