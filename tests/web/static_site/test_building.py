"""A copy of a site as files: documents have the same bytes, and every link leads to a file."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from accord.cli import main
from accord.engine.processes import local_engine
from accord.errors import InputError
from accord.limits import EngineLimits
from accord.publication import Publication
from accord.web import Hosts, Site, create_app
from accord.web.static_site import Summary, browser, build
from accord.web.static_site.crawling import CrawledPage, crawl, is_kept, links
from accord.web.static_site.files import Pages, file_of
from places import TINY

URL = "https://copy.example.org"
_LINK = re.compile(r'\b(?:href|src|action)="([^"#?]*)')
Copied = tuple[Path, Summary]


@pytest.fixture(scope="module")
def published() -> Publication:
    return Publication.read(TINY, site=f"{URL}/")


@pytest.fixture(scope="module")
def copied(published: Publication, tmp_path_factory: pytest.TempPathFactory) -> Copied:
    out = tmp_path_factory.mktemp("copies") / "copy"
    return out, build(published, out, URL, "https://lights.example.org")


@pytest.fixture(scope="module")
def client(published: Publication) -> Iterator[FlaskClient]:
    with local_engine(published, EngineLimits()) as engine:
        yield create_app(Site.open(published, engine), Hosts(URL)).test_client()


def pages(out: Path) -> list[Path]:
    return sorted(out.rglob("*.html"))


@pytest.mark.parametrize(
    "address",
    ["/doc/north-head.ttl", "/doc/skerry.jsonld", "/dump.nq", "/dump.ttl", "/sitemap.xml", "/feed.atom",
     "/things/Lighthouse.csv", "/things/Lighthouse.xlsx", "/queries/tallest.svg", "/static/site.css"],
)  # fmt: skip
def test_documents_have_the_bytes_and_the_address_of_the_site(
    copied: Copied, client: FlaskClient, address: str
) -> None:
    served = client.get(address, base_url=URL, buffered=True)
    assert served.status_code == 200
    assert (copied[0] / address.removeprefix("/")).read_bytes() == served.get_data()


def test_every_link_of_every_page_leads_to_a_file(copied: Copied) -> None:
    out = copied[0]
    assert len(pages(out)) > 150
    for page in pages(out):
        for link in map(html.unescape, _LINK.findall(page.read_text("utf-8"))):
            if link and not re.match(r"[a-z]+:", link):
                assert (page.parent / unquote(link)).is_file(), f"{page.relative_to(out)}: {link}"


def test_a_thing_is_at_its_address_and_at_that_of_its_page(copied: Copied) -> None:
    out = copied[0]
    assert "<h1" in (out / "doc" / "north-head.html").read_text("utf-8")
    assert 'url=../doc/north-head.html"' in (out / "id" / "north-head.html").read_text("utf-8")
    assert f'<link rel="canonical" href="{URL}/doc/north-head"' in (out / "doc" / "north-head.html").read_text("utf-8")


def test_what_needs_a_server_is_said_and_not_linked(copied: Copied) -> None:
    out, summary = copied
    assert summary.broken == {}
    assert summary.absent > 0
    assert any("need a server" in line for line in summary.lines())
    assert not (out / "check.html").exists()
    assert "https://lights.example.org" in (out / "not-in-this-copy.html").read_text("utf-8")
    forms = {page.name for page in pages(out) if 'method="post"' in page.read_text("utf-8")}
    assert forms == set()


def test_the_pages_that_answer_have_the_program(copied: Copied) -> None:
    if not browser.is_built():
        pytest.skip("The program is not built: npm was not available.")
    for name in ("search.html", "sparql.html"):
        assert '<script src="browser/static-site.js" charset="utf-8">' in (copied[0] / name).read_text("utf-8")
    assert {path.name for path in (copied[0] / "browser").iterdir()} == {
        "static-site.js", "names.js", "data.js", "engine.js",
    }  # fmt: skip


def test_without_the_program_it_is_said(
    published: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(browser, "is_built", lambda: False)
    summary = build(published, tmp_path / "copy", URL)
    assert any("Search and SPARQL do not work" in line for line in summary.lines())
    assert not (tmp_path / "copy" / "browser").exists()


def test_a_folder_that_is_not_empty_stays_as_it_is(published: Publication, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("kept")
    with pytest.raises(InputError, match="is not empty"):
        build(published, tmp_path, URL)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_command_refuses_a_publication_with_violations(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    settings = (TINY / "data" / "publication.ttl").read_text("utf-8")
    (tmp_path / "data" / "publication.ttl").write_text(settings)
    (tmp_path / "data" / "broken.ttl").write_text("<a> <b> ")
    out = tmp_path / "copy"
    ended = CliRunner().invoke(main, ["build", str(out), "--publication", str(tmp_path)])
    assert ended.exit_code == 1, ended.output
    assert not out.exists()


@pytest.mark.parametrize(
    ("address", "media", "file"),
    [
        ("/", "text/html", "index.html"),
        ("/doc/a", "text/html", "doc/a.html"),
        ("/doc/a%20b", "text/html", "doc/a b.html"),
        ("/doc/a.ttl", "text/turtle", "doc/a.ttl"),
        ("/places.html", "text/html", "places.html"),
    ],
)
def test_the_file_of_an_address(address: str, media: str, file: str) -> None:
    assert file_of(address, media) == file


@pytest.mark.parametrize(
    "address", ["/doc/..%2F..%2Fetc%2Fpasswd", "/doc/%2e%2e/x", "//x", "/doc/a%00", "/doc/a%3Fb", "/x" * 3 + "y" * 300]
)
def test_a_name_that_no_file_can_have_becomes_a_hash(address: str) -> None:
    assert re.fullmatch(r"other/[0-9a-f]{20}\.html", file_of(address, "text/html"))


def test_an_address_with_a_query_has_a_file_of_its_own() -> None:
    one, other = (file_of(f"/resource?iri={name}", "text/html") for name in "ab")
    assert one != other
    assert re.fullmatch(r"resource/[0-9a-f]{20}\.html", one)
    assert re.fullmatch(r"resource/[0-9a-f]{20}\.ttl", file_of("/resource.ttl?iri=a", "text/turtle"))


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/things/A?page=2", True),
        ("/resource?iri=urn:a", True),
        ("/things/A?page=2&sort=b", False),
        ("/things/A?place=b", False),
        ("/sameas?iri=a", False),
        ("/check", False),
        ("/proposals/log", False),
        ("/checked", True),
    ],
)
def test_what_is_kept(address: str, kept: bool) -> None:
    assert is_kept(address) is kept


def test_the_crawl_asks_once_for_each_and_leaves_other_hosts_alone() -> None:
    web = {"/": '<a href="/b?page=2#c"></a><a href="https://other.example/"></a>', "/b?page=2": '<a href="/">'}

    def ask(address: str) -> CrawledPage:
        return CrawledPage(address, 200, "text/html", web[address].encode())

    assert [found.address for found in crawl(ask, ["/"], URL)] == ["/", "/b?page=2"]
    assert list(links(CrawledPage("/a", 303, "", b"", f"{URL}/b"), URL)) == ["/b"]


def test_links_to_other_sites_and_places_in_the_page_stay() -> None:
    files = {"/a/b": "a/b.html", "/c": "c.html", "/not-in-this-copy": "not-in-this-copy.html", "/search": "search.html"}
    rewritten = Pages(files, URL).rewrite
    assert (
        rewritten("/a/b", '<a href="#x"><a href="https://e.org/?a&amp;b">')
        == '<a href="#x"><a href="https://e.org/?a&amp;b">'
    )
    assert rewritten("/a/b", '<a href="/c#d">') == '<a href="../c.html#d">'
    assert rewritten("/a/b", '<a href="/d?e=f">') == '<a href="../not-in-this-copy.html">'
    assert rewritten("/a/b", '<a href="/search?q=a">') == '<a href="../search.html?q=a">'
    assert "form" not in rewritten("/a/b", '<form method="post" action="/c"><input></form>').partition(" ")[0]
