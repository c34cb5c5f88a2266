"""The graph in which the endpoint describes itself, for programs that read it before they write a query.

It has what is in the default graph, by class, property, and class or datatype of the values, each with its count (VoID,
as https://github.com/JervenBolleman/void-generator has it); every example query as ``sh:SPARQLExecutable``; and the
prefixes. It is a named graph; queries that name a term of :data:`TERMS` see it in the default graph too, where such
programs look for it. All other queries, and all counts, are of the publication alone.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from typing import NamedTuple
from zipfile import ZipFile

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from accord import caches, queries
from accord.errors import AccordError
from accord.names import DCTERMS, OWL, RDF, RDFS, SCHEMA, SH, VOID, XSD
from accord.publication import Publication
from accord.publication.examples import Example, read_example
from accord.publication.statements import load_cache as loaded_before
from accord.sparql.prologue import with_prefixes

VOID_EXT = "http://ldf.fi/void-ext#"
SPEX = "https://purl.expasy.org/sparql-examples/ontology#"

_FORMS = {"SELECT": SH + "select", "ASK": SH + "ask", "CONSTRUCT": SH + "construct", "DESCRIBE": SPEX + "describe"}
_KINDS = {"SELECT": "Select", "ASK": "Ask", "CONSTRUCT": "Construct", "DESCRIBE": ""}

TERMS = frozenset(
    {
        *(VOID + name for name in ("classPartition", "propertyPartition")),
        *(VOID_EXT + name for name in ("datatypePartition", "datatype")),
        *(SH + f"SPARQL{kind}Executable" for kind in (*_KINDS.values(), "")),
        *(SH + name for name in ("declare", "namespace", "prefix", "prefixes")),
    }
)
"""The terms by which a query asks for the description."""

MOST = 5_000
"""Pairs of a class and a property that are described, the most frequent first: what an editor can offer from, and a
tenth of a second to read. What is left out is said in the graph."""
_BUILT_IN = (OWL, RDF, RDFS)
"""Namespaces of classes whose members are terms of an ontology, not things."""

_TYPE = NamedNode(RDF + "type")


def described(publication: Publication, store: Store) -> Iterator[Quad]:
    """The statements of the graph, about the default graph of a store and the publication's example queries."""
    graph = NamedNode(publication.described)
    for triple in (*_partitions(publication, store), *_examples(publication)):
        yield Quad(triple.subject, triple.predicate, triple.object, graph)


def _triple(subject: str, predicate: str, value: str | Literal) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), NamedNode(value) if isinstance(value, str) else value)


def _count(number: int) -> Literal:
    return Literal(str(number), datatype=NamedNode(XSD + "integer"))


def _partitions(publication: Publication, store: Store) -> Iterator[Triple]:
    """Class, property, and class or datatype, nested."""
    classes, properties, values = _counts(publication, store)
    whole = f"{publication.settings.dataset}#default-graph"
    kept = [pair for pair, _ in properties.most_common(MOST)]
    parts: dict[str, list[str]] = {}
    for kind, predicate in sorted(kept):
        parts.setdefault(kind, []).append(predicate)
    inner: dict[tuple[str, str], list[tuple[str, bool, int]]] = {}
    for (kind, predicate, value, is_class), count in sorted(values.items()):
        inner.setdefault((kind, predicate), []).append((value, is_class, count))
    words = f"What the default graph of the endpoint holds; {len(properties) - len(kept):,} rare pairs are left out."
    if len(properties) > len(kept):
        yield _triple(whole, DCTERMS + "description", Literal(words, language="en"))
    for number, (kind, count) in enumerate(sorted(classes.items()), start=1):
        part = f"{whole}-{number}"
        yield _triple(whole, VOID + "classPartition", part)
        yield _triple(part, VOID + "class", kind)
        yield _triple(part, VOID + "entities", _count(count))
        for place, predicate in enumerate(parts.get(kind, ()), start=1):
            pair = f"{part}-{place}"
            yield _triple(part, VOID + "propertyPartition", pair)
            yield _triple(pair, VOID + "property", predicate)
            yield _triple(pair, VOID + "triples", _count(properties[kind, predicate]))
            yield from _of_values(pair, inner.get((kind, predicate), ()))


