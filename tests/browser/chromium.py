"""Fixtures of the browser tests: Chromium, a page in it, the real publication served. They are left out without it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from places import ROOT
from running import Running, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for the tests of a file: a thread can drive only one Playwright at a time."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own for each test."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture(scope="module")
def service(browser: Browser) -> Iterator[Running]:
    """The real publication, served; it asks for the browser, so that it is not started where there is none."""
    with serving(ROOT) as running:
        yield running
