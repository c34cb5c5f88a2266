"""Search: its page, its results for programs, its suggestions, and its description for browsers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, render_template, request, url_for
from pyoxigraph import NamedNode

from accord.formats import HTML, PLAIN_JSON, Format, by_suffix, negotiate
from accord.publication.examples import Example
from accord.search import Filters, Hit, SearchResult
from accord.search.reading import Text
from accord.search.snippets import Snippet
from accord.things.names.labels import Name, Reference
from accord.web.pages.search.lists import NamedList, ahead_of, lists_of, object_of, values_of
from accord.web.pages.search.own_pages import own_pages
from accord.web.requests.languages import keeping
from accord.web.requests.limits import LIMITS, within
from accord.web.requests.parameters import no_page, refuse_unknown, whole_number
from accord.web.requests.rate_limit import working
from accord.web.requests.threads import may_wait
from accord.web.responses import Page, answer, see_other
from accord.web.site import Site, current, current_for_all

RESULTS_PER_PAGE = 20
"""Things on one page of results. It changes the layout only: all results are on the pages that follow."""

MAX_SUGGESTIONS = 8
"""Names that a browser is offered while somebody types: a short menu."""

FORMATS = (HTML, PLAIN_JSON)

QUESTIONS, PROPOSALS = 3, 6
"""Questions beside the results of a search, and those that are proposed where it found nothing: read at a glance."""

_CHOICES_PER_GROUP = 12
"""Choices that are shown for one facet, the most frequent: a list that can be read at a glance."""
_DESCRIPTION = "application/opensearchdescription+xml"
_SUGGESTIONS = "application/x-suggestions+json"

blueprint = Blueprint("search", __name__)


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search: words or a code, filters, and the page of the results."""

    site: Site
    words: str
    filters: Filters
    number: int = 1

    @property
    def parameters(self) -> str:
        """The search as the query string of an address."""
        short = self.site.addresses.short
        given = {"q": self.words, "kind": short(self.filters.kind), "year": self.filters.year}
        given |= {short(facet): short(value) for facet, value in sorted(self.filters.facets.items())}
        given |= {"page": str(self.number)} if self.number > 1 else {}
        return urlencode({name: value for name, value in given.items() if value or name == "q"}, safe=":/")

    def address(self, filters: Filters | None = None, number: int = 1) -> str:
        """The address of the same words with other filters, or of another page."""
        other = replace(self, filters=filters or self.filters, number=number)
        return keeping(f"{url_for('search.search')}?{other.parameters}")


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A filter that can be added: its name, the number of results, and the address that adds (or removes) it."""

    name: Name
    count: int
    address: str
    chosen: bool


@blueprint.get("/search.<suffix>")
@blueprint.get("/search")
@may_wait
def search(suffix: str = "") -> Response:
    """The things that a search finds (``q``), filtered by ``kind``, ``year`` and the facets, each by its prefixed name.

    For an IRI or a code that exactly one thing has, a browser is redirected to that thing (303).

    :query q: Words, a name, or a code; typing errors are allowed for. Example: {label}
    :query kind: A class, in full or with a prefix; only its things are found. Example: {kind}
    :query year: A year; only things with a date in it are found.
    :query filters filters: Parameters that are named for the facets of the publication; each leaves the things that
        have its value.
    :query integer page: The page of the results, from 1. Example: 1
    :produces: FORMATS
    :json: SearchResults
    :answers 303: The thing, for a browser that asks for its IRI or its code.
    """
    site = current()
    fixed = by_suffix(suffix, FORMATS)
    question = _question(site)
    if suffix and not fixed:
        abort(404, f"A search is not available as .{suffix}.")
    html = (fixed or negotiate(request.headers.get("Accept"), FORMATS)) is HTML
    carriers = {one.thing for one in site.search.identifiers.find(question.words)} if html else set()
    if len(carriers) == 1 and question.filters == Filters():
        return see_other(keeping(request.script_root + (site.addresses.path(carriers.pop()) or "/")))
    start = RESULTS_PER_PAGE * (question.number - 1)
    with working():
        lists = lists_of(site, question.words)
        ahead = ahead_of(site, question.words, lists)
        found = site.search.find(question.words, question.filters, start, RESULTS_PER_PAGE, ahead)
    if question.number != 1 and not found.hits:
        abort(404, no_page("This search", _pages(found), question.number))
    canonical = f"{site.publication.settings.base}search?{question.parameters}"
    page = Page("/search", canonical, FORMATS, question.parameters)
    return answer(site, page, lambda format: _write(question, found, lists, format), fixed)


@blueprint.get("/search/suggestions.json")
@may_wait
def suggestions() -> Response:
    """The names that begin with what is typed, in the form that browsers read (OpenSearch Suggestions 1.0).

    :query q: What is typed. Example: {label}
    :produces: application/x-suggestions+json
    """
    words = request.args.get("q", "")[: LIMITS.search_text]
    with working():
        found = current_for_all().search.find(words, Filters(), 0, MAX_SUGGESTIONS)
    names = [hit.thing.name.text for hit in found.hits]
    return Response(json.dumps([words, names], ensure_ascii=False), content_type=_SUGGESTIONS)


@blueprint.get("/opensearch.xml")
def description() -> Response:
    """How a browser or another site can search here (OpenSearch 1.1).

    :produces: application/opensearchdescription+xml
    """
    description = current_for_all().publication.settings.description
    document = render_template("opensearch.xml", description=description, suggestions=_SUGGESTIONS)
    return Response(document, content_type=_DESCRIPTION)


def _question(site: Site) -> SearchRequest:
    """The search that the parameters ask for; 400 for a parameter that asks for nothing."""
    words = request.args.get("q", "").strip()
    number = whole_number("page", 1)
    if number < 1:
        abort(400, "The pages of a search are counted from 1.")
    for name, value in request.args.items(multi=True):
        within("search_text", len(value), f"The parameter {name[:50]}", 400)
    expand = site.addresses.expand
    short, settings = site.addresses.short, site.publication.settings
    known = [name for facet in settings.facets for name in (facet, short(facet))]
    refuse_unknown(
        ("q", "kind", "year", "page", *known), ", ".join(("q, kind, year, page", *map(short, settings.facets)))
    )
    given = {expand(name): expand(value) for name, value in request.args.items() if value}
    facets = {facet: given[facet] for facet in site.publication.settings.facets if facet in given}
    kind, year = expand(request.args.get("kind", "")), request.args.get("year", "")
    if kind and not site.things.class_index.size(kind) and kind not in site.things.vocabulary:
        abort(400, f"There is no class {short(kind)!r} here. The address /things lists the classes.")
    if year and not (year.isascii() and year.removeprefix("-").isdecimal()):
        abort(400, f"The parameter year is a year in digits, not {year[:50]!r}.")
    filters = Filters(kind, year, facets)
    return SearchRequest(site, words, filters, number)


def _pages(found: SearchResult) -> int:
    return max(1, -(-found.total // RESULTS_PER_PAGE))


def _write(question: SearchRequest, found: SearchResult, lists: list[NamedList], format: Format) -> bytes:
    if format is HTML:
        return render_template(
            "search.html",
            question=question,
            found=found,
            entries=[_entry(question.site, hit) for hit in found.hits],
            groups=_groups(question, found),
            lists=lists if question.number == 1 else (),
            own_pages=own_pages(question.words) if question.number == 1 else (),
            questions=(matching := _matching(question)),
            values=values_of(question.site, matching, question.words),
            proposals=_proposals(question.site) if not found.hits else (),
            pages=_pages(found),
            start=RESULTS_PER_PAGE * (question.number - 1),
        ).encode()
    return json.dumps(_object(question, found, lists), ensure_ascii=False, indent=1).encode()


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit with its name, its kinds and its description in the language of the reader."""

    hit: Hit
    name: Name
    kinds: tuple[Reference, ...]
    description: Name | None


