"""The document of a thing: its IRI leads to it, in the format that the client prefers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, abort, render_template, request
from werkzeug.exceptions import NotAcceptable

from accord.formats import DOCUMENT_FORMATS, HTML, JSON_LD, Format, by_name, by_suffix, negotiate
from accord.names import SKOS
from accord.things.documents import write_graph
from accord.things.facts.backlinks import SHOWN
from accord.things.facts.headlines import headline
from accord.things.facts.resources import Resource
from accord.things.names.labels import Reference
from accord.things.ontology.trees import Tree
from accord.things.redirects import Former
from accord.web.pages.lists import letters
from accord.web.pages.lists.addresses import Views
from accord.web.pages.things import parts as thing_parts
from accord.web.pages.things.anchors import Anchors
from accord.web.pages.things.citations import cite
from accord.web.pages.things.pictures_of_thing import thing_pictures
from accord.web.requests.languages import keeping
from accord.web.requests.limits import within
from accord.web.requests.parameters import sent_path
from accord.web.requests.rate_limit import working
from accord.web.responses import Page, answer, answer_linkset, see_other
from accord.web.responses.faults import Unknown
from accord.web.responses.links import LINKSET
from accord.web.site import Site, current
from accord.web.site.addresses import split_suffix
from accord.web.site.thing_questions import questions_about
from accord.web.sparql.answers.pictures import Naming

_LINKSET = f".{LINKSET.suffix}"

blueprint = Blueprint("things", __name__)


@blueprint.get("/id/<path:slug>")
def identify(slug: str) -> Response:
    """The IRI of a thing: 303 to its document; for a former thing 301 to its successor, or 410.

    :path slug: The name of the thing, which is the end of its IRI. Example: {slug}
    :answers 303: The document of the thing, which is negotiated there.
    :answers 301: The IRI of its successor, for a thing that was renamed or merged.
    """
    site = current()
    iri = site.addresses.named(sent_path(), request.query_string.decode("latin-1"))
    if iri is None:
        raise _unknown(site, f"id/{slug}")
    return _lead(site, iri)


@blueprint.get("/<path:name>")
def identify_elsewhere(name: str) -> Response:
    """The IRI of a thing at any other path below a base: 303 to its document, as for ``/id/``.

    :path name: The path of the IRI below the base. Example: {elsewhere}
    :answers 303: The document of the thing, which is negotiated there.
    :answers 301: The IRI of its successor, for a thing that was renamed or merged.
    """
    site = current()
    iri = site.addresses.named(sent_path(), request.query_string.decode("latin-1"))
    if iri is None:
        stem, fixed = split_suffix(sent_path())
        iri = site.addresses.named(stem) if fixed else None
        if iri is None or fixed is None:
            if site.addresses.beside(stem):
                raise _unknown(site, name)
            abort(404)
        return see_other(request.script_root + site.addresses.place(iri).at(fixed.suffix))
    return _lead(site, iri)


@blueprint.get("/doc/<path:name>")
def document(name: str) -> Response:
    """The document of a thing, negotiated, or in the format of the suffix.

    :path name: The name of the thing, with the suffix of a format or without. Example: {name}
    :query format: The name of a format or its media type, in place of a suffix and the Accept header. Example: ttl
    :produces: DOCUMENT_FORMATS, LINKSET
    :answers 301: The document of its successor, for a thing that was renamed or merged.
    """
    site = current()
    sent = sent_path("doc")
    if sent.endswith(_LINKSET) and not site.addresses.find(sent)[0]:
        iri = site.addresses.find(sent.removesuffix(_LINKSET))[0]
        return _linkset(site, iri or _raise(site, name.removesuffix(_LINKSET)))
    iri, fixed = site.addresses.find(sent)
    return _document(site, iri or _raise(site, name), fixed or _format())


@blueprint.get("/resource.<suffix>")
@blueprint.get("/resource")
def resource(suffix: str = "") -> Response:
    """The document of any IRI (``iri``) that is described here, also of one of another site.

    The format is that of the suffix, or of ``format`` (a name or a media type), or negotiated.

    :query required iri: The IRI, in full or with a prefix of the publication, or what follows ``id/``. Example: {iri}
    :query format: The name of a format: html, ttl, jsonld, rdf or nt; or its media type. Example: jsonld
    :produces: DOCUMENT_FORMATS, LINKSET
    :answers 301: The document of its successor, for a thing that was renamed or merged.
    """
    site = current()
    asked = request.args.get("iri", "")
    within("search_text", len(asked) // 8, "The IRI", 400)
    iri = site.addresses.meant(asked)
    if iri not in site.addresses.inventory.described and iri not in site.addresses.inventory.contents:
        with working():
            near = site.things.similar.to(site.addresses.slug(iri)) if asked else ()
        raise Unknown(f"The data state nothing about {asked}." if asked else "Name an IRI: /resource?iri=…", near)
    if suffix == LINKSET.suffix:
        return _linkset(site, iri)
    named = suffix or request.args.get("format", "")
    fixed = by_suffix(named, DOCUMENT_FORMATS) or _by_media(named) if named else None
    if suffix and not fixed:
        abort(404, f"This is not available as .{suffix}.")
    return _document(site, iri, fixed)


def _by_media(media: str) -> Format | None:
    return next((one for one in DOCUMENT_FORMATS if media.lower() in (one.media, *one.aliases)), None)


def _format() -> Format | None:
    """The format that the parameter ``format`` names. Raises NotAcceptable (406) for one that there is not."""
    named = request.args.get("format", "")
    if not named or (found := by_name(named, DOCUMENT_FORMATS)):
        return found if named else None
    raise NotAcceptable(f"Available formats: {', '.join(one.suffix for one in DOCUMENT_FORMATS)}.")


def _lead(site: Site, iri: str) -> Response:
    """303 from an IRI to its document; for a former IRI 301 to its successor, or 410."""
    if former := site.things.redirects.get(iri):
        return _answer_former(site, former, site.addresses.identify)
    fixed = _format()
    return see_other(keeping(request.script_root + site.addresses.place(iri).at(fixed.suffix if fixed else "")))


def _document(site: Site, iri: str, fixed: Format | None) -> Response:
    if former := site.things.redirects.get(iri):
        suffix = fixed.suffix if fixed else ""
        return _answer_former(site, former, lambda iri: site.addresses.place(iri).at(suffix), fixed)
    return answer(site, _page(site, iri), lambda format: _write(site, iri, format), fixed)


def _linkset(site: Site, iri: str) -> Response:
    """All links of a document's page and of its data; for a former thing the redirect, or the reason as JSON-LD."""
    if former := site.things.redirects.get(iri):
        return _answer_former(site, former, lambda iri: site.addresses.place(iri).at(LINKSET.suffix), JSON_LD)
    return answer_linkset(site, _page(site, iri))


