"""From "I know of a light" to "it is published": in Chromium, a form is filled in, corrected, proposed and accepted."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from chromium import browser
from playwright.sync_api import Browser, Page

from accord.proposals.repository import Repository
from accord.proposals.tokens import Tokens
from places import ROOT
from repositories import folder, run
from running import Running, serving

__all__ = ["browser", "folder"]

MOST_SECONDS = 300
"""What the whole way may take; a person needs the time to type besides."""


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(java_script_enabled=False)
    yield page
    page.close()


def log_in(page: Page, service: Running, token: str) -> None:
    page.goto(f"{service.url}/log-in")
    page.fill("#token", token)
    page.click("main button")
    assert "You are" in page.inner_text("main")


def ask(service: Running, query: str) -> bool:
    answer = service.get(f"/sparql?query={quote(query)}", Accept="application/sparql-results+json")
    return bool(json.loads(answer.body)["boolean"])


def decide(page: Page, service: Running, maintainer: str, thing: str, name: str) -> None:
    """Accept the proposal that the page shows, find its thing by address, SPARQL and search, and take it back."""
    proposal, path = page.url, f"/doc/{thing.partition('/id/')[2]}"
    page.goto(f"{service.url}/proposals")
    page.click("text=Log out")
    log_in(page, service, maintainer)
    page.goto(proposal)
    page.click("text=Accept and publish")
    assert "accepted" in page.inner_text("main")
    page.goto(f"{service.url}{path}")
    assert page.inner_text("h1") == name
    is_there = f"ASK {{ <{thing}> <http://www.w3.org/2000/01/rdf-schema#label> ?label }}"
    assert ask(service, is_there)
    page.goto(f"{service.url}/search?q={quote(name)}")
    assert name in page.inner_text("main")
    page.goto(proposal)
    page.fill("#why", "It never came to be.")
    page.click("button:has-text('Revert')")
    assert "took it back" in page.inner_text("main")
    assert not ask(service, is_there)
    gone = service.get(path, Accept="text/html")
    assert (gone.status, "It never came to be." in gone.text) == (410, True)


def test_the_whole_way_takes_less_than_five_minutes(folder: Path, page: Page) -> None:
    tokens = Tokens(Repository.of(folder).folder / "accord" / "tokens.json")
    contributor, maintainer = tokens.new("Ann", "contributor"), tokens.new("Max", "maintainer")
    with serving(folder) as service:
        began = time.monotonic()
        log_in(page, service, contributor)
        page.goto(f"{service.url}/contribute")
        page.click("text=lighthouse")
        page.fill("[name='v/rdfs:label/0']", "Gull Point Light")
        page.fill("[name='v/light:standsOn/0']", "Branoc")
        page.fill("[name='v/evidence/0/light:page/0']", "fourteen")
        page.click("text=Check and preview")
        assert "Mistakes found" in page.inner_text("main")
        assert "It is not certain what “Branoc” means" in page.inner_text("main")
        page.check("[name='r/light:standsOn/0'] >> nth=0")
        page.fill("[name='v/evidence/0/light:page/0']", "14")
        page.fill("[name='v/evidence/0/light:book/0']", "id:pilot-book")
        page.fill("[name='v/evidence/0/light:words/0']", "Gull Point Light, on Brannoc Bay")
        page.fill("[name='v/evidence/0/light:sureness/0']", "id:sureness-stated")
        page.click("text=Check and preview")
        assert "Ready" in page.inner_text("main")
        page.fill("#why", "I saw it in the book.")
        page.click("text=Propose it")
        proposal = page.url
        assert "I saw it in the book." in page.inner_text("main")
        page.goto(f"{proposal}/preview")
        assert "Gull Point Light" in page.inner_text("main")
        page.goto(proposal)
        decide(page, service, maintainer, "https://example.org/lights/id/gull-point-light", "Gull Point Light")
        assert time.monotonic() - began < MOST_SECONDS


def test_an_agreement_is_published_by_the_publication_of_this_repository(tmp_path: Path, page: Page) -> None:
    site = tmp_path / "site"
    for name in ("data", "ontology", "shapes"):
        shutil.copytree(ROOT / name, site / name)
    run(site, "init", "--initial-branch", "main")
    run(site, "add", ".")
    run(site, "commit", "--message", "All agreements")
    tokens = Tokens(Repository.of(site).folder / "accord" / "tokens.json")
    name, slug = "Alliance of Oxford and Novo Nordisk on sleep", "alliance-of-oxford-and-novo-nordisk-on-sleep"
    with serving(site) as service:
        log_in(page, service, tokens.new("Ann", "contributor"))
        page.goto(f"{service.url}/contribute/agreement")
        page.check("[name='kind'][value$='#StrategicAlliance']")
        page.fill("[name='v/rdfs:label/0']", name)
        page.fill("[name='v/lsp:party/0']", "id:university-of-oxford")
        page.click("text=Check and preview")
        assert "Mistakes found" in page.inner_text("main")
        page.fill("[name='v/lsp:party/1']", "id:novo-nordisk")
        page.fill("[name='v/evidence/0/dcterms:source/0']", "id:key-partnerships-page")
        page.fill("[name='v/evidence/0/lsp:paragraph/0']", "4")
        page.fill("[name='v/evidence/0/lsp:phrase/0']", "an alliance on sleep")
        page.select_option(
            "[name='v/evidence/0/lsp:certainty/0']", "https://w3id.org/lifescience-partnerships/id/certainty-stated"
        )
        page.click("text=Check and preview")
        assert "Ready" in page.inner_text("main"), page.inner_text("main")
        page.click("text=Propose it")
        assert name in page.inner_text("main")
        decide(
            page,
            service,
            tokens.new("Max", "maintainer"),
            f"https://w3id.org/lifescience-partnerships/id/{slug}",
            name,
        )
