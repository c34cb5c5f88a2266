"""The pages in a real browser: nothing from elsewhere, nothing wrong, nothing that slides sideways, light and dark.

    SCREENSHOT=1 .venv/bin/python -m pytest tests/browser
    SCREENSHOTS=FOLDER .venv/bin/python -m pytest tests/browser

take the README's pictures anew, and pictures of each kind of page.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from chromium import browser, page, service
from playwright.sync_api import Page

from running import Running

__all__ = ["browser", "page", "service"]

PATHS = [
    "/",
    "/doc/oxford-novo-nordisk-alliance",
    "/doc/university-of-oxford",
    "/doc/oxford",
    "/things",
    "/things/Agreement",
    "/ontology",
    "/sparql",
    "/sparql?format=html&query=SELECT%20*%20%7B%20%3Fs%20lsp%3Aparty%20%3Fo%20%7D",
    "/queries",
    "/search?q=oxford",
    "/limits",
    "/catalog",
    "/changes",
    "/check",
    "/conformance",
    "/graph/data/agreements/oxford-novo-nordisk-alliance",
    "/doc/nothing-of-the-kind",
]


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_whole_on_a_phone_and_on_a_desk(service: Running, page: Page, path: str) -> None:
    outside: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda one: None if one.url.startswith((service.url, "data:")) else outside.append(one.url))
    page.on("console", lambda one: wrong.append(one.text) if one.type == "error" and "404" not in one.text else None)
    for width, scheme in ((320, "light"), (1280, "dark")):  # 320: WCAG 2.2, 1.4.10, reflow
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(service.url + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{path} slides sideways at {width} px"
        assert page.locator("h1").count() == 1
    assert outside == []
    assert wrong == []


def test_the_way_from_home_to_a_fact_and_its_evidence(service: Running, page: Page) -> None:
    page.goto(service.url)
    page.get_by_role("navigation", name="Site").get_by_role("link", name="Agreements").click()
    page.get_by_role("link", name="Strategic alliance between").first.click()
    assert "Novo Nordisk" in page.locator("h1").inner_text()
    assert page.locator("figure.evidence blockquote").first.is_visible()
    page.get_by_text("Other formats, for programs").click()
    page.get_by_role("link", name="Turtle", exact=True).first.click()
    assert "lsp:party" in page.content()


def test_a_query_is_written_and_run_by_keyboard(service: Running, page: Page) -> None:
    page.goto(service.url + "/sparql")
    page.get_by_role("textbox", name="Query", exact=True).fill("SELECT ?x { VALUES ?x { 1 2 3 } }")
    page.get_by_role("button", name="Run").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/sparql?**")
    assert page.locator("table").first.locator("tbody tr").count() == 3


def test_the_filters_of_a_list_open_on_a_phone_by_their_link(service: Running, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(service.url + "/things/Funding")
    filters = page.get_by_role("region", name="Narrow this list")
    assert not filters.is_visible()
    page.get_by_role("link", name="Narrow this list").click()
    assert filters.is_visible()
    page.get_by_role("link", name="Close the filters").click()
    assert not filters.is_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    assert filters.is_visible()


OUTSIDE = """(font) => [...document.querySelectorAll("svg")].flatMap(svg => [...svg.querySelectorAll("text")].filter(
text => {
    text.style.fontFamily = font;
    const [words, whole] = [text.getBoundingClientRect(), svg.getBoundingClientRect()];
    const box = text.closest("g")?.querySelector(":scope > rect.pic-box")?.getBoundingClientRect() ?? whole;
    return words.width && (words.left < box.left - 1 || words.right > box.right + 1);
}).map(text => text.textContent))"""
"""The words of pictures that are wider than their box or their picture, in a font; empty for the font of the page."""


def test_the_words_of_pictures_fit_in_the_widest_font_too(service: Running, page: Page) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    for path in (
        "/",
        "/ontology",
        "/doc/university-of-oxford",
        "/queries/who-funds-what",
        "/queries/who-funds-what.svg",
    ):
        page.goto(service.url + path)
        for font in ("", "DejaVu Sans"):
            assert page.evaluate(OUTSIDE, font) == [], f"{path} in {font or 'its own font'}"


@pytest.mark.skipif("SCREENSHOT" not in os.environ, reason="the pictures are taken on demand: SCREENSHOT=1")
def test_the_pictures_of_the_readme(service: Running, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    for name, path in (("home", "/"), ("list", "/things/Funding"), ("thing", "/doc/oxford-brc-award-2022")):
        page.goto(service.url + path)
        page.screenshot(path=Path(__file__).with_name(f"{name}.png"))


@pytest.mark.skipif("SCREENSHOTS" not in os.environ, reason="taken on demand: SCREENSHOTS=FOLDER")
@pytest.mark.parametrize("path", PATHS)
def test_a_picture_of_each_kind_of_page(service: Running, page: Page, path: str) -> None:
    """At both widths, light and dark, into the folder that SCREENSHOTS names."""
    name = re.sub(r"[^A-Za-z0-9]+", "-", path).strip("-")[:60] or "home"
    for width in (1280, 390):
        for scheme in ("light", "dark"):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            page.goto(service.url + path)
            page.screenshot(path=Path(os.environ["SCREENSHOTS"]) / f"{name}-{width}-{scheme}.png", full_page=True)
