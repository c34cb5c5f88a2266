"""The lists that the words of a search name: a kind at the top of each page, and a place, as in ``oxford funding``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode, urljoin

from flask import request
from pyoxigraph import Literal, NamedNode

from accord.formats import HTML
from accord.names import ALIASES, LABELS
from accord.publication.examples import Example
from accord.search.folding import folded, folded_once
from accord.things.lists.query import PLACE, ListQuery
from accord.things.lists.totals import Total
from accord.things.names.labels import Name, Reference
from accord.web.pages.lists.addresses import locate
from accord.web.site import Site

_ENDINGS = ("ings", "ing", "ers", "er", "ed", "es", "s")
_SHORTEST = 4
"""Letters that stay of a word without its ending: ``funds``, ``funder`` and ``funding`` are one word."""
_JOINING = frozenset(
    ("a", "an", "and", "at", "for", "from", "how", "in", "is", "many", "much", "of", "on", "the", "there", "to", "what",
     "where", "which", "who", "with")
)  # fmt: skip
"""English words that name neither a kind nor a place."""


@dataclass(frozen=True, slots=True)
class NamedList:
    """A list that a search names: the plural of its kind, the place if one is named, its size, and its sum."""

    query: ListQuery
    kind: Name
    place: Reference | None
    size: int
    total: Total | None


def lists_of(site: Site, asked: str) -> list[NamedList]:
    """The lists that the words of a search name: of a kind alone where it has no other words, or in a place.

    A list that nothing is in comes too: that nothing is known is an answer.
    """
    return list(_lists(site, _telling(asked)))


def _lists(site: Site, words: list[str]) -> Iterator[NamedList]:
    stems = {_stem(word) for word in words}
    for kind in site.publication.settings.presentation.navigation if stems else ():
        named = next((own for own in _words_of(site, kind) if own and own <= stems), None)
        if named is None:
            continue
        rest = [word for word in words if _stem(word) not in named]
        place = named_place(site, " ".join(rest))
        if place or not rest:
            query = ListQuery(kind, ((PLACE, place),) if place else ())
            found = site.things.lists.read(query)
            yield _named(site, query, place, found.things if found else ())


def named_place(site: Site, asked: str) -> str:
    """The place that the words of a search name, the one with the longest name; empty for none."""
    words, best = frozenset(_telling(asked)), (0, "")
    for iri in _places(site) if words else ():
        for name in _names(site, iri):
            own = frozenset(folded_once(name)) - _JOINING
            if own and own <= words:
                best = max(best, (len(own), iri))
    return best[1]


def values_of(site: Site, examples: Iterable[Example], place: str) -> dict[str, str]:
    """The end of the address of each question that asks for a place: it gives the place that a search names."""
    found = {}
    for one in examples if place else ():
        takes = (each for each in one.parameters if place in site.things.class_index.members(each.kind))
        if parameter := next(takes, None):
            value = site.questions.written(NamedNode(place))
            found[one.slug] = f"?{urlencode({parameter.name: value}, safe=':/')}"
    return found


def object_of(site: Site, one: NamedList) -> dict[str, object]:
    """A list for programs."""
    address = locate(site.addresses, one.query).address(HTML, request.script_root)
    title = f"{one.kind.text}: {one.place.name.text}" if one.place else one.kind.text
    return {"title": title, "size": one.size, "url": urljoin(request.host_url, address)}


def _telling(asked: str) -> list[str]:
    return [word for word in folded(asked) if word not in _JOINING]


def _places(site: Site) -> Iterator[str]:
    """The places by which the lists at the top of each page can be narrowed."""
    for kind in site.publication.settings.presentation.navigation:
        whole = site.things.lists.read(ListQuery(kind))
        facets = whole.facets if whole else ()
        yield from (one.value.iri for facet in facets if facet.by.iri == PLACE for one in facet.choices)


def _named(site: Site, query: ListQuery, place: str, things: tuple[str, ...]) -> NamedList:
    reference = site.things.labels.reference(place) if place else None
    plural = site.things.wording.plural(query.kind)
    return NamedList(query, plural, reference, len(things), site.things.totals.of(things))


def _words_of(site: Site, kind: str) -> Iterator[frozenset[str]]:
    """The words by which people call a kind: its names, in the navigation too, and who gives and gets its amounts."""
    things, hints = site.things, site.publication.settings.presentation
    names = [things.labels.of(kind).text, things.wording.plural(kind).text]
    names += [one.value for one in hints.navigation_words.get(kind, ())]
    if things.totals.of(things.class_index.members(kind)):
        names += [things.labels.of(one).text for one in hints.money.giver]
    for name in names:
        yield frozenset(_stem(word) for word in folded_once(name))


def _names(site: Site, iri: str) -> Iterator[str]:
    aliases = (*LABELS, *ALIASES, *site.publication.settings.aliases)
    for quad in site.engine.match(NamedNode(iri)):
        if quad.predicate.value in aliases and isinstance(quad.object, Literal):
            yield quad.object.value


def _stem(word: str) -> str:
    """A word without its English ending."""
    cut = next((word.removesuffix(one) for one in _ENDINGS if word.endswith(one)), word)
    return cut if len(cut) >= _SHORTEST else word
