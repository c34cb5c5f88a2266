"""The feed of changes (Atom, RFC 4287): what was added, changed and withdrawn, when, and why."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from flask import Blueprint, Response, render_template

from accord.formats import Format
from accord.publication.history import Change
from accord.times import clamped
from accord.web.responses import Page, answer
from accord.web.site import Site, current_for_all
from accord.web.threads import may_wait
from accord.web.xml import xml_string

CHANGES_IN_FEED = 50
"""How many changes the feed holds: more than are usually made between two visits of a feed reader."""

ATOM = Format("atom", "application/atom+xml", "atom", "Atom")

blueprint = Blueprint("feed", __name__)


@blueprint.get("/feed.atom")
@may_wait
def feed() -> Response:
    """The latest changes. Outside git there are none, and the feed is empty.

    :produces: ATOM
    """
    site = current_for_all()
    page = Page("/feed", f"{site.publication.settings.base}feed.atom", (ATOM,))
    return answer(site, page, lambda _: _write(site), ATOM)


@blueprint.app_template_filter("tag")
def tag(change: Change, base: str) -> str:
    """The IRI of a change (a tag URI, RFC 4151): the host of the publication's base, the day, and the commit."""
    return f"tag:{urlsplit(base).hostname},{clamped(change.when):%Y-%m-%d}:{change.commit}"


@blueprint.app_template_filter("atom_date")
def atom_date(when: datetime) -> str:
    """A time in the form of RFC 3339."""
    return clamped(when).isoformat()


def _write(site: Site) -> bytes:
    events = site.things.changes.latest(CHANGES_IN_FEED)
    updated = events[0].change.when if events else site.history.latest
    return xml_string(render_template("feed.xml", events=events, updated=updated)).encode()
