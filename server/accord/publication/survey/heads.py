"""What the catalogue, dataset, ontology or concept scheme says about the whole publication."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from accord.names import DCTERMS, LABELS, RDFS, SKOS, VANN, VOID, local_name
from accord.publication.files.addresses import UNKNOWN_BASE
from accord.publication.survey.tally import DC, HEADS, SCHEMAS, Tally, Value

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

_ENDING = re.compile(r"\.[a-z]{2,6}")
"""The ending of a file in an IRI, as in ``http://purl.obolibrary.org/obo/ro.owl``."""
_EXAMPLE = re.compile(r"https?://(?:[\w-]{1,63}\.){0,4}example(?:\.com|\.net|\.org)?[/:]")
"""The hosts that are kept for examples (RFC 2606)."""
_WORDS = {"DataCatalog": "catalogue", "Catalog": "catalogue", "ConceptScheme": "concept scheme"}


def without_examples(tally: Tally) -> Tally:
    """A tally without the heads at example.org and the like, where most of what is described is elsewhere."""
    examples = sum(count for name, count in tally.described.items() if _EXAMPLE.match(name))
    if 2 * examples >= tally.described.total():
        return tally
    kept = {kind: {iri: None for iri in iris if not _EXAMPLE.match(iri)} for kind, iris in tally.heads.items()}
    return replace(tally, heads=kept)


class Heads:
    """The catalogues, datasets, ontologies and concept schemes of a tally, and what they say."""

    def __init__(self, tally: Tally, languages: Sequence[str] = (), folder: str = "") -> None:
        self._tally = tally
        self._languages = languages
        self._folder = folder.casefold()

    def only(self, properties: Sequence[str]) -> tuple[Value, str] | None:
        """The best value of these properties (the first ones first) that is true of the whole.

        With it comes who gives it, in words. The most general class of ``HEADS`` that has a value decides: its main
        thing, or all that have a value, if they agree and are at least half of the class. None otherwise, for what is
        true of a part is not a guess for the whole.
        """
        for kind in HEADS:
            heads = self._tally.heads.get(kind, {})
            found = {iri: value for iri in heads if (value := self._best(iri, properties))}
            if not found:
                continue
            word = word_for(kind)
            if (main := self._main(heads)) in found:
                return found[main], f"the {word} {_shown(main)}"
            if len({value[1] for value in found.values()}) > 1 or 2 * len(found) < len(heads):
                return None
            iri, value = next(iter(found.items()))
            return value, f"the {word} {_shown(iri)}" if len(found) == 1 else f"all {len(found):,} {_plural(word)}"
        return None

    def _main(self, heads: Iterable[str]) -> str:
        """Which of several things of a class the others are parts of; empty if nothing says so.

        It is the one with the name of the folder, the one whose terms are most of all, or the only one of them that no
        other imports or has as a part.
        """
        every = list(heads)
        named = [iri for iri in every if _stem(iri) == self._folder]
        total = sum(self._tally.terms.values())
        defining = [iri for iri in every if 2 * self._terms_of(iri) > total]
        others = [[iri for iri in every if iri not in lower] for lower in (self._tally.imports, self._tally.parts)]
        above = [one for one in others if len(one) < len(every)]
        return next((one[0] for one in (named, defining, *above) if len(one) == 1), "")

    def _terms_of(self, iri: str) -> int:
        plain = iri.rstrip("/#")
        return sum(self._tally.terms[plain + end] for end in "/#")

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
        """Why ``only`` has no value of these properties, as the end of a sentence; empty if nothing has one.

        ``{}`` in it is a place for what the properties are called.
        """
        for kind in HEADS:
            heads = self._tally.heads.get(kind, {})
            values = [value[1] for iri in heads if (value := self._best(iri, properties))]
            word = _plural(word_for(kind))
            if len(set(values)) > 1:
                return f"the {len(values):,} {word} do not agree in their {{}}"
            if values:
                return f"only {len(values):,} of the {len(heads):,} {word} {_states(values)} a {{}}"
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


def _shown(iri: str) -> str:
    """An IRI as a sentence has it; a relative one as it is relative to the folder."""
    return f"<{iri.removeprefix(UNKNOWN_BASE) or './'}>"


def _stem(iri: str) -> str:
    """The last part of an IRI in small letters, without the ending of a file."""
    return _ENDING.sub("", local_name(iri.rstrip("/#")).casefold())


def _states(values: Sequence[str]) -> str:
    return "states" if len(values) == 1 else "state"


def _plural(word: str) -> str:
    return word[:-1] + "ies" if word.endswith("y") else word + "s"
