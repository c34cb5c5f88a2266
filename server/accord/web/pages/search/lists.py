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
from accord.search.plain_questions import JOINING, wanted
from accord.things.lists.query import PLACE, ListQuery
from accord.things.lists.totals import Total
from accord.things.names.labels import Name, Reference
from accord.web.pages.lists.addresses import locate
from accord.web.site import Site

_ENDINGS = ("ings", "ing", "ers", "er", "ed", "es", "s")
_SHORTEST = 4
"""Letters that stay of a word without its ending: ``funds``, ``funder`` and ``funding`` are one word."""
_SHORT = 20
"""Things of a list that come before all other results: a page of them."""
_KINDS = 300
"""Classes whose names are looked at: a few milliseconds. Of more, those at the top of each page are. Of things that
others lead to, as many are looked at."""


@dataclass(frozen=True, slots=True)
class NamedList:
    """A list that a search names: the plural of its kind, the place if one is named, its things, and its sum.

    ``whole`` says that the search has no other words.
    """

    query: ListQuery
    kind: Name
    place: Reference | None
    things: tuple[str, ...]
    total: Total | None
    whole: bool

    @property
    def size(self) -> int:
        """How many things it has."""
        return len(self.things)


def lists_of(site: Site, asked: str) -> list[NamedList]:
    """The lists that the words of a search name: of a kind alone where it has no other words, or in a place.

    A list that nothing is in comes too: that nothing is known is an answer.
    """
    return list(_lists(site, _telling(asked)))


def _lists(site: Site, words: tuple[str, ...]) -> Iterator[NamedList]:
    stems = frozenset(map(_stem, words))
    for kind, named in _kinds(site, stems) if stems else ():
        rest = [word for word in words if _stem(word) not in named]
        place, left = _named_place(site, rest)
        if not rest or (place and (not left or kind in site.publication.settings.presentation.navigation)):
            query = ListQuery(kind, ((PLACE, place),) if place else ())
            found = site.things.lists.read(query)
            yield _named(site, query, place, found.things if found else (), not left)


def _kinds(site: Site, stems: frozenset[str]) -> list[tuple[str, frozenset[str]]]:
    """The kinds at the top of each page that a search names, or another one that has more of its words."""
    presentation = site.publication.settings.presentation

    def named(kinds: Iterable[str]) -> Iterator[tuple[str, frozenset[str]]]:
        for kind in kinds:
            if own := next((own for own in _words_of(site, kind) if own and own <= stems), None):
                yield kind, own

    found = list(named(presentation.navigation))
    every = [one.iri for one in site.things.class_index.kinds() if one.iri not in presentation.background]
    if presentation.navigation and len(every) <= _KINDS:
        other = max(named(every), key=lambda pair: len(pair[1]), default=None)
        if other and len(other[1]) > max((len(own) for _, own in found), default=0):
            return [other]
    return found


def named_place(site: Site, asked: str) -> str:
    """The place that the words of a search name, the one with the longest name; empty for none."""
    return _named_place(site, _telling(asked))[0]


def _named_place(site: Site, asked: Iterable[str]) -> tuple[str, frozenset[str]]:
    """The place that words name, and the words that are left."""
    words = frozenset(asked)
    best: tuple[int, str, frozenset[str]] = (0, "", words)
    for iri in _places(site) if words else ():
        for name in _names(site, iri):
            own = frozenset(folded_once(name)) - JOINING
            if own and own <= words and (len(own), iri) > best[:2]:
                best = len(own), iri, words - own
    return best[1:]


def ahead_of(site: Site, asked: str, lists: Iterable[NamedList]) -> tuple[str, ...]:
    """The things that a search means by more than their words: those of short lists in a place that are all that it
    names, those of a kind that lead to one of another kind, and those whose name is most of it.
    """
    listed = (one for list in lists if list.place and list.whole and list.size <= _SHORT for one in list.things)
    return tuple(dict.fromkeys((*listed, *_joined(site, _telling(asked)), *site.search.named(asked))))


def _joined(site: Site, words: tuple[str, ...]) -> Iterator[str]:
    """The things of a kind at the top of each page that state a thing of another kind: ``agreements with companies``.

    None where the search has other words, or the other kind has too many things.
    """
    stems, index = frozenset(map(_stem, words)), site.things.class_index
    for kind in site.publication.settings.presentation.navigation if len(stems) > 1 else ():
        rests = {stems - own for own in _words_of(site, kind) if own < stems}
        others = (one.iri for one in index.kinds() if rests and index.size(one.iri) <= _KINDS)
        for other in (one for one in others if not rests.isdisjoint(_words_of(site, one))):
            stated = (quad.subject for iri in index.members(other) for quad in site.engine.match(object=NamedNode(iri)))
            whole = {node.value for node in stated if isinstance(node, NamedNode)}
            yield from (iri for iri in index.members(kind) if iri in whole)


def values_of(site: Site, examples: Iterable[Example], asked: str) -> dict[str, tuple[str, Name]]:
    """The end of the address of each question that asks for a thing which a search names, and the name of the thing."""
    found: dict[str, tuple[str, Name]] = {}
    things = [iri for iri in (*site.search.named(asked), named_place(site, asked)) if iri]
    for one in examples if things else ():
        pairs = ((each, iri) for iri in things for each in one.parameters)
        takes = (pair for pair in pairs if pair[1] in site.things.class_index.members(pair[0].kind))
        if pair := next(takes, None):
            value = site.questions.written(NamedNode(pair[1]))
            found[one.slug] = f"?{urlencode({pair[0].name: value}, safe=':/')}", site.things.labels.of(pair[1])
    return found


def object_of(site: Site, one: NamedList) -> dict[str, object]:
    """A list for programs."""
    address = locate(site.addresses, one.query).address(HTML, request.script_root)
    title = f"{one.kind.text}: {one.place.name.text}" if one.place else one.kind.text
    return {"title": title, "size": one.size, "url": urljoin(request.host_url, address)}


def _telling(asked: str) -> tuple[str, ...]:
    return wanted(folded(asked))


def _places(site: Site) -> Iterator[str]:
    """The places by which the lists at the top of each page can be narrowed."""
    for kind in site.publication.settings.presentation.navigation:
        whole = site.things.lists.read(ListQuery(kind))
        facets = whole.facets if whole else ()
        yield from (one.value.iri for facet in facets if facet.by.iri == PLACE for one in facet.choices)


def _named(site: Site, query: ListQuery, place: str, things: tuple[str, ...], whole: bool) -> NamedList:
    reference = site.things.labels.reference(place) if place else None
    plural = site.things.wording.plural(query.kind)
    return NamedList(query, plural, reference, things, site.things.totals.of(things), whole)


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