def _entry(site: Site, hit: Hit) -> ShownHit:
    labels, thing = site.things.labels, hit.thing
    description = site.things.labels.definition(NamedNode(thing.iri)) if thing.description else None
    return ShownHit(hit, labels.of(thing.iri), tuple(map(labels.reference, thing.kinds)), description)


def _matching(question: SearchRequest) -> tuple[Example, ...]:
    """The questions that the words of a search may mean, on its first page."""
    if question.number > 1 or not question.words:
        return ()
    return question.site.question_index.find(question.words, QUESTIONS)


def _proposals(site: Site) -> tuple[Example, ...]:
    """Questions for somebody whose search found nothing: those of the home page, else the first."""
    chosen = [slug for slug in site.publication.settings.presentation.questions if slug in site.examples]
    return tuple(site.examples[slug] for slug in (chosen or site.examples))[:PROPOSALS]


def _groups(question: SearchRequest, found: SearchResult) -> list[tuple[Name, list[FilterChoice]]]:
    """The filters that can be added, by group, the most frequent of each."""
    of, facets = question.site.things.labels.of, question.site.publication.settings.facets

    def choices(by: str, counts: tuple[tuple[str, int], ...], name: Callable[[str], Name]) -> list[FilterChoice]:
        chosen, filters = question.filters.chosen(by), question.filters
        return [
            FilterChoice(name(value), count, question.address(filters.toggled(by, value)), value == chosen)
            for value, count in counts[:_CHOICES_PER_GROUP]
        ]

    groups = [
        (Name("kind"), choices("kind", found.kinds, of)),
        *((of(facet), choices(facet, found.facets.get(facet, ()), of)) for facet in facets),
        (Name("year"), choices("year", found.years, Name)),
    ]
    return [(name, some) for name, some in groups if some]