def _raise(site: Site, name: str) -> str:
    raise _unknown(site, name)


def _unknown(site: Site, name: str) -> Unknown:
    """The error (404) for a name that no IRI has, with similar things."""
    iri = site.addresses.unknown(name)
    with working():
        return Unknown(f"The data state nothing about {iri}.", site.things.similar.to(site.addresses.slug(iri)))


def _page(site: Site, iri: str) -> Page:
    place = site.addresses.place(iri)
    modified, types = site.history.things.get(iri.partition("#")[0]), site.descriptions.schema.types(iri)
    here = iri.startswith(site.addresses.roots)
    canonical = iri if here else f"{site.publication.settings.base}{place.at()[1:]}"
    return Page(
        place.path, canonical, DOCUMENT_FORMATS, place.query, modified, request.host_url, subject=iri, types=types
    )


def _write(site: Site, iri: str, format: Format) -> bytes:
    if format is HTML:
        return write_page(site, iri)
    document = f"{site.publication.settings.base}{site.addresses.place(iri).at()[1:]}"
    return site.things.documents.write(iri, format, document)


def write_page(site: Site, iri: str) -> bytes:
    """The page (HTML) of a thing that is described."""
    publication, thing = site.publication, site.things.resources.read(iri)
    assert thing is not None, "its page was found"
    thing = replace(thing, mentions=site.things.relations.not_stated(thing))
    relations = site.things.relations.groups(thing.mentions)
    passages, more = site.things.passages.of(iri)
    return render_template(
        "thing.html",
        thing=thing,
        place=site.addresses.place(iri),
        card=site.addresses.place(iri, "card"),
        tree=(tree := _concepts(site, thing)),
        letters=letters.of_concepts(site, tree, request.script_root, iri, _above(thing)),
        questions=list(questions_about(site, thing)),
        pictures=thing_pictures(Naming(site, request.script_root), thing),
        listed={kind.iri for kind in thing.kinds if site.things.class_index.size(kind.iri)},
        anchors=Anchors(numbered=True),
        facts=thing_parts.facts_by_use(site, thing),
        told=[one for one in site.things.relations.related(Reference(iri, thing.name)).values if one.words],
        headline=headline(thing, publication.settings.presentation, site.things.labels),
        shared=site.things.standings.of(iri).shared,
        concerning=(concerning := thing_parts.concerning(site, iri)),
        relations=relations,
        by_way=() if concerning else site.things.relations.by_way(iri, thing.mentions),
        passages=passages,
        more_passages=more,
        own_line=site.things.source_lines.of(Reference(iri, thing.name)),
        source_line=site.things.source_lines.of,
        views=lambda query: Views(site.addresses, query, request.script_root).page(1),
        line=thing_parts.line_of(publication, thing.graph, thing.iri) if thing.graph else None,
        citation=cite(thing, site.addresses.slug(iri), publication.settings, publication.version, site.history.latest),
        consequences=site.things.consequences.of(iri),
        inferred=publication.inferred,
        structured=site.descriptions.schema.thing(thing, request.url_root + site.addresses.place(iri).at()[1:]),
    ).encode()


