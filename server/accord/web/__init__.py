"""The site: a Flask application over a publication. Only this room uses Flask.

Read ``site`` first (what is shown), then ``requests`` and ``responses`` (HTTP, for every page), and any view in
``pages``. ``sparql`` and ``reconcile`` are the interfaces for queries, ``contributing`` the pages for contributors.
``gateway`` is between the server and Flask, ``static_site`` writes the site as files.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask
from jinja2 import StrictUndefined

from accord.names import slug_of
from accord.web import agents, layout, manual, responses
from accord.web.archive import changes, cite
from accord.web.contributing import access
from accord.web.contributing.access.desk import Desk
from accord.web.contributing.changing import change, contribute, succession
from accord.web.contributing.checks import check, filled_tables, findings
from accord.web.contributing.proposals import preview
from accord.web.contributing.proposals import views as proposals
from accord.web.openapi import docs
from accord.web.openapi import views as openapi
from accord.web.pages import conformance, home, lists, pictures, search, security, status, terms, things
from accord.web.pages.dataset import catalog, context, crawlers, feed, graphs, packages, profile
from accord.web.pages.search import sameas
from accord.web.pages.terms import shapes
from accord.web.pages.things import card
from accord.web.reconcile import service as reconciliation
from accord.web.requests.bodies import MAX_BODY_BYTES
from accord.web.requests.hosts import Hosts
from accord.web.requests.limits import LIMITS
from accord.web.requests.parameters import AnyPath, limit_parameters
from accord.web.requests.rate_limit import ClientLimits, Clients
from accord.web.requests.threads import on_event_loop
from accord.web.responses import compression, conditions, faults, timing
from accord.web.responses.cache import Cache
from accord.web.site import Site, show
from accord.web.site.readiness import Readiness
from accord.web.sparql import endpoint, examples, explanation, questions
from accord.web.sparql.page import completion, short

__all__ = ["Desk", "Hosts", "Site", "create_app", "show"]

_YEAR_S = 31_536_000
"""Seconds for which a browser may keep a static file: its address changes with its content."""


_PARTS = (
    home,
    terms,
    shapes,
    things,
    lists,
    card,
    feed,
    catalog,
    graphs,
    packages,
    profile,
    context,
    crawlers,
    search,
    security,
    sameas,
    reconciliation,
    endpoint,
    completion,
    explanation,
    examples,
    questions,
    pictures,
    short,
    status,
    openapi,
    docs,
    check,
    findings,
    contribute,
    filled_tables,
    access,
    change,
    succession,
    proposals,
    preview,
    agents,
    manual,
    cite,
    changes,
    conformance,
)
"""The modules whose views make up the site."""


def create_app(site: Site, hosts: Hosts | None = None, desk: Desk | None = None) -> Flask:
    """The application that serves a site for the given hosts; by default for any host."""
    app = frame(hosts or Hosts(), desk or Desk.of(site.publication.root))
    show(app, site)
    return app


def frame(hosts: Hosts, desk: Desk, stamp: str = "") -> Flask:
    """An application that shows no site yet. ``stamp`` is that of the static files; without it they are read."""
    app = Flask(__name__)
    hosts.register(app)
    app.extensions["cache"] = Cache()
    app.extensions["clients"] = Clients(ClientLimits())
    app.extensions["desk"] = desk
    app.extensions["readiness"] = Readiness()
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = _YEAR_S
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = MAX_BODY_BYTES
    app.config["MAX_FORM_PARTS"] = LIMITS.parameters
    on_event_loop(app.view_functions["static"])
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    layout.register(app, stamp or _stamp(Path(app.root_path) / "static"))
    app.add_template_filter(slug_of, "slug")
    conditions.register(app)
    timing.register(app)
    compression.register(app)
    app.url_map.merge_slashes = False  # an IRI may have two slashes
    app.url_map.converters["path"] = AnyPath
    for part in _PARTS:
        app.register_blueprint(part.blueprint)
    faults.register(app)
    app.before_request(limit_parameters)
    app.after_request(responses.finish)
    return app


def _stamp(folder: Path) -> str:
    """A fingerprint of the static files, so that browsers may keep them for a year and still see new ones."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