def _object(question: SearchRequest, found: SearchResult, lists: list[NamedList]) -> dict[str, object]:
    labels = question.site.things.labels

    def named(counts: tuple[tuple[str, int], ...]) -> list[dict[str, object]]:
        names = [(iri, labels.of(iri), count) for iri, count in counts]
        return [{"iri": iri, "label": n.text, "label_language": n.language, "count": count} for iri, n, count in names]

    return {
        "query": question.words,
        "version": question.site.publication.version,
        "total": found.total,
        "page": question.number,
        "pages": _pages(found),
        "results": [_result(question.site, hit) for hit in found.hits],
        "lists": [object_of(question.site, one) for one in lists],
        "pages_of_site": [
            {"title": name, "url": url_for(view, _external=True)} for name, view in own_pages(question.words)
        ],
        "questions": [_question_object(one) for one in _matching(question)],
        "proposals": [_question_object(one) for one in (() if found.hits else _proposals(question.site))],
        "kinds": named(found.kinds),
        "facets": {facet: named(values) for facet, values in found.facets.items()},
        "years": [{"year": year, "count": count} for year, count in found.years],
    }


def _question_object(one: Example) -> dict[str, str]:
    address = url_for("questions.question", slug=one.slug, _external=True)
    return {"title": one.title, "description": one.description, "url": address}


def _match(why: Text, snippet: Snippet) -> dict[str, str]:
    """Why a thing was found: what sort of words, the words in full, and the part around those that were asked for."""
    return {"in": why.label or "kind", "text": why.text, "snippet": "".join(piece for piece, _ in snippet)}


def _result(site: Site, hit: Hit) -> dict[str, object]:
    thing, entry = hit.thing, _entry(site, hit)
    return {
        "iri": thing.iri,
        "label": entry.name.text,
        "label_language": entry.name.language,
        "kinds": [
            {"iri": kind.iri, "label": kind.name.text, "label_language": kind.name.language} for kind in entry.kinds
        ],
        "description": entry.description.text if entry.description else None,
        "matched": _match(hit.why, hit.snippet) if hit.why else None,
        "amounts": list(thing.amounts),
        "years": list(thing.years),
        "identifiers": [{"register": one.scheme, "code": one.value, "iri": one.iri} for one in thing.identifiers],
    }
