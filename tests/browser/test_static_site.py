"""A copy of a site in a real browser, opened as files: search and queries answer as the site does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import browser, page
from playwright.sync_api import Browser, Page
from pyoxigraph import RdfFormat, parse

from accord.engine import Query
from accord.engine.processes import local_engine
from accord.formats import GRAPH_QUERIES, JSON, TURTLE
from accord.limits import EngineLimits
from accord.publication import Publication
from accord.web import Site
from accord.web.static_site import browser as scripts
from accord.web.static_site import build
from places import TINY

__all__ = ["browser", "page"]

URL = "https://copy.example.org"
pytestmark = pytest.mark.skipif(not scripts.is_built(), reason="The program is not built: npm was not available.")


@pytest.fixture(scope="module")
def copy(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the small publication; it asks for the browser, so that it is not made where there is none."""
    out = tmp_path_factory.mktemp("copy") / "lights"
    build(Publication.read(TINY, site=f"{URL}/"), out, URL)
    return out


@pytest.fixture(scope="module")
def real_site(real: Publication, browser: Browser) -> Iterator[Site]:
    with local_engine(real, EngineLimits()) as engine:
        yield Site.open(real, engine)


def test_a_person_searches_and_reads(copy: Path, page: Page) -> None:
    page.goto((copy / "index.html").as_uri())
    page.fill('input[name="q"]', "nørre hoved")
    page.keyboard.press("Enter")
    page.get_by_role("status").wait_for()
    page.locator("#found a").first.click()
    assert page.locator("h1").inner_text() == "North Head Light"
    assert page.url.endswith("/doc/north-head.html")


def test_a_search_without_a_result_says_so(copy: Path, page: Page) -> None:
    page.goto((copy / "search.html").as_uri() + "?q=<b>submarine")
    assert page.get_by_role("status").inner_text() == "No results for “<b>submarine”."


def test_a_query_gets_its_answer_and_a_mistake_its_message(copy: Path, page: Page) -> None:
    page.goto((copy / "sparql.html").as_uri())
    page.fill("#query", "SELECT ?x { ?x a light:Structure } ORDER BY ?x")
    page.get_by_role("button", name="Run").click()
    assert page.get_by_role("heading", name="Result").inner_text() == "Result"
    assert "2 rows" in page.locator("#results").inner_text()
    page.goto((copy / "sparql.html").as_uri() + "?query=SELECT")
    assert page.get_by_role("alert").inner_text()
    page.goto((copy / "sparql.html").as_uri() + "?infer=off&query=SELECT ?x { ?x a light:Structure }")
    assert "1 row" in page.locator("#results").inner_text()


def test_the_questions_of_the_real_publication_have_the_same_answers(
    real_site: Site, page: Page, tmp_path: Path
) -> None:
    for name, script in scripts.scripts(real_site, {}):
        (tmp_path / name).write_bytes(script)
    (tmp_path / "page.html").write_text(
        f'<!doctype html><main></main><script src="{scripts.PROGRAM}" charset="utf-8"></script>'
    )
    page.goto((tmp_path / "page.html").as_uri())
    prefixes = real_site.publication.settings.prefixes
    for example in real_site.examples.values():
        text = example.bound(example.defaults, prefixes)
        is_graph = example.query_type in GRAPH_QUERIES
        answer = real_site.engine.query(Query(text, TURTLE if is_graph else JSON))
        here = page.evaluate("async (query) => (await accord.ask(query)).text", text)
        read = graph if is_graph else rows
        assert read(here) == read(b"".join(answer.chunks).decode()), example.slug


def graph(turtle: str) -> set[str]:
    return {str(triple) for triple in parse(turtle.encode(), RdfFormat.TURTLE)}


def rows(answer: str) -> tuple[list[str], list[str]]:
    found = json.loads(answer)
    return found["head"]["vars"], sorted(json.dumps(row, sort_keys=True) for row in found["results"]["bindings"])
