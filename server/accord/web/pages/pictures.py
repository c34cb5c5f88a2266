"""Pictures for other sites: a question's picture on a small page for frames, and how to embed it (oEmbed)."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for
from werkzeug.exceptions import NotImplemented as NotOffered

from accord.formats import HTML, JSON
from accord.pictures.requested import Unfit
from accord.web.pages.things.card import POLICY
from accord.web.requests.threads import may_wait
from accord.web.responses import Page, answer
from accord.web.site import Site, current
from accord.web.sparql.answers.pictures import ShownPicture, embeddable, picture_of_query
from accord.web.sparql.questions import AskedQuestion, question_of

FRAME = (640, 480)
"""Width and height in pixels of a frame where the client states none."""

blueprint = Blueprint("pictures", __name__)


@blueprint.get("/queries/<slug>/embed")
@may_wait
def embed(slug: str) -> Response:
    """The picture of the answer to an example query on a small page for frames in other sites.

    :path slug: The name of the query. Example: {example}
    :produces: HTML
    """
    site = current()
    if slug not in site.examples:
        abort(404, f"There is no example query {slug}.")
    found = question_of(site, site.examples[slug], (HTML,))
    if not found.is_ready:
        raise found.asked.error or abort(404, "The question needs values: give them in the address.")
    page = Page(f"{found.page.path}/embed", found.page.canonical, (HTML,), found.page.query, host=request.host_url)
    response = answer(site, page, lambda _: _write(site, found), HTML)
    return embeddable(response, POLICY)


def _write(site: Site, found: AskedQuestion) -> bytes:
    example = found.example
    try:
        picture = picture_of_query(site, found.query(JSON), example.picture, example.title, columns=example.columns)
    except Unfit as error:
        abort(404, f"The answer to “{example.title}” cannot be drawn. {error}")
    if picture is None:
        abort(404, f"The answer to “{example.title}” is a table without a picture.")
    return render_template("embed.html", shown=ShownPicture(picture, "picture"), question=found).encode()


@blueprint.get("/oembed")
@may_wait
def oembed() -> Response:
    """How to embed the page of a question or of a thing of this site in another page (https://oembed.com).

    :query required url: The address of the page. Example: {page}
    :query integer maxwidth: The largest width of the frame in pixels. Example: 400
    :query integer maxheight: The largest height of the frame in pixels. Example: 300
    :query format: "json", which is the only format. Example: json
    :produces: application/json
    """
    site = current()
    if request.args.get("format", "json") != "json":
        raise NotOffered("oEmbed is available as JSON only. Fix: Ask with format=json, or without format.")
    title, frame = _embedded(site, request.args.get("url", ""))
    width = min(FRAME[0], request.args.get("maxwidth", FRAME[0], type=int))
    height = min(FRAME[1], request.args.get("maxheight", FRAME[1], type=int))
    html = render_template("_frame.html", address=frame, title=title, width=width, height=height)
    return jsonify(
        version="1.0",
        type="rich",
        title=title,
        html=html.strip(),
        width=width,
        height=height,
        provider_name=site.publication.settings.title,
        provider_url=url_for("pages.home", _external=True),
        cache_age=60,
    )


def _embedded(site: Site, asked: str) -> tuple[str, str]:
    """The title of a page of this site, and the address of the small page that others embed in its place."""
    try:
        here, parts = urlsplit(request.url_root), urlsplit(asked)
    except ValueError:
        abort(404, f"{asked[:200]!r} is not an address. Fix: Give the address of a page of this site.")
    path = parts.path.removeprefix(request.script_root)
    if parts.netloc != here.netloc:
        abort(404, f"The address {asked[:200]!r} is not on this site. Fix: Give the address of a page of this site.")
    slug = path.removeprefix("/queries/").partition(".")[0]
    if path.startswith("/queries/") and slug in site.examples:
        values = {name: given[0] for name, given in parse_qs(parts.query).items() if not name.startswith("_")}
        return site.examples[slug].title, url_for(".embed", _external=True, **{**values, "slug": slug})
    iri = site.addresses.find(path.removeprefix("/doc/"))[0] if path.startswith("/doc/") else None
    iri = iri or site.addresses.named(path.removeprefix("/"))
    if iri is None:
        abort(404, f"There is nothing to embed at {asked[:200]!r}. Fix: Give the page of a question or of a thing.")
    card = site.addresses.place(iri, "card").at()
    return site.things.labels.of(iri).text, f"{request.url_root.rstrip('/')}{card}"
