"""Every page is sound HTML, whatever the data says."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from flask.testing import FlaskClient

import accord.web
from accord.web import Site

WEB = Path(accord.web.__file__).parent
TEMPLATES = sorted(path.name for path in (WEB / "templates").glob("*.html"))
PATHS = {
    "home.html": "/",
    "kinds.html": "/things",
    "card.html": "/card/north-head",
    "embed.html": "/queries/tallest/embed",
    "list.html": "/things/Lighthouse",
    "thing.html": "/doc/north-head",
    "changes.html": "/changes",
    "docs.html": "/docs",
    "docs_reconcile.html": "/docs/reconcile",
    "api.html": "/docs/api",
    "ontology.html": "/ontology",
    "term.html": "/ontology/Lighthouse",
    "shapes.html": "/shapes",
    "shape.html": "/shapes/Lighthouse",
    "graph.html": "/graph/data/lights/skerry",
    "problem.html": "/doc/atlantis",
    "sparql.html": "/sparql",
    "queries.html": "/queries",
    "question.html": "/queries/tallest",
    "limits.html": "/limits",
    "catalog.html": "/catalog",
    "former.html": "/doc/gull-rock",
    "search.html": "/search?q=light",
    "sameas.html": "/sameas",
    "check.html": "/check",
    "contribute.html": "/contribute",
    "change_by_file.html": "/proposals/change?thing=id:brannoc-bay",
    "succession.html": "/proposals/merge?thing=id:skerry&into=id:north-head",
    "proposals.html": "/proposals",
    "log_in.html": "/log-in",
    "proposals_log.html": "/proposals/log",
    "contribute_form.html": "/contribute/lighthouse",
    "manual.html": "/manual/settings",
    "findings.html": "/findings",
    "conformance.html": "/conformance",
    "profile.html": "/profile",
    "cite.html": "/cite?query=ASK%20%7B%7D",
    "several.html": "/sameas?uri=https://example.com/register/17",
}
MORE = ("/doc/skerry", "/doc/brannoc-bay", "/doc/pilot-book", "/doc/sureness-stated", "/doc/ines-morvan")
OF_PROPOSALS = {"proposal.html", "preview.html", "contribute_table.html"}
"""Pages of proposals, which need a repository, and of a table that was sent: tests/web/contributing looks at them."""
EMPTY = {"meta", "link", "br", "hr", "img", "input", "wbr"}
BROWSER = {"Accept": "text/html"}


class Page(HTMLParser):
    """What a page is made of; it notices tags that are not closed in the order in which they were opened."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.links: set[str] = set()
        self.named: set[str] = set()
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        assert len(given) == len(attrs), f"an attribute twice on <{tag}>"
        assert not [name for name in given if name.startswith("on") or name == "style"]
        own = (given.get("src") or "").startswith("/static/") and given.get("type") == "module"
        counted = (tag, given.get("type")) != ("script", "application/ld+json") and not own
        self.tags[tag if "svg" not in self.open else f"svg {tag}"] += counted
        self.ids.update(filter(None, [given.get("id")]))
        self.named |= set((given.get("aria-labelledby") or "").split())
        self.links |= {value for name in ("href", "src", "action") if (value := given.get(name)) is not None}
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def page(client: FlaskClient, path: str) -> Page:
    return Page(client.get(path, headers=BROWSER).text)


def is_there(client: FlaskClient, address: str) -> bool:
    with client.get(address, headers=BROWSER) as answer:
        return answer.status_code in (200, 303)


def page_that_is_there(client: FlaskClient, path: str) -> Page:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 200, path
    return Page(answer.text)


class KindsOfAddresses:
    """What addresses of one kind have in common: they differ only in the thing that they name, and its class is one.

    Of the documents and cards of things, and of the forms and questions about them, so one of each class can be tried.
    """

    def __init__(self, site: Site) -> None:
        self.expand = site.addresses.expand
        index = site.things.class_index
        self.classes = {iri: kind.iri for kind in index.kinds() for iri in index.members(kind.iri)}
        self.pages = {
            site.addresses.place(iri, folder).at(): f"{folder} of {kind}"
            for iri, kind in self.classes.items()
            for folder in ("doc", "card")
        }

    def of(self, address: str) -> object:
        """The kind of an address: each thing in it is replaced by its class."""
        path, _, query = address.partition("?")
        page, _, suffix = path.partition(".")
        asked = [(name, self.classes.get(self.expand(value), value)) for name, value in parse_qsl(query)]
        return self.pages.get(page, page), suffix, *asked


