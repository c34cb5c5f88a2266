"""Asks a site for all that its pages link to, from the home page and the sitemap on."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl, urljoin, urlsplit

from werkzeug.test import Client

HTML = "text/html"

ABSENT = "/not-in-this-copy"
"""The page that links lead to when what they lead to needs a server."""

_LINK = re.compile(r'\b(href|src|action)="([^"]*)"')
_SITEMAP = re.compile(r"<loc>([^<]*)</loc>")
_STYLE = re.compile(r"""url\(["']?([^)"']*)""")

_NEEDS_A_SERVER = re.compile(
    r"/(check|contribute|proposals|log-in|log-out|mcp|metrics|health|ready|cite|findings|oembed|reconcile|q"
    r"|sparql/explain|sparql/complete\.json|index)(/.*|\..*)?"
)
"""Paths whose answers are made of what is sent, or of what the server does now."""
_ANSWERED_BY_QUERY = {"iri": ("/resource", "/card", "/resource.", "/card."), "page": ("/",)}
"""Parameters whose values all come from links, with the paths that have them. Others, as filters, have no end."""


@dataclass(frozen=True, slots=True)
class CrawledPage:
    """An answer: the address below the root, the status, the media type without parameters, and the body.

    ``target`` is where a redirect leads, with the host.
    """

    address: str
    status: int
    media: str
    body: bytes
    target: str = ""


def asker(client: Client, root: str) -> Callable[[str], CrawledPage]:
    """A function that asks an application, as a browser would, for an address below a root like ``http://host``."""

    def ask(address: str) -> CrawledPage:
        answer = client.get(address, base_url=root, headers={"Accept": "text/html, */*;q=0.5"}, buffered=True)
        media = (answer.content_type or "").partition(";")[0].strip()
        target = urljoin(root + address, answer.headers.get("Location", ""))
        return CrawledPage(address, answer.status_code, media, answer.get_data(), target)

    return ask


def crawl(ask: Callable[[str], CrawledPage], starts: Iterable[str], root: str) -> Iterator[CrawledPage]:
    """Every answer that the links of the others lead to, each address once."""
    waiting = list(dict.fromkeys(starts))
    seen = set(waiting)
    while waiting:
        found = ask(waiting.pop())
        yield found
        for link in links(found, root):
            if link not in seen and is_kept(link):
                seen.add(link)
                waiting.append(link)


def links(found: CrawledPage, root: str) -> Iterator[str]:
    """The addresses below the root that an answer links to, without fragments."""
    if found.target and found.status in range(300, 400):
        targets: Iterable[str] = (found.target,)
    elif found.media == HTML:
        targets = (html.unescape(link[2]) for link in _LINK.finditer(found.body.decode("utf-8")))
    elif found.media == "text/css":
        targets = _STYLE.findall(found.body.decode("utf-8"))
    elif found.address.startswith("/sitemap"):
        targets = map(html.unescape, _SITEMAP.findall(found.body.decode("utf-8")))
    else:
        return
    for target in targets:
        if address := below(urljoin(root + found.address, target), root):
            yield address


def below(target: str, root: str) -> str:
    """The address of a target without its fragment; empty when it is not below the root."""
    parts = urlsplit(target)
    if f"{parts.scheme}://{parts.netloc}" != root:
        return ""
    return (parts.path or "/") + (f"?{parts.query}" if parts.query and not is_static(parts.path) else "")


def is_static(path: str) -> bool:
    """Whether a path is that of a static file, which the parameter ``v`` of its address does not change."""
    return path.startswith("/static/")


def is_kept(address: str) -> bool:
    """Whether a copy has an address: not when its answer needs a server, or when there may be no end of such."""
    path, _, query = address.partition("?")
    if _NEEDS_A_SERVER.fullmatch(path):
        return False
    if not query:
        return True
    given = parse_qsl(query, keep_blank_values=True)
    if len(given) != 1 or given[0][0] not in _ANSWERED_BY_QUERY:
        return False
    return path.startswith(_ANSWERED_BY_QUERY[given[0][0]])
