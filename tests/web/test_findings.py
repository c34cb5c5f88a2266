"""What the check of the publication found is on the site."""

from __future__ import annotations

import json
from pathlib import Path

from flask.testing import FlaskClient

from accord.errors import Place
from accord.publication import Publication
from accord.validation import Finding, Report
from accord.validation.grouping import report
from accord.validation.outcome import Outcome, OutcomeFile
from accord.web import Site, create_app
from engines import StoreEngine

PAGE = {"Accept": "text/html"}


def visitor(tiny: Publication, outcome: OutcomeFile) -> FlaskClient:
    return create_app(Site.open(tiny, StoreEngine(tiny), outcome=outcome)).test_client()


def found() -> Report:
    place = Place("data/lights/skerry.ttl", 3, 1, 3, 5)
    advice = [Finding("TERM-CLASS", "warning", f"Advice {number}.", place) for number in range(150)]
    mistake = Finding("LIT-DATATYPE", "violation", "<b> is not a date.", place, remedy="Write 2020-01-02.")
    return report([*advice, mistake], files=3, triples=1234, seconds=0.5)


def test_findings_appear_when_the_check_has_ended(tiny: Publication, tmp_path: Path) -> None:
    outcome = OutcomeFile(tmp_path / "outcome.json")
    client = visitor(tiny, outcome)
    assert "still runs" in client.get("/findings", headers=PAGE).text
    assert client.get("/findings.json").status_code == 503
    OutcomeFile(tmp_path / "outcome.json").write(Outcome(found()))
    page = client.get("/findings", headers=PAGE).text
    assert "1 mistake, " in page
    assert "&lt;b&gt; is not a date." in page
    assert page.index("is not a date") < page.index("Advice 0."), "the most severe first"
    assert "These are the first 100 of" in page
    answer = client.get("/findings", headers={"Accept": "application/json"})
    assert json.loads(answer.text)["counts"]["violation"] == 1
    assert client.get("/findings", headers={**PAGE, "If-None-Match": answer.headers["ETag"]}).status_code == 200
    assert "Advice" not in client.get("/findings?code=LIT-DATATYPE", headers=PAGE).text


def test_a_check_that_a_limit_ended_says_so(tiny: Publication, tmp_path: Path) -> None:
    outcome = OutcomeFile(tmp_path / "outcome.json")
    outcome.write(Outcome(None, "The work took longer than 300 s."))
    client = visitor(tiny, outcome)
    assert "longer than 300 s" in client.get("/findings", headers=PAGE).text
    assert "longer than 300 s" in client.get("/findings.json").text


def test_each_page_leads_to_the_findings(tiny: Publication, tmp_path: Path) -> None:
    assert 'href="/findings"' in visitor(tiny, OutcomeFile(tmp_path / "none")).get("/", headers=PAGE).text
