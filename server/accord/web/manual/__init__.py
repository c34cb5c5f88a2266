"""The manual: Markdown files of this package as pages. `make manual` writes the lists of what the program declares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from flask import Blueprint, Response, abort, render_template, request
from markdown_it import MarkdownIt
from markdown_it.token import Token

from accord.formats import HTML, Format, by_suffix
from accord.web.responses import Page, answer
from accord.web.site import current
from accord.web.site.access import access

MARKDOWN = Format("markdown", "text/markdown", "md", "Markdown")

ORDER = (
    "index",
    "publish",
    "ask",
    "link",
    "contribute",
    "agents",
    "trust",
    "operate",
    "scale",
    "security",
    "engine",
    "copy",
    "settings",
    "commands",
    "codes",
    "limits",
    "addresses",
    "library",
    "architecture",
    "decisions",
)
"""The pages in the order of the contents."""

EXAMPLE = "http://127.0.0.1:8000"
"""The address in the files, which the site replaces by its own."""

_OFFERED = (HTML, MARKDOWN)
_reader = MarkdownIt("commonmark", {"html": False}).enable("table")

blueprint = Blueprint("manual", __name__)


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page: its name in the address, its title, its Markdown and the HTML of that."""

    name: str
    title: str
    text: str
    html: str


@cache
def chapter(name: str) -> Chapter:
    """The page with this name, one of those in ``ORDER``."""
    text = (files(__package__) / f"{name}.md").read_text("utf-8")
    tokens = _reader.parse(text)
    _name_headings(tokens)
    _lead_to_pages(tokens)
    title = next(token.content for token in tokens if token.type == "inline")
    return Chapter(name, title, text, _reader.renderer.render(tokens, _reader.options, {}))


def _name_headings(tokens: list[Token]) -> None:
    """Give each heading an id made of its words, so that it can be linked to."""
    for opening, inline in zip(tokens, tokens[1:], strict=False):
        if opening.type == "heading_open":
            words = "".join(one if one.isalnum() else " " for one in inline.content.lower())
            opening.attrSet("id", "-".join(words.split()))


def _lead_to_pages(tokens: list[Token]) -> None:
    """Let links to the files of other pages lead to those pages."""
    for link in (child for token in tokens for child in token.children or () if child.type == "link_open"):
        name = str(link.attrGet("href")).removesuffix(".md")
        if name in ORDER:
            link.attrSet("href", f"/manual/{name}")


@blueprint.get("/manual/<name>.<suffix>")
@blueprint.get("/manual/<name>")
@blueprint.get("/manual")
def manual(name: str = "index", suffix: str = "") -> Response:
    """A page of the manual, for people or as Markdown.

    :path name: The name of the page. Example: publish
    :path suffix: The format. Example: md
    :produces: text/html, text/markdown
    """
    fixed = by_suffix(suffix, _OFFERED) if suffix else None
    if name not in ORDER or (suffix and not fixed):
        abort(404, f"The manual has no page {name}{'.' if suffix else ''}{suffix}. See {request.script_root}/manual.")
    site, found = current(), chapter(name)
    path = f"/manual/{name}"
    page = Page(path, f"{site.publication.settings.base}manual/{name}", _OFFERED, host=request.host_url)
    return answer(site, page, lambda format: _write(found, format).encode(), fixed)


def _write(found: Chapter, format: Format) -> str:
    root = access().endpoint.removesuffix("/sparql")
    if format is MARKDOWN:
        return found.text.replace(EXAMPLE, root)
    html = found.html.replace(EXAMPLE, root).replace('href="/', f'href="{request.script_root}/')
    return render_template("manual.html", chapter=found, html=html, chapters=[chapter(name) for name in ORDER])
