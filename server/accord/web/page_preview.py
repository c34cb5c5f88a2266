"""The pages as they would look after a change: rendered from the changed data, in a confined process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, g
from jinja2 import DictLoader
from pyoxigraph import NamedNode, Quad

from accord.engine import Answer, Query, Subject, Term
from accord.engine.inference import infer
from accord.engine.inferred import InferredTriples
from accord.engine.respelled import NOTHING_RESPELLED
from accord.errors import EngineError
from accord.limits import Limit
from accord.proposals.checking.checks import confined
from accord.proposals.checking.preview import changes_in
from accord.publication import Publication
from accord.publication.changed import changed
from accord.publication.statements import Patterns, Row
from accord.publication.statements.loading import LoadedPublication
from accord.web import frame
from accord.web.contributing.access.desk import Desk
from accord.web.pages.things import write_page
from accord.web.requests.hosts import Hosts
from accord.web.site import Site, show

_TEMPLATES = Path(__file__).parent / "templates"


class LookupEngine:
    """An engine for pages: it looks statements up, and answers no queries."""

    services: frozenset[str] = frozenset()
    respelled = NOTHING_RESPELLED
    busy = False

    def __init__(self, statements: Patterns) -> None:
        self._statements = statements

    def query(self, query: Query) -> Answer:
        """Raises EngineError: a preview runs no query."""
        raise EngineError("A preview of a page runs no query.")

    def begin_at_once(self, query: Query, call: Callable[[], None]) -> None:
        """No query begins."""

    def match(
        self, subject: Subject | None = None, predicate: NamedNode | None = None, object: Term | None = None
    ) -> Iterator[Quad | Row]:
        """The statements that fit."""
        return self._statements.quads_for_pattern(subject, predicate, object)

    def limits(self) -> list[Limit]:
        """It sets none: the process that it is in has limits."""
        return []

    def close(self) -> None:
        """Nothing to free."""


def page_task(publication: Publication, request: Any) -> str:
    """The page (HTML) of a ``thing`` (an IRI) as it would look after ``changes``, for a site at a ``url``.

    It is empty where the data would state nothing about the thing. Raises LimitError where making it takes too long,
    and InputError for files that cannot be read.
    """
    _app(str(request["stamp"]))
    found: str = confined(_page, publication, changes_in(request["changes"]), request)
    return found


@lru_cache(1)
def _app(stamp: str) -> Flask:
    """An application whose templates are read already, since a confined process opens no file."""
    app = frame(Hosts(), Desk(None, "This is a preview."), stamp)
    app.jinja_loader = DictLoader({path.name: path.read_text() for path in _TEMPLATES.iterdir()})
    return app


def _page(publication: Publication, changes: Mapping[str, bytes | None], request: Mapping[str, Any]) -> str:
    after = changed(publication, changes)
    loaded = LoadedPublication.of(after)
    engine = LookupEngine(loaded.statements)
    site = Site.open(after, engine, loaded, lambda: InferredTriples.of(infer(loaded.statements)))
    app = _app(str(request["stamp"]))
    show(app, site)
    thing = str(request["thing"])
    if thing not in site.addresses.inventory.described:
        return ""
    with app.test_request_context(base_url=str(request["url"])):
        g.preview = True
        return write_page(site, thing).decode()
