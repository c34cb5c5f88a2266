"""The IRIs of a publication's things, and which IRI a short name means.

With the rules of the house all things are below ``id/``. Other publications may have several bases, and things outside
them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from itertools import chain

from accord.names import local_name
from accord.publication.settings import Settings
from accord.publication.survey.tally import namespace

_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_MOST = 50
"""Namespaces that are tried for a name: more are those of what is collected, and each costs a look-up."""


def namespaces_of(iris: Iterable[str]) -> tuple[str, ...]:
    """The namespaces in which most of some IRIs are, the most used first."""
    counts = Counter(map(namespace, iris))
    return tuple(sorted(counts, key=lambda name: (-counts[name], name))[:_MOST])


class NewIris:
    """The beginning of the IRIs of new things, by class. ``things`` are those of each class.

    It is the namespace of most things of the class. A class without any follows the others: where the things of most of
    these are in a folder with the name of the class (``/person/``), so are its own; else they are where most things
    are. With the rules of the house, and where there is no thing, it is the base of the publication's things. The IRI
    of each thing is looked at once, however many classes ask.
    """

    def __init__(self, settings: Settings, things: Mapping[str, Iterable[str]]) -> None:
        self._settings = settings
        self._things = things

    def base(self, kind: str) -> str:
        """The beginning of the IRI of a new thing of a class."""
        if self._settings.house_rules:
            return self._settings.thing_base
        if near := self._bases.get(kind):
            return near
        parent, spelling = self._folders
        return f"{parent}{_SPELLINGS[spelling](local_name(kind))}/" if parent else self._of_most

    @cached_property
    def _bases(self) -> Mapping[str, str]:
        """Where most things of each class are."""
        return {kind: base for kind, iris in self._things.items() if (base := _most_used(iris))}

    @cached_property
    def _folders(self) -> tuple[str, int]:
        """What is before the name of a class in its base, and how that is spelled there; empty where classes differ."""
        named = (_named(kind, base) for kind, base in self._bases.items())
        for found, count in Counter(filter(None, named)).most_common(1):
            if 2 * count > len(self._bases):
                return found
        return "", 0

    @cached_property
    def _of_most(self) -> str:
        return _most_used(chain.from_iterable(self._things.values())) or self._settings.thing_base


def _most_used(iris: Iterable[str]) -> str:
    """The namespace of most of some IRIs; empty where none of them ends one."""
    return next((name for name in namespaces_of(iris) if name.endswith(("/", "#", ":"))), "")


def _named(kind: str, base: str) -> tuple[str, int] | None:
    """What is before the name of a class at the end of a namespace, and how that name is spelled there."""
    name = local_name(kind)
    for number, spell in enumerate(_SPELLINGS):
        if name and base.endswith(f"/{spell(name)}/"):
            return base.removesuffix(f"{spell(name)}/"), number
    return None


def _hyphened(name: str) -> str:
    return _CAPITAL.sub("-", name).lower()


def _plural(name: str) -> str:
    return f"{name[:-1]}ies" if name.endswith("y") else f"{name}s"


_SPELLINGS: tuple[Callable[[str], str], ...] = (
    _hyphened,
    str.lower,
    str,
    lambda name: _plural(_hyphened(name)),
    lambda name: _plural(name.lower()),
)
"""How the name of a class (``WaterBody``) is spelled in an address: ``water-body``, ``waterbody``, ``water-bodies``."""


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
