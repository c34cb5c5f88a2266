"""What all pages need and take from their first view: it is made beside the start, while the site answers already.

A page that comes before it is made makes what it needs itself, and nothing twice.
"""

from __future__ import annotations

from datetime import datetime

from flask import Flask

from accord.things.lists.query import ListQuery
from accord.web.site import Site
from accord.web.site.deferred import Deferred

FEW = 5_000
"""Things of the lists that are read ahead: a tenth of a second. The list of more is read for the first who asks."""


def first_views(app: Flask, site: Site) -> Deferred[None]:
    """What the first pages of a site need, as something that a thread can make."""

    def make() -> None:
        compile_templates(app)
        read_ahead(site)

    return Deferred(make, "What the first pages need")


def compile_templates(app: Flask) -> None:
    """Compile the templates of all pages, which takes half a second together, and up to a fifth for one page."""
    for name in app.jinja_env.list_templates(extensions=("html",)):
        app.jinja_env.get_template(name)


def read_ahead(site: Site) -> datetime:
    """Read the lists of the kinds at the top of each page, which most pages count in, the shapes, and the history.

    Returns when any file last changed, which every answer says.
    """
    settings, index = site.publication.settings, site.things.class_index
    for kind in settings.presentation.navigation or settings.featured:
        if 0 < index.size(kind) <= FEW:
            site.things.lists.read(ListQuery(kind))
    len(site.shapes)
    return site.history.latest
