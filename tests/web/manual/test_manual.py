"""The manual: each page is there and says what holds; nothing that a user may set is missing from it."""

from __future__ import annotations

import re
from urllib.parse import urljoin

import pytest
from commands import PAGE, page
from flask import Flask
from flask.testing import FlaskClient
from references import GROUPS, LISTS, RENEW, path_of, terms, written

from accord.cli import main
from accord.engine.workers.unread import UnreadLimits
from accord.limits import EngineLimits, published
from accord.names import ACCORD
from accord.publication import Publication
from accord.validation.codes import codes
from accord.validation.codes import page as code_page
from accord.web import Hosts, Site, create_app
from accord.web.manual import EXAMPLE, ORDER, chapter
from accord.web.requests.all_limits import all_limits
from engines import StoreEngine
from places import ROOT

CODE = ROOT / "server" / "accord"
_TERM = re.compile(r'\bACCORD \+ "([A-Za-z]+)"')
_PREFIXED = re.compile(r"accord:([A-Za-z]+)")
_STRING = re.compile(r'"([A-Za-z]+)"')


@pytest.fixture(scope="module")
def app(tiny: Publication) -> Flask:
    return create_app(Site.open(tiny, StoreEngine(tiny)))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


@pytest.mark.parametrize("name", ORDER)
def test_each_page_is_there_for_people_and_as_markdown(client: FlaskClient, name: str) -> None:
    found = client.get(f"/manual/{name}")
    assert found.status_code == 200
    assert "<h1 id=" in found.text
    assert EXAMPLE not in found.text
    written = client.get(f"/manual/{name}.md")
    assert written.content_type.startswith("text/markdown")
    assert written.text.startswith(f"# {chapter(name).title}")


def test_a_page_that_is_not_there_says_where_the_others_are(client: FlaskClient) -> None:
    found = client.get("/manual/nothing", headers={"Accept": "text/plain"})
    assert found.status_code == 404
    assert "/manual" in found.text


def test_each_file_is_in_the_contents() -> None:
    assert {path.stem for path in (CODE / "web" / "manual").glob("*.md")} == set(ORDER)


@pytest.mark.parametrize("name", ORDER)
def test_links_lead_to_pages(client: FlaskClient, name: str) -> None:
    page = "/manual" if name == "index" else f"/manual/{name}"
    for target in re.findall(r'href="([^"#]+)"', chapter(name).html):
        if target.startswith("http"):
            continue
        assert client.get(urljoin(page, target), headers={"Accept": "*/*"}).status_code in (200, 303), target


def test_commands_are_as_they_explain_themselves() -> None:
    assert PAGE.read_text("utf-8") == page(main), f"Renew the page: {RENEW}"


@pytest.mark.parametrize("name", LISTS)
def test_lists_are_those_of_the_program(name: str) -> None:
    assert path_of(name).read_text("utf-8") == written(name), f"Renew the page: {RENEW}"


def test_every_route_is_in_the_manual_and_no_other(client: FlaskClient) -> None:
    rules = [one.rule for one in client.application.url_map.iter_rules() if one.endpoint != "static"]
    paths = {re.sub(r"<(?:[^:<>]+:)?(\w+)>", r"{\1}", rule) for rule in rules}
    listed = re.findall(r"^- [A-Z]+ ((?:`[^`]+`(?:, )?)+):", chapter("addresses").text, re.MULTILINE)
    assert {path for one in listed for path in re.findall(r"`([^`]+)`", one)} == paths


def test_every_limit_is_in_the_manual_and_no_other(app: Flask) -> None:
    with app.test_request_context():
        names = {one.name for one in all_limits(StoreEngine(app.extensions["accord"].publication))}
    names |= {one.name for several in (EngineLimits(), UnreadLimits.of(EngineLimits())) for one in published(several)}
    assert set(re.findall(r"^\| `(\w+)` \|", chapter("limits").text, re.MULTILINE)) == names


def test_each_setting_that_the_program_reads_is_declared_and_no_other() -> None:
    """A term is read by its name in a string, or by a query; the roles of amounts have it without ``Property``."""
    strings = {string for path in CODE.rglob("*.py") for string in _STRING.findall(path.read_text("utf-8"))}
    strings |= {name for path in CODE.rglob("*.rq") for name in _PREFIXED.findall(path.read_text("utf-8"))}
    declared = terms().keys()
    assert {name for name in declared if not {name, name.removesuffix("Property")} & strings} == set(), "not read"
    read = {name for path in (CODE / "publication").glob("*.py") for name in _TERM.findall(path.read_text("utf-8"))}
    assert read - declared == set(), "read, and not declared"


def test_each_setting_is_explained() -> None:
    for name, about in terms().items():
        assert about["notation"] in GROUPS, name
        assert about["comment"].endswith("."), name
        assert "accord:" in about["example"], name
    assert f"`accord:{next(iter(terms()))}`" in chapter("settings").text


def test_the_settings_of_this_publication_are_declared() -> None:
    used = re.findall(r"accord:([A-Za-z]+)", (ROOT / "data" / "publication.ttl").read_text("utf-8"))
    assert set(used) <= terms().keys()
    assert ACCORD.endswith("#")


def test_links_stay_below_the_prefix_of_a_proxy(site: Site) -> None:
    client = create_app(site, Hosts(proxies=1)).test_client()
    headers = {"Accept": "text/html", "X-Forwarded-Prefix": "/data"}
    for name in ("", "/operate", "/link"):
        text = client.get(f"/manual{name}", headers=headers).text
        assert 'href="/data/' in text
        assert not [link for link in re.findall(r'href="(/[^"]*)"', text) if not link.startswith("/data/")]


def test_each_code_has_its_example_in_the_manual() -> None:
    text = chapter("codes").text
    for code in codes():
        found = code_page(code)
        assert found is not None
        assert f"\n## {code}\n" in text
        assert found.fix in text
        assert found.example.strip() in text
