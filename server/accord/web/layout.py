"""What every page shows, whatever it is about: the facts and the addresses that all templates may use."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, request, url_for
from jinja2 import pass_context
from jinja2.runtime import Context
from werkzeug.urls import iri_to_uri

import accord
from accord.formats import RDF_FORMATS, Format
from accord.things.facts.images import shown_image
from accord.things.names.labels import Name, Reference
from accord.things.names.languages import primary
from accord.things.names.wording import Wording
from accord.things.statements import Object
from accord.web.literal_format import day, in_short, variable, wording
from accord.web.requests.languages import PARAMETER, keeping, kept, own_name
from accord.web.responses import Page
from accord.web.site import Site, current
from accord.web.site.addresses import Addresses
from accord.web.site.navigation import NavigationLink, entries


@dataclass(frozen=True, slots=True)
class LanguageChoice:
    """A language in which a page can be had: its tag, what its readers call it, and the address of the page in it."""

    tag: str
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class PageFrame:
    """The facts of the frame around each page. Everything else is handed to a template by its view.

    ``root`` is the path at which the site is mounted (empty at the root of a host), ``stamp`` the fingerprint of the
    static files, ``structured`` gives the schema.org description of a page by its title, ``navigation`` the links at
    the top, ``wording`` the words made of the names of terms, ``units`` the unit of numbers by their property.
    ``language`` is that of the names; ``languages`` are all in which this page can be had, none where there is no
    choice, and ``kept`` is the one that its address names. ``english`` are the attributes of the program's own words,
    which are English, on a page in another language, ``image_hosts`` the hosts whose images are shown.
    """

    title: str
    publisher: str
    licence: Reference | None
    base: str
    version: str
    software: str
    stamp: str
    root: str
    addresses: Addresses
    language: str
    graphs: tuple[Format, ...]
    structured: Callable[[str], Any]
    navigation: tuple[NavigationLink, ...]
    wording: Wording
    units: Mapping[str, str]
    languages: tuple[LanguageChoice, ...] = ()
    kept: str = ""
    english: Mapping[str, str] = field(default_factory=dict)
    image_hosts: tuple[str, ...] = ()
    is_preview: bool = False

    @classmethod
    def of(cls, site: Site, root: str, stamp: str) -> PageFrame:
        """The layout of a site that is mounted at a path."""
        settings, money = site.publication.settings, site.publication.settings.presentation.money
        return cls(
            title=site.things.translated(settings.title).text,
            publisher=_words(site, settings.publisher),
            licence=site.things.labels.reference(settings.license) if settings.license else None,
            base=settings.base,
            version=site.publication.version,
            software=accord.__version__,
            stamp=stamp,
            root=root,
            addresses=site.addresses,
            language=site.language,
            languages=_choices(site, root),
            kept=kept(),
            image_hosts=settings.image_hosts,
            english={} if primary(site.language) == "en" else {"lang": "en"},
            graphs=RDF_FORMATS,
            structured=site.descriptions.schema.page,
            navigation=entries(site),
            wording=site.things.wording,
            units={money.comparable: money.unit} if money.comparable else {},
            is_preview=bool(g.get("preview")),
        )


def _words(site: Site, publisher: str) -> str:
    """The name of a publisher that the configuration or the data only give an IRI of."""
    return site.things.labels.of(publisher).text if publisher.startswith(("http://", "https://")) else publisher


def register(app: Flask, stamp: str) -> None:
    """Give all templates the layout of the current site, and the filters that make links and values."""
    app.extensions["stamp"] = stamp
    app.context_processor(lambda: layout(stamp))
    app.jinja_env.globals["url_for"] = _url_for
    app.add_template_filter(keeping)
    app.add_template_filter(wording)
    app.add_template_filter(href)
    app.add_template_filter(direction)
    app.add_template_filter(image)
    app.add_template_filter(day)
    app.add_template_filter(in_short)
    app.add_template_filter(variable)
    app.add_template_filter(capital)
    app.add_template_filter(plural)
    app.add_template_filter(counted)
    app.add_template_filter(inverse)


def layout(stamp: str) -> dict[str, PageFrame]:
    """What all templates may use, beside what their view hands them."""
    return {"layout": PageFrame.of(current(), request.script_root, stamp)}


def _choices(site: Site, root: str) -> tuple[LanguageChoice, ...]:
    """This page in each language. Its address has what the page depends on, and nothing else that was sent."""
    if len(site.languages) < 2 or request.method != "GET":
        return ()
    page: Page | None = g.get("page")
    path = (page.path if page.path != "/index" else "/") if page else request.path
    sent = [(name, value) for name, value in request.args.items(multi=True) if name != PARAMETER]
    query = page.query if page else urlencode(sent, safe=":/")

    def address(tag: str) -> str:
        return f"{iri_to_uri(root + path)}?{query}{'&' if query else ''}{PARAMETER}={tag}"

    return tuple(LanguageChoice(tag, own_name(tag), address(tag)) for tag in site.languages)


def _url_for(endpoint: str, **values: Any) -> str:
    """As ``url_for`` of Flask; a link to a page keeps the language that the address of this page names."""
    fixed = endpoint == "static" or not values
    address = _fixed_address(request.script_root, endpoint, **values) if fixed else url_for(endpoint, **values)
    return address if endpoint == "static" or values.get("suffix") else keeping(address)


@lru_cache(1024)  # the views and the static files of the program
def _fixed_address(root: str, endpoint: str, **values: Any) -> str:
    """The address, below a root, of a view without parameters or of a static file: a page has thirty of them."""
    return url_for(endpoint, **values)


def capital(text: str) -> str:
    """Words with a capital letter at their beginning, as labels have it where a style sheet cannot write it."""
    return text[:1].upper() + text[1:]


def direction(text: str) -> str:
    """``rtl`` for words that begin from the right (Unicode Bidirectional Algorithm, rule P2), empty for others."""
    if text.isascii():
        return ""
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return "rtl" if next((kind for kind in strong if kind in ("L", "R", "AL")), "L") != "L" else ""


@pass_context
def href(context: Context, iri: str) -> str:
    """The link of an IRI: a path of this host for an IRI of the publication, the IRI itself for http(s) and mail.

    Empty for other schemes.
    """
    frame: PageFrame = context["layout"]
    path = frame.addresses.path(iri)
    return keeping(frame.root + path) if path else frame.addresses.outside(iri) or ""


@pass_context
def image(context: Context, value: Object, property: str) -> str:
    """The address of the image that a value of a property leads to, where it is to be shown; empty otherwise."""
    frame: PageFrame = context["layout"]
    return shown_image(value, property, frame.image_hosts)


@pass_context
def plural(context: Context, kind: str) -> Name:
    """The plural of the name of a class."""
    frame: PageFrame = context["layout"]
    return frame.wording.plural(kind)


@pass_context
def counted(context: Context, kind: str, size: int) -> Name:
    """The name of a class as it is written after a number."""
    frame: PageFrame = context["layout"]
    return frame.wording.counted(kind, size)


@pass_context
def inverse(context: Context, property: Reference) -> Name:
    """The words for a property as read from its value."""
    frame: PageFrame = context["layout"]
    return frame.wording.inverse(property)
