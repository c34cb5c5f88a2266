"""The site: a Flask application over a publication. The only floor that knows Flask."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, request
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

import accord
from accord.formats import GRAPHS
from accord.web import (
    answers,
    card,
    catalog,
    compression,
    crawlers,
    examples,
    faults,
    feed,
    lists,
    openapi,
    pages,
    reconcile,
    sameas,
    search,
    sparql,
    status,
    things,
    timing,
)
from accord.web.cache import Cache
from accord.web.clients import ClientLimits, Clients
from accord.web.site import Site, current, show
from accord.web.wording import wording

__all__ = ["Site", "create_app", "show"]

_A_YEAR = 31_536_000


def create_app(site: Site, proxies: int = 0) -> Flask:
    """The application that serves a site; so many proxies in front of it are believed on who the client is."""
    app = Flask(__name__)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies)  # type: ignore[method-assign]
    app.extensions["cache"] = Cache()
    show(app, site)
    app.extensions["clients"] = Clients(ClientLimits())
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = _A_YEAR
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    app.add_template_filter(wording)
    app.add_template_filter(_href, "href")
    stamp = _stamp(Path(app.root_path) / "static")
    shared = {"software": accord.__version__, "stamp": stamp, "graphs": GRAPHS}
    app.context_processor(lambda: {"site": current(), **shared})
    timing.register(app)
    compression.register(app)
    looking = (search, sameas, reconcile)
    for part in (pages, things, lists, card, feed, catalog, crawlers, *looking, sparql, examples, status, openapi):
        app.register_blueprint(part.blueprint)
    faults.register(app)
    app.after_request(answers.finish)
    return app


def _href(iri: str) -> str:
    """Where a link to an IRI leads: to this host for what is ours, elsewhere for http(s) and mail, nowhere else."""
    addresses = current().addresses
    path = addresses.path(iri)
    return request.script_root + path if path else addresses.outside(iri) or ""


def _stamp(folder: Path) -> str:
    """A fingerprint of the static files, so that browsers may keep them for a year and still see new ones."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
