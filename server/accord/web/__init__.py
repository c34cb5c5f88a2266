"""The site: a Flask application over a publication. The only floor that knows Flask."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, request
from jinja2 import StrictUndefined

import accord
from accord.formats import RDF_FORMATS
from accord.web import compression, faults, responses, timing
from accord.web.bodies import LARGEST_BODY
from accord.web.cache import Cache
from accord.web.fields import bounded
from accord.web.hosts import Hosts
from accord.web.limits import LIMITS
from accord.web.literal_format import wording
from accord.web.manners import at_once
from accord.web.pages import card, catalog, crawlers, feed, home, lists, openapi, sameas, search, status, things
from accord.web.rate_limit import ClientLimits, Clients
from accord.web.readiness import Readiness
from accord.web.reconcile import service as reconcile
from accord.web.site import Site, current, show
from accord.web.sparql import endpoint, examples

__all__ = ["Hosts", "Site", "create_app", "show"]

_A_YEAR = 31_536_000


def create_app(site: Site, hosts: Hosts | None = None) -> Flask:
    """The application that serves a site, at an address and for the hosts that are named; by default for any."""
    app = Flask(__name__)
    (hosts or Hosts()).register(app)
    app.extensions["cache"] = Cache()
    show(app, site)
    app.extensions["clients"] = Clients(ClientLimits())
    app.extensions["readiness"] = Readiness()
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = _A_YEAR
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_BODY
    app.config["MAX_FORM_PARTS"] = LIMITS.parameters
    at_once(app.view_functions["static"])
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    app.add_template_filter(wording)
    app.add_template_filter(_href, "href")
    stamp = _stamp(Path(app.root_path) / "static")
    shared = {"software": accord.__version__, "stamp": stamp, "graphs": RDF_FORMATS}
    app.context_processor(lambda: {"site": current(), **shared})
    timing.register(app)
    compression.register(app)
    looking = (search, sameas, reconcile)
    for part in (home, things, lists, card, feed, catalog, crawlers, *looking, endpoint, examples, status, openapi):
        app.register_blueprint(part.blueprint)
    faults.register(app)
    app.before_request(bounded)
    app.after_request(responses.finish)
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
