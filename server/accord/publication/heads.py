"""What the things that describe a whole publication say: its catalogue, dataset, ontology or concept scheme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from accord.names import DCTERMS, LABELS, RDFS, SKOS, VANN, VOID, local_name
from accord.publication.tally import DC, HEADS, SCHEMAS, Tally, Value

_TITLES = (DCTERMS + "title", DC + "title", *(schema + "name" for schema in SCHEMAS))
TITLE = (*_TITLES, *(iri for iri in LABELS if iri not in _TITLES))
"""The properties that name a dataset: titles first, because its ``rdfs:label`` is often short; then the others."""
DESCRIPTION = (
    *(DCTERMS + "description", DC + "description", *(schema + "description" for schema in SCHEMAS)),
    *(DCTERMS + "abstract", SKOS + "definition", RDFS + "comment"),
)
LICENSE = (DCTERMS + "license", *(schema + "license" for schema in SCHEMAS), DCTERMS + "rights", DC + "rights")
PUBLISHER = (
    *(DCTERMS + "publisher", DC + "publisher", *(schema + "publisher" for schema in SCHEMAS)),
    *(DCTERMS + "creator", DC + "creator"),
)
LANGUAGE = (DCTERMS + "language", DC + "language", *(schema + "inLanguage" for schema in SCHEMAS))
SPACE = (VOID + "uriSpace",)
NAMESPACE = (VANN + "preferredNamespaceUri",)

_WORDS = {"DataCatalog": "catalogue", "Catalog": "catalogue", "ConceptScheme": "concept scheme"}


class Heads:
    """The catalogues, datasets, ontologies and concept schemes of a tally, and what they say."""

    def __init__(self, tally: Tally, languages: Sequence[str] = ()) -> None:
        self._tally = tally
        self._languages = languages

    def only(self, properties: Sequence[str]) -> tuple[Value, str] | None:
        """The best value of these properties (the first ones first) that one thing alone gives, or that all give alike.

        With it comes who gives it, in words. The most general class of ``HEADS`` that has a value decides; None where
        its things differ: what is true of a part is no guess for the whole.
        """
        for kind in HEADS:
            found = {iri: value for iri in self._tally.heads.get(kind, ()) if (value := self._best(iri, properties))}
            if len({value[1] for value in found.values()}) > 1:
                return None
            if found:
                iri, value = next(iter(found.items()))
                word = word_for(kind)
                return value, f"the {word} <{iri}>" if len(found) == 1 else f"all {len(found):,} {_plural(word)}"
        return None

    def all(self, properties: Sequence[str]) -> Iterator[Value]:
        """All values of these properties that any of them gives."""
        for kind in HEADS:
            for iri in self._tally.heads.get(kind, ()):
                yield from (value for value in self._tally.about.get(iri, ()) if value[0] in properties)

    def language(self) -> str:
        """The one language in which all of them are described; empty if there are several or none."""
        found = {
            value[2].partition("-")[0].lower()
            for kind in HEADS
            for iri in self._tally.heads.get(kind, ())
            for value in self._tally.about.get(iri, ())
            if value[2] and value[0] in (*DESCRIPTION, *TITLE)
        }
        return next(iter(found)) if len(found) == 1 else ""

    def ambiguity(self, properties: Sequence[str]) -> str:
        """How many things of a class differ in these properties, in words; empty if none has one."""
        for kind in HEADS:
            heads = [iri for iri in self._tally.heads.get(kind, ()) if self._best(iri, properties)]
            if len(heads) > 1:
                return f"{len(heads):,} {_plural(word_for(kind))}"
        return ""

    def name(self, iri: str) -> str:
        """The name of anything that was described among the first; empty if none is known."""
        value = self._best(iri, TITLE)
        return value[1] if value else ""

    def _best(self, iri: str, properties: Sequence[str]) -> Value | None:
        """By property first, then by language: those of the data in their order, none, any other."""
        values = [value for value in self._tally.about.get(iri, ()) if value[0] in properties and value[1].strip()]
        return min(values, key=lambda value: (properties.index(value[0]), self._rank(value[2]), value[1]), default=None)

    def _rank(self, language: str) -> int:
        primary = language.partition("-")[0]
        if primary in self._languages:
            return self._languages.index(primary)
        return len(self._languages) + bool(language)


def word_for(kind: str) -> str:
    """A class of ``HEADS`` in words."""
    name = local_name(kind)
    return _WORDS.get(name, name.lower())


def _plural(word: str) -> str:
    return word[:-1] + "ies" if word.endswith("y") else word + "s"
