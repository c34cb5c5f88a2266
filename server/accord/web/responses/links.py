"""The links of a page: one table for its headers, its HTML head and its link set, so that they cannot differ.

Web linking is RFC 8288, link sets are RFC 9264, and the relations are those of FAIR Signposting, levels 1 and 2
(https://signposting.org/FAIR/).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

from werkzeug.urls import iri_to_uri

from accord.formats import Format

LINKSET = Format("linkset", "application/linkset+json", "linkset.json", "link set")


@dataclass(frozen=True, slots=True)
class Link:
    """A typed link: the relation, the address, and the media type and title (ASCII) of its target, where known."""

    rel: str
    target: str
    media: str = ""
    title: str = ""

    def __str__(self) -> str:
        """The link in the form of a header field."""
        media = f'; type="{self.media}"' if self.media else ""
        title = f'; title="{self.title}"' if self.title else ""
        return f'<{iri_to_uri(self.target)}>; rel="{self.rel}"{media}{title}'


def write_linkset(contexts: Mapping[str, Iterable[Link]], root: str) -> bytes:
    """The links of several addresses as a link set. Relative addresses are made absolute with the root."""
    found = [{"anchor": urljoin(root, anchor), **_relations(links, root)} for anchor, links in contexts.items()]
    return json.dumps({"linkset": found}, ensure_ascii=False, indent=1).encode() + b"\n"


def _relations(links: Iterable[Link], root: str) -> dict[str, list[dict[str, str]]]:
    relations: dict[str, list[dict[str, str]]] = {}
    for link in links:
        target = {"href": urljoin(root, iri_to_uri(link.target)), "type": link.media, "title": link.title}
        relations.setdefault(link.rel, []).append({name: value for name, value in target.items() if value})
    return relations