def _concepts(site: Site, thing: Resource) -> Tree | None:
    """The tree of a concept scheme, or of what is below a concept, where it has several levels or is large; others are
    among the facts.
    """
    kinds, trees = {kind.iri for kind in thing.kinds}, site.things.trees
    if not kinds & {SKOS + "ConceptScheme", SKOS + "Concept"}:
        return None
    tree = trees.concepts(thing.iri) if SKOS + "ConceptScheme" in kinds else trees.concepts(top=thing.iri)
    has_levels = any(one.branches or one.hidden for one in tree.branches)
    return tree if has_levels or max(tree.size, tree.tops) > SHOWN else None


def _above(thing: Resource) -> str:
    """The property that leads from the concepts of a tree to a thing."""
    scheme = SKOS + "ConceptScheme" in {kind.iri for kind in thing.kinds}
    return SKOS + ("inScheme" if scheme else "broader")


def _answer_former(site: Site, former: Former, address: Callable[[str], str], fixed: Format | None = None) -> Response:
    """301 to the successor of a former thing, or 410 with the reason; the body holds the statements about it.

    ``address`` gives the address of the successor that is like the one that was asked for.
    """
    format = fixed or negotiate(request.headers.get("Accept"), DOCUMENT_FORMATS) or HTML
    final = site.things.redirects.final(former)
    body = _write_former(site, former, format)
    response = Response(body, 301 if final else 410, content_type=format.content_type)
    if final:
        here = final in site.addresses.inventory.described
        response.headers["Location"] = request.script_root + address(final) if here else final
    if fixed is None:
        response.headers["Vary"] = "Accept"
    return response


def _write_former(site: Site, former: Former, format: Format) -> bytes:
    labels = site.things.labels
    if format is HTML:
        successors: list[Reference] = [labels.reference(iri) for iri in former.successors]
        name = labels.of(former.iri)
        return render_template("former.html", former=former, name=name, successors=successors).encode()
    return write_graph(former.statements, format, site.publication.settings.prefixes)
