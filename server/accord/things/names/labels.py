"""The name of a thing: the best one in the preferred languages, or plain words when it has none."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode

from accord.engine import Engine
from accord.names import (
    DEFINITIONS,
    FULL_NAMES,
    INVERSES,
    LABELS,
    LITERAL_FORM,
    SCHEMA_HTTP,
    SKOS,
    SKOS_XL,
    WELL_KNOWN,
    Prefixes,
    local_name,
    owner,
)
from accord.things.names.common_terms import COMMON, in_words
from accord.things.names.languages import primary
from accord.things.statements import Object, Statement, outgoing

LANGUAGES = ("en",)

_ENGLISH = (*(iri for iri in WELL_KNOWN.values() if "wikidata" not in iri), SCHEMA_HTTP)
"""Vocabularies whose local names are English words."""
_CONVERSE = frozenset(INVERSES.values())
"""Properties of these that name how another one reads from its value, whether or not the data use them."""

REMEMBERED = 65_536
"""Names that are remembered of a publication, in about 20 MB; each of its languages has a share."""
_PLUS = re.compile(r"(?<=\w)\+(?=\w)")
"""A space, as forms write it: ``City+Library``."""
_PERSONAL = frozenset(name for pair in FULL_NAMES for name in pair)


@dataclass(frozen=True, slots=True, order=True)
class Name:
    """Words for people, with their language (BCP 47), empty when it is not known."""

    text: str
    language: str = ""

    @classmethod
    def of(cls, literal: Literal) -> Name:
        """The words of a literal."""
        return cls(literal.value, literal.language or "")


@dataclass(frozen=True, slots=True)
class Reference:
    """An IRI with the name to show for it."""

    iri: str
    name: Name


def in_own_words(term: str) -> Name:
    """The words of the IRI of a term, which are English in well-known vocabularies."""
    return Name(in_words(term), "en" if term in COMMON or term.startswith(_ENGLISH) else "")


def choose(found: Iterable[Statement], properties: Sequence[str], languages: Sequence[str] = LANGUAGES) -> Name | None:
    """The best literal of these properties: by language first, then by property, then by the alphabet."""
    best = chosen(found, properties, languages)
    return Name.of(best.object) if best and isinstance(best.object, Literal) else None


def chosen(
    found: Iterable[Statement], properties: Sequence[str], languages: Sequence[str] = LANGUAGES
) -> Statement | None:
    """The statement with the best literal of these properties that is not empty."""
    ranked = [
        (rank(one.object.language or "", languages), properties.index(one.predicate), Name.of(one.object), one)
        for one in found
        if one.predicate in properties and isinstance(one.object, Literal) and one.object.value.strip()
    ]
    return min(ranked, key=lambda pair: pair[:3])[3] if ranked else None


def rank(language: str, languages: Sequence[str]) -> tuple[int, str]:
    """Preferred languages in their order, then no language, then English, then the others by their tags.

    ``en-GB`` counts as ``en``, and comes after it. For ``zh-Hant`` it comes first, then ``zh-Hant-TW``, ``zh`` and
    other scripts and regions of the language.
    """
    if language in languages:
        return languages.index(language), ""
    tag, own = language.lower(), primary(language)
    for place, wanted in enumerate(languages):
        if own == primary(wanted):
            near = tag.startswith(f"{wanted}-") or tag == wanted
            return place, tag if near else f"~{'' if wanted.startswith(f'{tag}-') else '~'}{tag}"
    return len(languages) + bool(own) + (own not in ("", "en")), own


def labels_of_nodes(engine: Engine, stated: Iterable[Statement]) -> Iterator[Statement]:
    """The labels that are nodes (SKOS-XL) as plain ones (its appendix B.3): AGROVOC's concepts have no others.

    The words of such a node are also the name of the node itself.
    """
    for one in stated:
        if one.predicate == LITERAL_FORM:
            yield one._replace(predicate=SKOS + "prefLabel")
        elif one.predicate.startswith(SKOS_XL) and not isinstance(one.object, Literal):
            plain = SKOS + one.predicate.removeprefix(SKOS_XL)
            forms = (form for form in outgoing(engine, one.object) if form.predicate == LITERAL_FORM)
            yield from (form._replace(subject=one.subject, predicate=plain) for form in forms)


class Labels:
    """The name of any IRI, looked up in the data; those that the data names are remembered (65,536 of them).

    ``languages`` are those of the reader, the preferred first; ``own`` is that of the publication.
    """

    def __init__(
        self,
        engine: Engine,
        known: Mapping[str, Name],
        prefixes: Prefixes,
        bases: Sequence[str],
        terms: Container[str] = (),
        languages: Sequence[str] = LANGUAGES,
        things: Container[str] = (),
        own: str = "",
        most: int = REMEMBERED,
    ) -> None:
        """``known`` are the names of the ontology's terms, ``terms`` the properties and classes that the data use,
        ``things`` are the IRIs with pages of their own, ``most`` is how many names are remembered.
        """
        self._things = things
        self._most = most
        self.languages = languages
        self.own = own or languages[0]
        self._terms = terms
        self._engine = engine
        self._known = known
        self._prefixes = prefixes
        self._bases = tuple(bases)
        self._remembered: dict[str, Name] = {}

    def reference(self, iri: str) -> Reference:
        """The IRI with its name."""
        return Reference(iri, self.of(iri))

    def word(self, value: Object) -> Name:
        """The words for a value: those of a literal, the name of a thing, nothing for an anonymous node."""
        if isinstance(value, NamedNode):
            return self.of(value.value)
        return Name.of(value) if isinstance(value, Literal) else Name("")

    def of(self, iri: str, stated: Sequence[Statement] | None = None) -> Name:
        """The name of an IRI. A makeshift is made each time, since strangers' IRIs without end have no other; only that
        of a term that the data use is remembered.

        ``stated`` is what is stated about it, where that is read already.
        """
        found = self._known.get(iri) or self._remembered.get(iri)
        if not found:
            stated = list(outgoing(self._engine, NamedNode(iri))) if stated is None else stated
            stated_name = choose(stated, LABELS, self.languages) or _full_name(stated, self.languages)
            stated_name = stated_name or choose(labels_of_nodes(self._engine, stated), LABELS, self.languages)
            found = stated_name or (in_own_words(iri) if self._is_english(iri) else Name(self._makeshift(iri)))
            if (stated_name or iri in self._terms) and len(self._remembered) < self._most:
                self._remembered[iri] = found
        return found

    def _is_english(self, iri: str) -> bool:
        """Whether the words of a term are English: those of well-known vocabularies are."""
        return iri in COMMON or ((iri in self._terms or iri in _CONVERSE) and iri.startswith(_ENGLISH))

    def definition(self, node: NamedNode) -> Name | None:
        """The sentence that says what a thing is."""
        return choose(outgoing(self._engine, node), DEFINITIONS, self.languages)

    def _makeshift(self, iri: str) -> str:
        """A name made of the IRI itself: the words of a term, its place in its thing, its prefixed form, or what
        follows the scheme.
        """
        if iri in self._terms:
            return in_words(iri)
        if iri in self._things and (name := _spaced(local_name(iri))):
            return name
        if iri.startswith(("mailto:", "tel:")):
            return unquote(iri.partition(":")[2])
        if iri.startswith(self._bases):
            thing = owner(iri)
            part = _spaced(iri.removeprefix(thing)[1:])
            return f"{self.of(thing).text}, {part}" if part else _spaced(local_name(iri))
        return self._prefixes.shorten(iri) or iri.split("://", 1)[-1].rstrip("/")


def _full_name(stated: Sequence[Statement], languages: Sequence[str]) -> Name | None:
    """The given name and the family name of a person who has no other; the family name alone is not a name."""
    if not any(one.predicate in _PERSONAL for one in stated):
        return None
    for properties in FULL_NAMES:
        given, family = (choose(stated, (one,), languages) for one in properties)
        if given:
            return Name(f"{given.text} {family.text}" if family else given.text, given.language)
    return None


def _spaced(name: str) -> str:
    return unquote(_PLUS.sub(" ", name)).replace("-", " ").replace("_", " ")
