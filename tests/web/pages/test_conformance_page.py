"""The page of figures shows each with its date, command and what falls short."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from accord.web.pages.conformance import figures
from conformance import NOT_TRIED, SUITES, by_criteria
from criteria import DCAT_AP


def test_every_figure_is_on_the_page(client: FlaskClient) -> None:
    page = client.get("/conformance", headers={"Accept": "text/html"}).text
    assert figures()["measured"]
    for one in figures()["measured"]:
        assert f"{one['reached']} of {one['of']} {one['unit']}" in page
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", one["date"])
        assert f"{one['date']}, {one['machine']}" in page
        assert one["reached"] == one["of"] or one["deviations"], "what falls short is named"
        assert "tests/" in one["command"]
    assert client.get("/conformance.json").json == figures()
    assert client.get("/conformance.csv").status_code == 404


def test_the_file_names_what_the_program_measures() -> None:
    measured = {one["name"]: one for one in figures()["measured"]}
    for name, link, tests, deviations in SUITES:
        found = measured[name]["link"], measured[name]["command"], tuple(measured[name]["deviations"])
        assert found == (link, f"pytest {tests}", deviations)
    assert [(one["name"], one["why"]) for one in figures()["notTried"]] == list(NOT_TRIED)


def test_the_speed_has_a_picture_of_the_same_figures(client: FlaskClient) -> None:
    speed = figures()["speed"]
    page = client.get("/conformance", headers={"Accept": "text/html"}).text
    shown = (speed["date"], speed["machine"], f"{speed['statements']:,} statements", *speed["peers"], *speed["queries"])
    assert [words for words in shown if words not in page] == []
    (path,) = re.findall(r'src="(/static/speed\.svg\?[^"]*)"', page)
    with client.get(path) as answer:
        picture = ElementTree.fromstring(answer.data)
    timed = [query for query, times in speed["queries"].items() for ms in times.values() if ms is not None]
    dots = [one.text or "" for one in picture.iterfind("{*}circle/{*}title")]
    assert sorted(words.partition(":")[0] for words in dots) == sorted(timed)
    assert [one.text for one in picture.iterfind("{*}text")][-len(speed["peers"]) :] == speed["peers"]


@pytest.mark.slow
def test_the_figures_of_the_criteria_are_those_of_the_program() -> None:
    """One that was written by hand, or is out of date, fails. To renew them: make measure."""
    if not DCAT_AP.exists():
        pytest.skip("The shapes of DCAT-AP are not here, and they are one of the criteria.")
    written = {one["name"]: one for one in figures()["measured"]}
    computed = list(by_criteria())
    assert len(computed) + len(SUITES) == len(written)
    for one in computed:
        here = {"date": "", "machine": ""}
        assert {**one, **here} == {**written[one["name"]], **here}
