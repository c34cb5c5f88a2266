"""axe-core finds nothing on any kind of page: landmarks, headings, names, contrast, and the rest of WCAG 2.2 AA."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib.resources import files
from typing import Literal

import pytest
from playwright.sync_api import Browser, sync_playwright
from test_pages_in_chromium import PATHS, QUIET

from places import ROOT
from running import Running, serving

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = (files("axe_playwright_python") / "axe.min.js").read_text("utf-8")
RUN = "() => axe.run(document, {resultTypes: ['violations']})"

VIEWS: dict[str, tuple[int, int, Literal["light", "dark"]]] = {
    "wide": (1280, 900, "light"),
    "narrow": (390, 844, "dark"),
}

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture(scope="module")
def service() -> Iterator[Running]:
    with serving(ROOT) as running:
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield browser
        browser.close()


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing(service: Running, browser: Browser, view: str) -> None:
    width, height, scheme = VIEWS[view]
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    found = []
    for path in PATHS:
        page.goto(service.url + path)
        page.evaluate(AXE)
        for violation in page.evaluate(RUN)["violations"]:
            places = "; ".join(node["html"][:200] for node in violation["nodes"][:3])
            found.append(f"{path}: {violation['id']} ({len(violation['nodes'])}): {violation['help']}: {places}")
    page.close()
    assert not found, "\n".join(found)
