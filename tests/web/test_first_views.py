"""What the first pages need is made beside the start, once."""

from __future__ import annotations

from flask.testing import FlaskClient

from accord.web.site import Site
from accord.web.site.first_views import first_views


def test_the_templates_of_all_pages_are_compiled_before_anybody_asks(client: FlaskClient, site: Site) -> None:
    app = client.application
    first_views(app, site).wait()
    loaded = {name for _, name in app.jinja_env.cache} if app.jinja_env.cache is not None else set()
    assert {"home.html", "thing.html", "list.html", "_base.html"} <= loaded


def test_the_page_of_the_data_does_not_wait_for_the_files(client: FlaskClient, site: Site) -> None:
    first = client.get("/catalog", headers={"Accept": "text/html"})
    if "The sizes are being measured" in first.text:
        assert first.headers["Cache-Control"] == "no-store"
    site.dumps.wait()
    text = client.get("/catalog", headers={"Accept": "text/html"}).text
    assert "The sizes are being measured" not in text
    assert "kB." in text or "MB." in text or "Bytes." in text
