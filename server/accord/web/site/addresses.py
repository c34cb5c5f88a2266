"""IRI <-> address: where the page of each IRI is on this host, and which IRI an address means. Nowhere else.

* ``BASE/id/NAME`` has its document at ``/doc/NAME``.
* Any other described IRI below a base, ``BASE/NAME``, has its document at ``/doc/NAME`` too; ``/NAME`` leads there.
* All others are at ``/resource?iri=…``: those outside every base, those whose path is a route of the site, and those
  whose document would have the address of another.

Paths are compared as they are sent (RFC 3986, section 6.2.2): a name that is described wins over one that it is an
encoding of, and a whole name wins over a name with the suffix of a format.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from urllib.parse import quote, unquote, urlsplit

from accord.formats import DOCUMENT_FORMATS, Format, by_suffix
from accord.names import local_name, owner
from accord.parsing.syntaxes import syntax_of
from accord.publication import Settings
from accord.publication.settings.own_iris import is_own
from accord.things.ontology.inventory import Inventory
from accord.things.ontology.vocabulary import Vocabulary

RESOURCE = "/resource"
"""The path of documents about IRIs that have no path of their own here."""

_ROUTES = re.compile(
    r"""
    (\.well-known|card|check|contribute|doc|docs|graph|id|manual|ontology|proposals|q|queries|reconcile|search|shapes
     |static|things)/.*
    |(card|catalog|changes|check|cite|conformance|contribute|dataset|docs|dump|findings|health|index|limits|log-in|log-out
     |manual|mcp|metrics|ns|oembed|ontology|profile|proposals|queries|ready|reconcile|resource|sameas|search|shapes|sparql
     |things)(\.[\w.-]*)?
    |(context\.jsonld|croissant\.json|favicon\.ico|feed\.atom|graph|llms\.txt|openapi\.json|opensearch\.xml
     |places\.geojson|ro-crate-metadata\.json|robots\.txt|security\.txt|sitemap(-\d+)?\.xml
     |sparql/(complete\.json|explain))?
    """,
    re.DOTALL | re.VERBOSE,
)
"""Paths that the site has for itself. An IRI with such a path below its base is at ``/resource``."""

_REMEMBERED = 4_096
"""Addresses of IRIs that are remembered, in 1 MB: those on some fifty pages."""
_LINKED = ("http://", "https://", "mailto:", "tel:")
_KEPT = "%/-._~!$&'()*+,;=:@"
"""Characters beside letters and digits that a path keeps: those of RFC 3986, section 3.3, and escapes as they are."""
_ESCAPES = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_ESCAPED_DELIMITERS = re.compile("%3F|%23", re.IGNORECASE)
_DELIMITERS = {"%3F": "?", "%23": "#", "%3f": "?"}


@dataclass(frozen=True, slots=True)
class PageAddress:
    """The address of a page about an IRI, below the root of the site: its path, encoded, and what follows the ``?``."""

    path: str
    query: str = ""

    def at(self, suffix: str = "") -> str:
        """The address, or the one of a format."""
        return f"{self.path}{'.' if suffix else ''}{suffix}{'?' if self.query else ''}{self.query}"


@dataclass(frozen=True)
class Addresses:
    """From IRIs to addresses and back. Links between the pages of a copy stay on the copy."""

    settings: Settings
    vocabulary: Vocabulary
    inventory: Inventory

    @cached_property
    def folders(self) -> tuple[str, ...]:
        """The bases up to their last slashes, each once: documents are named by what follows."""
        bases = (self.settings.base, *self.settings.bases)
        folders = dict.fromkeys(base[: base.rfind("/") + 1] for base in bases)
        return tuple(folder for folder in folders if folder.count("/") > 2)

    @cached_property
    def roots(self) -> tuple[str, ...]:
        """What the paths of this host stand for: the folders, and the roots of their hosts."""
        hosts = [f"{parts.scheme}://{parts.netloc}/" for parts in map(urlsplit, self.folders)]
        return tuple(dict.fromkeys((*self.folders, *hosts)))

    def path(self, iri: str) -> str | None:
        """The address (below the root of the site) of the page about an IRI; ``None`` when there is none here."""
        return self._remembered(iri)

    @cached_property
    def _remembered(self) -> Callable[[str], str | None]:
        """The addresses that were asked for last: a page links several times to one thing, many pages to one class."""
        return lru_cache(_REMEMBERED)(self._path)

    def _path(self, iri: str) -> str | None:
        if iri in self.vocabulary:
            anchor = self.anchor(iri)
            return f"/ontology/{_encoded(anchor)}" if anchor in self.terms else self.place(iri).at()
        if fixed := self._fixed(iri):
            return fixed
        if self.inventory.is_part(iri, owner(iri)) and owner(iri) in self.inventory.described:
            return f"{self.place(owner(iri)).at()}#{_encoded(iri.partition('#')[2])}"
        if iri in self.inventory.described or iri in self.inventory.contents:
            return self.place(iri).at()
        return None

    def _fixed(self, iri: str) -> str | None:
        """The pages of IRIs of the site itself, and of the things of the pattern ``id/``."""
        base = self.settings.base
        if not iri.startswith(base):
            return None
        folder, _, name = iri.removeprefix(base).partition("/")
        if iri in (self.settings.dataset, f"{base}catalog", f"{base}dataset") and iri not in self.inventory:
            return "/catalog"
        if folder == "graph" and name:
            return f"/graph/{_encoded(name)}"
        if iri not in self.inventory and self._is_ontology(iri):
            return "/ontology"
        return "/" if iri == base and iri not in self.inventory else None

    def _is_ontology(self, iri: str) -> bool:
        own = self.settings.vocabulary
        return bool(own) and iri in (own, own.rstrip("#/"))

    def place(self, iri: str, folder: str = "doc") -> PageAddress:
        """Where the document (or the ``card``) of an IRI is, by the path that leads back to it."""
        base = self.settings.thing_base
        if iri.startswith(base):
            name = _encoded(iri.removeprefix(base))
            if self._leads_back(name, iri):
                return PageAddress(f"/{folder}/{name}")
        for root in self.folders:
            name = _encoded(iri.removeprefix(root))
            if iri.startswith(root) and is_route(name):
                break
            if iri.startswith(root) and self._leads_back(name, iri):
                return PageAddress(f"/{folder}/{name}")
        return PageAddress(RESOURCE if folder == "doc" else f"/{folder}", f"iri={quote(iri, safe=':/')}")

    def _leads_back(self, name: str, iri: str) -> bool:
        """Whether the addresses of this name, with and without suffixes, mean an IRI and no other one."""
        return iri not in self._shadowed and self.find(name)[0] in (iri, None)

    @cached_property
    def _shadowed(self) -> frozenset[str]:
        """IRIs whose addresses with a suffix are those of others: ``…/v1`` where ``…/v1.ttl`` is described too."""
        split = (split_suffix(iri) for iri in self.inventory.described)
        return frozenset(stem for stem, format in split if format and stem in self.inventory.described)

    def identify(self, iri: str) -> str:
        """The address of an IRI itself on this host, which leads to its document."""
        for root in self.roots:
            name = _encoded(iri.removeprefix(root))
            if iri.startswith(root) and (name.startswith("id/") or not is_route(name)):
                path, _, query = name.partition("%3F")
                if "#" not in iri and self.named(path, query) == iri:
                    return f"/{path}" + (f"?{query}" if query else "")
        return self.place(iri).at()

    def named(self, path: str, query: str | None = None) -> str | None:
        """The described IRI that a path means, as it was sent (without the first ``/``); ``None`` for none.

        An address with an empty query is the same to a server as one without, so an IRI that ends in ``?`` comes last.
        """
        with_query = [] if query is None else [f"{path}?{query}"]
        sent = (*with_query, path) if query else (path, *with_query)
        for name in [spelling for one in sent for spelling in spellings(one)]:
            for root in self.roots:
                if root + name in self.inventory.described or root + name in self.inventory.contents:
                    return root + name
        return None

    def find(self, name: str) -> tuple[str | None, Format | None]:
        """The IRI whose document has this name after ``/doc/``, as it was sent, and the format of its suffix."""
        if iri := self._document(name):
            return iri, None
        stem, format = split_suffix(name)
        return (self._document(stem) if format else None), format

    def _document(self, name: str) -> str | None:
        return self.named(f"id/{name}") or (None if is_route(name) else self.named(name))

    def unknown(self, name: str) -> str:
        """The IRI that a path, or a name after ``/doc/``, would have if it were described: beside other things, or
        below ``id/``.
        """
        name = unquote(split_suffix(name)[0])
        return self.beside(name) or self.settings.thing_base + name.removeprefix("id/")

    def beside(self, name: str) -> str:
        """The IRI that a path would have beside other things; empty where no things are at such paths."""
        spaces = () if self.settings.house_rules else self.inventory.namespaces
        return next((root + name for root in self.roots if is_own(self.settings, spaces, root + name)), "")

    def meant(self, text: str) -> str:
        """The IRI that somebody means by an IRI, a prefixed name, or what follows ``id/``, whether described or not."""
        inventory, short = self.inventory, self.settings.thing_base + text
        if text in inventory.described or text in inventory.contents or short not in inventory.described:
            return text if text in inventory.described else self.expand(text)
        return short

    def slug(self, iri: str) -> str:
        """A short name of a thing: what follows ``id/``, or else the end of its IRI."""
        base = self.settings.thing_base
        return iri.removeprefix(base) if iri.startswith(base) else local_name(iri)

    def outside(self, iri: str) -> str | None:
        """A link to another site; ``None`` when its scheme is not safe to follow."""
        return iri if iri.startswith(_LINKED) else None

    def file(self, graph: str) -> str:
        """The path in the publication's folder of the file of a graph; the short name of a graph that a file names."""
        whole = f"{self.settings.base}graph/"
        if not graph.startswith(whole):
            return self.settings.prefixes.shorten(graph) or local_name(graph)
        path = unquote(graph.removeprefix(whole))
        return path if syntax_of(path) else f"{path}.ttl"

    def short(self, iri: str) -> str:
        """An IRI as a person would write it: with a prefix if there is one, in full otherwise."""
        return self.settings.prefixes.shorten(iri) or iri

    def expand(self, name: str) -> str:
        """The IRI of a prefixed name; an IRI in full is returned unchanged, also one whose scheme is like a prefix."""
        expanded = self.settings.prefixes.expand(name)
        return expanded if expanded and self.settings.prefixes.shorten(expanded) else name

    @cached_property
    def terms(self) -> dict[str, str]:
        """The name of the page of each term after ``/ontology/`` -> its IRI, the first of those with the same name."""
        found: dict[str, str] = {}
        for iri in self.vocabulary:
            found.setdefault(self._short_anchor(iri), iri)
        return found

    def anchor(self, iri: str) -> str:
        """The name of the page of a term, and its fragment on the ontology page: the local name of an own term, the
        prefixed name of another, or the whole IRI where another term has that name.
        """
        name = self._short_anchor(iri)
        return name if self.terms.get(name, iri) == iri else iri

    def _short_anchor(self, iri: str) -> str:
        own = self.settings.vocabulary
        if own and iri.startswith(own):
            return iri.removeprefix(own)
        return self.settings.prefixes.shorten(iri) or local_name(iri)


