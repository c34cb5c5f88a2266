"""The site: a Flask application over a publication. The only floor that knows Flask."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, request
from jinja2 import StrictUndefined

import accord
from accord.formats import GRAPHS
from accord.web import answers, faults, pages, sparql, things
from accord.web.site import Site, current
from accord.web.wording import wording

__all__ = ["Site", "create_app"]

_A_YEAR = 31_536_000


def create_app(site: Site) -> Flask:
    """The application that serves a site."""
    app = Flask(__name__)
    app.extensions["accord"] = site
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = _A_YEAR
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True, "undefined": StrictUndefined}
    app.add_template_filter(wording)
    app.add_template_filter(_href, "href")
    stamp = _stamp(Path(app.root_path) / "static")
    shared = {"site": site, "software": accord.__version__, "stamp": stamp, "graphs": GRAPHS}
    app.context_processor(lambda: shared)
    for part in (pages, things, sparql):
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
