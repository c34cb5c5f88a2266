"""The query editor in a real browser, and the same page without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import browser
from playwright.sync_api import Browser, Page

import accord
from places import TINY
from running import Running, serving

__all__ = ["browser"]

EDITOR = Path(accord.__file__).parent / "web" / "static" / "vendor" / "editor.js"

built = pytest.mark.skipif(not EDITOR.is_file(), reason="The query editor is not built: npm was not available.")


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    with serving(TINY) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page on which nothing may go wrong, such as a style that the policy of the site forbids."""
    page, wrong = browser.new_page(), list[str]()
    page.on("console", lambda one: wrong.append(one.text) if one.type == "error" and "400" not in one.text else None)
    page.on("pageerror", lambda one: wrong.append(str(one)))
    yield page
    page.close()
    assert wrong == []


def type_query(page: Page, text: str) -> None:
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


@built
def test_a_query_is_written_completed_and_run_by_keyboard(service: Running, page: Page) -> None:
    page.goto(f"{service.url}/sparql")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("SELECT ?x { ?x a light:Lighth")
    page.locator(".cm-tooltip-autocomplete li", has_text="light:Lighthouse").first.wait_for()
    page.wait_for_timeout(200)  # CodeMirror takes no choice in the first moments, so that typing goes on
    page.keyboard.press("Enter")
    page.keyboard.press("Control+Enter")
    page.locator("#results").wait_for()
    assert page.evaluate("document.activeElement.id") == "results"
    assert "North Head Light" in page.locator("table.answer").inner_text()
    assert "light:Lighthouse" in page.locator("#query").input_value()


@built
def test_tab_leaves_the_editor(service: Running, page: Page) -> None:
    page.goto(f"{service.url}/sparql")
    page.locator(".cm-content").click()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Run"
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.shadowRoot?.activeElement.className").startswith("cm-content")


@built
def test_a_mistake_is_marked_in_the_editor(service: Running, page: Page) -> None:
    page.goto(f"{service.url}/sparql")
    type_query(page, "SELECT * {\n  ?s ?p ?o FILTERR(?o)\n}")
    page.keyboard.press("Control+Enter")
    page.locator(".cm-lintRange-error").wait_for()
    assert page.locator(".cm-lintRange-error").inner_text() == "FILTERR"
    assert page.evaluate("document.activeElement.id") == "results"
    page.go_back()
    page.locator(".cm-content").wait_for()


def test_the_page_works_without_javascript(service: Running, browser: Browser) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{service.url}/sparql")
    page.locator("#query").fill("SELECT ?x { ?x a light:Lighthouse }")
    page.get_by_role("button", name="Run").click()
    assert "North Head Light" in page.locator("table.answer").inner_text()
    page.goto(f"{service.url}/queries/tallest")
    assert "North Head Light" in page.locator("table.answer").inner_text()
    page.close()


def test_code_can_be_copied(service: Running, page: Page) -> None:
    page.goto(f"{service.url}/queries/tallest")
    page.locator("details:has(details.snippet) > summary").first.click()
    page.locator("details.snippet summary").first.click()
    assert page.locator("details.snippet button.copy").first.is_visible()
