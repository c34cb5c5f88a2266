"""Where programs reach the site: the addresses of its interfaces."""

from __future__ import annotations

from flask import url_for

from accord.descriptions.dataset import Access


def access() -> Access:
    """The addresses of the interfaces on the host of this request."""
    return Access(
        home=url_for("pages.home", _external=True),
        catalog=url_for("catalog.catalog", _external=True),
        endpoint=url_for("sparql.endpoint", _external=True),
        dump=url_for("catalog.dump", _external=True),
    )
