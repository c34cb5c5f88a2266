"""Pictures of results: the rows of an answer, with the names and links that pages have for their terms, as SVG."""

from __future__ import annotations

import base64
import hashlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from itertools import islice

from flask import Response, request
from markupsafe import Markup
from pyoxigraph import Literal, NamedNode, QueryBoolean

from accord.engine import Query, Term
from accord.engine.iterators import drops_its_rows
from accord.errors import QueryError
from accord.formats import SVG
from accord.pictures import Cell, Picture, Rows
from accord.pictures.choice import Surroundings, picture_of
from accord.pictures.figures import figure
from accord.pictures.requested import UNDRAWN, Requested, Unfit
from accord.publication.examples.columns import ColumnWords
from accord.web.literal_format import variable, wording
from accord.web.requests.languages import keeping
from accord.web.site import Site
from accord.web.sparql.answers.results import in_order, solutions
from accord.web.sparql.running import run_cached

_LOG = logging.getLogger("accord")

ROWS = 1_000
"""Rows of a result that are drawn, or counted as not drawn: no kind of picture shows more."""


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture on a page. ``name`` is that of no other element on it, ``address`` the picture alone as SVG, and
    ``source`` the page whose numbers it shows; both are empty where it has none.
    """

    picture: Picture
    name: str
    address: str = ""
    source: str = ""

    @property
    def svg(self) -> Markup:
        """The picture as an element of a page; every string in it is escaped when it is drawn."""
        return Markup(self.picture.inline(self.name))


@dataclass(frozen=True, slots=True)
class Naming:
    """Names and links for terms, as the pages of a site below a root show them."""

    site: Site
    root: str

    def cell(self, term: Term | None) -> Cell | None:
        """A cell for a term; ``None`` where there is none."""
        if term is None:
            return None
        if isinstance(term, NamedNode):
            return self.thing(term.value)
        if isinstance(term, Literal):
            return Cell(wording(term).text, "", term.language or "", term)
        return Cell(str(term), term=term)

    def thing(self, iri: str) -> Cell:
        """A cell for an IRI."""
        name = self.site.things.labels.of(iri)
        return Cell(name.text, self.link(iri), name.language, NamedNode(iri))

    def link(self, iri: str) -> str:
        """The address of an IRI here, or elsewhere if its scheme is safe to follow; empty otherwise."""
        path = self.site.addresses.path(iri)
        return keeping(self.root + path) if path else self.site.addresses.outside(iri) or ""


def picture_of_query(
    site: Site,
    query: Query,
    words: str = "",
    title: str = "",
    name: str = "picture",
    alone: bool = False,
    columns: Mapping[str, ColumnWords] | None = None,
) -> Picture | None:
    """The picture of the answer to a SELECT, which asks for JSON; ``None`` when none fits, or a table is asked for.

    ``words`` are the words of a query file on its picture, ``name`` is that of no other element on the page. A picture
    that is shown ``alone`` has links with the host; ``columns`` has the words for variables. Raises Unfit when what is
    asked for cannot be drawn, and what the engine raises.
    """
    requested = Requested.read(words)
    if requested.kind in UNDRAWN:
        return None
    naming = Naming(site, request.url_root.rstrip("/") if alone else request.script_root)
    surroundings = Surroundings(name, site.addresses.expand, site.places.of)
    return picture_of(_rows(naming, query, columns or {}), requested, surroundings, title)


def figure_of_query(site: Site, query: Query, words: str, columns: Mapping[str, ColumnWords]) -> str:
    """The one number of the answer to a SELECT, which asks for JSON: ``at least about £474m``.

    Empty where the ``words`` of its file on the picture ask for none, or for columns that it does not have. Raises what
    the engine raises.
    """
    if not words.startswith("figure"):
        return ""
    rows = _rows(Naming(site, request.script_root), query, columns)
    try:
        return figure(rows, Requested.read(words), site.addresses.expand)
    except Unfit as error:
        _LOG.warning("An answer has no figure: %s", error)
        return ""


@drops_its_rows
def _rows(naming: Naming, query: Query, columns: Mapping[str, ColumnWords]) -> Rows:
    answer = run_cached(naming.site, query)
    try:
        results = solutions(answer)
        if isinstance(results, QueryBoolean):
            raise Unfit("The answer is yes or no, and has no rows to draw.")
        names = tuple(in_order([one.value for one in results.variables], query.text))
        found = tuple(tuple(naming.cell(row[name]) for name in names) for row in islice(results, ROWS + 1))
    finally:
        answer.close()
    titles = tuple(str(columns[name]) if name in columns else variable(name) for name in names)
    return Rows(names, found[:ROWS], len(found) > ROWS, titles)


def write_svg(
    site: Site,
    query: Query,
    words: str,
    title: str = "",
    address: str = "",
    columns: Mapping[str, ColumnWords] | None = None,
) -> bytes:
    """The picture of the answer to a query as a document, with the publication and the address as its source.

    Raises QueryError where none can be drawn.
    """
    try:
        picture = picture_of_query(site, query, words, title, alone=True, columns=columns)
    except Unfit as error:
        raise QueryError(str(error), remedy="Select columns that fit, or name another picture.") from error
    if picture is None:
        message = "There is no picture of this answer." if words else "No picture fits the columns of this result."
        raise QueryError(message, remedy="Select a label with a number or a date, or give the parameter picture.")
    source = f"{site.publication.settings.title}, version {site.publication.version[:12]}"
    return picture.document(style_sheet().text, f"{source}: {address}" if address else source)


def embeddable(response: Response, policy: str = "") -> Response:
    """A response that pages of other sites may show; by default with the policy of a picture."""
    response.headers["Content-Security-Policy"] = policy or style_sheet().policy
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def respond(site: Site, query: Query, words: str) -> Response:
    """The answer of the endpoint to a request for a picture. Raises QueryError where none can be drawn."""
    if query.inspection.query_type != "SELECT":
        raise QueryError("Only the rows of a SELECT can be drawn.", remedy="Ask for another format.")
    response = Response(write_svg(site, query, words), content_type=SVG.content_type)
    response.vary.add("Accept")
    return embeddable(response)


@dataclass(frozen=True)
class StyleSheet:
    """The style sheet of pictures, for a picture that is a document of its own."""

    text: str

    @cached_property
    def policy(self) -> str:
        """The Content-Security-Policy of such a picture: this style sheet and nothing else; any page may embed it."""
        digest = base64.b64encode(hashlib.sha256(self.text.encode()).digest()).decode()
        return f"default-src 'none'; style-src 'sha256-{digest}'; frame-ancestors *"


@cache
def style_sheet() -> StyleSheet:
    """The style sheet as it is written into pictures, without its comments."""
    lines = (files("accord.web") / "static" / "pictures.css").read_text("utf-8").splitlines()
    return StyleSheet("\n".join(line.strip() for line in lines if line.strip() and not line.startswith("/*")))
