"""From an identifier of another register or site to the thing that has it, and the list of all identifiers."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import parse_qs

from flask import Blueprint, Response, abort, render_template, request
from pyoxigraph import NamedNode

from accord.formats import CSV, HTML, N_TRIPLES, PLAIN_JSON, Format, by_suffix, negotiate
from accord.names import owner
from accord.search import Thing
from accord.things.documents import write_graph
from accord.things.lists.tables import no_formula
from accord.web.requests.threads import may_wait
from accord.web.responses import Page, answer
from accord.web.responses.faults import TEXT
from accord.web.site import Site, current

MAX_IDENTIFIER_CHARS = 2000
"""Characters of an identifier: about as many as an address may have in all browsers, old ones included."""

FORMATS = (HTML, CSV, N_TRIPLES)
"""The formats of the list of all identifiers, the preferred first."""

_CHOICES = (HTML, PLAIN_JSON, TEXT)

blueprint = Blueprint("sameas", __name__)


@blueprint.get("/sameas.<suffix>")
@blueprint.get("/sameas")
@may_wait
def sameas(suffix: str = "") -> Response:
    """The thing that has an identifier (``uri``, in any usual spelling); without ``uri`` all identifiers.

    302 to the thing, 300 with the list when several things carry the identifier, 404 when none does. Things that are
    only nearly the same (skos:closeMatch) are a list too, since a program cannot decide for them.

    :query uri: The identifier, or any address of the thing. Example: {iri}
    :produces: FORMATS
    :answers 302: The IRI of the thing on this host.
    :answers 300: The things that have the identifier, as HTML, JSON or lines of IRIs.
    """
    site, fixed = current(), by_suffix(suffix, FORMATS)
    if suffix and not fixed:
        abort(404, f"The identifiers are not available as .{suffix}.")
    asked = request.args.get("uri", "").strip()
    if not asked or fixed:
        page = Page("/sameas", f"{site.publication.settings.base}sameas", FORMATS)
        return answer(site, page, lambda format: _write(site, format), fixed)
    iri = _thing_iri(site, asked) if len(asked) <= MAX_IDENTIFIER_CHARS else ""
    if iri in site.things.inventory:
        return Response(status=302, headers={"Location": _address(site, iri)})
    carriers = site.search.identifiers.find(iri)
    if not carriers and (close := site.search.close(iri)):
        return _several(site, asked, list(close), "close")
    if not carriers:
        abort(404, f"No thing here has the identifier {asked[:MAX_IDENTIFIER_CHARS]}.")
    if len(carriers) > 1:
        return _several(site, asked, [site.search.things[one.thing] for one in carriers])
    return Response(status=302, headers={"Location": _address(site, carriers[0].thing)})


def _thing_iri(site: Site, asked: str) -> str:
    """The IRI of a thing for any address of it, on this host or where it is published; anything else unchanged."""
    if asked in site.things.inventory:
        return asked
    plain = (asked.partition("://")[2] or asked).removeprefix("www.")
    for root in (request.url_root, *site.addresses.roots):
        if plain.startswith(host := root.partition("://")[2]) and (iri := _meant(site, plain.removeprefix(host))):
            return iri
    return asked


def _meant(site: Site, path: str) -> str | None:
    """The thing of a path, of itself or of its document, with or without a fragment and a last slash."""
    addresses, (path, _, query) = site.addresses, owner(path).partition("?")
    if path.partition(".")[0] == "resource" and (iri := parse_qs(query).get("iri")):
        return iri[0]
    name = path.rstrip("/")
    if name.startswith("doc/"):
        return addresses.find(name.removeprefix("doc/"))[0] or addresses.unknown(name.removeprefix("doc/"))
    if name.startswith("id/"):
        return addresses.named(name, query) or addresses.find(name.removeprefix("id/"))[0]
    return addresses.named(path, query) or addresses.named(name)


def _address(site: Site, iri: str) -> str:
    """The path on this host of a thing's IRI, which redirects to its document."""
    return request.script_root + site.addresses.identify(iri)


def _several(site: Site, asked: str, things: list[Thing], match: str = "exact") -> Response:
    """The list to choose from (RFC 9110 §15.4.1)."""
    format = negotiate(request.headers.get("Accept"), _CHOICES) or TEXT
    if format is HTML:
        entries = [(thing, [site.things.labels.of(kind) for kind in thing.kinds]) for thing in things]
        body = render_template("several.html", asked=asked, entries=entries, match=match)
    elif format is PLAIN_JSON:
        choices = [{"iri": thing.iri, "label": thing.name.text} for thing in things]
        body = json.dumps({"uri": asked, "match": match, "things": choices}, ensure_ascii=False)
    else:
        body = "".join(f"{thing.iri}\n" for thing in things)
    response = Response(body, 300, content_type=format.content_type)
    response.vary.add("Accept")
    return response


def _write(site: Site, format: Format) -> bytes:
    if format is HTML:
        found = site.search.identifiers.all
        example = next((one.iri for one in found if one.iri), "")
        return render_template("sameas.html", count=len(found), example=example, formats=FORMATS[1:]).encode()
    if format is CSV:
        return _table(site)
    same = [triple for thing in site.search.things.values() for triple in (*thing.same, *thing.close)]
    return write_graph(same, format, site.publication.settings.prefixes)


def _table(site: Site) -> bytes:
    """One row for each identifier: the thing, its name, the register, the code in it, the IRI there, and whether it is
    exactly or closely the same.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["iri", "label", "register", "code", "same_as", "match"])
    for one in site.search.identifiers.all:
        name = site.things.labels.of(one.thing).text
        writer.writerow(map(no_formula, [one.thing, name, one.scheme, one.value, one.iri, "exact"]))
    for thing in site.search.things.values():
        for triple in thing.close:
            target = triple.object.value if isinstance(triple.object, NamedNode) else ""
            writer.writerow(
                map(no_formula, [thing.iri, site.things.labels.of(thing.iri).text, "", "", target, "close"])
            )
    return text.getvalue().encode()
