"""Visits with somebody else's identifier: whose it is here, and all identifiers at once."""

from __future__ import annotations

import csv
import io
import json

from flask import Blueprint, Response, abort, render_template, request

from accord.formats import CSV, HTML, N_TRIPLES, Format, by_suffix, negotiate
from accord.names import owner
from accord.search import Thing
from accord.things.documents import write_graph
from accord.things.tables import no_formula
from accord.web.faults import TEXT
from accord.web.manners import waits
from accord.web.pages.lists import JSON
from accord.web.pages.things import split_suffix
from accord.web.responses import Page, answer
from accord.web.site import Site, current

LONGEST = 2000
"""Characters of an identifier; what is longer is none."""

FORMATS = (HTML, CSV, N_TRIPLES)
"""What the list of all identifiers is written in, the preferred first."""

_CHOICES = (HTML, JSON, TEXT)

blueprint = Blueprint("sameas", __name__)


@blueprint.get("/sameas.<suffix>")
@blueprint.get("/sameas")
@waits
def sameas(suffix: str = "") -> Response:
    """The thing that has an identifier (``uri``, in any usual spelling), or all identifiers when none is given.

    302 to the thing, 300 with the list when several things carry the identifier, 404 when none does.
    """
    site, fixed = current(), by_suffix(suffix, FORMATS)
    if suffix and not fixed:
        abort(404, f"The identifiers are not written as .{suffix}.")
    asked = request.args.get("uri", "").strip()
    if not asked or fixed:
        page = Page("/sameas", f"{site.publication.settings.base}sameas", FORMATS)
        return answer(page, lambda format: _write(site, format), fixed)
    carriers = site.search.identifiers.find(_ours(site, asked)) if len(asked) <= LONGEST else ()
    if not carriers:
        abort(404, f"Nothing here is known by {asked[:LONGEST]}.")
    if len(carriers) > 1:
        return _several(site, asked, [site.search.things[one.thing] for one in carriers])
    return Response(status=302, headers={"Location": _address(site, carriers[0].thing)})


def _ours(site: Site, asked: str) -> str:
    """The IRI of a thing for any address of it, on this host or where it is published; anything else as it stands."""
    settings = site.publication.settings
    plain = (asked.partition("://")[2] or asked).removeprefix("www.")
    for root in (request.host_url, settings.base):
        folder, _, name = plain.removeprefix(root.partition("://")[2]).partition("/")
        if plain.startswith(root.partition("://")[2]) and folder in ("id", "doc"):
            return settings.thing_base + split_suffix(owner(name).rstrip("/"))[0]
    return asked


def _address(site: Site, iri: str) -> str:
    """The IRI of a thing on the host that serves it, where it leads on to its document."""
    return f"{request.script_root}/id/{iri.removeprefix(site.resources.things)}"


def _several(site: Site, asked: str, things: list[Thing]) -> Response:
    """The list to choose from (RFC 9110 §15.4.1)."""
    format = negotiate(request.headers.get("Accept"), _CHOICES) or TEXT
    if format is HTML:
        text = render_template("several.html", asked=asked, things=things)
    elif format is JSON:
        choices = [{"iri": thing.iri, "label": thing.name.text} for thing in things]
        text = json.dumps({"uri": asked, "things": choices}, ensure_ascii=False)
    else:
        text = "".join(f"{thing.iri}\n" for thing in things)
    response = Response(text, 300, content_type=format.content_type)
    response.vary.add("Accept")
    return response


def _write(site: Site, format: Format) -> bytes:
    if format is HTML:
        return render_template("sameas.html", formats=FORMATS[1:]).encode()
    if format is CSV:
        return _table(site)
    same = [triple for thing in site.search.things.values() for triple in thing.same]
    return write_graph(same, format, site.publication.settings.prefixes)


def _table(site: Site) -> bytes:
    """A row an identifier: the thing, its name, the register, the code in it, the IRI there."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["iri", "label", "register", "code", "same_as"])
    for one in site.search.identifiers.all:
        name = site.search.things[one.thing].name.text
        writer.writerow(map(no_formula, [one.thing, name, one.scheme, one.value, one.iri]))
    return text.getvalue().encode()
