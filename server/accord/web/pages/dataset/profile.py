"""The record format of a publication, for others with data of the same kind: terms, shapes, an example, mappings."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, render_template, request

from accord.descriptions.mappings import prefixes_of, relations, write_sssom
from accord.formats import HTML, JSON_LD, TURTLE, Format
from accord.names import VOID
from accord.things.names.labels import Reference
from accord.things.ontology.vocabulary import Term
from accord.web.requests.threads import may_wait
from accord.web.responses import Page, answer
from accord.web.site import Site, current
from accord.web.site.navigation import kind_and_thing

SSSOM = Format("sssom", "text/tab-separated-values", "sssom.tsv", "SSSOM")
_LONGEST = 6_000
"""Characters of an example that are shown; a longer one says that it goes on, and where it is whole."""

blueprint = Blueprint("profile", __name__)


@dataclass(frozen=True, slots=True)
class ThingExample:
    """A thing as others would write it: in a format, whole or cut, and the address where it is whole."""

    title: str
    text: str
    address: str

    @property
    def shown(self) -> str:
        """What the page shows."""
        return self.text if len(self.text) <= _LONGEST else self.text[:_LONGEST].rpartition("\n")[0] + "\n…"


@blueprint.get("/profile")
@may_wait
def profile() -> Response:
    """The record format, for publishers of similar data: classes, properties, shapes, an example, mappings.

    :produces: HTML
    """
    site = current()
    page = Page("/profile", f"{site.publication.settings.base}profile", (HTML,), host=request.host_url)
    return answer(site, page, lambda _: _write(site), HTML)


@blueprint.get("/profile.sssom.tsv")
@may_wait
def mappings() -> Response:
    """How the terms relate to those of other vocabularies, as SSSOM.

    :produces: SSSOM
    """
    site = current()
    settings = site.publication.settings
    page = Page("/profile.sssom.tsv", f"{settings.base}profile.sssom.tsv", (SSSOM,))
    found = relations(site.publication, site.things.vocabulary)
    return answer(site, page, lambda _: write_sssom(found, site.descriptions.dataset, settings.prefixes), SSSOM)


def _write(site: Site) -> bytes:
    vocabulary, found = site.things.vocabulary, relations(site.publication, site.things.vocabulary)
    prefixes = prefixes_of(found, site.publication.settings.prefixes)
    classes, properties = _own(vocabulary.kind("class")), _own(vocabulary.kind("property"))
    thing = _example(site)
    return render_template(
        "profile.html",
        classes=classes,
        properties=properties,
        short=lambda iri: prefixes.shorten(iri) or site.addresses.short(iri),
        shapes=site.shapes,
        mappings=found,
        thing=thing,
        examples=_examples(site, thing.iri) if thing else [],
    ).encode()


def _own(terms: tuple[Term, ...]) -> list[Term]:
    """The terms of the publication itself, or all where it has none of its own."""
    return [one for one in terms if one.own] or list(terms)


def _example(site: Site) -> Reference | None:
    """The thing that the publication names as an example, or a thing of its main kind."""
    stated = (one.value for one in site.descriptions.dataset.stated(VOID + "exampleResource"))
    iri = next((one for one in sorted(stated) if one in site.addresses.inventory.described), "")
    return site.things.labels.reference(iri) if iri else kind_and_thing(site)[1]


def _examples(site: Site, iri: str) -> list[ThingExample]:
    """The thing in Turtle, in JSON-LD, and as a row of a table."""
    place = site.addresses.place(iri)
    written = [
        ThingExample(one.label, site.things.documents.write(iri, one).decode(), place.at(one.suffix))
        for one in (TURTLE, JSON_LD)
    ]
    return [*written, ThingExample("CSV", site.things.tables.read([iri]).csv().decode(), "")]