@pytest.mark.parametrize("path", [*PATHS.values(), *MORE])
def test_a_page_is_well_formed(client: FlaskClient, path: str) -> None:
    found = page(client, path)
    assert (found.tags["h1"], found.tags["main"], found.tags["title"]) == (1, 1, 1)
    assert found.tags["script"] == 0
    assert [name for name, count in found.ids.items() if count > 1] == []
    assert found.named <= set(found.ids)


@pytest.mark.parametrize("path", [*PATHS.values(), *MORE])
def test_links_within_the_site_lead_somewhere(client: FlaskClient, path: str) -> None:
    for link in page(client, path).links:
        address, _, fragment = link.partition("#")
        if address.startswith("/"):
            assert is_there(client, address), link
        else:
            assert address.startswith(("https://", "http://")) or not address, link
        if fragment and not address.startswith("http"):
            assert fragment in page(client, address or path).ids, link


def test_every_page_of_the_real_publication_is_there_and_its_links_lead_somewhere(
    real_client: FlaskClient, real_site: Site
) -> None:
    kinds = KindsOfAddresses(real_site)
    paths = [real_site.addresses.path(iri) or f"{iri} has no page" for iri in kinds.classes]
    pages = {path: page_that_is_there(real_client, path) for path in (*paths, "/", "/things", "/ontology", "/sparql")}
    twice = {path: [name for name, count in one.ids.items() if count > 1] for path, one in pages.items()}
    assert {path: names for path, names in twice.items() if names} == {}
    tried = set()
    for link in {link for one in pages.values() for link in one.links if link.startswith("/")}:
        address, _, fragment = link.partition("#")
        kind = kinds.of(address)
        assert address in pages or kind in tried or is_there(real_client, address), link
        tried.add(kind)
        if fragment and address not in pages:
            pages[address] = page(real_client, address)
        assert not fragment or fragment in pages[address].ids, link


def test_every_template_is_used() -> None:
    sources = [path.read_text("utf-8") for path in (*WEB.rglob("*.py"), *(WEB / "templates").glob("*.html"))]
    used = {name for text in sources for name in re.findall(r'"(\w+\.html)"', text)}
    assert used >= set(TEMPLATES)
    assert set(PATHS) | OF_PROPOSALS == {name for name in TEMPLATES if not name.startswith("_")}


def test_markup_in_the_data_stays_text(client: FlaskClient) -> None:
    text = client.get("/doc/skerry", headers=BROWSER).text
    assert "<h1>Skerry &lt;script&gt;alert(&#39;lamp&#39;)&lt;/script&gt; &amp; &#34;Son&#34;</h1>" in text
    assert 'href="javascript:' not in text
    assert "javascript:alert(&#39;lamp&#39;)" in text


def test_words_in_another_language_say_so(client: FlaskClient) -> None:
    assert '<span lang="da">Nørre Høved Fyr</span>' in client.get("/doc/north-head", headers=BROWSER).text


def test_a_thing_shows_its_evidence_its_formats_and_its_file(client: FlaskClient) -> None:
    text = client.get("/doc/north-head", headers=BROWSER).text
    assert "<title>North Head Light · Lights of the Outer Coast</title>" in text
    assert '<link rel="canonical" href="/doc/north-head">' in text
    assert '<link rel="alternate" type="text/turtle" title="Turtle" href="/doc/north-head.ttl">' in text
    assert "<blockquote>lit in March 1871</blockquote>" in text
    assert '<data value="4.50">4.50</data>' in text
    assert '<time datetime="1871-03">March 1871</time>' in text
    assert 'href="/graph/data/lights/north-head">data/lights/north-head.ttl</a>' in text
    assert 'href="https://example.com/register/17" rel="external"' in text
