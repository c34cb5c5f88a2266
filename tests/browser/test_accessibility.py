"""Every kind of page is accessible in a real browser, and people get from the home page to a spreadsheet.

The rules are those of axe-core (https://github.com/dequelabs/axe-core): none may be broken, in light and dark, on a
desk and on a phone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from zipfile import is_zipfile

import pytest
from chromium import browser, service
from playwright.sync_api import Browser, Page

from places import TINY
from running import Running, serving

__all__ = ["browser", "service"]

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
BROKEN = """async (rules) => (await axe.run(document, {resultTypes: ["violations"], ...(rules && {runOnly: rules})}))
.violations.map(one => `${one.id} at ${one.nodes[0].target}: ${one.nodes[0].html.slice(0, 200)}`)"""
"""Those of some rules, or of all, that a page breaks, each with a place where it does."""
AFTER = """id => document.getElementById(id).compareDocumentPosition(document.activeElement)
    & Node.DOCUMENT_POSITION_FOLLOWING || document.getElementById(id).contains(document.activeElement)"""
"""Whether the focus is in or after an element of a page."""

COLOURS = re.compile(r"(?:--[a-z-]+|fill|stroke|color): light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\);")
"""A declaration of a colour for light and one for dark."""

WIDTHS = [1280, 390]
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that look at colours. Dark differs from light in nothing else, as a test says: it is looked at by no
other rules."""

KINDS = [
    *("/", "/things", "/things/Agreement", "/things/Funding", "/things/Agreement?page=999", "/search?q=oxford"),
    *("/things/Funding?sort=when&place=id:oxford", "/search?q=oxford+funding", "/things/Region"),
    *("/doc/oxford-novo-nordisk-alliance", "/doc/university-of-oxford", "/doc/oxford-brc-award-2022"),
    *("/doc/oxfordshire", "/doc/key-partnerships-page", "/doc/type-2-diabetes", "/doc/nothing-of-the-kind"),
    *("/ontology", "/ontology?q=date", "/ontology/Agreement", "/ontology/party", "/shapes", "/shapes/Agreement"),
    *("/queries", "/queries/funding-per-region", "/queries/agreements-in-time", "/queries/who-funds-what"),
    *("/queries/funding-in-a-region?region=zzz", "/queries/funding-per-funder/embed", "/card/oxford"),
    *("/sparql", "/sparql?format=html&query=SELECT%20%2A%20%7B%3Fs%20lsp%3Aparty%20%3Fo%7D"),
    *("/sparql?format=html&query=SELECT", "/limits", "/catalog", "/profile", "/docs", "/docs/api", "/docs/reconcile"),
    *("/graph/data/agreements/oxford-novo-nordisk-alliance", "/sameas", "/check", "/findings", "/contribute"),
    "/changes",
    "/proposals/change?thing=id:oxford-novo-nordisk-alliance",
    "/proposals/merge?thing=id:university-of-oxford&into=id:university-of-liverpool",
    *("/proposals/merge?thing=id:university-of-oxford", "/proposals/withdraw?thing=id:university-of-oxford"),
]


def violations(page: Page, address: str) -> list[str]:
    """What axe finds on a page, on each screen; and where a page is wider than the screen."""
    found = []
    page.goto(address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for scheme, rules in (("light", None), ("dark", OF_COLOURS)):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            found += [f"{width} {scheme}: {one}" for one in page.evaluate(BROKEN, rules)]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{width}: wider than the screen")
    return found


@pytest.fixture(scope="module")
def page(browser: Browser) -> Iterator[Page]:
    """One page for all, with axe in it: axe is tried on very many."""
    page = browser.new_page()
    page.add_init_script(AXE)
    yield page
    page.close()


def test_dark_differs_from_light_in_colours_alone() -> None:
    sheets = [file.read_text("utf-8") for file in resources.files("accord.web").joinpath("static").iterdir()
              if file.name.endswith(".css")]  # fmt: skip
    assert len(sheets) >= 3
    for sheet in sheets:
        assert "prefers-color-scheme" not in sheet
        assert sheet.count("light-dark(") == len(COLOURS.findall(sheet)) + sheet.count("know light-dark()")


@pytest.mark.parametrize("path", KINDS)
def test_a_kind_of_page_breaks_no_rule(service: Running, page: Page, path: str) -> None:
    assert violations(page, service.url + path) == []


def test_pages_of_another_publication_break_no_rule(page: Page) -> None:
    with serving(TINY) as running:
        paths = ("/", "/things/Lighthouse", "/doc/north-head", "/ontology", "/ontology/Lighthouse", "/queries/tallest")
        assert [one for path in paths for one in violations(page, running.url + path)] == []


@pytest.mark.parametrize("width", [1280, 390])
def test_the_way_from_the_home_page_to_a_spreadsheet(
    service: Running, browser: Browser, tmp_path: Path, width: int
) -> None:
    """Home, search, agreement, funder, region, the question, the spreadsheet."""
    page = browser.new_page(viewport={"width": width, "height": 800}, accept_downloads=True)
    page.goto(service.url)
    page.get_by_label("Search for").fill("novo nordisk alliance")
    page.keyboard.press("Enter")
    page.locator("#found").get_by_role("link", name="Strategic alliance").first.click()
    assert "Strategic alliance" in page.locator("h1").inner_text()
    page.locator("main").get_by_role("link", name="Novo Nordisk", exact=True).first.click()
    assert page.locator("h1").inner_text() == "Novo Nordisk"
    page.go_back()
    page.locator("main").get_by_role("link", name="Oxford", exact=True).first.click()
    assert page.locator("h1").inner_text() == "Oxford"
    page.get_by_role("link", name="Which funding goes to a region?").click()
    assert page.get_by_label("Region").input_value()
    assert page.locator("table.answer tbody tr").count() >= 2
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Excel", exact=True).first.click()
    saved = tmp_path / "answer.xlsx"
    waiting.value.save_as(saved)
    assert is_zipfile(saved)
    page.close()


def test_the_keyboard_reaches_what_people_came_for_in_a_few_stops(service: Running, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    for path, target in (
        ("/doc/university-of-oxford", "about-related"),
        ("/things/Agreement", "rows"),
        ("/search?q=oxford", "found"),
        ("/queries/funding-per-region", "answer"),
    ):
        page.goto(service.url + path)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to content"
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.getAttribute('href')") == f"#{target}", path
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate(AFTER, target), path


@pytest.mark.parametrize("path", ["/things/Agreement", "/queries/funding-per-region"])
def test_the_keyboard_reaches_the_spreadsheet_in_four_stops(service: Running, page: Page, path: str) -> None:
    page.goto(service.url + path)
    for _ in range(3):
        page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#downloads"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") in ("CSV", "Excel")


@pytest.mark.parametrize("path", ["/", "/doc/university-of-oxford", "/queries/funding-per-region"])
def test_pictures_take_no_stops_of_the_keyboard(service: Running, page: Page, path: str) -> None:
    page.goto(service.url + path)
    assert page.locator("svg.picture").count() >= 1
    assert page.locator("svg.picture a:not([tabindex='-1'])").count() == 0
