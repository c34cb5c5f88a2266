"""What others copy to link to a thing, and the card that they embed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, Response, abort, render_template

from accord.formats import HTML
from accord.names import SAME_AS
from accord.things.labels import Reference
from accord.things.resources import Fact, Resource
from accord.web.pages.things import split_suffix
from accord.web.responses import Page, answer
from accord.web.site import current

POLICY = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors *",
    )
)
"""What the card allows: its style sheet, and to stand within anybody's page, where it can do nothing."""

_ESCAPED = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
    **{sign: f"\\{sign}" for sign in "#$%&_"},
}  # fmt: skip
_MARKUP = re.compile(r"[\[\]{|}<>]")
_SPECIAL = re.compile(r"[\\{}~^#$%&_]")

blueprint = Blueprint("card", __name__)


@dataclass(frozen=True, slots=True)
class Identifier:
    """A code that a register gives a thing, or (without a register) an IRI that others have for it."""

    register: Reference | None
    value: str


@blueprint.get("/card/<name>")
def card(name: str) -> Response:
    """A thing on a small page for frames in other sites."""
    slug, fixed = split_suffix(name)
    site = current()
    thing = site.resources.read(slug)
    if thing is None or fixed not in (None, HTML):
        abort(404, f"There is no card of {name}.")
    page = Page(f"/card/{slug}", thing.iri, (HTML,))
    response = answer(page, lambda _: render_template("card.html", thing=thing).encode(), HTML)
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@blueprint.app_template_filter("identifiers")
def identifiers(thing: Resource) -> list[Identifier]:
    """The codes of a thing by register, then the IRIs that others have for it."""
    terms = current().publication.settings.identifiers
    leading = (fact for fact in thing.facts if terms and fact.property.iri == terms.property)
    codes = [code for fact in leading for value in fact.values for code in _codes(value.facts)]
    same = (value.term.value for fact in thing.facts if fact.property.iri in SAME_AS for value in fact.values)
    return codes + [Identifier(None, iri) for iri in dict.fromkeys(same)]


def _codes(facts: tuple[Fact, ...]) -> Iterator[Identifier]:
    """What a node says is the register and the code."""
    terms = current().publication.settings.identifiers
    said = {fact.property.iri: fact.values[0] for fact in facts}
    if terms and terms.value in said:
        scheme = said.get(terms.scheme)
        register = Reference(scheme.term.value, scheme.name) if scheme else None
        yield Identifier(register, said[terms.value].term.value)


@blueprint.app_template_filter("wiki_link")
def wiki_link(thing: Resource) -> str:
    """A link as wikis write it, MediaWiki among them."""
    return f"[{thing.iri} {_wiki(thing.name.text)}]"


@blueprint.app_template_filter("wiki_citation")
def wiki_citation(thing: Resource) -> str:
    """A citation by the template that most Wikipedias have, with the day of the data."""
    settings, day = current().publication.settings, current().history.latest
    fields = {"url": thing.iri, "title": thing.name.text, "website": settings.title, "publisher": settings.publisher}
    said = [f"{name}={_wiki(value)}" for name, value in fields.items() if value]
    return "{{" + " |".join(["cite web", *said, f"date={day:%Y-%m-%d}"]) + "}}"


@blueprint.app_template_filter("bibtex")
def bibtex(thing: Resource) -> str:
    """An entry for BibTeX and BibLaTeX that cites the thing as this version of the data has it."""
    site = current()
    settings, day = site.publication.settings, site.history.latest
    fields = {
        "author": f"{{{_tex(settings.publisher or settings.title)}}}",
        "title": f"{{{_tex(thing.name.text)}}}",
        "howpublished": _tex(settings.title),
        "year": str(day.year),
        "note": f"Data version {_tex(site.publication.version)} of {day:%Y-%m-%d}",
        "url": thing.iri,
    }
    return ",\n".join([f"@misc{{{thing.slug}", *(f"  {name} = {{{value}}}" for name, value in fields.items())]) + "\n}"


def _wiki(text: str) -> str:
    """Words that end neither a link nor a parameter."""
    return _MARKUP.sub(lambda found: f"&#{ord(found[0])};", text)


def _tex(text: str) -> str:
    """Words with what is special to LaTeX escaped."""
    return _SPECIAL.sub(lambda found: _ESCAPED[found[0]], text)
