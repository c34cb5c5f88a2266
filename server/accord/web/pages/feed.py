"""The feed of changes (Atom, RFC 4287): what was added, changed and withdrawn, when, and why."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template

from accord.formats import Format
from accord.publication.history import Change
from accord.times import clamped
from accord.web.manners import waits
from accord.web.responses import Page, answer
from accord.web.site import current
from accord.web.xml import carried

TOLD = 50
"""How many changes the feed holds."""

ATOM = Format("atom", "application/atom+xml", "atom", "Atom")

blueprint = Blueprint("feed", __name__)


@blueprint.get("/feed.atom")
@waits
def feed() -> Response:
    """The latest changes; outside git there are none, and the feed is empty."""
    page = Page("/feed", f"{current().publication.settings.base}feed.atom", (ATOM,))
    return answer(page, lambda _: _write(), ATOM)


@blueprint.app_template_filter("tag")
def tag(change: Change) -> str:
    """The IRI of a change (a tag URI, RFC 4151): the host of the publication's base, the day, and the commit."""
    host = urlsplit(current().publication.settings.base).hostname
    return f"tag:{host},{clamped(change.when):%Y-%m-%d}:{change.commit}"


@blueprint.app_template_filter("atom_date")
def atom_date(when: datetime) -> str:
    """A time as RFC 3339 has it."""
    return clamped(when).isoformat()


def _write() -> bytes:
    site = current()
    events = site.news.latest(TOLD)
    updated = events[0].change.when if events else site.history.latest
    return carried(render_template("feed.xml", events=events, updated=updated)).encode()
