"""Which IRIs a publication gives to its things, and which one somebody means who writes only the end of it.

With the rules of the house all things are below ``id/``. Other publications may have several bases, and things outside
them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from accord.publication.settings import Settings
from accord.publication.tally import namespace

_MOST = 50
"""Namespaces that are tried for a name: more are those of what is collected, and each costs a look-up."""


def namespaces_of(iris: Iterable[str]) -> tuple[str, ...]:
    """The namespaces in which most of some IRIs are, the most used first."""
    counts = Counter(map(namespace, iris))
    return tuple(sorted(counts, key=lambda name: (-counts[name], name))[:_MOST])


def base_of(settings: Settings, iris: Iterable[str]) -> str:
    """What the IRI of a new thing begins with, beside those of its kind (``iris``): the namespace of most of them.

    With the rules of the house, and where there are none, it is the base of the publication's things.
    """
    if settings.house_rules:
        return settings.thing_base
    return next((name for name in namespaces_of(iris) if name.endswith(("/", "#", ":"))), settings.thing_base)


def is_own(settings: Settings, namespaces: Iterable[str], iri: str) -> bool:
    """Whether an IRI is one that the publication would describe: below ``id/``, or below one of its bases in a
    namespace (of ``namespaces``) in which it describes things; with the rules of the house, below ``id/`` or below
    another base than the first.
    """
    if settings.house_rules or iri.startswith(settings.thing_base):
        return iri.startswith((settings.thing_base, *settings.bases[1:]))
    return iri.startswith(settings.bases) and namespace(iri) in namespaces


def meant(settings: Settings, namespaces: Iterable[str], text: str, is_known: Callable[[str], bool]) -> tuple[str, ...]:
    """The known IRIs that somebody means by an IRI, a prefixed name, or what follows a base or a namespace.

    One where it is certain; several where different namespaces have a thing with that name; none where it is unknown.
    """
    for iri in (text, settings.prefixes.expand(text), settings.thing_base + text):
        if iri and is_known(iri):
            return (iri,)
    starts = dict.fromkeys((*settings.bases, *namespaces)) if text else ()
    return tuple(iri for start in starts if is_known(iri := start + text))
