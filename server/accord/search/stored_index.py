"""The cache of a large publication's search index, keyed by its content: a restart loads it from there.

The things and their words are kept. Codes and spellings are put in order again: their hashes differ in each process.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from zipfile import ZipFile

from pyoxigraph import RdfFormat, Triple, parse

from accord import caches
from accord.publication import Publication
from accord.publication.statements.load_cache import digest_of, is_large
from accord.search import Search
from accord.search.identifiers import Identifier
from accord.search.reading import Details, Thing, ThingReader
from accord.search.weighed_words import WeighedWords
from accord.things.names.labels import Name
from accord.things.redirects import Redirects

_THINGS = "things.jsonl"


def index(publication: Publication, reader: ThingReader, redirects: Redirects) -> Search:
    """The index of the things of a publication: from the cache, else made, and kept where it is large."""
    settings = publication.settings
    featured, background = settings.featured, settings.presentation.background
    entry = _entry(publication) if is_large(publication) else None
    known = entry.recall(lambda file: _recalled(file, reader.details)) if entry else None
    if known:
        return Search(*known, redirects, featured, background)
    made = Search.of(reader.things(), redirects, featured, background)
    if entry:
        entry.remember(_parts(made))
    return made


def is_kept(publication: Publication) -> bool:
    """Whether the index of a large publication is in the cache."""
    return _entry(publication).is_kept


def _entry(publication: Publication) -> caches.CacheEntry:
    return caches.CacheEntry("search", digest_of(publication))


def _parts(search: Search) -> Iterator[tuple[str, bytes]]:
    """A line for each thing, so that other threads need not wait, and the words."""
    yield _THINGS, b"\n".join(json.dumps(_values(thing)).encode() for thing in search.things.values())
    yield from search.words.parts()


def _recalled(file: ZipFile, details: Callable[[str], Details]) -> tuple[dict[str, Thing], WeighedWords]:
    shared: dict[object, Any] = {}

    def share(value: Any, key: object = None) -> Any:
        """The value as it came first: many things have the same."""
        return shared.setdefault(key or value, value)

    each = map(json.loads, file.read(_THINGS).splitlines())
    things = {values[0]: _thing(values, details, share) for values in each}
    return things, WeighedWords.again(file.read)


def _values(thing: Thing) -> list[Any]:
    """What JSON can say of a thing; the order is that of :func:`_thing`."""
    return [
        *(thing.iri, thing.name.text, thing.name.language, thing.kinds, sorted(thing.classes), thing.names),
        [(one.scheme, one.value, one.iri) for one in thing.identifiers],
        *(_text(thing.same), _text(thing.close), list(thing.facets.items()), thing.years),
    ]


def _thing(values: list[Any], details: Callable[[str], Details], share: Callable[..., Any]) -> Thing:
    iri, text, language, kinds, classes, names, identifiers, same, close, facets, years = values
    every = tuple((facet, tuple(found)) for facet, found in facets)
    return Thing(
        iri,
        Name(text, language),
        share(tuple(kinds)),
        share(frozenset(classes)),
        tuple(text if name == text else name for name in names),
        tuple(Identifier(iri, *one) for one in identifiers),
        _triples(same),
        _triples(close),
        share(dict(every), ("facets", every)),
        share(tuple(years)),
        details,
    )


def _text(triples: tuple[Triple, ...]) -> str:
    return "".join(f"{one} .\n" for one in triples)


def _triples(text: str) -> tuple[Triple, ...]:
    return tuple(quad.triple for quad in parse(text, RdfFormat.N_TRIPLES)) if text else ()
