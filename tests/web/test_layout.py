"""Templates show what their view hands them, and only views ask for the site of the request."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import nodes

import accord.web
from accord.publication import Publication
from accord.web import Site, create_app
from accord.web.layout import PageFrame
from engines import StoreEngine

WEB = Path(accord.web.__file__).parent
TEMPLATES = sorted(path.name for path in (WEB / "templates").iterdir())

FACTS = {
    "english",
    "image_hosts",
    "kept",
    "languages",
    "title",
    "publisher",
    "licence",
    "base",
    "version",
    "software",
    "stamp",
    "root",
    "addresses",
    "graphs",
    "language",
    "structured",
    "navigation",
    "wording",
    "units",
    "is_preview",
}
"""What any template may use without its view: the facts of the frame around each page."""

LINKS = {"path", "outside", "file"}
"""What a template may ask of the addresses."""

HOOKS = {("layout.py", "layout"), ("responses/__init__.py", "finish"), ("site/__init__.py", "current_for_all")}
"""Functions that Flask calls for every request, as it calls views: for the layout of pages, for the headers."""


@pytest.fixture(scope="module")
def app(tiny: Publication) -> Flask:
    return create_app(Site.open(tiny, StoreEngine(tiny)))


def parsed(app: Flask, name: str) -> nodes.Template:
    source = (WEB / "templates" / name).read_text("utf-8")
    return app.jinja_env.parse(source)


@pytest.mark.parametrize("name", TEMPLATES)
def test_no_template_asks_for_the_site(app: Flask, name: str) -> None:
    names = {one.name for one in parsed(app, name).find_all(nodes.Name)}
    assert not names & {"site", "current", "publication"}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_uses_named_facts_of_the_layout(app: Flask, name: str) -> None:
    used = {
        one.attr
        for one in parsed(app, name).find_all(nodes.Getattr)
        if isinstance(one.node, nodes.Name) and one.node.name == "layout"
    }
    assert used <= FACTS
    asked = {
        one.attr
        for one in parsed(app, name).find_all(nodes.Getattr)
        if isinstance(one.node, nodes.Getattr) and one.node.attr == "addresses"
    }
    assert asked <= LINKS


def test_the_facts_are_all_there_is() -> None:
    assert {field.name for field in fields(PageFrame)} == FACTS


def is_view(function: ast.AST) -> bool:
    """Whether a function is decorated with a route."""
    decorators = function.decorator_list if isinstance(function, ast.FunctionDef) else []
    calls = (one.func for one in decorators if isinstance(one, ast.Call))
    routes = {f"blueprint.{word}" for word in ("get", "post", "route")}
    return any(ast.unparse(call) in routes for call in calls)


def calls_of_current(node: ast.AST, within: ast.AST | None = None) -> Iterator[ast.AST | None]:
    """The outermost function around each call of ``current()``, ``None`` at the top of a module."""
    for child in ast.iter_child_nodes(node):
        function = within or (child if isinstance(child, ast.FunctionDef) else None)
        if isinstance(child, ast.Call) and ast.unparse(child.func) == "current":
            yield within
        yield from calls_of_current(child, function)


def test_only_views_ask_for_the_site_of_the_request() -> None:
    found = {
        (path.relative_to(WEB).as_posix(), getattr(function, "name", ""))
        for path in WEB.rglob("*.py")
        for function in calls_of_current(ast.parse(path.read_text("utf-8")))
        if not is_view(function or ast.Pass())
    }
    assert found == HOOKS
