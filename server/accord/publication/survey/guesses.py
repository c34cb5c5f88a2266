"""Settings guessed from statements, each with a sentence that says why. What a configuration states is never guessed.

The guesses are made of a :class:`~accord.publication.survey.tally.Tally`, which one pass over the statements fills;
they take no longer for more statements.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar
from urllib.parse import urlsplit

from accord.names import IMAGES, OWL, PROV, RDF, RDFS, SH, SKOS_XL, local_names
from accord.publication.files.addresses import UNKNOWN_BASE, placeholder_base
from accord.publication.survey import heads, namespaces, prefixes
from accord.publication.survey.heads import Heads, without_examples
from accord.publication.survey.languages import language_of
from accord.publication.survey.tally import HEADS, KNOWN, SCHEMAS, Tally, namespace

Kind = TypeVar("Kind", covariant=True)

_MAX_LANGUAGES = 12
"""Languages beyond that are those of names of places, not of readers."""
_MIN_LANGUAGE = 0.05
"""Of the labels in the most used language: so many has a language that somebody translated into."""
_MIN_TAGGED = 0.05
"""Of the labels without a language: a language with fewer labels is that of some names."""
_MIN_TERMS = 3
"""Terms of a well-known vocabulary that a folder which publishes it defines at least; one or two are notes on it."""
_MAX_DESCRIBING = 3
"""Datasets, ontologies and schemes up to which they describe the publication; more of them are what it is about."""
_MAX_FEATURED = 6
"""Classes on the home page: a row of cards, not a list."""
_UNNAMED = 0.01
"""What a thing without a name counts beside one with a name: people look for names, and statements about statements,
provenance and lines of accounts have none."""
_COORDINATES = (
    *("http://www.w3.org/2003/01/geo/wgs84_pos#lat", "http://www.opengis.net/ont/geosparql#asWKT"),
    *("http://www.opengis.net/ont/geosparql#asGeoJSON", "http://www.wikidata.org/prop/direct/P625"),
    *(schema + "latitude" for schema in SCHEMAS),
)
_NOT_FEATURED = (OWL, RDFS, RDF, SH)
_BACKGROUND = (
    PROV,
    "http://www.w3.org/2003/11/swrl#",
    SKOS_XL,
    "http://www.w3.org/ns/r2rml#",
)
"""Vocabularies that only serve the things: who made the data, rules, labels as nodes, how tables become RDF."""
_VERSION = re.compile(r"v?\d+(?:[._-]\d+)*", re.IGNORECASE)
"""The name of a folder that is only a version."""
_WORD = re.compile(r"[_\-.\s]+|(?<=[a-z])(?=[A-Z])")


_TELLING_NOTHING = frozenset(
    (
        *("data", "rdf", "ttl", "turtle", "owl", "dist", "src", "source", "out", "output", "build", "public", "www"),
        *("dump", "dumps", "export", "files", "folder", "main", "master", "repo", "repository", "site", "tmp", "temp"),
    )
)
"""Names of folders that say nothing of what is in them."""
_NO_HOSTS = (".invalid", ".example", "localhost")


@dataclass(frozen=True, slots=True)
class Guess(Generic[Kind]):
    """A value and a sentence that says why it is guessed, or why there is none (then the value is empty)."""

    value: Kind
    why: str


@dataclass(frozen=True, slots=True)
class Guesses:
    """All settings that can be guessed.

    ``base`` ends with ``/``; the site has its own addresses below it (dataset, graphs), and files with relative IRIs
    have theirs. ``bases`` are the beginnings of the IRIs of things, each with ``/`` or ``#`` at its end: the most used
    first, or ``base`` first if files have relative IRIs.
    ``publisher`` and ``license`` are IRIs, or words. ``featured`` are classes by use. ``coordinates`` and ``images``
    are the properties of the data that have such values.
    """

    title: Guess[str]
    description: Guess[str]
    license: Guess[str]
    publisher: Guess[str]
    base: Guess[str]
    bases: Guess[tuple[str, ...]]
    languages: Guess[tuple[str, ...]]
    vocabulary: Guess[str]
    prefixes: Guess[Mapping[str, str]]
    featured: Guess[tuple[str, ...]]
    coordinates: Guess[tuple[str, ...]]
    images: Guess[tuple[str, ...]]


def guess(
    tally: Tally,
    folder: str,
    *,
    declared: Counter[tuple[str, str]] | None = None,
    relative: Sequence[str] = (),
    site: str = "",
    heading: str = "",
) -> Guesses:
    """Guess the settings of a folder of this name.

    ``declared`` has in how many files a prefix is declared with a namespace; ``relative`` are the paths of the files
    whose IRIs are relative: they are described below ``UNKNOWN_BASE`` in the tally. ``site`` is the public address of
    the site, where one is known, and ``heading`` the title that the README of the folder has.
    """
    tally = without_examples(tally)
    languages = _languages(tally)
    found = Heads(tally, languages.value, folder)
    bases = _bases(tally, found)
    base = _base(bases, folder, relative, site)
    if relative or not bases.value:
        others = [other for other in bases.value if not other.startswith(base.value)]
        bases = Guess((base.value, *others), base.why)
    return Guesses(
        title=_title(found, heading, folder, bases.value),
        description=_value(found, heads.DESCRIPTION, "description"),
        license=_value(found, heads.LICENSE, "licence"),
        publisher=_value(found, heads.PUBLISHER, "publisher"),
        base=base,
        bases=bases,
        languages=languages,
        vocabulary=_vocabulary(tally, found, bases.value),
        prefixes=_prefixes(tally, declared or Counter(), bases.value),
        featured=_featured(tally),
        coordinates=_present(tally, _COORDINATES, "coordinates"),
        images=_present(tally, IMAGES, "images"),
    )


def in_words(name: str) -> str:
    """The name of a folder as a title: ``my-data_2024`` is ``My data 2024``."""
    words = " ".join(filter(None, _WORD.split(name)))
    return words[:1].upper() + words[1:] or "Data"


def _title(found: Heads, heading: str, folder: str, bases: Sequence[str]) -> Guess[str]:
    if only := found.only(heads.TITLE):
        return Guess(only[0][1].strip(), f"It is the title of {only[1]}.")
    why = found.ambiguity(heads.TITLE).format("title") or "no dataset, ontology or concept scheme has a title"
    if heading:
        return Guess(heading, f"It is the heading of the README, since {why}.")
    host = urlsplit(bases[0]).hostname if bases else None
    is_telling = folder.lower() not in _TELLING_NOTHING and not _VERSION.fullmatch(folder)
    if not is_telling and host and not host.endswith(_NO_HOSTS) and "." in host:
        return Guess(host.removeprefix("www."), f"Most IRIs have this host; {why}.")
    return Guess(in_words(folder), f"It is the name of the folder, since {why}.")


def _value(found: Heads, properties: Sequence[str], what: str) -> Guess[str]:
    if only := found.only(properties):
        value, who = only
        return Guess(value[1].strip(), f"It is the {what} of {who}.")
    if why := found.ambiguity(properties).format(what):
        return Guess("", f"{why[0].upper()}{why[1:]}.")
    return Guess("", f"No dataset, ontology or concept scheme states a {what}.")


def _bases(tally: Tally, found: Heads) -> Guess[tuple[str, ...]]:
    spaces = [value[1] for value in found.all(heads.SPACE) if value[1].startswith("http") and value[1][-1] in "/#"]
    stated = [
        space for space in spaces if any(name.startswith(space) for name in tally.described)
    ]  # not of link targets
    if 0 < len(set(stated)) <= namespaces.MAX_BASES:
        return Guess(tuple(dict.fromkeys(stated)), "The data state it (void:uriSpace).")
    total = sum(tally.described.values())
    absolute = Counter({name: count for name, count in tally.described.items() if not name.startswith(UNKNOWN_BASE)})
    counted = namespaces.bases(absolute, _published(tally))
    begun = sum(count for _, count in counted)
    if 2 * absolute.total() < total or not counted:  # a few others are what the things of the folder refer to
        return Guess((), f"{'Most' if counted else 'All'} described IRIs are relative.")
    start = "it" if len(counted) == 1 else "one of them"
    return Guess(tuple(base for base, _ in counted), f"{_share(begun, total)} described IRIs begin with {start}.")


def _base(bases: Guess[tuple[str, ...]], folder: str, relative: Sequence[str], site: str) -> Guess[str]:
    if bases.value and relative:
        base = namespaces.base_of_files(bases.value[0], list(relative))
        return Guess(base, f"{bases.why} Files with relative IRIs have their addresses below it.")
    if bases.value:
        return Guess(namespaces.folder_of(bases.value[0]), bases.why)
    if site:
        return Guess(site.rstrip("/") + "/", f"It is the address of the site. {bases.why}")
    why = f"It is a placeholder. {bases.why} Set void:uriSpace to the address that the site will have."
    return Guess(placeholder_base(folder), why)


def _languages(tally: Tally) -> Guess[tuple[str, ...]]:
    stated = [language for value in Heads(tally).all(heads.LANGUAGE) if (language := language_of(value[1]))]
    counts: Counter[str] = Counter()
    for tag, count in tally.languages.items():
        counts[tag.partition("-")[0].lower()] += count
    plain = counts.pop("", 0)
    ranked = sorted(counts, key=lambda language: (-counts[language], language))
    least = max(_MIN_LANGUAGE * counts[ranked[0]], _MIN_TAGGED * plain) if ranked else 0
    used = [language for language in ranked if counts[language] >= least]
    if stated:
        languages = tuple(dict.fromkeys([*stated, *used]))[:_MAX_LANGUAGES]
        return Guess(languages, "The data say so (dcterms:language); others come after by the number of labels.")
    if ranked and (own := Heads(tally).language()) and own not in used[:1]:
        languages = tuple(dict.fromkeys([own, *used]))[:_MAX_LANGUAGES]
        return Guess(languages, "The publication describes itself in the first; others by the number of labels.")
    if not ranked:
        return Guess((), f"None of {plain:,} labels has a language tag." if plain else "Nothing has a label.")
    if not used:
        tagged = counts.total()
        return Guess((), f"Only {tagged:,} of {tagged + plain:,} labels have a language tag.")
    numbers = ", ".join(f"{counts[language]:,} in {language}" for language in used[:_MAX_LANGUAGES])
    return Guess(tuple(used[:_MAX_LANGUAGES]), f"By the number of labels: {numbers}.")


def _vocabulary(tally: Tally, found: Heads, bases: tuple[str, ...]) -> Guess[str]:
    total = sum(tally.terms.values())
    known = _published(tally)
    own = {name: count for name, count in tally.terms.items() if name not in KNOWN or name in known}
    own = own or (tally.terms if total >= _MIN_TERMS else {})
    several = namespaces.bases(Counter(own))
    for name, count in (*Counter(own).most_common(1), *several[:1]):
        if 2 * count >= total:
            return Guess(name, f"{_share(count, total)} classes and properties begin with it.")
    if published := [one for one in known if one.startswith(bases)]:  # others are copies beside the data
        name = max(published, key=lambda one: (tally.terms[one], one))
        return Guess(name, "It is the namespace of the ontology that the folder publishes.")
    if only := found.only(heads.NAMESPACE):
        return Guess(only[0][1], f"It is the preferred namespace of {only[1]}.")
    return Guess(
        "", "No namespace has half of the classes and properties." if own else "No class or property is defined."
    )


def _published(tally: Tally) -> frozenset[str]:
    return namespaces.published(tally.heads.get(OWL + "Ontology", ()), tally.terms)


def _prefixes(tally: Tally, declared: Counter[tuple[str, str]], bases: Sequence[str]) -> Guess[Mapping[str, str]]:
    used = {namespace(name) for name in (*tally.properties, *tally.types)} | set(tally.described)
    chosen = prefixes.choose(declared, used, bases[0] if bases else "")
    from_files = sum((prefix, iri) in declared for prefix, iri in chosen.items())
    return Guess(chosen, f"{from_files} are declared in the files, {len(chosen) - from_files} are well known.")


def _featured(tally: Tally) -> Guess[tuple[str, ...]]:
    counts = {
        name: count
        for name, count in tally.types.items()
        if not name.startswith(_NOT_FEATURED) and (name not in HEADS or count > _MAX_DESCRIBING)
    }
    main = [name for name in counts if not name.startswith(_BACKGROUND)] or counts
    use = {name: tally.named[name] + _UNNAMED * counts[name] for name in main}
    ranked = sorted(main, key=lambda name: (-use[name], name))[:_MAX_FEATURED]
    if not ranked:
        return Guess((), "No thing has a class of its own.")
    numbers = ", ".join(f"{counts[iri]:,} {name}" for iri, name in zip(ranked, local_names(ranked), strict=True))
    by_size = sorted(ranked, key=lambda name: -counts[name]) == ranked
    return Guess(tuple(ranked), f"The classes with the most things{'' if by_size else ' that have names'}: {numbers}.")


def _present(tally: Tally, properties: Iterable[str], what: str) -> Guess[tuple[str, ...]]:
    found = sorted((name for name in properties if tally.properties[name]), key=lambda name: -tally.properties[name])
    total = sum(tally.properties[name] for name in found)
    return Guess(tuple(found), f"{total:,} statements give {what}." if found else f"No statement gives {what}.")


def _share(part: int, whole: int) -> str:
    return f"All {whole:,}" if part == whole else f"{part:,} of the {whole:,}"
