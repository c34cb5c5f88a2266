"""The pages of the site for search engines, with the time of their last true change (sitemaps.org, 0.9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from xml.etree import ElementTree

LARGEST = 50_000
"""How many addresses one sitemap may hold; beyond that there is an index of several."""

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

Page = tuple[str, datetime]


def parts(pages: Sequence[Page]) -> int:
    """The number of sitemaps."""
    return max(1, -(-len(pages) // LARGEST))


def sitemap(pages: Sequence[Page], part: int) -> bytes:
    """One sitemap of several, counted from 1."""
    return _write("urlset", "url", pages[(part - 1) * LARGEST : part * LARGEST])


def index(sitemaps: Iterable[Page]) -> bytes:
    """The index of several sitemaps."""
    return _write("sitemapindex", "sitemap", sitemaps)


def _write(root: str, item: str, pages: Iterable[Page]) -> bytes:
    tree = ElementTree.Element(root, xmlns=_NAMESPACE)
    for address, modified in pages:
        entry = ElementTree.SubElement(tree, item)
        ElementTree.SubElement(entry, "loc").text = address
        ElementTree.SubElement(entry, "lastmod").text = modified.isoformat().replace("+00:00", "Z")
    written: bytes = ElementTree.tostring(tree, encoding="utf-8", xml_declaration=True)
    return written