def split_suffix(name: str) -> tuple[str, Format | None]:
    """``north-head.ttl`` is ``north-head`` in Turtle; a name without a known suffix leaves the format open."""
    stem, _, suffix = name.rpartition(".")
    format = by_suffix(suffix, DOCUMENT_FORMATS) if stem else None
    return (stem, format) if format else (name, None)


def _encoded(name: str) -> str:
    """A part of an IRI as a part of a path: ``a%20b`` stays, ``q?x`` is ``q%3Fx``, ``ü`` is ``%C3%BC``."""
    return quote(name, safe=_KEPT)


def is_route(path: str) -> bool:
    """Whether the site has a path (without the first ``/``) for itself."""
    return _ROUTES.fullmatch(path) is not None


def spellings(sent: str) -> Iterator[str]:
    """A path as it was sent, with ``%3F``, ``%23`` and letters beyond ASCII decoded, and with all decoded."""
    yield sent
    if "%" in sent:
        plain = _ESCAPES.sub(_readable, sent)
        yield from dict.fromkeys((_ESCAPES.sub(lambda found: found[0].upper(), sent), plain, unquote(sent)))


def _readable(found: re.Match[str]) -> str:
    """Escapes with those decoded that a link of this site makes: ``?``, ``#``, and letters beyond ASCII."""
    letters = unquote(found[0], errors="replace")
    if letters.isascii() or "\ufffd" in letters:
        return _ESCAPED_DELIMITERS.sub(lambda one: _DELIMITERS[one[0]], found[0])
    return "".join(letter if not letter.isascii() or letter in "?#" else quote(letter, safe="") for letter in letters)
