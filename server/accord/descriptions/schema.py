"""A thing, or the dataset, as JSON-LD with schema.org, for search engines.

A class of the ontology becomes the nearest class of schema.org among its matches and superclasses, and ``Thing`` when
there is none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from pyoxigraph import NamedNode

from accord.descriptions.dataset import Dataset
from accord.descriptions.dumps import DUMPS
from accord.engine import Engine
from accord.names import SAME_AS, SCHEMA, SCHEMA_HTTP
from accord.things.facts.resources import Resource
from accord.things.ontology.vocabulary import Vocabulary
from accord.things.statements import classes_of, outgoing

_NAMESPACES = (SCHEMA, SCHEMA_HTTP)
_REMEMBERED = 65_536

Node = dict[str, Any]


class Schema:
    """Describes things and the dataset with the terms of schema.org."""

    def __init__(self, engine: Engine, vocabulary: Vocabulary, dataset: Dataset) -> None:
        self._engine = engine
        self._vocabulary = vocabulary
        self._dataset = dataset
        self.types = lru_cache(_REMEMBERED)(self._types)

    def thing(self, thing: Resource, address: str) -> Node:
        """A thing: what it is, what it is called, and who else knows it; ``address`` is that of its page."""
        stated = thing.description.values if thing.description else ()
        fields: Node = {
            "@context": SCHEMA,
            "@id": thing.iri,
            "@type": [kind.removeprefix(SCHEMA) for kind in self.types(thing.iri)],
            "name": thing.name.text,
            "alternateName": [value.name.text for value in thing.aliases.values] if thing.aliases else [],
            "description": " ".join(value.name.text for value in stated),
            "url": address,
            "sameAs": self._same(thing.iri),
            "subjectOf": self._whole(),
        }
        return {name: value for name, value in fields.items() if value}

    def dataset(self, root: str) -> Node:
        """The dataset with its downloads; ``root`` is the address of the site, with a slash at its end."""
        one = self._dataset
        publisher = {"@type": "Organization", "name": one.publisher}
        fields: Node = {
            "@context": SCHEMA,
            "@id": one.iri,
            "@type": "Dataset",
            "name": one.title,
            "description": one.description,
            "url": root,
            "keywords": list(one.keywords),
            "license": one.license,
            "creator": publisher,
            "publisher": publisher,
            "version": one.version,
            "dateModified": one.modified.isoformat(),
            "isAccessibleForFree": True,
            "includedInDataCatalog": {"@id": one.catalog, "@type": "DataCatalog", "name": one.title},
            "distribution": [
                {
                    "@type": "DataDownload",
                    "name": format.label,
                    "contentUrl": f"{root}dump.{format.suffix}",
                    "encodingFormat": format.media,
                    "license": one.license,
                }
                for format in DUMPS
            ],
        }
        return {name: value for name, value in fields.items() if value}

    def page(self, name: str) -> Node:
        """A page that is not about one thing."""
        one = self._dataset
        about = self._whole()
        fields = {"@context": SCHEMA, "@type": "WebPage", "name": name, "about": about, "license": one.license}
        return {name: value for name, value in fields.items() if value}

    def _whole(self) -> Node:
        """The dataset in brief: validators of schema.org want a name and a description wherever there is one."""
        one = self._dataset
        return {"@id": one.iri, "@type": "Dataset", "name": one.title, "description": one.description or one.title}

    def _types(self, iri: str) -> tuple[str, ...]:
        """The classes of schema.org that a thing belongs to, in full."""
        kinds = list(classes_of(outgoing(self._engine, NamedNode(iri))))
        found = (self._nearest(kind) for kind in self._vocabulary.most_specific(kinds)) if kinds else ()
        return tuple(dict.fromkeys(filter(None, found))) or (SCHEMA + "Thing",)

    def _nearest(self, kind: str) -> str | None:
        """The first class of schema.org met on the way up from a class, matches before superclasses."""
        level = [kind]
        passed: set[str] = set()
        while level:
            terms = [term for iri in level if (term := self._vocabulary.get(iri))]
            near = (*level, *(iri for term in terms for iri in term.matches))
            if found := next(_of_schema(near), None):
                return found
            passed.update(level)
            level = [parent for term in terms for parent in term.parents if parent not in passed]
        return None

    def _same(self, iri: str) -> list[str]:
        stated = outgoing(self._engine, NamedNode(iri))
        same = (one.object for one in stated if one.predicate in SAME_AS)
        return sorted(node.value for node in same if isinstance(node, NamedNode))


def _of_schema(iris: Iterable[str]) -> Iterator[str]:
    for iri in iris:
        if iri.startswith(_NAMESPACES):
            yield SCHEMA + iri.split("schema.org/", 1)[1]