def _of_values(pair: str, values: Iterable[tuple[str, bool, int]]) -> Iterator[Triple]:
    for number, (value, is_class, count) in enumerate(values, start=1):
        last = f"{pair}-{number}"
        yield _triple(pair, VOID + "classPartition" if is_class else VOID_EXT + "datatypePartition", last)
        yield _triple(last, VOID + "class" if is_class else VOID_EXT + "datatype", value)
        yield _triple(last, VOID + "triples", _count(count))


class _Counts(NamedTuple):
    """The members of each class, the statements of each property on it, and those by class or datatype of the value.

    The last has class, property, class or datatype, and whether it is a class.
    """

    classes: Counter[str]
    properties: Counter[tuple[str, str]]
    values: Counter[tuple[str, str, str, bool]]

    def parts(self) -> Iterator[tuple[str, bytes]]:
        """The counts in a form that :meth:`again` reads."""
        yield "counts.json", json.dumps([list(one.items()) for one in self]).encode()

    @classmethod
    def again(cls, file: ZipFile) -> _Counts:
        """The counts that were kept."""
        classes, properties, values = json.loads(file.read("counts.json"))
        return cls(
            Counter(dict(classes)),
            Counter({(kind, predicate): count for (kind, predicate), count in properties}),
            Counter({(one[0], one[1], one[2], one[3]): count for one, count in values}),
        )


def _counts(publication: Publication, store: Store) -> _Counts:
    """What the default graph of a store holds; of a large publication as it was counted before."""
    if not loaded_before.is_large(publication):
        return _counted(store)
    entry = caches.CacheEntry("counts", loaded_before.digest_of(publication))
    known = entry.recall(_Counts.again)
    if known is None:
        known = _counted(store)
        entry.remember(known.parts())
    return known


def _counted(store: Store) -> _Counts:
    kinds: dict[object, tuple[str, ...]] = {}
    for quad in store.quads_for_pattern(None, _TYPE, None, DefaultGraph()):
        if isinstance(quad.object, NamedNode) and not quad.object.value.startswith(_BUILT_IN):
            kinds[quad.subject] = (*kinds.get(quad.subject, ()), quad.object.value)
    classes = Counter(kind for own in kinds.values() for kind in own)
    properties: Counter[tuple[str, str]] = Counter()
    values: Counter[tuple[str, str, str, bool]] = Counter()
    for quad in store.quads_for_pattern(None, None, None, DefaultGraph()):
        own = kinds.get(quad.subject, ())
        if not own:
            continue
        predicate, value = quad.predicate.value, quad.object
        of_value = [value.datatype.value] if isinstance(value, Literal) else kinds.get(value, ())
        is_class = not isinstance(value, Literal)
        for kind in own:
            properties[kind, predicate] += 1
            for one in of_value:
                values[kind, predicate, one, is_class] += 1
    return _Counts(classes, properties, values)


def _examples(publication: Publication) -> Iterator[Triple]:
    """The example queries, each with its prefixes, and the prefixes themselves."""
    settings = publication.settings
    for number, (prefix, namespace) in enumerate(sorted(settings.prefixes.items()), start=1):
        iri = f"{settings.base}sparql#prefix-{number}"
        yield _triple(f"{settings.base}sparql", SH + "declare", iri)
        yield _triple(iri, SH + "prefix", Literal(prefix))
        yield _triple(iri, SH + "namespace", Literal(namespace, datatype=NamedNode(XSD + "anyURI")))
    for file in publication.queries:
        query = queries.parse(PurePosixPath(file.path).stem, file.data.decode("utf-8-sig", "replace"))
        with suppress(AccordError):  # the endpoint refuses it, which the start says already
            yield from _example(publication, read_example(query, settings.prefixes))


def _example(publication: Publication, example: Example) -> Iterator[Triple]:
    base, language = publication.settings.base, publication.settings.languages[0]
    iri = f"{base}queries/{example.slug}"
    words = f"{example.title} {example.description}".strip()
    text = with_prefixes(example.text, publication.settings.prefixes)
    yield _triple(iri, RDF + "type", SH + "SPARQLExecutable")
    yield _triple(iri, RDF + "type", f"{SH}SPARQL{_KINDS[example.query_type]}Executable")
    yield _triple(iri, RDFS + "label", Literal(example.title, language=language))
    yield _triple(iri, RDFS + "comment", Literal(words, language=language))
    yield _triple(iri, _FORMS[example.query_type], Literal(text))
    yield _triple(iri, SCHEMA + "target", f"{base}sparql")
    if example.group:
        yield _triple(iri, SCHEMA + "keywords", Literal(example.group))
